"""A small series of plans of a city that does not exist, with a known ledger of formulations.

Each item has its own five terms, in an order that no other plan has, so that its sections are
linked and nothing but the planted phrases is repeated.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from topics.corpus import Document, parse_text

YEARS = (2031, 2033, 2035, 2037)
ITEMS = (  # heading, terms
    ("修复湿地", "芦苇栈道 河湾渔舟 白鹭观台 荷塘浮桥 柳岸石阶"),
    ("开办书场", "说书茶馆 皮影戏台 弹词学堂 评话录音 鼓书擂台"),
    ("整修街巷", "青砖门楼 骑楼廊檐 石库院墙 木格花窗 铜钉门环"),
    ("疏通河汊", "闸口浮标 挖泥驳船 护坡草毯 渡口缆桩 航道灯塔"),
    ("扶持作坊", "竹编灯笼 陶土水缸 蓝染布匹 漆画屏风 锡制酒壶"),
    ("照看老人", "棋牌活动 助浴推车 血压量具 送餐电驴 轮椅坡道"),
    ("培育果园", "枇杷枝条 杨梅山坡 蜜柚纸袋 石榴田埂 樱桃大棚"),
)
ORDERS = ((0, 1, 2, 3, 4), (0, 2, 4, 1, 3), (0, 3, 1, 4, 2), (0, 4, 3, 2, 1))


@dataclass(frozen=True)
class Planted:
    """A phrase, its item, the plans that hold it (by place), and what became of it by the end."""

    phrase: str
    item: int
    held: tuple[int, ...]
    status: str

    @property
    def first(self) -> int:
        return YEARS[self.held[0]]

    @property
    def last(self) -> int:
        return YEARS[self.held[-1]]


PHRASES = (
    Planted("湖河同治水岸共生", 0, (0, 1, 2, 3), "kept"),
    Planted("候鸟驿站联保机制", 0, (0, 1), "gone"),
    Planted("百姓说书人培养工程", 1, (1, 2, 3), "kept"),
    Planted("乡音书场进社区", 1, (0, 2, 3), "kept"),
    Planted("一巷一策微修缮", 2, (2, 3), "kept"),
    Planted("街坊共议会制度", 2, (0, 1, 2), "gone"),
    Planted("河汊管护责任田", 3, (1, 2), "gone"),
    Planted("船民上岸安居计划", 3, (0, 1, 2, 3), "kept"),
    Planted("老作坊活化利用基金", 4, (0, 3), "back"),
    Planted("匠人带徒积分制", 4, (1, 3), "back"),
    Planted("邻里互助时间银行", 5, (0, 1, 2, 3), "kept"),
    Planted("银发助餐联盟", 5, (0, 2), "gone"),
)
# Wordings that follow each other, by plan; the plans between have the earlier wording.
CHAINS = (
    ("以治为先的水乡战略", "以养为先的水乡战略", "以民为先的水乡战略"),
    ("试办渔家学堂登记办法", "推行渔家学堂登记办法"),
    ("扩大果农合作社招工规模", "稳定果农合作社招工规模"),
    ("建设清朗、灵秀、古雅、友善、温润水城", "打造清朗、灵秀、友善水城"),
)
SAID = (  # which wording stands in which plan
    (0, 1, 1, 2),
    (0, 0, 1, 1),
    (0, 0, 0, 1),
    (0, 0, 1, 1),
)
PLACES = (0, 1, 6, 2)  # the item of each chain


def plan(number: int, *, without: tuple[int, ...] = ()) -> Document:
    """Write one plan of the series, some items left out."""
    lines = ["一、做实民生小事"]
    kept = [item for item in range(len(ITEMS)) if item not in without]
    for place, item in enumerate(kept):
        heading, terms = ITEMS[item]
        words = terms.split()
        listed = "、".join(words[at] for at in ORDERS[number])
        said = [f"{listed}。"]
        said += [f"{one.phrase}。" for one in PHRASES if one.item == item and number in one.held]
        said += [
            f"{wordings[SAID[chain][number]]}。"
            for chain, wordings in enumerate(CHAINS)
            if PLACES[chain] == item
        ]
        lines.append(f"（{'一二三四五六七'[place]}）{heading}。{''.join(said)}")
    year = YEARS[number]
    return dated("\n".join(lines) + "\n", year)


def dated(text: str, year: int, genre: str = "年度重点任务") -> Document:
    """Read a text as a plan of a year."""
    document = parse_text(text, doc_id=f"霖州{year}")
    return replace(document, date=f"{year}-03-01", genre=genre)


def series() -> list[Document]:
    return [plan(number) for number in range(len(YEARS))]
