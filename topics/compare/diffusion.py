"""What became of the sections of a source in later documents: adopted, adapted, or none of it."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

import pandas as pd

from topics.compare.links import find_links
from topics.compare.reuse import inside, lag, runs_of, text_codes
from topics.compare.units import Unit, units

if TYPE_CHECKING:
    from topics.corpus import Document

RUN = 8  # Han characters (definition)
ADOPTED = 0.2  # share of a section in such runs from which it is adopted (definition)
DIFFUSION_COLUMNS = [
    "source",
    "path_source",
    "heading_source",
    "doc_id",
    "date",
    "path",
    "heading",
    "certainty",
    "similarity",
    "share_8",
    "days",
    "uptake",
    "earliest",
]
CURVE_COLUMNS = [
    "source",
    "path_source",
    "heading_source",
    "date",
    "documents",
    "taken_up",
    "share",
]
UPTAKES = ("adopted", "adapted", "own")


def diffusion(sources: Sequence[Document], documents: Sequence[Document]) -> pd.DataFrame:
    r"""Find for each section of later documents the section of a source that it follows.

    Parameters
    ----------
    sources : sequence of Document
        For example the plans of the centre.
    documents : sequence of Document
        For example those of the provinces. One that is older than a source has nothing from it.

    Returns
    -------
    DataFrame
        One row per section of the documents, columns `DIFFUSION_COLUMNS`: the best source section
        with a sure or likely link, its certainty and similarity; share_8, the share of the
        section's Han characters in runs of 8 that the source section holds; days from source to
        document (NaN where a date is unknown); uptake, `adopted` if linked with share_8 ≥ 0.2,
        `adapted` if linked below it, else `own` with empty source columns; earliest, the earliest
        dated of all these documents that holds the longest common run (common wording may come
        from there).

    Raises
    ------
    ValueError
        If there are no sources or no documents, or one is empty or not in Chinese.

    Examples
    --------
    >>> from topics.corpus import parse_text
    >>> central = parse_text("一、任务\n（一）更新老旧管网和路灯设施。\n", doc_id="中央")
    >>> local = parse_text("一、任务\n（一）全面更新老旧管网和路灯设施。\n（二）培训骑手。\n",
    ...     doc_id="某省")
    >>> diffusion([central], [local])[["path", "path_source", "uptake"]].values.tolist()
    [['一/（一）', '一/（一）', 'adopted'], ['一/（二）', '', 'own']]
    """
    if not sources or not documents:
        raise ValueError(
            f"{len(sources)} sources and {len(documents)} documents: diffusion needs one of each"
        )
    sides = [(source, units(source)) for source in sources]
    every = [(document, units(document)) for document in documents]
    records = [record for side in every for record in _of_document(side, sides)]
    dated = sorted(
        (document.date or document.published, document.doc_id, _whole(parts))
        for document, parts in [*sides, *every]
        if document.date or document.published
    )
    for record in records:
        run = str(record.pop("run"))
        holders = (name for _, name, text in dated if run in text)
        record["earliest"] = next(holders, "") if run else ""
    table = pd.DataFrame.from_records(records, columns=DIFFUSION_COLUMNS)
    return table.assign(
        **{name: table[name].astype(float) for name in ("similarity", "share_8", "days")}
    )


def _whole(parts: Sequence[Unit]) -> str:
    """Return the Han characters of a document, sections parted."""
    return "，".join(_han(unit) for unit in parts)


def _han(unit: Unit) -> str:
    return "".join(map(chr, text_codes(unit.clauses).tolist()))


def _of_document(
    side: tuple[Document, list[Unit]], sources: Sequence[tuple[Document, list[Unit]]]
) -> list[dict[str, object]]:
    """Return the rows of one document."""
    document, parts = side
    best: dict[int, tuple[tuple[bool, float], int, int]] = {}
    for number, (source, others) in enumerate(sources):
        if source.doc_id == document.doc_id or lag(source, document) < 0:
            continue
        for row, column, similarity, certainty in find_links(others, parts).each:
            rank = (certainty == "sure", similarity)
            if certainty != "weak" and (column not in best or rank > best[column][0]):
                best[column] = rank, number, row
    records = []
    for place, unit in enumerate(parts):
        own: dict[str, object] = {
            "doc_id": document.doc_id,
            "date": document.date or document.published,
            "path": unit.section.path,
            "heading": unit.section.heading,
        }
        if place in best:
            (sure, similarity), number, row = best[place]
            source, others = sources[number]
            own |= _followed(others[row], unit) | {
                "source": source.doc_id,
                "certainty": "sure" if sure else "likely",
                "similarity": similarity,
                "days": lag(source, document),
            }
        else:
            blanks = ("source", "path_source", "heading_source", "certainty", "run")
            own |= dict.fromkeys(blanks, "") | {"uptake": "own"}
        records.append(own)
    return records


def _followed(source: Unit, unit: Unit) -> dict[str, object]:
    """Return how much of a section stands in the section that it follows."""
    one, other = _han(source), _han(unit)
    codes = text_codes(other)
    shared = inside(codes, runs_of(text_codes(one), RUN), RUN)
    share = float(shared.sum() / max(len(codes), 1))
    match = SequenceMatcher(None, one, other, autojunk=False).find_longest_match()
    return {
        "path_source": source.section.path,
        "heading_source": source.section.heading,
        "share_8": share,
        "uptake": "adopted" if share >= ADOPTED else "adapted",
        "run": other[match.b : match.b + match.size] if match.size >= RUN else "",
    }


def adoption_curve(uptake: pd.DataFrame) -> pd.DataFrame:
    """Follow over time how many documents have taken up each section of a source.

    Parameters
    ----------
    uptake : DataFrame
        What `diffusion` returned. Documents without a date are left out.

    Returns
    -------
    DataFrame
        One row per source section that was taken up and date, columns `CURVE_COLUMNS`: documents
        (dated up to then), taken_up (of them, those with a section that follows it), share.

    Examples
    --------
    >>> rows = [["中央", "一", "更新", "某省", "2024-05-01", "adopted"],
    ...     ["", "", "", "另一省", "2024-06-01", "own"]]
    >>> names = ["source", "path_source", "heading_source", "doc_id", "date", "uptake"]
    >>> adoption_curve(pd.DataFrame(rows, columns=names))["share"].tolist()
    [1.0, 0.5]
    """
    dated = uptake[uptake["date"] != ""]
    documents = dated[["doc_id", "date"]].drop_duplicates()
    dates = sorted(documents["date"].unique())
    followed = dated[dated["uptake"] != "own"]
    keys = ["source", "path_source", "heading_source"]
    records = []
    for key, rows in followed.groupby(keys, sort=False):
        takers = rows[["doc_id", "date"]].drop_duplicates()
        for day in dates:
            n_all, n_taken = (
                int((documents["date"] <= day).sum()),
                int((takers["date"] <= day).sum()),
            )
            records.append([*key, day, n_all, n_taken, n_taken / n_all])
    return pd.DataFrame(records, columns=CURVE_COLUMNS)
