"""Themes suggested by a corpus: words that keep company in its sections, for a person to name, cut
and extend.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from topics.dfm import Dfm
from topics.emphasis.theme_words import may_belong
from topics.stats.resampling import Floats
from topics.stats.typical import Sides, log_odds_z, typicality
from topics.themes import Theme
from topics.words.nominal import is_name

COLUMNS = ["theme", "term", "sections", "mentions", "cohesion"]


@dataclass(frozen=True)
class SuggestOptions:
    """What makes a theme; chosen by reading the proposals for five plans and 60 regulations, and
    read again on 60 others.

    Attributes
    ----------
    most_words : int
        Words that are clustered.
    most_common : float
        Share of sections from which a word is too common to mark a theme.
    distance : float
        Mean 1 − NPMI up to which words are of one theme.
    most_terms : int
        Terms of a proposal, the most cohesive.
    about : int
        Terms of a theme that make a section speak of it.
    """

    most_words: int = 600
    most_common: float = 1 / 3
    distance: float = 0.8
    most_terms: int = 12
    about: int = 2


DEFAULT = SuggestOptions()


@dataclass(frozen=True)
class _Words:
    """The words that are clustered.

    Attributes
    ----------
    features : tuple of str
    counts : ndarray of shape (n_sections, n_words)
    similarity : ndarray of shape (n_words, n_words)
        NPMI of their presence in sections.
    tokens : ndarray of shape (n_sections,)
        Tokens of each section, other words included.
    """

    features: tuple[str, ...]
    counts: Floats
    similarity: Floats
    tokens: Floats


def suggest_themes(
    dfm: Dfm, *, n_themes: int = 15, min_sections: int = 3, min_terms: int = 3
) -> pd.DataFrame:
    """Propose themes: words that name things and stand in the same sections.

    Words are clustered by average linkage on 1 − NPMI of their presence in sections (Bouma 2009).
    Verbs, names of places, levels of administration and turns of procedure mark no theme, nor does
    a word of more than a third of the sections. A proposal is named by its most exclusive term: the
    one most typical of the sections that speak of it (z of Monroe et al. 2008, spread, length), by
    the root of the share of the term's sections that do. It is a list to start from, not a finding.

    Parameters
    ----------
    dfm : Dfm
        Rows are leaf sections, columns words without stop words.
    n_themes : int
        Proposals to show, those with most mentions in keeping with each other first.
    min_sections, min_terms : int
        Sections that a word must stand in, and words that a theme must have.

    Returns
    -------
    DataFrame
        Columns theme, term, sections, mentions, cohesion (mean NPMI with the other words of its
        cluster, −1 to 1); by theme, then falling cohesion, at most twelve terms each.

    Examples
    --------
    >>> from topics.dfm import dfm_from_tokens
    >>> texts = [["防洪", "排涝", "管网"]] * 4 + [["产业", "园区", "集群"]] * 4 + [["城市"]] * 8
    >>> dfm = dfm_from_tokens(texts, pd.DataFrame({"n_chars": [6] * 16}))
    >>> suggest_themes(dfm, n_themes=2).groupby("theme")["term"].apply(sorted).to_list()
    [['产业', '园区', '集群'], ['排涝', '管网', '防洪']]
    """
    words = _words(dfm, min_sections)
    if len(words.features) < 2:
        return pd.DataFrame(columns=COLUMNS)
    tree = linkage(squareform(1 - words.similarity, checks=False), method="average")
    clusters = fcluster(tree, t=DEFAULT.distance, criterion="distance")
    members = [np.flatnonzero(clusters == cluster) for cluster in np.unique(clusters)]
    members = [member for member in members if len(member) >= min_terms]
    members.sort(key=lambda member: (-_weight(words, member), int(member[0])))
    frames: dict[str, pd.DataFrame] = {}
    for member in members:
        if len(frames) == n_themes:
            break
        frame = _proposal(words, member)
        frames.setdefault(str(frame["theme"].iloc[0]), frame)
    return (
        pd.concat(frames.values(), ignore_index=True) if frames else pd.DataFrame(columns=COLUMNS)
    )


def npmi(presence: Floats) -> Floats:
    """Return normalised pointwise mutual information of columns over rows: 1 always together, 0 by
    chance, −1 never.

    >>> npmi(np.array([[1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])).round(6).tolist()
    [[1.0, 1.0, -1.0], [1.0, 1.0, -1.0], [-1.0, -1.0, 1.0]]
    """
    n = len(presence)
    both = presence.T @ presence / n
    single = np.diag(both)
    met = (both > 0) & (both < 1)
    joint = np.where(met, both, 0.5)
    values = np.log(joint / np.where(met, np.outer(single, single), 0.5)) / -np.log(joint)
    values = np.where(both >= 1, 1.0, np.where(both > 0, values, -1.0))
    np.fill_diagonal(values, 1.0)
    return np.asarray((values + values.T) / 2)


def themes_toml(themes: Sequence[Theme]) -> str:
    """Return themes as a file that `read_themes` reads.

    >>> print(themes_toml([Theme("韧性", ("韧性", "防洪"))]))
    [themes."韧性"]
    terms = ["韧性", "防洪"]
    <BLANKLINE>
    """
    blocks = []
    for theme in themes:
        lines = [f"[themes.{_quoted(theme.name)}]"]
        lines += [
            f"{key} = [{', '.join(map(_quoted, words))}]" for key, words in _lists(theme).items()
        ]
        lines += [
            f"{key} = {_quoted(value)}"
            for key, value in (("parent", theme.parent), ("note", theme.note))
            if value
        ]
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def proposed_themes(table: pd.DataFrame) -> tuple[Theme, ...]:
    """Return the proposals of `suggest_themes` as themes."""
    return tuple(
        Theme(
            str(name),
            tuple(rows["term"]),
            note="suggested by co-occurrence; not checked by a person",
        )
        for name, rows in table.groupby("theme", sort=False)
    )


def _words(dfm: Dfm, min_sections: int) -> _Words:
    """Return the words that can mark a theme, the most frequent of them, long ones before short."""
    docfreq, termfreq = dfm.docfreq, dfm.termfreq
    chosen = [
        column
        for column in np.flatnonzero(
            (docfreq >= min_sections) & (docfreq <= DEFAULT.most_common * dfm.n_rows)
        ).tolist()
        if may_belong(dfm.features[column])
    ]
    weight = {column: _length_weight(dfm.features[column]) * termfreq[column] for column in chosen}
    chosen.sort(key=lambda column: (-weight[column], column))
    columns = sorted(chosen[: DEFAULT.most_words])
    counts = dfm.counts[:, columns].toarray().astype(np.float64)
    tokens = np.asarray(dfm.counts.sum(axis=1), dtype=np.float64).ravel()
    similarity = npmi((counts > 0).astype(np.float64)) if columns else np.zeros((0, 0))
    return _Words(tuple(dfm.features[column] for column in columns), counts, similarity, tokens)


def _length_weight(word: str) -> float:
    return min(1.0, (len(word) + 1) / 5)


def _cohesion(words: _Words, member: np.ndarray) -> Floats:
    """Return the mean NPMI of each word of a cluster with the others."""
    sums = words.similarity[np.ix_(member, member)].sum(axis=0) - 1
    return np.asarray(np.round(sums / max(len(member) - 1, 1), 6))


def _weight(words: _Words, member: np.ndarray) -> float:
    """Return the mentions of a cluster times its mean cohesion."""
    mentions = float(words.counts[:, member].sum())
    return round(mentions * float(_cohesion(words, member).mean()), 6)


def _proposal(words: _Words, member: np.ndarray) -> pd.DataFrame:
    counts = words.counts[:, member]
    frame = pd.DataFrame(
        {
            "term": [words.features[i] for i in member],
            "sections": (counts > 0).sum(axis=0),
            "mentions": counts.sum(axis=0).astype(np.int64),
            "cohesion": _cohesion(words, member),
            "exclusive": _exclusivity(words, member),
        }
    )
    frame["nameable"] = [is_name(term) for term in frame["term"]]
    keys = ["nameable", "exclusive", "term"]
    name = frame.sort_values(keys, ascending=[False, False, True])["term"].iloc[0]
    frame = frame.sort_values(["cohesion", "mentions", "term"], ascending=[False, False, True])
    kept = frame["term"].isin([name, *frame["term"].head(DEFAULT.most_terms - 1)])
    return frame[kept].assign(theme=name)[COLUMNS]


def _exclusivity(words: _Words, member: np.ndarray) -> Floats:
    """Return how exclusive each term of a theme is to the sections that speak of it."""
    counts = words.counts[:, member]
    present = counts > 0
    about = present.sum(axis=1) >= DEFAULT.about
    inside, outside = (counts[rows].sum(axis=0) for rows in (about, ~about))
    size, rest = (int(words.tokens[rows].sum()) for rows in (about, ~about))
    sides = Sides(
        inside.astype(np.int64),
        outside.astype(np.int64),
        size,
        rest,
        (inside + outside) / max(size + rest, 1),
    )
    sections = present[about].sum(axis=0)
    lengths = np.array([len(words.features[i]) for i in member], dtype=np.int64)
    own = sections / np.maximum(present.sum(axis=0), 1)
    return np.asarray(np.round(typicality(log_odds_z(sides), sections, lengths) * np.sqrt(own), 9))


def _lists(theme: Theme) -> dict[str, tuple[str, ...]]:
    return (
        {"terms": theme.terms, "without": theme.without}
        if theme.without
        else {"terms": theme.terms}
    )


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in escaped) + '"'
