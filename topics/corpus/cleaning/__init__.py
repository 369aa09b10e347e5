"""Source text to clean text, with offsets and a log of what was changed."""
