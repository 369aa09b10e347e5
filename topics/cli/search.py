"""The command `search`: where and how often words stand, and what is like a given section."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from topics.cli.answers import format_table, print_answer, records_of
from topics.cli.asked import progress_of, study_of
from topics.report.inert import visible

if TYPE_CHECKING:
    import pandas as pd

    from topics.search import Index, Query

MOST_DOCUMENTS = 20  # that the table of documents lists (chosen: a screen)
TITLE = 24  # characters of a title in it
BOLD = ("\x1b[1m", "\x1b[0m")
SAID = {
    "zh": {
        "total": "“{word}”：{n}处，见于{documents}份文件的{sections}个条目；每万汉字{rate:.2f}次",
        "absent": "“{word}”：没有一处（查了{documents}份文件）",
        "where": "第{line}行",
        "similar": "不含所查的词，用词相近",
        "first": "按时间先后排列；“首见”只限于这些文件。",
        "quantity": "含数字的排在前面。",
        "more": "另有{n}份文件未列；--json 全部列出。",
        "nothing": "没有找到条目；请换用较短的词，或去掉限定。",
        "like": "与 {address} 用词相近的条目：",
        "columns": ("文件", "标题", "年份", "份数"),
        "rate": "每万汉字",
    },
    "en": {
        "total": '"{word}": {n} times, in {sections} sections of {documents} documents;'
        " {rate:.2f} per 10,000 Han characters",
        "absent": '"{word}": nowhere ({documents} documents searched)',
        "where": "line {line}",
        "similar": "without the words, in like wording",
        "first": "In order of time; the first is the first among these documents.",
        "quantity": "Those with a number come first.",
        "more": "{n} more documents are not listed; --json lists all.",
        "nothing": "No section was found; try a shorter word, or fewer conditions.",
        "like": "Sections in wording like {address}:",
        "columns": ("document", "title", "year", "documents"),
        "rate": "per 10,000",
    },
}


@dataclass(frozen=True)
class _Answer:
    """What a command found, and the documents that its rows name."""

    query: Query
    counts: pd.DataFrame
    years: pd.DataFrame
    rows: pd.DataFrame
    titles: dict[str, str]


def run_search(arguments: Namespace) -> None:
    """Print how often words stand in each document and year, and the sentences that hold them."""
    from topics.search import parse_query

    arguments.paths, text = _paths_and_query(arguments)
    query = parse_query(text, words=not arguments.like)
    with progress_of(arguments) as progress:
        study = study_of(arguments, progress)
        progress.stage("searching")
        found = _found(study.index, query, arguments)
    say: dict[str, Any] = SAID[arguments.lang]
    answer = {
        "query": text,
        "like": arguments.like,
        "asks": query.asks,
        "counts": records_of(found.counts),
        "years": records_of(found.years),
        "rows": records_of(found.rows),
    }
    print_answer(arguments, lambda: print("\n".join(_said(found, arguments, say))), answer)


def _paths_and_query(arguments: Namespace) -> tuple[list[str], str]:
    """Part what was given: paths and the words of the query, which may stand first if one."""
    given: list[str] = arguments.paths
    paths = [name for n, name in enumerate(given) if _is_path(name) or (n == 0 and len(given) > 1)]
    words = [name for name in given if name not in paths]
    if not words and len(paths) > 1 and not arguments.like and not _is_path(paths[0]):
        words = [paths.pop(0)]  # the query came first
    if not words and not arguments.like:
        raise ValueError(
            f"nothing says what to look for{' in ' if paths else ''}{'、'.join(paths)}; write"
            ' topics search FOLDER "韧性 资金" (a word that is also the name of a file: '
            "'\"corpus\"')"
        )
    return paths, " ".join(words)


def _is_path(name: str) -> bool:
    try:
        return bool(name.strip()) and Path(name).exists()
    except (OSError, ValueError):  # a long query is no name of a file
        return False


def _found(index: Index, query: Query, arguments: Namespace) -> _Answer:
    from topics.search import by_year

    if arguments.like:
        rows = index.like(arguments.like, query, arguments.n)
    else:
        rows = index.search(query, arguments.n, sentences=arguments.sentences)
    counted = index.counts(query)
    titles = {leaf.document.doc_id: leaf.document.title for leaf in index.units.leaves}
    return _Answer(query, counted, by_year(counted), rows, titles)


def _said(found: _Answer, arguments: Namespace, say: dict[str, Any]) -> Iterator[str]:
    from topics.dfm import as_names

    if arguments.like:
        yield say["like"].format(address=arguments.like)
    else:
        yield from _totals(found.counts, say)
        yield from _tables(found, say)
    if found.query.asks and len(found.rows):
        yield f"\n{say[found.query.asks]}"
    rows = found.rows.assign(year=as_names(found.rows["year"]))
    for number, row in enumerate(rows.to_dict("records"), 1):
        place = " ".join(part for part in (row["path"], row["heading"]) if part)
        where = [row["doc_id"], row["year"], place, say["where"].format(line=row["line"])]
        if not row["words"] and not arguments.like:
            where.append(f"〔{say['similar']}〕")
        yield visible(f"\n{number}. {'  '.join(filter(None, where))}")
        yield f"   {_marked(visible(row['sentence']), found.query.words)}"
    if not len(found.rows):
        yield f"\n{say['nothing']}"


def _totals(counted: pd.DataFrame, say: dict[str, Any]) -> Iterator[str]:
    for word, rows in counted.groupby("word", sort=False):
        n, n_chars = int(rows["n"].sum()), int(rows["n_chars"].sum())
        yield say["total" if n else "absent"].format(
            word=visible(str(word)),
            n=n,
            documents=int((rows["n"] > 0).sum()) if n else len(rows),
            sections=int(rows["n_sections"].sum()),
            rate=n * 10_000 / max(n_chars, 1),
        )


def _tables(found: _Answer, say: dict[str, Any]) -> Iterator[str]:
    document, title, year, documents = say["columns"]
    words = list(found.query.words)
    held = found.counts.groupby("doc_id")["n"].transform("sum") > 0
    if found.counts.empty or not held.any():
        return
    table = _wide(found.counts[held], "doc_id", words, say["rate"])
    names = [visible(found.titles[doc_id])[:TITLE] for doc_id in table["doc_id"]]
    table.insert(1, title, names)
    shown = table.rename(columns={"doc_id": document, "year": year})
    yield f"\n{format_table(shown.head(MOST_DOCUMENTS))}"
    if len(shown) > MOST_DOCUMENTS:
        yield say["more"].format(n=len(shown) - MOST_DOCUMENTS)
    if len(found.years) and found.years["documents"].max() > 1:
        years = _wide(found.years, "documents", words, say["rate"], key="year")
        yield f"\n{format_table(years.rename(columns={'year': year, 'documents': documents}))}"


def _wide(
    table: pd.DataFrame, beside: str, words: list[str], rate: str, *, key: str = "doc_id"
) -> pd.DataFrame:
    """Lay the words of a table of counts out in columns, each with its rate where it is alone."""
    from topics.dfm import as_names

    first = table[table["word"] == words[0]].reset_index(drop=True)
    wide = first[["doc_id", "year"] if key == "doc_id" else ["year", beside]]
    wide = wide.assign(year=as_names(wide["year"]))
    for word in words:
        rows = table[table["word"] == word].reset_index(drop=True)
        wide = wide.assign(**{visible(word): rows["n"]})
        if len(words) == 1:
            wide = wide.assign(**{rate: [f"{value:.2f}" for value in rows["rate"]]})
    return wide


def _marked(sentence: str, words: tuple[str, ...]) -> str:
    """Return a sentence with the words in bold where a person reads it."""
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        return sentence
    from topics.search.query import places, plain

    folded = plain(sentence)
    bold = {i for word in words for at in places(folded, word) for i in range(at, at + len(word))}
    return "".join(
        (BOLD[0] if i in bold and i - 1 not in bold else "")
        + char
        + (BOLD[1] if i in bold and i + 1 not in bold else "")
        for i, char in enumerate(sentence)
    )
