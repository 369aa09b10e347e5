"""What each command does: ask a `Study`, print or write the answer."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from topics.progress import Progress
from topics.resources import resource
from topics.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

    from topics.scale.size import Size
    from topics.study import Study

SCHEMA_VERSION = 1
DEEPER = {  # option of `shift` → what answers it
    "power": "power", "robust": "robustness", "trend": "trend", "parts": "decomposition", "shared": "shared_shifts",
    "without_strongest": "shifts_without_strongest",
}  # fmt: skip


def run_report(arguments: Namespace) -> None:
    """Write the whole report and print the path of its page."""
    from topics.report.folder import MANIFEST, check_target
    from topics.report.repeat import changed_files, differences, read_manifest, settings_of
    from topics.report.run import analyse, manifest
    from topics.report.write import write_report
    from topics.scale.size import size_of

    old = read_manifest(arguments.manifest) if arguments.manifest else None
    settings = settings_of(old, _settings(arguments)) if old else None
    arguments.paths = arguments.paths or [_default_folder()]
    if not arguments.in_memory and (size := size_of(arguments.paths)).beyond_memory:
        _report_counts(arguments, settings or _settings(arguments), size)
        return
    with _progress(arguments) as progress:
        study = _study(arguments, progress, settings)
        for remark in differences(old, manifest(study), arguments.manifest) if old else ():
            progress.say(remark)
        out = Path(arguments.out or Path("reports") / study.name)
        check_target(out)
        analysis = analyse(study, tell=progress.stage, advance=progress.advance)
        progress.stage("writing the report")
        out = write_report(analysis, out, advance=progress.advance)
    if old:
        changed = changed_files(old, read_manifest(out / MANIFEST))
        print(f"differs from the first report: {'、'.join(changed)}" if changed else "the same bytes", file=sys.stderr)
    _print_answer(arguments, lambda: print(out / "index.html"), {"page": str(out / "index.html")})


def _report_counts(arguments: Namespace, settings: Settings, size: Size) -> None:
    """Write the report that counts can tell, of a corpus that does not fit in memory."""
    from topics.report.folder import check_target
    from topics.report.write import write_report
    from topics.scale.size import LIMIT
    from topics.study import Study

    try:
        from topics.scale.report import analyse_counts
        from topics.scale.study import CountedStudy
    except ModuleNotFoundError as error:
        raise ImportError(
            f"{size}: more than report analyses in memory ({LIMIT}), and counting needs {error.name}, which is not installed: "
            "pip install 'topics-zh[scale]', or add --in-memory"
        ) from None
    with _progress(arguments) as progress:
        more = "counted as a stream" if size.parquet else f"more than report analyses in memory ({LIMIT}; --in-memory insists)"
        progress.say(f"{size}: {more}; the report is written from counts")
        out = Path(arguments.out or Path("reports") / Study(arguments.paths).name)
        check_target(out)
        counts = out.with_name(f"{out.name}-counts")
        study = CountedStudy(arguments.paths, settings, counts, quiet=arguments.quiet, tell=progress.stage, advance=progress.advance)
        analysis = analyse_counts(study)
        progress.stage("writing the report")
        out = write_report(analysis, out, advance=progress.advance)
    _print_answer(arguments, lambda: print(out / "index.html"), {"page": str(out / "index.html"), "counts": str(counts)})


def run_keywords(arguments: Namespace) -> None:
    """Print keywords."""
    _print_table(arguments, lambda study: study.keywords(arguments.level, n=arguments.n))


def run_topics(arguments: Namespace) -> None:
    """Print topics or what else is asked about them, or write the model or a sheet for readers."""
    if arguments.save or arguments.intrusion:
        _write_topics(arguments)
    elif arguments.shift:
        _print_table(arguments, lambda study: study.topic_word_shift(*arguments.shift))
    elif arguments.typical:
        _print_table(arguments, lambda study: study.typical_sections)
    elif arguments.similar:
        _print_table(arguments, lambda study: study.topic_similarity)
    else:
        _print_table(arguments, lambda study: study.topics.drop(columns=["quotation"], errors="ignore"))


def _write_topics(arguments: Namespace) -> None:
    from topics.report.tables import write_csv

    with _progress(arguments) as progress:
        study = _study(arguments, progress)
        if arguments.save:
            study.model.save(arguments.save)
            written = {"folder": arguments.save, "signature": study.model.signature}
        else:
            path = Path(arguments.intrusion)
            answers = path.with_name(f"{path.stem}.key{path.suffix}")
            sheet, key = study.word_intrusion()
            if sheet.empty:
                raise ValueError(f"--intrusion: no word could intrude into {study.model.n_topics} topics of the same few words; fit more")
            write_csv(sheet, path)
            write_csv(key, answers)
            written = {"sheet": str(path), "key": str(answers)}
    _print_answer(arguments, lambda: print(*written.values(), sep="\n"), written)


def run_shift(arguments: Namespace) -> None:
    """Print shifts of emphasis, or one of the deeper questions about them."""
    asked = next((name for name in DEEPER if getattr(arguments, name)), "shifts")
    attribute = DEEPER.get(asked, asked)

    def table(study: Study) -> pd.DataFrame:
        frame: pd.DataFrame = getattr(study, attribute)
        if frame.empty:
            groups = "、".join(sorted(set(study.labels) - {""})) or "none"
            what = "too few groups for a trend" if asked == "trend" else "nothing to compare"
            raise ValueError(
                f"{what}: groups by {study.settings.by}: {groups}; add documents of another {study.settings.by}, "
                "declare what is unknown in corpus.csv, or choose another --by"
            )
        return _only_themes(frame, arguments.theme)

    _print_table(arguments, table)


def run_themes(arguments: Namespace) -> None:
    """Print which terms carry each theme, propose themes, or have themes judged."""
    from topics.emphasis.sheet import precision, read_sheet
    from topics.emphasis.suggest import proposed_themes, themes_toml
    from topics.report.tables import write_csv

    if arguments.judged:
        judged = precision(read_sheet(arguments.judged))
        _print_answer(arguments, lambda: print(format_table(judged)), _records(judged))
        return
    with _progress(arguments) as progress:
        study = _study(arguments, progress)
        if arguments.suggest:
            proposals = study.suggested_themes
            _print_answer(arguments, lambda: print(themes_toml(proposed_themes(proposals))), _records(proposals))
        elif arguments.sheet:
            write_csv(study.sentence_sheet(), Path(arguments.sheet))
            _print_answer(arguments, lambda: print(arguments.sheet), {"sheet": arguments.sheet})
        else:
            terms = study.theme_terms
            _print_answer(arguments, lambda: print(format_table(terms)), _records(terms))


def _only_themes(frame: pd.DataFrame, names: Sequence[str] | None) -> pd.DataFrame:
    known = set(frame["theme"])
    if unknown := [name for name in names or () if name not in known]:
        raise ValueError(f"no theme named {'、'.join(unknown)}; there are: {'、'.join(sorted(known))}")
    return frame[frame["theme"].isin(names)] if names else frame


def run_cloud(arguments: Namespace) -> None:
    """Draw one cloud, or one per document, chapter, topic or group, and print where they are."""
    from topics.report.cloud_files import check_out, draw, write_clouds

    out = check_out(arguments.out, several=bool(arguments.each))
    with _progress(arguments) as progress:
        kinds = {"document", "section", "topic", None}
        chosen = _settings(arguments)
        study = _study(arguments, progress, chosen if arguments.each in kinds else replace(chosen, by=arguments.each))
        progress.stage("drawing the clouds")
        clouds = draw(study, arguments)
        words = write_clouds(clouds, out, progress.advance)
    if missing := list(words.loc[words["reason"] == "room", "word"]):
        print(f"{len(missing)} words did not fit: {'、'.join(missing)}", file=sys.stderr)
    _print_answer(arguments, lambda: print(out), {"picture": str(out), "words": _records(words)})


def run_tokenize(arguments: Namespace) -> None:
    """Print tokens: one line per input line of text, per leaf section of files."""
    from topics.study import make_tokenizer

    tokenizer = make_tokenizer(_settings(arguments))
    if arguments.text is not None:
        texts: Iterable[str] = [arguments.text]
    elif arguments.paths and arguments.paths != ["-"]:
        from topics.dfm import leaf_texts

        with _progress(arguments) as progress:
            texts = leaf_texts(_study(arguments, progress).documents)
    else:
        texts = (line.rstrip("\n") for line in sys.stdin)
    if arguments.json:
        _print_json(arguments, [tokenizer.tokenize(text) for text in texts])
    else:
        for text in texts:
            print(" ".join(tokenizer.tokenize(text)))


def run_outline(arguments: Namespace) -> None:
    """Print section trees."""
    from topics.corpus import outline

    with _progress(arguments) as progress:
        documents = _study(arguments, progress).documents
    read = [document for document in documents if document.status != "skipped"]
    outlines = {document.doc_id: outline(document) for document in read}
    heads = [f"{document.doc_id}  {document.title}".rstrip() + "\n" if len(read) > 1 else "" for document in read]
    shown = [head + tree for head, tree in zip(heads, outlines.values(), strict=True)]
    _print_answer(arguments, lambda: print("\n\n".join(shown)), outlines)


def run_audit(arguments: Namespace) -> None:
    """Print what the dictionary does on a corpus."""
    from topics.words.audit import format_audit

    with _progress(arguments) as progress:
        frame = _study(arguments, progress).audit
    _print_answer(arguments, lambda: print(format_audit(frame)), _records(frame))


def run_terms(arguments: Namespace) -> None:
    """Print candidates for the dictionary in its own format."""
    from topics.words.terms import format_candidates

    with _progress(arguments) as progress:
        candidates = _study(arguments, progress).term_candidates.head(arguments.n)
    _print_answer(arguments, lambda: print(format_candidates(candidates), end=""), _records(candidates))


def run_export(arguments: Namespace) -> None:
    """Write the matrix for other programs."""
    from topics.report.export import export_matrix
    from topics.report.run import manifest

    with _progress(arguments) as progress:
        study = _study(arguments, progress)
        out = export_matrix(study.dfm, Path(arguments.out), manifest(study))
    _print_answer(arguments, lambda: print(out), {"folder": str(out)})


def run_count(arguments: Namespace) -> None:
    """Count a corpus of any size into a folder of tables and print what it holds."""
    from topics.study import Study

    try:
        from topics.scale.command import count_corpus
    except ModuleNotFoundError as error:
        raise ImportError(f"count needs {error.name}, which is not installed: pip install 'topics-zh[scale]'") from None
    paths = arguments.paths or [_default_folder()]
    study = Study(paths, _settings(arguments))
    arguments.paths = paths
    manifest = count_corpus(study.settings, study.tokenizer, study.themes, arguments)
    found, quarantine = manifest["totals"], Path(arguments.out) / "quarantine.parquet"
    if found["quarantined"]:
        print(f"{found['quarantined']} documents were not counted; {quarantine} says why", file=sys.stderr)
    if found["quarantined"] and (arguments.strict or not found["documents"]):
        raise ValueError(f"{found['quarantined']} documents could not be counted; see {quarantine}")
    _print_answer(arguments, lambda: print(arguments.out), manifest)


def run_init(arguments: Namespace) -> None:
    """Copy the word lists into a folder for the user to edit."""
    from topics.corpus.declared import FIELDS

    folder = Path(arguments.folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(f"{folder}: exists and is not an empty folder; name a new one")
    copies = [*sorted(resource("dictionary").iterdir()), *sorted(resource("stopwords").glob("*.txt"))]
    folder.mkdir(parents=True, exist_ok=True)
    for path in copies:
        copyfile(path, folder / path.name)
    columns = ["file", *FIELDS, "region"]
    (folder / "corpus.csv").write_text(",".join(columns) + "\n", encoding="utf-8-sig")
    for path in sorted(folder.iterdir()):
        print(path)


def run_version(arguments: Namespace) -> None:  # noqa: ARG001 (every command takes them)
    """Print the versions that a signature names."""
    from topics.report.run import versions

    for name, version in versions().items():
        print(f"{name} {version}")


def _settings(arguments: Namespace) -> Settings:
    renamed = {"topics": "n_topics", "resamples": "n_resamples"}
    chosen: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for given, value in vars(arguments).items()
        if (name := renamed.get(given, given)) in Settings.__dataclass_fields__
    }
    return Settings(**chosen)


def _progress(arguments: Namespace) -> Progress:
    return Progress(quiet=arguments.quiet, verbose=arguments.verbose)


def _study(arguments: Namespace, progress: Progress, settings: Settings | None = None) -> Study:
    from topics.study import Study

    paths = arguments.paths or [_default_folder()]
    study = Study(paths, settings or _settings(arguments), tell=progress.stage, advance=progress.advance)
    for document in study.documents:
        if document.status == "skipped":
            progress.say(f"skipped {document.source}: {'；'.join(document.reasons)}")
    return study


def _default_folder() -> Path:
    chosen = Path("corpus") if Path("corpus").is_dir() else resource("samples/jichuan")
    name = "./corpus" if chosen == Path("corpus") else "the sample corpus (fictional city)"
    print(f"no folder named; reading {name}", file=sys.stderr)
    return chosen


def _print_table(arguments: Namespace, table: Callable[[Study], pd.DataFrame]) -> None:
    with _progress(arguments) as progress:
        frame = table(_study(arguments, progress))
    _print_answer(arguments, lambda: print(format_table(frame)), _records(frame))


def _print_answer(arguments: Namespace, show: Callable[[], None], answer: Any) -> None:
    if arguments.json:
        _print_json(arguments, answer)
    else:
        show()


def _print_json(arguments: Namespace, answer: Any) -> None:
    payload = {"schema_version": SCHEMA_VERSION, "command": arguments.command, "answer": answer}
    print(json.dumps(payload, ensure_ascii=False, allow_nan=False, indent=1))


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return json.loads(frame.to_json(orient="records", force_ascii=False)) if len(frame) else []


def format_table(frame: pd.DataFrame) -> str:
    """Lay a table out in columns, a Han character two cells wide.

    >>> import pandas as pd
    >>> print(format_table(pd.DataFrame({"词": ["城市更新"], "count": [3]})))
    词        count
    城市更新  3
    """
    rows: list[Sequence[str]] = [list(map(str, frame.columns))]
    rows += [[_cell(value) for value in row] for row in frame.itertuples(index=False)]
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def _cell(value: object) -> str:
    if value is None or value != value:  # noqa: PLR0124 (missing values differ from themselves)
        return ""
    text = f"{value:.4g}" if isinstance(value, float) else str(value)
    return "".join(c if c.isprintable() else "\ufffd" for c in text)


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
