"""A verdict on the mask another job made."""
