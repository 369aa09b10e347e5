"""kill -9 on a Spark cluster that these tests start: finished and equal, or nothing visible and resumable.

Long (a minute or two each): set TOPICS_SPARK_FAULTS=1, see docs/scale.md.
"""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("pyspark", reason="pyspark is not installed (extra: spark)")
pytest.importorskip("duckdb", reason="duckdb is not installed (extra: scale)")
if shutil.which("java") is None:
    pytest.skip("Java 17 is not installed (Debian: openjdk-17-jre-headless)", allow_module_level=True)
if "TOPICS_SPARK_FAULTS" not in os.environ:
    pytest.skip("long: set TOPICS_SPARK_FAULTS=1, see docs/scale.md", allow_module_level=True)

from tests.support import ROOT
from topics.scale.run import CountSettings, count

SCRIPT = [str(ROOT / "scripts" / "spark_cluster.sh")]
ENVIRONMENT = os.environ | {"PYTHON": sys.executable, "PYTHONPATH": str(ROOT), "PYSPARK_PYTHON": sys.executable}
QUICK = ["--conf", "spark.sql.shuffle.partitions=4", "--conf", "spark.driver.bindAddress=127.0.0.1", "--conf", "spark.driver.host=127.0.0.1",
         "--conf", "spark.executor.memory=700m", "--conf", "spark.sql.files.maxPartitionBytes=200k"]  # fmt: skip


@pytest.fixture
def cluster(tmp_path):
    folder = tmp_path / "cluster"
    started = subprocess.run([*SCRIPT, "start", str(folder)], capture_output=True, text=True, env=ENVIRONMENT, check=True)
    yield started.stdout.strip(), folder
    subprocess.run([*SCRIPT, "stop", str(folder)], env=ENVIRONMENT, check=True)


@pytest.fixture(scope="module")
def plain(corpus, tmp_path_factory):
    out = tmp_path_factory.mktemp("plain") / "counts"
    from topics.emphasis.theme_files import read_themes
    from topics.resources import resource
    from topics.scale.spec import make_spec
    from topics.tokenize import PolicyTokenizer

    themes = read_themes([resource("dictionary/themes.toml")])
    tokenizer = PolicyTokenizer(protect=sorted({term for theme in themes for term in theme.terms}))
    return count([corpus], out, make_spec(tokenizer, themes), settings=CountSettings(workers=1))


def start(corpus: Path, out: Path, master: str) -> subprocess.Popen:
    command = [sys.executable, "-m", "topics", "count", str(corpus), "--out", str(out), "--engine", "spark", "--master", master, *QUICK]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT)


def descendants(pid: int) -> list[tuple[int, str]]:
    parents, names = {}, {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            names[int(entry.name)] = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except (OSError, ValueError, IndexError):
            continue
    found, pending = [], [pid]
    while pending:
        below = [child for child, parent in parents.items() if parent == pending[0]]
        found += [(child, names[child]) for child in below]
        pending = pending[1:] + below
    return found


def kill_when_counting(out: Path, roots: list[int], what: str, driver: subprocess.Popen) -> int:
    """Wait until counts are being written, then kill -9 one process below `roots` whose command holds `what`."""
    deadline = time.monotonic() + 240
    while time.monotonic() < deadline and driver.poll() is None:
        if list(out.glob("batches/spark-*/_temporary")) or list(out.glob("batches/spark-*")):
            for pid, name in (found for root in roots for found in descendants(root)):
                if what in name:
                    os.kill(pid, signal.SIGKILL)
                    return pid
        time.sleep(0.02)
    raise AssertionError(f"no process '{what}' was found before the end")


def finish(driver: subprocess.Popen, out: Path) -> dict:
    _, errors = driver.communicate(timeout=500)
    assert driver.returncode == 0, errors[-3000:]
    return json.loads((out / "manifest.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("what", ["pyspark.daemon", "CoarseGrainedExecutorBackend"], ids=["Python worker", "executor"])
def test_a_killed_process_of_a_worker_changes_nothing(what, cluster, corpus, plain, tmp_path) -> None:
    master, folder = cluster
    driver = start(corpus, tmp_path / "counts", master)
    roots = [int((folder / f"worker{number}.pid").read_text()) for number in (1, 2)]
    kill_when_counting(tmp_path / "counts", roots, what, driver)
    assert finish(driver, tmp_path / "counts") == plain


def test_a_killed_worker_daemon_changes_nothing(cluster, corpus, plain, tmp_path) -> None:
    master, folder = cluster
    driver = start(corpus, tmp_path / "counts", master)
    roots = [int((folder / f"worker{number}.pid").read_text()) for number in (1, 2)]
    kill_when_counting(tmp_path / "counts", roots, "pyspark.daemon", driver)
    os.kill(roots[0], signal.SIGKILL)
    assert finish(driver, tmp_path / "counts") == plain


def test_a_local_master_survives_a_killed_python_worker(corpus, plain, tmp_path) -> None:
    driver = start(corpus, tmp_path / "counts", "local[2]")
    kill_when_counting(tmp_path / "counts", [driver.pid], "pyspark.daemon", driver)
    assert finish(driver, tmp_path / "counts") == plain


def test_a_killed_driver_leaves_nothing_visible_and_the_same_command_finishes(corpus, plain, tmp_path) -> None:
    out = tmp_path / "counts"
    driver = start(corpus, out, "local[2]")
    kill_when_counting(out, [driver.pid], "pyspark.daemon", driver)
    for pid, _ in descendants(driver.pid):
        with contextlib.suppress(ProcessLookupError):  # it ended by itself
            os.kill(pid, signal.SIGKILL)
    driver.kill()
    driver.communicate()
    assert not (out / "manifest.json").exists()
    assert not list(out.glob("batches/spark-*/_SUCCESS"))
    assert not list(out.glob("batches/spark-*/*.parquet"))
    assert finish(start(corpus, out, "local[2]"), out) == plain


def test_workers_without_the_engine_are_refused_before_any_work(cluster, corpus, tmp_path) -> None:
    master, _ = cluster
    (tmp_path / "rjieba.py").write_text("raise ImportError('No module named rjieba')")
    hidden = ["--conf", f"spark.executorEnv.PYTHONPATH={tmp_path}:{ROOT}"]
    command = [sys.executable, "-m", "topics", "count", str(corpus), "--out", str(tmp_path / "counts"), "--engine", "spark", "--master", master]
    done = subprocess.run([*command, *QUICK, *hidden], cwd=ROOT, capture_output=True, text=True, check=False, env=ENVIRONMENT)
    assert done.returncode == 1
    assert "is not installed here" in done.stderr or "No module named rjieba" in done.stderr
    assert "docs/scale.md" in done.stderr
    assert not list((tmp_path / "counts").glob("batches/spark-*"))


def test_connect_gives_the_same_tables(cluster, corpus, plain, tmp_path) -> None:
    _, folder = cluster
    started = subprocess.run([*SCRIPT, "connect", str(folder)], capture_output=True, text=True, env=ENVIRONMENT, check=False)
    if started.returncode:
        pytest.skip(f"the Connect server did not start: {started.stderr.strip()}")
    command = [sys.executable, "-m", "topics", "count", str(corpus), "--out", str(tmp_path / "counts"), "--engine", "spark",
               "--remote", started.stdout.strip()]  # fmt: skip
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=ENVIRONMENT)
    assert done.returncode == 0, done.stderr[-3000:]
    assert json.loads((tmp_path / "counts" / "manifest.json").read_text(encoding="utf-8")) == plain
