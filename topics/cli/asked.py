"""From the arguments of a command to settings, progress and a `Study`."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from topics.cli.catalogue import said
from topics.cli.progress import Progress
from topics.resources import resource
from topics.settings import Settings, frozen

if TYPE_CHECKING:
    from topics.study import Study

MOST_NAMED = 20  # documents that a remark names


def settings_of_arguments(arguments: Namespace) -> Settings:
    """Return the settings that the arguments name; whatever they do not name has its default."""
    renamed = {"topics": "n_topics", "resamples": "n_resamples"}
    chosen: dict[str, Any] = {
        name: frozen(value)
        for given, value in vars(arguments).items()
        if (name := renamed.get(given, given)) in Settings.__dataclass_fields__
    }
    return Settings(**chosen)


def progress_of(arguments: Namespace) -> Progress:
    """Return what shows how far a command is."""
    return Progress(quiet=arguments.quiet, verbose=arguments.verbose, lang=arguments.tongue)


def study_of(arguments: Namespace, progress: Progress, settings: Settings | None = None) -> Study:
    """Return the analysis of the paths of a command, and say which files were skipped."""
    from topics.report.speech.remarks import remarks
    from topics.study import Study

    paths = arguments.paths or [default_folder(arguments)]
    study = Study(
        paths,
        settings or settings_of_arguments(arguments),
        tell=progress.stage,
        advance=progress.advance,
    )
    documents = study.documents
    for remark in study.remarks:
        progress.say(remarks((remark,), arguments.tongue))
    for document in documents:
        if document.status == "skipped":
            progress.say(
                f"skipped {document.source}: {remarks(document.reasons, arguments.tongue)}"
            )
    return study


def say_left_out(study: Study, progress: Progress) -> None:
    """Say which documents are in no group, and so in no table that compares groups."""
    if left_out := study.left_out:
        some = "、".join(left_out[:MOST_NAMED]) + (" …" if len(left_out) > MOST_NAMED else "")
        by = study.settings.by
        progress.say(
            f"{len(left_out)} left out, of unknown {by}: {some}; declare '{by}' in corpus.csv"
        )


def default_folder(arguments: Namespace) -> Path:
    """Return what is read where no folder is named, and say so."""
    chosen = Path("corpus") if Path("corpus").is_dir() else resource("samples/jichuan")
    name = "./corpus" if chosen == Path("corpus") else "the sample corpus (fictional city)"
    print(said(f"no folder named; reading {name}", arguments.tongue), file=sys.stderr)
    return chosen
