"""Things in a picture, pixel by pixel and each apart."""
