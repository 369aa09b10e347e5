"""What changed, in two layers: facts of the documents, and how far chance can bring them about."""
