"""PDF to source text: rows, columns, running headers."""
