"""What must not change a result, and what must change it in a known way."""

import os
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.emphasis.test_emphasis import THEMES, measured, planted
from tests.support import ROOT
from tests.toys import PlainFinder, document
from topics.corpus.document import Document
from topics.emphasis import shifts, theme_shares
from topics.stats.resampling import Units, bootstrap_interval, generator, permutation_test, ratios
from topics.themes import Theme, ThemeError, ThemeMatcher, read_themes

RATES = {"韧性": (0.2, 1.2), "产业": (1, 1), "边境": (0.1, 0.3)}


def table(documents: list[Document]) -> pd.DataFrame:
    return shifts(measured(documents), n_resamples=199)


def test_blank_skipped_and_duplicate_documents_change_nothing() -> None:
    documents = planted(RATES, sections=25)
    extra = [
        Document("空白", date="2020-05-05"),
        replace(document("坏", ["韧性。"] * 9), status="skipped"),
        replace(documents[0], doc_id="副本", status="duplicate", duplicate_of="甲"),
    ]
    pd.testing.assert_frame_equal(table(documents), table([*extra, *documents]))


def test_renaming_documents_changes_nothing() -> None:
    documents = planted(RATES, sections=25)
    renamed = [
        replace(d, doc_id=name, sections=tuple(replace(s, doc_id=name) for s in d.sections))
        for d, name in zip(documents, ("zz", "aa"), strict=True)
    ]
    pd.testing.assert_frame_equal(table(documents), table(renamed))


def test_an_unrelated_group_changes_nothing() -> None:
    documents = planted(RATES, sections=25)
    other = document("丙", ["产业。"] * 30, date="1999-01-01")
    joint = shifts(measured([*documents, other]), pairs=[("2020", "2024")], n_resamples=199)
    pd.testing.assert_frame_equal(table(documents), joint)


def test_writing_every_section_twice_changes_no_value() -> None:
    documents = planted(RATES, sections=25)
    doubled = [
        document(d.doc_id, [d.section_text(leaf) for leaf in d.leaves for _ in (0, 1)], date=d.date)
        for d in documents
    ]
    one, two = (theme_shares(measured(chosen), n_resamples=9) for chosen in (documents, doubled))
    lenses = ["rate", "section_share", "text_share"]
    assert one.loc[one["lens"].isin(lenses), "value"].to_list() == pytest.approx(
        two.loc[two["lens"].isin(lenses), "value"].to_list()
    )


def test_doubling_every_mention_doubles_the_rate_and_keeps_the_shares() -> None:
    texts = [("城市" * 5 + "韧性" * k + "甲" * 2 * (8 - k)) for k in (0, 1, 2, 3)] * 6
    double = [("城市" * 5 + "韧性" * (2 * k) + "甲" * 2 * (8 - 2 * k)) for k in (0, 1, 2, 3)] * 6
    one, two = (
        theme_shares(measured([document("甲", chosen)]), n_resamples=9).set_index(["theme", "lens"])
        for chosen in (texts, double)
    )
    assert two.loc[("韧性", "rate"), "value"] == pytest.approx(
        2 * one.loc[("韧性", "rate"), "value"]
    )
    assert (
        two.loc[("韧性", "section_share"), "value"] == one.loc[("韧性", "section_share"), "value"]
    )


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 400)), min_size=2, max_size=60),
    st.integers(1, 59),
)
def test_no_counts_and_lengths_break_the_statistics(cells: list[tuple[int, int]], cut: int) -> None:
    y, n = np.array(cells, dtype=float).T
    units = Units(y[:, None], n[:, None], np.array([0]))
    target = np.arange(len(units)) < min(cut, len(units) - 1)
    found = permutation_test(units, target, generator(1), n_resamples=49)
    assert 0 < found.p[0] <= found.p_max[0] <= 1
    assert not np.isnan(found.t[0])
    low, high = bootstrap_interval(
        units.take(target), units.take(~target), generator(1), n_resamples=49
    )
    difference = ratios(units.take(target)).value[0] - ratios(units.take(~target)).value[0]
    assert low[0] <= difference <= high[0]


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="城市群都韧性安全，。 \n<\x00", max_size=60))
def test_matches_are_the_terms_in_order_and_do_not_overlap(text: str) -> None:
    themes = [Theme("甲", ("城市", "城市群", "市群")), Theme("乙", ("安全韧性", "韧性"))]
    found = ThemeMatcher(themes, PlainFinder()).matches(text)
    assert all(text[match.start : match.end] == match.term for match in found)
    for theme in ("甲", "乙"):
        places = [(match.start, match.end) for match in found if match.theme == theme]
        assert all(left[1] <= right[0] for left, right in pairwise(places))


FRAGMENTS = [
    "[themes.甲]\n",
    '[themes."乙"]\n',
    "terms = ",
    '["韧性"',
    ", 3",
    "]",
    "\n",
    "without = []\n",
    'parent = "甲"',
    "9" * 5000,
    "\x00",
    "[[themes]]",
    "= ",
    '"""',
    "#",
    "甲 = 1979-05-27",
    "{a = 1}",
    '"\\n" = 1\n',
    '[themes."a\\nb"]\n',
    "\\u0000",
    "\ufeff",
    "“",
    "[" * 900,
]


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.one_of(
        st.lists(st.sampled_from(FRAGMENTS), max_size=12).map(
            lambda parts: "".join(parts).encode()
        ),
        st.binary(max_size=80),
    )
)
def test_any_file_gives_themes_or_faults_with_its_name(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "any.toml"
    path.write_bytes(data)
    faults = ""
    try:
        ThemeMatcher(read_themes([path]), PlainFinder()).matches("韧性城市")
    except ThemeError as error:
        faults = str(error)
    assert all("any.toml" in line for line in faults.splitlines())


def test_themes_keep_their_order_in_the_tables() -> None:
    found = table(planted(RATES, sections=25))
    assert list(dict.fromkeys(found["theme"])) == [theme.name for theme in THEMES]


SCRIPT = """
from tests.emphasis.test_emphasis import measured, planted
from topics.emphasis import shifts, theme_shares
data = measured(planted({"韧性": (0.2, 1.2), "产业": (1, 1), "边境": (0.1, 0.3)}, sections=40))
for table in (shifts(data, n_resamples=499), theme_shares(data, n_resamples=499)):
    print(table.to_csv())
"""


def test_threads_kernels_and_hash_seeds_leave_the_same_bits() -> None:
    outputs = set()
    for threads, kernel, seed in (("1", "Prescott", "0"), ("2", "", "77")):
        kernels = {"OPENBLAS_CORETYPE": kernel} if kernel else {}
        env = {
            **os.environ,
            "OPENBLAS_NUM_THREADS": threads,
            "PYTHONHASHSEED": seed,
            "PYTHONUTF8": "1",
            **kernels,
        }
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT], capture_output=True, env=env, cwd=ROOT, check=True
        )
        outputs.add(done.stdout)
    assert len(outputs) == 1
    assert outputs.pop()
