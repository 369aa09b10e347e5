"""What a report says, in the language of its reader, and how it writes numbers."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from topics.names import LENSES, PARTS, UNITS, name_of


@cache
def _strings() -> dict[str, dict[str, Any]]:
    return tomllib.loads(Path(__file__).with_name("strings.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Speech:
    """The strings of one language.

    Examples
    --------
    >>> say = Speech("zh")
    >>> say("n_chars", n=say.number(12345))
    '12,345 汉字'
    >>> say.code("skipped")
    '跳过'
    """

    lang: str

    def __call__(self, key: str, **fields: object) -> str:
        """Return a string with its fields filled in."""
        text: str = _strings()[self.lang][key]
        return text.format(**fields) if fields else text

    def column(self, name: str) -> str:
        """Return the heading of a column."""
        if heading := _strings()[self.lang]["column"].get(name):
            return str(heading)
        heading = name_of(name, {**LENSES, **PARTS}, self.lang)
        return heading[:1].upper() + heading[1:] if heading != name else name

    def code(self, value: str) -> str:
        """Return the word for a code of a table (a status, a unit …); an unknown code stays."""
        return str(_strings()[self.lang]["code"].get(value) or name_of(value, UNITS, self.lang))

    def number(self, value: object, form: str = "integer") -> str:
        """Write a number: integer, number (3 significant digits), share (percent), rate, p; — where
        there is none.
        """
        if value is None or pd.isna(value):  # type: ignore[call-overload]
            return self("none")
        number = float(value)  # type: ignore[arg-type]
        if math.isinf(number):
            return "∞" if number > 0 else "−∞"
        text = {
            "integer": lambda: f"{number:,.0f}",
            "year": lambda: f"{number:.0f}",
            "share": lambda: f"{number:.1%}",
            "points": lambda: f"{number * 100:+.1f}",
            "rate": lambda: f"{number:.1f}",
            "signed": lambda: f"{number:+.1f}",
            "p": lambda: "<0.001" if number < 0.001 else f"{number:.3f}",
            "number": lambda: f"{number:.2f}",
            "ratio": lambda: f"{number:.2f}" if number < 10 else f"{number:.0f}",
        }[form]()
        return text.replace("-", "−")
