"""A small invented corpus, of documents in three years and one without."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from topics.corpus import Document, parse_text

PLANS = {
    "甲": """南岸市2020年城镇建设重点任务
一、总体要求
坚持稳步推进，全市城镇建设迈上新台阶。
二、重点任务
（一）疏通排水管网。清理淤塞管道，排水管网检修全部完成。安排资金三千万元。
（二）办好乡村学校。改善寄宿条件，教师轮岗到村。
（三）发展特色园区。引进加工企业，园区厂房改造提速。
""",
    "乙": """南岸市2022年城镇建设重点任务
一、总体要求
坚持稳步推进，提升城市韧性。
二、重点任务
（一）更新排水管网。更换排水管道，补齐内涝短板，新建管网42公里。城市韧性明显增强。
（二）改善乡村学校。寄宿条件继续改善，教师轮岗覆盖全部村校。
（三）盘活闲置厂房。ＧＩＳ平台登记闲置厂房，园区按亩均产出评价。
""",
    "丙": """南岸市2024年城镇建设重点任务
一、总体要求
把城市韧性摆在首位，资金优先投向韧性工程。
二、重点任务
（一）建设韧性管网。排水管网与泵站同步更新，韧性评价每年公布。资金由市级统筹。
（二）培育加工园区。厂房租金减半，企业入园审批提速。
""",
    "丁": """南岸市老旧小区改造办法
第一条　为了改造老旧小区，提升居住韧性，制定本办法。
第二条　改造资金由业主、单位和政府共同承担。
""",
}
DATES = {"甲": "2020-03-01", "乙": "2022-03-01", "丙": "2024-03-01", "丁": ""}


@cache
def documents() -> tuple[Document, ...]:
    return tuple(
        replace(
            parse_text(text, doc_id=doc_id),
            date=DATES[doc_id],
            issuer="南岸市人民政府" if doc_id != "丁" else "南岸市住房局",
            genre="年度重点任务" if doc_id != "丁" else "办法",
        )
        for doc_id, text in PLANS.items()
    )
