"""Files made to break readers, and what must become of each."""
