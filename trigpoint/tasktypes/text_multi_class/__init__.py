"""Text classification, one category an object."""
