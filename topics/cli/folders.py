"""The commands that write folders: the report, the counts, the matrix; and the versions behind
them.
"""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from topics.cli.answers import print_answer
from topics.cli.asked import (
    default_folder,
    progress_of,
    say_left_out,
    settings_of_arguments,
    study_of,
)
from topics.cli.catalogue import said
from topics.cli.closing import left_out_and_why, short_answer
from topics.extras import install_command
from topics.settings import Settings

if TYPE_CHECKING:
    from topics.report.findings.analysis import Analysis
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
    arguments.paths = arguments.paths or [default_folder(arguments)]
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
        told = f"differs from the first report: {'、'.join(changed)}"
        print(said(told if changed else "the same bytes", arguments.tongue), file=sys.stderr)
    _print_end(arguments, analysis, out)


def _print_end(arguments: Namespace, analysis: Analysis, out: Path, **more: str) -> None:
    """Print the answer in short, what was left out and why, and on the last line the page."""
    answer, left_out = short_answer(analysis), left_out_and_why(analysis)
    page = str(out / "index.html")
    print_answer(
        arguments,
        lambda: print(*answer, *left_out, page, sep="\n"),
        {"page": page, "brief": answer, "left_out": left_out, **more},
    )


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
            f" {error.name}, which is not installed: {install_command('scale')}; or add"
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
    _print_end(arguments, analysis, out, counts=str(counts))


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
            f"count needs {error.name}, which is not installed: {install_command('scale')}"
        ) from None
    paths = arguments.paths or [default_folder(arguments)]
    study = Study(paths, settings_of_arguments(arguments))
    arguments.paths = paths
    with progress_of(arguments) as progress:
        manifest = count_corpus(study.settings, study.tokenizer, study.themes, arguments, progress)
    found, quarantine = manifest["totals"], Path(arguments.out) / "quarantine.parquet"
    if found["quarantined"]:
        told = f"{found['quarantined']} documents were not counted; {quarantine} says why"
        print(said(told, arguments.tongue), file=sys.stderr)
    if found["quarantined"] and (arguments.strict or not found["documents"]):
        raise ValueError(f"{found['quarantined']} documents could not be counted; see {quarantine}")
    print_answer(arguments, lambda: print(arguments.out), manifest)


def run_version(arguments: Namespace) -> None:  # noqa: ARG001 (every command takes them)
    """Print the versions that a signature names."""
    from topics.report.findings.gather import versions

    for name, version in versions().items():
        print(f"{name} {version}")
