"""Processes of our own: started, bounded, fed and ended."""
