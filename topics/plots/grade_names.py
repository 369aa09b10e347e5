"""Words of the grades of change, as (Chinese, English): of facts, evidence, marks and shapes."""

from __future__ import annotations

# How a theme differs between two documents or groups.
GRADES = {
    "absent": ("均未提及", "in neither"),
    "new": ("新出现", "new"),
    "gone": ("不再出现", "gone"),
    "mentioned": ("初见", "first mention"),
    "unmentioned": ("未再提", "no longer mentioned"),
    "length": ("篇幅所致", "due to length"),
    "much_more": ("大幅上升", "much more"),
    "much_less": ("大幅下降", "much less"),
    "more": ("上升", "more"),
    "less": ("下降", "less"),
    "steady": ("持平", "steady"),
    "slight": ("略有变化", "slight"),
}
# How far a difference is borne by more than one section.
SPREADS = {
    "spread": ("遍及多条", "holds across sections"),
    "one_section": ("去掉一条即不成立", "rests on one section"),
    "own_item": ("仅一条专条", "one item of its own"),
    "headings_only": ("仅见于标题", "in headings only"),
}
EVIDENCE = {
    "strong": ("强", "strong"),
    "moderate": ("中", "moderate"),
    "weak": ("弱", "weak"),
    "unclear": ("不足以区分", "unclear"),
    "untestable": ("无从检验", "not testable"),
}
MARKS = {
    "chapter_gained": ("＋章", "+ch."),
    "chapter_lost": ("－章", "−ch."),
    "item_gained": ("＋条", "+item"),
    "item_lost": ("－条", "−item"),
}
MARKS_IN_WORDS = {
    "chapter_gained": ("得到以其命名的章", "a chapter named for it gained"),
    "chapter_lost": ("失去以其命名的章", "a chapter named for it lost"),
    "item_gained": ("得到专条", "an item of its own gained"),
    "item_lost": ("失去专条", "its own item lost"),
}
# The same where the two sides do not follow each other in time.
MARKS_WITHOUT_TIME = {
    "chapter_gained": ("有以其命名的章", "has a chapter named for it"),
    "chapter_lost": ("没有以其命名的章", "has no chapter named for it"),
    "item_gained": ("有专条", "has an item of its own"),
    "item_lost": ("没有专条", "has no item of its own"),
}
# The course of a theme or word over the years; {start} and {end} are the years of the table.
SHAPES = {
    "rises": ("逐年上升", "rises steadily"),
    "falls": ("逐年下降", "falls steadily"),
    "step_up": ("{start}起上升", "up since {start}"),
    "step_down": ("{start}起下降", "down since {start}"),
    "wave": ("{start}–{end}高位", "high {start}–{end}"),
    "dip": ("{start}–{end}低位", "low {start}–{end}"),
}
SHORT_SHAPES = {
    "rises": ("逐年", "steadily"),
    "falls": ("逐年", "steadily"),
    "step_up": ("{start}起", "{start} on"),
    "step_down": ("{start}起", "{start} on"),
    "wave": ("{start}–{end}", "{start}–{end}"),
    "dip": ("{start}–{end}", "{start}–{end}"),
}
