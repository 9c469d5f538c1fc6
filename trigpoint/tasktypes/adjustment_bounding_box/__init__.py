"""Boxes that another job made, put right."""
