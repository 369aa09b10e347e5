"""What holds for all tests."""

import os
import signal
import sys

import pytest

# The background job of a shell ignores Ctrl-C, and so would the processes that tests start and
# interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Tests start hundreds of processes: where Python may keep no compiled code, each compiles its
# libraries again, and the suite takes several times as long.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# Tests read what the terminal says in English, wherever they run.
os.environ["LC_ALL"] = "C.UTF-8"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the modules that have slow tests, so that no core waits for the last of them."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)
