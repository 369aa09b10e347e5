"""One whole folder or the last one: written aside, then exchanged for the old one in one step."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from topics.processes.lock import claim

FORMAT = "topics-report/1"
MANIFEST = "manifest.json"
LEAST_FREE = 20_000_000  # bytes: what the report of five documents takes (chosen, not fitted)
_RESERVED: set[Path] = set()  # places that this process keeps
AT_FDCWD, RENAME_EXCHANGE = -100, 2
LITTER = frozenset({"Thumbs.db", "desktop.ini"})  # what file managers leave behind


class ReportError(RuntimeError):
    """A report cannot be written where it was asked for; the message says why and what to do."""


def replace_folder(out: Path, fill: Callable[[Path], None]) -> Path:
    """Fill a new folder and put it in the place of the old one.

    Whatever happens on the way (an exception, a full disk, Ctrl-C, kill -9), `out` is the last
    whole folder or the new one. What a killed run left behind is removed by the next one.

    Parameters
    ----------
    out : Path
        A report of ours, an empty folder, or nothing yet.
    fill : callable, Path -> None
        Writes the files, `manifest.json` among them.

    Raises
    ------
    ReportError
        If `out` holds something that is not a report, if another run is writing it, or if the disk
        cannot take it.
    """
    out = out.resolve()
    with _told(out):
        check_target(out)
        out.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.nullcontext() if out in _RESERVED else _lock(out):
            _recover(out)
            _sweep(out)
            check_target(out)
            fresh = out.with_name(f"{_prefix(out)}{os.getpid()}-{os.urandom(4).hex()}.tmp")
            try:
                fresh.mkdir()
                fill(fresh)
                _sync_tree(fresh)
                _put(fresh, out)
                _sync(out.parent)
            finally:
                shutil.rmtree(
                    fresh, ignore_errors=True
                )  # the old folder now, or what was half-written
    return out


@contextlib.contextmanager
def reserved(out: Path) -> Iterator[None]:
    """Keep a place while what will stand there is computed; whatever forbids it is told before.

    Raises
    ------
    ReportError
        As `replace_folder`; also if the place is a mount point, or its disk is full.
    """
    out = out.resolve()
    with _told(out):
        check_target(out)
        if out.is_mount():
            raise ReportError(
                f"{out}: is a mount point, which no folder can take the place of; name a folder in"
                " it with --out"
            )
        there = next(folder for folder in out.parents if folder.exists())
        if (free := shutil.disk_usage(there).free) < LEAST_FREE:
            raise ReportError(
                f"{out}: {free / 1e6:.0f} MB are free, and a report takes {LEAST_FREE / 1e6:.0f};"
                " free some space, or name a folder on another disk with --out"
            )
        made = [folder for folder in out.parents if not folder.exists()]
        out.parent.mkdir(parents=True, exist_ok=True)
        lock = contextlib.ExitStack()
        lock.enter_context(_lock(out))
    _RESERVED.add(out)
    try:
        with lock:
            yield
    finally:
        _RESERVED.discard(out)
        for folder in made:  # where nothing was written, nothing is left
            with contextlib.suppress(OSError):
                folder.rmdir()


def check_target(out: Path) -> None:
    """Refuse a place whose content would be lost.

    Raises
    ------
    ReportError
        If `out` is a file, holds no manifest of ours, or holds files that the manifest does not
        name.
    """
    if not out.exists():
        return
    if not out.is_dir():
        raise ReportError(f"{out}: is a file; name a new or empty folder with --out")
    if not os.listdir(out):  # noqa: PTH208 (raises where a folder cannot be looked into; a glob finds nothing)
        return
    held = sorted(_files(out))
    ours = _listed(out)
    if ours is None:
        raise ReportError(
            f"{out}: holds files but no report of topics; name a new or empty folder with --out"
        )
    foreign = [name for name in held if name not in ours and not _litter(name)]
    if foreign:
        some = ", ".join(foreign[:3]) + (" …" if len(foreign) > 3 else "")
        raise ReportError(
            f"{out}: holds files that the report did not write ({some}); move them or name another"
            " --out"
        )


def manifest_text(folder: Path, manifest: dict[str, object]) -> str:
    """Return the manifest as JSON, with the hashes of the files that the folder holds by now."""
    hashes = {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
        for name in sorted(_files(folder))
    }
    whole = {"format": FORMAT, **manifest, "files": hashes}
    return json.dumps(whole, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def _files(folder: Path) -> Iterator[str]:
    return (
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_symlink() or not path.is_dir()
    )


def _listed(folder: Path) -> set[str] | None:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if manifest["format"] != FORMAT:
            return None
        return {MANIFEST, *manifest["files"]}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _litter(name: str) -> bool:
    last = name.rpartition("/")[2]
    return last.startswith((".", "~$")) or last in LITTER


def _prefix(out: Path) -> str:
    # a name may fill all 255 bytes
    return f".topics-{hashlib.sha256(os.fsencode(out.name)).hexdigest()[:12]}-"


def _last(out: Path) -> Path:
    return out.with_name(f"{_prefix(out)}last")


@contextlib.contextmanager
def _told(out: Path) -> Iterator[None]:
    """Turn a failure of the disk into a sentence."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        remedy = (
            "free some space"
            if error.errno in {errno.ENOSPC, errno.EDQUOT}
            else "name another folder with --out"
        )
        raise ReportError(
            f"{out}: could not be written ({reason}); nothing half-written is left; {remedy}"
        ) from error


@contextlib.contextmanager
def _lock(out: Path) -> Iterator[None]:
    path = out.with_name(f"{_prefix(out)}lock")
    while True:
        file = path.open("a+b")
        if not claim(file):
            file.close()
            raise ReportError(
                f"{out}: another run is writing this report; wait for it or name another --out"
            )
        if _same(file, path):
            break
        file.close()  # the run before us removed its lock between our open and our claim
    try:
        yield
    finally:
        if sys.platform == "win32":
            file.close()
        with contextlib.suppress(OSError):
            path.unlink()
        file.close()


def _same(file: IO[bytes], path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _recover(out: Path) -> None:
    """Put the last report back if a run died between the two renames of `_put`."""
    last = _last(out)
    if not last.exists():
        return
    if out.exists():
        shutil.rmtree(last)
    else:
        last.rename(out)


def _sweep(out: Path) -> None:
    for left in out.parent.glob(f"{_prefix(out)}*.tmp"):
        shutil.rmtree(left, ignore_errors=True)


def _put(fresh: Path, out: Path) -> None:
    if not out.exists():
        fresh.rename(out)
    elif not _exchange(fresh, out):
        last = _last(out)
        out.rename(last)
        try:
            fresh.rename(out)
        except BaseException:
            last.rename(out)
            raise
        shutil.rmtree(last, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step where the system can."""
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    return bool(
        rename(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0
    )


def _sync_tree(folder: Path) -> None:
    for path in folder.rglob("*"):
        _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    if path.is_dir() and sys.platform == "win32":
        return  # folders cannot be flushed there
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
