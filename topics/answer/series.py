"""Themes over eight or more years: which shape they have, and how often chance has one as clear."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from topics.answer.contrasts import (
    NAMES,
    Contrasts,
    best_shapes,
    contrasts,
    shuffled_scores,
    standardise,
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
from topics.answer.sizes import divide, is_spread, size_grades
from topics.emphasis.lenses import Measures
from topics.stats.resampling import Bools, Floats, generator

OPTIONS = EvidenceOptions()
YEAR = re.compile(r"(?:19|20)[0-9]{2}(?![0-9])")
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


@dataclass(frozen=True)
class Yearly:
    """What is counted in each document of a series, in order of time.

    Attributes
    ----------
    names : tuple of str
        Themes or words.
    labels : tuple of str
        Documents or years.
    times : ndarray of shape (n_documents,)
        Years.
    counts : ndarray of shape (n_documents, n_names)
        Mentions.
    chars : ndarray of shape (n_documents,)
        Han characters.
    """

    names: tuple[str, ...]
    labels: tuple[str, ...]
    times: Floats
    counts: Floats
    chars: Floats

    def __len__(self) -> int:
        return len(self.labels)


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


def yearly(measures: Measures) -> tuple[Yearly, str]:
    """Pool the documents of each group, in order of time, and say why they are no series.

    Documents of one group are pooled if they are of one genre. A group whose documents have no date
    is put at the year that begins its name, and left out where there is none.

    Parameters
    ----------
    measures : Measures

    Returns
    -------
    tuple of (Yearly, str)
        The reason is empty where the groups are a series.
    """
    rows = measures.rows
    years_of = {group: _year(group, measures.dates.get(group, "")) for group in measures.groups}
    groups = sorted(
        (group for group in measures.groups if years_of[group]),
        key=lambda group: (years_of[group], measures.groups.index(group)),
    )
    members = [measures.of_group(group) for group in groups]
    years = [float(years_of[group]) for group in groups]
    times = np.array(years if len(set(years)) == len(years) else range(len(years)), dtype=float)
    chars = rows["n_chars"].to_numpy(dtype=np.float64)
    found = Yearly(
        names=measures.themes,
        labels=tuple(groups),
        times=times,
        counts=np.array([measures.mentions[member].sum(axis=0) for member in members]).reshape(
            len(groups), len(measures.themes)
        ),
        chars=np.array([chars[member].sum() for member in members]),
    )
    mixed = any(rows.loc[member, "genre"].nunique() > 1 for member in members)
    return found, "mixed_genres" if mixed else "" if groups else "undated"


def _year(group: str, date: str) -> str:
    found = YEAR.match(date) or YEAR.match(group)
    return found.group() if found else ""


def transformed(data: Yearly) -> Floats:
    """Return 2√((m + ⅜)·10⁴/c): rates whose variance does not grow with them (Anscombe 1948)."""
    return np.asarray(2 * np.sqrt((data.counts + 0.375) * 1e4 / np.maximum(data.chars, 1)[:, None]))


def testable(data: Yearly) -> Bools:
    """Return which columns have mentions and are not the same in all documents."""
    return np.asarray(data.counts.any(axis=0) & standardise(transformed(data)).any(axis=0))


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
        Only columns that `testable` admits.
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
    tested = testable(data)
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


def columns_of(data: Yearly, index: Bools) -> Yearly:
    """Keep some of the themes or words of a series."""
    names = tuple(name for name, kept in zip(data.names, index, strict=True) if kept)
    return replace(data, names=names, counts=data.counts[:, index])


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
    sides = divide(counts, chars, inside[used][None, :])
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
        "grade": str(size_grades(*sides, rules).item()),
        "spread": "spread" if bool(is_spread(*sides, rules).item()) else "one_document",
    }
