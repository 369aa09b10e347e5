"""Where a DOCX holds its table of contents: a field that makes one, or a content control from the
gallery of such tables.
"""

from __future__ import annotations

from topics.corpus.formats.docx.styles import Attributes, Handler


class Contents(Handler):
    """Follows fields and content controls, to tell whether what is read now belongs to a table of
    contents.
    """

    def __init__(self) -> None:
        self._fields: list[str] = []  # the codes of the open fields
        self._controls: list[
            bool
        ] = []  # of each open content control, whether it is a table of contents
        self._in_code = False

    @property
    def open(self) -> bool:
        """Whether a table of contents is open."""
        return any(self._controls) or any(code.split()[:1] == ["TOC"] for code in self._fields)

    def start(self, name: str, attributes: Attributes) -> None:
        """Take the beginning of an element."""
        if name == "sdt":
            self._controls.append(False)
        elif name == "docPartGallery" and self._controls:
            self._controls[-1] = attributes.get("val", "").lower() == "table of contents"
        elif name == "fldChar" and attributes.get("fldCharType") == "begin":
            self._fields.append("")
        elif name == "fldChar" and attributes.get("fldCharType") == "end":
            del self._fields[-1:]
        elif name == "instrText":
            self._in_code = True

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if name == "sdt":
            del self._controls[-1:]
        elif name == "instrText":
            self._in_code = False

    def text(self, data: str) -> None:
        """Take characters."""
        if self._in_code and self._fields:
            self._fields[-1] += data[:40]
