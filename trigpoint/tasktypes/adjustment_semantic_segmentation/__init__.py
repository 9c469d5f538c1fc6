"""A mask that another job made, put right."""
