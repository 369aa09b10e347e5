"""Linked sections sentence by sentence, as data for the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from topics.compare.differences import pieces
from topics.names import ALARMS, LINK_SHAPES, SENTENCE_STATUSES
from topics.report.chapters.source import Source, records
from topics.report.findings.compared import Comparison, comparisons
from topics.report.inert import visible

SIGNS = {"same": "=", "removed": "-", "added": "+"}
Leaves = Mapping[tuple[str, str], int]


def side_by_side(source: Source, leaves: Leaves) -> dict[int, dict[str, Any]]:
    """Return what the page needs to lay linked sections over each other.

    Returns
    -------
    dict
        By number of the comparison: name; groups: number → [shape in words, leaves, rows]; rows:
        [remark, leaf and line of the older sentence, leaf and line of the newer one, pieces], a
        leaf being −1 where there is no sentence; a piece is [sign, text], `=` on both sides, `-` on
        the older, `+` on the newer.
    """
    return {
        shown.number: {
            "name": visible(f"{shown.reference} → {shown.target}"),
            "groups": _groups(source, shown, leaves),
            "rows": [_row(source, shown, row, leaves) for row in records(shown.changes)],
        }
        for shown in comparisons(source.analysis.tables)
    }


def _groups(source: Source, shown: Comparison, leaves: Leaves) -> dict[int, list[Any]]:
    """Return each group of linked sections with its leaves and the rows of their sentences."""
    of_path: tuple[dict[str, int], dict[str, int]] = {}, {}
    found: dict[int, list[Any]] = {}
    for row in records(shown.links[shown.links["group"] > 0]):
        name = LINK_SHAPES[row.shape].in_(source.say.lang)
        group = found.setdefault(int(row.group), [name, [], []])
        ends = zip(shown.documents, (row.path_reference, row.path_target), of_path, strict=True)
        for doc_id, path, places in ends:
            if path and path not in places:
                places[path] = int(row.group)
                group[1] += [leaves[doc_id, path]] if (doc_id, path) in leaves else []
    for number, row in enumerate(records(shown.changes)):
        sides = (of_path[0].get(row.path_reference), of_path[1].get(row.path_target))
        for group_number in dict.fromkeys(side for side in sides if side):
            found[group_number][2].append(number)
    return found


def _row(source: Source, shown: Comparison, row: Any, leaves: Leaves) -> list[Any]:
    ends = zip(
        shown.documents,
        (row.path_reference, row.path_target),
        (row.line_reference, row.line_target),
        strict=True,
    )
    places = [
        part for doc_id, path, line in ends for part in (leaves.get((doc_id, path), -1), int(line))
    ]
    return [_remark(source, row), *places, _laid_over(row.text_reference, row.text_target)]


def _remark(source: Source, row: Any) -> str:
    """Say what became of a sentence, and of what an alarm warns."""
    lang = source.say.lang
    words = [SENTENCE_STATUSES[row.status].in_(lang)]
    words += [source.say("sentence_moved")] if row.moved else []
    words += [source.say("sentence_formula")] if row.formula else []
    alarms = [name for name in ("numbers_differ", "direction_differs") if getattr(row, name)]
    words += [ALARMS[name].in_(lang) for name in (*alarms, row.force) if name]
    return source.say("separator").join(words)


def _laid_over(old: str, new: str) -> list[list[str]]:
    if not old or not new or old == new:
        sign = "=" if old == new else "+" if new else "-"
        return [[sign, visible(new or old)]]
    return [[SIGNS[piece.kind], visible(piece.text)] for piece in pieces(old, new)]
