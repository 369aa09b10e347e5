"""Characters that look right but are not: an explicit table each, and what takes their place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af〇"
"""Han characters, as the inside of a regular expression's class."""

CJK_PUNCTUATION = "，。、；：？！“”‘’（）《》〈〉【】〔〕「」『』—…·～"

# Controls that a reader cannot see or that turn the reading direction, byte-order marks, halves of
# surrogate pairs.
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)

# Written as code points, because an editor may silently normalise them. Source: Unicode data,
# blocks 2F00–2FD5 (Kangxi radicals stand for the 214 radicals in order) and 2E80–2EF3 (only those
# that PDF producers emit for text).
_KANGXI = (
    "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳"
    "心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立"
    "竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非"
    "面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠"
)
_SUPPLEMENT = {
    0x2E81: "厂",
    0x2E84: "乙",
    0x2E85: "亻",
    0x2E86: "冂",
    0x2E89: "刂",
    0x2E8B: "㔾",
    0x2E8C: "小",
    0x2E8D: "小",
    0x2E8E: "兀",
    0x2E8F: "尣",
    0x2E90: "尢",
    0x2E92: "巳",
    0x2E93: "幺",
    0x2E95: "彐",
    0x2E96: "忄",
    0x2E97: "心",
    0x2E98: "扌",
    0x2E99: "攵",
    0x2E9B: "旡",
    0x2E9C: "日",
    0x2E9D: "月",
    0x2E9F: "母",
    0x2EA0: "民",
    0x2EA1: "氵",
    0x2EA2: "氺",
    0x2EA3: "灬",
    0x2EA4: "爫",
    0x2EA6: "丬",
    0x2EA7: "牛",
    0x2EA8: "犭",
    0x2EA9: "王",
    0x2EAB: "目",
    0x2EAD: "礻",
    0x2EAE: "竹",
    0x2EAF: "糹",
    0x2EB0: "纟",
    0x2EB6: "羊",
    0x2EB7: "羊",
    0x2EB9: "耂",
    0x2EBB: "聿",
    0x2EBC: "肉",
    0x2EBE: "艹",
    0x2EC1: "虎",
    0x2EC2: "衤",
    0x2EC3: "覀",
    0x2EC4: "西",
    0x2EC5: "见",
    0x2EC6: "角",
    0x2EC8: "讠",
    0x2EC9: "贝",
    0x2ECA: "足",
    0x2ECB: "车",
    0x2ECC: "辶",
    0x2ECD: "辶",
    0x2ECF: "阝",
    0x2ED0: "钅",
    0x2ED1: "長",
    0x2ED3: "长",
    0x2ED4: "门",
    0x2ED6: "阝",
    0x2ED7: "雨",
    0x2ED8: "青",
    0x2ED9: "韦",
    0x2EDA: "页",
    0x2EDB: "风",
    0x2EDC: "飞",
    0x2EDD: "食",
    0x2EDF: "飠",
    0x2EE0: "饣",
    0x2EE2: "马",
    0x2EE3: "骨",
    0x2EE4: "鬼",
    0x2EE5: "鱼",
    0x2EE6: "鸟",
    0x2EE7: "卤",
    0x2EE8: "麦",
    0x2EE9: "黄",
    0x2EEA: "黾",
    0x2EEB: "斉",
    0x2EEC: "齐",
    0x2EED: "歯",
    0x2EEE: "齿",
    0x2EEF: "竜",
    0x2EF0: "龙",
    0x2EF1: "龜",
    0x2EF2: "亀",
    0x2EF3: "龟",
}

# Compatibility ideographs, which old Korean and Japanese encodings had beside the same character;
# twelve of the block are characters of their own.
_COMPATIBLE = {
    code: folded
    for span in ((0xF900, 0xFB00), (0x2F800, 0x2FA20))
    for code in range(*span)
    if len(folded := unicodedata.normalize("NFKC", chr(code))) == 1 and folded != chr(code)
}


def _spans(codes: Iterable[int]) -> str:
    """Write characters as the inside of a class, with a span for each run: a long class is slow."""
    spans: list[list[int]] = []
    for code in sorted(codes):
        if spans and code == spans[-1][1] + 1:
            spans[-1][1] = code
        else:
            spans.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in spans)


RADICALS: dict[int, str] = (
    {0x2F00 + i: char for i, char in enumerate(_KANGXI)} | _SUPPLEMENT | _COMPATIBLE
)
"""Kangxi (⼀) and supplementary (⻅) radicals and compatibility ideographs → what they stand
for; for `str.translate`."""
RADICAL = re.compile(f"[\u2e80-\u2fd5{_spans(_COMPATIBLE)}]+")

_WIDE = {
    code: chr(code - 0xFEE0)
    for span in ((0xFF10, 0xFF1A), (0xFF21, 0xFF3B), (0xFF41, 0xFF5B))
    for code in range(*span)
} | {ord("％"): "%"}
WIDTH: dict[int, str] = _WIDE | {ord("．"): "."}
"""Full-width digits, letters, `％` and `．` → half-width; nothing else, since NFKC would damage
`，（①…℃`.
"""

FULL_WIDTH = re.compile(r"[０-９Ａ-Ｚａ-ｚ％]+(?:．[０-９]+)*[０-９Ａ-Ｚａ-ｚ％]*")

SOFT_HYPHEN = re.compile(r"(?<=[\d０-９年月日%％])\xad+(?=[\d０-９])")
"""A soft hyphen between digits, where no word can be broken: it stands for a dash."""
INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\uffff\U000e0000-\U000e01ef]+"
)
"""NUL and other controls, zero-width and bidi characters, noncharacters: they stand in no text on
purpose.
"""

UNKNOWN = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff\ud800-\udfff]+")
"""Private-use characters and lone surrogates: they stood for something that cannot be known."""

RARE_SPACE = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f]+")
"""Spaces other than the usual one and the ideographic one; they mean nothing more than a space."""

ZERO = re.compile(r"(?<=[一二三四五六七八九〇])[○◯Ｏ](?=[一二三四五六七八九〇○◯年])")
"""A circle written for 〇 inside a year, as in 二○二四年."""


def spell_unseen(text: str) -> str:
    """Write out the characters that nobody would see.

    Examples
    --------
    >>> spell_unseen("安全\u202e性韧")
    '安全‹U+202E›性韧'
    """
    return UNSEEN.sub(lambda match: f"‹U+{ord(match[0]):04X}›", text)
