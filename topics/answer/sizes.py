"""How large a difference of mentions is, and whether it is spread, for many divisions at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from topics.answer.evidence_options import SizeRules
from topics.stats.resampling import Bools, Floats

RULES = SizeRules()
LARGE = frozenset({"much_more", "much_less", "new", "gone"})


class Side(NamedTuple):
    """What one side of each division holds; arrays of one shape, or that broadcast to it.

    Attributes
    ----------
    mentions, sections, chars : ndarray
        Mentions, sections with a mention, Han characters.
    top_mentions, top_chars : ndarray
        Mentions and characters of the section with most mentions.
    """

    mentions: Floats
    sections: Floats
    chars: Floats
    top_mentions: Floats
    top_chars: Floats


class Higher(NamedTuple):
    """The side with the higher rate against the other, each of one shape."""

    ratio: Floats
    excess: Floats
    ratio_without: Floats
    excess_without: Floats
    upward: Bools
    high: Side
    low_mentions: Floats
    agree: Bools


def divide(mentions: Floats, chars: Floats, target: Bools) -> tuple[Side, Side]:
    """Return what target and reference hold in each division of the sections.

    Of several sections with most mentions the shortest counts as the one: without it the rate of
    the rest is lowest.

    Parameters
    ----------
    mentions : ndarray of shape (n_sections, n_themes)
    chars : ndarray of shape (n_sections,)
    target : ndarray of bool, of shape (n_divisions, n_sections)

    Returns
    -------
    tuple of Side
        Target and reference, of shape (n_divisions, n_themes).
    """
    return _side(mentions, chars, target), _side(mentions, chars, ~target)


def _side(mentions: Floats, chars: Floats, member: Bools) -> Side:
    weights = member.astype(np.float64)
    shape = len(member), mentions.shape[1]
    top_mentions, top_chars = np.zeros(shape), np.zeros(shape)
    for theme in range(shape[1]):
        order = np.lexsort((chars, -mentions[:, theme]))
        first = order[member[:, order].argmax(axis=1)]
        some = member[np.arange(len(member)), first]
        top_mentions[:, theme] = np.where(some, mentions[first, theme], 0.0)
        top_chars[:, theme] = np.where(some, chars[first], 0.0)
    return Side(
        weights @ mentions,
        weights @ (mentions > 0).astype(np.float64),
        (weights @ chars)[:, None],
        top_mentions,
        top_chars,
    )


def higher_side(target: Side, reference: Side) -> Higher:
    """Return ratio and excess of the side with the higher rate, with and without its strongest
    section.
    """
    upward = _rate(target.mentions, target.chars) >= _rate(reference.mentions, reference.chars)
    high = _choose(upward, target, reference)
    low = _choose(upward, reference, target)
    rest, rest_chars = high.mentions - high.top_mentions, high.chars - high.top_chars
    low_rate = _rate(low.mentions, low.chars)
    return Higher(
        _ratio(high.mentions, high.chars, low),
        high.mentions - low_rate * high.chars,
        _ratio(rest, rest_chars, low),
        rest - low_rate * rest_chars,
        upward,
        high,
        low.mentions,
        high.mentions > low.mentions,
    )


def _choose(first: Bools, one: Side, other: Side) -> Side:
    return Side(*(np.where(first, a, b) for a, b in zip(one, other, strict=True)))


def _rate(mentions: Floats, chars: Floats) -> Floats:
    return mentions / np.maximum(chars, 1.0)


def _ratio(mentions: Floats, chars: Floats, low: Side) -> Floats:
    return ((mentions + 0.5) / np.maximum(chars, 1.0)) / (
        (low.mentions + 0.5) / np.maximum(low.chars, 1.0)
    )


def size_grades(target: Side, reference: Side, rules: SizeRules = RULES) -> npt.NDArray[np.str_]:
    """Return the grade of size of each difference, by mentions alone.

    A theme that stands in a heading of one side only is `new` or `gone` whatever its mentions; that
    rule needs the headings and is not here.

    Returns
    -------
    ndarray of str
        `absent`, `new`, `gone`, `mentioned`, `unmentioned`, `length`, `much_more`, `much_less`,
        `more`, `less`, `steady` or `slight`: the first rule that fits decides.

    Examples
    --------
    >>> def side(mentions, sections):
    ...     return Side(*(np.array([float(v)]) for v in (mentions, sections, 5000, 2, 100)))
    >>> size_grades(side(20, 8), side(5, 3)).item()
    'much_more'
    >>> size_grades(side(0, 0), side(5, 3)).item()
    'gone'
    """
    found = higher_side(target, reference)
    missing = found.low_mentions == 0
    established = (found.high.mentions >= rules.sections) & (found.high.sections >= rules.sections)
    enough = found.excess >= rules.excess
    cases = [
        (found.high.mentions == 0, "absent", "absent"),
        (missing & established, "new", "gone"),
        (missing, "mentioned", "unmentioned"),
        ((found.ratio >= rules.clear) & ~found.agree, "length", "length"),
        ((found.ratio >= rules.large) & enough, "much_more", "much_less"),
        ((found.ratio >= rules.clear) & enough, "more", "less"),
        (found.ratio < rules.steady, "steady", "steady"),
    ]
    return np.select(
        [case for case, _, _ in cases],
        [np.where(found.upward, up, down) for _, up, down in cases],
        "slight",
    )


def is_spread(target: Side, reference: Side, rules: SizeRules = RULES) -> Bools:
    """Return whether a difference stands without the section that has most mentions."""
    found = higher_side(target, reference)
    return np.asarray(
        (found.high.sections >= rules.sections)
        & (found.ratio_without >= rules.clear)
        & ((found.excess_without >= rules.excess_without) | (found.low_mentions == 0))
    )


def large_and_spread(
    mentions: Floats, chars: Floats, target: Bools, rules: SizeRules = RULES
) -> Bools:
    """Return which themes differ much between the sides of each division, spread over sections.

    Parameters
    ----------
    mentions, chars, target
        As for `divide`.
    rules : SizeRules

    Returns
    -------
    ndarray of bool, of shape (n_divisions, n_themes)
    """
    sides = divide(mentions, chars, target)
    return np.asarray(np.isin(size_grades(*sides, rules), sorted(LARGE)) & is_spread(*sides, rules))
