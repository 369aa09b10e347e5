"""Word clouds as files: what the command `cloud` draws and writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd

from topics import viz
from topics.report.findings.cloud_weights import draw_comparison, draw_each
from topics.report.findings.clouds import COLUMNS as REPORT_COLUMNS
from topics.report.writers.drawings import slug
from topics.report.writers.tables import write_csv
from topics.study import Study

FORMATS = ("png", "svg", "pdf")
COLUMNS = [column for column in REPORT_COLUMNS if column != "group"]


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
        raise ValueError(
            f"--out {path}: '{path.suffix}' is no picture; end the name in {', '.join(FORMATS)}"
        )
    return path


def draw(
    study: Study,
    style: viz.CloudStyle,
    *,
    each: str | None = None,
    compare: tuple[str, str] | None = None,
    weight: str = "count",
) -> dict[str, viz.Cloud]:
    """Draw one cloud `each`, two groups against each other, or all words: clouds by their names,
    one alone under an empty name.

    Raises
    ------
    ValueError
        If the weight has no meaning there, or there is no such document or group.
    """
    if weight != "count" and (compare or each == "topic"):
        what = (
            "two years are compared by the shares of their words"
            if compare
            else "words of a topic have the size of their probability"
        )
        raise ValueError(f"--weight {weight}: {what}; leave --weight out")
    if each:
        drawn = draw_each(study, each, weight, style)
        if not drawn:
            raise ValueError(
                f"--by {each}: no document has one; declare it in corpus.csv or choose another --by"
            )
        return drawn
    if compare:
        return {"": draw_comparison(study, compare, style)}
    if weight == "keyness":
        raise ValueError(
            "--weight keyness: a cloud of all documents stands out against nothing; add --by year"
            " or --by document"
        )
    weights = study.weights(study.labels.map(lambda _: "all"), weight)["all"]
    return {"": viz.word_cloud(weights, style=style)}


def write_clouds(
    clouds: Mapping[str, viz.Cloud], out: Path, advance: Callable[[int, int], None]
) -> pd.DataFrame:
    """Write one picture, or a folder of pictures with the table of their words, and return that
    table.
    """
    if list(clouds) == [""]:
        viz.save_figure(
            clouds[""].figure, out.with_suffix(""), formats=(out.suffix.lower().removeprefix("."),)
        )
        return clouds[""].words
    out.mkdir(parents=True, exist_ok=True)
    tables = []
    for number, (name, cloud) in enumerate(clouds.items(), 1):
        advance(number - 1, len(clouds))
        own = name.removeprefix(f"{number}. ")  # the names of topics begin with their number
        stem = slug(f"{number:0{len(str(len(clouds)))}d}_{own}")
        viz.save_figure(cloud.figure, out / stem, formats=("svg", "png"), title=name)
        tables.append(
            cloud.words[cloud.words["placed"] | (cloud.words["reason"] == "room")].assign(
                figure=stem
            )
        )
    words = (
        pd.concat(tables, ignore_index=True)[COLUMNS] if tables else pd.DataFrame(columns=COLUMNS)
    )
    write_csv(words, out / "clouds.csv")
    return words
