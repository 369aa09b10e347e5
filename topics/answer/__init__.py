"""The answer: what changed between documents, as facts and with the evidence for them."""
