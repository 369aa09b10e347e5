"""Headings, by number and by look, and the tree that they make."""
