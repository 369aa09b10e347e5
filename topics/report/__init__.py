"""The report: joins all that was found and writes one folder."""
