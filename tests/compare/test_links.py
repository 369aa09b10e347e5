"""Which sections are linked: planted changes, invariants, and links that people judged."""

import json
import random
import re
from dataclasses import replace

import pandas as pd
import pytest

from benchmarks.wraps import LAYOUTS
from tests.compare.planted import halves, in_chapters, plan, sample_items
from tests.support import SHARED, needs_shared
from topics.compare import LINK_COLUMNS, link_sections
from topics.corpus import Document, parse_text, read_corpus
from topics.resources import resource

ITEMS = sample_items()
OLD = plan(in_chapters(ITEMS), doc_id="旧")


def counted(links: pd.DataFrame) -> pd.DataFrame:
    return links[links["certainty"].isin(["sure", "likely"])]


def pairs(links: pd.DataFrame) -> set[tuple[str, str]]:
    rows = counted(links)
    return set(zip(rows["path_reference"], rows["path_target"], strict=True))


def item_of(document: Document, text: str) -> str:
    """Return the path of the section that holds a text."""
    place = re.sub(r"\s", "", document.text).index(text)
    flat = 0
    for section in document.leaves:
        flat += len(re.sub(r"\s", "", document.section_text(section)))
        if place < flat:
            return section.path
    raise AssertionError(text)


def reworded(text: str, rng: random.Random) -> str:
    """Exchange a fifth of the two-character groups for others, heading and all."""
    groups = [text[i : i + 2] for i in range(0, len(text), 2)]
    return "".join(
        "某项" if rng.random() < 0.2 and "。" not in group else group for group in groups
    )


def test_a_document_with_itself_is_the_same_throughout() -> None:
    links = link_sections(OLD, OLD)
    assert list(links.columns) == LINK_COLUMNS
    assert counted(links)["shape"].eq("same").all()
    assert (counted(links)["path_reference"] == counted(links)["path_target"]).all()
    assert len(counted(links)) == len(OLD.leaves)
    assert not links["moved"].any()
    assert links["share_same"].eq(1).all()


def test_renumbering_alone_is_no_change() -> None:
    new = plan(in_chapters(ITEMS[3:]), doc_id="新")
    links = link_sections(OLD, new)
    assert links["shape"].value_counts().to_dict() == {"same": len(ITEMS) - 3, "dropped": 3}
    assert set(links.loc[links["shape"] == "dropped", "path_reference"]) == {
        item_of(OLD, item[:12]) for item in ITEMS[:3]
    }


@pytest.mark.parametrize("number", range(0, len(ITEMS), 4))
def test_a_planted_split_is_found(number: int) -> None:
    first, second = halves(ITEMS[number])
    changed = [*ITEMS[:number], first, second, *ITEMS[number + 1 :]]
    new = plan(in_chapters(changed), doc_id="新")
    rows = counted(link_sections(OLD, new)).query("shape != 'same'")
    assert set(rows["shape"]) == {"split"}
    assert pairs(rows) == {
        (item_of(OLD, first[:10]), item_of(new, part[:10])) for part in (first, second)
    }


@pytest.mark.parametrize("number", range(0, len(ITEMS) - 1, 4))
def test_a_planted_merger_is_found(number: int) -> None:
    both = ITEMS[number] + ITEMS[number + 1]
    changed = [*ITEMS[:number], both, *ITEMS[number + 2 :]]
    new = plan(in_chapters(changed), doc_id="新")
    rows = counted(link_sections(OLD, new)).query("shape != 'same'")
    assert set(rows["shape"]) == {"merged"}
    assert len(rows) == 2
    assert set(rows["path_target"]) == {item_of(new, both[:10])}


@pytest.mark.parametrize("number", range(0, len(ITEMS), 4))
def test_a_section_in_another_chapter_has_moved(number: int) -> None:
    chapters = in_chapters(ITEMS)
    home = next(i for i, (_, items) in enumerate(chapters) if ITEMS[number] in items)
    chapters[home][1].remove(ITEMS[number])
    chapters[(home + 2) % len(chapters)][1].append(ITEMS[number])
    new = plan(chapters, doc_id="新")
    rows = counted(link_sections(OLD, new))
    assert rows["shape"].eq("same").all()
    assert rows.loc[rows["moved"], "path_target"].tolist() == [item_of(new, ITEMS[number][:10])]


def test_planted_rewording_is_found_everywhere() -> None:
    rng = random.Random(4)
    changed = [reworded(item, rng) for item in ITEMS]
    rows = counted(link_sections(OLD, plan(in_chapters(changed), doc_id="新")))
    assert rows["shape"].isin(["reworded", "kept"]).all()
    assert (rows["path_reference"] == rows["path_target"]).all()
    assert len(rows) == len(ITEMS)


def test_swapped_documents_give_mirrored_links() -> None:
    rng = random.Random(5)
    changed = [reworded(item, rng) if rng.random() < 0.5 else item for item in ITEMS[4:]]
    new = plan(in_chapters([ITEMS[0], *changed]), doc_id="新")
    there, back = link_sections(OLD, new), link_sections(new, OLD)
    assert pairs(there) == {(one, other) for other, one in pairs(back)}
    turned = {"dropped": "new", "new": "dropped", "split": "merged", "merged": "split"}
    assert sorted(there["shape"].replace(turned)) == sorted(back["shape"])


def test_names_wraps_and_script_change_nothing() -> None:
    text = OLD.text
    new = plan(in_chapters(ITEMS[2:]), doc_id="新")
    links = link_sections(OLD, new)
    lines = [
        line
        for paragraph in text.split("\n")
        for line in LAYOUTS["characters"](paragraph, 31)
        if line
    ]
    wrapped = parse_text("\n".join(lines) + "\n", doc_id="另一个名字")
    again = link_sections(wrapped, new)
    columns = ["path_reference", "path_target", "similarity", "certainty", "ratio", "shape"]
    pd.testing.assert_frame_equal(links[columns], again[columns])
    traditional = replace(OLD, text=text.replace("发", "發").replace("业", "業"))
    assert link_sections(traditional, new)["shape"].tolist() == links["shape"].tolist()


def test_a_list_in_another_order_is_the_same() -> None:
    old = plan([("任务", ["推进环境设施、市政设施、公共设施建设。", ITEMS[0]])], doc_id="旧")
    new = plan([("任务", ["推进公共设施、环境设施、市政设施建设。", ITEMS[0]])], doc_id="新")
    assert link_sections(old, new)["shape"].tolist() == ["same", "same"]


def test_sections_that_say_the_same_twice_are_linked_one_to_one() -> None:
    items = ["加强领导。", "培训骑手和护理员。", "加强领导。"]
    old, new = (plan([("任务", items)], doc_id=name) for name in ("旧", "新"))
    assert pairs(link_sections(old, new)) == {(f"一/（{n}）", f"一/（{n}）") for n in "一二三"}


def test_unrelated_documents_are_hardly_linked() -> None:
    recipes = [
        "红烧茄子。茄子切块用盐腌十分钟，热油炸软，蒜末爆香后加酱油白糖焖煮。",
        "清蒸鲈鱼。鱼身抹盐和料酒，铺姜丝葱段，水沸后上锅蒸八分钟，淋热油。",
        "番茄炒蛋。鸡蛋打散先炒成块盛出，番茄炒出汁再倒回鸡蛋，撒葱花。",
        "麻婆豆腐。豆腐切丁焯水，牛肉末炒酥，加豆瓣酱和高汤烧开，勾芡撒花椒。",
        "白切鸡。整鸡入沸水浸煮二十分钟，过冰水使皮脆，蘸姜葱汁食用。",
        "酸辣土豆丝。土豆切细丝泡水去淀粉，大火快炒，沿锅边淋醋。",
    ]
    links = link_sections(OLD, plan([("家常菜", recipes)], doc_id="菜谱"))
    assert len(counted(links)) <= 0.05 * len(OLD.leaves)
    assert links["shape"].isin(["dropped", "new", ""]).all()


def test_every_section_stands_in_the_table_and_shares_sum_to_one() -> None:
    documents = [d for d in read_corpus(resource("samples/jichuan")) if d.analysed]
    links = link_sections(documents[0], documents[1])
    firm = links[links["certainty"] != "weak"]
    assert set(firm["path_reference"]) - {""} == {leaf.path for leaf in documents[0].leaves}
    assert set(firm["path_target"]) - {""} == {leaf.path for leaf in documents[1].leaves}
    total = links[["share_same", "share_reworded", "share_new"]].sum(axis=1, skipna=False).dropna()
    assert total.between(1 - 1e-9, 1 + 1e-9).all()
    assert links["similarity"].dropna().between(0, 1.000001).all()


def test_a_document_without_headings_is_compared_by_paragraphs() -> None:
    flat = parse_text("\n".join(ITEMS[:6]) + "\n", doc_id="无标题")
    links = link_sections(flat, OLD)
    assert counted(links)["path_reference"].tolist() == [f"段{n}" for n in range(1, 7)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Annual plan for green growth. Build parks.\n", "0 of its 34 letters are Han characters"),
        ("", "nothing to compare"),
    ],
)
def test_what_cannot_be_compared_is_refused(text: str, message: str) -> None:
    other = parse_text(text, doc_id="plan-en") if text else Document("plan-en")
    with pytest.raises(ValueError, match=f"plan-en: {message}"):
        link_sections(OLD, other)


def test_background_tells_which_wording_is_common() -> None:
    new = plan(in_chapters(ITEMS[::2]), doc_id="新")
    plain, told = link_sections(OLD, new), link_sections(OLD, new, background=[OLD, new])
    assert pairs(plain) == pairs(told)


@needs_shared
def test_links_that_people_judged_on_real_plans() -> None:
    names = {"2020": "003", "2022": "000", "145": "002", "2024": "004"}
    documents = {d.doc_id[:3]: d for d in read_corpus(SHARED / "corpus")}
    truth = json.loads((SHARED / "truth" / "links.json").read_text(encoding="utf-8"))
    hits = found = true = lost = first = items = 0
    for pair in truth["pairs"]:
        old, new = (documents[names[pair[side]]] for side in ("reference", "target"))
        links = link_sections(old, new)
        links = links[links["path_reference"].isin(pair["judged"])]
        judged = {tuple(link) for link in pair["links"]}
        best = links[links["certainty"] != ""].drop_duplicates("path_reference")
        with_link = {one for one, _ in judged}
        hits += len(pairs(links) & judged)
        found += len(pairs(links))
        true += len(judged)
        lost += len(with_link - {one for one, _ in pairs(links)})
        items += len(with_link)
        first += len(set(zip(best["path_reference"], best["path_target"], strict=True)) & judged)
    assert (true, items) == (62, 53)
    assert hits / found >= 0.85
    assert hits / true >= 0.88
    assert lost <= 3
    assert first >= 51


@needs_shared
def test_a_law_that_lost_an_article() -> None:
    folder = SHARED / "background" / "regulations"
    old, new = read_corpus(sorted(folder.glob("对外贸易法*.md")))
    links = link_sections(old, new)
    assert links.loc[links["shape"] == "dropped", "path_reference"].tolist() == ["第二章/第九条"]
    assert set(links["shape"]) == {"same", "dropped"}
