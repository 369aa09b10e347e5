"""The places where two similar documents differ: what each has there, and whether that is another
wording or damage.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np
import numpy.typing as npt

from topics.corpus.copies.shingles import Gap, Shingled, bigrams, gaps
from topics.corpus.copies.wording import WINDOW, Span, are_words, policy_pairs
from topics.corpus.document import Document
from topics.corpus.language.line_openings import starts_item
from topics.corpus.language.numerals import NUMERALS, numeral
from topics.corpus.language.script import common_share, simplified


@dataclass(frozen=True, slots=True)
class DifferenceThresholds:
    """What a place where two texts differ is; all chosen.

    Attributes
    ----------
    finer : int
        Characters up to which a place is divided at what both texts have in it, …
    alike : float
        … if that is this share of it.
    phrase : int
        Characters of a phrase: it weighs twice.
    clause : int
        Characters of a clause: it is judged by its characters.
    at_home : float
        Share of the pairs of characters that the texts have elsewhere: advertisements have less.
    common : float
        Share of common characters: advertisements have less.
    word : int
        Characters up to which what only one text has may be words put in; a line of print has
        more.
    attribution : int
        Characters at most of a line that says where a copy comes from.
    """

    finer: int = 200
    alike: float = 0.5
    phrase: int = 4
    clause: int = 24
    at_home: float = 0.2
    common: float = 0.7
    word: int = 16
    attribution: int = 40


THRESHOLDS = DifferenceThresholds()
_FIGURE = re.compile(rf"\d+(?:\.\d+)?|[{NUMERALS}]+")
_NUMBER = re.compile(f"第([{NUMERALS}]+)$")
_LATIN = re.compile("[A-Za-zＡ-Ｚａ-ｚ]")
_SENTENCE = re.compile(r"[。；！？]")
_SOURCE = re.compile(r"来源|来自|转自|转载|摘自|编辑|供稿|发布者|责编|校对|审核|记者|通讯员")
_MARK = re.compile(r"[^\w]")


@dataclass(frozen=True, slots=True)
class Place:
    """A place where two documents differ.

    Attributes
    ----------
    mine, theirs : str
        What each has there; one of them may be empty.
    figures : tuple of str
        The figures of which that is a part; empty if it is none.
    article : bool
        Whether these number articles; or, where one side is empty, whether it lacks an article and
        those behind are renumbered.
    worded : int
        How much the place speaks for another wording: 0 if nothing, 1 for words, 2 for clauses, and
        phrases in the place of others.
    torn : bool
        Whether the words there are torn apart, or the text repeats itself.
    strange : bool
        Whether a phrase there is nowhere else in the texts.
    alien : bool
        Whether it is so in rare characters or Latin letters, as an advertisement is.
    """

    mine: str
    theirs: str
    figures: tuple[str, str] = ("", "")
    article: bool = False
    worded: int = 0
    torn: bool = False
    strange: bool = False
    alien: bool = False

    @property
    def damaged(self) -> bool:
        """Whether the place looks like damage."""
        return self.torn or self.alien


def places(pair: tuple[Document, Document], texts: tuple[Shingled, Shingled]) -> list[Place]:
    """Return the places where two documents differ, in order.

    Examples
    --------
    >>> from topics.corpus.copies.shingles import shingle
    >>> one = "由国土部门依法及时处理，并按有关规定向社会公布"
    >>> other = "由国土部门依法及时处埋，并按有关规定报上级政府"
    >>> pair = Document("甲", text=one), Document("乙", text=other)
    >>> [(place.mine, place.theirs, place.worded, place.torn)
    ...     for place in places(pair, (shingle(one), shingle(other)))]
    [('理', '埋', 0, True), ('向社会公布', '报上级政府', 2, False)]
    """
    found = [finer for gap in gaps(*texts) for finer in _finer(gap, texts)]
    shared = np.ones(len(texts[0].codes), dtype=np.bool_)
    for gap in found:
        shared[gap.start : gap.end] = False
    at_home = policy_pairs() | set(bigrams(texts[0].codes)[shared[:-1] & shared[1:]].tolist())
    compared = _Compared((simplified(pair[0].text), simplified(pair[1].text)), texts, at_home)
    return [compared.place(gap) for gap in found]


def _finer(gap: Gap, texts: tuple[Shingled, Shingled]) -> Iterator[Gap]:
    """Divide a place at the words that both texts have in it, if they have half of it in common."""
    one = texts[0].codes[gap.start : gap.end].tolist()
    other = texts[1].codes[gap.other_start : gap.other_end].tolist()
    if min(len(one), len(other)) <= 2 or max(len(one), len(other)) > THRESHOLDS.finer:
        yield gap
        return
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size > 1]
    if 2 * sum(block.size for block in blocks) < THRESHOLDS.alike * (len(one) + len(other)):
        yield gap
        return
    last = last_other = 0
    for start, other_start, size in [*blocks, (len(one), len(other), 0)]:
        if start > last or other_start > last_other:
            yield Gap(
                gap.start + last,
                gap.start + start,
                gap.other_start + last_other,
                gap.other_start + other_start,
            )
        last, last_other = start + size, other_start + size


@dataclass(frozen=True, slots=True)
class _Compared:
    """Two texts in simplified script, their folded characters, and the pairs of characters that
    they share.
    """

    written: tuple[str, str]
    texts: tuple[Shingled, Shingled]
    at_home: AbstractSet[int]

    def place(self, gap: Gap) -> Place:
        bounds = (gap.start, gap.end), (gap.other_start, gap.other_end)
        spans = self._spans(bounds)
        mine, theirs = (
            text[start:end] for text, (start, end) in zip(self.written, spans, strict=True)
        )
        if all(_is_attribution(text, span) for text, span in zip(self.written, spans, strict=True)):
            return Place(mine, theirs)
        return self._worded(bounds, spans, (mine, theirs))

    def _worded(
        self, bounds: tuple[Span, Span], spans: tuple[Span, Span], sides: tuple[str, str]
    ) -> Place:
        """Judge what a document has in the place of what another has."""
        mine, theirs = sides
        if all(not side or _FIGURE.fullmatch(side) for side in (mine, theirs)):
            whole = [_figure_at(text, span) for text, span in zip(self.written, spans, strict=True)]
            return Place(
                mine, theirs, (whole[0][0], whole[1][0]), all(before == "第" for _, before in whole)
            )
        if bool(_LATIN.search(mine)) != bool(_LATIN.search(theirs)):
            return Place(mine, theirs, strange=True, alien=True)
        strange = [side for side, bound in enumerate(bounds) if self._is_strange(side, *bound)]
        if _is_rare(strange, (mine, theirs)):
            return Place(mine, theirs, strange=True, alien=True)
        if not mine or not theirs:
            return self._one_sided(bounds, (mine, theirs))
        size = max(len(mine), len(theirs))
        if are_words(self.written, spans):
            return Place(
                mine, theirs, worded=(size > 1) + (size >= THRESHOLDS.phrase), strange=bool(strange)
            )
        # Long passages may begin or end alike by chance, inside a word.
        return Place(
            mine,
            theirs,
            worded=int(size > THRESHOLDS.word),
            torn=size <= THRESHOLDS.word,
            strange=bool(strange),
        )

    def _spans(self, bounds: tuple[Span, Span]) -> tuple[Span, Span]:
        return _written(self.texts[0], bounds[0], self.written[0]), _written(
            self.texts[1], bounds[1], self.written[1]
        )

    def _one_sided(self, bounds: tuple[Span, Span], sides: tuple[str, str]) -> Place:
        """Judge what one text has alone: a word or a clause that was put in, or what the other
        lost.
        """
        side = 0 if sides[0] else 1
        start, end = bounds[side]
        if self._is_doubled(side, start, end, bounds[1 - side][0]):
            return Place(*sides, torn=True)
        if _is_article(self.written[side], self._spans(bounds)[side]):
            return Place(*sides, article=True)
        shifts = [
            bounds
        ]  # the same characters may begin one place earlier: 有关主管|部门 is 有|关主管
        codes = self.texts[side].codes
        for step in range(1, min(THRESHOLDS.word, start) + 1):
            if codes[start - step] != codes[end - step]:
                break
            shifts.append(
                (
                    (bounds[0][0] - step, bounds[0][1] - step),
                    (bounds[1][0] - step, bounds[1][1] - step),
                )
            )
        text = self.written[side]
        for shifted in shifts:
            spans = self._spans(shifted)
            if _is_paragraph(text, spans[side]):
                return Place(*sides)
            if are_words(self.written, spans):
                clause = end - start >= THRESHOLDS.phrase and _is_clause(text, spans[side])
                return Place(
                    *sides,
                    worded=1 + (end - start <= THRESHOLDS.clause)
                    if clause
                    else int(1 < end - start <= THRESHOLDS.word),
                )
        return Place(*sides, torn=True)

    def _is_doubled(self, side: int, start: int, end: int, seam: int) -> bool:
        """Tell whether a text has there what it has right before or behind, or what the other has
        close by.
        """
        codes, size = self.texts[side].codes, end - start
        own = codes[start:end]
        if (
            size <= start
            and end + size <= len(codes)
            and np.all((own == codes[start - size : start]) | (own == codes[end : end + size]))
        ):
            return True
        near = self.texts[1 - side].codes[max(0, seam - 3 * size) : seam + 3 * size]
        return _letters(own) in _letters(near)

    def _is_strange(self, side: int, start: int, end: int) -> bool:
        """Tell whether the texts have hardly a pair of characters of a phrase elsewhere."""
        if not THRESHOLDS.phrase <= end - start <= THRESHOLDS.clause:
            return False
        pairs = bigrams(self.texts[side].codes[start:end]).tolist()
        return sum(pair in self.at_home for pair in pairs) <= THRESHOLDS.at_home * len(pairs)


def _is_attribution(text: str, span: Span) -> bool:
    r"""Tell whether a span lies in a line that says where a copy comes from, as the first and the
    last lines of a copy do; such a line is no other wording of the document.

    Examples
    --------
    >>> text = "云川门户网转载\n加强水源保护。\n责任编辑：王某"
    >>> [_is_attribution(text, (at, at + 2)) for at in (0, 10, 19)]
    [True, False, True]
    """
    first, last = text.rfind("\n", 0, span[0]) + 1, text.find("\n", span[1])
    line = text[first : last if last >= 0 else len(text)].strip()
    if (
        len(line) > THRESHOLDS.attribution
        or "\n" in line
        or _SENTENCE.search(line)
        or starts_item(line)
    ):
        return False
    above, below = bool(text[:first].strip()), last >= 0 and bool(text[last:].strip())
    return above != below or bool(_SOURCE.search(line))


def _is_rare(strange: Sequence[int], sides: tuple[str, str]) -> bool:
    """Tell whether a strange phrase has fewer common characters than texts have, and than the other
    side.
    """
    common = [common_share(side)[0] if side else 1.0 for side in sides]
    return any(common[side] < min(THRESHOLDS.common, common[1 - side]) for side in strange)


def _letters(codes: npt.NDArray[np.uint32]) -> str:
    return "".join(map(chr, codes.tolist()))


def _written(shingled: Shingled, bound: Span, text: str) -> Span:
    """Return where folded characters stand in the text."""
    start, end = bound
    if start < end:
        return int(shingled.places[start]), int(shingled.places[end - 1]) + 1
    at = int(shingled.places[start]) if start < len(shingled.places) else len(text)
    return at, at


def _figure_at(text: str, span: Span) -> tuple[str, str]:
    """Return the figure that holds a span, and the character before it."""
    start, end = span
    first = max(0, start - WINDOW)
    window = text[first : end + WINDOW]
    for match in _FIGURE.finditer(window):
        if match.start() <= start - first <= match.end():
            return match[0], window[match.start() - 1 : match.start()]
    return "", ""


def _is_article(text: str, span: Span) -> bool:
    """Tell whether a span is an article behind which the numbers move: 第九[条…第十]条 became
    第九条.
    """
    before, inside = (
        _NUMBER.search(text[max(0, span[0] - WINDOW) : span[0]]),
        text[span[0] : span[1]],
    )
    behind = _NUMBER.search(inside[-WINDOW:])
    if not before or not behind or inside[0] != "条":
        return False
    return (numeral(behind[1]) or 0) == (numeral(before[1]) or 0) + 1


def _is_paragraph(text: str, span: Span) -> bool:
    """Tell whether a span is whole paragraphs: what a lost page leaves out, as a revision does."""
    start, end = span
    before = text[max(0, start - 3) : start].rstrip("（(“《 \u3000")
    after = text[end : end + 3].lstrip("。；，：！？）)”》 \u3000")
    return before[-1:] in ("", "\n") and after[:1] in ("", "\n")


def _is_clause(text: str, span: Span) -> bool:
    """Tell whether punctuation stands on both sides of a span."""
    return bool(
        _MARK.match(text[max(0, span[0] - 1) : span[0]] or "\n")
        and _MARK.match(text[span[1] : span[1] + 1] or "\n")
    )
