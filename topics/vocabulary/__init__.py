"""Word lists against a corpus: what each entry does in it, and which words are missing."""
