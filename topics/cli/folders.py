"""The commands that write folders: the report, the counts, the matrix, the word lists; and the
versions behind them.
"""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING

from topics.cli.answers import print_answer
from topics.cli.asked import (
    default_folder,
    progress_of,
    say_left_out,
    settings_of_arguments,
    study_of,
)
from topics.resources import resource
from topics.settings import Settings

if TYPE_CHECKING:
    from topics.scale.size import Size


def run_report(arguments: Namespace) -> None:
    """Write the whole report and print the path of its page."""
    from topics.report.findings.gather import analyse, manifest
    from topics.report.folder import MANIFEST, reserved
    from topics.report.repeat import changed_files, differences, read_manifest, settings_of
    from topics.report.write import write_report
    from topics.scale.size import size_of
    from topics.study import Study

    old = read_manifest(arguments.manifest) if arguments.manifest else None
    settings = settings_of(old, settings_of_arguments(arguments)) if old else None
    arguments.paths = arguments.paths or [default_folder()]
    if not arguments.in_memory and (size := size_of(arguments.paths)).beyond_memory:
        _report_counts(arguments, settings or settings_of_arguments(arguments), size)
        return
    out = Path(arguments.out or Path("reports") / Study(arguments.paths).name)
    with progress_of(arguments) as progress, reserved(out):
        study = study_of(arguments, progress, settings)
        for remark in differences(old, manifest(study), arguments.manifest) if old else ():
            progress.say(remark)
        say_left_out(study, progress)
        analysis = analyse(study, tell=progress.stage, advance=progress.advance)
        progress.stage("writing the report")
        out = write_report(analysis, out, advance=progress.advance)
    if old:
        changed = changed_files(old, read_manifest(out / MANIFEST))
        print(
            f"differs from the first report: {'、'.join(changed)}" if changed else "the same bytes",
            file=sys.stderr,
        )
    print_answer(arguments, lambda: print(out / "index.html"), {"page": str(out / "index.html")})


def _report_counts(arguments: Namespace, settings: Settings, size: Size) -> None:
    """Write the report that counts can tell, of a corpus that does not fit in memory."""
    from topics.report.folder import reserved
    from topics.report.write import write_report
    from topics.scale.size import LIMIT
    from topics.study import Study

    try:
        from topics.report.counted import analyse_counts
        from topics.study.counted import CountedStudy
    except ModuleNotFoundError as error:
        raise ImportError(
            f"{size}: more than report analyses in memory ({LIMIT}), and counting needs"
            f" {error.name}, which is not installed: pip install 'topics-zh[scale]', or add"
            " --in-memory"
        ) from None
    out = Path(arguments.out or Path("reports") / Study(arguments.paths).name)
    counts = out.with_name(f"{out.name}-counts")
    with progress_of(arguments) as progress, reserved(out):
        more = (
            "counted as a stream"
            if size.parquet
            else f"more than report analyses in memory ({LIMIT}; --in-memory insists)"
        )
        progress.say(f"{size}: {more}; the report is written from counts")
        study = CountedStudy(
            arguments.paths,
            settings,
            counts,
            tell=progress.stage,
            advance=progress.advance,
        )
        say_left_out(study, progress)
        analysis = analyse_counts(study)
        progress.stage("writing the report")
        out = write_report(analysis, out, advance=progress.advance)
    print_answer(
        arguments,
        lambda: print(out / "index.html"),
        {"page": str(out / "index.html"), "counts": str(counts)},
    )


def run_export(arguments: Namespace) -> None:
    """Write the matrix for other programs."""
    from topics.report.findings.gather import manifest
    from topics.report.folder import reserved
    from topics.report.writers.export import export_matrix

    with progress_of(arguments) as progress, reserved(Path(arguments.out)):
        study = study_of(arguments, progress)
        out = export_matrix(study.dfm, Path(arguments.out), manifest(study))
    print_answer(arguments, lambda: print(out), {"folder": str(out)})


def run_count(arguments: Namespace) -> None:
    """Count a corpus of any size into a folder of tables and print what it holds."""
    from topics.study import Study

    try:
        from topics.cli.count import count_corpus
    except ModuleNotFoundError as error:
        raise ImportError(
            f"count needs {error.name}, which is not installed: pip install 'topics-zh[scale]'"
        ) from None
    paths = arguments.paths or [default_folder()]
    study = Study(paths, settings_of_arguments(arguments))
    arguments.paths = paths
    with progress_of(arguments) as progress:
        manifest = count_corpus(study.settings, study.tokenizer, study.themes, arguments, progress)
    found, quarantine = manifest["totals"], Path(arguments.out) / "quarantine.parquet"
    if found["quarantined"]:
        print(
            f"{found['quarantined']} documents were not counted; {quarantine} says why",
            file=sys.stderr,
        )
    if found["quarantined"] and (arguments.strict or not found["documents"]):
        raise ValueError(f"{found['quarantined']} documents could not be counted; see {quarantine}")
    print_answer(arguments, lambda: print(arguments.out), manifest)


def run_init(arguments: Namespace) -> None:
    """Copy the word lists into a folder for the user to edit."""
    from topics.corpus.intake.declared import FIELDS

    folder = Path(arguments.folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(f"{folder}: exists and is not an empty folder; name a new one")
    copies = [
        *sorted(resource("dictionary").iterdir()),
        *sorted(resource("stopwords").glob("*.txt")),
    ]
    folder.mkdir(parents=True, exist_ok=True)
    for path in copies:
        copyfile(path, folder / path.name)
    columns = ["file", *FIELDS, "region"]
    (folder / "corpus.csv").write_text(",".join(columns) + "\n", encoding="utf-8-sig")
    for path in sorted(folder.iterdir()):
        print(path)


def run_version(arguments: Namespace) -> None:  # noqa: ARG001 (every command takes them)
    """Print the versions that a signature names."""
    from topics.report.findings.gather import versions

    for name, version in versions().items():
        print(f"{name} {version}")
