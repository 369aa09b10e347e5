"""DuckDB adds up integers under a memory limit; it computes no other number."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from topics.dfm import SECTION_MARK, group_labels

if TYPE_CHECKING:
    import duckdb

MEMORY = "400MB"
FILES_AT_ONCE = (
    16  # batches that are added up before their sum joins the others; each holds whole documents
)
KEYS = {
    "year": ("year", "genre"),
    "issuer": ("issuer",),
    "genre": ("genre",),
    "doc_id": ("doc_id",),
}


@contextmanager
def connect(
    folder: str | Path | None = None, *, memory: str = MEMORY, threads: int = 2
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a store that spills into a folder of its own, deleted afterwards.

    Parameters
    ----------
    folder : path, optional
        Where that folder is made; by default where the system keeps temporary files.
    memory : str
        Limit, as DuckDB writes it.
    threads : int
        They change the time, never a sum.
    """
    import duckdb  # noqa: PLC0415 — Spark's workers import this module and never open a store

    with tempfile.TemporaryDirectory(dir=folder, prefix=".store-") as temporary:
        connection = duckdb.connect(str(Path(temporary, "store.duckdb")))
        try:
            connection.execute("SET autoinstall_known_extensions = false")
            connection.execute(f"SET memory_limit = '{memory}'")
            connection.execute(f"SET temp_directory = '{_quoted(temporary)}'")
            connection.execute(f"SET threads = {threads:d}")
            yield connection
        finally:
            connection.close()


def add_up(
    store: duckdb.DuckDBPyConnection, batches: Sequence[Path], *, by: str, pool: bool
) -> None:
    """Add the counts of all batches up into the tables `sections_of`, `terms_of` and `themes_of` of
    the store.

    Parameters
    ----------
    store : connection
    batches : sequence of Path
        Files of schema COUNTS; a document stands in one of them as a whole.
    by : str
        What groups: year, issuer, genre, doc_id or the further column that the counts hold as
        `label`.
    pool : bool
        Join documents of different genre within a year.
    """
    files = [str(path) for path in batches]
    _make_labels(store, files, by, pool)
    store.execute(
        "CREATE TABLE terms_part (grp VARCHAR, year INTEGER, term VARCHAR, tf BIGINT, sections"
        " BIGINT, documents BIGINT)"
    )
    for start in range(0, len(files), FILES_AT_ONCE):
        some = _labelled(files[start : start + FILES_AT_ONCE], by)
        store.execute(f"""INSERT INTO terms_part
            SELECT grp, year, term, sum(tf), count(*), count(DISTINCT doc_id)
            FROM (SELECT grp, year, doc_id, unnest(terms) AS term, unnest(tfs) AS tf FROM ({some}))
            GROUP BY grp, year, term""")
    everything = _labelled(files, by)
    store.execute("""CREATE TABLE terms_of AS
        SELECT grp, year, term, sum(tf)::BIGINT AS tf, sum(sections)::BIGINT AS sections,
               sum(documents)::BIGINT AS documents
        FROM terms_part GROUP BY grp, year, term""")
    store.execute("DROP TABLE terms_part")
    store.execute(f"""CREATE TABLE sections_of AS
        SELECT grp, count(DISTINCT doc_id)::BIGINT AS documents, count(*)::BIGINT AS sections,
               sum(n_chars)::BIGINT AS n_chars, sum(n_tokens)::BIGINT AS n_tokens
        FROM ({everything}) GROUP BY grp""")
    store.execute(f"""CREATE TABLE themes_of AS
        SELECT theme, grp, sum(mention)::BIGINT AS mentions, count(*)::BIGINT AS sections,
               sum(n_chars)::BIGINT AS n_chars
        FROM (SELECT grp, n_chars, unnest(themes) AS theme, unnest(mentions) AS mention
              FROM ({everything}))
        GROUP BY theme, grp""")


def document_sums(
    store: duckdb.DuckDBPyConnection,
    batches: Sequence[Path],
    *,
    by: str,
    pool: bool,
    min_mentions: int = 1,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the documents, and what each says of each theme, both sorted.

    Returns
    -------
    documents : DataFrame
        doc_id, group, year, genre, issuer, n_chars, n_sections, n_tokens, reason (why it has no
        counts, else empty).
    themes : DataFrame
        doc_id, theme, mentions, sections (with at least `min_mentions`), n_chars (of these).
    """
    files = [str(path) for path in batches]
    _make_labels(store, files, by, pool)
    labelled = _labelled(files, by)
    counted = f"""SELECT doc_id, min(grp), min(year), min(genre), min(issuer),
        sum(n_chars)::BIGINT, count(*)::BIGINT, sum(n_tokens)::BIGINT, ''
        FROM ({labelled}) GROUP BY doc_id"""
    failed = f"""SELECT doc_id, '', NULL, '', '', 0, 0, 0, min(error)
        FROM read_parquet({_list(files)}) GROUP BY doc_id
        HAVING count(*) = count(error)"""
    columns = [
        "doc_id",
        "group",
        "year",
        "genre",
        "issuer",
        "n_chars",
        "n_sections",
        "n_tokens",
        "reason",
    ]
    documents = pd.DataFrame(
        store.execute(f"({counted}) UNION ALL ({failed}) ORDER BY 1").fetchall(), columns=columns
    )
    mentioned = f"""SELECT doc_id, theme, sum(mention)::BIGINT,
        count(*) FILTER (mention >= {min_mentions:d})::BIGINT,
        coalesce(sum(n_chars) FILTER (mention >= {min_mentions:d}), 0)::BIGINT
        FROM (SELECT doc_id, n_chars, unnest(themes) AS theme, unnest(mentions) AS mention
              FROM ({labelled}))
        GROUP BY doc_id, theme ORDER BY doc_id, theme"""
    names = ["doc_id", "theme", "mentions", "sections", "n_chars"]
    return documents.astype({"year": "Int64"}), pd.DataFrame(
        store.execute(mentioned).fetchall(), columns=names
    )


SUMS = ["group", "feature", "mentions", "sections", "covered", "top_mentions", "top_chars", "top"]


def section_sums(
    store: duckdb.DuckDBPyConnection,
    batches: Sequence[Path],
    *,
    by: str,
    pool: bool,
    only: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Return what the sections of each group say of each theme, or of each of some words.

    Parameters
    ----------
    only : sequence of str, optional
        Words that are added up; by default themes are.

    Returns
    -------
    DataFrame
        group; feature; mentions; sections (with a mention); covered (Han characters of these);
        top_mentions, top_chars and top (`doc_id#path`) of the section with most mentions, of equal
        ones the shortest; first and last (document), by year and name. Sorted by group and feature;
        groups without a name are left out.
    """
    files = [str(path) for path in batches]
    _make_labels(store, files, by, pool)
    keys, counts = ("themes", "mentions") if only is None else ("terms", "tfs")
    chosen = "" if only is None else "AND list_contains(?, feature)"
    query = f"""SELECT grp, feature, sum(n)::BIGINT, count(*)::BIGINT, sum(n_chars)::BIGINT,
        -min({{'n': -n, 'chars': n_chars, 'name': doc_id || '{SECTION_MARK}' || path}}).n,
        min({{'n': -n, 'chars': n_chars, 'name': doc_id || '{SECTION_MARK}' || path}}).chars,
        min({{'n': -n, 'chars': n_chars, 'name': doc_id || '{SECTION_MARK}' || path}}).name,
        min({{'year': coalesce(year, 9999), 'name': doc_id}}),
        max({{'year': coalesce(year, 9999), 'name': doc_id}})
        FROM (SELECT grp, doc_id, path, year, n_chars, unnest({keys}) AS feature,
                     unnest({counts})::BIGINT AS n FROM ({_labelled(files, by)}))
        WHERE n > 0 AND grp <> '' {chosen} GROUP BY grp, feature ORDER BY grp, feature"""
    found = store.execute(query, None if only is None else [list(only)]).fetchall()
    table = pd.DataFrame(found, columns=[*SUMS, "first", "last"])
    for name in ("first", "last"):
        table[name] = [(int(end["year"]), str(end["name"])) for end in table[name]]
    return table


def sections_with_themes(store: duckdb.DuckDBPyConnection, batches: Sequence[Path]) -> int:
    """Return how many leaf sections mention a theme."""
    files = _list([str(path) for path in batches])
    return _number(store, f"SELECT count(*) FROM read_parquet({files}) WHERE len(themes) > 0")


TABLES = {
    "vocabulary": (
        """SELECT (row_number() OVER (ORDER BY term) - 1)::BIGINT AS id, term,
        sum(tf)::BIGINT AS tf, sum(sections)::BIGINT AS sections,
        sum(documents)::BIGINT AS documents FROM terms_of
        GROUP BY term ORDER BY term"""
    ),
    "term_group": (
        """SELECT grp AS "group", term, sum(tf)::BIGINT AS tf, sum(sections)::BIGINT AS sections,
        sum(documents)::BIGINT AS documents FROM terms_of WHERE grp <> ''
        GROUP BY grp, term ORDER BY grp, term"""
    ),
    "term_year": (
        """SELECT year, term, sum(tf)::BIGINT AS tf, sum(sections)::BIGINT AS sections,
        sum(documents)::BIGINT AS documents FROM terms_of WHERE year IS NOT NULL
        GROUP BY year, term ORDER BY year, term"""
    ),
    "groups": (
        """SELECT grp AS "group", documents, sections, n_chars, n_tokens FROM sections_of ORDER BY
        grp
        """
    ),
    "theme_group": (
        """SELECT theme, grp AS "group", mentions, sections, n_chars FROM themes_of WHERE grp <> ''
        ORDER BY theme, grp
        """
    ),
}
"""The tables of integers, each in the order of its keys; a group without a name is in `groups`
alone.
"""


def write_sums(store: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write every table of integers as Parquet."""
    for name, query in TABLES.items():
        copy(store, query, folder / f"{name}.parquet")


def write_quarantine(store: duckdb.DuckDBPyConnection, batches: Sequence[Path], path: Path) -> int:
    """Write the documents without counts, with the reason, and return how many they are."""
    files = _list([str(batch) for batch in batches])
    query = (
        f"SELECT doc_id, path, error FROM read_parquet({files}) WHERE error IS NOT NULL ORDER BY"
        " doc_id, path, error"
    )
    copy(store, query, path)
    return _number(store, f"SELECT count(*) FROM ({query})")


def totals(store: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Return documents, sections, characters and tokens in all."""
    names = ("documents", "sections", "n_chars", "n_tokens")
    sums = ", ".join(f"coalesce(sum({name}), 0)::BIGINT" for name in names)
    return dict(
        zip(names, store.execute(f"SELECT {sums} FROM sections_of").fetchall()[0], strict=True)
    )


def copy(store: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    """Write the answer of a query as Parquet, as a whole or not at all."""
    temporary = path.with_name(path.name + ".tmp")
    store.execute(
        f"COPY ({query}) TO '{_quoted(str(temporary))}' (FORMAT parquet, COMPRESSION zstd)"
    )
    temporary.replace(path)


def _make_labels(
    store: duckdb.DuckDBPyConnection, files: Sequence[str], by: str, pool: bool
) -> None:
    """Name the group of each combination of keys by the rule of the in-memory path."""
    keys = KEYS.get(by, ("label",))
    listed = ", ".join(keys)
    found = store.execute(
        f"SELECT {listed}, count(DISTINCT doc_id) FROM read_parquet({_list(files)})"
        f" WHERE error IS NULL GROUP BY {listed} ORDER BY ALL"
    ).fetchall()
    rows = pd.DataFrame(found, columns=[*keys, "documents"]).rename(columns={"label": by})
    if by == "year":
        rows["year"] = rows["year"].astype("Int64")
    labels = [str(label) for label in group_labels(rows, by, pool=pool)] if len(rows) else []
    types = ", ".join(f"{key} {'INTEGER' if key == 'year' else 'VARCHAR'}" for key in keys)
    store.execute(f"CREATE TABLE labels ({types}, grp VARCHAR)")
    if found:
        marks = ", ".join("?" for _ in (*keys, "grp"))
        store.executemany(
            f"INSERT INTO labels VALUES ({marks})",
            [[*row[:-1], label] for row, label in zip(found, labels, strict=True)],
        )


def _labelled(files: Sequence[str], by: str) -> str:
    keys = KEYS.get(by, ("label",))
    match = " AND ".join(f"c.{key} IS NOT DISTINCT FROM l.{key}" for key in keys)
    return (
        f"SELECT c.*, l.grp FROM read_parquet({_list(files)}) c JOIN labels l ON {match} WHERE"
        " c.error IS NULL"
    )


def _list(files: Sequence[str]) -> str:
    return "[" + ", ".join(f"'{_quoted(file)}'" for file in files) + "]"


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def _number(store: duckdb.DuckDBPyConnection, query: str) -> int:
    answer: Any = store.execute(query).fetchall()[0][0]
    return int(answer)
