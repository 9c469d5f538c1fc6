"""Classification of video clips, one category an object."""
