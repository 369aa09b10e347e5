"""Worker processes: what becomes of aborts, errors, Ctrl-C and orphans."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.lda.planted import as_dfm, planted_tokens
from topics.lda import workers
from topics.lda.fits import Counts, Task
from topics.lda.matrix import as_parts
from topics.lda.workers import TopicFitError, WorkerPool

LONG = """
from tests.lda.planted import as_dfm, planted_tokens
from topics.model import TopicOptions, fit_topics
dfm = as_dfm(planted_tokens(300, 200, seed=1)[0])
def report(done, of):
    print("fitted", flush=True)
print("started", flush=True)
fit_topics(dfm, 8, options=TopicOptions(iterations=100_000, workers=2, progress=report))
"""
posix = pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")


@pytest.fixture
def counts() -> Counts:
    return as_parts(as_dfm(planted_tokens(20, 10, seed=1)[0]).counts)


def task(n_topics: int, engine: str = "tomotopy") -> Task:
    return Task("corpus", engine, n_topics, seed=7, iterations=10, alpha=0.1, eta=0.01)


@posix
def test_an_abort_in_native_code_is_an_error_that_names_the_fit(counts: Counts):
    # tomotopy 0.14 ends the process on K = 0
    with WorkerPool({"corpus": counts}, 1) as pool, pytest.raises(TopicFitError) as caught:
        pool.run([task(0)])
    assert str(caught.value).startswith(
        "the process that fitted tomotopy with 0 topics and seed 7 ended with code -"
    )


def test_a_process_that_never_began_does_not_blame_the_fit(
    counts: Counts, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(workers, "PROGRAM", "raise SystemExit(5)")
    with WorkerPool({"corpus": counts}, 2) as pool, pytest.raises(TopicFitError) as caught:
        pool.run([task(2), task(3)])
    assert re.fullmatch(
        r"the process that was to fit tomotopy with [23] topics and seed 7 ended with code 5 before"
        r" it began; "
        "free some memory, use fewer workers, or install topics again",
        str(caught.value),
    )
    assert not caught.value.began


def test_a_process_that_cannot_be_started_is_told(
    counts: Counts, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no-python"))
    with (
        WorkerPool({"corpus": counts}, 1) as pool,
        pytest.raises(TopicFitError, match=r"can be started .*no-python"),
    ):
        pool.run([task(2)])


def test_a_pool_that_closes_under_a_waiting_thread_ends_it_with_an_error_not_a_traceback(
    counts: Counts,
):
    with WorkerPool({"corpus": counts}, 1) as pool:
        pool.run([task(2)])
        (worker,) = pool._pool.workers
    with pytest.raises(TopicFitError, match="ended with code"):  # its process is gone for good
        pool._fit(worker, task(2))


def test_an_error_in_an_engine_names_the_fit(counts: Counts):
    with WorkerPool({"corpus": counts}, 1) as pool, pytest.raises(TopicFitError) as caught:
        pool.run([task(0, "sklearn-lda")])
    assert str(caught.value).startswith(
        "sklearn-lda with 0 topics and seed 7 failed: InvalidParameterError"
    )


def test_a_pool_is_used_again_and_leaves_no_process(counts: Counts):
    with WorkerPool({"corpus": counts}, 2) as pool:
        first = pool.run([task(2), task(3)])
        second = pool.run([task(3), task(2)])
        processes = [worker.process for worker in pool._pool.workers]
        assert len(processes) == 2
    assert [chain.phi.shape[0] for chain in first] == [2, 3]
    assert first[0].phi.tobytes() == second[1].phi.tobytes()
    assert all(process.returncode is not None for process in processes)


def test_no_main_guard_is_needed_and_the_folder_is_not_searched_for_modules(tmp_path: Path):
    (tmp_path / "json.py").write_text("raise SystemExit('taken from the working folder')")
    script = (
        "import sys; sys.path = [p for p in sys.path if p]; "
        f"sys.path.append({str(Path.cwd())!r}); "
        "from tests.lda.planted import as_dfm, planted_tokens; from topics.model import *; "
        "print(fit_topics(as_dfm(planted_tokens(20, 10, seed=1)[0]), 2, "
        "options=TopicOptions(2, 10, n_null=2)).n_topics)"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", script],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.returncode) == ("2\n", 0), done.stderr


def children(pid: int) -> list[int]:
    """Return the processes that any thread of a process has started."""
    threads = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for thread in threads for child in thread.read_text().split()]


def gone(pids: list[int]) -> bool:
    for _ in range(200):
        if not any(Path(f"/proc/{pid}").exists() for pid in pids):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs /proc")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_workers_end_with_their_parent(how: signal.Signals):
    with subprocess.Popen(
        [sys.executable, "-c", LONG], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "started\n"
        workers: list[int] = []
        while len(workers) < 2:
            workers = children(process.pid)
            time.sleep(0.05)
        process.send_signal(how)
        _, errors = process.communicate(timeout=30)
    assert process.returncode != 0
    assert gone(workers)
    if how == signal.SIGINT:
        assert errors.rstrip().endswith("KeyboardInterrupt")
