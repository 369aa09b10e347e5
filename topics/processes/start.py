"""Child processes that run this very package, whatever other copy is installed and wherever they
are started.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from collections.abc import Mapping

from topics.resources import PACKAGE

# The path is set before anything is imported, and the package is loaded from its own folder, not
# looked for.
_START = """
import sys
parent, package, *sys.path[:] = sys.argv[1:]
from importlib.util import module_from_spec, spec_from_file_location
spec = spec_from_file_location("topics", package)
sys.modules["topics"] = module_from_spec(spec)
spec.loader.exec_module(sys.modules["topics"])
from topics.processes.limits import die_with
die_with(int(parent))
"""


def start(program: str, environment: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
    """Start an interpreter that runs `program`, with pipes to its standard input and output.

    On Linux it ends with the thread that starts it.

    Parameters
    ----------
    program : str
        Python, such as `from topics.lda.workers import serve; serve()`.
    environment : mapping of str to str, optional
        Variables beside those of this process.

    Raises
    ------
    OSError
        If no process can be started.
    """
    # The child gets our path entry by entry, so PYTHONPATH could only add the working folder before
    # that.
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.Popen(
        [
            sys.executable,
            *("-P", "-X", "utf8"),  # names are UTF-8 in every locale
            "-c",
            _START + program,
            str(os.getpid()),
            str(PACKAGE / "__init__.py"),
            *module_path(),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**inherited, **(environment or {})},
    )


def module_path() -> list[str]:
    """Return where this process looks for modules, absolute and without the working folder of the
    user.
    """
    here, installed = (
        os.path.realpath(os.curdir),
        {os.path.realpath(sysconfig.get_path(name)) for name in ("purelib", "platlib")},
    )
    places = [os.path.realpath(entry) for entry in sys.path if entry]
    return [place for place in places if place != here or place in installed]


def available_cores() -> int:
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
