"""Nobody who does not count at scale pays for it."""

import subprocess
import sys

from tests.support import ROOT

EXTRAS = {"duckdb", "pyarrow", "pyspark"}


def test_import_and_parser_load_no_extra() -> None:
    code = "import sys, topics, topics.commands\nfrom topics.cli import build_parser\nbuild_parser()\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert not EXTRAS & set(done.stdout.split())


def test_counting_on_one_machine_loads_no_spark() -> None:
    code = "import sys, topics.scale.command\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert "pyspark" not in done.stdout.split()
    assert {"duckdb", "pyarrow"} <= set(done.stdout.split())
