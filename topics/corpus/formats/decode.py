"""Bytes to text: the encoding is recognised from the bytes and from how plausible the outcome is as
Chinese.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from topics.corpus import messages
from topics.corpus.formats.garbled import by_lines, restored
from topics.corpus.language.script import common_share, is_mojibake
from topics.corpus.messages import UnreadableError

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
# A superset each: files that say GB2312 or GBK hold GB18030 characters, Big5 pages Hong Kong
# characters.
SUPERSETS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "cp936": "gb18030",
    "big5": "big5hkscs",
    "cp950": "big5hkscs",
}
LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029\x85\x0b]")
LADDER = ("utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it came from, how many characters were damaged, whether the encoding is
    a guess, what was undone.
    """

    text: str
    encoding: str
    damaged: int
    guess: bool = False
    note: str = ""


def decode(data: bytes, *, encoding: str | None = None, check: bool = True) -> Decoded:
    r"""Decode a text file.

    The ladder: byte order mark; the encoding that the user asked for; UTF-16 by its zero bytes;
    UTF-8 without a fault; else, of UTF-8, GB18030, Big5 and UTF-16 with faults marked, the one
    whose text has the largest share of common Chinese characters after its faults are taken off. A
    damaged byte therefore never turns UTF-8 into GBK.

    Parameters
    ----------
    data : bytes
    encoding : str, optional
        The encoding that the user asked for.
    check : bool
        Refuse mojibake; a web page is judged after its markup is gone.

    Returns
    -------
    Decoded
        Its line ends are `\n` whatever they were; U+FFFD stands for what was damaged.

    Raises
    ------
    UnreadableError
        If no encoding gives plausible text, or if the text is mojibake.

    Examples
    --------
    >>> decode("国务院关于印发通知".encode("gbk")).text
    '国务院关于印发通知'
    """
    decoded = _decode(data, encoding)
    # The bytes of UTF-8, read as letters, hold what elsewhere ends a line: so line ends come after.
    plain = decoded.encoding == "utf-8" and not decoded.damaged and not decoded.note
    if plain and (found := restored(data.decode("utf-8-sig"))):
        text, wrong, right = found
        return Decoded(
            _line_ends(text), right, 0, note=messages.RESTORED.format(wrong=wrong, right=right)
        )
    if check and is_mojibake(decoded.text):
        share, _ = common_share(decoded.text)
        if encoding is not None:
            raise UnreadableError(messages.BAD_ENCODING_ASKED.format(encoding=encoding))
        raise UnreadableError(
            messages.MOJIBAKE.format(share=share)
            if decoded.encoding == "utf-8"
            else messages.UNDECODED
        )
    return decoded


def _decode(data: bytes, encoding: str | None) -> Decoded:
    for mark, marked in BOMS:
        if data.startswith(mark):
            decoded = _read_as(data[len(mark) :], marked)
            if decoded.damaged * 20 <= len(decoded.text) and not is_mojibake(decoded.text):
                return decoded
            data = data[len(mark) :]  # a mark can lie
            break
    if encoding is not None:
        return _read_as(data, SUPERSETS.get(codecs.lookup(encoding).name, encoding))
    if (wide := _zero_bytes(data)) is not None:
        return _read_as(data, wide)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _best(data)
    if b"~{" in data and data.isascii():
        return _read_as(data, "hz")
    # Two bytes of GBK can pass for UTF-8 by chance: 4 % of texts of two characters, none worth
    # naming beyond ten.
    return Decoded(_line_ends(text), "utf-8", 0, guess=not data.isascii() and len(text) < 10)


def _zero_bytes(data: bytes) -> str | None:
    """Recognise UTF-16 with Latin letters or digits in it, which is valid UTF-8 but full of zero
    bytes.
    """
    sample = data[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) < max(2, len(sample) * 0.02) or min(even, odd) * 5 > max(even, odd):
        return None
    wide = "utf-16-le" if odd > even else "utf-16-be"
    decoded = _read_as(data, wide)
    return (
        wide
        if decoded.damaged * 20 <= len(decoded.text) and not is_mojibake(decoded.text)
        else None
    )


def _best(data: bytes) -> Decoded:
    candidates = [_read_as(data, name) for name in LADDER]
    scored = [
        (_plausibility(candidate), -rank, candidate) for rank, candidate in enumerate(candidates)
    ]
    score, _, best = max(scored, key=lambda item: item[:2])
    if best.encoding in {"utf-8", "gb18030"} and (mixed := by_lines(data)):
        text, n_lines = mixed
        found = Decoded(
            _line_ends(text),
            "utf-8",
            text.count("\ufffd"),
            note=messages.MIXED_ENCODINGS.format(count=n_lines),
        )
        if _plausibility(found) > score:
            return found
    if score <= 0:
        raise UnreadableError(messages.UNDECODED)
    _, n_han = common_share(best.text)
    return Decoded(best.text, best.encoding, best.damaged, guess=n_han < 8)


def _plausibility(decoded: Decoded) -> float:
    share, n_han = common_share(decoded.text)
    text = decoded.text
    if not n_han:
        return 0.0
    # Of what is not ASCII, how much is Han or the punctuation of Chinese text.
    foreign = [character for character in text[:20_000] if character > "\x7f"]
    fitting = sum(
        "\u2e80" <= c <= "\u9fff" or c in "　、。〈〉《》「」『』【】〔〕！（），：；？—“”‘’…·①②③④⑤"
        for c in foreign
    )
    controls = sum(c < " " and c not in "\t\n\f" for c in text[:20_000])
    noise = (len(foreign) - fitting + controls) / max(len(foreign), 1)
    return share - min(noise, 0.9) * 0.5 - 2 * decoded.damaged / max(len(text), 1)


def _read_as(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(_line_ends(data.decode(encoding)), encoding, 0)
    except UnicodeDecodeError:
        text = data.decode(encoding, errors="replace")
        return Decoded(_line_ends(text), encoding, text.count("\ufffd"))


def _line_ends(text: str) -> str:
    return LINE_ENDS.sub("\n", text.removeprefix("\ufeff"))
