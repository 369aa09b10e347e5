"""Names of agencies: which names mean one body, and what looks like an agency at all."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache

from topics.corpus.language.agency_endings import is_listed
from topics.resources import resource

_LEVEL = r"(?:各|全)?(?:省|市|区|县|州|盟|旗|自治区|自治州|自治县|地区|新区)(?:级|属|直)?"
_PLACE = r"[\u4e00-\u9fff]{2,6}?(?:省|市|区|县|州|盟|旗)"
_PREFIX = re.compile(rf"^(?P<prefix>{_LEVEL}|{_PLACE})(?=[\u4e00-\u9fff])")
_NO_PLACE = re.compile("市场|市政(?![务府协])|区域|区块|州际|县域|省际|市容")
_BARE_PLACE = re.compile(r"^[\u4e00-\u9fff]{1,5}[省市区县州盟旗]$")
_GOVERNMENT = re.compile(
    r"^[\u4e00-\u9fff]{1,5}[省市区县州盟旗](?P<tail>(?:人民)?政府|管委会|有关部门)$"
)
_AND = re.compile("以及|和|及|与")
_KIND = (
    "(?:省|自治区|直辖市|市|自治州|州|盟|地区|县|区|旗|乡|镇|街道)(?:[（〔][^（）〔〕]{1,8}[）〕])?"
)
_KINDS = re.compile(
    rf"(?:各|有关){_KIND}(?:、{_KIND})+(?=人民政府|政府|党委|有关|相关|$|[、，,])"
)  # 各省、自治区、直辖市 is one name
_STATE = re.compile("^(?:中华人民共和国|中国|国家)")
_SHARED = re.compile(
    r"^(?P<left>.{1,8}[省市区县州])(?P<joint>和|及|与)(?P<right>.{1,8}?[省市区县州])(?P<tail>(?:级)?(?:有关|相关|各).{1,8})$"
)


@dataclass(frozen=True, slots=True)
class _Names:
    canonical: dict[str, str]
    local: dict[str, str]
    successors: dict[str, str]


@lru_cache(maxsize=1)
def _names() -> _Names:
    """Read `dictionary/agencies.toml`."""
    table = tomllib.loads(resource("dictionary/agencies.toml").read_text(encoding="utf-8"))
    canonical: dict[str, str] = {}
    successors: dict[str, str] = {}
    for name, entry in table["agencies"].items():
        canonical[name] = name
        canonical.update(dict.fromkeys(entry.get("aliases", ()), name))
        if "successor" in entry:
            successors[name] = entry["successor"]
    return _Names(canonical, dict(table["local"]), successors)


def canonical_agency(name: str) -> str:
    """Return the canonical name of an agency; a local one keeps its place.

    Examples
    --------
    >>> (canonical_agency("国家发展和改革委员会"), canonical_agency("市发改委"),
    ...  canonical_agency("云川市住建局"))
    ('发展改革委', '市发展改革委', '云川市住房城乡建设局')
    """
    names = _names()
    bare = _STATE.sub("", name)
    if name in names.canonical or bare in names.canonical:
        return names.canonical.get(name) or names.canonical[bare]
    prefix, core = split_place(name)
    return prefix + names.local.get(core, core) if prefix else names.local.get(name, name)


def successor(name: str) -> str:
    """Return the agency that holds a canonical agency's duties today, itself if it still exists.

    Examples
    --------
    >>> successor("银监会"), successor("财政部")
    ('金融监管总局', '财政部')
    """
    seen = {name}
    while (following := _names().successors.get(name)) and following not in seen:
        name = following
        seen.add(name)
    return name


def split_place(name: str) -> tuple[str, str]:
    """Split a local agency's name into its place and the rest.

    Examples
    --------
    >>> split_place("市发展改革委"), split_place("云川市财政局"), split_place("财政部")
    (('市', '发展改革委'), ('云川市', '财政局'), ('', '财政部'))
    """
    match = _PREFIX.match(name)
    rest = name[match.end() :] if match else name
    if not match or len(rest) < 2 or _NO_PLACE.match(name):
        return "", name
    return match["prefix"], rest


def is_known(name: str) -> bool:
    """Tell whether a name stands in the dictionary."""
    return name in _names().canonical


def looks_like_agency(name: str) -> bool:
    """Tell whether a name is known or has the shape of an agency's name.

    Examples
    --------
    >>> (looks_like_agency("市城市管理局"), looks_like_agency("各县（市、区）"),
    ...  looks_like_agency("2022年底前完成"))
    (True, True, False)
    """
    return is_known(name) or (
        2 <= len(name) <= 40 and is_listed(name) and not re.search(r"[，。：！？]", name)
    )


def split_names(text: str) -> list[str]:
    """Split a list of agencies into names; 和 inside one name is not a border.

    Examples
    --------
    >>> split_names("工业和信息化部、市文化和旅游局、财政部和审计署")
    ['工业和信息化部', '市文化和旅游局', '财政部', '审计署']
    >>> split_names("重庆市和四川省有关部门")
    ['重庆市有关部门', '四川省有关部门']
    """
    found: list[str] = []
    text = _KINDS.sub(lambda match: match[0].replace("、", "\0"), text)
    for part in re.split(r"[、,，/；;]+(?![^（]*）)", text):
        if part.strip():
            found += _split_and(part.strip().replace("\0", "、"))
    return _with_tails(found)


def _with_tails(names: list[str]) -> list[str]:
    """Give a bare place the tail of the name after it: 甲区、乙区政府 are two governments."""
    result = list(names)
    for index in range(len(names) - 2, -1, -1):
        following = _GOVERNMENT.match(result[index + 1])
        if following and _BARE_PLACE.match(names[index]):
            result[index] += following["tail"]
    return result


def _split_and(name: str) -> list[str]:
    if is_known(name) or is_known(split_place(name)[1]) or split_place(name)[1] in _names().local:
        return [name]
    shared = _SHARED.match(name)
    if shared:
        return [shared["left"] + shared["tail"], shared["right"] + shared["tail"]]
    for match in _AND.finditer(name):
        left, right = name[: match.start()], name[match.end() :]
        if looks_like_agency(left) and looks_like_agency(right) and len(left) > 1:
            return [*_split_and(left), *_split_and(right)]
    return [name]
