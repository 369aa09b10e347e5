"""Laws with two versions, article by article, against a reading that knows nothing of our links.

Two articles are counterparts where they are equal without numbers, or where two fifths of the rarer
runs of four characters of the shorter one stand in the other; they are not where a tenth do; what
lies between is left unjudged. An article that stands unchanged has no other counterpart.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

import pytest

from tests.support import SHARED, needs_shared
from topics.compare import link_sections
from topics.corpus import parse_text, read_corpus

NUMBER = "第[一二三四五六七八九十百零〇]+"
ARTICLE = re.compile(rf"({NUMBER}条)[\s\u3000]*(.*)")
RUN, RARE = 4, 2  # characters; articles of a version in which a run may stand
# Least precision and recall, and articles that are called dropped though they have a counterpart.
LAWS = {
    "农业技术推广法": (1.0, 1.0, 0),
    "反垄断法": (0.98, 0.96, 0),
    "反洗钱法": (0.80, 0.96, 1),  # written anew: 37 articles became 65
    "对外贸易法": (1.0, 1.0, 0),
    "文物保护法": (0.90, 0.98, 0),  # 80 became 101
    "野生动物保护法": (0.92, 1.0, 0),
}
Pairs = set[tuple[str, str]]


@dataclass(frozen=True)
class Judged:
    """Articles of both versions; pairs that are equal, counterparts, and none; pairs linked."""

    old: dict[str, str]
    equal: Pairs
    true: Pairs
    false: Pairs
    linked: Pairs
    shapes: dict[tuple[str, str], set[str]]


def articles(lines: list[str]) -> dict[str, str]:
    """Return the Han characters and digits of each article; numbers of articles are left out."""
    found: dict[str, str] = {}
    now = ""
    for line in map(str.strip, lines):
        if match := ARTICLE.match(line):
            now = match[1]
            found[now] = match[2]
        elif line.startswith("#"):
            now = ""
        elif now:
            found[now] += line
    return {
        name: re.sub("[^0-9\u4e00-\u9fff]", "", re.sub(f"{NUMBER}(?=[条款项章])", "", text))
        for name, text in found.items()
    }


def rarer_runs(texts: dict[str, str], others: dict[str, str]) -> dict[str, set[str]]:
    """Return the runs of each article that stand in few articles of either version."""

    def runs(text: str) -> set[str]:
        return {text[at : at + RUN] for at in range(len(text) - RUN + 1)}

    counts = [
        Counter(run for text in side.values() for run in runs(text)) for side in (texts, others)
    ]
    return {
        name: {run for run in runs(text) if max(count[run] for count in counts) <= RARE}
        for name, text in texts.items()
    }


def reading(old: dict[str, str], new: dict[str, str]) -> tuple[Pairs, Pairs, Pairs]:
    """Return the pairs of articles that are equal, that are counterparts, and that are none."""
    equal = {(i, j) for i, text in old.items() for j, other in new.items() if text == other}
    alone = {i for i, _ in equal}, {j for _, j in equal}
    left, right = rarer_runs(old, new), rarer_runs(new, old)
    true, false = set(equal), set()
    for i, one in left.items():
        for j, other in right.items():
            share = len(one & other) / max(min(len(one), len(other)), 4)
            if share < 0.1 and (i, j) not in equal:
                false.add((i, j))
            elif share >= 0.4 and i not in alone[0] and j not in alone[1]:
                true.add((i, j))
    return equal, true, false


def article_of(path: str) -> str:
    return next((part for part in path.split("/") if re.fullmatch(f"{NUMBER}条", part)), "")


@pytest.fixture(scope="module", params=LAWS)
def judged(request: pytest.FixtureRequest) -> tuple[str, Judged]:
    files = sorted((SHARED / "background" / "regulations").glob(f"{request.param}(*.md"))
    old, new = (
        articles(file.read_text(encoding="utf-8").split("INFO END")[-1].splitlines())
        for file in files
    )
    links = link_sections(*(read_corpus([file])[0] for file in files))
    shapes: dict[tuple[str, str], set[str]] = {}
    for row in links[links["certainty"].isin(["sure", "likely"])].itertuples():
        pair = article_of(row.path_reference), article_of(row.path_target)
        if all(pair):
            shapes.setdefault(pair, set()).add(row.shape)
    return request.param, Judged(old, *reading(old, new), set(shapes), shapes)


@needs_shared
def test_articles_are_linked_as_their_own_text_says(judged: tuple[str, Judged]) -> None:
    law, found = judged
    precision, recall, lost = LAWS[law]
    hits = found.linked & found.true
    assert len(hits) / len(found.linked & (found.true | found.false)) >= precision
    assert len(hits) / len(found.true) >= recall
    kept, true = {i for i, _ in found.linked}, {i for i, _ in found.true}
    assert len(true - kept) <= lost


@needs_shared
def test_what_is_the_same_but_for_numbers_is_called_the_same(judged: tuple[str, Judged]) -> None:
    _, found = judged
    same = {pair for pair, shapes in found.shapes.items() if shapes == {"same"}}
    once = {pair for pair in found.equal if sum(i == pair[0] for i, _ in found.equal) == 1}
    assert once
    assert once <= same
    assert not same & found.false


# An invented law whose last chapter names the duties again.
OLD = """第一章 渡口
第一条 渡口应当修筑石阶，河岸种植柳树，碑亭由族人照看。
第二条 渡工开船前应当清点救生衣，核对乘客人数，并把灯笼挂在船头。
"""
NEW = """第一章 渡口
第一条 渡口应当修筑石阶，河岸种植柳树，碑亭由族人照看。
第二章 {heading}
第二条 渡口夜间载运牲畜过河、雾天解缆的，由渡口所在的镇收回渡船。
第三条 渡工开船前没有清点救生衣、没有核对乘客人数的，由渡口所在的镇处三百元罚款。
"""


def test_a_penalty_that_names_a_duty_again_is_less_like_it_than_a_duty_would_be() -> None:
    def similarity(heading: str) -> float:
        new = parse_text(NEW.format(heading=heading), doc_id="新")
        links = link_sections(parse_text(OLD, doc_id="旧"), new)
        of_duty = links[
            (links["path_reference"] == "第一章/第二条") & (links["path_target"] == "第二章/第三条")
        ]
        return float(of_duty["similarity"].iloc[0])

    plain = similarity("渡工")
    assert plain > 0.25
    for heading in ("法律责任", "罚则"):
        assert similarity(heading) == pytest.approx(0.6 * plain)
