"""Grades of size and of spread: what is said of every feature of a pair."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from topics.answer.options import SizeRules
from topics.answer.sides import Bools, Floats, Side
from topics.answer.sizes import RULES, Held, difference, is_spread, size_grades
from topics.names import SHIFTS

SPREADS = ("", "headings_only", "spread", "own_item", "one_section")


@dataclass(frozen=True)
class Extra:
    """What a theme has and a word has not; every array of shape (n_features,).

    Attributes
    ----------
    heading_reference, heading_target : ndarray of bool
        Whether the side has the heading of a chapter or item that names the theme.
    body_reference, body_target : ndarray
        Mentions outside of heading lines.
    """

    heading_reference: Bools
    heading_target: Bools
    body_reference: Floats
    body_target: Floats


def grades(
    reference: Side, target: Side, rules: SizeRules = RULES, extra: Extra | None = None
) -> pd.DataFrame:
    """Grade the size and the spread of every difference; the first rule that fits decides.

    Parameters
    ----------
    reference, target : Side
    rules : SizeRules
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
    >>> table = grades(side(6, 6, 4500), side(48, 15, 6700))
    >>> table[["grade", "spread"]].values.tolist()
    [['much_more', 'spread']]
    """
    found = difference(_held(target), _held(reference))
    rises, sign = found.upward, np.where(found.upward, 1, -1)
    heading, bare = _of_high(rises, extra)
    names = size_grades(found, rules, heading=heading)
    spread = np.select(
        [
            ~np.isin(names, sorted(SHIFTS)),
            bare,
            is_spread(found, rules),
            heading & (found.high.sections < rules.sections),
        ],
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
            "ratio_damped": found.ratio,
            "excess": sign * found.excess,
            "ratio_without": found.ratio_without,
            "excess_without": sign * found.excess_without,
            "agree": found.agree,
            "rises": rises,
            "top_row": np.where(rises, target.top_row, reference.top_row),
        }
    )


def _held(side: Side) -> Held:
    found = side.mentions, side.sections, side.chars, side.top_mentions, side.top_chars
    arrays = np.broadcast_arrays(*(np.asarray(values, dtype=np.float64) for values in found))
    return Held(*arrays)


def _of_high(rises: Bools, extra: Extra | None) -> tuple[Bools, Bools]:
    """Return whether the side with the higher rate has a heading, and nothing but headings."""
    if extra is None:
        none = np.zeros(len(rises), dtype=bool)
        return none, none
    return (
        np.where(rises, extra.heading_target, extra.heading_reference),
        np.where(rises, extra.body_target, extra.body_reference) == 0,
    )
