"""Boxes around things in a picture."""
