"""What changed between the real plans of 2020, 2022 and 2024, number for number."""

import pandas as pd
import pytest

from tests.support import SHARED, needs_shared
from topics.answer.chapters import chapters
from topics.answer.facts import facts
from topics.answer.theme_counts import theme_counts
from topics.answer.word_changes import word_changes
from topics.answer.word_counts import count_words
from topics.corpus import read_corpus
from topics.dfm import build_dfm, group_labels, section_rows
from topics.emphasis.coverage import places
from topics.emphasis.lens_places import heading_places
from topics.names import LARGE
from topics.resources import resource
from topics.themes import read_themes
from topics.tokenize import PolicyTokenizer

pytestmark = needs_shared
PAIRS = [("2020", "2022"), ("2022", "2024"), ("2020", "2024")]
WIDE = PAIRS[2]


class Plans:
    """The tables of the real plans; one of them has no date and stays out."""

    def __init__(self) -> None:
        documents = [d for d in read_corpus([SHARED / "corpus"]) if d.analysed]
        themes = read_themes([resource("dictionary/themes.toml")])
        tokenizer = PolicyTokenizer(protect=[term for theme in themes for term in theme.terms])
        labels = group_labels(section_rows(documents))
        headings = heading_places(documents, themes, tokenizer)
        counts = theme_counts(
            documents,
            themes,
            labels,
            places=places(documents, themes, tokenizer),
            headings=headings,
        )
        vocabulary = build_dfm(documents, tokenizer).features
        self.groups = counts.groups
        self.facts = facts(counts, pairs=PAIRS)
        self.chapters = chapters(documents, counts, headings=headings, pairs=PAIRS)
        self.words = word_changes(
            count_words(documents, tokenizer, labels, vocabulary=vocabulary), pairs=PAIRS
        )


@pytest.fixture(scope="module")
def plans() -> Plans:
    return Plans()


def of(table: pd.DataFrame, pair: tuple[str, str]) -> pd.DataFrame:
    return table[(table["reference"] == pair[0]) & (table["target"] == pair[1])]


def test_the_plan_without_a_date_stays_out(plans: Plans) -> None:
    assert plans.groups == ("2020", "2022", "2024")


@pytest.mark.parametrize(
    ("theme", "rates", "sections", "verdict"),
    [
        ("产业", (13, 71), (6, 16), ("much_more", "spread", "item_gained")),
        ("潜力地区", (0, 22), (0, 7), ("new", "spread", "chapter_gained")),
        ("安全韧性", (9, 37), (3, 8), ("much_more", "spread", "chapter_gained")),
        ("住房保障", (7, 25), (2, 6), ("much_more", "spread", "item_gained")),
        ("城乡融合", (64, 15), (12, 6), ("much_less", "spread", "chapter_lost")),
        ("城市群", (33, 1), (5, 1), ("much_less", "spread", "item_lost")),
        ("县城", (40, 13), (9, 3), ("much_less", "spread", "item_lost")),
        ("社会治理", (33, 6), (7, 3), ("much_less", "spread", "chapter_lost")),
        ("历史文化", (18, 1), (3, 1), ("much_less", "spread", "item_lost")),
        ("边境", (27, 0), (1, 0), ("gone", "own_item", "item_lost")),
        ("公共服务", (62, 101), (11, 18), ("more", "one_section", "")),
        ("城市群都市圈", (95, 48), (12, 13), ("less", "one_section", "")),
        ("都市圈", (18, 25), (2, 7), ("slight", "", "chapter_gained")),
        ("城市更新", (18, 22), (3, 5), ("steady", "", "chapter_gained")),
        ("农业转移人口市民化", (107, 116), (10, 14), ("steady", "", "")),
        ("交通基础设施", (53, 58), (8, 12), ("steady", "", "item_gained")),
        ("改革要素", (124, 92), (18, 20), ("slight", "", "")),
        ("绿色低碳", (20, 15), (6, 5), ("slight", "", "item_gained")),
        ("户籍制度", (56, 40), (8, 8), ("slight", "", "")),
        ("智慧城市", (24, 16), (4, 7), ("slight", "", "")),
    ],
)
def test_themes_from_2020_to_2024(plans: Plans, theme, rates, sections, verdict) -> None:
    row = of(plans.facts, WIDE).set_index("theme").loc[theme]
    assert (round(row["rate_reference"]), round(row["rate_target"])) == rates
    assert (row["sections_reference"], row["sections_target"]) == sections
    assert (row["grade"], row["spread"], row["mark"]) == verdict


def test_the_rank_and_the_step_of_industry(plans: Plans) -> None:
    row = of(plans.facts, WIDE).set_index("theme").loc["产业"]
    assert (row["rank_reference"], row["rank_target"]) == (14, 4)
    assert (row["mentions_reference"], row["mentions_target"]) == (6, 48)
    assert row["when"] == "2022→2024"
    safety = of(plans.facts, WIDE).set_index("theme").loc["安全韧性"]
    assert safety["when"] == "2020→2022"


@pytest.mark.parametrize(("pair", "number"), list(zip(PAIRS, (1, 5, 9), strict=True)))
def test_how_many_themes_shift_widely(plans: Plans, pair: tuple[str, str], number: int) -> None:
    table = of(plans.facts, pair)
    assert (table["grade"].isin(LARGE) & (table["spread"] == "spread")).sum() == number


@pytest.mark.parametrize(
    ("theme", "rates"),
    [
        ("产业", (17, 71)),
        ("潜力地区", (2, 22)),
        ("城乡融合", (62, 15)),
        ("社会治理", (44, 6)),
        ("县城", (44, 13)),
    ],
)
def test_the_latest_neighbours(plans: Plans, theme: str, rates: tuple[int, int]) -> None:
    table = of(plans.facts, PAIRS[1])
    row = table.set_index("theme").loc[theme]
    assert (round(row["rate_reference"]), round(row["rate_target"])) == rates
    assert row["spread"] == "spread"


def test_chapters_from_2022_to_2024(plans: Plans) -> None:
    table = of(plans.chapters, PAIRS[1])
    table = table[table["formal"] == ""]
    shares = {
        status: {
            (row.heading_target or row.heading_reference): (
                round(100 * row.share_reference) if status != "new" else 0,
                round(100 * row.share_target) if status != "gone" else 0,
            )
            for row in part.itertuples()
        }
        for status, part in table.groupby("status")
    }
    assert shares == {
        "new": {
            "实施潜力地区城镇化水平提升行动": (0, 25),
            "实施城市更新和安全韧性提升行动": (0, 20),
            "实施现代化都市圈培育行动": (0, 14),
        },
        "gone": {
            "加快推进新型城市建设": (32, 0),
            "持续优化城镇化空间布局和形态": (21, 0),
            "促进城乡融合发展": (13, 0),
            "提升城市治理水平": (9, 0),
        },
        "renamed": {"实施新一轮农业转移人口市民化行动": (19, 24)},
    }
    by_status = table.groupby("status")[["share_reference", "share_target"]].sum()
    assert round(100 * by_status.loc["new", "share_target"]) == 59
    assert round(100 * by_status.loc["gone", "share_reference"]) == 75


def test_new_and_vanished_words(plans: Plans) -> None:
    words = plans.words[plans.words["kind"] == "word"]
    new = of(words, PAIRS[1])
    new = new[(new["grade"] == "new") & new["shown"]]
    first = list(zip(new["feature"], new["mentions_target"], new["sections_target"], strict=True))
    assert first[0] == ("潜力地区", 13, 7)
    assert set(first[:6]) == {
        ("潜力地区", 13, 7),
        ("保障性住房", 6, 4),
        ("新型工业化", 5, 5),  # which 工业化 is folded into
        ("以人为本", 4, 4),
        ("职业教育", 4, 4),
        ("制造业", 5, 4),
    }
    gone = of(words, WIDE)
    gone = gone[(gone["grade"] == "gone") & gone["shown"]]
    assert list(zip(gone["feature"], gone["mentions_reference"], strict=True))[:2] == [
        ("城市群", 10),
        ("特色小镇", 6),
    ]
    folded = of(words, WIDE).set_index("feature")["folded_into"]
    assert (folded["转移"], folded["人为"]) == ("农业转移人口", "以人为本")
