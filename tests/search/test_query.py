"""A query is read as it is written, or refused in one sentence."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topics.search.query import Near, Query, is_near, parse_query, plain

LETTERS = "城市更新韧性资金"


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("韧性 资金", Query(words=("韧性", "资金"))),
        ("韧性　韧性", Query(words=("韧性",))),
        ("“城市更新” 资金", Query(words=("城市更新", "资金"), exact=("城市更新",))),
        ("「城市 更新」", Query(words=("城市 更新",), exact=("城市 更新",))),
        ("韧性 -试点 －“老旧 小区”", Query(words=("韧性",), without=("试点", "老旧 小区"))),
        (
            "更新 NEAR/3 资金 NEAR 管网",
            Query(
                words=("更新", "资金", "管网"),
                near=(Near("更新", "资金", 3), Near("资金", "管网", 10)),
            ),
        ),
        (
            "韧性 year:2020-2024 year：2026 path:五/(二)",
            Query(
                words=("韧性",),
                fields=(("year", "2020-2024"), ("year", "2026"), ("path", "五/(二)")),
            ),
        ),
        ('"year:2024"', Query(words=("year:2024",), exact=("year:2024",))),
        ("ＧＤＰ", Query(words=("gdp",))),
        ("韧性何时提出？", Query(words=("韧性",), asks="first")),
        ("首次提到韧性", Query(words=("韧性",), asks="first")),
        ("何时 韧性", Query(words=("韧性",), asks="first")),
        ("落户目标是多少", Query(words=("落户",), asks="quantity")),
        ("落户 目标", Query(words=("落户", "目标"), asks="quantity")),
        ("“首次” 落户", Query(words=("首次", "落户"), exact=("首次",))),
        ("目标", Query(words=("目标",))),
        ("首次", Query(words=("首次",))),
    ],
)
def test_a_query_is_read(text: str, query: Query) -> None:
    assert parse_query(text) == query


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "query '' is empty; name a word"),
        (" 　", "is empty; name a word"),
        ("-试点", "holds only what to leave out or where to look; name a word"),
        ("year:2024", "holds only what to leave out or where to look; name a word"),
        ("韧性 ，", "'，' holds no character to look for; name a word"),
        ('""', "holds no character to look for"),
        ('韧性 "资金', "a quotation mark stands alone; close it, or leave it out"),
        ("“稳步推进。全市”", "goes on after '。', where a sentence ends"),
        ("韧性 place:五", "'place:五' is no field; there are year:…, path:…"),
        ("韧性 -year:2024", "'-year:2024' is no field"),
        ("韧性 path:", "'path:' is no field"),
        ("韧性 year:24", "year:24 is no year; write year:2024 or year:2020-2024"),
        ("韧性 year:2024-2020", "year:2024-2020 is no year"),
        ("NEAR/3 韧性", "NEAR stands between two words, as in 城市更新 NEAR/10 资金"),
        ("韧性 NEAR/3 -资金", "NEAR stands between two words"),
        ("韧" * 1001, "has 1001 characters, and 1000 is the most"),
    ],
)
def test_a_wrong_query_is_refused_with_a_remedy(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=r".") as error:
        parse_query(text)
    assert said in str(error.value)
    assert "\n" not in str(error.value)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_in_a_sentence(text: str) -> None:
    with suppress(ValueError):
        assert parse_query(text).words


@settings(deadline=None)
@given(
    st.text(LETTERS, max_size=30),
    st.text(LETTERS, min_size=1, max_size=2),
    st.text(LETTERS, min_size=1, max_size=2),
    st.integers(0, 12),
)
def test_near_is_what_every_pair_of_places_says(
    text: str, left: str, right: str, within: int
) -> None:
    """Held to all pairs, overlapping places included only as `str.count` sees them."""

    def spans(word: str) -> list[tuple[int, int]]:
        found, end = [], 0
        while (start := text.find(word, end)) >= 0:
            end = start + len(word)
            found.append((start, end))
        return found

    expected = any(
        0 <= max(c - b, a - d) <= within for a, b in spans(left) for c, d in spans(right)
    )
    assert is_near(text, Near(left, right, within)) == expected
    assert is_near(text, Near(right, left, within)) == expected


@settings(deadline=None)
@given(st.text(max_size=40))
def test_plain_text_keeps_every_offset(text: str) -> None:
    assert len(plain(text)) == len(text)
    assert plain(plain(text)) == plain(text)
