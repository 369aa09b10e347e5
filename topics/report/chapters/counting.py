"""Agencies, what cleaning did, and how to repeat and cite the report."""

from __future__ import annotations

import shlex
from pathlib import Path

from topics.report.chapters.content import Bit, Block, Cell, Grid, Part, Prose, Row, Sight
from topics.report.chapters.source import Source, plain
from topics.report.chapters.topic import shorten
from topics.report.findings.contract import contract
from topics.report.findings.methods import bibliography, methods_paragraph, signature
from topics.report.inert import visible

MOST_AGENCIES = 60
MOST_COLUMNS = 10
MOST_ROWS = 200
EXAMPLES = 3


def agencies(source: Source) -> Part:
    """Return the agencies of responsibility lists with their counts per document."""
    say, table = source.say, source.table("agencies")
    if "agencies" not in source.analysis.tables:
        return Part("agencies", say("part_agencies"))
    if table.empty:
        return Part("agencies", say("part_agencies"), (Prose(say("no_agencies")),))
    total = table.groupby("agency").size()
    counts = table.groupby(["agency", "doc_id"]).size()
    order = sorted(total.index, key=lambda agency: (-int(total[agency]), str(agency)))
    held = set(table["doc_id"])
    doc_ids = [document.doc_id for document in source.analysed if document.doc_id in held][
        :MOST_COLUMNS
    ]
    rows = []
    for agency in order:
        sight = Sight("agency", str(agency))
        cells = [
            Cell((Bit(str(agency), sight),), str(agency)),
            source.number(int(total[agency]), sight=sight),
        ]
        for doc_id in doc_ids:
            n = int(counts.get((agency, doc_id), 0))
            cells.append(
                source.number(n, sight=Sight("agency", str(agency), doc_id=doc_id) if n else None)
            )
        rows.append(Row(tuple(cells)))
    names = [source.short(doc_id) for doc_id in doc_ids]
    columns = source.columns("agency", "count", *names, numeric=("count", *names))
    shown, remark = source.first(rows, MOST_AGENCIES, "agencies")
    grid = Grid(say("caption_agencies"), columns, shown, remark=remark)
    blocks: tuple[Block, ...] = (
        Prose(say("agencies_lead"), "lead"),
        grid,
        *source.pictures("agencies"),
    )
    return Part("agencies", say("part_agencies"), blocks)


def counting(source: Source) -> Part:
    """Return what cleaning did, by document and kind."""
    say, table = source.say, source.table("cleaning")
    if "cleaning" not in source.analysis.tables:
        return Part("counting", say("part_counting"))
    blocks: list[Block] = [Prose(say("counting_lead"), "lead")]
    if table.empty:
        blocks.append(Prose(say("nothing_cleaned")))
    else:
        rows = []
        for (doc_id, kind), part in table.groupby(["doc_id", "kind"], sort=False):
            examples = [
                shorten(visible(str(text)), 24)
                for text in dict.fromkeys(part["text"].dropna())
                if str(text).strip()
            ]
            sight = Sight("cleaning", str(kind), doc_id=str(doc_id))
            cells = (plain(doc_id), source.code(str(kind)), source.number(len(part), sight=sight))
            rows.append(Row((*cells, plain(" ｜ ".join(examples[:EXAMPLES])))))
        columns = source.columns("doc_id", "kind", "count", "examples", numeric=("count",))
        shown, remark = source.first(rows, MOST_ROWS, "cleaning")
        blocks.append(Grid(say("caption_cleaning"), columns, shown, remark=remark))
    return Part("counting", say("part_counting"), (*blocks, *source.pictures("counting")))


def _command(source: Source) -> str:
    """Return the command that repeats the report, the places of the user's own files left to the
    user.
    """
    settings = source.analysis.settings
    folder = [] if source.analysis.fictional else [source.say("folder")]
    named = {
        "metadata": [settings.metadata],
        "background": [settings.background],
        "strength": [settings.strength],
    }
    named |= {name: list(getattr(settings, name)) for name in ("dictionary", "stopwords", "themes")}
    files = [
        f"--{name} {shlex.quote(Path(path).name)}"
        for name, paths in named.items()
        for path in paths
        if path
    ]
    return " ".join(["python -m topics report", *folder, "--from manifest.json", *files])


def repeat(source: Source) -> Part:
    """Return the methods paragraph, the signature, the references and the list of tables."""
    say, manifest = source.say, source.analysis.manifest
    other = "en" if say.lang == "zh" else "zh"
    blocks: tuple[Block, ...] = (
        Prose(methods_paragraph(source.analysis, say.lang), "copy", say("methods")),
        Prose(methods_paragraph(source.analysis, other), "copy", say("methods_other")),
        Prose(say("repeat_lead"), "lead"),
        Prose(_command(source), "code", say("command")),
        Prose(signature(manifest), "code", say("signature")),
        *((_inputs(source),) if source.analysis.documents else ()),
        _tables(source),
        Prose(bibliography(source.analysis), "code", say("bibtex")),
    )
    return Part("repeat", say("part_repeat"), blocks)


def _inputs(source: Source) -> Grid:
    rows = [
        Row((plain(d.doc_id), plain(d.source), plain(d.sha256))) for d in source.analysis.documents
    ]
    shown, remark = source.first(rows, MOST_ROWS, "documents")
    return Grid(
        source.say("caption_inputs"),
        source.columns("doc_id", "source", "sha256"),
        shown,
        remark=remark,
    )


def _tables(source: Source) -> Grid:
    say = source.say
    rows = tuple(
        Row(
            (
                plain(f"{name}.csv", f"tables/{name}.csv"),
                source.number(len(frame)),
                plain(contract().get(name, {}).get(say.lang, "")),
            )
        )
        for name, frame in source.analysis.tables.items()
    )
    columns = source.columns("table", "rows", "meaning", numeric=("rows",))
    return Grid(say("caption_tables"), columns, rows, remark=say("files_lead"))
