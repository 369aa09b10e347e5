"""An audit hook that ends any process which runs or sends what it should not; a test puts it on
PYTHONPATH as `sitecustomize`.

Without the variable `TOPICS_AUDIT` the module does nothing. The variable names a pipe for what was
seen (a pipe, since the readers may write no file) and the folder of the documents, which is the
working folder, too.
"""

import os
import sys
from typing import Any

FORBIDDEN = (
    "socket.",
    "pickle.",
    "marshal.load",
    "os.system",
    "os.exec",
    "os.spawn",
    "os.posix_spawn",
    "os.startfile",
    "pty.",
)
IMPORTERS = (
    "<frozen importlib",
    "<frozen zipimport",
)  # byte code of installed modules is marshalled
HARMLESS = {"socket.gethostname"}  # asks the system, not the network


def install(pipe: str, folder: str) -> None:
    """Watch this process from now on."""
    out, inside = os.open(pipe, os.O_WRONLY), os.path.realpath(folder) + os.sep

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "marshal.loads" and sys._getframe(1).f_code.co_filename.startswith(IMPORTERS):
            return
        if found := fault(event, arguments, inside):
            os.write(out, f"FORBIDDEN {event} {found}\n".encode())
            raise PermissionError(f"{event}: {found}")
        if (
            event == "subprocess.Popen" and arguments[3] is not None
        ):  # our children get no PYTHONPATH: give it back
            arguments[3]["PYTHONPATH"] = __file__.rpartition(os.sep)[0]

    sys.addaudithook(watch)
    os.write(out, f"watching {os.getpid()} {' '.join(sys.orig_argv)[:1000]!r}\n".encode())


def fault(event: str, arguments: tuple[Any, ...], inside: str) -> str:
    """Return what is wrong with an event; empty if nothing is."""
    if event == "open":
        return str(arguments[0]) if str(arguments[0]).endswith("jieba.cache") else ""
    if event == "exec":
        return arguments[0].co_filename if is_file_in(inside, arguments[0].co_filename) else ""
    if event == "subprocess.Popen":
        return "" if os.fsdecode(arguments[0]) == sys.executable else repr(arguments[:2])
    return repr(arguments)[:200] if event.startswith(FORBIDDEN) and event not in HARMLESS else ""


def is_file_in(inside: str, name: str) -> bool:
    """Whether code comes from a file in this folder, and not from `<string>` or the like."""
    return not name.startswith("<") and os.path.realpath(name).startswith(inside)


if "TOPICS_AUDIT" in os.environ:
    install(*os.environ["TOPICS_AUDIT"].split(os.pathsep))
