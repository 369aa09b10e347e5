"""What changed between two documents, in sentences that name the sections behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from topics.compare.shapes import groups
from topics.names import ALARMS, LINK_SHAPES, SENTENCE_STATUSES

ENDS = ("path_reference", "path_target")
SINGLE = ("same", "kept", "reworded", "rewritten")
MANY = ("split", "merged", "regrouped")
MOST_NAMED, MOST_ALARMS = 12, 8  # that a line names (chosen: three lines on a page)
LONGEST = 24  # characters of a heading or of a changed wording that a line shows


@dataclass(frozen=True, slots=True)
class Statement:
    """A line of the summary.

    Attributes
    ----------
    title : str
        What it is about; empty for the first lines.
    pieces : tuple of (str, int)
        Texts that joined are the line, each with the number of its group of linked sections
        (`numbered`), or 0.
    """

    title: str
    pieces: tuple[tuple[str, int], ...]

    @property
    def text(self) -> str:
        """The line without its title."""
        return "".join(text for text, _ in self.pieces)


def numbered(links: pd.DataFrame) -> pd.DataFrame:
    """Add a column `group` that numbers the groups of linked sections of one pair of documents,
    from 1; a weak link has 0.

    Examples
    --------
    >>> rows = [("一", "一", "sure"), ("一", "二", "likely"), ("二", "", ""), ("三", "二", "weak")]
    >>> links = pd.DataFrame(rows, columns=["path_reference", "path_target", "certainty"])
    >>> numbered(links)["group"].tolist()
    [1, 1, 2, 0]
    """
    pairs = list(zip(links["path_reference"], links["path_target"], strict=True))
    places: tuple[dict[str, int], dict[str, int]] = {}, {}
    edges = [
        (
            places[0].setdefault(left or f" {right}", len(places[0])),
            places[1].setdefault(right or f" {left}", len(places[1])),
        )
        for left, right in pairs
    ]
    counted = (links["certainty"] != "weak").tolist()
    found = groups([edge for edge, kept in zip(edges, counted, strict=True) if kept])
    number = {edge: n for n, group in enumerate(found, 1) for edge in group}
    return links.assign(
        group=[number[edge] if kept else 0 for edge, kept in zip(edges, counted, strict=True)]
    )


def summary(links: pd.DataFrame, changes: pd.DataFrame, lang: str = "zh") -> list[Statement]:
    r"""Say what became of the sections and sentences of two documents.

    Parameters
    ----------
    links : DataFrame
        Columns of links.csv, one pair.
    changes : DataFrame
        Columns of sentence_changes.csv, the same pair.
    lang : {"zh", "en"}

    Returns
    -------
    list of Statement
        First the counts of sections and of sentences; then which sections are new, dropped, split,
        merged, regrouped and moved, and which wordings an alarm warns of.

    Examples
    --------
    >>> from topics.compare import link_sections, sentence_changes
    >>> from topics.corpus import parse_text
    >>> old = parse_text("一、任务\n（一）更新老旧管网。\n（二）培训外卖骑手。\n", doc_id="甲")
    >>> new = parse_text("一、任务\n（一）新建口袋公园。\n（二）更新老旧管网。\n", doc_id="乙")
    >>> links = link_sections(old, new)
    >>> for line in summary(links, sentence_changes(old, new, links)):
    ...     print(line.title, line.text)
     甲有2条，乙有2条：相同1条，新增1条，删去1条。
     按句计：相同2句，新增1句，删去1句。
    新增 （一）新建口袋公园
    删去 （二）培训外卖骑手
    """
    zh = lang == "zh"
    links = numbered(links)
    counted = links[links["certainty"] != "weak"]
    alarms = list(_alarms(counted, changes, lang))
    return [
        Statement("", ((_sections(counted, zh=zh, quiet=not alarms), 0),)),
        Statement("", ((_sentences(changes, lang), 0),)),
        *_named(counted, lang),
        *alarms,
    ]


def _sections(links: pd.DataFrame, *, zh: bool, quiet: bool) -> str:
    old, new = str(links["reference"].iloc[0]), str(links["target"].iloc[0])
    n_old, n_new = (links.loc[links[name] != "", name].nunique() for name in ENDS)
    if quiet and (links["shape"] == "same").all() and not links["moved"].any():
        return (
            f"{old}与{new}逐条相同（{n_new}条）。"
            if zh
            else f"{old} and {new} are identical, section by section ({n_new})."
        )
    parts = [*_counts(links, zh=zh)]
    moved = links.loc[links["moved"].astype(bool), "path_target"].nunique()
    if zh:
        elsewhere = f"；{moved}条移到别的章" if moved else ""
        return f"{old}有{n_old}条，{new}有{n_new}条：{'，'.join(parts)}{elsewhere}。"
    elsewhere = f"; {moved} moved to another chapter" if moved else ""
    return f"{old} has {n_old} sections, {new} has {n_new}: {', '.join(parts)}{elsewhere}."


def _counts(links: pd.DataFrame, *, zh: bool) -> Iterator[str]:
    """Yield how many sections are of each shape, those of groups as many of both sides."""
    for shape in (*SINGLE, *MANY, "new", "dropped"):
        rows = links[links["shape"] == shape]
        name = LINK_SHAPES[shape].in_("zh" if zh else "en")
        if rows.empty:
            continue
        if shape not in MANY:
            yield f"{name}{len(rows)}条" if zh else f"{len(rows)} {name}"
            continue
        one, other = (rows[end].nunique() for end in ENDS)
        verb = {"split": "拆分为", "merged": "合并为", "regrouped": "重组为"}[shape]
        yield f"{one}条{verb}{other}条" if zh else f"{one} {name} into {other}"


def _sentences(changes: pd.DataFrame, lang: str) -> str:
    told = changes[~changes["formula"].astype(bool)]["status"].value_counts()
    zh = lang == "zh"
    parts = [
        f"{name.zh}{told[status]}句" if zh else f"{told[status]} {name.en}"
        for status, name in SENTENCE_STATUSES.items()
        if told.get(status, 0)
    ]
    return f"按句计：{'，'.join(parts)}。" if zh else f"Sentences: {', '.join(parts)}."


def _named(links: pd.DataFrame, lang: str) -> Iterator[Statement]:
    """Yield which sections are new, dropped, split, merged, regrouped and moved."""
    for shape in ("new", "dropped", *MANY):
        rows = links[links["shape"] == shape]
        if len(rows):
            parts: dict[int, list[object]] = {}
            for number, row in zip(rows["group"], rows.itertuples(index=False), strict=True):
                parts.setdefault(int(number), []).append(row)
            names = [(_group(parts[number], lang), number) for number in sorted(parts)]
            yield Statement(LINK_SHAPES[shape].in_(lang), _listed(names, lang))
    rows = links[links["moved"].astype(bool)].drop_duplicates("group")
    if len(rows):
        names = [
            (
                f"{row.path_reference} → {_label(row, 'target', lang, whole=True)}",
                int(str(row.group)),
            )
            for row in rows.itertuples(index=False)
        ]
        yield Statement("移到别的章" if lang == "zh" else "moved", _listed(names, lang))


def _group(rows: Sequence[object], lang: str) -> str:
    """Name the sections of a group: those of the reference, an arrow, those of the target."""
    sides = []
    for side in ("reference", "target"):
        own: dict[str, object] = {}
        for row in rows:
            own.setdefault(str(getattr(row, f"path_{side}")), row)
        sides.append("＋".join(_label(row, side, lang) for path, row in own.items() if path))
    return " → ".join(filter(None, sides))


def _label(row: object, side: str, lang: str, *, whole: bool = False) -> str:
    path, heading = str(getattr(row, f"path_{side}")), str(getattr(row, f"heading_{side}"))
    chapter, _, last = path.rpartition("/")
    if last == "0":
        return f"{chapter} {'引言' if lang == 'zh' else 'introduction'}".strip()
    named = path if whole else last
    return f"{named}{' ' if named[-1].isalnum() and heading else ''}{_short(heading)}"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _listed(names: list[tuple[str, int]], lang: str) -> tuple[tuple[str, int], ...]:
    """Join names by marks; of many the first ones, and how many there are."""
    pieces: list[tuple[str, int]] = []
    for name in names[:MOST_NAMED]:
        pieces += [("；" if lang == "zh" else "; ", 0), name]
    if len(names) > MOST_NAMED:
        n = len(names)
        pieces.append((f"……共{n}处" if lang == "zh" else f" … {n} in all", 0))
    return tuple(pieces[1:])


def _alarms(links: pd.DataFrame, changes: pd.DataFrame, lang: str) -> Iterator[Statement]:
    """Yield the wordings that an alarm warns of, kind by kind."""
    of_path = dict(zip(links["path_target"], links["group"], strict=True))
    changes = changes[~changes["formula"].astype(bool)]
    force = changes["force"]
    kinds = {
        "numbers_differ": changes["numbers_differ"].astype(bool),
        "direction_differs": changes["direction_differs"].astype(bool),
        "stronger": force == "stronger",
        "weaker": force == "weaker",
    }
    for kind, rows in kinds.items():
        names = [
            (_wording(row), int(of_path.get(row.path_target, 0)))
            for row in changes[rows].itertuples(index=False)
        ]
        if names:
            pieces = _listed(names[:MOST_ALARMS], lang)
            more = len(names) > MOST_ALARMS
            tail = f"……共{len(names)}句" if lang == "zh" else f" … {len(names)} sentences"
            yield Statement(ALARMS[kind].in_(lang), (*pieces, (tail, 0)) if more else pieces)


def _wording(row: object) -> str:
    removed, added = _short(str(row.removed)), _short(str(row.added))  # type: ignore[attr-defined]
    return f"{removed or '∅'} → {added or '∅'}"
