"""Progress is for people: on a terminal it says what is being done and how far, elsewhere it is
silent.
"""

import io
import os
import re
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import ROOT
from topics.cli.progress import Progress
from topics.corpus import read_corpus
from topics.settings import Settings
from topics.study import Study

SAMPLE = ROOT / "samples" / "jichuan"
COMMAND = [sys.executable, "-m", "topics", "keywords", str(SAMPLE), "-n", "1"]
posix = pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def terminal_for(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    return stream


def on_terminal(*options: str) -> str:
    """Return what a command writes to standard error when that is a terminal."""
    import fcntl
    import termios

    ours, its = os.openpty()
    fcntl.ioctl(
        its, termios.TIOCSWINSZ, struct.pack("4H", 24, 100, 0, 0)
    )  # a new one is zero columns wide
    with subprocess.Popen(
        [*COMMAND, *options], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=its
    ) as process:
        os.close(its)
        written = b""
        while chunk := _read(ours):
            written += chunk
        os.close(ours)
    assert process.returncode == 0, written
    return written.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # Linux says so when the other side has closed
        return b""


def on_file(*options: str) -> str:
    done = subprocess.run(
        [*COMMAND, *options], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True
    )
    return done.stderr


@posix
def test_a_terminal_shows_stages_and_how_far_they_are() -> None:
    written = on_terminal()
    assert re.search(r"… reading documents: +\d+%\|.*\| \d/6 ", written)
    assert re.search(r"✓ reading documents \(\d+\.\d s\)", written)
    assert re.search(r"✓ tokenizing \(\d+\.\d s\)", written)


@posix
def test_quiet_is_quiet_on_a_terminal() -> None:
    assert on_terminal("--quiet") == ""


def test_no_terminal_no_progress() -> None:
    assert on_file() == ""


def test_verbose_gives_each_stage_a_line_where_there_is_no_terminal() -> None:
    lines = on_file("--verbose").splitlines()
    assert [re.sub(r"\d+\.\d", "0", line) for line in lines] == [
        "✓ reading documents (0 s)",
        "✓ tokenizing (0 s)",
    ]


def test_verbose_shows_where_an_error_arose() -> None:
    missing = [sys.executable, "-m", "topics", "keywords", "no-such-folder"]
    for options, traced in (([], False), (["--verbose"], True)):
        done = subprocess.run(
            [*missing, *options],
            cwd=ROOT,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 1
        assert ("Traceback" in done.stderr) == traced


def test_a_total_may_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = terminal_for(monkeypatch)
    with Progress() as progress:
        progress.stage("fitting 5 topics")
        progress.advance(4, 4)
        progress.advance(5, 8)
        assert progress._bar is not None
        assert (progress._bar.n, progress._bar.total) == (5, 8)
    assert "0/4" in terminal.getvalue()


def test_what_failed_is_not_ticked(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = terminal_for(monkeypatch)

    def interrupted() -> None:
        with Progress() as progress:
            progress.stage("reading documents")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert "✓" not in terminal.getvalue()
    assert "✗ reading documents" in terminal.getvalue()


def test_a_remark_stands_alone_on_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = terminal_for(monkeypatch)
    with Progress() as progress:
        progress.stage("reading documents")
        progress.say("skipped 坏.pdf")
    assert "\r\x1b[Kskipped 坏.pdf\n" in terminal.getvalue()


def test_a_remark_is_no_progress(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress(quiet=True) as progress:
        progress.stage("reading documents")
        progress.say("skipped 坏.pdf")
    assert capsys.readouterr().err == "skipped 坏.pdf\n"


def test_reading_counts_files(tmp_path: Path) -> None:
    for name in "甲乙丙":
        (tmp_path / f"{name}.txt").write_text(f"{name}县关于推进城市更新的意见", "utf-8")
    told: list[tuple[int, int]] = []
    read_corpus(tmp_path, progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_study_tells_stages_and_how_far_they_are() -> None:
    told: list[tuple[str, int, int]] = []
    stages: list[str] = []
    study = Study(
        [SAMPLE],
        tell=stages.append,
        advance=lambda done, total: told.append((stages[-1], done, total)),
    )
    assert set(zip(study.shifts["reference"], study.shifts["target"], strict=True)) == set(
        study.pairs
    )
    of = {stage: {total for name, _, total in told if name == stage} for stage in stages}
    assert of["reading documents"] == {6}  # five documents and their corpus.csv
    assert of["tokenizing"] == {len(study.texts)}
    assert of["testing shifts of emphasis"] == {len(study.pairs)}
    assert all(done <= total for _, done, total in told)


def test_pair_by_pair_is_all_pairs_at_once() -> None:
    from pandas.testing import assert_frame_equal

    from topics.emphasis import shifts
    from topics.keyness import keyness

    study = Study([SAMPLE], Settings(n_resamples=99))
    assert len(study.pairs) > 1
    options = {"pairs": study.pairs, "n_resamples": 99, "seed": study.settings.seed}
    assert_frame_equal(study.shifts, shifts(study.measures, **options))
    inside = ["inside_target", "inside_reference"]  # counted beside it
    found = study.keyness.drop(columns=inside)
    assert_frame_equal(found, keyness(study.dfm, study.labels, **options))


def test_writing_a_report_counts_figures_and_files(tmp_path: Path) -> None:
    from tests.report.fake import analysis
    from topics.report.write import write_report

    told: list[tuple[int, int]] = []
    drawn = analysis()
    write_report(drawn, tmp_path / "report", advance=lambda done, total: told.append((done, total)))
    steps = len(drawn.figures) + 4  # page, Word document, tables, workbook
    assert told == [(number, steps) for number in range(steps)]


def test_drawing_counts_kinds_of_clouds() -> None:
    from topics.report.findings.clouds import clouds

    told: list[tuple[int, int]] = []
    clouds(Study([SAMPLE]), topics=False, advance=lambda done, total: told.append((done, total)))
    assert told == [
        (number, 3) for number in range(3)
    ]  # by document and group, compared, by chapter


def test_counting_tells_its_stages_and_how_many_bytes_are_done(tmp_path: Path) -> None:
    pytest.importorskip("duckdb")
    from topics.scale.run import CountSettings, count
    from topics.scale.spec import make_spec
    from topics.tokenize import PolicyTokenizer

    stages: list[str] = []
    done: list[tuple[int, int]] = []
    settings = CountSettings(
        workers=1, tell=stages.append, advance=lambda n, total: done.append((n, total))
    )
    count([SAMPLE], tmp_path / "counts", make_spec(PolicyTokenizer(), ()), settings=settings)
    assert stages == ["counting", "adding up", "ranking keywords"]
    assert done
    assert all(0 < n <= total for n, total in done)
    assert done[-1][0] == done[-1][1]


def test_simulations_count_each_theme_of_a_pair() -> None:
    told: list[tuple[int, int]] = []
    study = Study([SAMPLE], Settings(compare=(("2020", "2024"),)))
    table = study.measures  # counted before, so that only the simulations tell
    study._advance = lambda done, total: told.append((done, total))
    assert len(study.power)
    total = len(table.blocks) * len(table.themes)
    assert total > 20
    assert told == [(n, total) for n in range(total + 1)]


def test_stages_and_remarks_are_shown_in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = terminal_for(monkeypatch)
    with Progress(lang="zh") as progress:
        progress.stage("fitting 5 topics")
        progress.say("skipped 坏.pdf: 文件是空的")
    assert "… 拟合5个主题" in terminal.getvalue()
    assert "已跳过 坏.pdf：文件是空的\n" in terminal.getvalue()
    assert "✓ 拟合5个主题" in terminal.getvalue()
