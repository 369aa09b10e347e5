"""Emphasis: how much weight each theme has in each group, and whether it shifted between groups."""

from topics.emphasis.comparison import shifts
from topics.emphasis.groups import default_pairs
from topics.emphasis.lenses import measure
from topics.emphasis.shares import theme_shares
from topics.emphasis.verdicts import verdicts

__all__ = ["default_pairs", "measure", "shifts", "theme_shares", "verdicts"]
