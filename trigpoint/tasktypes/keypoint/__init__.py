"""Points in a picture."""
