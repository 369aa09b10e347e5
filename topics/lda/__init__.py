"""Fitting and measuring topic models: below `topics.model`."""
