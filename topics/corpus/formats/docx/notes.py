"""The footnotes and endnotes of a DOCX, each as one line."""

from __future__ import annotations

from topics.corpus.formats.docx.body import Body
from topics.corpus.formats.docx.styles import Attributes, Handler


class Notes:
    """Footnotes and endnotes by kind and id, each as one line."""

    def __init__(self) -> None:
        self.lines: dict[tuple[str, str], str] = {}

    def of(self, kind: str, body: Body) -> Handler:
        """Return a handler that reads the notes of one kind."""
        return _NotePart(kind, body, self.lines)


class _NotePart(Handler):
    def __init__(self, kind: str, body: Body, lines: dict[tuple[str, str], str]) -> None:
        self.kind = kind
        self.body = body
        self.collected = lines
        self.text = body.text  # type: ignore[method-assign]

    def start(self, name: str, attributes: Attributes) -> None:
        """Take the beginning of an element."""
        if name == self.kind:
            self.body.lines.clear()
            self.id = attributes.get("id", "")
        else:
            self.body.start(name, attributes)

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if name == self.kind:
            self.collected[self.kind, self.id] = " ".join(
                line.strip() for line in self.body.lines if line.strip()
            )
        else:
            self.body.end(name)
