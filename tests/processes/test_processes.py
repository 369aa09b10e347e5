"""A child process runs the package of its parent, and nothing of the folder in which the user
stands.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import ROOT
from topics.processes.start import module_path, start

ASK = (
    "import sys, topics, topics.resources; print(topics.__file__, topics.resources.__file__,"
    " *sys.path, sep='\\n')"
)
READ = """
from topics.corpus import read_corpus
from topics.processes.start import start
print(*[d.status for d in read_corpus(%r)], *[d.reasons for d in read_corpus(%r)])
with start("import topics.lda.workers as w; print(w.__file__)") as child:
    print(child.communicate()[0].decode().strip())
"""


def ask(program: str = ASK) -> list[str]:
    with start(program) as child:
        return child.communicate()[0].decode().splitlines()


def other_copy(folder: Path) -> Path:
    """Write a package of our name that cannot be imported."""
    (folder / "topics").mkdir(parents=True)
    (folder / "topics" / "__init__.py").write_text("raise SystemExit('another copy')", "utf-8")
    return folder


def test_the_parents_package_is_run_though_another_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(other_copy(tmp_path / "other")))
    assert ask()[:2] == [
        str(ROOT / "topics" / "__init__.py"),
        str(ROOT / "topics" / "resources.py"),
    ]


def test_the_working_folder_is_not_on_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("importlib", "json", "sitecustomize"):
        (tmp_path / f"{name}.py").write_text(
            "raise SystemExit('run from the working folder')", "utf-8"
        )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", ["", ".", str(tmp_path), "../elsewhere", *sys.path])
    monkeypatch.setenv("PYTHONPATH", ".")
    path = ask()[2:]
    assert path == module_path()
    assert str(tmp_path) not in path
    assert path[0] == str(tmp_path.parent / "elsewhere")
    assert all(Path(entry).is_absolute() for entry in path)


def test_installed_packages_are_found_from_their_own_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import numpy as np

    monkeypatch.chdir(Path(np.__file__).parents[1])
    assert ask("import numpy; print('found')") == ["found"]


def test_variables_can_be_added() -> None:
    with start("import os; print(os.environ['ONE'], 'PATH' in os.environ)", {"ONE": "1"}) as child:
        assert child.communicate()[0].decode().split() == ["1", str("PATH" in os.environ)]


@pytest.mark.parametrize("relative", [".", "../checkout", "checkout"])
def test_a_relative_pythonpath_reaches_every_worker(relative: str, tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    shutil.copytree(
        ROOT / "topics", checkout / "topics", ignore=shutil.ignore_patterns("__pycache__")
    )
    (tmp_path / "甲.txt").write_text(
        "国务院关于印发城市更新行动计划的通知\n一、总体要求\n老旧小区改造全面完成。", "utf-8"
    )
    script = tmp_path / "script.py"
    script.write_text(READ % (str(tmp_path / "甲.txt"), str(tmp_path / "甲.txt")), "utf-8")
    done = subprocess.run(
        [sys.executable, str(script)],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path if relative == "checkout" else checkout,
        env={**os.environ, "PYTHONPATH": relative},
    )
    assert done.stdout.splitlines() == [
        "ok ()",
        str(checkout / "topics" / "lda" / "workers.py"),
    ], done.stderr
