"""Nothing of the documents or their folder is run, nothing is sent: a report under an audit hook,
and one without a network.
"""

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import threading
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.support import ROOT

SAMPLE = ROOT / "samples" / "jichuan"
EVERY = {
    *sys.stdlib_module_names,
    *packages_distributions(),
    "sitecustomize",
    "usercustomize",
    "topics",
}

pytestmark = pytest.mark.skipif(
    not hasattr(os, "mkfifo"), reason="what is seen comes through a named pipe"
)


class Watched:
    """Runs processes under the hook of `audit_hook.py`, their children included."""

    def __init__(self, place: Path, folder: Path) -> None:
        (place / "hook").mkdir()
        shutil.copy(ROOT / "tests" / "audit_hook.py", place / "hook" / "sitecustomize.py")
        self.pipe, self.folder = place / "pipe", folder
        os.mkfifo(self.pipe)
        self.environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(place / "hook"), str(ROOT)]),
            "TOPICS_AUDIT": f"{self.pipe}{os.pathsep}{folder}",
        }

    def run(
        self, *command: str, **environment: str
    ) -> tuple[subprocess.CompletedProcess[str], list[str]]:
        """Return how it ended, and what the hooks have written."""
        seen: list[str] = []
        keep = os.open(self.pipe, os.O_RDWR)  # no writer ever waits
        reader = os.open(self.pipe, os.O_RDONLY)

        def listen() -> None:
            with os.fdopen(reader, encoding="utf-8", errors="replace") as lines:
                seen.extend(line.rstrip("\n") for line in lines)

        thread = threading.Thread(target=listen)
        thread.start()
        try:
            done = subprocess.run(
                [sys.executable, *command],
                cwd=self.folder,
                env={**self.environment, **environment},
                capture_output=True,
                text=True,
                encoding="utf-8",
                check=False,
            )
        finally:
            os.close(keep)
            thread.join()
        return done, seen


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    (tmp_path / "documents").mkdir()
    return Watched(tmp_path, tmp_path / "documents")


FORBIDDEN = {
    "a socket": "import socket; socket.socket().connect(('127.0.0.1', 9))",
    "a server": "import socket; socket.socket().bind(('127.0.0.1', 0))",
    "a name": "import socket; socket.getaddrinfo('localhost', 80)",
    "a pickle": "import pickle; pickle.loads(b'cos\\nsystem\\n.')",
    "marshalled data": "import marshal; marshal.loads(marshal.dumps(1))",
    "a shell": "import os; os.system('true')",
    "a program": "import subprocess; subprocess.run(['true'])",
    "a module beside the documents": "import sys; sys.path.insert(0, '.'); import beside",
    "the cache of jieba": "open('jieba.cache', 'wb')",
    "a child that does it": (
        "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import os;"
        ' os.system("true")\'])'
    ),
}


@pytest.mark.parametrize("code", FORBIDDEN.values(), ids=FORBIDDEN)
def test_the_hook_sees(watched: Watched, code: str) -> None:
    (watched.folder / "beside.py").write_text("", encoding="utf-8")
    _, seen = watched.run("-c", code)
    assert [line for line in seen if line.startswith("FORBIDDEN")]


def test_the_hook_lets_a_report_do_what_it_must(watched: Watched) -> None:
    done, seen = watched.run(
        "-c",
        "import subprocess, sys, ast; subprocess.run([sys.executable, '-c', 'import csv'],"
        " check=True)",
    )
    assert done.returncode == 0, done.stderr
    assert [line.split()[0] for line in seen] == ["watching", "watching"]


def put_modules(folder: Path, names: set[str], marker: Path) -> None:
    for name in sorted(names):
        with contextlib.suppress(OSError):  # a name that is no file name
            (folder / f"{name}.py").write_text(
                f"open({str(marker)!r}, 'a').write({name!r})\n", encoding="utf-8"
            )


def names_that_python_looks_up() -> set[str]:
    """Return what `python -m` itself imports before any code of the module that it is to run."""
    code = (
        "import sys; before = set(sys.modules); import runpy; print(*(set(sys.modules) - before))"
    )
    names = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    return {name.partition(".")[0] for name in names}


def test_with_p_no_name_at_all_is_looked_up_beside_the_documents(
    watched: Watched, tmp_path: Path
) -> None:
    """Without `-P`, Python looks there for `topics` and for what its own `-m` needs, before any of
    our code runs.
    """
    put_modules(watched.folder, EVERY, tmp_path / "was run")
    done, seen = watched.run("-P", "-m", "topics", "tokenize", "--text", "实施城市更新行动")
    assert done.returncode == 0, done.stderr
    assert "城市更新" in done.stdout
    assert [line.split()[0] for line in seen] == ["watching"]
    assert not (tmp_path / "was run").exists()


def hashes(out: Path) -> dict[str, str]:
    return {
        str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


def report(out: Path) -> list[str]:
    return [
        "-m",
        "topics",
        "report",
        *sorted(path.name for path in SAMPLE.iterdir()),
        "--out",
        str(out),
        "--resamples",
        "99",
        "--topics",
        "3",
    ]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the hashes of a report on the sample, made where there is no network if the system
    lets us.
    """
    place = tmp_path_factory.mktemp("plain")
    shutil.copytree(SAMPLE, place / "jichuan")
    done = subprocess.run(
        [*without_network(), sys.executable, *report(place / "out")],
        cwd=place / "jichuan",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return hashes(place / "out")


def without_network() -> list[str]:
    """Return how to start a program without a network; nothing if this system has no way for us."""
    for start in (["unshare", "--net"], ["unshare", "--map-root-user", "--net"]):
        if (
            shutil.which("unshare")
            and subprocess.run([*start, "true"], capture_output=True, check=False).returncode == 0
        ):
            return start
    return []


def test_a_report_needs_no_network(plain: dict[str, str]) -> None:
    if not without_network():
        pytest.skip("this system does not let us take the network away (unshare --net)")
    assert "index.html" in plain


def test_a_report_runs_nothing_and_sends_nothing(tmp_path: Path, plain: dict[str, str]) -> None:
    """Hostile modules, settings and caches lie in the working folder, which holds the documents,
    and in TMPDIR.
    """
    folder = tmp_path / "jichuan"
    shutil.copytree(SAMPLE, folder)
    marker = tmp_path / "was run"
    put_modules(folder, EVERY - names_that_python_looks_up() - {"topics"}, marker)
    (folder / "matplotlibrc").write_text(
        "font.size: 40\nsavefig.dpi: 7\naxes.facecolor: red\n", encoding="utf-8"
    )
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    (temporary / "jieba.cache").write_bytes(b"poisoned")
    before = (temporary / "jieba.cache").stat()

    watched = Watched(tmp_path, folder)
    done, seen = watched.run(*report(tmp_path / "out"), TMPDIR=str(temporary))

    assert [line for line in seen if line.startswith("FORBIDDEN")] == []
    assert done.returncode == 0, done.stderr
    assert all(
        any(name in line for line in seen)
        for name in ("topics.corpus.intake.worker", "topics.lda.workers")
    ), seen
    assert not marker.exists()
    after = (temporary / "jieba.cache").stat()
    assert (before.st_mtime_ns, before.st_size, before.st_ino) == (
        after.st_mtime_ns,
        after.st_size,
        after.st_ino,
    )
    assert [path.name for path in temporary.iterdir()] == ["jieba.cache"]
    mine = hashes(tmp_path / "out")
    assert mine.keys() == plain.keys()
    assert [name for name in plain if mine[name] != plain[name]] == []
