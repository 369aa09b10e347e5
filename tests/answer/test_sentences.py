"""The first screen: what is said, what is never said, and where each number leads."""

import re
from pathlib import Path

import pytest

from topics import Settings, Study
from topics.answer.sentence import Answer, Sentence
from topics.cli.main import main
from topics.resources import resource

QUICK = Settings(n_resamples=199)
BODY = "推进老旧小区改造，完善配套设施，方便居民生活，压实各方责任。"
FORBIDDEN = ("无变化", "显著", r"\bnan\b", "None", r"\{")


def plan(folder: Path, year: int, name: str, chapters: dict[str, str], number: int = 1) -> None:
    numerals = "一二三四五六七八九十"
    lines = [f"云川市{year}年{name}", f"云川市人民政府　{year}年3月1日"]
    for at, (heading, text) in enumerate(chapters.items()):
        lines += [f"{numerals[at]}、{heading}", text]
    (folder / f"{year}-{number}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def chapters_of(**extra: str) -> dict[str, str]:
    found = {"改善居住条件": BODY * 3, "优化公共服务": BODY * 3, "加强组织实施": BODY}
    return found | extra


@pytest.fixture(scope="module")
def sample() -> Study:
    return Study([resource("samples/jichuan")], QUICK)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "文件"
    path.mkdir()
    return path


def of_kind(answer: Answer, kind: str) -> Sentence:
    return answer.of_kind(kind)[0]


def test_the_planted_rise_and_fall_are_said_first(sample: Study) -> None:
    answer = sample.answer()
    assert answer.sentences[0].kind == "headline"
    assert "安全韧性" in answer.headline
    gained, lost = of_kind(answer, "gained"), of_kind(answer, "lost")
    assert gained.about[0] == "安全韧性"
    assert "城乡融合" in lost.about
    strong = {
        theme
        for line in (gained, lost)
        for theme, grade in zip(line.about, line.evidence, strict=True)
        if grade == "strong"
    }
    assert strong == {"安全韧性", "城乡融合"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_is_said_that_the_tests_do_not_bear(sample: Study, lang: str) -> None:
    text = sample.answer(lang).text
    assert len(text) > 500
    assert not [word for word in FORBIDDEN if re.search(word, text)]
    assert " p = " not in text
    assert "p=" not in text


def test_each_number_of_a_theme_leads_to_documents_of_its_group(sample: Study) -> None:
    groups = set(sample.groups.values())
    refs = [
        piece.ref
        for line in sample.answer().sentences
        for piece in line.pieces
        if piece.ref is not None and piece.ref.kind == "theme"
    ]
    assert len(refs) > 20
    assert {group for ref in refs for group in ref.groups} <= groups
    mentioned = set(sample.places["theme"])
    assert {ref.name for ref in refs} <= mentioned


def test_the_text_is_what_the_pieces_say(sample: Study) -> None:
    answer = sample.answer()
    assert len(answer.sentences) > 5
    said = ["".join(piece.text for piece in line.pieces) for line in answer.sentences]
    assert said == [line.text for line in answer.sentences]
    assert not [text for text in said if text not in answer.text]


def test_a_new_chapter_is_a_fact_of_its_document(folder: Path) -> None:
    plan(folder, 2021, "城市建设工作要点", chapters_of())
    plan(folder, 2023, "城市建设工作要点", chapters_of(培育夜间消费街区=BODY * 4))
    answer = Study([folder], QUICK).answer()
    assert "新立" in of_kind(answer, "chapters").text
    assert "夜间消费街区" in of_kind(answer, "chapters").text
    assert "不足20条" in of_kind(answer, "reading").text


def test_equal_texts_are_called_equal(folder: Path) -> None:
    plan(folder, 2021, "城市建设工作要点", chapters_of())
    plan(folder, 2023, "城市建设工作要点", chapters_of())
    (folder / "corpus.csv").write_text(
        "file,date\n2021-1.txt,2021-03-01\n2023-1.txt,2023-03-01\n", encoding="utf-8"
    )
    study = Study([folder], QUICK)
    assert study.pairs == [("2021", "2023")]
    assert study.answer().headline == "两份文件文字相同。"


def test_one_group_has_nothing_to_be_compared_with(folder: Path) -> None:
    plan(folder, 2021, "城市建设工作要点", chapters_of())
    assert "2021" in Study([folder], QUICK).answer().headline
    nothing = Study([folder], Settings(n_resamples=99, by="issuer", compare=()))
    assert "没有可比的另一组" in nothing.answer().headline


def test_regions_are_higher_or_lower_and_never_rise(folder: Path) -> None:
    text = "建设韧性城市，健全防洪排涝体系。"
    plan(folder, 2021, "城市建设工作要点", {f"任务{n}": text * 4 for n in "甲乙丙丁戊"})
    plan(folder, 2023, "城市建设工作要点", chapters_of())
    (folder / "corpus.csv").write_text(
        "file,region\n2021-1.txt,东部\n2023-1.txt,西部\n", encoding="utf-8"
    )
    answer = Study([folder], Settings(n_resamples=99, by="region")).answer()
    assert "较" in answer.headline
    assert "加重" not in answer.text
    assert "上升" not in answer.text
    assert answer.of_kind("gained", "lost")


def test_themes_that_do_not_fit_are_said_to(folder: Path) -> None:
    odd = "稻飞虱要早查早治，育秧田灌浅水，分蘖期追肥，收割后翻耕。"
    for year in (2021, 2023):
        plan(
            folder,
            year,
            "水稻栽培技术方案",
            {f"第{n}步": odd * 3 + f"第{year}批。" for n in "甲乙丙"},
        )
    answer = Study([folder], QUICK).answer()
    assert answer.sentences[1].kind == "misfit"
    assert "themes --suggest" in answer.sentences[1].text


def test_the_terminal_prints_the_first_screen(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["answer", "--resamples", "99", "-q", str(resource("samples/jichuan"))]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("重点转向")
    assert "怎么读" in printed
