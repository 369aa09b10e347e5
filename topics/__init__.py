"""Quantitative analysis of Chinese policy documents."""
