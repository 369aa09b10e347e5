"""What bounds a process that reads or counts: memory, files, time, and the life of its parent."""

from __future__ import annotations

import contextlib
import faulthandler
import os
import signal
import sys

OUT_OF_TIME = getattr(signal, "SIGPROF", 0)  # ends a process that does not ask for it; POSIX


def die_with(parent: int) -> None:
    """End when the thread ends that started this process, even if no code can run then.

    That is for Linux; elsewhere `topics.processes.pipe.serve` ends when its input closes.
    """
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415

        pr_set_pdeathsig = 1
        ctypes.CDLL(None, use_errno=True).prctl(pr_set_pdeathsig, signal.SIGKILL)
    if os.name == "posix" and os.getppid() != parent:
        os._exit(1)  # it has ended before we asked


def bound_memory(size: int, *, read_only: bool = False) -> None:
    """Bound this process by what the system has.

    Parameters
    ----------
    size : int
        Bytes of address space.
    read_only : bool
        Let no file grow either, and open few.
    """
    try:
        import resource  # noqa: PLC0415
    except ImportError:  # Windows
        return
    bounds = {resource.RLIMIT_AS: size, resource.RLIMIT_CORE: 0}
    if read_only:
        bounds |= {resource.RLIMIT_FSIZE: 0, resource.RLIMIT_NOFILE: 64}
    for which, wanted in bounds.items():
        with contextlib.suppress(ValueError, OSError):  # macOS knows some of them by name only
            hard = resource.getrlimit(which)[1]
            bound = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
            resource.setrlimit(which, (bound, bound))


def bound_time(seconds: float, by_clock: float = 0) -> None:
    """End this process when it has computed for `seconds`, or when `by_clock` has gone by.

    0 lifts both bounds. Whatever holds the interpreter's lock (a regular expression, a library)
    is ended too: neither bound needs Python to run.

    Raises
    ------
    MemoryError
        If there is too little for the thread that watches the clock.
    """
    if hasattr(signal, "setitimer"):  # not on Windows
        signal.setitimer(signal.ITIMER_PROF, seconds)
    faulthandler.cancel_dump_traceback_later()
    if by_clock:
        try:
            faulthandler.dump_traceback_later(by_clock, exit=True)
        except RuntimeError as error:  # no thread can be started: its stack finds no memory
            raise MemoryError(str(error)) from error
