"""Every hostile file ends in exactly one row, with the status and the reason that are due, and
costs the others nothing.
"""

import dataclasses
import os
import random
import re
import signal
import subprocess
import sys
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.corpus.making import docx, p, pdf
from tests.hostile.making import PROSE, cases
from tests.support import ROOT
from topics.corpus import CorpusError, ReadOptions, read_corpus, require_readable
from topics.corpus.intake.worker import read_document
from topics.corpus.options import Limits

CASES = list(cases())
LIMITS = Limits(seconds=10)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    for case in CASES:
        (folder / case.name).write_bytes(case.data)
    return folder


@pytest.fixture(scope="module")
def rows(hostile):
    """All hostile files, read once; processes die and begin anew, so what needs them is slow."""
    documents = read_corpus(hostile, ReadOptions(duplicates=False, limits=LIMITS))
    return {document.source.rpartition("/")[2]: document for document in documents}


@pytest.mark.slow
def test_every_file_has_exactly_one_row(rows):
    assert set(rows) == {case.name for case in CASES}
    assert len({document.doc_id for document in rows.values()}) == len(CASES)


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_status_and_the_reason_are_due(rows, case):
    document = rows[case.name]
    assert document.status in case.status.split("|"), document.reasons
    assert case.says in "\n".join(document.reasons)
    if document.status == "skipped":
        assert document.reasons
        assert document.text == ""
        assert all("请" in reason for reason in document.reasons)
        assert not any("Traceback" in reason or "Error:" in reason for reason in document.reasons)


@pytest.mark.slow
@pytest.mark.parametrize(
    "case", [case for case in CASES if case.says not in {"部件", "页"}], ids=lambda case: case.name
)
def test_all_text_can_be_written_anywhere(rows, case):
    document = rows[case.name]
    for value in (
        document.text,
        document.title,
        document.doc_id,
        *document.reasons,
        *(c.text for c in document.changes),
    ):
        value.encode("utf-8")
        assert "\0" not in value


@pytest.mark.slow
def test_neither_order_nor_workers_change_anything(hostile):
    paths = [hostile / case.name for case in CASES if "自画" not in case.name][::3]
    expected = read_corpus(paths, ReadOptions(workers=1, limits=LIMITS))
    random.Random(1).shuffle(paths)
    assert read_corpus(paths, ReadOptions(workers=3, limits=LIMITS)) == expected


@pytest.mark.slow
def test_new_names_change_nothing_but_names(tmp_path, hostile):
    chosen = [case for case in CASES if case.name.endswith((".txt", ".html"))][::4]
    for number, case in enumerate(chosen):
        (tmp_path / f"{99 - number}{case.name[case.name.rindex('.') :]}").write_bytes(case.data)

    def nameless(documents):
        return [
            dataclasses.replace(
                d,
                doc_id="",
                source="",
                sections=tuple(dataclasses.replace(s, doc_id="") for s in d.sections),
            )
            for d in documents
        ]

    options = ReadOptions(duplicates=False)
    assert nameless(read_corpus(tmp_path, options)) == nameless(
        read_corpus([hostile / case.name for case in chosen], options)
    )


def test_strict_refuses_and_nothing_readable_is_an_error(tmp_path):
    (tmp_path / "好.txt").write_text(PROSE, "utf-8")
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04")
    documents = read_corpus(tmp_path)
    require_readable(documents)
    with pytest.raises(CorpusError, match=r"1 of 2 files could not be read:\n.*坏\.docx: DOCX"):
        require_readable(documents, strict=True)
    with pytest.raises(CorpusError, match="1 of 1 files"):
        require_readable([document for document in documents if document.status == "skipped"])


@pytest.mark.parametrize(
    ("action", "clock"),
    [
        ("time.sleep(99)", 1),
        pytest.param(
            "sum(iter(int, 1))",
            9,
            marks=pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="POSIX"),
        ),
    ],
    ids=["waits", "computes"],
)
def test_a_file_that_takes_too_long_is_stopped_and_the_others_are_read(
    action, clock, tmp_path, monkeypatch
):
    (tmp_path / "慢.txt").write_text(PROSE, "utf-8")
    (tmp_path / "好.txt").write_text(PROSE * 2, "utf-8")
    from topics.corpus.intake import pool

    hanging = pool.PROGRAM.replace(
        "from topics.corpus.intake.worker import serve",
        "import topics.corpus.intake.worker as w, time; real = w.read_document;"
        f" w.read_document = lambda data, name, *rest: {action} if name == '慢.txt'"
        " else real(data, name, *rest); serve = w.serve",
    )
    monkeypatch.setattr(pool, "PROGRAM", hanging)
    monkeypatch.setattr(pool, "IDLE", clock)
    documents = {
        d.doc_id: d
        for d in read_corpus(tmp_path, ReadOptions(limits=Limits(seconds=1.5), workers=1))
    }
    assert documents["好"].analysed
    assert re.search(r"超过 \d 秒的时限", documents["慢"].reasons[0])


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        ("os.kill(os.getpid(), 9)", "信号 9"),
        ("os._exit(3)", "退出码 3"),
        ("bytearray(4_000_000_000)", "内存"),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="signals and address space as on Linux")
def test_a_process_that_crashes_costs_only_its_file(tmp_path, monkeypatch, harm, says):
    for name in ("a.txt", "坏.txt", "z.txt"):
        (tmp_path / name).write_text(PROSE + name, "utf-8")
    from topics.corpus.intake import pool

    program = pool.PROGRAM.replace(
        "from topics.corpus.intake.worker import serve",
        "import os, topics.corpus.intake.worker as w; real = w.read_document;"
        f" w.read_document = lambda data, name, *rest: {harm} if name == '坏.txt'"
        " else real(data, name, *rest); serve = w.serve",
    )
    monkeypatch.setattr(pool, "PROGRAM", program)
    documents = {
        d.doc_id: d for d in read_corpus(tmp_path, ReadOptions(workers=1, duplicates=False))
    }
    assert documents["a"].analysed
    assert documents["z"].analysed
    assert says in documents["坏"].reasons[0]


@pytest.mark.skipif(sys.platform != "linux", reason="limits as on Linux")
def test_a_reading_process_can_write_no_file_and_take_no_more_memory(tmp_path):
    program = (
        "from topics.processes.limits import bound_memory;"
        " from topics.corpus.options import Limits;"
        " bound_memory(Limits().memory, read_only=True)\n"
        f"import os; file = os.open({str(tmp_path / 'x')!r}, os.O_CREAT | os.O_WRONLY)\n"
        "try: os.write(file, b'x'); print('written')\nexcept OSError as e:"
        " print('refused')\ntry: bytearray(3_000_000_000)\nexcept MemoryError: print('memory')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["refused", "memory"]


PARENT = """
import sys, topics.corpus.intake.pool as pool
pool.PROGRAM = pool.PROGRAM.replace('from topics.corpus.intake.worker import serve',
    'import topics.corpus.intake.worker as w, time; w.read_document = lambda *a: time.sleep(60);'
    ' serve = w.serve')
from topics.corpus import read_corpus
print('begun', flush=True)
try: read_corpus(sys.argv[1])
except KeyboardInterrupt: sys.exit(130)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL, signal.SIGTERM])
def test_ctrl_c_and_death_leave_no_process(tmp_path, how):
    (tmp_path / "甲.txt").write_text(PROSE, "utf-8")
    (tmp_path / "乙.txt").write_text(PROSE, "utf-8")
    parent = subprocess.Popen([sys.executable, "-c", PARENT, str(tmp_path)], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    parent.stdout.readline()
    children = _until(lambda: _children(parent.pid), 10)
    assert children
    parent.send_signal(how)
    start = time.monotonic()
    code = parent.wait(timeout=10)
    parent.stdout.close()
    assert time.monotonic() - start < 2
    assert code == (130 if how == signal.SIGINT else -how)
    assert _until(lambda: not any(_alive(child) for child in children), 3)


def _children(pid):
    processes = (int(entry) for entry in os.listdir("/proc") if entry.isdigit())  # noqa: PTH208
    return [process for process in processes if _parent(process) == pid]


def _parent(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as stream:  # noqa: PTH123
            return int(stream.read().rpartition(")")[2].split()[1])
    except OSError:
        return -1


def _alive(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as stream:  # noqa: PTH123
            return stream.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _until(condition, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if result := condition():
            return result
        time.sleep(0.05)
    return condition()


SEEDS = {
    ".txt": PROSE.encode(),
    ".md": f"# 标题\n\n| 甲 | 乙 |\n|---|---|\n\n**{PROSE}**".encode(),
    ".html": (
        f"<html><head><title>通知</title></head><body><table><tr><td>文号：</td><td>一</td></tr></table><p>{PROSE}</p>".encode()
    ),
    ".docx": docx(p(PROSE) + "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"),
    ".pdf": pdf([[(90, 700, 12, PROSE[19:55])]]),
}


@pytest.mark.parametrize("suffix", SEEDS)
@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_change_to_a_good_file_gives_a_document(suffix, data):
    content = bytearray(SEEDS[suffix])
    for _ in range(data.draw(st.integers(0, 4))):
        place = data.draw(st.integers(0, max(len(content) - 1, 0)))
        content[place : place + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
    document = read_document(bytes(content), f"甲{suffix}", "甲", f"甲{suffix}", ReadOptions())
    assert document.status in {"ok", "repaired", "skipped"}
    assert bool(document.reasons) or document.status == "ok"
    assert not any(
        "无法读取" in reason for reason in document.reasons
    )  # a fault of ours, not of the file


def test_a_process_that_cannot_be_started_is_told(tmp_path, monkeypatch):
    (tmp_path / "甲.txt").write_text(PROSE, "utf-8")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no-python"))
    (document,) = read_corpus(tmp_path)
    assert "无法启动读取程序" in document.reasons[0]


def test_code_beside_the_documents_is_not_run(tmp_path):
    for name in ("json.py", "html.py", "docx.py", "pypdfium2.py", "sitecustomize.py"):
        (tmp_path / name).write_text("raise SystemExit('this ran')", "utf-8")
    (tmp_path / "甲.txt").write_text(PROSE, "utf-8")
    (tmp_path / "乙.pdf").write_bytes(pdf([[(90, 700, 12, PROSE[19:55])]]))
    program = (
        "from topics.corpus import read_corpus; print(sorted(d.status for d in read_corpus('.') if"
        " d.source[-2:] != 'py'))"
    )
    path = {"PYTHONPATH": str(ROOT)}  # as in a checkout that is not installed
    done = subprocess.run(
        [sys.executable, "-P", "-c", program],
        cwd=tmp_path,
        env={**os.environ, **path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() in {"['ok', 'ok']", "['duplicate', 'ok']"}, done.stderr


def test_reading_a_text_loads_no_large_library():
    program = (
        "import sys; from topics.corpus.intake.worker import read_document;"
        " from topics.corpus.options import ReadOptions\n"
        "read_document('推进城市更新。'.encode(), 'a.txt', 'a', 'a', ReadOptions())\n"
        "print([name for name in ('numpy', 'pandas', 'pypdfium2',"
        " 'python_calamine', 'jieba') if name in sys.modules])"
    )
    assert (
        subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True
        ).stdout.strip()
        == "[]"
    )
