"""Kill the writer of a report at random moments while a reader looks: `python scripts/kill_loop.py
--kills 300`.

The report must be whole at every look: its page and its table come from one run. Exit code 1 if it
ever is not.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SIZE = 200_000  # characters of each file: a write that takes a while

WRITER = """
import itertools, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from topics.report.folder import MANIFEST, manifest_text, replace_folder

def fill(text):
    def write(path):
        for name in ("index.html", "a.csv", "b.csv"):
            (path / name).write_text(text * int(sys.argv[3]), encoding="utf-8")
        (path / MANIFEST).write_text(manifest_text(path, {}), encoding="utf-8")
    return write

for number in itertools.count():
    replace_folder(Path(sys.argv[2]), fill(str(number % 10)))
    print(number, flush=True)
"""


def look(out: Path) -> str:
    """Return what is wrong with the report as a reader finds it; empty if nothing is.

    A reader that opens file after file can meet two generations, so it looks again when the
    manifest has changed.
    """
    for _ in range(50):
        try:
            manifest = (out / "manifest.json").read_bytes()
            files = {name: (out / name).read_bytes() for name in json.loads(manifest)["files"]}
            if (out / "manifest.json").read_bytes() != manifest:
                continue
        except FileNotFoundError:
            if not out.exists():
                return "the report is gone"
            continue
        except ValueError:
            return "the manifest is broken"
        wrong = [
            n
            for n, data in files.items()
            if hashlib.sha256(data).hexdigest() != json.loads(manifest)["files"][n]
        ]
        return f"half-written: {', '.join(wrong)}" if wrong or len(files) != 3 else ""
    return "never still"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--seed", type=int, default=None)
    arguments = parser.parse_args()
    random.seed(arguments.seed)
    broken, looks = [], 0
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "report"
        for kill in range(arguments.kills):
            command = [sys.executable, "-c", WRITER, str(ROOT), str(out), str(SIZE)]
            with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
                assert writer.stdout is not None
                writer.stdout.readline()  # one whole report is there
                end = time.monotonic() + random.uniform(0.0, 0.05)
                while time.monotonic() < end:
                    looks += 1
                    broken += [found] if (found := look(out)) else []
                writer.kill()
            looks += 1
            broken += [f"after kill {kill}: {found}"] if (found := look(out)) else []
        left = [path.name for path in Path(folder).iterdir() if path.name.endswith(".tmp")]
    print(
        f"{arguments.kills} kills, {looks} looks, {len(broken)} broken; {len(left)} folder left to"
        " sweep"
    )
    for found in broken[:10]:
        print(found)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
