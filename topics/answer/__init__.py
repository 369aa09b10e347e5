"""What changed, in two layers: facts of the documents, and how far chance could bring them about."""
