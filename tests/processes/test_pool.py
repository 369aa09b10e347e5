"""The pool: every job is answered whatever its process does, and no process is left."""

import io
import os
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from topics.processes.pipe import receive, send
from topics.processes.pool import DeathError, Pool, Worker

posix = pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")


def program(body: str) -> str:
    """Return a program that answers an order by the lines of `body`."""
    lines = "\n    ".join(body.splitlines())
    return (
        "import os, time\nfrom topics.processes.limits import bound_memory, bound_time\n"
        "from topics.processes.pipe import serve\n"
        f"def answer(order, payload, say):\n    {lines}\nserve(answer)"
    )


DOUBLE = program('return {"twice": 2 * order["n"]}, payload[::-1]')


@pytest.fixture
def worker(request: pytest.FixtureRequest) -> Iterator[Worker]:
    made = Worker(program(request.param))
    yield made
    made.close()


def death(worker: Worker, **order: object) -> DeathError:
    with pytest.raises(DeathError) as caught:
        worker.ask(order, seconds=20)
    return caught.value


def test_a_frame_is_read_as_it_was_written() -> None:
    stream = io.BytesIO()
    send(stream, {"名": ["城市更新", 1.5, None]}, b"\x00\xff")
    stream.seek(0)
    assert receive(stream) == ({"名": ["城市更新", 1.5, None]}, b"\x00\xff")
    with pytest.raises(EOFError):
        receive(stream)


def test_half_a_frame_is_an_end_and_a_huge_one_is_refused_before_it_is_read() -> None:
    stream = io.BytesIO()
    send(stream, {"a": 1}, b"payload")
    with pytest.raises(EOFError):
        receive(io.BytesIO(stream.getvalue()[:-1]))
    with pytest.raises(ValueError, match="a frame of 9000000000 bytes"):
        receive(io.BytesIO(struct.pack(">QQ", 0, 9_000_000_000)))


@pytest.mark.parametrize("workers", [1, 2])
def test_every_job_is_done_once_and_jobs_are_taken_as_workers_become_free(workers: int) -> None:
    taken: list[int] = []
    ahead: list[int] = []

    def jobs() -> Iterator[int]:
        for n in range(9):
            taken.append(n)
            yield n

    found = {}
    with Pool(DOUBLE, lambda worker, n: worker.ask({"n": n}, b"ab"), workers) as pool:
        for number, answer in pool.run(jobs()):
            found[number] = answer
            ahead.append(len(taken) - len(found))
        assert len(pool.workers) == workers
        assert [answer for _, answer in pool.run([7])] == [({"twice": 14}, b"ba")]
        processes = [worker.process for worker in pool.workers]
    assert found == {n: ({"twice": 2 * n}, b"ba") for n in range(9)}
    assert max(ahead) <= 2 * workers
    assert all(process is not None and process.returncode is not None for process in processes)


def test_what_a_job_raises_is_raised_and_the_pool_works_on() -> None:
    def do(worker: Worker, n: int) -> int:
        return int(worker.ask({"n": 12 // n})[0]["twice"])

    with Pool(DOUBLE, do, 1) as pool:
        with pytest.raises(ZeroDivisionError):
            list(pool.run([3, 0, 4]))
        assert list(pool.run([4, 6])) == [(0, 6), (1, 4)]


@pytest.mark.parametrize("worker", ['raise ValueError("坏了\\nmore")'], indirect=True)
def test_an_exception_is_an_answer_of_one_line(worker: Worker) -> None:
    assert worker.ask({})[0] == {"error": "ValueError: 坏了"}
    assert not worker.fresh


@pytest.mark.parametrize("worker", ['print("noise", flush=True)\nreturn {}, b"ok"'], indirect=True)
def test_what_a_library_prints_does_not_enter_the_answers(worker: Worker) -> None:
    assert worker.ask({}) == ({}, b"ok")


@posix
@pytest.mark.parametrize(
    "worker", ['say({"at": 3})\nsay({"at": 5})\nos.kill(os.getpid(), 9)'], indirect=True
)
def test_a_death_says_where_it_was_and_the_next_order_has_a_new_process(worker: Worker) -> None:
    for _ in range(2):
        found = death(worker)
        assert (found.code, found.at) == (-9, 5)
        assert (found.began, found.late, found.out_of_memory) == (True, False, False)
        assert worker.fresh


def test_a_process_that_ends_before_it_serves_has_not_begun() -> None:
    found = death(Worker("raise SystemExit(5)"))
    assert (found.code, found.began) == (5, False)


@pytest.mark.parametrize("worker", ["raise MemoryError"], indirect=True)
def test_a_process_without_memory_says_so_by_its_end(worker: Worker) -> None:
    assert death(worker).out_of_memory


@posix
@pytest.mark.parametrize(
    ("worker", "seconds", "late"),
    [
        ("time.sleep(99)", 0.3, True),
        ("bound_time(0.3)\nwhile True: pass", 60, True),
        ("os._exit(3)", 60, False),
    ],
    indirect=["worker"],
    ids=["by the clock", "by the processor", "not late"],
)
def test_a_process_that_takes_too_long_is_late(worker: Worker, seconds: float, late: bool) -> None:
    with pytest.raises(DeathError) as caught:
        worker.ask({}, seconds=seconds)
    assert caught.value.late == late


@posix
@pytest.mark.parametrize("worker", ["bound_time(0.2, 0.2)\ntime.sleep(99)"], indirect=True)
def test_a_clock_of_its_own_ends_a_process_that_waits(worker: Worker) -> None:
    assert death(worker).code == 1  # as `faulthandler` ends it


@pytest.mark.skipif(sys.platform != "linux", reason="address space as on Linux")
@pytest.mark.parametrize(
    "worker",
    ["bound_memory(10**9, read_only=True)\nopen(order['file'], 'w', buffering=1).write('x\\n')"],
    indirect=True,
)
def test_a_bounded_process_writes_nothing(worker: Worker, tmp_path: Path) -> None:
    answer, _ = worker.ask({"file": str(tmp_path / "x")})
    assert "File too large" in answer["error"]
    assert (tmp_path / "x").read_bytes() == b""


def test_a_stopped_worker_starts_no_process() -> None:
    worker = Worker(DOUBLE)
    worker.stop()
    death(worker, n=1)
    assert worker.process is None
