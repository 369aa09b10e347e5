"""kill -9 on processes that these tests started, documents that end their process, a full disk, bad
input.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed (extra: scale)")
pytest.importorskip("duckdb", reason="duckdb is not installed (extra: scale)")
import pyarrow.parquet as pq

from tests.scale import remix
from tests.support import ROOT
from topics.corpus import CorpusError, Limits, ReadOptions
from topics.processes.pool import Worker
from topics.scale import run, stream
from topics.scale.core import count_batch
from topics.scale.run import CountSettings, count
from topics.scale.sources import open_source, require_unique
from topics.scale.spec import Spec, SpecError, load_tools

pytestmark = pytest.mark.slow  # nearly every test counts a corpus in processes of its own
long = pytest.mark.skipif(
    "TOPICS_SCALE_MB" not in os.environ, reason="long: set TOPICS_SCALE_MB, see docs/scale.md"
)
SMALL = CountSettings(workers=1, max_rows=4)
SERVE = "from topics.scale.worker import serve; serve()"


def hashes(folder: Path) -> dict[str, str]:
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["tables"]


def quarantine(folder: Path) -> list[dict[str, str]]:
    return pq.read_table(folder / "quarantine.parquet").to_pylist()


def program(inserted: str) -> str:
    """Return the program of a counting process with lines put before it serves."""
    return stream.PROGRAM.replace(SERVE, f"exec({inserted!r}); {SERVE}")


AT_DOCUMENT = """
import os, signal, time
import topics.scale.core as core
parse_text = core.parse_text
def parse(text, *, doc_id, **options):
    if doc_id == "d0000005":
        {action}
    return parse_text(text, doc_id=doc_id, **options)
core.parse_text = parse
"""


@pytest.fixture(scope="module")
def plain(small_corpus, spec, tmp_path_factory):
    out = tmp_path_factory.mktemp("plain") / "counts"
    count([small_corpus], out, spec, settings=SMALL)
    return hashes(out)


def children(pid: int) -> list[int]:
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1]) == pid:
                found.append(int(entry.name))
        except (OSError, ValueError, IndexError):
            continue
    return found


needs_proc = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="finding a child process needs /proc"
)


# --- processes that die ---


@needs_proc
def test_a_killed_worker_costs_one_batch(small_corpus, spec, plain, tmp_path, monkeypatch) -> None:
    killed: list[int] = []
    ask = Worker.ask

    def kill_once(worker, order, payload):
        if not killed:
            process = worker._running()
            killed.append(process.pid)
            threading.Timer(0.05, os.kill, (process.pid, signal.SIGKILL)).start()
        return ask(worker, order, payload)

    monkeypatch.setattr(Worker, "ask", kill_once)
    count([small_corpus], tmp_path / "counts", spec, settings=SMALL)
    assert len(killed) == 1
    assert hashes(tmp_path / "counts") == plain


@needs_proc
@pytest.mark.parametrize(
    "how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=lambda how: how.name
)
def test_after_the_end_of_everything_the_same_command_goes_on(
    how, small_corpus, spec, plain, tmp_path
) -> None:
    out = tmp_path / "counts"
    code = (
        "import sys; from topics.scale.run import *; from topics.scale.spec import"
        " Spec\ncount([sys.argv[1]], sys.argv[2], Spec.from_json(open(sys.argv[3]).read()),"
        " settings=CountSettings(workers=1, max_rows=1))"
    )
    (tmp_path / "spec.json").write_text(spec.to_json())
    command = [sys.executable, "-c", code, str(small_corpus), str(out), str(tmp_path / "spec.json")]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
    while len(list(out.glob("batches/*.parquet"))) < 2:
        assert process.poll() is None, "it was finished before it could be killed"
        time.sleep(0.01)
    workers = children(process.pid)
    process.send_signal(how)
    assert process.wait(timeout=60) != 0
    finished = {path: path.stat().st_mtime_ns for path in out.glob("batches/*.parquet")}
    assert not (out / "manifest.json").exists()
    for path in finished:
        pq.read_table(path)  # none is half written
    deadline = time.monotonic() + 20
    while any(Path(f"/proc/{pid}").exists() for pid in workers) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not [pid for pid in workers if Path(f"/proc/{pid}").exists()], (
        "a worker outlived its parent"
    )
    count([small_corpus], out, spec, settings=CountSettings(workers=1, max_rows=1))
    assert hashes(out) == plain
    assert {path: path.stat().st_mtime_ns for path in finished} == finished, (
        "a finished batch was counted again"
    )


def test_a_second_run_into_the_same_folder_is_refused_and_harms_nothing(
    small_corpus, spec, plain, tmp_path, monkeypatch
) -> None:
    refused: list[str] = []
    count_jobs = run.count_jobs

    def meanwhile(*given):
        if not refused:
            refused.append("")
            with pytest.raises(
                FileExistsError, match="another run is counting into this folder"
            ) as told:
                count([small_corpus], tmp_path / "counts", spec, settings=SMALL)
            refused.append(str(told.value))
        return count_jobs(*given)

    monkeypatch.setattr(run, "count_jobs", meanwhile)
    count([small_corpus], tmp_path / "counts", spec, settings=SMALL)
    assert len(refused) == 2
    assert hashes(tmp_path / "counts") == plain


@pytest.mark.parametrize(
    ("action", "seconds"),
    [
        ("os.kill(os.getpid(), signal.SIGKILL)", 30.0),
        pytest.param("raise MemoryError", 30.0, marks=long),
        pytest.param("time.sleep(600)", 0.3, marks=long),
        ("while 1: pass", 1.0),
    ],
    ids=["kills its process", "needs too much memory", "waits for ever", "computes for ever"],
)
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_document_that_ends_its_process_twice_is_quarantined(
    action, seconds, small_corpus, spec, tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr(stream, "PROGRAM", program(AT_DOCUMENT.format(action=action)))
    options = ReadOptions(limits=Limits(seconds=seconds))
    manifest = count([small_corpus], tmp_path / "counts", spec, options=options, settings=SMALL)
    named = quarantine(tmp_path / "counts")
    assert [row["doc_id"] for row in named] == ["d0000005"]
    assert "两次异常退出" in named[0]["error"]
    n_documents = pq.read_metadata(small_corpus).num_rows
    assert manifest["totals"]["documents"] == n_documents - 1


def test_a_document_that_raises_is_a_row_of_the_quarantine(
    small_corpus, spec, tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr(
        stream, "PROGRAM", program(AT_DOCUMENT.format(action="raise RuntimeError('坏了')"))
    )
    count([small_corpus], tmp_path / "counts", spec, settings=SMALL)
    assert [(row["doc_id"], "坏了" in row["error"]) for row in quarantine(tmp_path / "counts")] == [
        ("d0000005", True)
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_a_full_disk_leaves_nothing_half_written(
    small_corpus, spec, plain, tmp_path, monkeypatch
) -> None:
    limit = (
        "import resource, signal, sys; sys.dont_write_bytecode = True;"  # it would be cut short
        " signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        " resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))"
    )
    with monkeypatch.context() as patch:
        patch.setattr(stream, "PROGRAM", program(limit))
        with pytest.raises(stream.StreamError, match=r"File too large.*run the same command again"):
            count([small_corpus], tmp_path / "counts", spec, settings=SMALL)
    assert not list((tmp_path / "counts").rglob("*.parquet"))
    assert not list((tmp_path / "counts").rglob("*.tmp"))
    count([small_corpus], tmp_path / "counts", spec, settings=SMALL)
    assert hashes(tmp_path / "counts") == plain


WRITERS = ["store.add_up", "store.write_sums", "tables.add_idf", "gather_keywords", "finish"]
FULL = """
import resource, signal, sys
sys.dont_write_bytecode = True  # compiled code would be cut short, and stay
from topics.scale import run
from topics.scale.spec import Spec
path = sys.argv[4].split(".")
home = getattr(run, path[0]) if len(path) > 1 else run
write = getattr(home, path[-1])
def full(*given, **named):
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (500, resource.RLIM_INFINITY))
    try:
        return write(*given, **named)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
setattr(home, path[-1], full)
spec = Spec.from_json(open(sys.argv[3]).read())
run.count([sys.argv[1]], sys.argv[2], spec, settings=run.CountSettings(workers=1, max_rows=4))
"""


@pytest.mark.parametrize(
    "writer", [WRITERS[0], *(pytest.param(each, marks=long) for each in WRITERS[1:])]
)
@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_a_disk_that_is_full_after_counting_is_said_and_the_same_command_goes_on(
    writer, small_corpus, spec, plain, tmp_path
) -> None:
    (tmp_path / "spec.json").write_text(spec.to_json())
    command = [
        sys.executable,
        "-c",
        FULL,
        str(small_corpus),
        str(tmp_path / "counts"),
        str(tmp_path / "spec.json"),
        writer,
    ]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert "StreamError" in done.stderr.splitlines()[-1]
    assert "free some space" in done.stderr.splitlines()[-1]
    assert not (tmp_path / "counts" / "manifest.json").exists()
    assert not list((tmp_path / "counts").rglob("*.tmp"))
    count([small_corpus], tmp_path / "counts", spec, settings=SMALL)
    assert hashes(tmp_path / "counts") == plain


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_a_document_that_needs_more_memory_than_a_process_may_take_is_named(
    spec, tmp_path, monkeypatch
) -> None:
    file = write(
        tmp_path / "a.parquet",
        [
            {"doc_id": "小", "text": "推进城市更新。"},
            {"doc_id": "大", "text": "推进城市更新。\n" * 400_000},
        ],
    )
    with monkeypatch.context() as bounded:
        bounded.setattr(
            stream,
            "PROGRAM",
            program("import topics.scale.worker as worker; worker.ADDRESS_SPACE = 600_000_000"),
        )
        bounded.setattr(
            run, "_finish", lambda *_: {}
        )  # so little memory is too little for the store
        count([file], tmp_path / "counts", spec, settings=SMALL)
    manifest = count(
        [file], tmp_path / "counts", spec, settings=SMALL
    )  # goes on with what was counted
    assert [row["doc_id"] for row in quarantine(tmp_path / "counts")] == ["大"]
    assert manifest["totals"]["documents"] == 1


def test_space_that_an_earlier_run_has_filled_is_not_asked_for_again(
    small_corpus, spec, plain, tmp_path, monkeypatch
) -> None:
    count([small_corpus], tmp_path / "counts", spec, settings=SMALL)
    (tmp_path / "counts" / "manifest.json").unlink()
    held = sum(path.stat().st_size for path in (tmp_path / "counts").rglob("*") if path.is_file())
    needed = run.DISK_BASE + int(
        open_source([small_corpus], ReadOptions(), spec).n_bytes * run.DISK_SHARE
    )
    monkeypatch.setattr(
        run.shutil, "disk_usage", lambda _: type("Usage", (), {"free": needed - held})()
    )
    count([small_corpus], tmp_path / "counts", spec, settings=SMALL)
    assert hashes(tmp_path / "counts") == plain


def test_too_little_space_is_said_before_any_work(
    small_corpus, spec, tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr(run.shutil, "disk_usage", lambda _: type("Usage", (), {"free": 10})())
    with pytest.raises(OSError, match="MB are needed, 0 MB are free"):
        count([small_corpus], tmp_path / "counts", spec)
    assert not (tmp_path / "counts").exists()


# --- another process than expected ---


def test_a_worker_that_would_cut_otherwise_is_refused(spec) -> None:
    other = replace(spec, signature=spec.signature.replace("rjieba-", "rjieba-9."))
    with pytest.raises(SpecError, match=r"would cut words by .* install the same version"):
        count_batch(pa.RecordBatch.from_pylist([{"doc_id": "甲", "text": "城市"}]), other)


def test_a_worker_without_the_engine_is_refused(spec) -> None:
    code = (
        "import sys; sys.modules['rjieba'] = None\nfrom topics.scale.spec import"
        " *\nload_tools(Spec.from_json(sys.stdin.read()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=spec.to_json(),
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert "SpecError: the tokenizer engine rjieba is not installed here" in done.stderr
    assert "ship it as an archive" in done.stderr


# --- input ---


def write(path: Path, rows: list[dict]) -> Path:
    pq.write_table(pa.Table.from_pylist(rows), path)
    return path


def test_names_that_stand_twice_or_are_missing_are_refused(spec, tmp_path) -> None:
    file = write(
        tmp_path / "a.parquet",
        [{"doc_id": name, "text": "城市更新"} for name in ("甲", "甲", "乙", None)],
    )
    with pytest.raises(CorpusError, match="甲 \\(2\\)"):
        count([file], tmp_path / "counts", spec)
    with pytest.raises(CorpusError, match="None"):
        require_unique([str(file)], "doc_id")


def test_a_missing_column_is_named(spec, tmp_path) -> None:
    file = write(tmp_path / "a.parquet", [{"doc_id": "甲", "body": "城市更新"}])
    with pytest.raises(
        CorpusError, match=r"a.parquet: no column 'text' among doc_id, body; name it by --column"
    ):
        count([file], tmp_path / "counts", spec)
    manifest = count(
        [file],
        tmp_path / "counts",
        spec,
        settings=CountSettings(workers=1),
        columns={"text": "body"},
    )
    assert manifest["totals"]["n_tokens"] == 1


DAYS = [datetime(2020, 1, 2, 3, 4, tzinfo=UTC), datetime(2021, 12, 31, 20, 0, tzinfo=UTC)]
COLUMNS = {
    "days": ({"date": [day.date() for day in DAYS]}, {"2020", "2021"}),
    "times": ({"date": [day.replace(tzinfo=None) for day in DAYS]}, {"2020", "2021"}),
    "times in a zone, where the year is over": (
        {"date": pa.array(DAYS, pa.timestamp("us", tz="Asia/Shanghai"))},
        {"2020", "2022"},
    ),
    "times as text": (
        {"date": ["2020-01-02 00:00:00", "2021-12-31T20:00:00.000Z"]},
        {"2020", "2021"},
    ),
    "years": ({"date": [2020, 2021]}, {"2020", "2021"}),
    "dictionaries": (
        {"text": pa.array(["城市更新", "安全韧性"]).dictionary_encode(), "date": ["2020", "2020"]},
        {"2020"},
    ),
    "long and short strings": (
        {
            "text": pa.array(["城市更新", "安全韧性"], pa.large_string()),
            "doc_id": pa.array(["甲", "乙"], pa.string_view()),
        },
        {""},
    ),
    "nothing": ({"date": pa.nulls(2), "genre": pa.nulls(2)}, {""}),
}


def test_numbers_are_taken_as_names(spec, tmp_path) -> None:
    table = pa.table({"doc_id": [1, 2], "text": ["推进城市更新。", "提升安全韧性。"]})
    pq.write_table(table, tmp_path / "a.parquet", compression="zstd")
    manifest = count([tmp_path / "a.parquet"], tmp_path / "counts", spec, settings=SMALL)
    assert (manifest["totals"]["documents"], manifest["totals"]["quarantined"]) == (2, 0)


def test_columns_of_any_sensible_type_are_taken(spec, tmp_path) -> None:
    """Each kind stands in a file of its own; one run counts all."""
    due: Counter[str] = Counter()
    for number, (given, groups) in enumerate(COLUMNS.values()):
        names, texts = [f"甲{number}", f"乙{number}"], ["推进城市更新。", "提升安全韧性。"]
        table = pa.table({"doc_id": names, "text": texts, **given})
        pq.write_table(table, tmp_path / f"{number}.parquet", compression="zstd")
        due.update({group: 2 // len(groups) for group in groups})
    files = sorted(tmp_path.glob("*.parquet"))
    manifest = count(files, tmp_path / "counts", spec, settings=SMALL)
    totals = manifest["totals"]
    assert (totals["documents"], totals["quarantined"]) == (2 * len(COLUMNS), 0)
    found = pq.read_table(tmp_path / "counts" / "groups.parquet").to_pydict()
    assert dict(zip(found["group"], found["documents"], strict=True)) == due


@pytest.mark.parametrize(
    ("column", "values", "said"),
    [
        (
            "text",
            [1, 2],
            r"column 'text' holds int64; text must be text: write it as a column of strings",
        ),
        ("text", [["城市"], ["更新"]], r"column 'text' holds list<.*>; text must be text"),
        ("genre", [{"a": "规划"}, None], r"column 'genre' holds struct<.*>; genre must be text"),
    ],
    ids=["numbers", "lists", "structs"],
)
def test_columns_that_cannot_be_text_are_named(column, values, said, spec, tmp_path) -> None:
    columns = {"doc_id": ["甲", "乙"], "text": ["城市更新", "安全韧性"], column: values}
    pq.write_table(pa.table(columns), tmp_path / "a.parquet")
    with pytest.raises(CorpusError, match=rf"a.parquet: {said}"):
        count([tmp_path / "a.parquet"], tmp_path / "counts", spec)


def test_a_column_that_stands_twice_is_named(spec, tmp_path) -> None:
    pq.write_table(
        pa.table([["甲"], ["城市"], ["更新"]], names=["doc_id", "text", "text"]),
        tmp_path / "a.parquet",
    )
    with pytest.raises(CorpusError, match=r"column 'text' stands 2 times"):
        count([tmp_path / "a.parquet"], tmp_path / "counts", spec)


def test_a_table_without_rows_is_said_to_be_empty(spec, tmp_path) -> None:
    pq.write_table(
        pa.table({"doc_id": pa.array([], pa.string()), "text": pa.array([], pa.string())}),
        tmp_path / "a.parquet",
    )
    with pytest.raises(CorpusError, match="the input holds no documents"):
        count([tmp_path / "a.parquet"], tmp_path / "counts", spec)


def test_a_date_that_is_none_is_named(spec, tmp_path) -> None:
    file = write(tmp_path / "a.parquet", [{"doc_id": "甲", "text": "城市更新", "date": "不日"}])
    count([file], tmp_path / "counts", spec, settings=SMALL)
    assert [row["error"] for row in quarantine(tmp_path / "counts")] == [
        "给定的日期“不日”不是日历中的日期；请写成 2024-07-28，或留空"
    ]


def test_a_file_that_is_no_parquet_is_named(spec, tmp_path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1 not really")
    with pytest.raises(CorpusError, match=r"a.parquet: is no whole Parquet file"):
        count([tmp_path / "a.parquet"], tmp_path / "counts", spec)


def test_a_folder_of_others_is_left_alone(small_corpus, spec, tmp_path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(FileExistsError, match="holds something else"):
        count([small_corpus], tmp_path, spec)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


HOSTILE = {
    "空": "",
    "空白": " \n\t　",
    "无": None,
    "英文": "no Han at all",
    "NUL": "城市\0更新。",
    "CRLF": "一、总则\r\n推进城市更新。\r\n",
    "连字符": "COVID-19疫情后，5G-A网络建设2014-2020年规划。",
    "换行": "\n" * 3_000 + "城市更新",
    "无标点": "城市更新" * 30_000,
    "日期错": "推进城市更新。",
}


def test_hostile_texts_are_counted_or_named(spec, tmp_path) -> None:
    rows = [
        {"doc_id": name, "text": text, "date": "2024-13-45" if name == "日期错" else None}
        for name, text in HOSTILE.items()
    ]
    manifest = count(
        [write(tmp_path / "a.parquet", rows)],
        tmp_path / "counts",
        spec,
        settings=CountSettings(workers=1),
    )
    assert {row["doc_id"] for row in quarantine(tmp_path / "counts")} == {
        "空",
        "空白",
        "无",
        "英文",
        "日期错",
    }
    assert manifest["totals"]["documents"] == len(HOSTILE) - 5
    vocabulary = (
        pq.read_table(tmp_path / "counts" / "vocabulary.parquet").to_pandas().set_index("term")
    )
    assert vocabulary.loc["城市更新", "tf"] >= 30_002


def test_a_corpus_without_any_document_that_counts_has_empty_tables(spec, tmp_path) -> None:
    manifest = count(
        [write(tmp_path / "a.parquet", [{"doc_id": "甲", "text": ""}])],
        tmp_path / "counts",
        spec,
        settings=CountSettings(workers=1),
    )
    assert manifest["totals"] == {
        "documents": 0,
        "sections": 0,
        "n_chars": 0,
        "n_tokens": 0,
        "quarantined": 1,
    }
    assert pq.read_table(tmp_path / "counts" / "keywords.parquet").num_rows == 0


# --- the command ---


def test_the_command_writes_tables_and_says_what_was_left_out(tmp_path) -> None:
    rows = [*remix.documents(10_000), {"doc_id": "空", "text": "", "date": None, "genre": None}]
    write(tmp_path / "in.parquet", rows)
    command = [
        sys.executable,
        "-m",
        "topics",
        "count",
        str(tmp_path / "in.parquet"),
        "--out",
        str(tmp_path / "counts"),
        "--workers",
        "1",
    ]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    assert "1 documents were not counted" in done.stderr
    assert "quarantine.parquet" in done.stderr
    assert hashes(tmp_path / "counts")
    strict = subprocess.run(
        [*command, "--strict"], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert strict.returncode == 1
    assert "Traceback" not in strict.stderr


def test_options_of_spark_are_refused_without_spark(tmp_path) -> None:
    command = [
        sys.executable,
        "-m",
        "topics",
        "count",
        "--out",
        str(tmp_path / "counts"),
        "--master",
        "local[2]",
    ]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.returncode, "add --engine spark" in done.stderr) == (1, True)


def test_a_spec_is_data_and_survives_json(spec) -> None:
    assert load_tools(Spec.from_json(spec.to_json())) is load_tools(spec)
