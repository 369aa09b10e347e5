"""How to install what an extra needs, by a command that works wherever the package came from."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, requires
from importlib.util import find_spec

DISTRIBUTION = "topics-zh"


def install_command(extra: str) -> str:
    """Return the command that installs the packages of an extra.

    It names the packages themselves: the extra's own name is known to an index only where this
    package is published there, and never to a wheel or a checkout. Where Python has no pip, as in
    an environment that uv made, uv installs.

    >>> "opencc" in install_command("opencc")
    True
    """
    try:
        listed = requires(DISTRIBUTION) or []
    except PackageNotFoundError:  # run from a source tree that nothing installed
        listed = []
    marked = re.compile(rf"""extra\s*==\s*['"]{re.escape(extra)}['"]""")
    packages = [line.partition(";")[0].strip() for line in listed if marked.search(line)]
    tool = "python -m pip install" if find_spec("pip") else "uv pip install"
    quoted = [f'"{name}"' for name in packages]
    return f"{tool} {' '.join(quoted) or extra}"
