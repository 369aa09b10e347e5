"""What is counted in each document of a series."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from scipy.sparse import csr_array

from topics.answer.contrasts import standardise
from topics.emphasis.lenses import Measures
from topics.stats.resampling import Bools, Floats

# One row per leaf section: mentions of themes, or a sparse matrix of words.
Counts: TypeAlias = Floats | csr_array
YEAR = re.compile(r"(?:19|20)[0-9]{2}(?![0-9])")


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


def yearly(
    measures: Measures, names: tuple[str, ...] | None = None, counts: Counts | None = None
) -> tuple[Yearly, str]:
    """Pool the documents of each group, in order of time, and say why they are no series.

    Documents of one group are pooled if they are of one genre. A group whose documents have no date
    is put at the year that begins its name, and left out where there is none.

    Parameters
    ----------
    measures : Measures
    names : tuple of str, optional
        Words that are counted instead of themes.
    counts : ndarray or csr_array of shape (n_leaf_sections, n_names), optional
        Their mentions, one row per row of `measures.rows`.

    Returns
    -------
    tuple of (Yearly, str)
        The reason is empty where the groups are a series.
    """
    names = measures.themes if names is None else names
    counts = measures.mentions if counts is None else counts
    rows, order = measures.rows, {group: place for place, group in enumerate(measures.groups)}
    years_of = {group: _year(group, measures.dates.get(group, "")) for group in order}
    groups = sorted(
        (group for group in order if years_of[group]),
        key=lambda group: (years_of[group], order[group]),
    )
    member = np.array([measures.of_group(group) for group in groups]).reshape(-1, len(rows))
    years = [float(years_of[group]) for group in groups]
    times = np.array(years if len(set(years)) == len(years) else range(len(years)), dtype=float)
    found = Yearly(
        names=names,
        labels=tuple(groups),
        times=times,
        counts=np.asarray(member.astype(np.float64) @ counts),
        chars=member @ rows["n_chars"].to_numpy(dtype=np.float64),
    )
    mixed = any(len(set(rows.loc[one, "genre"])) > 1 for one in member)
    return found, "mixed_genres" if mixed else "" if groups else "undated"


def _year(group: str, date: str) -> str:
    found = YEAR.match(date) or YEAR.match(group)
    return found.group() if found else ""


def transformed(data: Yearly) -> Floats:
    """Return 2√((m + ⅜)·10⁴/c): rates whose variance does not grow with them (Anscombe 1948)."""
    return np.asarray(2 * np.sqrt((data.counts + 0.375) * 1e4 / np.maximum(data.chars, 1)[:, None]))


def can_be_tested(data: Yearly) -> Bools:
    """Return which columns have mentions and are not the same in all documents."""
    return np.asarray(data.counts.any(axis=0) & standardise(transformed(data)).any(axis=0))


def columns_of(data: Yearly, index: Bools) -> Yearly:
    """Keep some of the themes or words of a series."""
    names = tuple(name for name, kept in zip(data.names, index, strict=True) if kept)
    return replace(data, names=names, counts=data.counts[:, index])
