"""Statistics that know nothing of themes or topics."""
