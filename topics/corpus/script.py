"""Characters by which readable Chinese is told from mojibake: the most common ones, simplified and traditional."""

from __future__ import annotations

import re

from topics.corpus.document import HAN

COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定"
    "行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些"
    "然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公"
    "无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将"
    "组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金"
    "增争济阶油思术极交受联什认六共权收证改清己美再采转单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八"
    "市城镇乡村州省县府院厅局委办关于通知意见方案规划计划实施工作建设推进促进加强完善落实责任单位负责人民政策服务保障企业"
    "創這來為國時們對會動過發產種經現實體機當點從業應開還與關線數軍變條沒結問無系總設長資邊級圖統見計論運農幾區強決戰則"
    "據處隊給門規熱領東導壓濟階極聯認權證轉單風術帶場車務萬達積議聲報類鎮鄉縣廳辦劃負責單位後說學電進電裏兩樣義間質氣題"
    "黨員組織萬億職構標準務範圍辦廣環護興農險醫療養財稅貿質監協調創新區域城鄉民"
)
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
# What words become when bytes of UTF-8 or GBK are shown as Western European letters: å›½, ÖÐ.
WESTERN = re.compile("[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]")
SAMPLE = 20_000
LEAST_SHARE = 0.2
WINDOW = 100


def common_share(text: str) -> tuple[float, int]:
    """Return the share of common characters among the Han characters of a text, and how many those are.

    Long texts are judged by ten evenly spaced pieces of 20,000 characters.

    Examples
    --------
    >>> common_share("国务院关于印发通知")
    (1.0, 9)
    >>> common_share("鍥藉姟闄㈠叧浜")[0]
    0.0
    """
    if len(text) > 10 * SAMPLE:
        step = len(text) // 10
        text = "".join(text[i * step : i * step + SAMPLE] for i in range(10))
    han = HAN.findall(text)
    return (sum(character in COMMON for character in han) / len(han) if han else 0.0), len(han)


def is_mojibake(text: str) -> bool:
    """Whether a text is what wrong decoding leaves: rare Han characters only, private characters, accented letters."""
    share, n_han = common_share(text)
    private = len(PRIVATE.findall(text))
    western = len(WESTERN.findall(text))
    if text.count("\ufffd") > 0.2 * len(text):
        return True
    if private + western > max(n_han, 8) and private + western > len(text) * 0.3:
        return True
    return n_han >= 8 and share < (LEAST_SHARE if n_han >= 50 else 0.13)


def garbled_windows(text: str) -> int:
    """Count the runs of 100 Han characters in a text that hold hardly a common one."""
    han = HAN.findall(text)
    hits = [0]
    for character in han:
        hits.append(hits[-1] + (character in COMMON))
    return sum(hits[i + WINDOW] - hits[i] < 0.12 * WINDOW for i in range(0, len(han) - WINDOW + 1, WINDOW))
