"""Grades of size and of spread: what is said of every feature of a pair."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from topics.answer.options import FactOptions
from topics.answer.sides import Bools, Floats, Ints, Side

GRADES = (
    "absent",
    "new",
    "gone",
    "mentioned",
    "unmentioned",
    "length",
    "much_more",
    "much_less",
    "more",
    "less",
    "steady",
    "slight",
)
SPREADS = ("", "headings_only", "spread", "own_item", "one_section")
SHIFTS = frozenset({"new", "gone", "much_more", "much_less", "more", "less"})
LARGE = frozenset({"new", "gone", "much_more", "much_less"})

Objects = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Extra:
    """What a theme has and a word has not; every array of shape (n_features,).

    Attributes
    ----------
    heading_reference, heading_target : ndarray of bool
        Whether the side has the heading of a chapter or item that names the theme.
    body_reference, body_target : ndarray of int
        Mentions outside of heading lines.
    """

    heading_reference: Bools
    heading_target: Bools
    body_reference: Ints
    body_target: Ints


def grades(
    reference: Side, target: Side, options: FactOptions, extra: Extra | None = None
) -> pd.DataFrame:
    """Grade the size and the spread of every difference; the first rule that fits decides.

    Parameters
    ----------
    reference, target : Side
    options : FactOptions
    extra : Extra, optional
        By default there are no headings and all mentions stand in the body.

    Returns
    -------
    DataFrame of shape (n_features, …)
        grade; spread; ratio (rate of the target over that of the reference, 0 where the target has
        none, missing where the reference has none); ratio_damped (higher over lower rate, half a
        mention added to both); excess (mentions beyond what the other side's rate gives, negative
        where the reference is higher); ratio_without and excess_without (the damped ratio and the
        excess without the section that has most mentions); agree (mentions and rate move in the
        same direction); rises (the target has the higher rate); top_row (that section's row).

    Examples
    --------
    >>> def side(mentions, sections, chars):
    ...     one = np.array([1])
    ...     return Side(chars, 20, mentions * one, sections * one, one, one, 100 * one, 0 * one)
    >>> table = grades(side(6, 6, 4500), side(48, 15, 6700), FactOptions())
    >>> table[["grade", "spread"]].values.tolist()
    [['much_more', 'spread']]
    """
    # whole numbers, so that equal rates are equal
    left, right = target.mentions * reference.chars, reference.mentions * target.chars
    rises = (left > right) | ((left == right) & (target.chars < reference.chars))
    high, low = _ordered(reference, target, rises)
    damped = _damped(high.mentions, high.chars, low)
    excess = high.mentions - _expected(low, high.chars)
    rest_mentions = high.mentions - high.top_mentions
    rest_chars = high.chars - high.top_chars
    damped_rest = np.where(rest_chars > 0, _damped(rest_mentions, rest_chars, low), 0.0)
    excess_rest = rest_mentions - _expected(low, rest_chars)
    agree = (high.mentions > low.mentions) & (left != right)
    heading, body = _of_high(rises, extra, high.mentions)
    sign = np.where(rises, 1, -1)
    names = _grade(high, low, damped=damped, excess=excess, agree=agree, heading=heading, o=options)
    none = (reference.mentions == 0) & (target.mentions == 0)
    names = np.where(none, "absent", np.where(left == right, "steady", names))
    for up, down in (("new", "gone"), ("mentioned", "unmentioned"), ("much_more", "much_less")):
        names[(names == up) & ~rises] = down
    names[(names == "more") & ~rises] = "less"
    spread_wide = (
        (high.sections >= options.min_sections)
        & (damped_rest >= options.ratio[1])
        & ((excess_rest >= options.rest_excess) | (low.mentions == 0))
    )
    own = heading & (high.sections < options.min_sections)
    spread = np.select(
        [~np.isin(names, sorted(SHIFTS)), body == 0, spread_wide, own],
        list(SPREADS[:4]),
        SPREADS[4],
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(reference.mentions > 0, target.rate / reference.rate, np.nan)
    return pd.DataFrame(
        {
            "grade": names.astype(object),
            "spread": spread.astype(object),
            "ratio": ratio,
            "ratio_damped": damped,
            "excess": sign * excess,
            "ratio_without": damped_rest,
            "excess_without": sign * excess_rest,
            "agree": agree,
            "rises": rises,
            "top_row": high.top_row,
        }
    )


@dataclass(frozen=True)
class _End:
    """One end of a difference, chosen feature by feature."""

    chars: Ints
    mentions: Ints
    sections: Ints
    top_mentions: Ints
    top_chars: Ints
    top_row: Ints


def _ordered(reference: Side, target: Side, rises: Bools) -> tuple[_End, _End]:
    """Return the side with the higher rate and the other, feature by feature."""

    def pick(one: Side, other: Side) -> _End:
        return _End(
            *(
                np.where(rises, getattr(one, name), getattr(other, name))
                for name in _End.__dataclass_fields__
            )
        )

    return pick(target, reference), pick(reference, target)


def _damped(mentions: Ints, chars: Ints, low: _End) -> Floats:
    """Return the ratio of the rates with half a mention added to both.

    The products are exact, so that a ratio on a threshold is on it whichever side is higher.
    """
    return ((mentions + 0.5) * low.chars) / ((low.mentions + 0.5) * np.maximum(chars, 1))


def _expected(low: _End, chars: Ints) -> Floats:
    """Return the mentions that the rate of the lower side gives in so many characters."""
    return (low.mentions * chars) / np.maximum(low.chars, 1)


def _of_high(rises: Bools, extra: Extra | None, mentions: Ints) -> tuple[Bools, Ints]:
    """Return headings and body mentions of the side with the higher rate."""
    if extra is None:
        return np.zeros(len(rises), dtype=bool), mentions
    return (
        np.where(rises, extra.heading_target, extra.heading_reference),
        np.where(rises, extra.body_target, extra.body_reference),
    )


def _grade(  # noqa: PLR0913 — the quantities of the rules
    high: _End,
    low: _End,
    *,
    damped: Floats,
    excess: Floats,
    agree: Bools,
    heading: Bools,
    o: FactOptions,
) -> Objects:
    """Return the grade of a rise; a fall has the same rules."""
    large, small = o.ratio
    anew = (high.mentions >= o.min_mentions) & (high.sections >= o.min_sections)
    return np.select(
        [
            (low.mentions == 0) & (anew | heading),
            low.mentions == 0,
            (damped >= small) & ~agree,
            (damped >= large) & (excess >= o.excess),
            (damped >= small) & (excess >= o.excess),
            damped < o.steady,
        ],
        ["new", "mentioned", "length", "much_more", "more", "steady"],
        "slight",
    ).astype(object)
