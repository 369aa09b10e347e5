"""The command `compare`: what a newer document kept, reworded, split, merged, moved and dropped."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from topics.cli.answers import format_table, print_answer, records_of
from topics.cli.asked import default_folder, progress_of, settings_of_arguments

if TYPE_CHECKING:
    import pandas as pd

    from topics.cli.progress import Progress
    from topics.compare.summary import Statement
    from topics.corpus import Document

CERTAINTY = {"sure": ("sure",), "likely": ("sure", "likely"), "weak": ("sure", "likely", "weak")}
LINKS = (
    *("shape", "moved", "path_reference", "heading_reference"),
    *("path_target", "heading_target", "certainty", "ratio", "share_new"),
)
SENTENCES = (
    *("status", "path_reference", "path_target", "text_reference", "text_target"),
    *("removed", "added", "numbers_differ", "direction_differs", "force"),
)
UPTAKE = (
    *("doc_id", "path", "heading", "uptake", "source", "path_source", "heading_source"),
    *("certainty", "share_8", "days", "earliest"),
)


class Pair(NamedTuple):
    """Two documents with what became of their sections and sentences, and that in words."""

    old: Document
    new: Document
    links: pd.DataFrame
    changes: pd.DataFrame
    lines: list[Statement]


def run_compare(arguments: Namespace) -> None:
    """Say what changed between two documents, in a folder, or what was taken over from a source."""
    with progress_of(arguments) as progress:
        if arguments.sources:
            _diffusion(arguments, progress)
            return
        documents, pairs, remarks = _asked(arguments, progress)
        done = [_compared(old, new, arguments, progress) for old, new in pairs]
        if arguments.docx:
            _write_docx(done, Path(arguments.docx))
        if arguments.html:
            progress.stage("writing the page")
            _write_page(arguments, documents, done)
    for remark in remarks:
        progress.say(remark)
    answer = {"pairs": [_as_json(pair, arguments) for pair in done], "remarks": remarks}
    print_answer(
        arguments, lambda: print("\n\n".join(_said(pair, arguments) for pair in done)), answer
    )


def _asked(
    arguments: Namespace, progress: Progress
) -> tuple[list[Document], list[tuple[Document, Document]], list[str]]:
    """Return the documents, the pairs to compare, and what must be said about the choice."""
    from topics.compare import neighbours
    from topics.compare.units import comparable_units

    paths = [Path(path) for path in arguments.paths] or [default_folder(arguments)]
    if len(paths) == 2 and all(path.is_file() for path in paths):
        return _two_files(paths, arguments, progress)
    if len(paths) > 1:
        raise ValueError(
            f"{len(paths)} paths: compare takes an older and a newer file, or one folder; with"
            " --from CENTRAL it takes any number"
        )
    documents = _read(paths, arguments, progress)
    usable = [one for one in documents if one.analysed and comparable_units(one)]
    pairs = neighbours(usable)
    if not pairs:
        kinds = "、".join(sorted({document.genre or "?" for document in usable})) or "none"
        raise ValueError(
            f"{paths[0]}: no two documents of one genre to compare ({len(usable)} documents,"
            f" genres: {kinds}); name two files, or declare genre in corpus.csv"
        )
    n_all = len(usable) * (len(usable) - 1) // 2
    remark = (
        f"{len(usable)} documents: compared are neighbours in time of one genre, and the first with"
        f" the last ({len(pairs)} of {n_all} pairs); name two files for any other pair"
    )
    return documents, pairs, [remark] if len(pairs) < n_all else []


def _two_files(
    paths: Sequence[Path], arguments: Namespace, progress: Progress
) -> tuple[list[Document], list[tuple[Document, Document]], list[str]]:
    if paths[0].resolve() == paths[1].resolve():
        raise ValueError(f"{paths[0]}: the same file twice; name an older and a newer one")
    old, new = (_single(path, arguments, progress) for path in paths)
    if old.doc_id == new.doc_id:
        old, new = (
            _renamed(document, f"{path.parent.name or mark}/{document.doc_id}")
            for document, path, mark in zip((old, new), paths, ("1", "2"), strict=True)
        )
    remarks = []
    if old.sha256 and old.sha256 == new.sha256:
        remarks.append(f"{paths[0]} and {paths[1]} hold the same bytes")
    for document, path in zip((old, new), paths, strict=True):
        if not any(section.heading for section in document.sections):
            remarks.append(
                f"{path}: no headings were found; its paragraphs are compared (outline {path.name}"
                " shows them)"
            )
        blank = sum(
            not document.text[leaf.heading_start : leaf.end].strip() for leaf in document.leaves
        )
        if blank:
            remarks.append(f"{path}: {blank} sections without text are left out")
    when = [document.date or document.published for document in (old, new)]
    if all(when) and when[0] > when[1]:
        remarks.append(
            f"{paths[0]} is dated {when[0]}, after {paths[1]} ({when[1]}): what is called new is"
            " the older text; swap them if that is not meant"
        )
    return [old, new], [(old, new)], remarks


def _single(path: Path, arguments: Namespace, progress: Progress) -> Document:
    found = _read([path], arguments, progress)
    if len(found) != 1:
        raise ValueError(f"{path}: it holds {len(found)} documents; name one file")
    return found[0]


def _renamed(document: Document, doc_id: str) -> Document:
    sections = tuple(replace(section, doc_id=doc_id) for section in document.sections)
    return replace(document, doc_id=doc_id, sections=sections)


def _read(paths: Sequence[Path], arguments: Namespace, progress: Progress) -> list[Document]:
    """Read documents, and say which files were skipped."""
    from topics.corpus import ReadOptions, read_corpus, require_readable
    from topics.report.speech.remarks import remarks

    chosen = settings_of_arguments(arguments)
    progress.stage("reading documents")
    options = ReadOptions(
        encoding=chosen.encoding,
        metadata=chosen.metadata,
        keep_agencies=chosen.keep_agencies,
        traditional=chosen.traditional,
        workers=chosen.workers,
    )
    documents = read_corpus(
        list(paths),
        options,
        progress=progress.advance,
        note=lambda remark: progress.say(remarks((remark,), arguments.tongue)),
    )
    require_readable(documents, strict=chosen.strict)
    for document in documents:
        if document.status == "skipped":
            progress.say(
                f"skipped {document.source}: {remarks(document.reasons, arguments.tongue)}"
            )
    return [document for document in documents if document.status != "skipped"]


def _compared(old: Document, new: Document, arguments: Namespace, progress: Progress) -> Pair:
    from topics.compare import link_sections, sentence_changes
    from topics.compare.summary import summary

    progress.stage(f"comparing {old.doc_id} and {new.doc_id}")
    links = link_sections(old, new)
    changes = sentence_changes(old, new, links)
    return Pair(old, new, links, changes, summary(links, changes, arguments.lang))


def _listed(pair: Pair, arguments: Namespace) -> pd.DataFrame:
    """Return the rows that were asked for: changed sentences, or links from a certainty on."""
    if arguments.sentences:
        return pair.changes[pair.changes["status"] != "same"]
    kept = [*CERTAINTY[arguments.least], ""]
    return pair.links[pair.links["certainty"].isin(kept)]


def _said(pair: Pair, arguments: Namespace) -> str:
    from topics.cli.answers import in_words

    lines = [
        f"{line.title}{'：' if arguments.lang == 'zh' else ': '}{line.text}"
        if line.title
        else line.text
        for line in pair.lines
    ]
    columns = SENTENCES if arguments.sentences else LINKS
    rows = _listed(pair, arguments)[list(columns)]
    moved = "→" if arguments.lang == "zh" else "moved"
    if "moved" in rows:
        rows = rows.assign(moved=[moved if one else "" for one in rows["moved"]])
    return "\n".join([*lines, "", format_table(in_words(rows, arguments.lang))])


def _as_json(pair: Pair, arguments: Namespace) -> dict[str, Any]:
    name = "sentences" if arguments.sentences else "links"
    return {
        "reference": pair.old.doc_id,
        "target": pair.new.doc_id,
        "summary": [{"title": line.title, "text": line.text} for line in pair.lines],
        name: records_of(_listed(pair, arguments)),
    }


def _write_docx(pairs: Sequence[Pair], path: Path) -> None:
    from topics.compare.tracked import tracked_changes

    if len(pairs) > 1:
        raise ValueError(
            f"--docx {path}: {len(pairs)} pairs, and a Word file holds one; name two files"
        )
    path.write_bytes(tracked_changes(pairs[0].old, pairs[0].new))


def _write_page(arguments: Namespace, documents: Sequence[Document], pairs: Sequence[Pair]) -> None:
    import pandas as pd

    from topics.report.side import write_side_by_side

    write_side_by_side(
        documents,
        pd.concat([pair.links for pair in pairs], ignore_index=True),
        pd.concat([pair.changes for pair in pairs], ignore_index=True),
        settings_of_arguments(arguments),
        Path(arguments.html),
    )


def _diffusion(arguments: Namespace, progress: Progress) -> None:
    """Print which sections of later documents follow a source, and the curve of adoption."""
    from topics.compare import adoption_curve, diffusion

    if not arguments.paths:
        raise ValueError(
            "--from: name the documents that may follow it: compare --from CENTRAL LOCAL…"
        )
    for name in ("docx", "html"):
        if getattr(arguments, name):
            raise ValueError(f"--{name}: it shows two documents; leave --from out")
    sources = _read([Path(path) for path in arguments.sources], arguments, progress)
    documents = _read([Path(path) for path in arguments.paths], arguments, progress)
    known = {document.sha256 for document in sources}
    later = [document for document in documents if document.sha256 not in known]
    progress.stage("looking for what was taken over")
    uptake = diffusion(sources, later)
    curve = adoption_curve(uptake)
    counts = uptake["uptake"].value_counts()
    zh = arguments.lang == "zh"
    n = {name: int(counts.get(name, 0)) for name in ("adopted", "adapted", "own")}
    line = (
        f"{len(sources)}份来源文件，{len(later)}份文件共{len(uptake)}条：沿用{n['adopted']}条，"
        f"改写沿用{n['adapted']}条，自有{n['own']}条。共有文字可能另有来源。"
        if zh
        else f"{len(sources)} sources, {len(later)} documents with {len(uptake)} sections:"
        f" {n['adopted']} adopted, {n['adapted']} adapted, {n['own']} own. Shared wording may"
        " come from a third text."
    )

    def show() -> None:
        print(line, "", format_table(uptake[uptake["uptake"] != "own"][list(UPTAKE)]), sep="\n")
        if len(curve):
            print("", format_table(curve), sep="\n")

    answer = {"summary": line, "sections": records_of(uptake), "curve": records_of(curve)}
    print_answer(arguments, show, answer)
