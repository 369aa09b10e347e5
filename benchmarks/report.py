"""Seconds of the report on a folder (default: the sample): the whole command, each stage, and
`--help`.

Run with `uv run benchmarks/report.py [FOLDER] [METADATA]`. Targets on two cores: report 60 s, of
which all that follows the models (figures, clouds, tables, page) 15 s; help 0.15 s (median of
five). CPU beside wall tells whether others were busy.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from topics.report.findings.gather import analyse
from topics.report.write import write_report
from topics.resources import resource
from topics.settings import Settings
from topics.study import Study

PYTHON = [sys.executable, "-m", "topics"]
AFTER_MODELS = "finding the passages"  # the first stage that follows them


class Clock:
    """Wall and CPU seconds of stages, those of child processes included."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, float, float]] = []
        self._began = ("", *self._now())

    @staticmethod
    def _now() -> tuple[float, float]:
        return time.perf_counter(), sum(os.times()[:4])

    def stage(self, name: str) -> None:
        last, wall, cpu = self._began
        now = self._now()
        if last:
            self.rows.append((last, now[0] - wall, now[1] - cpu))
        self._began = (name, *now)


def stages(folder: str | Path, metadata: str | None) -> None:
    clock = Clock()
    study = Study([folder], Settings(metadata=metadata), tell=clock.stage)
    analysis = analyse(study, tell=clock.stage)
    clock.stage("writing the report")
    with tempfile.TemporaryDirectory() as out:
        write_report(analysis, Path(out) / "report")
    clock.stage("")
    for name, wall, cpu in clock.rows:
        print(f"{name:34} {wall:6.1f} s wall {cpu:6.1f} s CPU")
    first = [name for name, *_ in clock.rows].index(AFTER_MODELS)
    wall, cpu = (sum(row[column] for row in clock.rows[first:]) for column in (1, 2))
    print(
        f"{'all that follows the models':34} {wall:6.1f} s wall {cpu:6.1f} s CPU   (target 15 wall)"
    )


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def main(folder: str | None = None, metadata: str | None = None) -> None:
    stages(folder or resource("samples/jichuan"), metadata)
    with tempfile.TemporaryDirectory() as out:
        options = ["--metadata", metadata] if metadata else []
        report = [
            *PYTHON,
            "report",
            *([folder] if folder else []),
            "--out",
            f"{out}/report",
            *options,
        ]
        print(f"{'report':34} {seconds(report):6.1f} s   (target 60)")
    runs = [seconds([*PYTHON, "--help"]) for _ in range(5)]
    print(f"{'--help':34} {statistics.median(runs):6.3f} s   (target 0.15)")


if __name__ == "__main__":
    main(*sys.argv[1:])
