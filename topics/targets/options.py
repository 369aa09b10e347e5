"""The thresholds of series of targets, each with its unit and its reason."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SeriesOptions:
    """When two numbers of two documents are the same indicator.

    Attributes
    ----------
    alike : float
        Least Dice coefficient of the pairs of characters of two keys (chosen: 城镇新增就业 and
        新增城镇就业 have 0.6).
    alike_equal : float
        The same where a report of what was done states the very number, and what is measured ends
        in the same word: 一千万人落户 (chosen).
    alike_linked : float
        The same where the two stand in linked sections (chosen).
    least_before : int
        Earlier documents of a yearly genre that have a value before its absence is called explicit
        (chosen: three, as a habit).
    """

    alike: float = 0.6
    alike_equal: float = 0.15
    alike_linked: float = 0.4
    least_before: int = 3
