"""The options of a tokenizer that decide which words of a text count."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class TokenOptions:
    """Options that decide which words count; their meaning stands at `PolicyTokenizer`.

    Raises
    ------
    ValueError
        If an option has a value without meaning.
    """

    min_length: int
    numbers: bool
    pos: Collection[str] | None
    nested: Literal["longest", "every"]
    normalise: bool
    lower: bool

    def __post_init__(self) -> None:
        if self.nested not in {"longest", "every"}:
            raise ValueError(f"nested: '{self.nested}' does not exist; write longest or every")
        if not isinstance(self.min_length, int) or self.min_length < 1:
            raise ValueError(
                f"min_length: {self.min_length!r} is no length; write a whole number from 1"
            )
        if isinstance(self.pos, str):
            raise ValueError(f"pos: '{self.pos}' is one string; write ('{self.pos}',)")  # noqa: TRY004 — like the others
