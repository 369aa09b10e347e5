"""Find the input files and take their bytes, without following links or waiting on pipes."""

from __future__ import annotations

import errno
import os
import stat
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from topics.corpus import messages
from topics.corpus.messages import CorpusError, UnreadableError, show

METADATA_NAMES = ("corpus.csv", "corpus.xlsx")
# Files that systems and editors leave beside documents; they hold no document and get no row.
JUNK_NAMES = {"thumbs.db", "desktop.ini", "icon\r", "ehthumbs.db"}
JUNK_PREFIXES = ("._", "~$", ".~lock.")
READABLE_SUFFIXES = {
    ".txt",
    ".text",
    ".md",
    ".markdown",
    ".html",
    ".htm",
    ".shtml",
    ".xhtml",
    ".docx",
    ".pdf",
}


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file (or one folder that could not be opened) of the input.

    Attributes
    ----------
    path : str
        Where it is, as the system names it.
    relative : str
        Its path below the folder that the user named, `/` between the parts.
    doc_id : str
        Unique name of the document.
    refused : str
        Why it is not to be read; empty for a candidate.
    table : bool
        Whether it is a corpus.csv or corpus.xlsx.
    """

    path: str
    relative: str
    doc_id: str = ""
    refused: str = ""
    table: bool = False

    @property
    def name(self) -> str:
        """The name without its folder."""
        return Path(self.path).name

    @property
    def shown(self) -> str:
        """The path as it may be printed."""
        return show(self.relative)


@dataclass(frozen=True, slots=True)
class Inputs:
    """All input files, in the order of their names, and the metadata files that lie among them."""

    files: tuple[InputFile, ...]
    metadata: tuple[InputFile, ...]


def find_files(paths: Iterable[str | Path], *, exclude: Sequence[str] = ()) -> Inputs:
    """List the files below paths.

    A folder's corpus.csv or corpus.xlsx is metadata, also where only files of that folder were
    named. A path that the user named may be a link; links found inside folders are not followed.
    Hidden folders and the files that systems leave behind are no input; a hidden file that looks
    like a document is refused with a reason.

    Raises
    ------
    CorpusError
        If a path does not exist, or if nothing at all is found; the message names it.
    """
    found: dict[str, InputFile] = {}
    metadata: set[str] = set()
    missing = []
    for path in sorted({os.fspath(path) for path in paths}, key=os.fsencode):
        if not Path(path).exists():
            missing.append(show(path))
        elif Path(path).is_dir():
            _walk(os.path.realpath(path), found, metadata, exclude)
        else:
            _take(path, found, metadata, exclude)
            beside = Path(os.path.realpath(path)).parent
            metadata.update(
                str(beside / name) for name in METADATA_NAMES if (beside / name).is_file()
            )
    if missing:
        raise CorpusError(f"no such file or folder: {', '.join(missing)}; check the path")
    if not found:
        raise CorpusError(
            "no documents in"
            f" {', '.join(show(os.fspath(path)) for path in paths) or 'an empty list of paths'};"
            " put txt, md, html, docx or pdf files there"
        )
    files = sorted(found.values(), key=lambda file: os.fsencode(file.relative))
    return Inputs(
        _with_doc_ids(files),
        tuple(metadata_file(path) for path in sorted(metadata, key=os.fsencode)),
    )


def metadata_file(path: str | Path) -> InputFile:
    """Return a corpus.csv or corpus.xlsx as a file to be read."""
    real = os.path.realpath(path)
    return InputFile(real, Path(real).name, table=True)


def read_bytes(path: str, limit: int) -> bytes:
    """Read a regular file once, as a whole.

    Raises
    ------
    UnreadableError
        If it is a link, a pipe or a device, too large, locked, or if it changes meanwhile.
    """
    flags = (
        os.O_RDONLY
        | getattr(os, "O_NOFOLLOW", 0)
        | getattr(os, "O_NONBLOCK", 0)
        | getattr(os, "O_BINARY", 0)
    )
    try:
        descriptor = os.open(path, flags | getattr(os, "O_CLOEXEC", 0))
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise UnreadableError(messages.IS_LINK) from None
        if error.errno in {errno.ENXIO, errno.EOPNOTSUPP}:  # a socket
            raise UnreadableError(messages.NOT_REGULAR) from None
        raise UnreadableError(messages.UNREADABLE_FILE.format(cause=_cause(error))) from None
    with os.fdopen(descriptor, "rb") as stream:
        before = os.fstat(stream.fileno())
        if not stat.S_ISREG(before.st_mode):
            raise UnreadableError(messages.NOT_REGULAR)
        if before.st_size > limit:
            raise UnreadableError(messages.TOO_LARGE.format(size=before.st_size, limit=limit))
        try:
            data = stream.read(before.st_size + 1)  # one byte more shows a file that grows
        except OSError as error:
            raise UnreadableError(messages.UNREADABLE_FILE.format(cause=_cause(error))) from None
        after = os.fstat(stream.fileno())
    if len(data) != before.st_size or (before.st_size, before.st_mtime_ns) != (
        after.st_size,
        after.st_mtime_ns,
    ):
        raise UnreadableError(messages.CHANGED)
    return data


def _walk(
    root: str, found: dict[str, InputFile], metadata: set[str], exclude: Sequence[str]
) -> None:
    label = Path(root).name
    pending = [("", root)]
    while pending:
        prefix, folder = pending.pop()
        try:
            with os.scandir(folder) as entries:
                listed = sorted(entries, key=lambda entry: os.fsencode(entry.name))
        except OSError as error:
            reason = messages.UNREADABLE_FOLDER.format(cause=_cause(error))
            found.setdefault(
                folder, InputFile(folder, f"{label}/{prefix}".rstrip("/"), refused=reason)
            )
            continue
        for entry in listed:
            relative = f"{prefix}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                if not entry.name.startswith(".") and entry.name != "__MACOSX":
                    pending.append((f"{relative}/", entry.path))
            else:
                _take(
                    entry.path,
                    found,
                    metadata,
                    exclude,
                    relative=f"{label}/{relative}",
                    link=entry.is_symlink(),
                )


def _take(
    path: str,
    found: dict[str, InputFile],
    metadata: set[str],
    exclude: Sequence[str],
    *,
    relative: str = "",
    link: bool = False,
) -> None:
    name = Path(path).name
    real = path if relative else os.path.realpath(path)
    if name.lower() in METADATA_NAMES and not link:
        metadata.add(real)
    elif name.lower() not in JUNK_NAMES and not name.startswith(JUNK_PREFIXES):
        refused = _refusal(name, link=link, hidden_counts=bool(relative), exclude=exclude)
        if refused is not None:
            found.setdefault(real, InputFile(real, relative or _beside(real), refused=refused))


def _refusal(name: str, *, link: bool, hidden_counts: bool, exclude: Sequence[str]) -> str | None:
    """Say why a file is not to be read: empty for a candidate, None for what is no input at all."""
    for pattern in exclude:
        if fnmatchcase(name, pattern):
            return messages.EXCLUDED.format(pattern=show(pattern))
    if hidden_counts and name.startswith("."):
        return messages.HIDDEN if Path(name).suffix.lower() in READABLE_SUFFIXES else None
    return messages.IS_LINK if link else ""


def _beside(path: str) -> str:
    """Address a file that the user named alone by its folder, as it would be if the folder had been
    named.
    """
    return "/".join(Path(path).parts[-2:]).lstrip("/")


def _with_doc_ids(files: Sequence[InputFile]) -> tuple[InputFile, ...]:
    """Name documents by their stems, with as many folders as it takes to tell them apart, then with
    suffix or number.
    """
    names = [_candidates(file) for file in files]
    depth = [0] * len(files)
    while True:
        chosen = [names[i][min(depth[i], len(names[i]) - 1)] for i in range(len(files))]
        count = Counter(chosen)
        clashing = [
            i for i in range(len(files)) if count[chosen[i]] > 1 and depth[i] + 1 < len(names[i])
        ]
        if not clashing:
            break
        for i in clashing:
            depth[i] += 1
    seen: Counter[str] = Counter()
    result = []
    for file, doc_id in zip(files, chosen, strict=True):
        seen[doc_id] += 1
        unique = doc_id if count[doc_id] == 1 else f"{doc_id}#{seen[doc_id]}"
        result.append(InputFile(file.path, file.relative, unique, file.refused))
    return tuple(result)


def _candidates(file: InputFile) -> list[str]:
    """List the names of a document from short to long: stem, folder/stem, …, then the same with the
    suffix.
    """
    parts = [unicodedata.normalize("NFC", show(part)) for part in Path(file.path).parts[1:]]
    stem = Path(parts[-1]).stem
    folders = parts[:-1]
    shown = len(file.relative.split("/")) - 1
    below = ["/".join([*folders[len(folders) - n :], stem]) for n in range(shown + 1)]
    suffixed = [
        "/".join([*folders[len(folders) - n :], parts[-1]]) for n in range(len(folders) + 1)
    ]
    return [*below, *suffixed]


def _cause(error: OSError) -> str:
    return show(os.strerror(error.errno)) if error.errno else show(str(error))
