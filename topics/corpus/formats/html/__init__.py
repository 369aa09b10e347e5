"""Web pages to source text."""
