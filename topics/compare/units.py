"""Leaf sections and sentences of a document, as they are compared: without numbers of headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from topics.corpus import count_han
from topics.corpus.copies.folding import fold
from topics.corpus.language.kinds import PENALTIES
from topics.corpus.language.number_forms import ITEM_OPENING, REFERENCE
from topics.corpus.parsing.agencies import find_agencies

if TYPE_CHECKING:
    from topics.corpus import Document, Section

LEAST_HAN = 0.2  # share of Han among letters and digits from which a text is Chinese (chosen)
_OPENING = re.compile(ITEM_OPENING)
_REFERENCE = re.compile(REFERENCE)
_QUOTES = re.compile(r"[“”‘’「」『』\"'\s]+")  # left out of one copy and not of the other
_ROMAN = str.maketrans({char: f"r{number}" for number, char in enumerate("ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ", 1)})
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]*")
_LETTER = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Unit:
    """A leaf section made ready for comparison.

    Attributes
    ----------
    section : Section
    chapter : str
        First part of its path; empty in a document without headings.
    clauses : str
        Its folded text: `，` between clauses, `、` between the items of a list.
    heading : str
        Its folded heading.
    n_chars : int
        Han characters.
    penal : bool
        Whether it stands in a chapter of penalties, which names the duties of other chapters again.
    """

    section: Section
    chapter: str
    clauses: str
    heading: str
    n_chars: int
    penal: bool = False

    @property
    def folded(self) -> str:
        """The clauses without any punctuation."""
        return without_marks(self.clauses)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a leaf section.

    Attributes
    ----------
    unit : int
        Place of its section among the units.
    line : int
        1-based source line.
    text, clauses : str
        As written, and folded as in `Unit`.
    n_chars : int
        Han characters.
    own : bool
        Whether it belongs to the section, and not to the headings above that it opens with.
    formula : bool
        Whether it is a formula of the kind 以…为指导，全面贯彻…精神.
    """

    unit: int
    line: int
    text: str
    clauses: str
    n_chars: int
    own: bool
    formula: bool

    @property
    def counted(self) -> bool:
        """Whether shares of the text count it."""
        return self.own and not self.formula


def units(document: Document) -> list[Unit]:
    r"""Return the leaf sections of a document that hold something to compare, in its order.

    Raises
    ------
    ValueError
        If the document is empty or not in Chinese.

    Examples
    --------
    >>> from topics.corpus import parse_text
    >>> text = "一、总体要求\n推进“城市更新”，见第三条。\n二、任务\n（一）修缮老街。\n"
    >>> [(unit.section.path, unit.clauses) for unit in units(parse_text(text, doc_id="甲"))]
    [('一', '总体要求，推进城市更新，见第n条'), ('二/（一）', '修缮老街')]
    """
    require_chinese(document)
    if not (found := comparable_units(document)):
        raise ValueError(
            f"{document.doc_id}: it has no sections to compare; read it with read_corpus, which"
            " takes its paragraphs where there are no headings"
        )
    return found


def comparable_units(document: Document) -> list[Unit]:
    """Return the leaf sections to compare; none of a document that cannot be compared."""
    if why_not(document):
        return []
    text = without_lists(document.text)
    penal = tuple(
        f"{section.path}/"
        for section in document.sections
        if any(word in section.heading for word in PENALTIES)
    )
    found = []
    for section in document.leaves:
        own = text[section.heading_start : section.end]
        clauses = comparable(own)
        if without_marks(clauses):
            chapter = (
                section.path.partition("/")[0] if section.heading or "/" in section.path else ""
            )
            heading = without_marks(comparable(section.heading))
            found.append(
                Unit(
                    section,
                    chapter,
                    clauses,
                    heading,
                    count_han(own),
                    section.path.startswith(penal),
                )
            )
    return found


def sentences(document: Document, of: list[Unit]) -> list[Sentence]:
    """Return the sentences of the sections, in the order of the document.

    A sentence ends with 。！？； or with its line.
    """
    text = without_lists(document.text)
    return [
        sentence
        for number, unit in enumerate(of)
        for sentence in _of_unit(document, text, number, unit.section)
    ]


def _of_unit(document: Document, text: str, number: int, section: Section) -> Iterator[Sentence]:
    for match in _SENTENCE.finditer(text, section.start, section.end):
        clauses = comparable(match[0])
        if clauses:
            formula = is_formula(match[0])
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            yield Sentence(
                number,
                document.line(start),
                _blanks_closed(match[0]),
                clauses,
                count_han(match[0]),
                start >= section.heading_start,
                formula,
            )


def comparable(text: str) -> str:
    """Fold a text and leave out what renumbering changes; clauses are parted by `，`, list items by
    `、`.

    Examples
    --------
    >>> comparable("（十一）推進“环境设施、市政设施”建设，依照第六十一条。")
    '推进环境设施、市政设施建设，依照第n条'
    >>> comparable("第二条　依照第三条第（四）项。"), comparable("1.5万套。")
    ('依照第n条第n项', '1，5万套')
    """
    plain = _REFERENCE.sub(r"第n\1", _OPENING.sub("\n", text))
    lines = _QUOTES.sub(lambda match: "\n" if "\n" in match[0] else "", plain)
    lines = lines.translate(_ROMAN)  # Ⅱ型 is not Ⅰ型; folding would drop both
    codes, places = fold(lines)
    if not len(codes):
        return ""
    folded = "".join(map(chr, codes.tolist()))
    breaks = np.flatnonzero(np.diff(places) > 1)
    parts, last = [], 0
    for index in breaks.tolist():
        between = lines[places[index] + 1 : places[index + 1]]
        parts += [folded[last : index + 1], "、" if between == "、" else "，"]
        last = index + 1
    return "".join([*parts, folded[last:]])


def without_number(text: str) -> str:
    """Leave out the number that a text opens with.

    >>> without_number("（十一）更新管网。"), without_number("2024年更新管网。")
    ('更新管网。', '2024年更新管网。')
    """
    return _OPENING.sub("", text, count=1)


def without_marks(clauses: str) -> str:
    """Return a folded text without the marks between clauses and items."""
    return clauses.replace("，", "").replace("、", "")


def is_lead(section: Section) -> bool:
    """Tell whether a section is the text before the first item of a chapter, or of the document."""
    return section.path == "0" or section.path.endswith("/0")


def is_formula(sentence: str) -> bool:
    """Tell whether a sentence is a formula that official texts repeat, such as those of guiding
    thought.

    Examples
    --------
    >>> (is_formula("以科学理论为指导，全面贯彻大会精神，坚持稳中求进。"),
    ...  is_formula("推进城市更新。"))
    (True, False)
    """
    return bool(_FORMULA.search(sentence))


_FORMULA = re.compile(
    r"以[^，。；]{2,40}(?:思想|理论|观)为(?:指导|指引)|以[^，。；]{2,40}为指导[，、]"
    r"|(?:全面|深入|认真|坚决)?(?:学习)?(?:宣传)?(?:贯彻|落实)+[^。；]{0,60}(?:大|全会|会议|讲话|指示|批示)[^。；]{0,12}精神"
)


@lru_cache(maxsize=8)
def without_lists(text: str) -> str:
    """Blank out the responsibility lists of a text that was read with them; offsets stay."""
    parts, last = [], 0
    for found in find_agencies(text):
        parts += [text[last : found.start], re.sub(r"[^\n]", " ", text[found.start : found.end])]
        last = found.end
    return "".join([*parts, text[last:]])


def require_chinese(document: Document) -> None:
    """Refuse a document that cannot be compared.

    Raises
    ------
    ValueError
        With the name of the document, what is wrong with it and what to do.
    """
    if why := why_not(document):
        raise ValueError(why)


def why_not(document: Document) -> str:
    """Say why a document cannot be compared, and what to do; empty if it can."""
    n_han, n_letters = count_han(document.text), len(_LETTER.findall(document.text))
    if not n_letters:
        why = "；".join(document.reasons) or "no text"
        return f"{document.doc_id}: nothing to compare ({why}); give a document that was read"
    if n_han < LEAST_HAN * n_letters:
        return (
            f"{document.doc_id}: {n_han} of its {n_letters} letters are Han characters; both"
            " documents of a comparison are Chinese: give the Chinese version"
        )
    return ""


def _blanks_closed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
