"""Where the files that ship with the package are: in a wheel, an editable install or a checkout."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def resource(name: str) -> Path:
    """Return the path of a shipped file or folder, such as `stopwords` or `dictionary/policy.txt`.

    Raises
    ------
    FileNotFoundError
        If the installation lacks it; the message says what to do.
    """
    for root in (PACKAGE / "_data", PACKAGE.parent, PACKAGE):
        if (path := root / name).exists():
            return path
    raise FileNotFoundError(
        f"{name}: missing from the installation of topics in {PACKAGE}; install the package again"
    )
