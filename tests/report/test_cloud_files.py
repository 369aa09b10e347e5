"""`python -m topics cloud`: one cloud, one per document, chapter, topic or year, and two years
against each other.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from topics import viz
from topics.cli.clouds import write_clouds
from topics.cli.main import main

CHAPTERS = {"2020": ("产业园区建设", "放宽落户条件"), "2024": ("防洪排涝设施", "产业园区建设")}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    corpus = tmp_path / "规划"
    corpus.mkdir()
    for year, (first, second) in CHAPTERS.items():
        body = "".join(
            f"（{n}）推进{what}。加快{what}，完善{what}。\n"
            for n, what in zip("一二三", (first, second, first), strict=True)
        )
        text = (
            f"云江市{year}年重点任务\n一、{first}\n{body}二、{second}\n{body}"
            f"云江市人民政府\n{year}年3月10日\n"
        )
        (corpus / f"云江{year}.txt").write_text(text, encoding="utf-8")
    return corpus


def words_of(out: Path, figure: str) -> dict[str, float]:
    with (out / "clouds.csv").open(encoding="utf-8-sig", newline="") as file:
        return {
            row["word"]: float(row["weight"])
            for row in csv.DictReader(file)
            if figure in row["figure"]
        }


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("document", ["2020", "2024"]),
        ("year", ["2020", "2024"]),
        (
            "section",
            [
                "2020_一_产业园区建设",
                "2020_二_放宽落户条件",
                "2024_一_防洪排涝设施",
                "2024_二_产业园区建设",
            ],
        ),
    ],
)
def test_there_is_one_cloud_each(folder: Path, tmp_path: Path, kind: str, names: list[str]) -> None:
    out = tmp_path / "云"
    assert main(["cloud", str(folder), "--by", kind, "--out", str(out), "-q"]) == 0
    pictures = [path.stem.partition("_")[2] for path in sorted(out.glob("*.png"))]
    assert [name for name in pictures if not name.endswith("_开头")] == names
    assert {path.stem for path in out.glob("*.svg")} == {path.stem for path in out.glob("*.png")}
    assert "落户" in " ".join(words_of(out, names[0] if kind != "section" else names[1]))
    assert "落户" not in " ".join(words_of(out, names[-1]))


def test_clouds_of_topics_are_numbered_once(tmp_path: Path) -> None:
    picture = viz.word_cloud({"防洪": 2.0, "排涝": 1.0}, title="甲")
    write_clouds({"1. 防洪、排涝": picture, "2. 落户": picture}, tmp_path, lambda *_: None)
    assert [path.name for path in sorted(tmp_path.glob("*.png"))] == [
        "1_防洪_排涝.png",
        "2_落户.png",
    ]


def test_keyness_gives_the_words_that_stand_out(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "云"
    assert (
        main(["cloud", str(folder), "--by", "year", "--weight", "keyness", "--out", str(out), "-q"])
        == 0
    )
    old, new = (" ".join(words_of(out, year)) for year in CHAPTERS)
    assert ("落户" in old, "落户" in new, "防洪" in old, "防洪" in new) == (
        True,
        False,
        False,
        True,
    )


def test_two_years_stand_against_each_other(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "比较.svg"
    assert main(["cloud", str(folder), "--compare", "2020", "2024", "--out", str(out), "-q"]) == 0
    assert out.read_text(encoding="utf-8").startswith("<?xml")
    assert main(["cloud", str(folder), "--compare", "2020", "2030", "--out", str(out), "-q"]) == 1
    assert "no year named 2030; there are: 2020、2024" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (
            ["--by", "year", "--out", "a.png"],
            "--out a.png: --by draws several clouds; name a folder",
        ),
        (["--out", "a.doc"], "--out a.doc: '.doc' is no picture; end the name in png, svg, pdf"),
        (
            ["--weight", "keyness", "--out", "a.png"],
            "stands out against nothing; add --by year or --by document",
        ),
        (
            ["--by", "topic", "--weight", "tf_idf"],
            "have the size of their probability; leave --weight out",
        ),
        (
            ["--compare", "2020", "2024", "--weight", "tf_idf", "--out", "a.png"],
            "compared by the shares of their words",
        ),
        (["--by", "colour", "--out", "云"], "no column 'colour' to group by"),
        (["--by", "colour", "--out", "云"], "; declare others in corpus.csv"),
        (["--mask", "nothing.png", "--out", "a.png"], "nothing.png: cannot be read as a picture"),
    ],
)
def test_what_cannot_be_drawn_is_told(
    folder: Path,
    more: list[str],
    sentence: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(folder.parent)
    assert main(["cloud", str(folder), *more, "-q"]) == 1
    assert sentence in capsys.readouterr().err
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]
