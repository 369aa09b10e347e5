"""Themes: curated lists of terms, read from files and matched in texts."""

from topics.themes.files import Theme, ThemeError, read_themes
from topics.themes.matching import (
    Finder,
    Occurrence,
    ThemeMatch,
    ThemeMatcher,
    members,
    without_term,
)

__all__ = [
    "Finder",
    "Occurrence",
    "Theme",
    "ThemeError",
    "ThemeMatch",
    "ThemeMatcher",
    "members",
    "read_themes",
    "without_term",
]
