"""What an answer is made of: sentences whose numbers lead to their places in the texts."""

from __future__ import annotations

from dataclasses import dataclass

# What says most of a change, in this order, where only a few lines have room.
BRIEF = (
    *("headline", "misfit", "gained", "lost", "risen", "fallen", "wave", "pair"),
    *("latest", "neighbours", "chapters", "words", "one_section", "reading"),
)


@dataclass(frozen=True, slots=True)
class Ref:
    """The places behind a number.

    Attributes
    ----------
    kind : str
        `theme`, `feature` (a word), `chapter` and `item` (headings that name a theme) or `section`.
    name : str
        Which theme or word; empty for a section.
    groups : tuple of str
        Only documents of these groups.
    doc_id, path : str
        Only this document, this section.
    """

    kind: str
    name: str = ""
    groups: tuple[str, ...] = ()
    doc_id: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a sentence, and the places that it leads to, if any."""

    text: str
    ref: Ref | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One line of the first screen.

    Attributes
    ----------
    kind : str
        `headline`, `misfit`, `chapters`, `gained`, `lost`, `one_section`, `words`, `neighbours`,
        `latest`, `risen`, `wave`, `fallen`, `steady` or `reading`.
    title : str
        What the line is about, in bold letters; empty for the headline.
    pieces : tuple of Piece
    pair : tuple of str
        Reference and target; empty where the line is about a whole series.
    about : tuple of str
        The themes, words or headings that it names.
    guard : str
        What else could be the reason, in the language of the answer.
    evidence : tuple of str
        The grade of each thing named, in the same order; empty for plain facts.
    """

    kind: str
    title: str
    pieces: tuple[Piece, ...]
    pair: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    guard: str = ""
    evidence: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The line as plain text, without its title."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Answer:
    """What changed: the first screen of a report.

    Attributes
    ----------
    sentences : tuple of Sentence
        The headline first.
    """

    sentences: tuple[Sentence, ...]

    @property
    def headline(self) -> str:
        """The answer in one or two sentences."""
        return next((line.text for line in self.sentences if line.kind == "headline"), "")

    @property
    def text(self) -> str:
        """All lines as plain text, with their titles."""
        lines = [
            f"{line.title}  {line.text}" if line.title else line.text for line in self.sentences
        ]
        return "\n".join(lines)

    def brief(self, n: int = 3) -> tuple[Sentence, ...]:
        """Return the n lines that say most: the headline, then what gained and what lost."""
        ranked = sorted(self.of_kind(*BRIEF), key=lambda line: BRIEF.index(line.kind))
        return tuple(ranked[:n])

    def of_kind(self, *kinds: str) -> tuple[Sentence, ...]:
        """Return the lines of some kinds, in their order."""
        return tuple(line for line in self.sentences if line.kind in kinds)

    def __str__(self) -> str:
        return self.text
