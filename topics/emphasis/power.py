"""Power: how large a shift these sections could have shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from topics.emphasis.groups import check_pairs
from topics.emphasis.lenses import Block, Measures
from topics.emphasis.sampling import draw_sample
from topics.stats.resampling import Floats, Moments, Units, generator, studentised

RATIOS = (1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0)
WANTED = 0.8
COLUMNS = [
    "theme",
    "reference",
    "target",
    "lens",
    "power_1_5",
    "power_2",
    "power_3",
    "smallest_ratio",
    "unit",
    "n_target",
    "n_reference",
    "note",
]


def power(
    measures: Measures,
    *,
    pairs: Sequence[tuple[str, str]] | None = None,
    n_simulations: int = 400,
    seed: int = 1,
    advance: Callable[[], None] = lambda: None,
) -> pd.DataFrame:
    """Return how often a shift of a given size would have been found with so many sections.

    The units of both groups are pooled, as if nothing had changed. Then both groups are drawn from
    the pool many times, the target so that units which hold the theme are ρ times as frequent;
    rate, share of sections and share of text then differ by about ρ. A shift counts as found when
    |t| exceeds the 97.5 % point of Student's t: one test at 5 %, before q.

    Parameters
    ----------
    measures : Measures
    pairs : sequence of (reference, target), optional
    n_simulations : int
        Draws per theme and size of the shift.
    seed : int
    advance : callable, () -> None, optional
        Called after each theme of each block of lenses of each pair.

    Returns
    -------
    DataFrame
        Columns theme, reference, target, lens, power_1_5, power_2, power_3 (chance to find the
        theme in 1.5, 2 and 3 times as many units; missing where there are not so many),
        smallest_ratio (least of the tried ratios that is found with 80 % power; missing where none
        is), unit, n_target, n_reference, note.
    """
    records: list[dict[str, object]] = []
    for reference, target in check_pairs(pairs, measures.groups, measures.genres):
        for block in measures.blocks:
            for rows in _block_power(measures, block, (reference, target), n_simulations, seed):
                records += rows
                advance()
    return pd.DataFrame.from_records(records, columns=COLUMNS)


def _block_power(
    measures: Measures, block: Block, pair: tuple[str, str], n_simulations: int, seed: int
) -> Iterator[list[dict[str, object]]]:
    """Yield the rows of one theme after the other."""
    sample = draw_sample(block, pair[1], pair[0])
    n_themes = len(measures.themes)
    known = {
        "reference": pair[0],
        "target": pair[1],
        "unit": sample.unit,
        "n_target": sample.sizes[0],
        "n_reference": sample.sizes[1],
    }
    rng = generator(seed, "power", block.unit, *pair)
    for number, theme in enumerate(measures.themes):
        of_theme = sample.units.columns(np.arange(number, len(sample.units.den), n_themes))
        note = (
            "too_few_units"
            if not sample.enough
            else ""
            if of_theme.y[:, 0].any()
            else "no_mentions"
        )
        note = "no_units" if min(sample.sizes) == 0 else note
        found = None if note else _found(of_theme, sample.sizes, n_simulations, rng)
        yield [
            {
                "theme": theme,
                "lens": lens,
                "note": note,
                **known,
                **_summary(None if found is None else found[:, column]),
            }
            for column, lens in enumerate(block.lenses)
        ]


def _found(
    units: Units, sizes: tuple[int, int], n_simulations: int, rng: np.random.Generator
) -> Floats:
    """Return the share of simulations that find each ratio, of shape (n_ratios, n_lenses)."""
    units = units.canonical()
    moments = Moments(units)
    holds = units.y[:, 0] > 0
    share = holds.mean()
    critical = stdtrit(sum(sizes) - 2, 0.975)
    found = np.full((len(RATIOS), len(units.den)), np.nan)
    equal = np.full(len(units), 1 / len(units))
    for row, ratio in enumerate(RATIOS):
        if ratio * share > 1:
            break
        chances = np.where(holds, ratio / len(units), (1 - ratio * share) / max((~holds).sum(), 1))
        drawn = [
            moments.estimate(
                rng.multinomial(size, p / p.sum(), size=n_simulations).astype(float)
                @ moments.columns,
                size,
            )
            for size, p in zip(sizes, (chances, equal), strict=True)
        ]
        found[row] = (np.abs(studentised(*drawn)) > critical).mean(axis=0)
    return found


def _summary(found: Floats | None) -> dict[str, float]:
    if found is None:
        return dict.fromkeys(["power_1_5", "power_2", "power_3", "smallest_ratio"], float("nan"))
    enough = [ratio for ratio, chance in zip(RATIOS, found, strict=True) if chance >= WANTED]
    return {
        "power_1_5": float(found[RATIOS.index(1.5)]),
        "power_2": float(found[RATIOS.index(2.0)]),
        "power_3": float(found[RATIOS.index(3.0)]),
        "smallest_ratio": min(enough, default=float("nan")),
    }
