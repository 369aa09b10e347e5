"""What no file of the repository may hold: sentences of real documents, places on somebody's
machine, and tests that pass on nothing.
"""

import ast
import re
import subprocess
from collections.abc import Iterator
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
    "实施新一轮农业转移人口市民化行动",
    "提高农业转移人口市民化质量",
    "农业转移人口市民化配套政策体系",
    "持续优化城镇化空间布局和形态",
    "以经常居住地登记户口制度",
    "坚持稳中求进工作总基调",
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
    """Every run of Han characters, over punctuation and spaces, not over figures and letters."""
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


# What runs through the whole of its arguments.
THROUGH = {"enumerate", "list", "product", "reversed", "set", "sorted", "tuple", "zip"}
Function = tuple[str, ast.FunctionDef, set[str]]  # its file, itself, what is written out for it


def surely_some(node: ast.expr, known: set[str]) -> bool:
    """Whether a loop over this surely runs: what is written out, or made of what is."""
    if isinstance(node, ast.Name):
        return node.id in known
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and bool(node.value)
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        return any(not isinstance(part, ast.Starred) for part in node.elts)
    if isinstance(node, ast.Dict):
        return bool(node.keys)
    return isinstance(node, ast.Call) and surely_gives_some(node, known)


def surely_gives_some(node: ast.Call, known: set[str]) -> bool:
    match node:
        case ast.Call(func=ast.Name(id="range"), args=bounds):
            try:
                return len(range(*map(ast.literal_eval, bounds))) > 0
            except ValueError:
                return False
        case ast.Call(func=ast.Name(id=name), args=parts):
            return name in THROUGH and all(surely_some(part, known) for part in parts)
        case ast.Call(func=ast.Attribute(value=value, attr="items" | "values" | "keys")):
            return surely_some(value, known)
    return False


def written_out(body: list[ast.stmt]) -> set[str]:
    """The names that stand for something written out that is not empty."""
    pairs = [
        (target, node.value)
        for node in body
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
    ]
    return {t.id for t, value in pairs if isinstance(t, ast.Name) and surely_some(value, set())}


def called(node: ast.AST) -> set[str]:
    calls = [call for call in ast.walk(node) if isinstance(call, ast.Call)]
    return {ast.unparse(call.func).split(".")[-1] for call in calls}


def surely_checks(body: list[ast.stmt], checks: set[str], known: set[str]) -> bool:
    """Whether these lines check something, whatever the data: an assert outside of every `if` and
    of every loop that may not run, or a call of something that checks.
    """

    def inside(lines: list[ast.stmt]) -> bool:
        return any(one(node) for node in lines)

    def one(node: ast.stmt) -> bool:
        found = isinstance(node, ast.Assert)
        match node:
            case ast.With(items=items, body=lines):
                found = any(checks & called(item) for item in items) or inside(lines)
            case ast.Try(body=lines, finalbody=last):
                found = inside(lines) or inside(last)
            case ast.If(body=lines, orelse=other):
                found = inside(lines) and inside(other)
            case ast.For(iter=over, body=lines):
                found = surely_some(over, known) and inside(lines)
            case ast.Expr() | ast.Assign() | ast.Return():
                found = bool(checks & called(node))
        return found

    return inside(body)


def functions() -> Iterator[Function]:
    for path in sorted((ROOT / "tests").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        of_file = written_out(tree.body)
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                yield path.relative_to(ROOT).as_posix(), node, of_file | written_out(node.body)


def passing_on_nothing(found: list[Function]) -> list[str]:
    """The tests that check only inside an `if`, or a loop over what may be empty, or never."""
    homes: dict[str, set[str]] = {}
    for path, node, _ in found:
        homes.setdefault(node.name, set()).add(path)
    given = {"raises", "warns", "fail"}
    for _, node, _ in found:
        given |= {name for name in called(node) if name.startswith("assert_")}
    checking: set[tuple[str, str]] = set()  # files and names

    def checks(path: str, node: ast.FunctionDef, known: set[str]) -> bool:
        names = {name for home, name in checking if home == path or homes[name] == {home}}
        return surely_checks(node.body, given | names, known)

    left = found
    while True:  # helpers that call helpers
        more = [function for function in left if checks(*function)]
        if not more:
            break
        checking |= {(path, node.name) for path, node, _ in more}
        left = [function for function in left if function not in more]
    return [
        f"{path}:{node.lineno} {node.name}"
        for path, node, _ in left
        if node.name.startswith("test_")
    ]


def test_no_test_passes_on_nothing() -> None:
    """Where one is listed: assert outside of the loop that there is something to loop over."""
    found = list(functions())
    assert len(found) > 1000
    assert passing_on_nothing(found) == []


@pytest.mark.parametrize(
    ("lines", "passes"),
    [
        ("for row in table():\n  assert row", True),
        ("for row in []:\n  assert row", True),
        ("for row in range(0):\n  assert row", True),
        ("for row in enumerate(table()):\n  assert row", True),
        ("if table():\n  assert 1", True),
        ("run(table())", True),
        ("rows = table()\nassert rows\nfor row in rows:\n  assert row", False),
        ("for row in ('甲', '乙'):\n  assert row", False),
        ("rows = {'甲': 1}\nfor name, row in rows.items():\n  assert row", False),
        ("if table():\n  assert 1\nelse:\n  assert 2", False),
        ("with pytest.raises(ValueError):\n  run(table())", False),
    ],
)
def test_what_passes_on_nothing_is_known(lines: str, passes: bool) -> None:
    (node,) = ast.parse("def test_it():\n" + re.sub("^", "  ", lines, flags=re.MULTILINE)).body
    assert isinstance(node, ast.FunctionDef)
    found = passing_on_nothing([("tests/test_it.py", node, written_out(node.body))])
    assert bool(found) == passes
