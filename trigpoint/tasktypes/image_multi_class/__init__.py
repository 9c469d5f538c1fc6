"""Image classification, one category an object."""
