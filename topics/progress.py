"""Progress on standard error: what is being done, on a terminal only."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self


class Progress:
    """Shows the stage that is under way, with its seconds; quiet when standard error is no terminal.

    Examples
    --------
    >>> with Progress(quiet=True) as progress:
    ...     progress.stage("reading documents")
    """

    def __init__(self, *, quiet: bool = False) -> None:
        self._shown = not quiet and sys.stderr.isatty()
        self._name = ""
        self._start = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._close()

    def stage(self, name: str) -> None:
        """Say what begins now."""
        self._close()
        self._name, self._start = name, time.monotonic()
        if self._shown:
            print(f"… {name}", end="", file=sys.stderr, flush=True)

    def _close(self) -> None:
        if self._shown and self._name:
            seconds = time.monotonic() - self._start
            print(f"\r✓ {self._name} ({seconds:.1f} s)", file=sys.stderr, flush=True)
        self._name = ""
