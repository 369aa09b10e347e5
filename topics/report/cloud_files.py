"""Word clouds as files: what the command `cloud` draws and writes."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd

from topics import viz
from topics.report.cloud_weights import draw_each
from topics.report.drawings import slug
from topics.report.tables import write_csv
from topics.study import Study

FORMATS = ("png", "svg", "pdf")
COLUMNS = ["figure", "word", "weight", "size", "placed", "reason"]


def check_out(out: str | None, *, several: bool) -> Path:
    """Return where to write: a picture, or a folder for several.

    Raises
    ------
    ValueError
        If it is neither; the message says what to give.

    Examples
    --------
    >>> check_out(None, several=False).name, check_out(None, several=True).name
    ('cloud.png', 'clouds')
    """
    path = Path(out or ("clouds" if several else "cloud.png"))
    form = path.suffix.lower().removeprefix(".")
    if several and (form in FORMATS or path.is_file()):
        raise ValueError(f"--out {path}: --by draws several clouds; name a folder")
    if not several and form not in FORMATS:
        raise ValueError(f"--out {path}: '{path.suffix}' is no picture; end the name in {', '.join(FORMATS)}")
    return path


def draw(study: Study, asked: Namespace) -> dict[str, viz.Cloud]:
    """Draw what the arguments of the command ask for: clouds by their names, one alone under an empty name."""
    style = viz.CloudStyle(n=asked.n, lang=asked.lang, mask=viz.read_mask(asked.mask) if asked.mask else None)
    if asked.weight != "count" and (asked.compare or asked.each == "topic"):
        what = "two years are compared by the shares of their words" if asked.compare else "words of a topic have the size of their probability"
        raise ValueError(f"--weight {asked.weight}: {what}; leave --weight out")
    if asked.each:
        drawn = draw_each(study, asked.each, asked.weight, style)
        if not drawn:
            raise ValueError(f"--by {asked.each}: no document has one; declare it in corpus.csv or choose another --by")
        return drawn
    if asked.compare:
        return {"": _comparison(study, tuple(asked.compare), style)}
    if asked.weight == "keyness":
        raise ValueError("--weight keyness: a cloud of all documents stands out against nothing; add --by year or --by document")
    weights = study.weights(study.labels.map(lambda _: "all"), asked.weight)["all"]
    return {"": viz.word_cloud(weights, style=style)}


def _comparison(study: Study, pair: tuple[str, str], style: viz.CloudStyle) -> viz.Cloud:
    counts, (reference, target) = study.weights(study.labels), pair
    if unknown := [name for name in pair if name not in counts]:
        raise ValueError(f"--compare: no year named {'、'.join(unknown)}; there are: {'、'.join(sorted(counts)) or 'none'}")
    return viz.comparison_cloud(counts[target], counts[reference], names=(target, reference), style=style)


def write_clouds(clouds: Mapping[str, viz.Cloud], out: Path, advance: Callable[[int, int], None]) -> pd.DataFrame:
    """Write one picture, or a folder of pictures with the table of their words, and return that table."""
    if list(clouds) == [""]:
        viz.save_figure(clouds[""].figure, out.with_suffix(""), formats=(out.suffix.lower().removeprefix("."),))
        return clouds[""].words
    out.mkdir(parents=True, exist_ok=True)
    tables = []
    for number, (name, cloud) in enumerate(clouds.items(), 1):
        advance(number - 1, len(clouds))
        own = name.removeprefix(f"{number}. ")  # the names of topics begin with their number
        stem = slug(f"{number:0{len(str(len(clouds)))}d}_{own}")
        viz.save_figure(cloud.figure, out / stem, formats=("svg", "png"), title=name)
        tables.append(cloud.words[cloud.words["placed"] | (cloud.words["reason"] == "room")].assign(figure=stem))
    words = pd.concat(tables, ignore_index=True)[COLUMNS] if tables else pd.DataFrame(columns=COLUMNS)
    write_csv(words, out / "clouds.csv")
    return words
