"""What no file of the repository may hold: sentences of real documents, and places on somebody's
machine.
"""

import re
import subprocess
from pathlib import Path

import pytest

from tests.support import ROOT, SHARED, needs_shared

RUN = 13  # Han characters in a row that two texts do not share by chance
# Names of institutions, titles and set phrases of their length, which are nobody's sentences.
NAMES = (
    "中共中央办公厅",
    "全国人民代表大会常务委员会",
    "国家发展改革委",
    "工业和信息化部",
    "人力资源社会保障部",
    "中国国家铁路集团有限公司",
    "中国农业发展银行",
    "各省级有关部门",
    "习近平新时代中国特色社会主义思想",
    "关于推进以县城为重要载体的城镇化建设的意见",
    "关于建立健全城乡融合发展体制机制和政策体系的意见",
    "新型城镇化战略五年行动计划",
    "潜力地区城镇化水平提升行动",
    "实施城市更新和安全韧性提升行动",
    "城市更新和安全韧性提升行动",
    "推进政务服务智慧化，提供商事登记、办税缴费",  # the string that a tokenizer is asked about
)


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """The text files that git tracks, by path."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("the tests are not in a git checkout")
    found = {}
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if path.is_file() and b"\0" not in (data := path.read_bytes()):
            found[name] = data.decode("utf-8", "replace")
    return found


def runs(text: str) -> set[str]:
    """Every run of Han characters, over punctuation and white space, not over figures and letters."""
    pieces = re.findall(r"[\u3400-\u9fff]+", squeeze(text))
    return {piece[i : i + RUN] for piece in pieces for i in range(len(piece) - RUN + 1)}


def squeeze(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


def without_names(line: str) -> str:
    return re.sub("|".join(map(squeeze, NAMES)), "0", squeeze(line))


@needs_shared
def test_no_line_shares_a_run_with_a_real_document(texts: dict[str, str]) -> None:
    ours: dict[str, str] = {}
    for name, text in texts.items():
        for number, line in enumerate(text.split("\n"), 1):
            for run in runs(without_names(line)):
                ours.setdefault(run, f"{name}:{number}")
    found = []
    for folder in ("corpus", "background"):
        for path in (SHARED / folder).rglob("*"):
            if path.is_file():
                shared = ours.keys() & runs(path.read_text(encoding="utf-8", errors="ignore"))
                found += [f"{ours[run]} {run}" for run in shared]
    assert sorted(found) == []


def test_no_file_names_a_place_on_this_machine(texts: dict[str, str]) -> None:
    places = {f"{folder}/" for folder in (ROOT, ROOT.parent, Path.home()) if len(folder.parts) > 1}
    # A folder's name in the middle of a longer path, as in `$folder/name/`, is another folder.
    at_start = re.compile(
        "|".join(rf"(?<![\w.}}~-]){re.escape(place)}" for place in sorted(places))
    )
    found = [
        f"{name}: {match[0]}" for name, text in texts.items() for match in at_start.finditer(text)
    ]
    assert found == []
