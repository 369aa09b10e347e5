"""Tables of facts, evidence and series as figures of change take them: invented."""

import pandas as pd

# theme, rates of three documents, sections, grade, spread, mark, evidence
THEMES = [
    ("潜力地区", (0, 4, 22), (0, 7), "new", "spread", "chapter_gained", "moderate"),
    ("产业", (13, 17, 71), (6, 15), "much_more", "spread", "", "strong"),
    ("安全韧性", (9, 37, 36), (3, 8), "much_more", "spread", "chapter_gained", "unclear"),
    ("公共服务", (62, 111, 101), (11, 17), "more", "one_section", "", "unclear"),
    ("都市圈", (18, 19, 25), (2, 7), "slight", "", "chapter_gained", "unclear"),
    ("城市群", (33, 20, 1.5), (5, 1), "much_less", "spread", "", "moderate"),
    ("社会治理", (33, 44, 6), (7, 3), "much_less", "spread", "chapter_lost", "weak"),
    ("边境", (27, 18, 0), (1, 0), "gone", "own_item", "item_lost", "untestable"),
    ("交通", (53, 55, 58), (9, 9), "steady", "", "", "unclear"),
    ("改革要素", (124, 100, 92), (9, 9), "slight", "", "", "unclear"),
    ("智慧城市", (24, 20, 15), (9, 9), "length", "", "", "unclear"),
    ("民族", (0, 0, 1.5), (0, 1), "mentioned", "", "", "untestable"),
    ("国防", (0, 0, 0), (0, 0), "absent", "", "", "untestable"),
]
GROUPS = ("2020", "2022", "2024")
YEARS = [year for year in range(2011, 2026) if year != 2020]
# name, shape, from, to, rate inside, rate outside, evidence
SHAPES = [
    ("数字经济", "rises", 2011, 2025, 14.0, 1.9, "strong"),
    ("安全韧性", "step_up", 2021, 2025, 11.0, 4.5, "strong"),
    ("新质生产力", "step_up", 2024, 2025, 0.9, 0.0, "moderate"),
    ("脱贫攻坚", "wave", 2016, 2021, 18.0, 6.4, "moderate"),
    ("三农", "step_down", 2015, 2025, 31.0, 53.0, "weak"),
]


def facts() -> pd.DataFrame:
    rows = [
        (
            *(theme, "2020", "2024", grade, spread, mark, *sections, first, last),
            (max(first, last) + 0.5) / (min(first, last) + 0.5),
        )
        for theme, (first, _, last), sections, grade, spread, mark, _ in THEMES
    ]
    names = (
        "theme reference target grade spread mark sections_reference sections_target"
        " rate_reference rate_target ratio"
    )
    return pd.DataFrame(rows, columns=names.split())


def evidence() -> pd.DataFrame:
    rows = [(theme, "2020", "2024", 0.03, 0.1, grade) for theme, *_, grade in THEMES]
    return pd.DataFrame(rows, columns=["theme", "reference", "target", "p", "q", "grade"])


def rates() -> pd.DataFrame:
    rows = [
        (theme, group, rate)
        for theme, three, *_ in THEMES
        for group, rate in zip(GROUPS, three, strict=True)
    ]
    return pd.DataFrame(rows, columns=["theme", "group", "rate"])


def many(n: int) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return facts, evidence and rates of n shifted themes with long names and large ratios."""
    names = (
        "农业转移人口市民化配套政策体系建设",
        "产业",
        "Metropolitan and interprovincial networks",
    )
    sides = [(0.3, 30.0 + k) if k % 2 else (1000.0 + k, 8.0) for k in range(n)]
    pair = {"reference": "2020年重点任务", "target": "2024年行动计划"}
    table = pd.DataFrame(
        {
            "theme": [f"{names[k % 3]}{k}" for k in range(n)],
            **pair,
            "grade": ["much_more" if first < last else "much_less" for first, last in sides],
            "spread": [("spread", "one_section")[k % 5 == 0] for k in range(n)],
            "mark": [("", "chapter_gained", "item_lost")[k % 3] for k in range(n)],
            "sections_reference": 3,
            "sections_target": 12,
            "rate_reference": [first for first, _ in sides],
            "rate_target": [last for _, last in sides],
            "ratio": [max(side) / min(side) for side in sides],
        }
    )
    grades = ("strong", "moderate", "weak", "unclear", "untestable")
    judged = pd.DataFrame(
        {"theme": table["theme"], **pair, "grade": [grades[k % 5] for k in range(n)]}
    )
    between = [pair["reference"], *(f"{year}年" for year in range(2021, 2024)), pair["target"]]
    course = pd.DataFrame(
        [(theme, group, 20.0 * k) for theme in table["theme"] for k, group in enumerate(between)],
        columns=["theme", "group", "rate"],
    )
    return table, judged, course


def series(name: str = "theme", shapes: list[tuple] | None = None) -> pd.DataFrame:
    rows = [
        (
            *(key, shape, start, end, inside, outside),
            (max(inside, outside) + 0.05) / (min(inside, outside) + 0.05),
            *("much_more" if inside > outside else "much_less", "spread", evidence),
        )
        for key, shape, start, end, inside, outside, evidence in shapes or SHAPES
    ]
    names = f"{name} shape from to rate_inside rate_outside ratio grade spread evidence"
    return pd.DataFrame(rows, columns=names.split())


def yearly(name: str = "theme", shapes: list[tuple] | None = None) -> pd.DataFrame:
    """Return mentions and rates a year: the mean inside and outside, a line for lines."""
    rows = [
        (key, year, rate * 2, rate)
        for key, shape, start, end, inside, outside, _ in shapes or SHAPES
        for year in YEARS
        for rate in [
            outside + (inside - outside) * (year - 2011) / 14
            if shape in {"rises", "falls"}
            else inside
            if start <= year <= end
            else outside
        ]
    ]
    return pd.DataFrame(rows, columns=[name, "group", "mentions", "rate"])


def many_shapes(n: int) -> list[tuple]:
    kinds = ("rises", "step_up", "wave", "dip", "falls", "step_down")
    names = (
        "农业转移人口市民化配套政策体系建设",
        "产业",
        "Metropolitan and interprovincial networks",
    )
    return [
        (
            *(f"{names[k % 3]}{k}", kinds[k % 6], 2014, 2018 if k % 6 in {2, 3} else 2025),
            *((40.0 + k, 0.4) if k % 6 < 3 else (0.4, 40.0 + k)),
            ("strong", "moderate", "weak")[k % 3],
        )
        for k in range(n)
    ]
