"""The command line: runs a command and turns what happens into an exit code."""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence

from topics.cli.arguments import build_parser
from topics.cli.catalogue import language, said
from topics.cli.typed import start_in_utf8, typed

DONE, COULD_NOT, INTERRUPTED = 0, 1, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 failed, 2 wrong use, 130 interrupted."""
    if argv is None:
        start_in_utf8()
    _speak_utf8()
    _draw_apart()
    given = sys.argv[1:] if argv is None else argv
    tongue = language(given)
    parser = build_parser(tongue)
    try:
        arguments = parser.parse_args(typed(given))
    except ValueError as error:
        parser.error(str(error))
    if not arguments.command and not arguments.version:
        parser.error("name a command, for example: python -m topics report FOLDER")
    command = arguments.command or "version"
    try:
        from topics.cli import compare, folders, phrases, questions, search, start, targets

        rooms = (folders, questions, compare, phrases, search, start, targets)
        run = next(found for room in rooms if (found := getattr(room, f"run_{command}", None)))
        run(arguments)
    except KeyboardInterrupt:
        print(said("interrupted; nothing was changed", tongue), file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:
        if getattr(arguments, "verbose", False):
            raise
        print(f"topics {command}: {_told(error, tongue)}", file=sys.stderr)
        return COULD_NOT
    return DONE


def _raised_by_us(error: Exception) -> bool:
    """Return whether a sentence of ours is what came up, and not a surprise from a library."""
    if type(error).__module__.startswith("topics."):
        return True
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    own = isinstance(error, (ValueError, LookupError, ImportError, RuntimeError))
    return (
        own
        and trace is not None
        and str(trace.tb_frame.f_globals.get("__name__", "")).startswith("topics.")
    )


def _told(error: Exception, tongue: str) -> str:
    """Return an error in a language, what a reader says of files in it included."""
    from topics.report.speech.remarks import said as remark_said

    text = said(_sentence(error), tongue)
    for reason in getattr(error, "reasons", ()):
        text = text.replace(str(reason), remark_said(reason, tongue))
    return text


def _sentence(error: Exception) -> str:
    known = isinstance(error, OSError) or _raised_by_us(error)
    text = str(error.args[0]) if isinstance(error, KeyError) and error.args else str(error)
    if known and text:
        return text
    return f"{type(error).__name__}: {text}. This is a fault of ours; --verbose shows where"


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _draw_apart() -> None:
    """Keep matplotlib from the settings, fonts and home folder of the user: ours come along.

    A notebook's MPLBACKEND is no backend of ours; looking for fonts starts `fc-list` and leaves a
    list of them in the home folder. Where a program has imported matplotlib, it is that program's.
    """
    if "matplotlib" in sys.modules:
        return
    own = tempfile.mkdtemp(prefix="topics-matplotlib-")
    atexit.register(shutil.rmtree, own, ignore_errors=True)
    apart = ("MPL_IGNORE_SYSTEM_FONTS", "TOPICS_OWN_FONTS")  # topics.plots takes the first away
    os.environ |= {"MPLBACKEND": "agg", "MPLCONFIGDIR": own} | dict.fromkeys(apart, "1")
