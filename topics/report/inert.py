"""Text of documents and names of files, made harmless for the formats of a report."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import east_asian_width

from topics.corpus.language.characters import spell_unseen

REMEMBERED = 32_768  # texts: names of themes, words and documents stand in thousands of cells
FORMULA = tuple("=+-@＝＋－＠\t")
# What Markdown, its GitHub form with mathematics, or a bare address takes for markup, where it
# does: a colon before what is no space (addresses, :names:), brackets of a box to tick or of a
# link, < before a tag, a sign or a number at the beginning only before a space or at the end. 8.9,
# +1.4, <0.001 and [0.1, 0.3] stay as they are.
MARKUP = re.compile(
    r"[\\`*{}|~$^@]|(?<![a-zA-Z0-9])_|_(?![a-zA-Z0-9])|^[#>]|^\[(?=["
    r" xX]\])|#$|\[(?=\[)|\](?=[(\[:])|<(?=[a-zA-Z/!?])|&(?=#?[a-zA-Z0-9]+;)|:(?=\S)"
    r"|^:|^[-+=]+(?= |$)|^\d+(?=[.)](?: |$))|(?<=www)\.",
    re.ASCII,
)


@lru_cache(maxsize=REMEMBERED)
def visible(text: str) -> str:
    """Write out the characters that nobody would see, so that what is shown is what is there.

    Examples
    --------
    >>> visible("安全\u202e性韧")
    '安全‹U+202E›性韧'
    """
    return spell_unseen(text.replace("\r\n", "\n").replace("\r", "\n"))


def csv_text(text: str) -> str:
    r"""Return a cell that no spreadsheet program takes for a formula and that stays on one line.

    Examples
    --------
    >>> csv_text("=1+1")
    "'=1+1"
    >>> csv_text("城市群\n都市圈")
    '城市群↵都市圈'
    """
    text = visible(text).replace("\n", "↵")
    return f"'{text}" if text.startswith(FORMULA) else text


def markdown_text(text: str) -> str:
    """Return text that Markdown shows as it is, on one line.

    Examples
    --------
    >>> markdown_text("<b>城市*更新*</b>")
    '&#60;b>城市&#42;更新&#42;&#60;/b>'
    >>> markdown_text("Table 1: p <0.001 [0.1, 0.3]"), markdown_text("8. 城市")
    ('Table 1: p <0.001 [0.1, 0.3]', '&#56;. 城市')
    """
    line = " ".join(visible(text).split())
    return MARKUP.sub(lambda match: "".join(f"&#{ord(char)};" for char in match[0]), line)


def text_width(text: str, *, terminal: bool = False) -> int:
    """Return the width of a text in half-width columns: a Han character takes two.

    Quotation marks, dashes and dots of Chinese (“ — …, ambiguous in Unicode's annex 11) take two
    in a Chinese font and one in a terminal.

    >>> text_width("主题19"), text_width("“主题”"), text_width("“主题”", terminal=True)
    (6, 8, 6)
    """
    wide = "WF" if terminal else "WFA"
    return sum(2 if east_asian_width(char) in wide else 1 for char in text)
