"""The output folder is one whole report or the last one, whatever happens on the way."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import ROOT
from topics.report import folder
from topics.report.folder import (
    MANIFEST,
    ReportError,
    check_target,
    manifest_text,
    replace_folder,
    reserved,
)


def fill_with(text: str):  # type: ignore[no-untyped-def]
    def fill(path: Path) -> None:
        (path / "tables").mkdir()
        (path / "index.html").write_text(text, encoding="utf-8")
        (path / "tables" / "a.csv").write_text(text, encoding="utf-8")
        (path / MANIFEST).write_text(manifest_text(path, {"topics": "0"}), encoding="utf-8")

    return fill


def whole(out: Path) -> str:
    """Return the text of a folder if both its files have it."""
    texts = {
        (out / "index.html").read_text(encoding="utf-8"),
        (out / "tables" / "a.csv").read_text(encoding="utf-8"),
    }
    assert len(texts) == 1
    return texts.pop()


def beside(out: Path) -> list[str]:
    return sorted(path.name for path in out.parent.iterdir() if path != out)


def test_a_new_folder_and_then_its_successor(tmp_path: Path) -> None:
    out = tmp_path / "reports" / "云江"
    replace_folder(out, fill_with("一"))
    assert whole(out) == "一"
    replace_folder(out, fill_with("二"))
    assert whole(out) == "二"
    assert beside(out) == []


def test_a_file_that_the_new_report_lacks_is_gone(tmp_path: Path) -> None:
    def fill_more(path: Path) -> None:
        (path / "old.csv").write_text("一", encoding="utf-8")
        fill_with("一")(path)

    out = replace_folder(tmp_path / "r", fill_more)
    replace_folder(out, fill_with("二"))
    assert not (out / "old.csv").exists()


@pytest.mark.parametrize("error", [RuntimeError("broken"), KeyboardInterrupt(), SystemExit(3)])
def test_a_failure_leaves_the_last_report(tmp_path: Path, error: BaseException) -> None:
    out = replace_folder(tmp_path / "r", fill_with("一"))

    def fill(path: Path) -> None:
        (path / "index.html").write_text("half", encoding="utf-8")
        raise error

    with pytest.raises(type(error)):
        replace_folder(out, fill)
    assert whole(out) == "一"
    assert beside(out) == []


def test_a_failure_of_the_first_run_leaves_nothing(tmp_path: Path) -> None:
    def fill(path: Path) -> None:
        raise RuntimeError(path.name)

    with pytest.raises(RuntimeError):
        replace_folder(tmp_path / "r", fill)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_a_sentence(tmp_path: Path) -> None:
    out = replace_folder(tmp_path / "r", fill_with("一"))

    def fill(path: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    with pytest.raises(
        ReportError, match=r"No space left on device.*nothing half-written is left; free some space"
    ):
        replace_folder(out, fill)
    assert whole(out) == "一"


@pytest.mark.slow
def test_a_disk_that_takes_no_more_leaves_the_last_report(tmp_path: Path) -> None:
    """Fill the disk for real: the process may write no file longer than 100 kB."""
    resource = pytest.importorskip("resource", reason="this system cannot limit the size of files")
    out = replace_folder(tmp_path / "r", fill_with("一"))
    code = (
        "import sys; from pathlib import Path; from tests.report.fake import analysis; "
        "from topics.report.write import write_report; write_report(analysis(), Path(sys.argv[1]))"
    )
    done = subprocess.run(
        [sys.executable, "-B", "-c", code, str(out)],  # compiled code would be cut short, and stay
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
    )
    assert done.returncode != 0
    assert "nothing half-written is left" in done.stderr
    assert whole(out) == "一"
    assert beside(out) == []


CALLS = ["fsync", "mkdir", "open", "rename", "unlink"]


@pytest.mark.parametrize("nth", range(1, 9))
@pytest.mark.parametrize("call", CALLS)
def test_the_nth_call_that_fails_leaves_a_whole_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, nth: int
) -> None:
    out = replace_folder(tmp_path / "r", fill_with("一"))
    real, seen = getattr(os, call), 0

    def failing(*args: object, **kwargs: object) -> object:
        nonlocal seen
        seen += 1
        if seen == nth:
            raise OSError(errno.EIO, "Input/output error")
        return real(*args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(os, call, failing)
        try:
            replace_folder(out, fill_with("二"))
            done = True
        except ReportError:
            done = False
    assert whole(out) in (
        {"二"} if done else {"一", "二"}
    )  # the new one where only its last flush failed
    replace_folder(out, fill_with("三"))
    assert whole(out) == "三"
    assert beside(out) == []


@pytest.mark.parametrize("nth", [1, 2])
def test_without_an_exchange_two_renames_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nth: int
) -> None:
    monkeypatch.setattr(folder, "_exchange", lambda *_: False)
    out = replace_folder(tmp_path / "r", fill_with("一"))
    replace_folder(out, fill_with("二"))
    assert whole(out) == "二"
    assert beside(out) == []

    real, seen = Path.rename, 0

    def failing(self: Path, target: Path) -> Path:
        nonlocal seen
        seen += 1
        if seen == nth:
            raise OSError(errno.EIO, "Input/output error")
        return real(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", failing)
        with pytest.raises(ReportError):
            replace_folder(out, fill_with("三"))
    assert whole(out) == "二"


def test_a_run_that_died_between_the_renames_is_mended(tmp_path: Path) -> None:
    out = replace_folder(tmp_path / "r", fill_with("一"))
    out.rename(folder._last(out))
    assert not out.exists()

    def fill(path: Path) -> None:
        raise RuntimeError(path.name)

    with pytest.raises(RuntimeError):
        replace_folder(out, fill)
    assert whole(out) == "一"


def test_left_over_folders_are_swept_and_those_of_others_stay(tmp_path: Path) -> None:
    out = replace_folder(tmp_path / "r", fill_with("一"))
    ours, other = (
        tmp_path / f"{folder._prefix(out)}77-aa.tmp",
        tmp_path / f"{folder._prefix(tmp_path / 's')}77-aa.tmp",
    )
    ours.mkdir()
    (ours / "half").write_text("x", encoding="utf-8")
    other.mkdir()
    replace_folder(out, fill_with("二"))
    assert not ours.exists()
    assert other.exists()


def test_the_second_run_is_told(tmp_path: Path) -> None:
    out = tmp_path / "r"

    def fill(path: Path) -> None:
        with pytest.raises(ReportError, match="another run is writing this report"):
            replace_folder(out, fill_with("二"))
        fill_with("一")(path)

    replace_folder(out, fill)
    assert whole(out) == "一"


def test_a_place_is_kept_before_anything_is_computed(tmp_path: Path) -> None:
    out = tmp_path / "new" / "r"
    other = "import sys; from pathlib import Path; from topics.report.folder import reserved\n"
    other += "with reserved(Path(sys.argv[1])): pass"
    command = [sys.executable, "-c", other, str(out)]
    with reserved(out):
        second = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert "another run is writing this report" in second.stderr
        replace_folder(out, fill_with("一"))
    assert (whole(out), beside(out)) == ("一", [])


def test_a_place_that_was_kept_for_nothing_is_gone(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), reserved(tmp_path / "new" / "r"):
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_and_a_mount_point_are_told_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = folder.shutil.disk_usage(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(folder.shutil, "disk_usage", lambda _: usage._replace(free=3_000_000))
        with (
            pytest.raises(ReportError, match=r"3 MB are free, and a report takes 20; free some"),
            reserved(tmp_path / "r"),
        ):
            pytest.fail("was computed")
    (tmp_path / "m").mkdir()
    monkeypatch.setattr(Path, "is_mount", lambda path: path.name == "m")
    with pytest.raises(ReportError, match=r"m: is a mount point"), reserved(tmp_path / "m"):
        pytest.fail("was computed")
    with reserved(tmp_path / "m" / "r"):  # a folder in it is a place as any other
        replace_folder(tmp_path / "m" / "r", fill_with("一"))
    assert whole(tmp_path / "m" / "r") == "一"


def test_a_lock_that_a_killed_run_left_behind_does_not_stop_us(tmp_path: Path) -> None:
    out = tmp_path / "r"
    (tmp_path / f"{folder._prefix(out)}lock").touch()
    replace_folder(out, fill_with("一"))
    assert beside(out) == []


def test_what_is_no_report_is_refused(tmp_path: Path) -> None:
    out = tmp_path / "thesis"
    out.mkdir()
    replace_folder(out, fill_with("一"))  # an empty folder is fine
    (out / "笔记.txt").write_text("x", encoding="utf-8")
    with pytest.raises(
        ReportError, match=r"holds files that the report did not write \(笔记.txt\); move them"
    ):
        replace_folder(out, fill_with("二"))
    assert (out / "笔记.txt").exists()

    (out / MANIFEST).unlink()
    with pytest.raises(
        ReportError,
        match="holds files but no report of topics; name a new or empty folder with --out",
    ):
        check_target(out)

    file = tmp_path / "file"
    file.touch()
    with pytest.raises(ReportError, match="is a file; name a new or empty folder with --out"):
        check_target(file)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"format": "another/1", "files": {}}',
        '{"format": "topics-report/1"}',
        "[" * 100_000,
    ],
)
def test_a_manifest_of_others_is_not_ours(tmp_path: Path, text: str) -> None:
    (tmp_path / MANIFEST).write_text(text, encoding="utf-8")
    with pytest.raises(ReportError, match="no report of topics"):
        check_target(tmp_path)


def test_a_folder_of_empty_folders_is_not_ours_either(tmp_path: Path) -> None:
    (tmp_path / "r" / "later").mkdir(parents=True)
    with pytest.raises(ReportError, match="no report of topics"):
        check_target(tmp_path / "r")


def test_a_folder_that_cannot_be_looked_into_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = replace_folder(tmp_path / "r", fill_with("一"))

    def closed(path: object) -> list[str]:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(os, "listdir", closed)
    with pytest.raises(ReportError, match=r"could not be written .Permission denied."):
        replace_folder(out, fill_with("二"))
    assert whole(out) == "一"


def test_what_file_managers_leave_is_no_obstacle(tmp_path: Path) -> None:
    out = replace_folder(tmp_path / "r", fill_with("一"))
    for name in (".DS_Store", "Thumbs.db", "~$tables.xlsx"):
        (out / name).touch()
    replace_folder(out, fill_with("二"))
    assert whole(out) == "二"


def test_a_link_is_followed_and_kept(tmp_path: Path) -> None:
    real = replace_folder(tmp_path / "r", fill_with("一"))
    link = tmp_path / "link"
    link.symlink_to(real, target_is_directory=True)
    replace_folder(link, fill_with("二"))
    assert link.is_symlink()
    assert whole(real) == "二"


def test_a_name_may_fill_all_bytes(tmp_path: Path) -> None:
    out = replace_folder(tmp_path / ("城" * 85), fill_with("一"))
    assert whole(out) == "一"


def test_the_manifest_has_the_hashes_of_all_files(tmp_path: Path) -> None:
    out = replace_folder(tmp_path / "r", fill_with("一"))
    manifest = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
    assert set(manifest["files"]) == {"index.html", "tables/a.csv"}
    assert manifest["format"] == "topics-report/1"


def test_kill_leaves_a_whole_report() -> None:
    """A short run of the loop; `python scripts/kill_loop.py --kills 300` is the long one."""
    command = [
        sys.executable,
        str(ROOT / "scripts" / "kill_loop.py"),
        "--kills",
        "12",
        "--seed",
        "1",
    ]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=120, cwd=ROOT
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout
