"""Themes over eight or more years: which shape they have, and how often chance has one as clear."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from topics.answer.contrasts import (
    NAMES,
    Contrasts,
    best_shapes,
    contrasts,
    shuffled_scores,
)
from topics.answer.evidence_options import UNCLEAR, UNTESTABLE, EvidenceOptions
from topics.answer.families import (
    FamilyTests,
    Ints,
    evidence_grade,
    family_codes,
    family_tests,
    spread_out,
)
from topics.answer.persistence import persistence, persistence_p
from topics.answer.sizes import difference, divide, is_spread, size_grades
from topics.answer.yearly import Yearly, can_be_tested, columns_of, transformed
from topics.stats.resampling import Bools, Floats, generator

OPTIONS = EvidenceOptions()
COLUMNS = [
    "theme",
    "parent",
    "n",
    "shape",
    "from",
    "to",
    "rate_inside",
    "rate_outside",
    "ratio",
    "grade",
    "spread",
    "stat",
    "p",
    "p_ar",
    "persistence",
    "q",
    "evidence",
    "first",
    "last",
    "documents",
]
NO_SHAPE: dict[str, object] = {
    "shape": "",
    "from": "",
    "to": "",
    "rate_inside": np.nan,
    "rate_outside": np.nan,
    "ratio": np.nan,
    "grade": "",
    "spread": "",
}


class Series(NamedTuple):
    """The table of a series, and why it is empty: `too_few_documents`, `mixed_genres`, `undated`,
    or nothing.
    """

    table: pd.DataFrame
    reason: str


class SeriesTests(NamedTuple):
    """Shapes and tests of the columns of a series, each of shape (n_names,)."""

    shape: Ints
    score: Floats
    tests: FamilyTests
    p_ar: Floats
    persistence: float


def series_tests(
    data: Yearly,
    families: Ints,
    rng: np.random.Generator,
    options: EvidenceOptions = OPTIONS,
    rho: float | None = None,
) -> SeriesTests:
    """Search every column for its best shape, and test it by random orders of the documents.

    Parameters
    ----------
    data : Yearly
        Only columns that `can_be_tested` admits.
    families : ndarray of int, of shape (n_names,)
    rng : numpy.random.Generator
    options : EvidenceOptions
    rho : float, optional
        Persistence; by default it is estimated from these columns.

    Returns
    -------
    SeriesTests
    """
    shapes, x = contrasts(data.times, options), transformed(data)
    orders, bias, simulated = rng.spawn(3)
    scores = shuffled_scores(x, shapes, orders, options.n_resamples)
    rho = persistence(x, shapes, bias, options) if rho is None else rho
    best, score = best_shapes(x, shapes)
    return SeriesTests(
        best,
        score,
        family_tests(scores, families),
        persistence_p(scores[0], shapes, rho, simulated, options),
        rho,
    )


def series(
    data: Yearly,
    parents: Mapping[str, str],
    *,
    reason: str = "",
    options: EvidenceOptions = OPTIONS,
    seed: int = 1,
) -> Series:
    """Say how each theme moved over the years, and how often years in random order move so.

    For each theme the best of a line, steps and periods is found; M = max |c·x|/s is referred to
    9,999 random orders of the documents, all themes sharing them. A shape is printed only where the
    evidence is at least weak, because it was searched for.

    Parameters
    ----------
    data : Yearly
        From `yearly`, one document a year.
    parents : mapping of str to str
        Theme above each theme; empty or missing at the top.
    reason : str
        Why these are no series, as `yearly` says.
    options : EvidenceOptions
    seed : int

    Returns
    -------
    Series
        Columns `COLUMNS`, one row per theme: n (documents of the series), shape (`rises`, `falls`,
        `step_up`, `step_down`, `wave`, `dip`, or empty), from, to, rate_inside, rate_outside
        (mentions per 10,000 Han characters: later and earlier half of a line, since and before a
        step, in a period and outside it), ratio (missing where the outside has none), grade and
        spread (size, `sizes`), stat (M), p, p_ar (from persistence alone), persistence, q,
        evidence, first and last (documents with a mention), documents (with a mention).
    """
    if reason or len(data) < options.min_series:
        return Series(pd.DataFrame(columns=COLUMNS), reason or "too_few_documents")
    tested = can_be_tested(data)
    chosen = columns_of(data, tested)
    found = series_tests(
        chosen,
        family_codes(data.names, parents)[tested],
        generator(seed, "series", *data.labels),
        options,
    )
    table = series_table(data, tested, found, options)
    table = table.rename(columns={"name": "theme"})
    table.insert(1, "parent", [parents.get(theme, "") for theme in data.names])
    return Series(table[COLUMNS], "")


def series_table(
    data: Yearly, tested: Bools, found: SeriesTests, options: EvidenceOptions = OPTIONS
) -> pd.DataFrame:
    """Return one row per theme or word: `name` and the columns of `series` but the parent."""
    shapes = contrasts(data.times, options)
    tests, place = spread_out(found.tests, tested), np.cumsum(tested) - 1
    records = []
    for column, name in enumerate(data.names):
        record = {"name": name, "n": len(data), **_span(data, column)}
        k = int(place[column])
        p_ar = float(found.p_ar[k]) if tested[column] else np.nan
        p, q = float(tests.p[column]), float(tests.q[column])
        grade = evidence_grade(p, q, options, p_ar)
        stat = abs(float(found.score[k])) if tested[column] else np.nan
        record |= {"stat": stat, "p": p, "p_ar": p_ar, "q": q, "evidence": grade}
        shown = grade not in {UNCLEAR, UNTESTABLE}
        record |= (
            described(data, column, (shapes, int(found.shape[k]), found.score[k] > 0), options)
            if shown
            else NO_SHAPE
        )
        records.append(record)
    names = ["name", *(column for column in COLUMNS if column not in {"theme", "parent"})]
    table = pd.DataFrame.from_records(records, columns=[c for c in names if c != "persistence"])
    return table.assign(persistence=found.persistence)[names]


def _span(data: Yearly, column: int) -> dict[str, object]:
    holds = np.flatnonzero(data.counts[:, column])
    return {
        "first": data.labels[holds[0]] if len(holds) else "",
        "last": data.labels[holds[-1]] if len(holds) else "",
        "documents": len(holds),
    }


def described(
    data: Yearly,
    column: int,
    shape: tuple[Contrasts, int, bool],
    options: EvidenceOptions = OPTIONS,
) -> dict[str, object]:
    """Return shape, bounds, rates and size of one column."""
    shapes, number, upward = shape
    inside, outside = shapes.inside(number), shapes.outside(number)
    used = inside | outside
    counts, chars = data.counts[used][:, [column]], data.chars[used]
    size = difference(*divide(counts, chars, inside[used][None, :]))
    rules = replace(options.sizes, excess=options.series_excess)
    rates = [
        1e4 * data.counts[side, column].sum() / max(data.chars[side].sum(), 1.0)
        for side in (inside, outside)
    ]
    return {
        "shape": NAMES[shapes.kinds[number], bool(upward)],
        "from": data.labels[int(shapes.starts[number])],
        "to": data.labels[int(shapes.stops[number]) - 1],
        "rate_inside": rates[0],
        "rate_outside": rates[1],
        "ratio": rates[0] / rates[1] if rates[1] > 0 else np.nan,
        "grade": str(size_grades(size, rules).item()),
        "spread": "spread" if bool(is_spread(size, rules).item()) else "one_document",
    }
