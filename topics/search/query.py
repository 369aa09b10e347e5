"""What a query asks for: words, exact phrases, words to leave out, nearness, and fields."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from topics.words.special import normalise

FIELDS = ("year", "path", "issuer", "genre", "doc")
LONGEST = 1000  # characters of a query (chosen: a sentence has 200)
WITHIN = 10  # characters between two words that are NEAR each other without a number (chosen)
ENDS = "。！？；\n"  # a sentence ends here, so that no word can hold one of them
_QUOTES = str.maketrans(dict.fromkeys("“”「」『』＂", '"'))
_PIECE = re.compile(r'([-－−]?)(?:"([^"]*)"|([^\s"]+))')
_FIELD = re.compile(r"([A-Za-z]+)[:：](.*)")
_NEAR = re.compile(r"NEAR(?:/([0-9]{1,3}))?")
_YEARS = re.compile(r"([0-9]{4})(?:[-—–~]([0-9]{4}))?")
_LOWER = str.maketrans({code: code + 32 for code in range(ord("A"), ord("Z") + 1)})
_SAID = "(?:被|是)?(?:提出|提到|提及|出现|写入|写进|开始)?"
_FIRST = rf"(?:是|在)*(?:何时|什么时候|哪一?年|首次|首提|最早|第一次)+{_SAID}"
_MANY = "(?:的?(?:目标|指标|数量|规模)值?)?(?:是|为|有|达到?)*多少"
_CUES = re.compile(rf"^(?:{_FIRST}|{_MANY})+|(?:{_FIRST}|{_MANY})+$")
_TARGET = ("目标", "指标")


@dataclass(frozen=True, slots=True)
class Near:
    """Two words with at most `within` characters between them, in either order."""

    left: str
    right: str
    within: int


@dataclass(frozen=True, slots=True)
class Query:
    """A query that was understood.

    Attributes
    ----------
    words : tuple of str
        What is counted, exact phrases included, as `plain` writes them; a sentence that is found
        holds at least one.
    exact : tuple of str
        The quoted ones among them: a sentence that is found holds all.
    without : tuple of str
        No sentence that is found holds any.
    near : tuple of Near
    fields : tuple of (str, str)
        Names of `FIELDS` with their values; of one name any value may fit, of several names all.
    asks : str
        `first` (何时, 首次: by date), `quantity` (多少, 目标: sentences with a number first), or
        empty.
    """

    words: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    near: tuple[Near, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    asks: str = ""

    def admits(self, sentence: str) -> bool:
        """Tell whether the words of a plain sentence fit: all exact ones, none to leave out, and
        those that must be near are.
        """
        return (
            all(word in sentence for word in self.exact)
            and not any(word in sentence for word in self.without)
            and all(is_near(sentence, near) for near in self.near)
        )

    @property
    def asks_of_sentences(self) -> bool:
        """Whether `admits` can refuse a sentence that holds a word."""
        return bool(self.without or self.near or (self.exact and len(self.words) > 1))


def plain(text: str) -> str:
    """Write a text as it is compared: letters and digits in half width and lower case; each
    character stays one, so that offsets hold.

    >>> plain("ＧＤＰ增长５％"), plain("《办法》，“十四五”")
    ('gdp增长5%', '《办法》，“十四五”')
    """
    return normalise(text).translate(_LOWER)


def parse_query(text: str, *, words: bool = True) -> Query:
    """Read a query: 韧性 资金, "城市更新", -试点, 城市更新 NEAR/10 资金, year:2020-2024, path:五.

    Parameters
    ----------
    text : str
    words : bool
        Whether it must name something to look for, and not fields alone.

    Raises
    ------
    ValueError
        With the piece that cannot be read and what to write instead.

    Examples
    --------
    >>> parse_query("韧性 -试点 year:2024").words
    ('韧性',)
    >>> parse_query("城市更新首次提出？").asks
    'first'
    """
    if len(text) > LONGEST:
        raise ValueError(
            f"query '{text[:20]}…' has {len(text)} characters, and {LONGEST} is the most; look for"
            " one of its sentences"
        )
    folded = text.translate(_QUOTES)
    if folded.count('"') % 2:
        raise ValueError(
            f"query '{text}': a quotation mark stands alone; close it, or leave it out"
        )
    found: list[tuple[str, str]] = []  # kind and value
    for sign, quoted, bare in _pieces(folded):
        found.append(_read(text, sign, quoted, bare))
    query = _joined(text, found)
    if words and not query.words:
        what = "holds only what to leave out or where to look" if found else "is empty"
        raise ValueError(f"query '{text}' {what}; name a word, such as 韧性 or \"城市更新\"")
    return query


def is_near(sentence: str, near: Near) -> bool:
    """Tell whether two words stand near each other in a plain sentence.

    >>> is_near("城市更新由各区筹措资金", Near("资金", "城市更新", 5))
    True
    """
    left, right = (list(places(sentence, word)) for word in (near.left, near.right))
    for start in left:
        behind, before = start + len(near.left), start - len(near.right)
        next_one, last_one = bisect_left(right, behind), bisect_right(right, before) - 1
        if next_one < len(right) and right[next_one] - behind <= near.within:
            return True
        if last_one >= 0 and before - right[last_one] <= near.within:
            return True
    return False


def places(text: str, word: str) -> Iterator[int]:
    """Yield where a word stands in a text, as `str.count` counts: places do not overlap."""
    start = text.find(word)
    while start >= 0:
        yield start
        start = text.find(word, start + len(word))


def years_of(value: str) -> tuple[int, int]:
    """Return the first and last year of a field such as `2024` or `2020-2024`.

    Raises
    ------
    ValueError
        If it is neither.
    """
    match = _YEARS.fullmatch(normalise(value))
    if not match or int(match[1]) > int(match[2] or match[1]):
        raise ValueError(f"year:{value} is no year; write year:2024 or year:2020-2024")
    return int(match[1]), int(match[2] or match[1])


def _pieces(folded: str) -> Iterator[tuple[str, str | None, str]]:
    for match in _PIECE.finditer(folded):
        yield match[1], match[2], match[3] or ""


def _read(text: str, sign: str, quoted: str | None, bare: str) -> tuple[str, str]:
    """Return one piece as (kind, value): word, exact, without, NEAR, or the name of a field."""
    if quoted is not None:
        return ("without" if sign else "exact"), _word(text, quoted.strip())
    if near := _NEAR.fullmatch(normalise(bare)):
        return "NEAR", near[1] or str(WITHIN)
    if field := _FIELD.fullmatch(bare):
        name, value = field[1].lower(), field[2]
        if sign or name not in FIELDS or not value:
            raise ValueError(
                f"query '{text}': '{sign}{bare}' is no field; there are"
                f' {", ".join(f"{one}:…" for one in FIELDS)}; quote it ("{bare}") to look for it'
            )
        if name == "year":
            years_of(value)
        return name, value
    return ("without" if sign else "word"), _word(text, bare if sign else bare.rstrip("？?。"))


def _word(text: str, piece: str) -> str:
    word = plain(piece)
    if not any(char.isalnum() for char in word):
        raise ValueError(f"query '{text}': '{piece}' holds no character to look for; name a word")
    if held := next((char for char in word if char in ENDS), ""):
        raise ValueError(
            f"query '{text}': '{piece}' goes on after '{held}', where a sentence ends; look for its"
            " parts"
        )
    return word


def _joined(text: str, found: list[tuple[str, str]]) -> Query:
    free = [value for kind, value in found if kind in {"word", "exact"}]
    stripped = {value: _CUES.sub("", value) for kind, value in found if kind == "word"}
    left = [stripped.get(value, value) for value in free]
    asks = _asks([value for kind, value in found if kind == "word"])
    if not any(left):
        left, asks = free, ""  # the question's words alone are what is looked for
    return Query(
        words=tuple(dict.fromkeys(filter(None, left))),
        exact=tuple(dict.fromkeys(value for kind, value in found if kind == "exact")),
        without=tuple(dict.fromkeys(value for kind, value in found if kind == "without")),
        near=tuple(_nears(text, found)),
        fields=tuple((kind, value) for kind, value in found if kind in FIELDS),
        asks=asks,
    )


def _asks(words: list[str]) -> str:
    if any(re.search(_FIRST, word) for word in words):
        return "first"
    several = len(words) > 1
    if any(re.search(_MANY, word) or (several and word in _TARGET) for word in words):
        return "quantity"
    return ""


def _nears(text: str, found: list[tuple[str, str]]) -> Iterator[Near]:
    for number, (kind, value) in enumerate(found):
        if kind == "NEAR":
            sides = [found[i] for i in (number - 1, number + 1) if 0 <= i < len(found)]
            if len(sides) < 2 or any(side not in {"word", "exact"} for side, _ in sides):
                raise ValueError(
                    f"query '{text}': NEAR stands between two words, as in 城市更新 NEAR/10 资金"
                )
            yield Near(sides[0][1], sides[1][1], int(value))
