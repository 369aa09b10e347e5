"""Seconds of whole commands from a cold start: the report on a folder (default: the sample) and `--help`.

Run with `uv run benchmarks/report.py [FOLDER] [METADATA]`. Targets on two cores: report 60 s, help 0.15 s (median of five).
"""

import statistics
import subprocess
import sys
import tempfile
import time

PYTHON = [sys.executable, "-m", "topics"]


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def main(folder: str | None = None, metadata: str | None = None) -> None:
    with tempfile.TemporaryDirectory() as out:
        options = ["--metadata", metadata] if metadata else []
        report = [*PYTHON, "report", *([folder] if folder else []), "--out", f"{out}/report", *options]
        print(f"report  {seconds(report):6.1f} s   (target 60)")
    runs = [seconds([*PYTHON, "--help"]) for _ in range(5)]
    print(f"--help  {statistics.median(runs):6.3f} s   (target 0.15)")


if __name__ == "__main__":
    main(*sys.argv[1:])
