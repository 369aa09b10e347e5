"""What `init` writes: a corpus.csv for a folder of documents, or word lists for a field."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from topics.cli.asked import progress_of
from topics.resources import resource

TABLE, SHEET = "corpus.csv", "corpus.xlsx"
# What a field of one's own begins with where ours is left out.
EMPTY = {
    "policy.txt": (
        "# Terms that come out whole, one a line: `word`, `word frequency` or `word frequency"
        " tag`.\n"
        "# python -m topics terms FOLDER proposes some from your texts.\n"
    ),
    "themes.toml": (
        "# What each theme stands for, term by term; python -m topics themes FOLDER --suggest\n"
        "# proposes some from your texts. For example:\n#\n"
        '# [themes."安全"]\n# terms = ["安全生产", "应急管理"]\n'
    ),
}
MOST_NAMED = 5


def run_init(arguments: Namespace) -> None:
    """Write a corpus.csv of the documents in a folder; in a new or empty one, word lists."""
    folder = Path(arguments.folder)
    lists = _lists(empty=arguments.empty)
    if folder.exists() and not folder.is_dir():
        raise FileExistsError(f"{folder}: is a file; name a folder")
    there = {path.name for path in folder.iterdir()} if folder.exists() else set()
    if there - {*lists, TABLE, SHEET}:
        if arguments.empty:
            raise ValueError(f"{folder}: it holds documents; --empty is for a new folder of lists")
        _write_table(folder, arguments)
    else:
        _write_lists(folder, lists)


def _lists(*, empty: bool) -> dict[str, str]:
    paths = [
        *sorted(resource("dictionary").iterdir()),
        *sorted(resource("stopwords").glob("*.txt")),
    ]
    ours = {path.name: path.read_text(encoding="utf-8") for path in paths}
    return ours | {name: text for name, text in EMPTY.items() if empty and name in ours}


def _write_lists(folder: Path, lists: dict[str, str]) -> None:
    """Write the lists that are not there yet, and print where they are."""
    from topics.corpus.intake.template import corpus_table

    folder.mkdir(parents=True, exist_ok=True)
    for name, text in lists.items():
        if not (folder / name).exists():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
    if not (folder / TABLE).exists():
        _write(folder / TABLE, corpus_table((), name=TABLE).text)
    for path in sorted(folder.iterdir()):
        print(path)


def _write_table(folder: Path, arguments: Namespace) -> None:
    """Write the files of a folder and what was recognised; rows that are there stay."""
    from topics.corpus import read_corpus
    from topics.corpus.intake.template import corpus_table

    path = folder / TABLE
    if (folder / SHEET).exists() and not path.exists():
        raise FileExistsError(
            f"{folder / SHEET}: declares the documents already; correct it, or save it as"
            " corpus.csv first"
        )
    with progress_of(arguments) as progress:
        progress.stage("reading documents")
        inside = f"{folder.resolve().name}/"  # rows name files from their own folder
        documents = [
            replace(document, source=document.source.removeprefix(inside))
            for document in read_corpus(folder, progress=progress.advance)
        ]
        old = path.read_bytes() if path.exists() else b""
        written = corpus_table(documents, old, name=str(path))
        if written.added:
            _write(path, written.text)
        progress.say(f"{path}: rows added: {len(written.added)}, kept: {written.kept}")
        undated = [one.source for one in documents if one.analysed and one.year is None]
        if undated:
            progress.say(f"without a year: {_named(undated)}; fill in the column date or year")
    print(path)


def _named(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMED
    return "、".join(names[:MOST_NAMED]) + (f" … (+{more})" if more > 0 else "")


def _write(path: Path, text: str) -> None:
    # Spreadsheets take UTF-8 for what it is only with its mark. Whole or not at all.
    fresh = path.with_name(f".{path.name}.tmp")
    fresh.write_text(text, encoding="utf-8-sig", newline="\n")
    fresh.replace(path)
