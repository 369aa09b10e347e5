"""Each name stands once, in both languages, and is used wherever its code is said."""

import ast
import re
import subprocess
import sys
import tomllib

import pytest

from tests.support import ROOT
from topics import names
from topics.emphasis.lenses import LENSES as MEASURED
from topics.names import (
    EVIDENCE,
    GRADES,
    LENSES,
    MARKS,
    MEASURES,
    NOTES,
    PARTS,
    SHAPES,
    SHARES,
    SPREADS,
    UNITS,
    VERDICT_SIGNS,
    VERDICTS,
    Words,
    lens_with_measure,
    names_of,
    units_of,
)
from topics.resources import resource
from topics.themes import read_themes

TABLES = {
    "lenses": LENSES,
    "measures": MEASURES,
    "verdicts": VERDICTS,
    "notes": NOTES,
    "units": UNITS,
    "parts": PARTS,
    "grades": GRADES,
    "spreads": SPREADS,
    "marks": MARKS,
    "evidence": EVIDENCE,
    "shapes": SHAPES,
    "marks in words": names.MARKS_IN_WORDS,
    "marks without time": names.MARKS_WITHOUT_TIME,
    "links": names.LINK_SHAPES,
    "sentences": names.SENTENCE_STATUSES,
    "alarms": names.ALARMS,
    "certainties": names.CERTAINTIES,
    "quantities": names.QUANTITY_KINDS,
    "relations": names.RELATIONS,
    "target changes": names.TARGET_CHANGES,
    "forces": names.FORCES,
    "lives": names.LIVES,
    "formulations": names.FORMULATIONS,
    "chains": names.CHAINS,
    "kinds of modifiers": names.MODIFIER_KINDS,
    "standings": names.STANDINGS,
}
HAN = re.compile(r"[㐀-鿿]")


@pytest.mark.parametrize("table", TABLES)
def test_every_code_has_a_name_of_its_own_in_both_languages(table: str) -> None:
    held = TABLES[table]
    assert len(held) > 2
    assert not [code for code, name in held.items() if not HAN.search(name.zh)]
    assert not [code for code, name in held.items() if HAN.search(name.en) or not name.en]
    assert len({name.zh for name in held.values()}) == len(held)
    assert len({name.en for name in held.values()}) == len(held)


def test_every_table_of_names_is_tested_here() -> None:
    held = [
        value
        for name, value in vars(names).items()
        if isinstance(value, dict) and not name.startswith("SHORT_")
    ]
    worded = [value for value in held if any(isinstance(name, Words) for name in value.values())]
    assert len(worded) == len(TABLES)


def test_every_lens_has_its_name_its_measure_and_nothing_else_has() -> None:
    assert list(LENSES) == list(MEASURES) == list(MEASURED)
    assert set(LENSES) > SHARES
    assert VERDICTS.keys() == VERDICT_SIGNS.keys()
    assert len(set(VERDICT_SIGNS.values())) == len(VERDICT_SIGNS)


def test_names_are_said_in_the_language_asked_for() -> None:
    assert lens_with_measure("rate", "zh") == "提及频率（次/万汉字）"
    assert units_of("section", "en") == "sections"
    assert names_of("rate;rate;text_share", LENSES, "zh") == "提及频率；提及条目篇幅占比"
    assert names_of("", LENSES, "en") == ""


def test_names_load_nothing_of_the_package_and_nothing_heavy() -> None:
    code = "import sys, topics.names; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    loaded = done.stdout.split()
    assert {name for name in loaded if name.split(".")[0] == "topics"} == {
        "topics",
        "topics.names",
        "topics.version",
    }
    assert not {"numpy", "pandas", "scipy", "matplotlib"} & set(loaded)


def literals() -> list[tuple[str, str]]:
    """Return every string that stands alone in the package, with the file where it stands."""
    found = []
    for path in sorted((ROOT / "topics").rglob("*.py")):
        if path.name == "names.py":
            continue
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        constants = [node.value for node in nodes if isinstance(node, ast.Constant)]
        found += [(value, path.name) for value in constants if isinstance(value, str)]
    for path in sorted((ROOT / "topics" / "report").rglob("strings.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        for language in table.values():
            for key, value in language.items():
                told = value.values() if isinstance(value, dict) else [value]
                found += [(text, f"{path.name} {key}") for text in told]
    return found


@pytest.mark.parametrize("table", ["lenses", "verdicts", "notes", "parts", "spreads", "evidence"])
def test_no_name_stands_a_second_time_in_the_package(table: str) -> None:
    mine = {name.zh for name in TABLES[table].values()} - {"上升", "下降", "改写"}
    strings = literals()
    assert len(strings) > 1000
    assert [place for text, place in strings if text in mine] == []


def test_every_shipped_theme_has_an_english_name_of_its_own() -> None:
    shipped = {theme.name for theme in read_themes([resource("dictionary/themes.toml")])}
    assert set(names.THEMES) == shipped
    assert len(set(names.THEMES.values())) == len(shipped)
    assert not [name for name in names.THEMES.values() if HAN.search(name)]
