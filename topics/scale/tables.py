"""Every float of the large paths: summed integers in, numbers out, by the functions of the
in-memory path.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from topics.keywords import Counted, Known, ranked, smoothed_idf, tf_idf
from topics.scale.store import connect
from topics.stats.association import g2, log_odds, log_ratio, lrc
from topics.words.subjects import heads_a_list

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

KEYWORDS = pa.schema(
    [
        ("level", pa.string()),
        ("group", pa.string()),
        ("rank", pa.int64()),
        ("feature", pa.string()),
        ("count", pa.int64()),
        ("sections", pa.int64()),
        ("tf_idf", pa.float64()),
        ("z", pa.float64()),
        ("typical", pa.float64()),
    ]
)
KeywordRow = tuple[str, str, int, str, int, int, float, float, float]  # of KEYWORDS


def add_idf(path: Path, n_sections: int) -> None:
    """Give the vocabulary its column `idf`, that of leaf sections."""
    temporary = path.with_name(path.name + ".tmp")
    with pq.ParquetFile(path) as file:
        schema = pa.schema([*file.schema_arrow, pa.field("idf", pa.float64())])
        with pq.ParquetWriter(temporary, schema, compression="zstd") as writer:
            for batch in file.iter_batches():
                idf = smoothed_idf(_ints(batch.column("sections")), n_sections)
                writer.write_batch(
                    pa.RecordBatch.from_arrays([*batch.columns, pa.array(idf)], schema=schema)
                )
    temporary.replace(path)


def document_keywords(batch: str | Path, vocabulary: str | Path, *, n: int) -> pa.Table:
    """Return the n features that are most typical of each document of a batch of counts.

    Parameters
    ----------
    batch : path
        A file of schema COUNTS.
    vocabulary : path
        With `term`, `tf` and `idf`; only the terms of the batch are held.
    n : int

    Returns
    -------
    Table of schema KEYWORDS
        As `topics.keywords.keywords` gives it at the level `document`.
    """
    table = pq.read_table(batch, columns=["doc_id", "terms", "tfs", "error"])
    table = table.filter(pc.is_null(table["error"]))
    totals, n_tokens = _totals_of(batch, vocabulary)
    rows: list[KeywordRow] = []
    for doc_id, held in _documents(table):
        words = sorted(held)
        known = Known(
            np.array([totals[word][0] for word in words], dtype=np.int64),
            n_tokens,
            np.array([totals[word][1] for word in words], dtype=np.float64),
        )
        rows += keyword_rows("document", doc_id, words, [held[word] for word in words], known, n=n)
    return keyword_table(rows)


def keyword_rows(
    level: str,
    group: str,
    words: Sequence[str],
    sums: Sequence[tuple[int, int]],
    known: Known,
    *,
    n: int,
) -> Iterator[KeywordRow]:
    """Yield the rows of KEYWORDS of one group; `words` are sorted, `sums` count and sections of
    each.
    """
    counts, sections = np.array(sums, dtype=np.int64).reshape(-1, 2).T
    for row in ranked(Counted(words, counts, sections), known, n=n):
        yield level, group, *row


def keyword_table(rows: Sequence[KeywordRow]) -> pa.Table:
    """Return rows as a table of schema KEYWORDS."""
    columns = list(zip(*rows, strict=True)) or [()] * len(KEYWORDS)
    return pa.Table.from_arrays(
        [pa.array(column, field.type) for column, field in zip(columns, KEYWORDS, strict=True)],
        schema=KEYWORDS,
    )


def group_keywords(folder: Path, n: int) -> pa.Table:
    """Return the n features that are most typical of each group, from `term_group` and
    `vocabulary`.
    """
    vocabulary = pq.read_table(folder / "vocabulary.parquet", columns=["term", "tf", "idf"])
    totals, idf = _ints(vocabulary["tf"]), vocabulary["idf"].to_numpy()
    rows: list[KeywordRow] = []
    for group, ids, counts, sections in _groups_with_sections(folder):
        known = Known(totals[ids], int(totals.sum()), idf[ids])
        words = vocabulary["term"].take(pa.array(ids)).to_pylist()
        sums = list(zip(counts.tolist(), sections.tolist(), strict=True))
        rows += keyword_rows("year", group, words, sums, known, n=n)
    return keyword_table(rows)


def keyness(folder: Path, *, pairs: Sequence[tuple[str, str]] | None = None) -> pd.DataFrame:
    """Return how strongly each feature marks the target against the reference, from totals.

    The statistics of `topics.keyness.keyness`, bit for bit, without those that need the single
    sections: p, q and dispersion.

    Parameters
    ----------
    folder : Path
        With `vocabulary`, `term_group` and `groups`.
    pairs : sequence of (reference, target), optional
        By default neighbours in the order of labels.
    """
    groups = pq.read_table(folder / "groups.parquet").to_pandas().set_index("group")
    vocabulary = pq.read_table(folder / "vocabulary.parquet", columns=["term", "tf"])
    held = {
        group: (ids, counts, sections)
        for group, ids, counts, sections in _groups_with_sections(folder)
    }
    return compare_groups(
        vocabulary["term"].to_pandas(), _ints(vocabulary["tf"]), held, groups, pairs
    )


def compare_groups(
    terms: pd.Series,
    termfreq: Ints,
    held: Mapping[str, tuple[Ints, ...]],
    groups: pd.DataFrame,
    pairs: Sequence[tuple[str, str]] | None = None,
) -> pd.DataFrame:
    """Return keyness from sums.

    Parameters
    ----------
    terms, termfreq : of shape (n_terms,)
        The vocabulary, sorted, with its totals.
    held : mapping
        The places in the vocabulary, counts and sections of the terms of each group.
    groups : DataFrame
        Sizes, indexed by group.
    pairs : sequence of (reference, target), optional

    Raises
    ------
    ValueError
        If a pair names a group that does not exist; the message lists those that do.
    """
    known = sorted(set(groups.index) - {""})
    chosen = list(pairwise(known)) if pairs is None else list(pairs)
    if unknown := sorted({group for pair in chosen for group in pair} - set(known)):
        raise ValueError(f"no group '{unknown[0]}' to compare; there are: {', '.join(known)}")
    alpha = np.maximum(termfreq.astype(np.float64), 0.5)
    listed = np.array([heads_a_list(str(term)) for term in terms], dtype=bool)
    frames = []
    for reference, target in chosen:
        sides = [
            _spread(len(terms), *held.get(group, ([], [], []))) for group in (target, reference)
        ]
        frame = _compare(sides, [_sizes(groups, group) for group in (target, reference)], alpha)
        frame.insert(0, "feature", terms)
        frame = frame[listed & (frame["n_target"] + frame["n_reference"] > 0)].assign(
            target=target, reference=reference
        )
        frames.append(frame.iloc[np.lexsort((frame["feature"], -frame["g2"].round(9)))])
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()


def theme_shares(folder: Path) -> pd.DataFrame:
    """Return the weight of each theme in each group through the lenses that need totals only.

    Columns theme, group, mentions, sections (that mention it), and the lenses `rate` (mentions per
    10,000 Han characters), `section_share`, `text_share`.
    """
    groups = pq.read_table(folder / "groups.parquet").to_pandas().set_index("group")
    return share_themes(pq.read_table(folder / "theme_group.parquet").to_pandas(), groups)


def share_themes(found: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    """Return theme shares from the sums of themes and, indexed by name, of groups."""
    of = groups.loc[found["group"]].reset_index(drop=True)
    chars, sections = (of[name].to_numpy(dtype=np.float64) for name in ("n_chars", "sections"))
    return found[["theme", "group", "mentions", "sections"]].assign(
        rate=found["mentions"].to_numpy(dtype=np.float64)
        / chars
        * 10_000,  # in this order, as `Moments.estimate` does
        section_share=found["sections"].to_numpy(dtype=np.float64) / sections,
        text_share=found["n_chars"].to_numpy(dtype=np.float64) / chars,
    )


def _sizes(groups: pd.DataFrame, group: str) -> dict[str, int]:
    return {
        name: int(groups.loc[[group], name].iloc[0]) for name in ("sections", "n_chars", "n_tokens")
    }


def _compare(
    sides: list[tuple[Ints, Ints]], sizes: list[dict[str, int]], alpha: Floats
) -> pd.DataFrame:
    (a, with_a), (b, with_b) = sides
    n1, n2 = (max(float(size["n_tokens"]), 1.0) for size in sizes)
    chars = [max(float(size["n_chars"]), 1.0) for size in sizes]
    x, y = a.astype(np.float64), b.astype(np.float64)
    delta, z = log_odds(x, y, n1, n2, alpha)
    idf = smoothed_idf(with_a + with_b, int(sizes[0]["sections"] + sizes[1]["sections"]))
    return pd.DataFrame(
        {
            "n_target": a,
            "n_reference": b,
            "size_target": int(sizes[0]["n_tokens"]),
            "size_reference": int(sizes[1]["n_tokens"]),
            "rate_target": x / chars[0] * 10_000,
            "rate_reference": y / chars[1] * 10_000,
            "g2": g2(x, y, n1, n2),
            "log_ratio": log_ratio(x, y, n1, n2),
            "lrc": lrc(x, y, n1, n2),
            "log_odds": delta,
            "z": z,
            "sections_target": with_a,
            "sections_reference": with_b,
            "tf_idf_difference": tf_idf(x, idf) - tf_idf(y, idf),
        }
    )


def _documents(table: pa.Table) -> Iterator[tuple[str, dict[str, tuple[int, int]]]]:
    """Yield each document with occurrences and leaf sections of its words; its rows stand
    together.
    """
    held: dict[str, tuple[int, int]] = {}
    doc_id = None
    for record in table.select(["doc_id", "terms", "tfs"]).to_batches():
        for row in record.to_pylist():
            if row["doc_id"] != doc_id:
                if doc_id is not None:
                    yield doc_id, held
                doc_id, held = row["doc_id"], {}
            for term, tf in zip(row["terms"], row["tfs"], strict=True):
                count, sections = held.get(term, (0, 0))
                held[term] = count + tf, sections + 1
    if doc_id is not None:
        yield doc_id, held


def _totals_of(
    batch: str | Path, vocabulary: str | Path
) -> tuple[dict[str, tuple[int, float]], int]:
    """Return occurrences and idf of the terms of a batch in the whole corpus, and its tokens."""
    with connect(memory="300MB", threads=1) as store:
        query = (
            "SELECT term, tf, idf FROM read_parquet($vocabulary) WHERE term IN (SELECT DISTINCT"
            " unnest(terms) FROM read_parquet($batch))"
        )
        found = store.execute(query, {"vocabulary": str(vocabulary), "batch": str(batch)})
        totals = {term: (tf, idf) for term, tf, idf in found.fetchall()}
        query = "SELECT coalesce(sum(tf), 0)::BIGINT FROM read_parquet($vocabulary)"
        (n_tokens,) = store.execute(query, {"vocabulary": str(vocabulary)}).fetchall()[0]
    return totals, int(n_tokens)


def _groups_with_sections(folder: Path) -> Iterator[tuple[str, Ints, Ints, Ints]]:
    """Yield each group with the ids of its terms, in their order, and their counts and sections."""
    vocabulary = pq.read_table(folder / "vocabulary.parquet", columns=["term"])[
        "term"
    ].combine_chunks()
    for group in pq.read_table(folder / "groups.parquet", columns=["group"])["group"].to_pylist():
        if group == "":
            continue
        table = pq.read_table(
            folder / "term_group.parquet",
            filters=[("group", "=", group)],
            columns=["term", "tf", "sections"],
        )
        ids = pc.index_in(table["term"].combine_chunks(), value_set=vocabulary)
        yield group, _ints(ids), _ints(table["tf"]), _ints(table["sections"])


def _spread(
    n_terms: int, ids: npt.ArrayLike, counts: npt.ArrayLike, sections: npt.ArrayLike
) -> tuple[Ints, Ints]:
    spread = np.zeros((2, n_terms), dtype=np.int64)
    places = np.asarray(ids, dtype=np.int64)
    spread[0, places], spread[1, places] = counts, sections
    return spread[0], spread[1]


def _ints(column: pa.Array | pa.ChunkedArray) -> Ints:
    return np.asarray(
        (
            column.to_numpy(zero_copy_only=False)
            if isinstance(column, pa.Array)
            else column.to_numpy()
        ),
        dtype=np.int64,
    )
