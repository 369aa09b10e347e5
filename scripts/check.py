"""Lint, types and tests by one command: `uv run scripts/check.py`."""

import subprocess
import sys

COMMANDS = (["ruff", "check"], ["mypy"], ["pytest", "-q"])

if __name__ == "__main__":
    sys.exit(
        max(
            subprocess.run([sys.executable, "-m", *command], check=False).returncode
            for command in COMMANDS
        )
    )
