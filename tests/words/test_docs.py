"""The page about the tokenizer says what it does."""

import doctest
import inspect
import re

from tests.support import ROOT
from topics import PolicyTokenizer

PAGE = ROOT / "docs" / "tokenizer.md"


def test_every_example_runs():
    failed, tried = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert tried > 15
    assert failed == 0


def test_every_option_is_explained_with_its_default():
    rows = dict(
        re.findall(r"^\| `(\w+)` \| (.+?) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    )
    parameters = inspect.signature(PolicyTokenizer).parameters
    assert set(rows) == set(parameters)
    shown = {name: value.default for name, value in parameters.items() if name != "dictionary"}
    for name, default in shown.items():
        assert (f'"{default}"' if isinstance(default, str) else str(default)) in rows[name], name
