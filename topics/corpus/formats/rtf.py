"""RTF, which office programs also write as .doc, to the lines of its text: nothing is run, no
object is opened.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from topics.corpus.formats.source import Source

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,9})?"
    r" ?|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z\r\n])|(?P<brace>[{}])"
    r"|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\[\r\n]?"
)
_CODECS = {936: "gb18030", 950: "big5hkscs", 65001: "utf-8"}  # by code page; all others hold no Han
_CHARSETS = {134: "gb18030", 136: "big5hkscs"}  # by the character set of a font
_BREAKS = {
    "par": "\n",
    "line": "\n",
    "sect": "\n",
    "row": "\n",
    "nestrow": "\n",
    "page": "\f",
    "tab": "  ",
    "cell": "\t",
    "nestcell": "\t",
}
_SIGNS = {
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": "\u3000",
    "enspace": " ",
}
# Groups that hold no text of the document.
_ASIDE = frozenset(
    [
        "fonttbl",
        "colortbl",
        "stylesheet",
        "info",
        "pict",
        "header",
        "headerl",
        "headerr",
        "headerf",
        "footer",
        "footerl",
        "footerr",
        "footerf",
        "objdata",
        "listtable",
        "listoverridetable",
        "themedata",
        "datastore",
        "fldinst",
        "annotation",
        "atnid",
        "atnauthor",
        "revtbl",
        "rsidtbl",
        "generator",
        "filetbl",
        "xe",
        "tc",
        "sp",
        "shprslt",
    ]
)


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds inside a pair of braces."""

    aside: bool = False
    hidden: bool = False
    note: bool = False
    fonts: bool = False
    codec: str = ""
    fallback: int = 1  # characters that stand for one of \u and are left out


class _Reader:
    """Walks over the tokens once and collects what is text."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.notes: list[str] = []
        self._bytes = bytearray()
        self._group = _Group()
        self._outer: list[_Group] = []
        self._codec = "gb18030"
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._skip = 0

    def read(self, data: str) -> None:
        position = 0
        while match := _TOKEN.match(data, position):
            position = match.end()
            if match["word"]:
                position += self._word(
                    match["word"], int(match["number"]) if match["number"] else None
                )
            elif match["byte"] or match["text"]:
                self._write(
                    bytes.fromhex(match["byte"])
                    if match["byte"]
                    else match["text"].encode("latin-1")
                )
            elif match["brace"]:
                self._brace(match["brace"])
            elif match["sign"]:
                self._sign(match["sign"])
        self._flush()

    def _brace(self, brace: str) -> None:
        self._flush()
        self._skip = 0
        if brace == "{":
            self._outer.append(self._group)
        elif self._outer:
            inner, self._group = self._group, self._outer.pop()
            if inner.note and not self._group.note:
                self.notes.append("\n")

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._group = replace(self._group, aside=True)
        elif sign in "\\{}":
            self._write(sign.encode())
        elif sign in "~_":
            self._put(" " if sign == "~" else "-")

    def _word(self, word: str, number: int | None) -> int:
        """Obey a control word; return how many characters after it are binary."""
        if word == "u" and number is not None:
            self._put(chr(number % 0x10000))
            self._skip = self._group.fallback
        elif word in _BREAKS or word in _SIGNS:
            self._put(_BREAKS.get(word) or _SIGNS[word])
        elif word == "bin":
            return max(0, number or 0)
        else:
            self._set(word, number)
        return 0

    def _set(self, word: str, number: int | None) -> None:
        """Change what holds for the rest of the group."""
        if word in _ASIDE:
            self._group = replace(self._group, aside=True, fonts=word == "fonttbl")
        elif (
            word == "shpinst" and self._outer
        ):  # a text box, marked as what older programs may leave out
            self._group = replace(self._group, aside=self._outer[-1].aside)
        elif word == "footnote":
            self._flush()
            self._group = replace(self._group, note=True)
        elif word in {"v", "deleted"}:
            self._flush()
            self._group = replace(self._group, hidden=number != 0)
        else:
            self._set_encoding(word, number or 0)

    def _set_encoding(self, word: str, number: int) -> None:
        """Change how bytes become characters: by the code page of the file, or by the character set
        of a font.
        """
        if word == "uc":
            self._group = replace(self._group, fallback=max(0, number))
        elif word == "ansicpg":
            self._codec = _CODECS.get(number, "cp1252")
        elif word == "f":
            self._flush()
            self._font = number
            self._group = replace(self._group, codec=self._fonts.get(number, ""))
        elif word == "fcharset" and self._group.fonts and number in _CHARSETS:
            self._fonts[self._font] = _CHARSETS[number]

    def _write(self, data: bytes) -> None:
        skipped = min(self._skip, len(data))
        self._skip -= skipped
        if not (self._group.aside or self._group.hidden):
            self._bytes += data[skipped:]

    def _put(self, text: str) -> None:
        self._flush()
        self._skip = 0
        if not (self._group.aside or self._group.hidden):
            (self.notes if self._group.note else self.text).append(text)

    def _flush(self) -> None:
        if self._bytes:
            decoded = self._bytes.decode(self._group.codec or self._codec, "replace")
            (self.notes if self._group.note else self.text).append(decoded)
            self._bytes.clear()


def read_rtf(data: bytes) -> Source:
    r"""Read the text of an RTF file, a paragraph or a row of a table a line; footnotes come last.

    Headers, footers, pictures, objects, fields' instructions, comments and hidden text are left
    out.

    Examples
    --------
    >>> head = rb"{\rtf1\ansi\ansicpg936{\fonttbl{\f0 x;}}\f0"
    >>> read_rtf(head + rb" \'b3\'c7\'ca\'d0\u26356?\u26032?\par\b 2025\b0}").text
    '城市更新\n2025'
    """
    reader = _Reader()
    reader.read(data.decode("latin-1"))
    lines = (
        "".join([*reader.text, "\n", *reader.notes])
        .encode("utf-16-le", "surrogatepass")
        .decode("utf-16-le", "replace")
        .split("\n")
    )
    return Source("\n".join(line.rstrip("\t ") for line in lines).rstrip("\n"), "rtf")
