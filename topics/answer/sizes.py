"""How large a difference of mentions is, and whether it is spread: the one rule, for any shape.

One pair of groups, or a thousand exchanges of their sections: the arrays decide.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from topics.answer.options import SizeRules
from topics.names import LARGE
from topics.stats.resampling import Bools, Floats

RULES = SizeRules()
# Grades of a rise and of a fall, in the order of their rules: the first that fits decides.
GRADES = (
    ("absent", "absent"),
    ("steady", "steady"),  # rates that are equal, however half a mention tips them
    ("new", "gone"),
    ("mentioned", "unmentioned"),
    ("length", "length"),
    ("much_more", "much_less"),
    ("more", "less"),
    ("steady", "steady"),
    ("slight", "slight"),
)
_ARE_LARGE = np.array([up in LARGE for up, _ in GRADES])

Codes = npt.NDArray[np.intp]


class Held(NamedTuple):
    """What one side holds; arrays of one shape, or that broadcast to it.

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


class Difference(NamedTuple):
    """The side with the higher rate against the other, each of one shape.

    Attributes
    ----------
    high, low : Held
    upward, equal : ndarray of bool
        Whether the target has the higher rate; whether the rates are equal.
    ratio, ratio_without : ndarray
        Higher over lower rate, half a mention added to both; the same without the section that has
        most mentions, 0 where nothing else is there.
    excess, excess_without : ndarray
        Mentions beyond what the lower rate gives, with and without that section.
    """

    high: Held
    low: Held
    upward: Bools
    equal: Bools
    ratio: Floats
    excess: Floats
    ratio_without: Floats
    excess_without: Floats

    @property
    def agree(self) -> Bools:
        """Whether mentions and rate move in the same direction."""
        return np.asarray((self.high.mentions > self.low.mentions) & ~self.equal)


def divide(mentions: Floats, chars: Floats, target: Bools) -> tuple[Held, Held]:
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
    tuple of Held
        Target and reference, of shape (n_divisions, n_themes).
    """
    return _held(mentions, chars, target), _held(mentions, chars, ~target)


def _held(mentions: Floats, chars: Floats, member: Bools) -> Held:
    weights = member.astype(np.float64)
    shape = len(member), mentions.shape[1]
    top_mentions, top_chars = np.zeros(shape), np.zeros(shape)
    for theme in range(shape[1]):
        order = np.lexsort((chars, -mentions[:, theme]))
        first = order[member[:, order].argmax(axis=1)]
        some = member[np.arange(len(member)), first]
        top_mentions[:, theme] = np.where(some, mentions[first, theme], 0.0)
        top_chars[:, theme] = np.where(some, chars[first], 0.0)
    return Held(
        weights @ mentions,
        weights @ (mentions > 0).astype(np.float64),
        (weights @ chars)[:, None],
        top_mentions,
        top_chars,
    )


def difference(target: Held, reference: Held) -> Difference:
    """Return ratio and excess of the side with the higher rate, with and without its strongest
    section.

    Rates are compared as products of whole numbers, so that equal ones are equal, and a ratio on a
    threshold is on it whichever side is higher.
    """
    left, right = target.mentions * reference.chars, reference.mentions * target.chars
    upward = (left > right) | ((left == right) & (target.chars < reference.chars))
    high, low = _chosen(upward, target, reference), _chosen(upward, reference, target)
    rest, rest_chars = high.mentions - high.top_mentions, high.chars - high.top_chars
    return Difference(
        high=high,
        low=low,
        upward=upward,
        equal=np.asarray(left == right),
        ratio=_ratio(high.mentions, high.chars, low),
        excess=_excess(high.mentions, high.chars, low),
        ratio_without=np.where(rest_chars > 0, _ratio(rest, rest_chars, low), 0.0),
        excess_without=_excess(rest, rest_chars, low),
    )


def _chosen(first: Bools, one: Held, other: Held) -> Held:
    return Held(*(np.where(first, a, b) for a, b in zip(one, other, strict=True)))


def _ratio(mentions: Floats, chars: Floats, low: Held) -> Floats:
    return ((mentions + 0.5) * low.chars) / ((low.mentions + 0.5) * np.maximum(chars, 1))


def _excess(mentions: Floats, chars: Floats, low: Held) -> Floats:
    return mentions - (low.mentions * chars) / np.maximum(low.chars, 1)


def size_grades(
    found: Difference, rules: SizeRules = RULES, *, heading: Bools | None = None
) -> npt.NDArray[np.str_]:
    """Return the grade of size of each difference: the first rule that fits decides.

    Parameters
    ----------
    found : Difference
    rules : SizeRules
    heading : ndarray of bool, optional
        Whether the higher side has a heading that names the theme, which is then `new` or `gone`
        whatever its mentions; by default none has.

    Returns
    -------
    ndarray of str
        `absent`, `new`, `gone`, `mentioned`, `unmentioned`, `length`, `much_more`, `much_less`,
        `more`, `less`, `steady` or `slight`.

    Examples
    --------
    >>> def side(mentions, sections):
    ...     return Held(*(np.array([float(v)]) for v in (mentions, sections, 5000, 2, 100)))
    >>> size_grades(difference(side(20, 8), side(5, 3))).item()
    'much_more'
    >>> size_grades(difference(side(0, 0), side(5, 3))).item()
    'gone'
    """
    codes = _codes(found, rules, heading)
    rises, falls = (np.array(names) for names in zip(*GRADES, strict=True))
    return np.where(found.upward, rises[codes], falls[codes])


def _codes(found: Difference, rules: SizeRules, heading: Bools | None = None) -> Codes:
    """Return the place in `GRADES` of each difference."""
    cases = list(_cases(found, rules, np.False_ if heading is None else heading))
    return np.asarray(np.select(cases, range(len(cases)), len(cases)), dtype=np.intp)


def _cases(found: Difference, rules: SizeRules, heading: Bools | np.bool_) -> Iterator[Bools]:
    """Yield when each grade but the last applies, in their order."""
    high, missing, enough = found.high, found.low.mentions == 0, found.excess >= rules.excess
    yield high.mentions == 0
    yield found.equal
    often = (high.mentions >= rules.mentions) & (high.sections >= rules.sections)
    yield missing & (often | heading)
    yield missing
    yield (found.ratio >= rules.clear) & ~found.agree
    yield (found.ratio >= rules.large) & enough
    yield (found.ratio >= rules.clear) & enough
    yield found.ratio < rules.steady


def is_spread(found: Difference, rules: SizeRules = RULES) -> Bools:
    """Return whether a difference stands without the section that has most mentions."""
    return np.asarray(
        (found.high.sections >= rules.sections)
        & (found.ratio_without >= rules.clear)
        & ((found.excess_without >= rules.excess_without) | (found.low.mentions == 0))
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
    found = difference(*divide(mentions, chars, target))
    return np.asarray(_ARE_LARGE[_codes(found, rules)] & is_spread(found, rules))
