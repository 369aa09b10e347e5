"""Two documents as one Word file with tracked changes, which Word and LibreOffice show, accept and
reject.
"""

from __future__ import annotations

import io
import zipfile
from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING, Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from markupsafe import escape

from topics.compare.differences import Piece, Split, pieces
from topics.compare.similarity import dice
from topics.compare.units import comparable, require_chinese
from topics.corpus.language.characters import UNSEEN, spell_unseen

if TYPE_CHECKING:
    from topics.corpus import Document

AUTHOR, EPOCH = "topics", datetime(1980, 1, 1)  # noqa: DTZ001 — Word wants a date without a zone
DATE = "1980-01-01T00:00:00Z"
ALIKE = 0.3  # Dice from which two paragraphs are laid over each other (chosen: as for sentences)
SONG, LATIN = "宋体", "Times New Roman"
_FACE = (
    f'<w:rPr><w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:cs="{LATIN}" w:eastAsia="{SONG}"/>'
    "</w:rPr>"
)


def tracked_changes(
    old: Document, new: Document, *, split: Split | None = None, title: str = ""
) -> bytes:
    """Return a Word file that shows how one document became the other, as tracked changes.

    To accept all changes gives the newer text, to reject them all the older one. Paragraphs are
    paired in one order, those that say most of the same; what moved is struck out in one place and
    put in at the other.

    Parameters
    ----------
    old, new : Document
    split : callable, optional
        Cuts a text into words, as in `differences.pieces`.
    title : str
        A first line that is part of neither; by default the titles of both documents.

    Returns
    -------
    bytes
        The same for the same documents.

    Raises
    ------
    ValueError
        If a document is empty or not in Chinese.
    """
    require_chinese(old)
    require_chinese(new)
    sides = _paragraphs(old), _paragraphs(new)
    word = docx.Document()
    _set_up(word, title or f"{old.title or old.doc_id} → {new.title or new.doc_id}")
    numbers = count(1)
    body = word.element.body
    for one, other in _laid_out(*sides):
        found = _pieces(one, other, split)
        body.insert(len(body) - 1, parse_xml(_paragraph(found, one, other, numbers)))
    return _same_bytes(word)


def _paragraphs(document: Document) -> list[str]:
    lines = (line.strip() for line in document.text.split("\n"))
    return [spell_unseen(line) for line in lines if line]


def _laid_out(old: Sequence[str], new: Sequence[str]) -> list[tuple[str | None, str | None]]:
    """Pair paragraphs in one order; one without a counterpart stands alone, the old ones first."""
    result: list[tuple[str | None, str | None]] = []
    i = j = 0
    for row, column in [*_in_order(_alike(old, new)), (len(old), len(new))]:
        result += [(line, None) for line in old[i:row]]
        result += [(None, line) for line in new[j:column]]
        if row < len(old):
            result.append((old[row], new[column]))
        i, j = row + 1, column + 1
    return result


def _alike(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, float]]:
    """Return the pairs of paragraphs that may be laid over each other, with their weights: the
    similarity times the length, so that an article counts more than a heading.
    """
    left, right = [comparable(line) for line in old], [comparable(line) for line in new]
    found = {(i, j): value for i, j, value in dice(left, right, least=ALIKE)}
    places: dict[str, list[int]] = {}
    for j, line in enumerate(new):
        places.setdefault(line, []).append(j)
    found |= {(i, j): 1.0 for i, line in enumerate(old) for j in places.get(line, ())}
    return [
        (i, j, value * (1 + min(len(old[i]), len(new[j]))))
        for (i, j), value in sorted(found.items())
    ]


def _in_order(pairs: Sequence[tuple[int, int, float]]) -> list[tuple[int, int]]:
    """Choose pairs that rise on both sides, with the greatest sum of weights."""
    ends: list[int] = []  # columns, rising, …
    best: list[float] = []  # … the greatest sum that ends there, rising too …
    chains: list[Any] = []  # … and its pairs, as (pair, chain before)
    row = -1
    waiting: list[tuple[int, float, Any]] = []
    for i, j, weight in [*pairs, (-1, 0, 0.0)]:
        if i != row:
            for end in waiting:
                _enter((ends, best, chains), *end)
            row, waiting = i, []
        place = bisect_left(ends, j)
        earlier = (best[place - 1], chains[place - 1]) if place else (0.0, None)
        waiting.append((j, earlier[0] + weight, ((i, j), earlier[1])))
    chosen: list[tuple[int, int]] = []
    chain: Any = chains[-1] if chains else None
    while chain:
        chosen.append(chain[0])
        chain = chain[1]
    return chosen[::-1]


def _enter(
    front: tuple[list[int], list[float], list[Any]], column: int, total: float, chain: Any
) -> None:
    """Keep a sum that is greater than every one that ends earlier or here."""
    ends, best, chains = front
    place = bisect_left(ends, column)
    held = place if place < len(ends) and ends[place] == column else place - 1
    if held >= 0 and best[held] >= total:
        return
    last = place
    while last < len(ends) and best[last] <= total:
        last += 1
    ends[place:last], best[place:last], chains[place:last] = [column], [total], [chain]


def _pieces(old: str | None, new: str | None, split: Split | None) -> list[Piece]:
    if old is None or new is None:
        return [Piece("added", new or "")] if old is None else [Piece("removed", old)]
    return [Piece("same", old)] if old == new else pieces(old, new, split=split)


def _paragraph(found: Sequence[Piece], old: str | None, new: str | None, numbers: Any) -> str:
    """Write a paragraph; the mark at its end is tracked where the whole paragraph is."""
    kind = "ins" if old is None else "del" if new is None else ""
    mark = f"<w:rPr><w:{kind} {_by(numbers)}/></w:rPr>" if kind else ""
    runs = "".join(_run(piece, numbers) for piece in found)
    return (
        f'<w:p {nsdecls("w")}><w:pPr><w:spacing w:after="60"/><w:ind w:firstLineChars="200"/>'
        f"{mark}</w:pPr>{runs}</w:p>"
    )


def _run(piece: Piece, numbers: Any) -> str:
    name = "delText" if piece.kind == "removed" else "t"
    text = f'<w:{name} xml:space="preserve">{escape(piece.text)}</w:{name}>'
    run = f"<w:r>{_FACE}{text}</w:r>"
    if piece.kind == "same":
        return run
    kind = "del" if piece.kind == "removed" else "ins"
    return f"<w:{kind} {_by(numbers)}>{run}</w:{kind}>"


def _by(numbers: Any) -> str:
    return f'w:id="{next(numbers)}" w:author="{AUTHOR}" w:date="{DATE}"'


def _set_up(word: Any, title: str) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.8)
    normal = word.styles["Normal"]
    normal.font.size, normal.font.name = Pt(10.5), LATIN
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), SONG)
    title = UNSEEN.sub("", title)
    run = word.add_paragraph().add_run(title)
    run.font.size, run.font.bold = Pt(12), True
    properties = word.core_properties
    properties.author = properties.last_modified_by = AUTHOR
    properties.title, properties.comments = title, ""
    properties.created = properties.modified = EPOCH


def _same_bytes(word: Any) -> bytes:
    """Return the file with one date for all its members, so that it repeats."""
    draft, final = io.BytesIO(), io.BytesIO()
    word.save(draft)
    with zipfile.ZipFile(draft) as old, zipfile.ZipFile(final, "w") as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            member = zipfile.ZipInfo(name, EPOCH.timetuple()[:6])
            new.writestr(member, old.read(name), compress_type=zipfile.ZIP_DEFLATED)
    return final.getvalue()
