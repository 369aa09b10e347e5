"""Nobody who does not count at scale pays for it."""

import subprocess
import sys
import tomllib

from tests.support import ROOT

EXTRAS = {"duckdb", "pyarrow", "pyspark"}


def test_import_and_parser_load_no_extra() -> None:
    code = (
        "import sys, topics, topics.cli\nfrom topics.cli.main import"
        " build_parser\nbuild_parser()\nprint(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert not EXTRAS & set(done.stdout.split())


def test_counting_on_one_machine_loads_no_spark() -> None:
    code = "import sys, topics.cli.count\nprint(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert "pyspark" not in done.stdout.split()
    assert {"duckdb", "pyarrow"} <= set(done.stdout.split())


def test_workers_of_a_cluster_need_no_store() -> None:
    """What is shipped to them is small: docs/scale.md names rjieba and SciPy beside the package."""
    code = (
        "import sys, topics.scale.core, topics.scale.minhash, topics.scale.tables,"
        " topics.scale.topics\nprint(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert "duckdb" not in done.stdout.split()


def test_only_the_extra_spark_keeps_pandas_below_3() -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    (ours,) = (package for package in lock["package"] if package["name"] == "topics-zh")
    markers = {
        needed["version"]: needed["marker"]
        for needed in ours["dependencies"]
        if needed["name"] == "pandas"
    }
    old, new = sorted(markers, key=lambda version: int(version.split(".")[0]))
    assert (old.split(".")[0], new.split(".")[0]) == ("2", "3")
    assert markers[old].startswith("extra == ")
    assert markers[old].endswith("-spark'")
    assert {entry.get("extra") for entry in lock["conflicts"][0]} == {"spark", None}
