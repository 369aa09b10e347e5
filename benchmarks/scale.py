"""MB/s and peak memory of the streaming path by stage and size, against a plain loop; Spark with two workers and one.

Run with `uv run --extra scale benchmarks/scale.py [MB ...]` (default: 10 100), and add `--extra spark` and the word `spark`
for Spark. Compare rows of one run only. Targets: cost per MB flat within 20 %; two processes 1.8 times one; streaming
within 10 % of a plain loop in CPU time; at most 1 GB for all processes together.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.scale import remix

COUNT = """
import json, resource, sys, time
from topics.resources import resource as data
from topics.scale.run import CountSettings, count
from topics.scale.spec import make_spec
from topics.emphasis.theme_files import read_themes
path, out, workers = sys.argv[1:]
start = time.time()
count([path], out, make_spec(None, read_themes([data("dictionary/themes.toml")])), settings=CountSettings(workers=int(workers)))
used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(json.dumps({"start": start, "cpu": sum(u.ru_utime + u.ru_stime for u in used)}))
"""
PLAIN = """
import json, sys, time
import pyarrow.parquet as pq
from collections import Counter
from topics.corpus import count_han, parse_text
from topics.resources import resource as data
from topics.emphasis.theme_files import read_themes
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
    """Return the bytes that a process and its children hold (proportional: what they share counts once)."""
    total = 0
    for each in tree(pid):
        try:
            lines = Path(f"/proc/{each}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    return total


def run(code: str, *arguments: str) -> tuple[dict[str, float], float, int]:
    """Run a program and return its answer, its seconds and the peak of its memory."""
    start, peak = time.perf_counter(), 0
    process = subprocess.Popen([sys.executable, "-c", code, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    stop = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not stop.wait(0.3):
            peak = max(peak, resident(process.pid))

    thread = threading.Thread(target=watch)
    thread.start()
    answer, _ = process.communicate()
    stop.set()
    thread.join()
    if process.returncode:
        raise SystemExit(f"ended with code {process.returncode}")
    return json.loads(answer), time.perf_counter() - start, peak


def stages(out: Path, start: float) -> dict[str, float]:
    """Return the seconds of each stage, by when its last file was written."""
    ends = {
        "count": max(path.stat().st_mtime for path in (out / "batches").glob("*.parquet")),
        "sums": (out / "vocabulary.parquet").stat().st_mtime,
        "keywords": (out / "keywords.parquet").stat().st_mtime,
        "numbers": (out / "manifest.json").stat().st_mtime,
    }
    found, before = {}, start
    for name, end in ends.items():
        found[name], before = end - before, end
    return found


def measure(megabytes: float, folder: Path, workers: tuple[int, ...]) -> None:
    corpus = remix.write_corpus(folder / "corpus.parquet", int(megabytes * 1e6))
    print(f"\n{megabytes:g} MB, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    if megabytes <= 20:
        answer, _, _ = run(PLAIN, str(corpus))
        print(f"  plain loop             {answer['cpu']:7.1f} CPU-s  {megabytes / answer['cpu']:5.2f} MB/CPU-s")
    for count in workers:
        out = folder / f"counts-{count}"
        answer, seconds, peak = run(COUNT, str(corpus), str(out), str(count))
        parts = ", ".join(f"{name} {value:.1f}" for name, value in stages(out, answer["start"]).items())
        size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
        print(f"  streaming, {count} processes {answer['cpu']:7.1f} CPU-s  {megabytes / answer['cpu']:5.2f} MB/CPU-s  {seconds:6.1f} s "
              f"({parts})  peak {peak / 1e6:.0f} MB  disk {size / 1e6:.0f} MB")  # fmt: skip
        shutil.rmtree(out)


def measure_spark(megabytes: float, folder: Path) -> None:
    from topics import spark as ts
    from topics.scale.cluster import Connection, session
    from topics.scale.spec import make_spec

    corpus, spec = remix.write_corpus(folder / "spark.parquet", int(megabytes * 1e6)), make_spec()
    print(f"\nSpark, {megabytes:g} MB, counting without themes; load {os.getloadavg()[0]:.1f}")
    for workers in (1, 2):
        with session(Connection(f"local[{workers}]")) as spark:
            documents = spark.read.parquet(corpus.as_uri()).repartition(8).cache()
            documents.count()
            ts.check_workers(documents, spec)
            start = time.perf_counter()
            ts.count_terms(ts.units(documents, spec), spec).write.mode("overwrite").parquet((folder / "out").as_uri())
            print(f"  local[{workers},4]  {time.perf_counter() - start:6.1f} s")


if __name__ == "__main__":
    given = [word for word in sys.argv[1:] if word != "spark"]
    with tempfile.TemporaryDirectory() as scratch:
        for size in map(float, given or ["10", "100"]):
            measure(size, Path(scratch), (1, 2) if size <= 200 else (2,))
        if "spark" in sys.argv:
            measure_spark(20, Path(scratch))
