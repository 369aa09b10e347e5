"""Format, lint, types, generated pages and tests by one command: `uv run scripts/check.py`.

`--all` runs the slow tests, too, as CI does; `--fix` formats and writes the generated pages first.
"""

from __future__ import annotations

import argparse
import subprocess
import sys

PAGES = ("update_docs", "write_tables_doc", "draw_architecture")
EVERY_TEST = ("-m", "slow or not slow")


def commands(*, fix: bool, every_test: bool) -> list[list[str]]:
    """Return what is run, in order."""
    pages = [["-m", f"scripts.{page}", *([] if fix else ["--check"])] for page in PAGES]
    return [
        ["-m", "ruff", "format", *([] if fix else ["--check"])],
        ["-m", "ruff", "check", *(["--fix"] if fix else [])],
        ["-m", "mypy"],
        *pages,
        ["-m", "pytest", "-q", *(EVERY_TEST if every_test else ())],
    ]


def main() -> int:
    """Run all, whatever fails, and return the worst exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="the slow tests, too")
    parser.add_argument("--fix", action="store_true", help="mend what can be mended")
    options = parser.parse_args()
    codes = []
    for command in commands(fix=options.fix, every_test=options.all):
        print("==", *command, flush=True)
        codes.append(subprocess.run([sys.executable, *command], check=False).returncode)
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
