"""The document-feature matrix: leaf sections in rows, features in columns, counts in between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import chain

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array

from topics.corpus.document import Document, count_han
from topics.corpus.language.kinds import without_horizon

Analyzer = Callable[[str], Iterable[str]]

SHOWN_ROWS, SHOWN_FEATURES = 5, 8  # of a matrix in a notebook; chosen
SECTION_MARK = "#"  # between document and path where both make one label


def section_labels(rows: pd.DataFrame) -> pd.Series:
    """Return one label per leaf section: `doc_id#path`."""
    return rows["doc_id"] + SECTION_MARK + rows["path"]


@dataclass(frozen=True, repr=False)
class Dfm:
    """Counts of features in rows of text, with what is known about each row.

    Attributes
    ----------
    counts : csr_array of shape (n_rows, n_features), int64
    features : tuple of str
        Column names, sorted by code point.
    rows : DataFrame of shape (n_rows, …)
        One row per leaf section (`doc_id`, `path`, `year`, `issuer`, `genre`, `n_chars`, …) or,
        after `group_by`, per group (`group`, `n_chars`, `n_tokens`, `n_sections`). `n_chars` counts
        Han characters; `n_tokens` counts the tokens before any column was dropped, so that rates
        keep their denominator after `trim`.
    """

    counts: csr_array
    features: tuple[str, ...]
    rows: pd.DataFrame

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return len(self.rows)

    def __repr__(self) -> str:
        shape = f"{self.n_rows:,} rows × {len(self.features):,} features"
        return f"Dfm({shape}, {int(self.counts.sum()):,} tokens)"

    def _repr_html_(self) -> str:
        """Show the most frequent features in the first rows."""
        order = np.argsort(-self.termfreq, kind="stable")[:SHOWN_FEATURES]
        head = self.counts[:SHOWN_ROWS][:, order].toarray()
        names = [name for name in ("group", "doc_id", "path") if name in self.rows]
        table = self.rows[names].head(SHOWN_ROWS).reset_index(drop=True)
        counts = pd.DataFrame(head, columns=[self.features[column] for column in order])
        shown = pd.concat([table, counts], axis=1)
        return f"<b>{escape(repr(self))}</b>{shown.to_html(index=False)}"

    @property
    def termfreq(self) -> npt.NDArray[np.int64]:
        """Total count of each feature, of shape (n_features,)."""
        return np.asarray(self.counts.sum(axis=0), dtype=np.int64).ravel()

    @property
    def docfreq(self) -> npt.NDArray[np.int64]:
        """Number of rows that hold each feature, of shape (n_features,)."""
        return np.bincount(
            self.counts.indices[self.counts.data > 0], minlength=len(self.features)
        ).astype(np.int64)

    def select(self, features: Collection[str]) -> Dfm:
        """Keep the named features that exist, in sorted order."""
        wanted = set(features)
        columns = [column for column, feature in enumerate(self.features) if feature in wanted]
        return replace(
            self, counts=self.counts[:, columns], features=tuple(self.features[c] for c in columns)
        )

    def filter_rows(self, keep: npt.NDArray[np.bool_] | pd.Series) -> Dfm:
        """Keep the rows where `keep` is true; the columns stay."""
        index = np.flatnonzero(np.asarray(keep))
        return replace(
            self, counts=self.counts[index], rows=self.rows.iloc[index].reset_index(drop=True)
        )

    def trim(self, *, min_termfreq: int = 1, min_docfreq: int = 1) -> Dfm:
        """Drop features that are rarer than stated; rows stay, even when they become empty."""
        keep = np.flatnonzero((self.termfreq >= min_termfreq) & (self.docfreq >= min_docfreq))
        return replace(
            self, counts=self.counts[:, keep], features=tuple(self.features[c] for c in keep)
        )

    def group_by(self, by: str | pd.Series) -> Dfm:
        """Add up the rows of each group.

        Parameters
        ----------
        by : str or Series
            A column of `rows`, or one label per row. Rows without a label (missing or empty) are
            left out.

        Returns
        -------
        Dfm
            One row per group, sorted by label, with `group`, `n_chars`, `n_tokens` and
            `n_sections`.

        Raises
        ------
        KeyError
            If `rows` has no such column; the message lists those it has.
        """
        labels = self._labels(by)
        groups = sorted(set(labels) - {""})
        code = {group: number for number, group in enumerate(groups)}
        members = np.flatnonzero(labels != "")
        codes = np.array([code[label] for label in labels[members]], dtype=np.int64)
        indicator = csr_array(
            (np.ones(len(members), dtype=np.int64), (codes, members)),
            shape=(len(groups), self.n_rows),
        )
        rows = pd.DataFrame({"group": groups})
        for column in ("n_chars", "n_tokens"):
            rows[column] = indicator @ self.rows[column].to_numpy(dtype=np.int64)
        sections = (
            self.rows["n_sections"]
            if "n_sections" in self.rows
            else pd.Series(1, index=self.rows.index)
        )
        rows["n_sections"] = indicator @ sections.to_numpy(dtype=np.int64)
        return Dfm(csr_array(indicator @ self.counts), self.features, rows)

    def lookup(self, themes: Mapping[str, Collection[str]]) -> Dfm:
        """Replace features by themes: each column adds up the features that a theme lists.

        A feature that two themes list counts for both. Terms that are no feature count nothing. For
        counts of terms inside longer tokens build the matrix with a `ThemeMatcher` instead.
        """
        names = sorted(themes)
        position = {feature: column for column, feature in enumerate(self.features)}
        pairs = [
            (position[term], number)
            for number, name in enumerate(names)
            for term in set(themes[name])
            if term in position
        ]
        rows, columns = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        indicator = csr_array(
            (np.ones(len(pairs), dtype=np.int64), (rows, columns)),
            shape=(len(self.features), len(names)),
        )
        return replace(self, counts=csr_array(self.counts @ indicator), features=tuple(names))

    def _labels(self, by: str | pd.Series) -> npt.NDArray[np.object_]:
        if isinstance(by, str):
            if by not in self.rows:
                raise KeyError(
                    f"no column '{by}' to group by; there are: {', '.join(self.rows.columns)}"
                )
            by = self.rows[by]
        return as_names(by).to_numpy(dtype=object)


def section_rows(documents: Sequence[Document]) -> pd.DataFrame:
    """Describe the leaf sections of the analysed documents, one row each, in the order given.

    Columns: doc_id, path, heading, section_level, year (nullable integer), issuer, genre, n_chars,
    and one column for each further column of `corpus.csv`, which may be called `level`, `status` or
    `source`.
    """
    records = [
        {
            **document.extra,
            "doc_id": document.doc_id,
            "path": section.path,
            "heading": section.heading,
            "section_level": section.level,
            "year": document.year,
            "issuer": document.issuer,
            "genre": document.genre,
            "n_chars": count_han(document.section_text(section)),
        }
        for document in documents
        if document.analysed
        for section in document.leaves
    ]
    names = ["doc_id", "path", "heading", "section_level", "year", "issuer", "genre", "n_chars"]
    extra = sorted(set(chain.from_iterable(records)) - set(names))
    rows = pd.DataFrame.from_records(records, columns=[*names, *extra])
    return rows.astype({"year": "Int64", "section_level": "int64", "n_chars": "int64"})


def leaf_texts(documents: Sequence[Document]) -> list[str]:
    """Return the texts of the leaf sections, in the order of `section_rows`."""
    return [
        document.section_text(section)
        for document in documents
        if document.analysed
        for section in document.leaves
    ]


def build_dfm(documents: Sequence[Document], analyzer: Analyzer) -> Dfm:
    """Count features in the leaf sections of documents.

    Parameters
    ----------
    documents : sequence of Document
        Those that are skipped or duplicates are left out.
    analyzer : callable, str -> iterable of str
        For example a `PolicyTokenizer`, or a `ThemeMatcher` whose features are themes.

    Returns
    -------
    Dfm
        One row per leaf section.

    Examples
    --------
    >>> from topics.corpus.document import Document, Section
    >>> leaf = Section("甲", "段1", 1, "", 0, 4, leaf=True)
    >>> dfm = build_dfm([Document("甲", "城市更新", (leaf,))], list)
    >>> dfm.features
    ('城', '市', '新', '更')
    """
    return dfm_from_tokens(
        [list(analyzer(text)) for text in leaf_texts(documents)], section_rows(documents)
    )


def dfm_from_tokens(tokens: Sequence[Sequence[str]], rows: pd.DataFrame) -> Dfm:
    """Count the tokens of each row; `rows` gains the column `n_tokens`."""
    counters = [Counter(row) for row in tokens]
    features = tuple(sorted(set(chain.from_iterable(counters))))
    position = {feature: column for column, feature in enumerate(features)}
    ordered = [
        sorted((position[token], count) for token, count in counter.items()) for counter in counters
    ]
    indptr = np.cumsum([0, *map(len, ordered)], dtype=np.int64)
    pairs = np.array([pair for row in ordered for pair in row], dtype=np.int64).reshape(-1, 2)
    counts = csr_array((pairs[:, 1], pairs[:, 0], indptr), shape=(len(tokens), len(features)))
    return Dfm(
        counts,
        features,
        rows.assign(n_tokens=np.array([len(row) for row in tokens], dtype=np.int64)),
    )


def as_names(values: pd.Series) -> pd.Series:
    """Write values as text, missing ones as the empty string.

    Not by `map`: pandas 2 hands it 2019.0 for the 2019 of a nullable integer column.

    >>> as_names(pd.Series([2019, None], dtype="Int64")).tolist()
    ['2019', '']
    """
    return pd.Series(
        ["" if pd.isna(value) else str(value) for value in values], index=values.index, dtype=object
    )


def group_labels(rows: pd.DataFrame, by: str = "year", *, pool: bool = False) -> pd.Series:
    """Name the group of each row.

    Grouped by year, a year is split by genre (`2022 重点任务`, `2022 实施方案`) where one of its
    genres stands in two years or more and can so be compared with itself; `pool` joins all of a
    year, and so does a corpus that would fall to pieces (see `pools_genres`). A row whose value is
    unknown gets an empty label and so stays out of every comparison.

    Parameters
    ----------
    rows : DataFrame
        With `by`, `genre`, and `doc_id`, or `documents` where a row stands for several.

    Raises
    ------
    KeyError
        If `rows` has no column `by`; the message lists those it has.

    Examples
    --------
    >>> rows = pd.DataFrame({"doc_id": list("甲乙丙"), "year": [2020, 2022, 2022],
    ...                      "genre": ["年度重点任务", "年度重点任务", "五年实施方案"]})
    >>> group_labels(rows).tolist()
    ['2020', '2022 重点任务', '2022 实施方案']
    """
    if by not in rows:
        raise KeyError(
            f"no column '{by}' to group by; there are: {', '.join(rows.columns)}; declare others in"
            " corpus.csv"
        )
    labels = as_names(rows[by])
    if by != "year" or pool:
        return labels
    split = _split_by_genre(rows, labels)
    return labels if _falls_to_pieces(rows, labels, split) else split


def pools_genres(rows: pd.DataFrame) -> bool:
    """Tell whether `group_labels` joins the genres of a year because the corpus would splinter.

    That is so from a dozen documents on where splitting gives more groups than a third of the
    documents, or a median group of one or two.
    """
    labels = as_names(rows["year"])
    return _falls_to_pieces(rows, labels, _split_by_genre(rows, labels))


@dataclass(frozen=True)
class _Splinters:
    """When genres within a year are joined after all; chosen, not fitted."""

    documents: int = 12  # fewer may stand one by one
    groups: float = 1 / 3  # of the documents
    median: int = 2  # documents of a group


def _split_by_genre(rows: pd.DataFrame, labels: pd.Series) -> pd.Series:
    genres = rows["genre"].map(without_horizon)
    pairs = set(zip(labels, genres, strict=True))
    years = Counter(genre for label, genre in pairs if label and genre)
    lasting = {genre for genre, n in years.items() if n > 1}
    names: dict[tuple[str, str], str] = {}
    for year in {label for label, _ in pairs if label}:
        of_year = {genre for label, genre in pairs if label == year}
        if len(of_year) > 1 and of_year & lasting:
            alone = len(of_year - lasting) == 1
            for genre in of_year:
                own = genre and (genre in lasting or alone)
                names[year, genre] = f"{year} {genre if own else '其他'}"
    found = [names.get(pair, pair[0]) for pair in zip(labels, genres, strict=True)]
    return pd.Series(found, index=labels.index, dtype=object)


def _falls_to_pieces(rows: pd.DataFrame, labels: pd.Series, split: pd.Series) -> bool:
    if "doc_id" in rows:
        of_rows = pd.DataFrame({"group": split, "n": 1})[~rows["doc_id"].duplicated().to_numpy()]
    else:
        of_rows = pd.DataFrame({"group": split, "n": rows.get("documents", 1)})
    sizes = of_rows[of_rows["group"] != ""].groupby("group")["n"].sum()
    n, limits = int(sizes.sum()), _Splinters()
    if n < limits.documents or split.equals(labels):
        return False
    return len(sizes) > limits.groups * n or float(sizes.median()) <= limits.median
