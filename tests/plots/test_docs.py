"""The page about figures names what the module offers, and nothing else."""

import re

from tests.support import ROOT
from topics import viz

TEXT = (ROOT / "docs" / "figures.md").read_text(encoding="utf-8")


def test_every_public_name_is_documented() -> None:
    assert [name for name in viz.__all__ if not re.search(rf"\b{name}\b", TEXT)] == [
        "Cloud"
    ]  # what the clouds return


def test_no_figure_is_documented_that_does_not_exist() -> None:
    assert set(re.findall(r"\bplot_\w+", TEXT)) <= set(viz.__all__)
