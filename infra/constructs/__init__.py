"""House constructs: the secure defaults live here, so that no stack repeats them."""
