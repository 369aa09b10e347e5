"""Bytes to source text: a reader for each format."""
