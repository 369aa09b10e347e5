"""Progress on standard error: what is being done and how far, on a terminal or on request."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

from topics.cli.catalogue import said

if TYPE_CHECKING:
    from tqdm import tqdm

CLEAR = "\r\x1b[K"
BYTES = 1_000_000  # of which so many are counted in: shown as 1.5M, not as 1500000


class Progress:
    """Shows the stage that is under way, how far it is, and what it took; quiet when standard error
    is no terminal.

    Parameters
    ----------
    quiet : bool
        Show nothing.
    verbose : bool
        Write a line per finished stage, with its seconds, also where standard error is no terminal.
    lang : {"en", "zh"}
        The language in which stages and remarks, which come in English, are shown.

    Examples
    --------
    >>> with Progress(quiet=True) as progress:
    ...     progress.stage("reading documents")
    ...     progress.advance(1, 5)
    """

    def __init__(self, *, quiet: bool = False, verbose: bool = False, lang: str = "en") -> None:
        self._lang = lang
        self._live = not quiet and sys.stderr.isatty()
        self._told = not quiet and (verbose or self._live)
        self._name = ""
        self._start = 0.0
        self._bar: tqdm[None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close("✓" if error is None else "✗")

    def stage(self, name: str) -> None:
        """Say what begins now; what was under way is done."""
        self._close("✓")
        self._name, self._start = said(name, self._lang), time.monotonic()
        if self._live:
            print(f"… {self._name}", end="", file=sys.stderr, flush=True)

    def advance(self, done: int, total: int) -> None:
        """Say how much of the stage is done, in whatever it is counted."""
        if not self._live or not self._name:
            return
        if self._bar is None:
            from tqdm import tqdm

            self._bar = tqdm(
                desc=f"… {self._name}",
                total=total,
                file=sys.stderr,
                disable=None,
                unit_scale=total >= BYTES,
                leave=False,
                dynamic_ncols=True,
            )
        self._bar.total = total  # it may grow: more models are fitted where the first ones disagree
        self._bar.update(done - self._bar.n)

    def say(self, text: str) -> None:
        """Write a remark that stands whatever the options; the line of the stage stays whole."""
        shown = self._live and self._name
        print(f"{CLEAR if shown else ''}{said(text, self._lang)}", file=sys.stderr)
        if shown:
            print(f"… {self._name}", end="", file=sys.stderr, flush=True)

    def _close(self, mark: str) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None
        if self._told and self._name:
            begin = CLEAR if self._live else ""
            print(
                f"{begin}{mark} {self._name} ({time.monotonic() - self._start:.1f} s)",
                file=sys.stderr,
                flush=True,
            )
        self._name = ""
