"""What `python -m topics count` does, in whichever engine."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from topics.cli.progress import Progress
from topics.scale.asked import counting_of
from topics.scale.run import count
from topics.settings import Settings
from topics.themes import Theme
from topics.tokenize import PolicyTokenizer


def count_corpus(
    chosen: Settings,
    tokenizer: PolicyTokenizer,
    themes: Sequence[Theme],
    arguments: Namespace,
    progress: Progress,
) -> dict[str, Any]:
    """Count the paths of the command line and return the manifest.

    Raises
    ------
    ValueError
        If an option has no meaning with the engine.
    """
    spec, options, settings = counting_of(
        chosen,
        tokenizer,
        themes,
        n_keywords=arguments.n,
        tell=progress.stage,
        advance=progress.advance,
    )
    paths: list[str | Path] = list(arguments.paths)
    columns = _pairs(arguments.column, "--column")
    if arguments.on == "spark":
        from topics.scale.spark.session import Connection, count_on_spark

        connection = Connection(
            arguments.master, arguments.remote, tuple(_pairs(arguments.conf, "--conf").items())
        )
        return count_on_spark(
            paths,
            arguments.out,
            spec,
            connection,
            options=options,
            settings=settings,
            columns=columns,
        )
    if arguments.master or arguments.remote or arguments.conf:
        raise ValueError(
            "--master, --remote and --conf are Spark's; add --engine spark or leave them out"
        )
    return count(paths, arguments.out, spec, options=options, settings=settings, columns=columns)


def _pairs(given: Sequence[str], name: str) -> dict[str, str]:
    if wrong := [pair for pair in given if "=" not in pair]:
        raise ValueError(f"{name} '{wrong[0]}' has no '='; write {name} KEY=VALUE")
    return dict(pair.split("=", 1) for pair in given)
