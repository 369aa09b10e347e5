"""Themes suggested by a corpus: words that keep company in its sections, for a person to name, cut
and extend.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from topics.dfm import Dfm
from topics.stats.resampling import Floats
from topics.themes import Theme

COLUMNS = ["theme", "term", "sections", "mentions", "cohesion"]
MAX_TERMS = 400  # words that are clustered
COMMON = 0.4  # share of sections from which a word is too common to mark a theme


def suggest_themes(
    dfm: Dfm, *, n_themes: int = 15, min_sections: int = 3, min_terms: int = 3
) -> pd.DataFrame:
    """Propose themes: words of two characters or more that stand in the same sections.

    Words are clustered by average linkage on 1 − NPMI of their presence in sections (Bouma 2009). A
    proposal is named by the most frequent word of its more cohesive half. It is a list to start
    from, not a finding.

    Parameters
    ----------
    dfm : Dfm
        Rows are leaf sections, columns words without stop words.
    n_themes : int
        Clusters to show, the largest number of mentions first.
    min_sections, min_terms : int
        Sections that a word must stand in, and words that a theme must have.

    Returns
    -------
    DataFrame
        Columns theme, term, sections, mentions, cohesion (mean NPMI with the theme's other terms,
        −1 to 1); by theme, then falling cohesion.

    Examples
    --------
    >>> from topics.dfm import dfm_from_tokens
    >>> texts = [["防洪", "排涝", "管网"]] * 4 + [["产业", "园区", "集群"]] * 4 + [["城市"]] * 4
    >>> dfm = dfm_from_tokens(texts, pd.DataFrame({"n_chars": [6] * 12}))
    >>> suggest_themes(dfm, n_themes=2).groupby("theme")["term"].apply(sorted).to_list()
    [['产业', '园区', '集群'], ['排涝', '管网', '防洪']]
    """
    columns = _candidates(dfm, min_sections)
    if len(columns) < 2:
        return pd.DataFrame(columns=COLUMNS)
    presence = (dfm.counts[:, columns].toarray() > 0).astype(np.float64)
    similarity = npmi(presence)
    tree = linkage(squareform(1 - similarity, checks=False), method="average")
    clusters = fcluster(
        tree, t=1.0, criterion="distance"
    )  # words that meet no more often than by chance stay apart
    mentions = dfm.termfreq[columns]
    members = [np.flatnonzero(clusters == cluster) for cluster in np.unique(clusters)]
    members = [member for member in members if len(member) >= min_terms]
    members.sort(key=lambda member: (-int(mentions[member].sum()), int(member[0])))
    frames = [
        _proposal(
            [dfm.features[columns[i]] for i in member],
            presence[:, member],
            mentions[member],
            similarity[np.ix_(member, member)],
        )
        for member in members[:n_themes]
    ]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=COLUMNS)


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


def _candidates(dfm: Dfm, min_sections: int) -> list[int]:
    """Return the columns that can mark a theme, the most frequent `MAX_TERMS` of them, in order."""
    docfreq, termfreq = dfm.docfreq, dfm.termfreq
    chosen = [
        column
        for column, feature in enumerate(dfm.features)
        if len(feature) > 1
        and min_sections <= docfreq[column] <= COMMON * dfm.n_rows
        and not feature.isascii()
    ]
    chosen.sort(key=lambda column: (-int(termfreq[column]), column))
    return sorted(chosen[:MAX_TERMS])


def _proposal(
    terms: list[str], presence: Floats, mentions: np.ndarray, similarity: Floats
) -> pd.DataFrame:
    cohesion = np.round((similarity.sum(axis=0) - 1) / max(len(terms) - 1, 1), 6)
    frame = pd.DataFrame(
        {
            "term": terms,
            "sections": presence.sum(axis=0).astype(int),
            "mentions": mentions,
            "cohesion": cohesion,
        }
    )
    frame = frame.sort_values(["cohesion", "mentions", "term"], ascending=[False, False, True])
    central = frame.head((len(frame) + 1) // 2)
    name = min(zip(-central["mentions"], central["term"], strict=True))[1]
    return frame.assign(theme=name)[COLUMNS]


def _lists(theme: Theme) -> dict[str, tuple[str, ...]]:
    return (
        {"terms": theme.terms, "without": theme.without}
        if theme.without
        else {"terms": theme.terms}
    )


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in escaped) + '"'
