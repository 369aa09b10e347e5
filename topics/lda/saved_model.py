"""Reading a topic model that was saved: untrusted files, so nothing in them runs and every number
is checked.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from topics.given import brief, read_given
from topics.lda.topic_model import ARRAYS, DOCFREQ, FACTS, FORMAT, NUMBERS, TopicModel

COLUMNS = {"doc_id": str, "path": str, "tokens": int, "background": bool}
SHARES = {
    "phi": 1e-6,
    "theta": 1e-6,
    "draws": 1e-3,
    "prevalence": 1e-6,
}  # how far from 1 a sum may be; draws are float32
MOST_FACTS = 1_000_000_000  # bytes of JSON: ten million sections
MOST_TOKENS = 2**53  # beyond it, a sum of counts is no longer exact
_HALF = re.compile("[\ud800-\udfff]")
FEWEST = {"topics": 2, "features": 1, "rows": 1, "draws": 2}


def load_model(folder: str | Path) -> TopicModel:
    """Read a model that `TopicModel.save` wrote; nothing in the files can run.

    Raises
    ------
    OSError
        If the files cannot be read.
    ValueError
        If they do not hold a whole model, or one of another format.
    """
    folder = Path(folder)
    try:
        facts = json.loads(read_given(folder / FACTS, MOST_FACTS).decode())
        made = facts["format"]
        model = _assembled(facts, _arrays(folder / ARRAYS)) if made == FORMAT else None
        faults = [*_faults(model)] if model else []
    except OSError:
        raise
    except Exception as error:  # damaged JSON, archives and arrays fail in many ways
        raise ValueError(
            f"{folder} holds no whole topic model ({brief(str(error))}); save it again"
        ) from error
    if model is None:
        raise ValueError(
            f"{folder} holds a model of format {brief(repr(made))}, and this version reads"
            f" {FORMAT!r}; load it with the version that saved it, or fit it again"
        )
    if faults:
        raise ValueError(
            f"{folder} holds no whole topic model ({'; '.join(faults)}); save it again"
        )
    return model


def _arrays(path: Path) -> dict[str, npt.NDArray[Any]]:
    if path.exists() and not path.is_file():  # a pipe would be waited for
        raise OSError(f"{path}: no such file, or no regular one; name the folder of a saved model")
    with path.open("rb") as stream:
        with zipfile.ZipFile(stream) as archive:
            packed = [
                member.filename
                for member in archive.infolist()
                if member.file_size > member.compress_size
            ]
        if packed:  # a model is saved unpacked; a small file must not unfold into a large one
            raise ValueError(f"{ARRAYS} holds packed members: {', '.join(packed[:3])}")
        stream.seek(0)
        with np.load(stream, allow_pickle=False) as numbers:
            names = (*NUMBERS, *({DOCFREQ} & set(numbers.files)))
            return {name: numbers[name] for name in names}


def _assembled(facts: dict[str, Any], arrays: dict[str, npt.NDArray[Any]]) -> TopicModel:
    for name, kind in {
        "features": list,
        "names": list,
        "settings": dict,
        "rows": dict,
        "null": float,
    }.items():
        if not isinstance(facts[name], kind):
            raise TypeError(f"{name} is no {kind.__name__}")
    for name in ("features", "names"):
        if not all(map(_is_text, facts[name])):
            raise TypeError(f"{name} holds what is no text")
    _check_rows(facts["rows"])
    json.dumps(facts["settings"], ensure_ascii=False).encode()  # raises on halves of such pairs
    return TopicModel(
        **arrays,
        null=facts["null"],
        features=tuple(facts["features"]),
        rows=pd.DataFrame({name: facts["rows"][name] for name in COLUMNS}),
        names=tuple(facts["names"]),
        settings=facts["settings"],
    )


def _check_rows(rows: dict[str, Any]) -> None:
    for name, kind in COLUMNS.items():
        if not all(type(value) is kind for value in rows[name]):
            raise TypeError(f"rows: {name} holds what is no {kind.__name__}")
        if kind is str and not all(map(_is_text, rows[name])):
            raise TypeError(f"rows: {name} holds what is no text")
        if kind is int and any(abs(value) > MOST_TOKENS for value in rows[name]):
            raise ValueError(f"rows: {name} beyond {MOST_TOKENS:,}")


def _is_text(value: object) -> bool:
    """Say whether a value is text that can be written: one without halves of surrogate pairs."""
    return isinstance(value, str) and _HALF.search(value) is None


def _faults(model: TopicModel) -> Iterator[str]:
    """Say what makes a model of the right types impossible."""
    sizes = {
        "topics": model.n_topics,
        "features": len(model.features),
        "rows": len(model.rows),
        "draws": len(model.draws),
    }
    yield from (f"{sizes[name]} {name}" for name, least in FEWEST.items() if sizes[name] < least)
    if len(set(model.features)) < len(model.features):
        yield "a feature twice"
    if not 0 <= model.null <= 1:
        yield f"null is {model.null}"
    if (model.rows["tokens"] < 0).any():
        yield "rows with less than no tokens"
    if not isinstance(model.settings.get("engine"), str):
        yield "no engine among the settings"
    for name in (*NUMBERS, *([] if model.docfreq is None else [DOCFREQ])):
        fault = _fault(name, getattr(model, name), _shape(name, sizes))
        if fault:
            yield f"{name}: {fault}"


def _shape(name: str, sizes: dict[str, int]) -> tuple[int, ...]:
    n_topics, n_rows = sizes["topics"], sizes["rows"]
    several = {
        "phi": (n_topics, sizes["features"]),
        "theta": (n_rows, n_topics),
        "draws": (sizes["draws"], n_rows, n_topics),
        DOCFREQ: (sizes["features"],),
    }
    return several.get(name, (n_topics,))


def _fault(name: str, array: npt.NDArray[Any], shape: tuple[int, ...]) -> str:
    if array.shape != shape:
        return f"of shape {array.shape} instead of {shape}"
    if array.dtype != (np.float32 if name == "draws" else np.float64):
        return f"numbers of type {array.dtype}"
    if not np.isfinite(array).all():
        return "not finite"
    least, most = array.min(initial=1), array.max(initial=0)
    if (
        most > MOST_TOKENS
        or (name in {*SHARES, DOCFREQ} and least < 0)
        or (name in {"phi", "alpha"} and least <= 0)
    ):
        return f"a value of {most if most > MOST_TOKENS else least}"
    if name in SHARES and (np.abs(array.sum(axis=-1, dtype=np.float64) - 1) > SHARES[name]).any():
        return "shares that do not add up to 1"
    return ""
