"""A token with its place."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """A token and its place: `text[start:end]`; `token` is the normalised form, as the dictionary
    writes it.
    """

    token: str
    start: int
    end: int
