"""A sheet of sampled sentences for a person to judge, and the precision of a theme from the sheet
filled in.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import ndtri

from topics.corpus.document import Document
from topics.corpus.formats.decode import decode
from topics.emphasis.strength import Strength
from topics.given import read_given
from topics.stats.resampling import generator

SHEET_COLUMNS = ["theme", "term", "doc_id", "path", "line", "sentence", "judged"]
RIGHT = {"1", "是", "对", "y", "yes", "true"}
WRONG = {"0", "否", "错", "n", "no", "false"}


class SheetError(ValueError):
    """Judgments that cannot be read, one line each, all of them at once."""


def sentence_sheet(
    found: pd.DataFrame, documents: Sequence[Document], *, n: int = 20, seed: int = 1
) -> pd.DataFrame:
    """Return mentions of each theme drawn at random, each in its sentence, for a person to say
    whether it is one.

    Parameters
    ----------
    found : DataFrame
        As `topics.emphasis.coverage.places` gives it.
    documents : sequence of Document
    n : int
        Mentions per theme, or all where there are fewer.
    seed : int

    Returns
    -------
    DataFrame
        Columns theme, term, doc_id, path, line (of the source), sentence (with the term in 【】),
        judged (empty: write 是 or 否).
    """
    of_id = {document.doc_id: document for document in documents if document.analysed}
    records = []
    for theme, rows in found.sort_values(["doc_id", "start"]).groupby("theme", sort=True):
        drawn = generator(seed, "sheet", str(theme)).permutation(len(rows))[:n]
        for row in rows.iloc[np.sort(drawn)].itertuples():
            document = of_id[str(row.doc_id)]
            start, end = int(str(row.start)), int(str(row.end))
            records.append(
                {
                    "theme": theme,
                    "term": row.term,
                    "doc_id": row.doc_id,
                    "path": row.path,
                    "line": document.line(start),
                    "sentence": sentence_at(document.text, start, end),
                    "judged": "",
                }
            )
    return pd.DataFrame.from_records(records, columns=SHEET_COLUMNS)


def sentence_at(text: str, start: int, end: int) -> str:
    """Return the sentence around a place, the place in 【】.

    >>> sentence_at("加快建设。增强城市韧性，防治内涝。", 9, 11)
    '增强城市【韧性】，防治内涝。'
    """
    for left, right in Strength.sentences(text):
        if left <= start < right:
            return f"{text[left:start]}【{text[start:end]}】{text[end : max(right, end)]}".strip()
    return f"【{text[start:end]}】"


def read_sheet(path: str | Path) -> pd.DataFrame:
    """Read a sheet that was filled in, in the encoding that the spreadsheet program left (UTF-8 or
    GB18030).

    Raises
    ------
    SheetError
        If the file lacks the columns `theme` and `judged`.
    """
    try:
        text = decode(read_given(path), check=False).text
        sheet = pd.read_csv(StringIO(text), dtype=str, keep_default_na=False)
    except (OSError, ValueError) as error:
        reason = str(error).strip().rpartition("\n")[2]
        raise SheetError(
            f"{path}: cannot be read as a sheet ({reason}); give the .csv that `themes --sheet`"
            " wrote"
        ) from None
    if missing := [name for name in ("theme", "judged") if name not in sheet]:
        raise SheetError(
            f"{path}: no column {', '.join(missing)}; fill in the sheet that `themes --sheet` wrote"
        )
    return sheet


def precision(sheet: pd.DataFrame) -> pd.DataFrame:
    """Return how many of the judged mentions of each theme are right, with the Wilson interval.

    Parameters
    ----------
    sheet : DataFrame
        A sheet with `theme` and `judged` filled in: 是, 对, 1, yes; 否, 错, 0, no; empty where it
        was not judged.

    Returns
    -------
    DataFrame
        Columns theme, judged, right, precision, low, high (95 %); themes without a judgment are
        missing.

    Raises
    ------
    SheetError
        If a judgment is none of these words; all rows are named.

    Examples
    --------
    >>> sheet = pd.DataFrame({"theme": ["韧性"] * 3, "judged": ["是", "是", "否"]})
    >>> precision(sheet).round(3).to_numpy().tolist()
    [['韧性', 3, 2, 0.667, 0.208, 0.939]]
    """
    said = sheet["judged"].map(
        lambda value: "" if pd.isna(value) else str(value).strip().lower().removesuffix(".0")
    )
    unknown = [
        f"row {number}: judgment {value!r} is unknown; write 是 or 否, or leave it empty"
        for number, value in enumerate(said, start=2)
        if value and value not in RIGHT | WRONG
    ]
    if unknown:
        raise SheetError("\n".join(unknown))
    judged = sheet.assign(right=said.isin(RIGHT))[said != ""]
    table = judged.groupby("theme", as_index=False).agg(
        judged=("right", "size"), right=("right", "sum")
    )
    low, high = wilson(
        table["right"].to_numpy(dtype=np.float64), table["judged"].to_numpy(dtype=np.float64)
    )
    return table.assign(precision=table["right"] / table["judged"], low=low, high=high)


def wilson(
    hits: np.ndarray, n: np.ndarray, *, level: float = 0.95
) -> tuple[np.ndarray, np.ndarray]:
    """Return Wilson's score interval of a share (Wilson 1927).

    >>> [round(float(end), 4) for end in wilson(np.array(8.0), np.array(10.0))]
    [0.4902, 0.9433]
    """
    z = ndtri((1 + level) / 2)
    share = hits / n
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    reach = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return np.maximum(centre - reach, 0.0), np.minimum(centre + reach, 1.0)
