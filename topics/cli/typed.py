"""What the user typed, whatever the locale: the command line and standard input as text."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

COMMAND_LINE = Path("/proc/self/cmdline")  # the bytes themselves, where the system shows them


def start_in_utf8() -> None:
    """Start this command again, as the same process, where Python would take names for another
    encoding: file names and arguments are UTF-8 in every locale.
    """
    if sys.flags.utf8_mode or sys.getfilesystemencoding() == "utf-8":
        return
    try:
        given = COMMAND_LINE.read_bytes().split(b"\0")[1:-1]
    except OSError:
        given = [os.fsencode(argument) for argument in sys.orig_argv[1:]]
    os.execv(sys.executable, [os.fsencode(sys.executable), b"-X", b"utf8", *given])


def typed(arguments: Sequence[str]) -> list[str]:
    """Return the arguments of a command line; what is no UTF-8 names a file or is GB18030.

    Raises
    ------
    ValueError
        If it is neither.
    """
    return [
        argument if os.path.lexists(argument.rpartition("=")[2]) else as_text(argument)
        for argument in arguments
    ]


def as_text(given: str) -> str:
    r"""Return what was typed, of which bytes that are no UTF-8 stand as halves of surrogate pairs.

    >>> as_text("城市更新".encode("gb18030").decode("utf-8", "surrogateescape"))
    '城市更新'

    Raises
    ------
    ValueError
        If the bytes are neither UTF-8 nor GB18030.
    """
    try:
        given.encode()
    except UnicodeEncodeError:
        try:
            return given.encode("utf-8", "surrogateescape").decode("gb18030")
        except ValueError:
            shown = given.encode("utf-8", "backslashreplace").decode()[:80]
            raise ValueError(
                f"'{shown}' is neither UTF-8 nor GB18030; type it in a UTF-8 terminal or give a"
                " file"
            ) from None
    return given
