"""Tables of contents: what is an entry and what is a heading of the text."""

import pytest

from topics.corpus import parse_text
from topics.corpus.parsing.contents import contents_at

BODY = (
    "一、现状\n全县现有书屋九十间。\n二、任务\n（一）增设书屋\n新建三十间。\n"
    "（二）添置图书\n每间添书五百册。\n三、保障\n经费列入预算。"
)
ENTRIES = (
    ("一、现状", 1),
    ("二、任务", 3),
    ("（一）增设书屋", 3),
    ("（二）添置图书", 12),
    ("三、保障", 20),
)
PATHS = ["一 现状", "二 任务", "二/（一） 增设书屋", "二/（二） 添置图书", "三 保障"]
FORMS = (
    "{words}" + "." * 90 + "{page}",
    "{words}" + "…" * 40 + "{page}",
    "{words}" + "·" * 20 + "{page}",
    "{words} . . . . . . . {page}",
    "{words}……（{page}）",
    "{words}（{page}）",
    "{words}………- {page} -",
    "{words}\t{page}",
    "{words}",
)


def headings(text: str) -> list[str]:
    sections = parse_text(text, doc_id="甲").sections
    return [f"{s.path} {s.heading}" for s in sections if not s.path.endswith("0")]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["目录", "目　录", "CONTENTS", "目录Contents"])
def test_every_form_of_a_table_of_contents_is_left_out(form: str, name: str) -> None:
    table = "\n".join(form.format(words=words, page=page) for words, page in ENTRIES)
    text = f"枫溪县农家书屋建设规划\n{name}\n{table}\n{BODY}"
    assert headings(text) == PATHS


@pytest.mark.parametrize("odd", ["（一）增设农家书屋", "（一）书屋的增设"])
def test_an_entry_that_differs_from_its_heading_is_one_all_the_same(odd: str) -> None:
    table = "\n".join(words for words, _ in ENTRIES).replace("（一）增设书屋", odd)
    assert headings(f"枫溪县农家书屋建设规划\n目录\n{table}\n{BODY}") == PATHS


def test_a_table_with_dots_needs_no_name_and_may_stand_below() -> None:
    table = "\n".join(f"{words}………{page}" for words, page in ENTRIES)
    assert headings(f"枫溪县农家书屋建设规划\n{table}\n{BODY}") == PATHS
    assert (
        headings(
            f"枫溪县农家书屋建设规划\n编制说明。书屋惠及全县村民，年年添书，家家受益，读书成风。\n{table}\n{BODY}"
        )
        == PATHS
    )


def test_a_text_without_contents_keeps_all_its_lines() -> None:
    lines = ["枫溪县书目编印办法", *BODY.split("\n")]
    assert not any(contents_at(lines, index) for index in range(len(lines)))
    text = "枫溪县书目编印办法\n" + BODY.replace("全县现有", "全县……现有")
    assert headings(text) == PATHS
