"""What changed, said plainly: facts of the documents, and the evidence beside them."""
