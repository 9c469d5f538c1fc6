"""A verdict on the boxes another job made."""
