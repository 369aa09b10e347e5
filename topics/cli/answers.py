"""How answers are printed: a table in columns, or one JSON object."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from topics.cli.asked import progress_of, say_left_out, study_of
from topics.names import (
    CERTAINTIES,
    LENSES,
    LINK_SHAPES,
    NOTES,
    PARTS,
    QUANTITY_KINDS,
    RELATIONS,
    SENTENCE_STATUSES,
    TARGET_CHANGES,
    UNITS,
    VERDICTS,
    Words,
    names_of,
)
from topics.report.inert import text_width

if TYPE_CHECKING:
    import pandas as pd

    from topics.study import Study

SCHEMA_VERSION = 1
# Columns whose codes are printed as names; --json keeps the codes.
NAMED = {
    "lens": LENSES,
    "rises": LENSES,
    "falls": LENSES,
    "verdict": VERDICTS,
    "theme_verdict": VERDICTS,
    "note": NOTES,
    "unit": UNITS,
    "part": PARTS,
    "shape": LINK_SHAPES,
    "certainty": CERTAINTIES,
    "status": SENTENCE_STATUSES,
    "kind": QUANTITY_KINDS,
    "relation": RELATIONS,
    "change": TARGET_CHANGES,
}


def print_table(
    arguments: Namespace,
    table: Callable[[Study], pd.DataFrame],
    *,
    shown: Sequence[str] = (),
    grouped: bool = False,
) -> None:
    """Compute a table and print it: as JSON whole, in columns those that are `shown` (by default
    all) and hold something.

    Where it is `grouped`, documents without a group are named on standard error.
    """
    with progress_of(arguments) as progress:
        study = study_of(arguments, progress)
        if grouped:
            say_left_out(study, progress)
        frame = table(study)
    told = frame[
        [
            name
            for name in shown or frame.columns
            if name in frame and (frame[name].notna() & (frame[name] != "")).any()
        ]
    ]
    print_answer(
        arguments,
        lambda: print(format_table(in_words(told, study.settings.lang))),
        records_of(frame),
    )


def in_words(frame: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Return a table with the names of its codes in the columns that hold such.

    >>> import pandas as pd
    >>> in_words(pd.DataFrame({"lens": ["rate"], "verdict": ["rises"]}), "zh").iloc[0].tolist()
    ['提及频率', '上升']
    """
    held = [column for column in NAMED if column in frame]
    said: dict[str, Any] = {name: _named(frame[name], NAMED[name], lang) for name in held}
    return frame.assign(**said)


def _named(codes: Iterable[object], names: Mapping[str, Words], lang: str) -> list[object]:
    return [names_of(code, names, lang) if isinstance(code, str) else code for code in codes]


def print_answer(arguments: Namespace, show: Callable[[], None], answer: Any) -> None:
    """Print an answer as JSON where that is asked for, else as `show` does."""
    if arguments.json:
        print_json(arguments, answer)
    else:
        show()


def print_json(arguments: Namespace, answer: Any) -> None:
    """Print an answer as one JSON object, with the command and the version of its form."""
    payload = {"schema_version": SCHEMA_VERSION, "command": arguments.command, "answer": answer}
    print(json.dumps(payload, ensure_ascii=False, allow_nan=False, indent=1))


def records_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table as JSON has them; exact decimals as its numbers."""
    exact = [name for name in frame if any(isinstance(value, Decimal) for value in frame[name])]
    if exact:
        numbers: dict[Any, Any] = {name: frame[name].map(_plain_number) for name in exact}
        frame = frame.assign(**numbers)
    return json.loads(frame.to_json(orient="records", force_ascii=False)) if len(frame) else []


def _plain_number(value: object) -> object:
    return float(value) if isinstance(value, Decimal) else value


def format_table(frame: pd.DataFrame) -> str:
    """Lay a table out in columns, a Han character two cells wide.

    >>> import pandas as pd
    >>> print(format_table(pd.DataFrame({"词": ["城市更新"], "count": [3]})))
    词        count
    城市更新  3
    """
    rows: list[Sequence[str]] = [list(map(str, frame.columns))]
    rows += [[_cell(value) for value in row] for row in frame.itertuples(index=False)]
    wide = partial(text_width, terminal=True)
    widths = [max(map(wide, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(
            cell + " " * (width - wide(cell)) for cell, width in zip(row, widths, strict=True)
        )
        for row in rows
    )
    return "\n".join(line.rstrip() for line in lines)


def _cell(value: object) -> str:
    if not isinstance(value, str) and str(value) in {"None", "nan", "<NA>"}:
        return ""
    text = f"{value:.4g}" if isinstance(value, float) else str(value)
    return "".join(c if c.isprintable() else "\ufffd" for c in text)
