"""Responsibility lists: （公安部、发展改革委等负责） is data, not prose."""

from __future__ import annotations

import re
from dataclasses import dataclass

from topics.corpus.language.agency_names import (
    canonical_agency,
    is_known,
    looks_like_agency,
    split_names,
    split_place,
)
from topics.corpus.language.numerals import ONE_TO_TEN
from topics.corpus.parsing.agency_tables import agency_cells

_BRACKETS = re.compile(
    r"[（【\[［](?P<inside>[^（）【】\[\]［］\n]{2,800}(?:（[^（）\n]{0,60}）[^（）【】\[\]［］\n]{0,800}){0,20})[）】\]］]"
)
_TURTLE = re.compile(r"〔(?P<inside>[^〔〕\n]{2,800})〕")
_LINE = re.compile(
    r"(?m)(?:^|(?<=[。"
    r"；]))[【\[［]?(?P<inside>(?:(?:主要)?责任|牵头|主办|配合|协办|负责|承办|实施|参与)(?:单位|部门)[】\]］]?[：:]?[^\n。"
    r"]{2,400})。?$"
)
_NOT_LISTED = (
    "不(?:再|另)?[\u4e00-\u9fff]{0,4}(?:列出|列示|列明|注明|标注|赘述)"  # 不再列出, 不一一注明
)
_CLAUSE = re.compile(
    r"(?:^|(?<=[。；\n]))(?P<inside>[^。；\n]{0,60}(?:任务|措施|工作|事项|均|都)[^。"
    rf"；\n]{{0,60}}{_NOT_LISTED})。?"
)
_LABEL = re.compile(
    r"(?P<label>(?:主要|第[一二三]|其[他它]|共同|具体|直接|[省市区县州][级直]|国家|专项|行业|任务|工作|和|及)*"
    r"(?:责任|牵头|主办|配合|协办|协助|协同|负责|承办|参与|参加|指导|实施|落实|考核|完成)[\u4e00-\u9fff]{0,4}(?:单位|部门|主体|机构)?)[】\]］]?[：:]"
    r"|(?P<boxed>[\u4e00-\u9fff]{2,4}(?:单位|部门))[】\]］]"
)
_VERB = re.compile(
    r"(?:(?:按照?|根据|依据)(?:各自)?(?:职责|职能)(?:分工)?|按分工|分别|共同|具体|分工|联合|统筹|组织|负责|抓好|抓|认真|切实)*"
    r"(?P<verb>牵头(?:负责|落实|实施|推进|组织)?|负责(?:落实|实施|推进)?|配合(?:落实|实施|做好)?|参与|参加|协助|协同|主办|协办|承办|落实|组织实施|推进落实|推进|实施"
    r"|为(?:牵头|责任|主办|配合|参与|协办)(?:单位|部门)|(?:加强|给予|予以|做好|强化)?(?:指导|支持|督促|监督|协调|保障)+)(?:落实|实施)?$"
)
_WIDE = re.compile(
    r"(?:以下|下列|以上|上述|所有|各项|全部|其他|其它)(?:.{0,8}(?:任务|措施|工作|项目|事项).{0,10}?(?:均|都|皆)?|均|都|皆)"
    r"(?:需|须|由|应|要)+(?P<names>.+?)(?:共同|分别|具体|分工)*(?P<verb>负责|落实|参与|配合|组织实施)"
)
_OPEN = re.compile(  # 等, 等部门, 等国务院有关部门, 等15个部门和单位; names may follow
    rf"等(?:(?:国务院|中央|省|市|区|县)?[级直]?(?:有关|相关|各|多个|[\d{ONE_TO_TEN}]{{1,3}}个)?(?:部门|单位|部委|机关|方面)(?:[和及、"
    r"](?:单位|部门))?)?"
    r"(?P<end>$|[、，,]|以及|和|及|与)"
)
_WITH = re.compile("会同|(?<=[部委局厅署办会院行室])商(?!务|会|业|贸)")
_MAY_INHERIT = re.compile(  # a bureau without a place, unless it begins with a province's
    "(?!团|北京|天津|河北|山西|内蒙古|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|重庆|四川|贵州|云南|西藏|陕西|甘肃"
    "|青海|宁夏|新疆|国家|中国|中央).*[局委厅办]$"
)
_PROSE = re.compile("的|规定|应当|可以|[是为]")
_OTHER = re.compile(  # what stands among agencies and is no deadline or task: 三大电信运营商
    "(?!.*(?:年|月|季度|时限|完成|推进|实施|落实|持续|长期|进度)|加|推|完善|建|开展|强化|做好|提|健全|确保)[\u4e00-\u9fff]{4,20}"
)
_SUPPORT = re.compile("配合|参与|参加|协助|协同|协办|支持|指导|督促|监督|协调|保障")
_LEAD = re.compile("牵头|主办|主要责任")


@dataclass(frozen=True, slots=True)
class AgencyItem:
    """Agency of a list: canonical name, name as written, role, whether the list is open, scope."""

    agency: str
    written: str
    role: str
    open_list: bool
    scope: str


@dataclass(frozen=True, slots=True)
class AgencyList:
    """A responsibility list: its span in the text, brackets included, and its agencies."""

    start: int
    end: int
    items: tuple[AgencyItem, ...]


def find_agencies(text: str) -> list[AgencyList]:
    """Find the responsibility lists of a clean text.

    Parameters
    ----------
    text : str
        Clean text, one paragraph a line.

    Returns
    -------
    list of AgencyList
        In order, without overlaps.

    Examples
    --------
    >>> text = "（一）更新管网。（住房城乡建设部牵头，发改委、工业和信息化部等配合）"
    >>> [(item.agency, item.role, item.open_list) for item in find_agencies(text)[0].items]
    [('住房城乡建设部', 'lead', False), ('发展改革委', 'support', True), ('工业和信息化部',
    'support', True)]
    >>> find_agencies("加快第五代移动通信（5G）建设，企业（含负责人）落实责任。")
    []
    """
    found = []
    for pattern in (_BRACKETS, _TURTLE, _LINE, _CLAUSE):
        for match in pattern.finditer(text):
            items = parse_list(match["inside"])
            if items:
                found.append(AgencyList(match.start(), match.end(), tuple(items)))
    for cell in agency_cells(text):
        items = _items(re.sub(r"\s+", "、", cell.text), _role(cell.header), "section")
        if items:
            found.append(
                AgencyList(cell.start, cell.start + len(cell.text), tuple(_inherit_place(items)))
            )
    return _without_overlaps(found)


def _without_overlaps(lists: list[AgencyList]) -> list[AgencyList]:
    kept: list[AgencyList] = []
    for entry in sorted(lists, key=lambda entry: (entry.start, -entry.end)):
        if not kept or entry.start >= kept[-1].end:
            kept.append(entry)
    return kept


def parse_list(inside: str) -> list[AgencyItem]:
    """Read a list's agencies; empty if it is not one.

    Examples
    --------
    >>> [(item.written, item.scope)
    ...     for item in parse_list("公安部等负责。下列工作均需各省级有关部门落实，后文从略")]
    [('公安部', 'section'), ('各省级有关部门', 'document')]
    """
    items: list[AgencyItem] = []
    role = ""
    for clause in re.split("[。；;]", inside):
        wide = _WIDE.search(clause)
        if wide:
            items += _items(wide["names"], _role(wide["verb"]), "document")
            continue
        label = _LABEL.search(clause)
        if label:
            role = _role(label[0])
            items += _labelled(clause[label.end() :], role)
        elif role and not _VERB.search(clause):
            items += _items(clause, role, "section")
        else:
            items += _by_verbs(clause)
    return _inherit_place(items)


def _labelled(names: str, role: str) -> list[AgencyItem]:
    """Read 责任单位：甲、乙，配合单位：丙."""
    following = _LABEL.search(names)
    if not following:
        return _items(names, role, "section")
    return [
        *_items(names[: following.start()], role, "section"),
        *_labelled(names[following.end() :], _role(following[0])),
    ]


def _role(words: str) -> str:
    if _LEAD.search(words):
        return "lead"
    return "support" if _SUPPORT.search(words) else "joint"


def _by_verbs(clause: str) -> list[AgencyItem]:
    """Read 甲牵头，乙、丙配合: each part of the clause up to a verb has that verb's role."""
    items: list[AgencyItem] = []
    waiting: list[str] = []
    for part in re.split("[，,]", clause.strip()):
        verb = _VERB.search(part)
        if not verb:
            waiting.append(part)
            continue
        names = "、".join([*waiting, part[: verb.start()]])
        waiting = []
        lead, *others = _WITH.split(names, maxsplit=1)
        if others:
            items += [*_items(lead, "lead", "section"), *_items(others[0], "support", "section")]
        else:
            items += _items(names, _role(verb["verb"]), "section")
    return items


def _items(names: str, role: str, scope: str) -> list[AgencyItem]:
    """Return the agencies of a plain list; nothing if most of it does not look like agencies."""
    names = re.sub("^(?:由|各由|分别由|并由|请)", "", names.strip(" \u3000、，。【[［"))
    is_open = bool(_OPEN.search(names))
    written = split_names(_OPEN.sub(lambda match: "、" if match["end"] else "", names))
    good = [name for name in written if looks_like_agency(name)]
    if any(_PROSE.search(name) for name in written):
        return []
    if not good or 2 * len(good) < len(written):
        return []
    kept = [name for name in written if looks_like_agency(name) or _OTHER.fullmatch(name)]
    return [AgencyItem(canonical_agency(name), name, role, is_open, scope) for name in kept]


def _inherit_place(items: list[AgencyItem]) -> list[AgencyItem]:
    """Give 审批服务局 in 市住建局、审批服务局 the place of the name before it."""
    place = ""
    result = []
    for item in items:
        own = split_place(item.written)[0]
        agency = item.agency
        if own in {"省", "市", "区", "县", "州"}:
            place = own
        elif (
            own
            or not place
            or not _MAY_INHERIT.match(item.written)
            or (is_known(item.written) and item.written[-1] != "局")
        ):
            place = place if not own else ""
        else:
            agency = canonical_agency(place + item.written)
        result.append(AgencyItem(agency, item.written, item.role, item.open_list, item.scope))
    return result
