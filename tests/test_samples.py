"""The sample corpus: the planted truth holds in the originals, and the damage lost nothing."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.support import SHARED, needs_shared
from topics.corpus import Document, count_han, read_corpus
from topics.dfm import group_labels, section_rows
from topics.emphasis import measure, shifts, theme_shares, verdicts
from topics.themes import Theme
from topics.tokenize import PolicyTokenizer

ROOT = Path(__file__).resolve().parents[1]
SAMPLES, CLEAN = ROOT / "samples" / "jichuan", ROOT / "tests" / "data" / "samples_clean"
TRUTH = tomllib.loads((SAMPLES.parent / "truth.toml").read_text(encoding="utf-8"))
PLANS = ("jichuan-2020", "jichuan-2022", "jichuan-2022-plan", "jichuan-2024")
COPY = TRUTH["documents"]["jichuan-2022-copy"]
AGENCY_LIST = re.compile(r"（[^（）]*(?:负责|配合)[^（）]*）$", re.MULTILINE)
HEADING = re.compile(
    r"^(?:[一二三四五六七八]、|（[一二三四五六七八九十]+）|\d\.|——)([^。\n]*)", re.MULTILINE
)
CHAPTER = re.compile(r"^[一二三四五六七八]、(.*)", re.MULTILINE)


def clean(doc_id: str) -> str:
    return (CLEAN / f"{doc_id}.txt").read_text(encoding="utf-8")


def damaged(doc_id: str) -> str:
    return (SAMPLES / f"{doc_id}.txt").read_text(encoding="utf-8")


def analysed(doc_id: str) -> str:
    """The body without responsibility lists, one paragraph a line."""
    text = clean(doc_id)
    return AGENCY_LIST.sub("", text[text.rindex("（虚构示例）\n") + len("（虚构示例）\n") :])


def squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)


def occurrences(text: str, terms: list[str]) -> int:
    """Places where a term of the theme begins that no earlier or longer one covers, found position
    by position.
    """
    n, at = 0, 0
    while at < len(text):
        longest = max((len(t) for t in terms if text.startswith(t, at)), default=0)
        n += longest > 0
        at += longest or 1
    return n


def test_the_files_are_what_the_script_makes():
    script = ROOT / "scripts" / "damage_samples.py"
    if not script.exists():
        pytest.skip("scripts/ is not part of this distribution")
    done = subprocess.run(
        [sys.executable, script, "--check"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("doc_id", PLANS)
def test_a_plan_has_the_promised_size(doc_id):
    assert 4000 <= count_han(analysed(doc_id)) <= 7000
    assert len(TRUTH["documents"][doc_id]["leaf_paths"]) >= 25
    assert TRUTH["documents"][doc_id]["han_analysed"] == count_han(analysed(doc_id))


# Counted by reading the originals.
@pytest.mark.parametrize(
    ("doc_id", "chapters", "items", "numbered", "lists", "leaves"),
    [
        ("jichuan-2020", 5, 30, 0, 28, 35),  # 30 items, the lead of four chapters, the preamble
        ("jichuan-2022", 6, 28, 0, 27, 33),  # 28 items, the lead of four chapters, the preamble
        ("jichuan-2022-plan", 8, 39, 0, 0, 44),  # 39 items, four dashes, the preamble
        (
            "jichuan-2024",
            8,
            21,
            27,
            27,
            48,
        ),  # 27 numbered, 6 × 2 + 3 items without them, lead of 一, four dashes, preamble
    ],
)
def test_the_structure_is_the_one_that_was_written(
    doc_id, chapters, items, numbered, lists, leaves
):
    facts = TRUTH["documents"][doc_id]
    assert (facts["chapters"], facts["items"], facts["numbered_items"]) == (
        chapters,
        items,
        numbered,
    )
    assert facts["agency_parentheses"] == lists
    assert len(facts["leaf_paths"]) == len(set(facts["leaf_paths"])) == leaves


@pytest.mark.parametrize("doc_id", PLANS)
@pytest.mark.parametrize("theme", TRUTH["themes"])
def test_the_planted_values_are_those_of_the_originals(theme, doc_id):
    truth, terms, text = (
        TRUTH["themes"][theme]["values"][doc_id],
        TRUTH["themes"][theme]["terms"],
        analysed(doc_id),
    )
    chapters, headings = CHAPTER.findall(text), HEADING.findall(text)
    assert truth["count"] == occurrences(text, terms)
    assert truth["rate"] == pytest.approx(
        10_000 * occurrences(text, terms) / count_han(text), abs=0.005
    )
    in_chapters, in_all = (
        sum(occurrences(h, terms) > 0 for h in hs) for hs in (chapters, headings)
    )
    assert (truth["headings_chapter"], truth["headings_item"]) == (
        in_chapters,
        in_all - in_chapters,
    )
    assert truth["heading_chapter"] == pytest.approx(in_chapters / len(chapters), abs=5e-5)
    n_items = len(headings) - len(chapters)
    assert truth["heading_item"] == pytest.approx((in_all - in_chapters) / n_items, abs=5e-5)
    n_leaves = len(TRUTH["documents"][doc_id]["leaf_paths"])
    assert truth["section_share"] == pytest.approx(truth["sections"] / n_leaves, abs=5e-5)
    assert truth["sections"] == sections_with(text, terms)


def sections_with(text: str, terms: list[str]) -> int:
    """Leaf sections with an occurrence: paragraphs put together from the end, headings without text
    with what follows.
    """
    sections, pending = [], ""
    for paragraph in reversed(text.splitlines()):
        pending = f"{paragraph}\n{pending}"
        bare = HEADING.match(paragraph) and "。" not in paragraph
        if bare and sections and not pending.removeprefix(f"{paragraph}\n"):
            sections[-1] = f"{paragraph}\n{sections[-1]}"  # nothing between it and the next heading
            pending = ""
        elif HEADING.match(paragraph):
            sections.append(pending)
            pending = ""
    sections.append(pending)
    return sum(occurrences(s, terms) > 0 for s in sections)


@pytest.mark.parametrize(
    "shift",
    TRUTH["shifts"],
    ids=lambda s: f"{s['theme']}-{s['reference'][8:]}-{s['target'][8:]}-{s['lens']}",
)
def test_what_was_planted_is_there(shift):
    values = TRUTH["themes"][shift["theme"]]["values"]
    before, after = (
        values[shift["reference"]][shift["lens"]],
        values[shift["target"]][shift["lens"]],
    )
    assert after - before == pytest.approx(shift["difference"], abs=1e-4)
    if shift["direction"] == "rises":
        assert after > 1.5 * before
    elif shift["direction"] == "falls":
        assert after < before / 1.5
    elif shift["lens"].startswith("heading"):
        lens = shift["lens"].replace("heading", "headings")
        count = [values[shift[side]][lens] for side in ("reference", "target")]
        assert abs(count[0] - count[1]) <= 1
    else:
        assert abs(after - before) < before / 3


@pytest.mark.parametrize("doc_id", PLANS)
def test_the_damage_loses_and_adds_nothing_but_what_it_says(doc_id):
    facts = TRUTH["documents"][doc_id]
    text = "\n".join(line for line in damaged(doc_id).split("\n") if "霁川政策资料库" not in line)
    for number in facts["page_numbers"]:
        assert text.count(f"\n{number}\n") == 1
        text = text.replace(f"\n{number}\n", "")
    assert squeeze(text) == squeeze(clean(doc_id))
    assert damaged(doc_id).count("霁川政策资料库") == facts["watermarks"]


@pytest.mark.parametrize("doc_id", PLANS)
def test_line_ends_cut_words(doc_id):
    lines = damaged(doc_id).split("\n")
    cut = TRUTH["documents"][doc_id]["cut_words"]
    assert cut
    for word, (line_by_line, joined) in cut.items():
        assert (
            sum(line.count(word) for line in lines)
            == line_by_line
            < joined
            == clean(doc_id).count(word)
        )


def test_the_copy_differs_only_as_it_says():
    text = damaged("jichuan-2022-copy")
    assert text.count(COPY["marker"]) > 300
    original = "\n".join(clean("jichuan-2022").splitlines()[2:])
    assert COPY["replaces"] in original
    assert COPY["replaces"] not in text.replace(COPY["marker"], "")
    expected = original.replace(COPY["replaces"], COPY["injected"]).translate(
        str.maketrans("，（）：；", ",():;")
    )
    assert squeeze(text.replace(COPY["marker"], "")) == squeeze(expected)
    assert "霁发改规划" not in text.replace(COPY["marker"], "")


@pytest.mark.parametrize("doc_id", PLANS)
def test_every_plan_says_that_it_is_fictional(doc_id):
    assert TRUTH["documents"][doc_id]["title"].endswith("（虚构示例）")
    assert squeeze(TRUTH["documents"][doc_id]["title"]) in squeeze(damaged(doc_id))


def test_the_plan_of_2022_names_neither_number_nor_date_nor_issuer():
    facts = TRUTH["documents"]["jichuan-2022-plan"]
    text = squeeze(damaged("jichuan-2022-plan"))
    for known in (facts["number"], facts["issuer"], "2022年1月"):
        assert known not in text
    table = (SAMPLES / "corpus.csv").read_text(encoding="utf-8")
    assert f"{facts['number']},{facts['issuer']},{facts['date']}" in table


@needs_shared
def test_no_run_of_thirteen_han_characters_comes_from_elsewhere():
    def runs(text: str) -> set[str]:
        han = re.sub(r"[^\u4e00-\u9fff]", "", text)
        return {han[i : i + 13] for i in range(len(han) - 12)}

    ours = set().union(*(runs(clean(doc_id)) for doc_id in PLANS))
    suffixes = {".txt", ".md", ".json", ".conllu"}
    paths = [path for path in SHARED.rglob("*") if path.suffix in suffixes]
    assert ours
    assert paths
    for path in paths:
        assert not ours & runs(path.read_text(encoding="utf-8", errors="ignore")), path


@needs_shared
def test_the_city_and_its_parts_are_no_real_places():
    names = (
        "霁川",
        "望津",
        "枫浦",
        "云堤",
        "泠阳",
        "岚口",
        "苇溪",
        "渌岸",
        "临岫",
        "桐埠",
        "鹤屿",
        "砚溪",
        "篁口",
        "松坞",
        "芦滩",
        "禾泉",
        "霞皋",
        "白芷湖",
        "岫河",
        "霁水",
    )
    lists = [
        *(SHARED / "dictionaries" / "divisions").glob("*.csv"),
        SHARED / "dictionaries/thuocl/THUOCL_diming.txt",
    ]
    known = "\n".join(path.read_text(encoding="utf-8-sig") for path in lists)
    assert [name for name in names if name in known] == []


# --- what the package makes of the damaged files ---


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    return {document.doc_id: document for document in read_corpus(SAMPLES)}


def test_the_reader_finds_the_five_documents_and_no_other(documents):
    assert set(documents) == {*PLANS, "jichuan-2022-copy"}
    assert all(document.status != "skipped" for document in documents.values())


@pytest.mark.parametrize("doc_id", PLANS)
def test_the_reader_recovers_the_original_text(documents, doc_id):
    assert documents[doc_id].text.strip() == analysed(doc_id).strip()


@pytest.mark.parametrize("doc_id", PLANS)
@pytest.mark.parametrize("name", ["title", "number", "issuer", "date", "published", "genre"])
def test_the_reader_finds_the_metadata(documents, doc_id, name):
    assert getattr(documents[doc_id], name) == TRUTH["documents"][doc_id].get(name, "")


@pytest.mark.parametrize("doc_id", PLANS)
def test_the_reader_finds_the_sections(documents, doc_id):
    facts, document = TRUTH["documents"][doc_id], documents[doc_id]
    assert [section.path for section in document.leaves] == facts["leaf_paths"]
    assert (
        sum(section.level == 1 and bool(section.heading) for section in document.sections)
        == facts["chapters"]
    )
    assert sum(bool(section.heading) for section in document.sections) == facts["headings"]


@pytest.mark.parametrize("doc_id", PLANS)
def test_the_reader_lifts_the_responsibility_lists(documents, doc_id):
    found: dict[str, list[str]] = {}
    for mention in documents[doc_id].agencies:
        if mention.scope == "section":
            found.setdefault(mention.path, []).append(f"{mention.written}:{mention.role}")
    assert found == TRUTH["documents"][doc_id].get("agencies", {})


@pytest.mark.parametrize("doc_id", PLANS)
def test_the_reader_logs_page_numbers_and_watermarks(documents, doc_id):
    facts = TRUTH["documents"][doc_id]
    changes = documents[doc_id].changes
    assert [c.text.strip() for c in changes if c.kind == "page_number"] == facts["page_numbers"]
    assert sum(c.kind == "watermark" for c in changes) == facts["watermarks"]
    assert sum(c.kind == "agency_list" for c in changes) == facts["agency_parentheses"]


def test_the_copy_is_a_copy_and_its_declared_fields_are_known(documents):
    assert documents["jichuan-2022-copy"].status == "duplicate"
    assert documents["jichuan-2022-copy"].duplicate_of == COPY["duplicate_of"]
    assert set(documents["jichuan-2022-plan"].declared) == set(
        TRUTH["documents"]["jichuan-2022-plan"]["declared"]
    )


def planted_themes() -> list[Theme]:
    return [
        Theme(name=name, terms=tuple(theme["terms"])) for name, theme in TRUTH["themes"].items()
    ]


def test_the_lenses_give_the_planted_values(documents):
    kept = [document for document in documents.values() if document.analysed]
    themes = planted_themes()
    shares = theme_shares(
        measure(kept, themes, PolicyTokenizer(), section_rows(kept)["doc_id"]), n_resamples=99
    )
    values = {(row.theme, row.group, row.lens): row.value for row in shares.itertuples()}
    assert TRUTH["themes"]
    for name, theme in TRUTH["themes"].items():
        assert theme["values"].keys() == set(shares["group"])
        for doc_id, truth in theme["values"].items():
            for lens, tolerance in (
                ("rate", 0.005),
                ("section_share", 5e-5),
                ("heading_chapter", 5e-5),
                ("heading_item", 5e-5),
            ):
                assert values[name, doc_id, lens] == pytest.approx(truth[lens], abs=tolerance), (
                    name,
                    doc_id,
                    lens,
                )


def test_the_verdicts_between_2020_and_2024_are_those_that_were_planted(documents):
    kept = [document for document in documents.values() if document.analysed]
    labels = group_labels(section_rows(kept))
    found = verdicts(
        shifts(
            measure(kept, planted_themes(), PolicyTokenizer(), labels),
            pairs=[("2020", "2024")],
            n_resamples=1999,
        )
    )
    verdict = dict(zip(found["theme"], found["verdict"], strict=True))
    assert verdict.pop("特色小镇") in {
        "no_clear_change",
        "too_few_sections",
    }  # five mentions in two sections tell little
    assert verdict == {
        "安全韧性": "rises",
        "城乡融合": "falls",
        "公共服务": "no_clear_change",
        "县城": "lenses_disagree",
    }
