"""The terminal's second language: one table from each English sentence to its Chinese one.

The program says everything in English where it arises; `zh.toml` has the same in Chinese. A
sentence with values in it stands there with `{}` in their places, as the f-string has them, so
that a test finds what is missing by reading the source.
"""

from __future__ import annotations

import os
import re
import sys
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

LANGUAGES = ("zh", "en")
_FIELD = re.compile(r"\{(\d?)\}")
_DEEPEST = 3  # sentences within sentences that are translated; chosen
_LONGEST = 20_000  # characters of what is looked up: the faults of a file, and no document
_CHINESE_ON_WINDOWS = 0x04  # primary language in the code of the display language


def language(arguments: Sequence[str]) -> str:
    """Return the language of help, progress and errors: that of `--lang`, else of the locale.

    >>> language(["report", "--lang", "zh"]), language(["--lang=en", "report"])
    ('zh', 'en')
    """
    given = list(arguments)
    for place, word in enumerate(given):
        name, _, value = word.partition("=")
        if name == "--lang" and (found := value or "".join(given[place + 1 : place + 2])):
            return found if found in LANGUAGES else _of_locale()
    return _of_locale()


def _of_locale() -> str:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    if sys.platform == "win32":
        import ctypes

        code = ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF
        return "zh" if code == _CHINESE_ON_WINDOWS else "en"
    return "en"


def said(text: str, lang: str) -> str:
    """Return a sentence of the program in a language; what the table lacks stays as it is.

    Of several lines each is looked up, and so is what stands in the place of a value.

    >>> said("reading documents", "zh"), said("fitting 5 topics", "zh")
    ('读取文件', '拟合5个主题')
    >>> said("甲.pdf", "zh")
    '甲.pdf'
    """
    if lang == "en" or len(text) > _LONGEST:
        return text
    return _said(text, _DEEPEST)


def _said(text: str, depth: int) -> str:
    whole, templates = _table()
    if text in whole or not depth:
        return whole.get(text, text)
    for pieces, chinese in templates:
        if (fields := _fields(text, pieces)) is not None:
            return chinese.format(*(_said(field, depth - 1) for field in fields))
    if "\n" in text:
        return "\n".join(_said(line, depth - 1) for line in text.split("\n"))
    return text


def _fields(text: str, pieces: Sequence[str]) -> list[str] | None:
    """Return what stands between the pieces of a sentence, each at its first place; None where it
    is another sentence. One walk over the text.
    """
    first, *inner, last = pieces
    end = len(text) - len(last)
    if not (text.startswith(first) and text.endswith(last) and len(first) <= end):
        return None
    fields, at = [], len(first)
    for piece in inner:
        found = text.find(piece, at, end)
        if found < 0:
            return None
        fields.append(text[at:found])
        at = found + len(piece)
    return [*fields, text[at:end]]


@cache
def _table() -> tuple[dict[str, str], list[tuple[list[str], str]]]:
    """Return whole sentences, and those with values as the pieces between them, the most telling
    first.
    """
    found = tomllib.loads(Path(__file__).with_name("zh.toml").read_text(encoding="utf-8"))
    pairs = {english: chinese for part in found.values() for english, chinese in part.items()}
    whole = {english: chinese for english, chinese in pairs.items() if "{}" not in english}
    split = [(english.split("{}"), chinese) for english, chinese in pairs.items()]
    templates = [(pieces, chinese) for pieces, chinese in split if len(pieces) > 1]
    templates.sort(key=lambda one: (-len("".join(one[0])), one[0]))
    return whole, templates


def wrapped(text: str, width: int) -> list[str]:
    """Break a text into lines of at most so many cells, a Han character two wide; words and numbers
    of other scripts stay whole, and no line begins with a mark.

    >>> wrapped("语言（默认：zh）", 10)
    ['语言（默', '认：zh）']
    """
    from topics.report.inert import text_width  # help alone needs no reader

    lines = [""]
    for word in re.findall(r"[!-~]+ ?|.[，。；：、）！？]*", text):
        if lines[-1] and text_width(lines[-1] + word.rstrip(), terminal=True) > width:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += word
    return lines
