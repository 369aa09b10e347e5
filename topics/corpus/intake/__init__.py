"""Files found, read in processes of their own, and joined with what corpus.csv declares."""
