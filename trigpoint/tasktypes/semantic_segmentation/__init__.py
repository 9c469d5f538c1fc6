"""A category for every pixel of a picture."""
