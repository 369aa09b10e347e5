"""A text that knows where each of its characters came from while it is edited."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from topics.corpus.document import Change, OffsetMap

_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


class Edit(NamedTuple):
    """Replace `text[start:end]` by `new`; logged under `kind` unless it is empty, as `shown` or as
    the old text.
    """

    start: int
    end: int
    new: str
    kind: str = ""
    shown: str = ""


class TracedText:
    """A text under repair, with the source offset of every run of characters and the log of its
    edits.

    Parameters
    ----------
    source : str
        The text as it was read.

    Examples
    --------
    >>> text = TracedText("城市@@更新").edited([Edit(2, 4, "", "marker")])
    >>> text.text, text.origin().source(2), text.changes()
    ('城市更新', 4, (Change(line=1, kind='marker', text='@@'),))
    """

    def __init__(self, source: str) -> None:
        self.text = source
        self._clean = [0] if source else []
        self._source = [0] if source else []
        self._lines = [0, *(match.end() for match in _LINE_END.finditer(source))]
        self._log: list[tuple[int, str, str]] = []

    def source(self, offset: int) -> int:
        """Return the source offset of an offset in the text as it is now."""
        run = bisect_right(self._clean, offset) - 1
        return self._source[run] + offset - self._clean[run] if run >= 0 else 0

    def edited(self, edits: Iterable[Edit]) -> TracedText:
        """Return the text after `edits`, which are in order and do not overlap."""
        edits = list(edits)
        if not edits:
            return self
        result = TracedText.__new__(TracedText)
        result._lines = self._lines
        result._log = [*self._log]
        result.text, result._clean, result._source = self._rebuilt(edits)
        for edit in edits:
            if edit.kind:
                shown = edit.shown or self.text[edit.start : edit.end]
                result._log.append((self.source(edit.start), edit.kind, shown))
        return result

    def _rebuilt(self, edits: list[Edit]) -> tuple[str, list[int], list[int]]:
        """Return the new text with its runs, in one walk over the edits and the old runs."""
        old = self.text
        old_clean, old_source = self._clean, self._source
        pieces: list[str] = []
        clean: list[int] = []
        source: list[int] = []
        run, written, position = 0, 0, 0
        for start, end, new, *_ in [*edits, Edit(len(old), len(old), "")]:
            same_length = len(new) == end - start
            stop = end if same_length else start
            if stop > position:
                while run + 1 < len(old_clean) and old_clean[run + 1] <= position:
                    run += 1
                _add_run(clean, source, written, old_source[run] + position - old_clean[run])
                while run + 1 < len(old_clean) and old_clean[run + 1] < stop:
                    run += 1
                    _add_run(clean, source, written + old_clean[run] - position, old_source[run])
                pieces.append(old[position:start])
                written += stop - position
            if same_length:
                pieces.append(new)
            elif new:
                while run + 1 < len(old_clean) and old_clean[run + 1] <= start:
                    run += 1
                _add_run(clean, source, written, old_source[run] + start - old_clean[run])
                pieces.append(new)
                written += len(new)
            position = end
        return "".join(pieces), clean, source

    def origin(self) -> OffsetMap:
        """Return the map from the text as it is now to the source."""
        return OffsetMap(tuple(self._clean), tuple(self._source), tuple(self._lines))

    def changes(self) -> tuple[Change, ...]:
        """Return the log in source order."""
        lines = self._lines
        return tuple(
            Change(bisect_right(lines, source), kind, text)
            for source, kind, text in sorted(self._log, key=lambda entry: entry[0])
        )

    def logged(self, kind: str) -> list[str]:
        """Return the texts that were logged under a kind."""
        return [text for _, found, text in self._log if found == kind]

    def places(self, kind: str) -> list[tuple[int, str]]:
        """Return the source offset and text of what was logged under a kind, in source order."""
        return sorted((source, text) for source, found, text in self._log if found == kind)

    def noted(self, notes: Iterable[tuple[int, str, str]]) -> TracedText:
        """Return the text with more entries in its log: (offset now, kind, text), for what is told
        but not changed.
        """
        result = TracedText.__new__(TracedText)
        result.text, result._clean, result._source, result._lines = (
            self.text,
            self._clean,
            self._source,
            self._lines,
        )
        result._log = [*self._log, *((self.source(at), kind, text) for at, kind, text in notes)]
        return result


def _add_run(clean: list[int], source: list[int], at: int, origin: int) -> None:
    """Begin a run, unless it only continues the one before."""
    if clean and origin - source[-1] == at - clean[-1]:
        return
    if clean and clean[-1] == at:
        source[-1] = origin
        return
    clean.append(at)
    source.append(origin)
