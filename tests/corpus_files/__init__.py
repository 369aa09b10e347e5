"""Tests of reading files: formats, encodings, metadata, copies."""
