"""Clean text to a document: front matter, sections, agencies."""
