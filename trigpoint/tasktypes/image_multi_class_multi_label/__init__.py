"""Image classification, any number of categories an object."""
