"""Every entry of every list of official Chinese, through every part of the reader that uses the
list.
"""

import pytest

from topics.corpus.cleaning.clean import clean
from topics.corpus.cleaning.noise import find_noise
from topics.corpus.document import Document
from topics.corpus.formats.pdf.columns import NUMBER
from topics.corpus.language.agency_endings import (
    NOT_NAMES,
    OTHERS_LISTED,
    SIGNERS,
    TASKS,
    is_listed,
    is_signer,
)
from topics.corpus.language.agency_names import looks_like_agency
from topics.corpus.language.genres import genre_of_title
from topics.corpus.language.kinds import (
    CARRIERS,
    COMPLETE,
    DOCUMENTS,
    GENRES,
    HORIZONS,
    PLAIN,
    PLANS,
    RESERVED,
    TITLES,
    without_horizon,
)
from topics.corpus.language.labels import LABELS, opens_with_label, read_labels
from topics.corpus.language.line_openings import stands_alone, starts_item
from topics.corpus.language.number_forms import FORMS, WITH_HAN, is_first, starts_number
from topics.corpus.language.titles import (
    is_complete_title,
    is_title,
    names_document,
    notice_parts,
)
from topics.corpus.look import Look
from topics.corpus.parsing.front_lines import is_addressee, is_agency
from topics.corpus.parsing.headings.by_look import headings_by_look
from topics.corpus.parsing.headings.heading_number import read_numbered
from topics.corpus.parsing.headings.on_two_lines import read_on_two_lines
from topics.corpus.parsing.metadata import split_issuers
from topics.corpus.parsing.parse import parse_text

TEXT = "推进节约用水，完善计量设施，提高用水效率和管理水平。"
BODY = f"一、总体要求\n{TEXT}\n二、主要任务\n更换老旧水表，健全巡查制度，及时公布用水情况。"


def read(text: str) -> Document:
    return parse_text(text, doc_id="甲")


@pytest.mark.parametrize("ending", SIGNERS)
class TestSigner:
    def test_signs_at_the_end(self, ending: str) -> None:
        document = read(f"节约用水工作方案\n{BODY}\n云川市临江{ending}\n2024年7月28日\n")
        assert document.issuer == f"云川市临江{ending}"
        assert "临江" not in document.text
        assert [section.path for section in document.leaves] == ["一", "二"]

    def test_stands_above_the_title(self, ending: str) -> None:
        document = read(f"云川市临江{ending}\n关于印发节约用水工作方案的通知\n{BODY}\n")
        assert document.issuer == f"云川市临江{ending}"
        assert "临江" not in document.text

    def test_signs_with_another(self, ending: str) -> None:
        line = f"云川市临江{ending} 云川市水务局"
        assert clean(f"{line}\n2024年7月28日\n").text.split("\n")[0] == line
        assert split_issuers(line) == f"云川市临江{ending}；云川市水务局"

    def test_is_asked_and_is_no_heading(self, ending: str) -> None:
        name = f"云川市临江{ending}"
        assert is_agency(name)
        assert is_addressee(f"{name}：")
        assert looks_like_agency(name)
        lines = [name, "总体要求", TEXT, "主要任务", TEXT]
        looks = {number: Look(weight=number % 2 == 0) for number in range(2, 6)}
        found = headings_by_look(lines, {1: Look(size=22.0), **looks}, {})
        assert found == {2: 1, 4: 1}


@pytest.mark.parametrize("ending", OTHERS_LISTED)
def test_what_a_list_of_duties_names(ending: str) -> None:
    assert is_listed(f"云川{ending}")


@pytest.mark.parametrize("word", NOT_NAMES)
def test_a_word_that_ends_like_a_name_signs_nothing(word: str) -> None:
    assert not is_signer(f"云川{word}")


@pytest.mark.parametrize("task", TASKS)
def test_a_task_is_no_name(task: str) -> None:
    assert not is_agency(f"{task}临江图书馆")


def number(form: str, value: int) -> str:
    """Write a number in one of the forms."""
    han = "一二三四五六七八九十"[value - 1]
    return {
        "ordinal": f"第{han}章　",
        "cn": f"{han}、",
        "paren": f"（{han}）",
        "square": "㈠㈡㈢"[value - 1],
        "num": f"{value}、",
        "pnum": f"（{value}）",
        "small": "⑴⑵⑶"[value - 1],
        "point": "⒈⒉⒊"[value - 1],
        "half": f"{value}）",
        "circle": "①②③"[value - 1],
        "dash": "——",
    }[form]


@pytest.mark.parametrize("form", FORMS)
class TestNumber:
    def test_opens_an_item(self, form: str) -> None:
        line = f"{number(form, 1)}稳定粮食生产"
        assert starts_item(line)
        assert starts_number(line)
        assert is_first(line) == (form not in {"ordinal", "dash"})

    def test_opens_a_heading(self, form: str) -> None:
        heading = read_numbered(f"{number(form, 2)}稳定粮食生产", 0)
        assert heading is not None
        assert (heading.heading, heading.value) == ("稳定粮食生产", 0 if form == "dash" else 2)

    def test_divides_wrapped_text(self, form: str) -> None:
        """Each paragraph but the last ends at the full width, so that only numbers divide them."""
        line = "推广良种良法，提高机收水平，减少收获损失，确保"
        paragraphs = [
            [f"{number(form, value)}{line}"[: len(line)], line, f"{line[:-1]}。"]
            for value in (1, 2, 3)
        ]
        text = "\n".join(part for paragraph in paragraphs for part in paragraph)
        assert clean(text).text.split("\n") == ["".join(paragraph) for paragraph in paragraphs]

    def test_is_no_running_header(self, form: str) -> None:
        lines = [
            part
            for n, name in enumerate(("甲区", "乙区", "丙区", "丁区"), 1)
            for part in (
                f"推进{name}城市更新，完善配套设施和公共服务",
                f"{number(form, 1)}稳定粮食生产",
                f"体系，补齐{name}短板，提高安全韧性",
                f"— {n} —",
            )
        ]
        assert find_noise(lines) == dict.fromkeys((3, 7, 11, 15), "page_number")

    def test_is_no_cell_of_a_table(self, form: str) -> None:
        assert NUMBER.match(f"{number(form, 1)}稳定")

    def test_stands_alone_above_its_words(self, form: str) -> None:
        found = read_on_two_lines((number(form, 1).strip(), "稳定粮食生产", TEXT), 0)
        assert (found is not None) == (form in WITH_HAN)  # figures alone number rows of tables

    def test_opens_no_row_of_a_table(self, form: str) -> None:
        cleaned = clean(f"{number(form, 1)}推进  城市  更新").text
        assert ("  " not in cleaned) == (form in WITH_HAN)


@pytest.mark.parametrize("kind", TITLES)
class TestTitle:
    def test_is_a_title_with_a_genre(self, kind: str) -> None:
        assert is_title(f"云川市节约用水{kind}")
        assert genre_of_title(f"云川市节约用水{kind}（试行）").endswith(kind.removeprefix("的"))

    def test_is_read_as_the_title(self, kind: str) -> None:
        document = read(f"云川市节约用水{kind}\n{BODY}\n")
        assert document.title == f"云川市节约用水{kind}"
        assert document.genre


@pytest.mark.parametrize("kind", [kind for kind in GENRES if kind not in RESERVED])
def test_a_genre_is_that_of_a_title(kind: str) -> None:
    assert genre_of_title(f"云川市节约用水{kind}") == PLAIN.get(kind, kind)
    assert is_title(f"云川市节约用水{kind}")


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_a_document_is_no_chapter(kind: str) -> None:
    assert names_document(f"云川市节约用水{kind}")


@pytest.mark.parametrize("kind", CARRIERS)
def test_a_notice_carries_a_document(kind: str) -> None:
    assert notice_parts(f"云川市水务局关于印发节约用水方案的{kind}")[1] == "节约用水方案"


@pytest.mark.parametrize("kind", COMPLETE)
def test_a_complete_title_has_a_genre(kind: str) -> None:
    title = f"云川市水务局关于节约用水的{kind}"
    assert is_complete_title(title)
    assert is_title(title)
    assert genre_of_title(title) == kind


@pytest.mark.parametrize("horizon", HORIZONS)
@pytest.mark.parametrize("kind", sorted(PLANS))
def test_a_plan_says_its_time(kind: str, horizon: str) -> None:
    genre = genre_of_title(f"云川市节约用水{horizon}{kind}（2023—2025年）")
    assert genre == f"{horizon}{kind}"
    assert without_horizon(genre) == kind


@pytest.mark.parametrize("label", LABELS)
def test_a_label_stands_alone(label: str) -> None:
    line = f"{label}：2024年7月28日"
    assert read_labels(line) == {LABELS[label]: "2024年7月28日"}
    assert opens_with_label(line)
    assert starts_item(line)
    assert stands_alone(" ".join(label) + " ：")
    assert stands_alone(f"【{label}】云川")
