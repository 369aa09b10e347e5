"""Which words are names of things: by jieba's dictionary of parts of speech."""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

NAMES = frozenset({"n", "nz", "nt", "nr", "ns", "nrt", "ng", "j", "vn", "an", "i"})
TURNS = frozenset({"l"})  # phrases of several words, of things or of deeds
DEEDS = frozenset(  # verbs for jieba, and yet fields of policy
    [
        *("就业", "创业", "治理", "创新", "改造", "保护", "监管", "防治", "防洪", "排涝", "减灾"),
        *("救灾", "抗震", "救助", "扶贫", "脱贫", "投资", "融资", "消费", "招商", "运输", "通勤"),
        *("排污", "节能", "减排", "减税", "降费", "执法", "普法", "立法", "征地", "拆迁", "搬迁"),
        *("招生", "办学", "教学", "育人", "用工", "裁员", "维权", "参保", "生育", "托育", "医保"),
        *("问诊", "种植", "养殖", "灌溉", "绿化", "造林", "勘探", "采矿"),
    ]
)


def is_name(word: str) -> bool:
    """Say whether a word can name a thing; one that the dictionary lacks can.

    Examples
    --------
    >>> [is_name(word) for word in ("产业", "培训", "取消", "依法追究", "就业", "海绵城市")]
    [True, True, False, False, True, True]
    """
    return word in DEEDS or _tags().get(word, "n") in NAMES


def is_nominal(word: str) -> bool:
    """Say whether a word can name a thing or is a set phrase.

    Examples
    --------
    >>> [is_nominal(word) for word in ("产业", "刑事责任", "取消", "很大")]
    [True, True, False, False]
    """
    return is_name(word) or _tags()[word] in TURNS


def is_known(word: str) -> bool:
    """Say whether jieba's dictionary has a word.

    Examples
    --------
    >>> is_known("县城"), is_known("云岭县")
    (True, False)
    """
    return word in _tags()


@lru_cache(maxsize=1)
def _tags() -> dict[str, str]:
    """Read the parts of speech of the words that jieba knows; its code need not run."""
    found = find_spec("jieba")
    if found is None or not found.submodule_search_locations:
        raise FileNotFoundError("jieba: its dictionary is missing; install the package again")
    path = Path(found.submodule_search_locations[0]) / "dict.txt"
    with path.open(encoding="utf-8") as lines:
        parts = (line.split() for line in lines)
        return {part[0]: part[2] for part in parts if len(part) == 3}
