"""Text read in a wrong encoding and saved again: undone where nothing was lost on the way."""

from __future__ import annotations

from topics.corpus.language.script import LEAST_SHARE, common_share, is_mojibake

# The encoding in which the bytes were read, and the one in which they were written.
MISREADINGS = (
    ("cp1252", "utf-8"),
    ("gb18030", "utf-8"),
    ("cp1252", "gb18030"),
    ("big5hkscs", "utf-8"),
    ("big5hkscs", "gb18030"),
    ("gb18030", "big5hkscs"),
)
_LEAST_HAN = 8


def restored(text: str) -> tuple[str, str, str] | None:
    """Undo a wrong decoding, if every character can be taken back and the outcome is plausible
    Chinese.

    Returns
    -------
    tuple of str or None
        The text, the encoding in which it had been read, and the one in which it was written.

    Examples
    --------
    >>> restored("国务院关于印发通知".encode().decode("latin-1"))
    ('国务院关于印发通知', 'cp1252', 'utf-8')
    >>> restored("国务院关于印发通知"), restored("锟斤拷锟斤拷锟斤拷锟斤拷")
    (None, None)
    """
    if not is_mojibake(text):
        return None
    for wrong, right in MISREADINGS:
        try:
            found = _bytes(text, wrong).decode(right)
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
        share, n_han = common_share(found)
        if n_han >= _LEAST_HAN and share > LEAST_SHARE and not is_mojibake(found):
            return found, wrong, right
    return None


def _bytes(text: str, encoding: str) -> bytes:
    """Return the bytes that a wrong decoding turned into this text; browsers read the gaps of
    cp1252 as Latin-1.
    """
    if encoding != "cp1252":
        return text.encode(encoding)
    return b"".join(
        bytes([ord(char)]) if char <= "\xff" else char.encode(encoding) for char in text
    )


def by_lines(data: bytes) -> tuple[str, int] | None:
    r"""Read a file whose lines are partly UTF-8 and partly GB18030, and count the lines of the
    latter.

    A line that is neither without a fault stays UTF-8 with its faults marked. Returns None unless
    both have a line.

    Examples
    --------
    >>> by_lines("城市更新\n".encode() + "完善排水防涝设施".encode("gbk"))
    ('城市更新\n完善排水防涝设施', 1)
    """
    lines, n_other, n_own = [], 0, 0
    for line in data.split(b"\n"):
        try:
            lines.append(line.decode("utf-8"))
            n_own += not line.isascii()
            continue
        except UnicodeDecodeError:
            other = _plausible(line)
        n_other += other is not None
        lines.append(line.decode("utf-8", "replace") if other is None else other)
    return ("\n".join(lines), n_other) if n_own and n_other else None


def _plausible(line: bytes) -> str | None:
    """Return a line read as GB18030 if that is without a fault and looks like Chinese text."""
    try:
        text = line.decode("gb18030")
    except UnicodeDecodeError:
        return None
    share, n_han = common_share(text)
    return text if n_han >= 4 and share >= 0.4 else None
