"""kill -9 on a Spark cluster that these tests start: finished and equal, or nothing visible and
resumable.

Long (about a minute each on a free machine): set TOPICS_SPARK_FAULTS=1, see docs/scale.md.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import tarfile
import time
import venv
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

pytest.importorskip("pyspark", reason="pyspark is not installed (extra: spark)")
pytest.importorskip("duckdb", reason="duckdb is not installed (extra: scale)")
if shutil.which("java") is None:
    pytest.skip(
        "Java 17 is not installed (Debian: openjdk-17-jre-headless)", allow_module_level=True
    )
if "TOPICS_SPARK_FAULTS" not in os.environ:
    pytest.skip("long: set TOPICS_SPARK_FAULTS=1, see docs/scale.md", allow_module_level=True)

from tests.scale import remix
from tests.support import ROOT
from topics.scale.run import CountSettings, count

MEGABYTES = float(
    os.environ.get("TOPICS_SCALE_MB", "4")
)  # enough that there is work left when the signal comes
PATIENCE = 900  # seconds; a machine that does other work too is slow
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
ENVIRONMENT |= {"PYTHON": sys.executable, "PYSPARK_PYTHON": sys.executable}
HERE = ["--conf", f"spark.executorEnv.PYTHONPATH={ROOT}"]  # the workers' package is this checkout
BARE = (
    "pandas",
    "pyarrow",
    "numpy",
    "pytz",
    "dateutil",
    "tzdata",
    "six",
)  # pandas, pyarrow and what they need
SHIPPED = ("rjieba", "scipy")
QUICK = [
    "--conf",
    "spark.sql.shuffle.partitions=4",
    "--conf",
    "spark.driver.bindAddress=127.0.0.1",
    "--conf",
    "spark.driver.host=127.0.0.1",
    "--conf",
    "spark.executor.memory=700m",
    "--conf",
    "spark.sql.files.maxPartitionBytes=300k",
]
DAEMON, EXECUTOR = "pyspark.daemon", "executor.CoarseGrainedExecutorBackend"
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Process:
    pid: int
    parent: int
    command: str
    seconds: float  # of CPU


def processes() -> dict[int, Process]:
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError, IndexError):
            fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            found[int(entry.name)] = Process(
                int(entry.name), int(fields[1]), command, (int(fields[11]) + int(fields[12])) / TICK
            )
    return found


def below(roots: list[int]) -> list[Process]:
    everything = processes()
    found, pending = [], list(roots)
    while pending:
        children = [each for each in everything.values() if each.parent == pending[0]]
        found += children
        pending = pending[1:] + [child.pid for child in children]
    return found


def python_workers(roots: list[int]) -> dict[int, float]:
    """Return the processes that count, which a daemon has forked, and the CPU seconds that each has
    used.
    """
    daemons = {each.pid for each in below(roots) if DAEMON in each.command}
    return {each.pid: each.seconds for each in below(roots) if each.parent in daemons}


class Cluster:
    """A master and two workers on loopback."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.master = ""

    def run(self, action: str, *options: str) -> str:
        ports = {"SPARK_PORT": str(free_port()), "SPARK_CONNECT_PORT": str(free_port())}
        command = [str(ROOT / "scripts" / "spark_cluster.sh"), action, str(self.folder), *options]
        environment = ENVIRONMENT | ports | ({"SPARK_MASTER": self.master} if self.master else {})
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    @property
    def workers(self) -> list[int]:
        return [int((self.folder / f"worker{number}.pid").read_text()) for number in (1, 2)]

    def started(self) -> "Cluster":
        if self.master and not set(self.workers) <= set(processes()):
            self.stop()
        self.master = self.master or self.run("start")
        return self

    def stop(self) -> None:
        self.run("stop")
        self.master = ""


@pytest.fixture(scope="module")
def machines(tmp_path_factory):
    cluster = Cluster(tmp_path_factory.mktemp("cluster"))
    yield cluster
    cluster.stop()


@pytest.fixture
def cluster(machines):
    return machines.started()


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    path = tmp_path_factory.mktemp("corpus") / "corpus.parquet"
    return remix.write_corpus(path, int(MEGABYTES * 1e6), rows=100)


@pytest.fixture(scope="module")
def plain(corpus, spec, tmp_path_factory):
    return count(
        [corpus],
        tmp_path_factory.mktemp("plain") / "counts",
        spec,
        settings=CountSettings(workers=1),
    )


@pytest.fixture
def run(corpus, tmp_path):
    """Start the command; whatever of it is left at the end of the test ends too."""
    started = []

    def start(*options: str, python: str = sys.executable) -> "Run":
        started.append(Run(corpus, tmp_path, options, python))
        return started[-1]

    yield start
    for each in started:
        each.kill()


class Run:
    """`python -m topics count --engine spark`, its messages in a file that cannot fill."""

    def __init__(self, corpus: Path, folder: Path, options: tuple[str, ...], python: str) -> None:
        self.out, self.log = folder / "counts", folder / "messages.txt"
        command = [
            sys.executable,
            "-m",
            "topics",
            "count",
            str(corpus),
            "--out",
            str(self.out),
            "--engine",
            "spark",
            *options,
        ]
        with self.log.open("w") as messages:
            environment = ENVIRONMENT | {"PYSPARK_PYTHON": python}
            self.driver = subprocess.Popen(
                command, cwd=ROOT, stderr=messages, stdout=messages, env=environment
            )

    @property
    def messages(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    @property
    def manifest(self) -> Path:
        return self.out / "manifest.json"

    def found(self, pattern: str) -> list[Path]:
        return list(self.out.glob(f"batches/spark-*/{pattern}"))

    def wait_until(self, ready: Callable[[], object]) -> object:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            assert self.driver.poll() is None, (
                f"it ended before the signal came: {self.messages[-3000:]}"
            )
            if found := ready():
                return found
            time.sleep(0.02)
        raise AssertionError("what the test waits for did not come")

    def python_worker_at_work(self, roots: list[int]) -> int:
        """Wait until counting has begun, and return a process that has counted for a while."""
        self.wait_until(lambda: self.found("_temporary"))
        before = python_workers(roots)

        def busy() -> int | None:
            now = python_workers(roots)
            return next(
                (pid for pid, seconds in now.items() if seconds - before.get(pid, 0) > 0.1), None
            )

        return self.wait_until(busy)

    def finish(self) -> dict:
        assert self.driver.wait(PATIENCE) == 0, self.messages[-3000:]
        return json.loads(self.manifest.read_text(encoding="utf-8"))

    def kill(self) -> None:
        for pid in [self.driver.pid, *(each.pid for each in below([self.driver.pid]))]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.driver.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def parent_of(pid: int, what: str) -> int:
    """Return the process above whose command holds `what`."""
    everything = processes()
    while what not in everything[pid].command or DAEMON in everything[pid].command:
        pid = everything[pid].parent
    return pid


# --- on a cluster ---


@pytest.mark.parametrize(
    ("what", "felt"),
    [
        ("Python worker", "Lost task"),
        ("executor", "Lost executor"),
        ("Worker daemon", "Lost executor"),
    ],
)
def test_a_killed_process_changes_nothing(what, felt, cluster, run, plain) -> None:
    going = run("--master", cluster.master, *QUICK, *HERE)
    worker = going.python_worker_at_work(cluster.workers)
    if what == "executor":
        worker = parent_of(worker, EXECUTOR)
    elif what == "Worker daemon":
        worker = parent_of(worker, "deploy.worker.Worker")
    os.kill(worker, signal.SIGKILL)
    assert going.finish() == plain
    assert felt in going.messages


def test_a_killed_driver_releases_the_cluster_and_the_same_command_finishes(
    cluster, run, plain
) -> None:
    going = run("--master", cluster.master, *QUICK, *HERE)
    going.python_worker_at_work(cluster.workers)
    going.kill()
    assert not going.manifest.exists()
    assert not going.found("_SUCCESS")
    assert run("--master", cluster.master, *QUICK, *HERE).finish() == plain


@pytest.mark.parametrize(
    ("shadow", "reason"),
    [
        ({"rjieba.py": "raise ImportError('No module named rjieba')"}, "is not installed here"),
        (
            {
                "rjieba-9.9.dist-info/METADATA": (
                    "Metadata-Version: 2.1\nName: rjieba\nVersion: 9.9\n"
                )
            },
            "install the same version",
        ),
    ],
    ids=["no engine", "another engine"],
)
def test_workers_that_would_cut_otherwise_are_refused_before_any_work(
    shadow, reason, cluster, run, tmp_path
) -> None:
    for name, text in shadow.items():
        (tmp_path / "shadow" / name).parent.mkdir(parents=True)
        (tmp_path / "shadow" / name).write_text(text)
    going = run(
        "--master",
        cluster.master,
        *QUICK,
        "--conf",
        f"spark.executorEnv.PYTHONPATH={tmp_path / 'shadow'}:{ROOT}",
    )
    assert going.driver.wait(PATIENCE) == 1
    said = going.messages.splitlines()[-1]
    assert "a worker cannot count: " in said
    assert reason in said
    assert not going.found("")


def test_connect_gives_the_same_tables(cluster, run, plain) -> None:
    pytest.importorskip("grpc", reason="the Connect client is not installed (pyspark[connect])")
    try:
        assert run("--remote", cluster.run("connect", *HERE)).finish() == plain
    finally:  # the server keeps the workers' cores
        cluster.stop()


# --- on a cluster whose Python has pandas and pyarrow alone ---


def link(names: tuple[str, ...], folder: Path) -> None:
    """Link installed packages, with the libraries beside them, into a folder."""
    site = Path(sysconfig.get_paths()["purelib"])
    for name in names:
        for path in (
            site / name,
            site / f"{name}.py",
            site / f"{name}.libs",
            *site.glob(f"{name}-*.dist-info"),
        ):
            if path.exists():
                (folder / path.name).symlink_to(path)


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bare")
    venv.create(folder, with_pip=False)
    link(BARE, next(folder.glob("lib/python*/site-packages")))
    python = str(folder / "bin" / "python")
    said = subprocess.run(
        [python, "-c", "import pandas, pyarrow, rjieba"],
        capture_output=True,
        text=True,
        cwd=folder,
        env=ENVIRONMENT,
        check=False,
    )
    assert said.stderr.strip().endswith("No module named 'rjieba'")
    return python


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """What the commands of docs/scale.md make, from what is installed here."""
    folder = tmp_path_factory.mktemp("archive")
    link(SHIPPED, folder)
    for name in ("topics", "dictionary", "stopwords"):
        (folder / name).symlink_to(ROOT / name)
    with tarfile.open(folder / "deps.tar.gz", "w:gz", dereference=True, compresslevel=1) as written:
        for path in sorted(folder.iterdir()):
            if path.is_symlink():
                written.add(path, path.name)
    return folder / "deps.tar.gz"


def test_bare_workers_are_refused_with_the_remedy(cluster, run, bare) -> None:
    going = run("--master", cluster.master, *QUICK, python=bare)
    assert going.driver.wait(PATIENCE) == 1
    assert "No module named 'topics'" in going.messages.splitlines()[-1]
    assert "ship it as an archive (docs/scale.md)" in going.messages.splitlines()[-1]
    assert not going.found("")


def test_bare_workers_count_with_an_archive(cluster, run, bare, archive, plain) -> None:
    shipped = [
        "--conf",
        f"spark.archives={archive}#deps",
        "--conf",
        "spark.executorEnv.PYTHONPATH=./deps",
    ]
    assert run("--master", cluster.master, *QUICK, *shipped, python=bare).finish() == plain


# --- on a local master ---


def test_a_local_master_survives_a_killed_python_worker(run, plain) -> None:
    going = run("--master", "local[2]", *QUICK)
    os.kill(going.python_worker_at_work([going.driver.pid]), signal.SIGKILL)
    assert going.finish() == plain
    assert "Lost task" in going.messages


@pytest.mark.parametrize("all_of_it", [True, False], ids=["with its JVM", "its Python alone"])
def test_a_driver_killed_while_writing_leaves_nothing_visible(all_of_it, run, plain) -> None:
    going = run("--master", "local[2]", *QUICK)
    going.wait_until(lambda: going.found("_temporary/0/_temporary/*/*.parquet"))
    left = below([going.driver.pid])
    if all_of_it:
        going.kill()
    else:
        os.kill(going.driver.pid, signal.SIGKILL)
        going.driver.wait()
        deadline = time.monotonic() + PATIENCE
        while (
            set(processes()) & {each.pid for each in left if "java" in each.command}
            and time.monotonic() < deadline
        ):
            time.sleep(0.1)
    assert not going.manifest.exists()
    assert not going.found("_SUCCESS")
    assert not going.found("*.parquet")
    assert run("--master", "local[2]", *QUICK).finish() == plain


def test_a_driver_killed_after_counting_does_not_count_again(run, plain) -> None:
    going = run("--master", "local[2]", *QUICK)
    going.wait_until(lambda: going.found("_SUCCESS"))
    going.kill()
    assert not going.manifest.exists()
    (written,) = going.found("_SUCCESS")
    before = written.stat().st_mtime_ns
    assert run("--master", "local[2]", *QUICK).finish() == plain
    assert written.stat().st_mtime_ns == before
