"""docs/reliability.md speaks of every promise and names only tests that exist."""

import re

import pytest

from tests.support import ROOT

PAGE = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
TESTS = "\n".join(
    path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests").rglob("*.py"))
)


@pytest.mark.parametrize("number", range(1, 17))
def test_every_promise_has_its_proof(number: int) -> None:
    part = re.search(rf"^### P{number} .*?(?=^##)", PAGE, re.MULTILINE | re.DOTALL)
    assert part
    assert "Proof:" in part[0]


def test_every_file_that_is_named_exists() -> None:
    named = set(re.findall(r"(?:tests|scripts|benchmarks)/[\w/]+(?:\.py)?", PAGE))
    assert named
    assert {name for name in named if not (ROOT / name).exists()} == set()


def test_every_test_that_is_named_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", PAGE))
    assert len(named) > 50
    assert {name for name in named if f"def {name}(" not in TESTS} == set()
