"""The labels of the metadata table above a document on a government site."""

from __future__ import annotations

import re

from topics.corpus.language.patterns import any_of

# What stands first is what sites call the field most.
LABELS = {
    "索引号": "index",
    "主题分类": "subject",
    "主题词": "subject",
    "发文机关": "issuer",
    "发布机构": "issuer",
    "发布单位": "issuer",
    "发文单位": "issuer",
    "制定机关": "issuer",
    "公布机关": "issuer",
    "发布部门": "issuer",
    "发布机关": "issuer",
    "颁布单位": "issuer",
    "公开主体": "issuer",
    "成文日期": "date",
    "发文日期": "date",
    "生成日期": "date",
    "成文时间": "date",
    "发文时间": "date",
    "印发日期": "date",
    "标题": "title",
    "名称": "title",
    "信息名称": "title",
    "发文字号": "number",
    "文号": "number",
    "文件编号": "number",
    "发布日期": "published",
    "公布日期": "published",
    "公开日期": "published",
    "发布时间": "published",
    "公开时间": "published",
    "发表时间": "published",
    "有效性": "validity",
    "时效性": "validity",
    "公文种类": "genre",
    "体裁分类": "genre",
    "组配分类": "subject",
    "公开方式": "access",
    "公开形式": "access",
    "效力级别": "rank",
    "效力位阶": "rank",
    "法规类别": "subject",
    "施行日期": "effective",
    "实施日期": "effective",
    "生效日期": "effective",
    "废止日期": "expired",
    "信息分类": "subject",
    "关键词": "subject",
}
_NAMES = any_of(LABELS)
_LABEL = re.compile(rf"(?:[【\[](?P<marked>{_NAMES})[】\]][：:]?|(?P<name>{_NAMES})[：:])\s*")
_FIRST = "".join(sorted({label[0] for label in LABELS}))
# Before spaces are closed, 索 引 号 has its own.
_SPACED = "|".join(r"\s*".join(label) for label in sorted(LABELS, key=len, reverse=True))
_OPENING = re.compile(
    rf"(?=[【\[{_FIRST}])(?:[【\[]\s*(?:{_SPACED})\s*[】\]]|(?:{_SPACED})\s*[：:])"
)


def opens_with_label(line: str) -> bool:
    """Tell whether a line begins with a label of a metadata table, with or without spaces in it.

    Examples
    --------
    >>> (opens_with_label("索 引 号：甲1"), opens_with_label("【发布部门】云川市政府"),
    ...  opens_with_label("名称不限"))
    (True, True, False)
    """
    return bool(_OPENING.match(line))


def read_labels(line: str) -> dict[str, str]:
    """Read the labels of a metadata table from one line.

    Examples
    --------
    >>> read_labels("发文机关：云川市政府成文日期：2024年07月28日")
    {'issuer': '云川市政府', 'date': '2024年07月28日'}
    """
    matches = list(_LABEL.finditer(line))
    if not matches or matches[0].start():
        return {}
    ends = [match.start() for match in matches[1:]] + [len(line)]
    found: dict[str, str] = {}
    for match, end in zip(matches, ends, strict=True):
        found.setdefault(
            LABELS[match["marked"] or match["name"]], line[match.end() : end].strip(" 　|；;")
        )
    return found
