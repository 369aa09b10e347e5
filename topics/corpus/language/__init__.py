"""What official Chinese looks like: kinds of document, agencies, numbers, dates, openings of a
line.
"""
