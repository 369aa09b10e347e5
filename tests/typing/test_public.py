"""The typing test covers what the package offers, and ships with the mark that it has types."""

import re
from pathlib import Path

import pytest

import topics

TEXT = (Path(__file__).parent / "public.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", topics.__all__)
def test_every_public_name_is_typed(name: str) -> None:
    assert re.search(rf"\btopics\.{name}\b", TEXT)


def test_the_package_says_that_it_has_types() -> None:
    assert (Path(topics.__file__).parent / "py.typed").is_file()
