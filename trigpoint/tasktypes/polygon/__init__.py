"""Outlines of things in a picture."""
