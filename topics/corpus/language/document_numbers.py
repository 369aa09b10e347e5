"""发文字号, the number that a document bears, in all its forms."""

from __future__ import annotations

import re

from topics.corpus.language.dates import DATE
from topics.corpus.language.numerals import ONE_TO_TEN, TYPED_ZEROS

_OPEN, _CLOSE = "[〔（(［\\[【〈﹝<《{「『〖]", "[〕）)］\\]】〉﹞>》}」』〗]"
_CN = f"[{ONE_TO_TEN}百{TYPED_ZEROS}]"
_YEAR = rf"(?:(?:19|20)\d{{2}}|[一二]{_CN}{{3}}|\d{{2}})"  # of two digits only between brackets
_NUMBER_OF = rf"(?:\d{{1,5}}(?:[-—]\d{{1,2}})?|{_CN}{{1,6}})"
_BRACKETED = rf"{_OPEN}\s*{_YEAR}\s*年?\s*{_CLOSE}"
_FORMS = (
    rf"[\u4e00-\u9fff]{{1,16}}{_BRACKETED}\s*字?第?\s*{_NUMBER_OF}\s*号",
    rf"(?!.{{0,24}}关于)[\u4e00-\u9fff]{{0,24}}(?:令|公告|通告)\s*(?:{_OPEN}?\s*{_YEAR}\s*年?\s*{_CLOSE}?)?\s*{_OPEN}?\s*第?\s*{_NUMBER_OF}\s*号{_CLOSE}?",
    rf"(?!.{{0,16}}关于)[\u4e00-\u9fff]{{1,16}}\s*(?:19|20)\d{{2}}\s*年?\s*第?\s*{_NUMBER_OF}\s*号",
    rf"{_BRACKETED}\s*(?:[\u4e00-\u9fff]{{1,12}}?)?第?\s*{_NUMBER_OF}\s*号",
    rf"第\s*{_NUMBER_OF}\s*号令",
)
_NUMBER = re.compile("|".join(_FORMS))
_LONE = rf"(?:19|20)\d{{2}}\s*年\s*第\s*{_NUMBER_OF}\s*号"
_WHOLE = re.compile(
    rf"^[（(]?\s*(?:文号[：:])?\s*(?P<number>{'|'.join(_FORMS)})(?:文件)?\s*[）)]?(?:\s*签发人[：:].{{1,12}})?$"
)
_ORDER = re.compile(rf"(?:[\u4e00-\u9fff]{{2,20}})?令\s*第\s*(?:\d|{_CN}){{1,6}}\s*号")


def document_number(text: str, *, whole: bool = False) -> str:
    """Return the document number in a text, without spaces and with 〔〕 around the year; empty if
    there is none.

    Parameters
    ----------
    text : str
    whole : bool
        Accept the number only if the text holds nothing else.

    Examples
    --------
    >>> (document_number("发改规划[2022] 371 号", whole=True),
    ...  document_number("（皖政办秘〔2021〕82号）", whole=True))
    ('发改规划〔2022〕371号', '皖政办秘〔2021〕82号')
    >>> (document_number("省政府令第 3 号", whole=True),
    ...  document_number("公告 2023 年第 5 号", whole=True))
    ('省政府令第3号', '公告2023年第5号')
    """
    match = _WHOLE.match(text) if whole else _NUMBER.search(text)
    if not match:
        return ""
    number = re.sub(r"\s+", "", match["number"] if whole else match[0])
    number = re.sub(rf"{_OPEN}(第?{_NUMBER_OF}号){_CLOSE}$", r"\1", number)  # 令（第12号）
    return re.sub(rf"{_OPEN}({_YEAR})年?{_CLOSE}第?", r"〔\1〕", number)


def is_lone(text: str) -> bool:
    """Tell whether a number says neither who issued it nor what it numbers, as below the title of
    an announcement: 2023年第5号.
    """
    return bool(re.fullmatch(_LONE, text))


def order_number(text: str) -> str:
    """Return the number of the order that published a regulation, as in 国务院令第736号."""
    match = _ORDER.search(re.sub(DATE, " ", text))
    return re.sub(r"\s+", "", match[0]).removeprefix("中华人民共和国") if match else ""
