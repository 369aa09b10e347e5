"""MB/s and peak memory of the streaming path by stage and size, against a plain loop; Spark with
two workers and one.

Run with `uv run --extra scale benchmarks/scale.py [MB ...]` (default: 10 100). Spark, alone or
besides, by the word `spark`: `uv run --no-default-groups --extra scale --extra spark --extra test
benchmarks/scale.py spark`. Compare rows of one run only. Targets: cost per MB flat within 20 %; two
processes 1.8 times one (two plain loops side by side show what the machine allows); counting within
10 % of a plain loop in CPU time; Spark's two workers 1.7 times one; at most 1 GB for all processes
together. Wall times need a machine that does nothing else.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# seconds between two looks at the memory, which take time from the processes that are measured
LOOK = 2.0
sys.path.insert(0, str(ROOT))

from tests.scale import remix

COUNT = """
import json, resource, sys, time
from pathlib import Path
from topics.corpus import ReadOptions
from topics.themes import read_themes
from topics.resources import resource as data
from topics.scale import run, store, tables
from topics.scale.folder import finish
from topics.scale.sources import open_source
from topics.scale.spec import load_tools, make_spec

path, out, workers = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
spec = make_spec(None, read_themes([data("dictionary/themes.toml")]))
settings = run.CountSettings(workers=workers)
marks = []

def mark(name):
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    marks.append((name, time.perf_counter(), sum(u.ru_utime + u.ru_stime for u in used)))

def told(name, function):
    def call(*given, **named):
        result = function(*given, **named)
        mark(name)
        return result
    return call

run.store.write_quarantine = told("sums", store.write_quarantine)
run._write_keywords = told("keywords", run._write_keywords)
run._count = told("count", run._count)
run.finish = told("numbers", finish)
mark("start")
run.count([path], out, spec, settings=settings)
print(json.dumps({
    name: [wall - before[1], cpu - before[2]]
    for before, (name, wall, cpu) in zip(marks, marks[1:])
}))
"""
PLAIN = """
import json, sys, time
import pyarrow.parquet as pq
from collections import Counter
from topics.corpus import count_han, parse_text
from topics.resources import resource as data
from topics.themes import read_themes
from topics.themes import ThemeMatcher
from topics.tokenize import PolicyTokenizer
tokenizer = PolicyTokenizer()
matcher = ThemeMatcher(read_themes([data("dictionary/themes.toml")]), tokenizer)
matcher("城市")
texts = pq.read_table(sys.argv[1], columns=["doc_id", "text"]).to_pylist()
start = time.process_time()
for row in texts:
    document = parse_text(row["text"], doc_id=row["doc_id"])
    for leaf in document.leaves:
        text = document.section_text(leaf)
        count_han(text), Counter(tokenizer(text)), Counter(matcher(text))
print(json.dumps({"cpu": time.process_time() - start}))
"""
SPARK = """
import json, os, sys, time
from pathlib import Path
from benchmarks.scale import cpu_seconds
from topics import spark as ts
from topics.themes import read_themes
from topics.resources import resource as data
from topics.scale.spark.session import Connection, session
from topics.scale.spec import make_spec
corpus, out, workers, partitions, dealt = sys.argv[1:]
spec = make_spec(None, read_themes([data("dictionary/themes.toml")]))
options = (("spark.driver.memory", "2g"), ("spark.ui.showConsoleProgress", "false"))
with session(Connection(f"local[{workers}]", None, options)) as spark:
    spark.sparkContext.setLogLevel("ERROR")
    documents = spark.read.parquet(Path(corpus).as_uri()).repartition(int(partitions)).cache()
    documents.count()
    ts.check_workers(documents, spec)
    for _ in range(2 if dealt == "0" and partitions != "1" else 1):
        start, before = time.perf_counter(), cpu_seconds()
        pieces = ts.units(documents, spec, partitions=int(dealt)) if int(dealt) else None
        counts = ts.count_terms(pieces, spec) if pieces else ts.count_documents(documents, spec)
        counts.write.mode("overwrite").parquet(Path(out).as_uri())
        seconds, after = time.perf_counter() - start, cpu_seconds()
    tokens = spark.read.parquet(Path(out).as_uri()).agg({"n_tokens": "sum"}).first()[0]
spent = {name: after[name] - before[name] for name in after}
print(json.dumps({"seconds": seconds, "tokens": tokens} | spent))
"""


def tree(pid: int) -> list[int]:
    """Return a process and its children, by /proc."""
    found = [pid]
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1]) == pid:
                found += tree(int(entry.name))
        except (OSError, IndexError, ValueError):
            continue
    return found


def resident(pid: int) -> int:
    """Return the bytes that a process and its children hold (proportional: what they share counts
    once).
    """
    total = 0
    for each in tree(pid):
        try:
            lines = Path(f"/proc/{each}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    return total


def cpu_seconds() -> dict[str, float]:
    """Return the CPU seconds of the Java and the Python processes below this one, those that have
    ended included.
    """
    found = {"java": 0.0, "python": 0.0}
    for each in tree(os.getpid())[1:]:
        name, fields = Path(f"/proc/{each}/stat").read_text().split("(", 1)[1].rsplit(")", 1)
        ticks = [int(field) for field in fields.split()[11:15]]
        java = name == "java"
        found["java" if java else "python"] += sum(ticks[:2] if java else ticks) / os.sysconf(
            "SC_CLK_TCK"
        )
    return found


def run(code: str, *arguments: str) -> tuple[dict[str, float], float, int]:
    """Run a program and return its answer, its seconds and the peak of its memory."""
    start, peak = time.perf_counter(), 0
    process = subprocess.Popen(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    stop = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not stop.wait(LOOK):
            peak = max(peak, resident(process.pid))

    thread = threading.Thread(target=watch)
    thread.start()
    answer, _ = process.communicate()
    stop.set()
    thread.join()
    if process.returncode:
        raise SystemExit(f"ended with code {process.returncode}")
    return json.loads(answer), time.perf_counter() - start, peak


def measure(megabytes: float, folder: Path, workers: tuple[int, ...]) -> tuple[float, int]:
    """Print the stages of one size; return CPU seconds and peak memory with the most processes."""
    corpus = remix.write_corpus(folder / "corpus.parquet", int(megabytes * 1e6))
    print(f"\n{megabytes:g} MB, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True)
    plain, walls = 0.0, {}
    if megabytes <= 200:
        plain = run(PLAIN, str(corpus))[0]["cpu"]
        print(f"  plain loop    {plain:7.1f} CPU-s  {megabytes / plain:5.2f} MB/CPU-s", flush=True)
        with ThreadPoolExecutor(2) as side_by_side:
            slower = max(side_by_side.map(lambda _: run(PLAIN, str(corpus))[0]["cpu"], range(2)))
        print(
            f"  two of them side by side, the slower: {slower:.1f} CPU-s; so two processes can be"
            f" at most {2 * plain / slower:.2f} times one here"
        )
    for number in workers:
        out = folder / f"counts-{number}"
        parts, seconds, peak = run(COUNT, str(corpus), str(out), str(number))
        size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
        print(
            f"  {number} processes   {sum(cpu for _, cpu in parts.values()):7.1f} CPU-s "
            f" {seconds:6.1f} s  peak {peak / 1e6:.0f} MB  disk {size / 1e6:.0f} MB"
        )
        for name, (wall, cpu) in parts.items():
            print(
                f"    {name:10}  {cpu:7.1f} CPU-s  {megabytes / cpu:5.2f} MB/CPU-s  {wall:6.1f} s "
                f" {megabytes / wall:5.2f} MB/s",
                flush=True,
            )
        if plain and number == 1:
            print(
                f"    counting against the plain loop: {parts['count'][1] / plain:.2f} (target: at"
                " most 1.10)"
            )
        walls[number] = parts["count"][0]
        shutil.rmtree(out)
    if {1, 2} <= set(walls):
        print(
            f"  two processes against one, counting: {walls[1] / walls[2]:.2f} (target: at least"
            " 1.8)",
            flush=True,
        )
    return sum(cpu for _, cpu in parts.values()), peak


def compare(sizes: list[float], found: list[tuple[float, int]]) -> None:
    """Print what one more MB costs, and what the memory of 10 GB would be if it went on growing as
    it did.
    """
    for one, other, (cpu, peak), (more, higher) in zip(
        sizes, sizes[1:], found, found[1:], strict=False
    ):
        print(
            f"{one:g} to {other:g} MB: one more MB costs {(more - cpu) / (other - one):.3f} CPU-s;"
            f" peak {peak / 1e6:.0f} to {higher / 1e6:.0f} MB"
        )
        print(
            "  extrapolated in a line, the peak of 10,000 MB:"
            f" {(higher + (higher - peak) / (other - one) * (10_000 - other)) / 1e6:.0f} MB"
        )


def measure_spark(megabytes: float, folder: Path) -> None:
    """Count on one and on two local workers, each twice: the first time warms the JVM and the
    processes up.
    """
    corpus = remix.write_corpus(folder / "spark.parquet", int(megabytes * 1e6))
    print(f"\nSpark, {megabytes:g} MB, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    answer, _, _ = run(PLAIN, str(corpus))
    print(f"  plain loop                  {answer['cpu']:6.1f} CPU-s")
    took = {}
    for workers in (1, 2):
        answer, _, peak = run(SPARK, str(corpus), str(folder / "out"), str(workers), "8", "0")
        took[workers] = answer["seconds"]
        print(
            f"  local[{workers},4]  {answer['seconds']:6.1f} s  {answer['java']:6.1f} CPU-s of Java"
            f"  {answer['python']:6.1f} CPU-s of Python  peak {peak / 1e6:.0f} MB"
        )
    print(f"  two workers are {took[1] / took[2]:.2f} times one")


def measure_long_document(megabytes: float, folder: Path) -> None:
    """Count one very long document in one process, and dealt out to two."""
    corpus = folder / "long.parquet"
    text = "".join(
        str(document["text"]) for document in remix.documents(int(megabytes * 1e6), seed=4)
    )
    remix.write_rows(corpus, [{"doc_id": "d", "text": text, "date": None, "genre": None}])
    print(f"\nSpark, one document of {megabytes:g} MB; load {os.getloadavg()[0]:.1f}")
    for dealt in (0, 8):
        answer, _, peak = run(SPARK, str(corpus), str(folder / "out"), "2", "1", str(dealt))
        print(
            f"  partitions={dealt or None!s:4}  {answer['seconds']:6.1f} s  {answer['tokens']}"
            f" tokens  peak {peak / 1e6:.0f} MB"
        )


if __name__ == "__main__":
    given = [word for word in sys.argv[1:] if word != "spark"]
    with tempfile.TemporaryDirectory() as scratch:
        sizes = [float(size) for size in given or ([] if "spark" in sys.argv else ("10", "100"))]
        compare(
            sizes, [measure(size, Path(scratch), (1, 2) if size <= 200 else (2,)) for size in sizes]
        )
        if "spark" in sys.argv:
            measure_spark(24, Path(scratch))
            measure_long_document(60, Path(scratch))
