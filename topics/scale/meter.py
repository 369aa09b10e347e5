"""How much is done and how long the rest will take, on a terminal only."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable


class Meter:
    """Shows one line that is written over as work proceeds.

    Parameters
    ----------
    what : str
    total : int
        Bytes to do.
    quiet : bool
    clock : callable, optional
        Seconds.

    Examples
    --------
    >>> meter = Meter("counting", 4_000_000, quiet=True, clock=iter([0.0, 10.0]).__next__)
    >>> meter.line(1_000_000)
    'counting: 1.0 of 4.0 MB, 0.1 MB/s, 0:30 left'
    """

    def __init__(
        self,
        what: str,
        total: int,
        *,
        quiet: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._what, self._total, self._clock = what, total, clock
        self._shown = not quiet and sys.stderr.isatty()
        self._start = clock()
        self._last = 0.0

    def line(self, done: int, *, found: int = 0) -> str:
        """Describe the state: bytes done in all, of which `found` were done by an earlier run."""
        rate = (done - found) / max(self._clock() - self._start, 1e-9)
        left = round((self._total - done) / rate) if rate > 0 else 0
        text = f"{self._what}: {done / 1e6:.1f} of {self._total / 1e6:.1f} MB"
        return (
            f"{text}, {rate / 1e6:.1f} MB/s, {left // 60}:{left % 60:02d} left"
            if rate > 0
            else text
        )

    def show(self, done: int, *, found: int = 0) -> None:
        """Write the line, twice a second at most."""
        now = time.monotonic()
        if self._shown and now - self._last > 0.5:
            self._last = now
            sys.stderr.write(f"\r\x1b[K{self.line(done, found=found)}")
            sys.stderr.flush()

    def close(self) -> None:
        """Take the line away."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
