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

from topics.keywords import best, smoothed_idf, tf_idf
from topics.scale.store import connect
from topics.stats.association import g2, log_odds, log_ratio, lrc

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

KEYWORDS = pa.schema(
    [
        ("level", pa.string()),
        ("group", pa.string()),
        ("rank", pa.int64()),
        ("feature", pa.string()),
        ("count", pa.int64()),
        ("tf_idf", pa.float64()),
    ]
)


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
    """Return the n features with the highest tf-idf of each document of a batch of counts.

    Parameters
    ----------
    batch : path
        A file of schema COUNTS.
    vocabulary : path
        With `term` and `idf`; only the terms of the batch are held.
    n : int

    Returns
    -------
    Table of schema KEYWORDS
        As `topics.keywords.keywords` gives it at the level `document`.
    """
    table = pq.read_table(batch, columns=["doc_id", "terms", "tfs", "error"])
    table = table.filter(pc.is_null(table["error"]))
    return pa.Table.from_batches(
        [_top_of_documents(table, _idf_of(batch, vocabulary), n)], KEYWORDS
    )


def top_keywords(
    level: str, group: str, terms: Sequence[str], counts: Ints, weight: Floats, n: int
) -> Iterator[tuple[str, str, int, str, int, float]]:
    """Yield the rows of KEYWORDS of one group; `terms` are sorted."""
    order, scores = best(counts, weight, n)
    for rank, (place, score) in enumerate(zip(order.tolist(), scores.tolist(), strict=True), 1):
        yield level, group, rank, str(terms[place]), int(counts[place]), score


def group_keywords(folder: Path, n: int) -> pa.Table:
    """Return the n features with the highest tf-idf of each group, from `term_group` and
    `vocabulary`.
    """
    vocabulary = pq.read_table(folder / "vocabulary.parquet", columns=["term", "idf"])
    rows = []
    for group, ids, counts in _groups(folder):
        terms, weight = vocabulary["term"].take(pa.array(ids)), vocabulary["idf"].to_numpy()[ids]
        order, scores = best(counts, weight, n)
        words = terms.take(pa.array(order)).to_pylist()
        rows += [
            ("year", group, rank, word, int(count), score)
            for rank, (word, count, score) in enumerate(
                zip(words, counts[order], scores.tolist(), strict=True), 1
            )
        ]
    return _table(rows)


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
    frames = []
    for reference, target in chosen:
        sides = [
            _spread(len(terms), *held.get(group, ([], [], []))) for group in (target, reference)
        ]
        frame = _compare(sides, [_sizes(groups, group) for group in (target, reference)], alpha)
        frame.insert(0, "feature", terms)
        frame = frame[frame["n_target"] + frame["n_reference"] > 0].assign(
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


def _top_of_documents(table: pa.Table, idf: dict[str, float], n: int) -> pa.RecordBatch:
    rows: list[tuple[str, str, int, str, int, float]] = []
    held: dict[str, int] = {}
    doc_id = None
    for record in table.select(["doc_id", "terms", "tfs"]).to_batches():
        for row in record.to_pylist():
            if row["doc_id"] != doc_id:
                rows += _rows_of(doc_id, held, idf, n)
                doc_id, held = row["doc_id"], {}
            for term, tf in zip(row["terms"], row["tfs"], strict=True):
                held[term] = held.get(term, 0) + tf
    rows += _rows_of(doc_id, held, idf, n)
    return (
        _table(rows).combine_chunks().to_batches()[0]
        if rows
        else pa.RecordBatch.from_pylist([], KEYWORDS)
    )


def _rows_of(
    doc_id: str | None, held: dict[str, int], idf: dict[str, float], n: int
) -> Iterator[tuple[str, str, int, str, int, float]]:
    if doc_id is None or not held:
        return
    terms = sorted(held)
    counts = np.array([held[term] for term in terms], dtype=np.int64)
    weight = np.array([idf[term] for term in terms], dtype=np.float64)
    yield from top_keywords("document", doc_id, terms, counts, weight, n)


def _idf_of(batch: str | Path, vocabulary: str | Path) -> dict[str, float]:
    with connect(memory="300MB", threads=1) as store:
        query = (
            "SELECT term, idf FROM read_parquet($vocabulary) WHERE term IN (SELECT DISTINCT"
            " unnest(terms) FROM read_parquet($batch))"
        )
        return dict(
            store.execute(query, {"vocabulary": str(vocabulary), "batch": str(batch)}).fetchall()
        )


def _groups(folder: Path) -> Iterator[tuple[str, Ints, Ints]]:
    for group, ids, counts, _ in _groups_with_sections(folder):
        yield group, ids, counts


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


def _table(rows: list[tuple[str, str, int, str, int, float]]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(KEYWORDS)
    return pa.Table.from_arrays(
        [pa.array(column, field.type) for column, field in zip(columns, KEYWORDS, strict=True)],
        schema=KEYWORDS,
    )


def _ints(column: pa.Array | pa.ChunkedArray) -> Ints:
    return np.asarray(
        (
            column.to_numpy(zero_copy_only=False)
            if isinstance(column, pa.Array)
            else column.to_numpy()
        ),
        dtype=np.int64,
    )
