"""How the names of agencies end: those that sign documents, and those that lists of duties name."""

from __future__ import annotations

import re

from topics.corpus.language.patterns import any_end, any_of

STATE = (
    *("国务院", "人民政府", "政府", "人大", "政协", "党委", "党组", "工委", "纪委", "管委会"),
    *("法院", "检察院", "军区", "警备区"),
)
OFFICES = (
    *("委员会", "委", "部", "局", "厅", "署", "公署", "办公厅", "办公室", "研究室", "办", "处"),
    *("会", "联席会议", "小组", "领导小组", "组", "专班", "指挥部", "办事处", "街道"),
)
TOWNS = ("镇", "乡", "苏木")
INSTITUTIONS = (
    *("中心", "院", "研究院", "科学院", "医院", "学院", "大学", "学校", "中学", "小学", "党校"),
    *("幼儿园", "馆", "图书馆", "所", "研究所", "站", "总站", "气象台", "电视台", "广播电台"),
    *("天文台", "电台", "海关"),
)
FORCES = ("总队", "支队", "大队", "中队", "消防队", "地质队", "工作队")
ASSOCIATIONS = (
    *("协会", "学会", "商会", "工会", "总会", "联合会", "基金会", "妇联", "团委", "文联", "残联"),
    *("侨联", "科协", "作协", "工商联", "社", "总社", "报社", "出版社", "供销社"),
)
COMPANIES = (
    *("公司", "总公司", "集团", "银行", "分行", "支行", "总行", "农发行", "国开行", "交易所"),
)
SIGNERS = (*STATE, *OFFICES, *TOWNS, *INSTITUTIONS, *FORCES, *ASSOCIATIONS, *COMPANIES)
"""Endings of the names of bodies that sign documents."""

PLACES = (
    *("省", "市", "县", "区", "州", "地区", "地方", "区县", "县区", "县市区", "市县", "乡镇"),
    *("各地", "园区", "开发区", "新区", "高新区", "经开区"),
)
CLASSES = ("部门", "单位", "企业", "机构")
OPERATORS = ("电网", "铁塔", "电信", "移动", "联通")
OTHERS_LISTED = (*PLACES, *CLASSES, *OPERATORS)
"""Endings of what a list of duties names beside the bodies that sign documents."""

# Words that end like a name and are none: 优化空间布局, 工作部署, 统筹城乡.
NOT_NAMES = (
    *("布局", "格局", "结局", "全局", "大局", "开局", "部署", "签署", "社会", "机会"),
    *("全部", "内部", "外部", "干部", "东部", "西部", "中部", "南部", "北部", "局部"),
    *("举办", "主办", "承办", "督办", "协办", "查办", "开办", "餐厅", "大厅", "展厅"),
    *("好处", "之处", "到处", "用处", "惩处", "查处", "改组", "重组", "市中心", "为中心"),
    *("场所", "厕所", "住所", "会所", "车站", "充电站", "换电站", "加油站", "加氢站"),
    *("变电站", "中转站", "泵站", "水电站", "数字政府", "法治政府", "服务型政府"),
    *("城镇", "乡镇", "集镇", "古镇", "名镇", "小镇", "重镇", "城乡", "下乡", "返乡", "家乡"),
)
# With which a task begins, and the name of no body that signs: 加快建设图书馆.
TASKS = (
    *("推进", "推动", "加快", "加强", "建设", "新建", "改造", "完善", "提升", "提高", "开展"),
    *("做好", "实施", "打造", "健全", "强化", "优化", "深化", "扩大", "支持", "鼓励", "引导"),
    *("设立", "建立", "成立", "培育", "整治", "落实"),
)
NAMES_LIKE_TASKS = ("建设部", "建设厅", "建设局", "建设委", "建设银行", "建设集团", "建设和")

ENDING = any_end(SIGNERS)
_SIGNER = re.compile(f"{ENDING}$")
_LISTED = re.compile(f"(?:{any_end(OTHERS_LISTED)}|（[市县区州、]+）)$")
_NO_NAME = re.compile(
    rf"{any_of(NOT_NAMES)}$|关于|印发|转发|的|^(?!{any_of(NAMES_LIKE_TASKS)}){any_of(TASKS)}"
)


def is_signer(name: str) -> bool:
    """Tell whether a name ends as those of bodies do that sign documents.

    Examples
    --------
    >>> (is_signer("云川市青石街道办事处"), is_signer("临江县枫溪镇"), is_signer("统筹城乡"),
    ...  is_signer("加快建设图书馆"))
    (True, True, False, False)
    """
    return bool(_SIGNER.search(name)) and not _NO_NAME.search(name)


def is_listed(name: str) -> bool:
    """Tell whether a name ends as those do that a list of duties names: a body, a place, a class.

    Examples
    --------
    >>> (is_listed("市水务局"), is_listed("各县（市、区）"), is_listed("有关企业"),
    ...  is_listed("优化布局"))
    (True, True, True, False)
    """
    return bool(_LISTED.search(name)) or is_signer(name)
