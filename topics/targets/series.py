"""What became of a target in later documents: raised, lowered, kept, dropped, achieved, and so on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import pandas as pd

from topics.corpus.document import Document
from topics.targets.context import PLAN, now_of, plain_text, sentences
from topics.targets.indicators import pairs
from topics.targets.options import SeriesOptions
from topics.targets.units import measure_of

SERIES_COLUMNS = [
    *("series", "indicator", "unit", "group", "doc_id", "kind", "relation", "value"),
    *("year", "deadline", "hardness", "change", "note", "path", "line", "value_text"),
]
CHANGES = (
    *("new", "baseline", "raised", "lowered", "kept", "interim", "deadline_moved", "relation_changed"),
    *("achieved", "reported", "quality_only", "dropped", "explicitly_absent"),
)
SERIAL = ("target", "limit", "scope", "budget", "term", "baseline")  # kinds that have a series
_QUALITY = re.compile(
    "(?:稳步|明显|显著|持续|进一步|不断|大幅|逐步|较大幅度|有效|稳定|平稳|较快|加快)(?:提高|提升|增长|增加|改善|下降|降低|扩大|缩小|减少|优化|加强)|保持[^，。；]{0,6}(?:稳定|合理|基本)"
    "|继续(?:提高|提升|增长|下降|改善|扩大)"
)
_NO_QUALITY_BEFORE = 12  # Han characters between an indicator and the words about it (chosen)


@dataclass
class _Series:
    """One indicator with its rows, the latest last."""

    number: int
    rows: list[Any] = field(default_factory=list)
    said: list[dict[str, object]] = field(default_factory=list)

    @property
    def last(self) -> Any:
        """The last number that binds; where there is none, the last one."""
        return next((row for row in reversed(self.rows) if row.kind != "baseline"), self.rows[-1])

    @property
    def binds(self) -> bool:
        return self.last.kind != "baseline"


class _Index:
    """Finds the series of which a key shares pairs of characters, without comparing it to all."""

    def __init__(self) -> None:
        self.chains: list[_Series] = []
        self._keys: list[frozenset[str]] = []
        self._holding: dict[str, set[int]] = {}

    def add(self) -> _Series:
        self.chains.append(_Series(len(self.chains)))
        self._keys.append(frozenset())
        return self.chains[-1]

    def note(self, chain: _Series) -> None:
        """Make a series findable by the key of its last number."""
        for pair in self._keys[chain.number]:
            self._holding[pair].discard(chain.number)
        self._keys[chain.number] = pairs(chain.last.key)
        for pair in self._keys[chain.number]:
            self._holding.setdefault(pair, set()).add(chain.number)

    def near(self, key: str) -> Iterator[tuple[_Series, float]]:
        """Yield series with the Dice coefficient of their key and another."""
        own = pairs(key)
        shared = Counter(n for pair in sorted(own) for n in self._holding.get(pair, ()))
        for number, n in sorted(shared.items()):
            yield self.chains[number], 2 * n / (len(own) + len(self._keys[number]))


def series(
    targets: pd.DataFrame,
    documents: Sequence[Document],
    *,
    links: pd.DataFrame | None = None,
    options: SeriesOptions | None = None,
) -> pd.DataFrame:
    """Return the targets of several documents as series, with what changed from one to the next.

    Parameters
    ----------
    targets : DataFrame
        Rows of `classify` of all documents.
    documents : sequence of Document
        In any order; they are taken in the order of their dates, those without a date by their
        year or the first year of their period, and those without either not at all.
    links : DataFrame, optional
        As `link_sections` returns it: numbers of linked sections match with less likeness.
    options : SeriesOptions, optional

    Returns
    -------
    DataFrame
        One row per series and document that says something of it, `SERIES_COLUMNS`; only series
        with a number other than a baseline, in two documents or more. `change` is one of `CHANGES`.
        A target is `dropped` only by the next document of the same genre, and `explicitly_absent`
        where a yearly genre had a value in three documents before. `raised` and `lowered` compare
        the numbers as such: of 降低4%, then 5%, the second is raised.
    """
    options = options or SeriesOptions()
    ordered = in_time(documents)
    linked = _linked(links)
    index = _Index()
    for place, document in enumerate(ordered):
        rows = _serial(targets, document)
        for done in (True, False):  # first what was reached, then what is aimed at now
            own = [row for row in rows if (row.kind == "baseline") == done]
            matched = _match(index, own, linked, options)
            for number, row in enumerate(own):
                chain = matched.get(number) or index.add()
                _add(chain, row)
                index.note(chain)
        _say_absent(index.chains, ordered[: place + 1], options)
    return _table(index.chains)


def in_time(documents: Sequence[Document]) -> list[Document]:
    """Return the documents that have a time, in its order; ties in the order of their names."""
    dated = [document for document in documents if document.analysed and now_of(document)]
    return sorted(dated, key=lambda one: (_time(one), one.doc_id))


def _time(document: Document) -> str:
    """Return when a document was made. A plan without a date counts as of the end of the second
    year of its period, by when plans of several years are out.
    """
    known = document.date or document.published or str(document.year or "")
    return known or f"{(now_of(document) or 0) + 1}-12"


def _serial(targets: pd.DataFrame, document: Document) -> list[Any]:
    """Return the numbers of a document that can stand in a series, each said once."""
    own = targets[(targets["doc_id"] == document.doc_id) & targets["kind"].isin(SERIAL)]
    own = own.assign(year=now_of(document))
    seen: set[tuple[object, ...]] = set()
    rows = []
    for row in own.itertuples():
        said = (row.key, row.unit, row.per, row.value, row.low, row.deadline, row.kind == "baseline")
        if row.key and said not in seen and not _over_years(row):
            seen.add(said)
            rows.append(row)
    return rows


def _over_years(row: Any) -> bool:
    """Return whether a report compares with a year long past: no yearly target says that."""
    return row.kind == "baseline" and bool(row.baseline_year) and row.year - int(row.baseline_year) > 2


def _linked(links: pd.DataFrame | None) -> Callable[[Any, Any], bool]:
    if links is None or links.empty:
        return lambda _one, _other: False
    certain = links[links["certainty"].isin(["sure", "likely"])]
    places = set(
        zip(
            certain["doc_id_reference"],
            certain["path_reference"],
            certain["doc_id_target"],
            certain["path_target"],
            strict=True,
        )
    )
    return lambda one, other: (one.doc_id, one.path, other.doc_id, other.path) in places


def _match(
    index: _Index,
    rows: Sequence[Any],
    linked: Callable[[Any, Any], bool],
    options: SeriesOptions,
) -> dict[int, _Series]:
    """Pair the numbers of a document with open series one to one: those that bind before those
    that only report, the most alike first.
    """
    found = []
    for number, row in enumerate(rows):
        for chain, score in index.near(row.key):
            last = chain.last
            if not _comparable(last, row):
                continue
            if score < options.alike and linked(last, row) and score >= options.alike_linked:
                score = options.alike
            if score < options.alike and _same_number(last, row) and score >= options.alike_equal:
                score = options.alike
            if score >= options.alike:
                found.append((not chain.binds, -score, chain.number, number))
    matched: dict[int, _Series] = {}
    taken: set[int] = set()
    for _, _, name, number in sorted(found):
        if number not in matched and name not in taken:
            matched[number] = index.chains[name]
            taken.add(name)
    return matched


def _comparable(last: Any, row: Any) -> bool:
    if last.doc_id == row.doc_id and last.kind != "baseline":
        return False
    if row.kind == "baseline" and last.kind not in {"baseline", "target", "limit"}:
        return False
    same_unit = measure_of(last.unit).family == measure_of(row.unit).family
    return same_unit and last.per == row.per and (last.direction == "level") == (
        row.direction == "level"
    )


def _same_number(last: Any, row: Any) -> bool:
    """Return whether what was done is the very number that was aimed at, of the same thing."""
    return bool(
        row.kind == "baseline"
        and last.kind == "target"
        and last.value == row.value
        and last.key[-2:] == row.key[-2:]
    )


def _add(chain: _Series, row: Any) -> None:
    if not chain.rows:
        change, note = ("baseline" if row.kind == "baseline" else "new"), ""
    else:
        change, note = _change(chain, row)
    chain.rows.append(row)
    chain.said.append(_said(chain, row, change, note))


def _change(chain: _Series, row: Any) -> tuple[str, str]:
    """Return what a later number does to the last one, and a note for the table."""
    last = chain.last
    if row.kind == "baseline":
        if last.kind == "baseline":
            return "baseline", ""
        done = _holds(row, last)
        return ("achieved" if done else "reported"), f"{_written(last)}→{_written(row)}"
    if last.kind == "baseline":
        return "new", f"{_written(last)}→{_written(row)}"
    last = next((one for one in reversed(chain.rows) if _alike_in_time(one, row)), last)
    old, new = _size(last), _size(row)
    note = f"{_written(last)}→{_written(row)}"
    if last.deadline and row.deadline and _lead(last) != _lead(row):
        note += f"（{last.deadline}→{row.deadline}）"
    if old != new and _sooner(last, row):
        return "interim", note
    if old != new:
        return ("raised" if new > old else "lowered"), note
    if last.relation != row.relation:
        return "relation_changed", note
    if _moved(last, row):
        return "deadline_moved", f"{last.deadline}→{row.deadline}"
    return "kept", ""


def _moved(last: Any, row: Any) -> bool:
    """Return whether a deadline moved: neither the same year, nor each its document's own."""
    stated = {"clause", "sentence", "section"}
    said = last.deadline_from in stated or row.deadline_from in stated
    if not last.deadline or not row.deadline or last.deadline[:4] == row.deadline[:4] or not said:
        return False
    return _lead(last) != _lead(row)


def _sooner(last: Any, row: Any) -> bool:
    """Return whether a later document sets a nearer deadline: a step towards the number before."""
    return bool(last.deadline and row.deadline) and row.deadline[:4] < last.deadline[:4]


def _alike_in_time(one: Any, row: Any) -> bool:
    """Return whether two numbers bind over the same span: a yearly plan follows a yearly plan."""
    if one.kind == "baseline":
        return False
    if not one.deadline or not row.deadline:
        return one.deadline == row.deadline
    return _lead(one) == _lead(row)


def _lead(row: Any) -> int:
    return int(row.deadline[:4]) - int(row.year)


def _size(row: Any) -> Fraction:
    """Return the number in the first unit of its family; of a range the middle."""
    factor = measure_of(row.unit).factor
    if pd.isna(row.value):
        return (Fraction(row.low) + Fraction(row.high)) / 2 * factor
    return Fraction(row.value) * factor


def _holds(row: Any, target: Any) -> bool:
    """Return whether a value that is reported meets what was aimed at."""
    size, aim = _size(row), _size(target)
    if target.relation in {"at_most", "less_than"} or target.direction == "down" and target.relation != "down_by":
        return size <= aim
    if target.relation in {"about", "near"}:
        return size >= aim * Fraction(99, 100)
    return size >= aim


def _written(row: Any) -> str:
    return str(row.value_text)


def _said(chain: _Series, row: Any, change: str, note: str) -> dict[str, object]:
    value = row.value if not pd.isna(row.value) else None
    return {
        "series": chain.number, "indicator": row.indicator, "unit": row.unit, "group": row.group,
        "doc_id": row.doc_id, "kind": row.kind, "relation": row.relation, "value": value,
        "year": _year(row), "deadline": row.deadline, "hardness": row.hardness, "change": change, "note": note,
        "path": row.path, "line": row.line, "value_text": row.value_text,
    }  # fmt: skip


def _year(row: Any) -> int:
    """Return the year of which a number speaks: its deadline, or that of the document."""
    if row.deadline:
        return int(row.deadline[:4])
    return int(row.year) - (row.kind == "baseline")


def _say_absent(
    chains: Sequence[_Series], documents: Sequence[Document], options: SeriesOptions
) -> None:
    """Say of each series that the latest document gives no number what it gives instead."""
    document = documents[-1]
    ahead = _ahead(document)
    genre = [one.doc_id for one in documents if one.genre == document.genre and one.genre]
    for chain in chains:
        last, latest = chain.last, chain.rows[-1].doc_id
        here = latest == document.doc_id
        if last.doc_id == document.doc_id and chain.binds or not (chain.binds or here):
            continue
        quality = _quality(ahead, last.indicator)
        if quality:
            chain.said.append(_absent(chain, document, "quality_only", quality))
            continue
        before = {one.doc_id for one in chain.rows if one.kind != "baseline"} & set(genre)
        if not here and len(genre) > 1 and genre[-2] in before:
            yearly = document.genre.startswith("年度") or document.genre == "政府工作报告"
            explicit = yearly and len(before) >= options.least_before
            change = "explicitly_absent" if explicit else "dropped"
            chain.said.append(_absent(chain, document, change, ""))


def _ahead(document: Document) -> str:
    """Return the sentences of a document that look ahead."""
    text = plain_text(document)
    return "".join(text[one.start : one.end] for one in sentences(document) if one.role == PLAN)


def _quality(text: str, indicator: str) -> str:
    """Return how a text speaks of an indicator without a number; empty where it does not."""
    if len(indicator) < 3 or indicator not in text:
        return ""
    for match in re.finditer(re.escape(indicator), text):
        clause = re.split("[，。；\n]", text[match.end() : match.end() + 24])[0]
        if re.search(r"\d", clause):
            continue
        said = _QUALITY.search(clause)
        if said and said.start() <= _NO_QUALITY_BEFORE:
            return said[0]
    return ""


def _absent(chain: _Series, document: Document, change: str, note: str) -> dict[str, object]:
    last = chain.said[-1]
    return {
        **last, "group": "", "doc_id": document.doc_id, "relation": "", "value": None,
        "year": now_of(document), "deadline": "", "hardness": None, "change": change, "note": note, "path": "", "line": None,
        "value_text": "", "kind": "",
    }  # fmt: skip


def _table(chains: Sequence[_Series]) -> pd.DataFrame:
    kept = [
        chain
        for chain in chains
        if len({row["doc_id"] for row in chain.said}) > 1
        and chain.binds
    ]
    rows = [{**row, "series": number} for number, chain in enumerate(kept, 1) for row in chain.said]
    table = pd.DataFrame(rows, columns=SERIES_COLUMNS)
    return table.astype(dict.fromkeys(("series", "year", "hardness", "line"), "Int64"))
