"""Files that the user names: taken whole and bounded, and their faults told by the first ten."""

from __future__ import annotations

import os
import re
import stat
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

MOST_TOLD = 10  # faults or names that a message holds; more are no help (chosen, not fitted)
LONGEST_TOLD = 80  # characters of a value in a message
MOST_BYTES = 50_000_000  # of a file that the user names: as of a document
MOST_LISTED = 1_000_000  # bytes of a list of words or themes
MOST_PARTS = 8  # of a dotted key: twice what any file has, themes.name.terms
# Strings and comments are passed over as wholes; all repeats are possessive, so that it is linear.
_PART = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')"""
_ESCAPED = re.compile(r"""\\[\\"]""")  # a quotation mark inside a string does not end it
_KEYS = re.compile(
    rf"""\"\"\"(?s:.*?)\"\"\"|'''(?s:.*?)'''|\#[^\n]*+"""
    rf"""|(?P<deep>{_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{{MOST_PARTS},}}+)|{_PART}"""
)


def read_given(path: str | Path, most: int = MOST_BYTES) -> bytes:
    """Return the bytes of a file that the user named; a link is followed, no pipe is waited for.

    Raises
    ------
    OSError
        If it cannot be opened, is no regular file, or is larger than `most` bytes.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags | getattr(os, "O_CLOEXEC", 0)), "rb") as stream:
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            raise OSError(f"{path}: is no file but a pipe, device or folder; name a file")
        data = stream.read(most + 1)
    if len(data) > most:
        raise OSError(f"{path}: more than {most:,} bytes; give a smaller file")
    return data


def told(faults: Sequence[str]) -> str:
    r"""Write the first faults, each on a line, and how many there are.

    >>> told(["a"] * 12).split("\n")[-1]
    '… and 2 faults more; correct these first'
    """
    more = len(faults) - MOST_TOLD
    last = [f"… and {more:,} faults more; correct these first"] if more > 0 else []
    return "\n".join([*faults[:MOST_TOLD], *last])


def named(names: Sequence[str]) -> str:
    """Write the first names, and how many there are.

    >>> named(["甲", "乙"]), named(["甲"] * 12)[-6:]
    ('甲, 乙', '… (12)')
    """
    some = ", ".join(map(brief, names[:MOST_TOLD]))
    return some if len(names) <= MOST_TOLD else f"{some} … ({len(names):,})"


def brief(value: str) -> str:
    """Return a value as a message can hold it.

    >>> len(brief("长" * 90_000))
    80
    """
    return value if len(value) <= LONGEST_TOLD else value[: LONGEST_TOLD - 1] + "…"


def parse_toml(text: str) -> dict[str, Any]:
    """Read TOML; keys of more parts than any file of ours has are refused before they are read.

    Raises
    ------
    ValueError
        If it is no TOML, or nested too deeply.
    """
    for found in _KEYS.finditer(_ESCAPED.sub("__", text)):
        if found["deep"]:
            line = text.count("\n", 0, found.start()) + 1
            raise ValueError(
                f"a key of more than {MOST_PARTS} parts, nested too deeply, line {line}"
            )
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ValueError("nested too deeply, line 1") from None
