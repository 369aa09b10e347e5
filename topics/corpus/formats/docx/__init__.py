"""DOCX to source text, with the numbers that Word draws."""
