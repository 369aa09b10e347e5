"""Copies and versions of one document: found, told apart, described."""
