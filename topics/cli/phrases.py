"""The command `phrases`: which formulations appear, change, stay and vanish."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from typing import TYPE_CHECKING

from topics.cli.answers import format_table, print_answer, records_of
from topics.cli.asked import progress_of, study_of
from topics.names import CHAINS, FORMULATIONS, LIVES, MODIFIER_KINDS, name_of

if TYPE_CHECKING:
    import pandas as pd

    from topics.phrases import Ledger
    from topics.study import Study

SHOWN: tuple[str, ...] = (  # columns that fit on a screen; --json has all
    *("phrase", "kind", "documents", "n", "status", "first_year", "first_doc", "first_path"),
    *("scope", "last_year", "last_doc", "background_first"),
)
CHAIN: tuple[str, ...] = (
    *("chain", "kind", "head", "step", "group", "phrase", "n", "doc_id", "path", "line"),
)
MODIFIERS: tuple[str, ...] = (
    *("head", "modifier", "kind", "verb", "group", "doc_id", "path", "line"),
)
NAMES = {"status": LIVES, "kind": FORMULATIONS | CHAINS | MODIFIER_KINDS}
REASONS = {
    "one_document": (
        "只有一份文件：谈不上首见、沿用或不再出现；请加入较早或较晚的文件。",
        "One document: nothing can be new, kept or gone; add an earlier or a later one.",
    ),
    "no_years": (
        "文件没有年份（至多一份有），排不出先后；请在 corpus.csv 中补充 date 或 year。",
        "No years (of one document at most), and so no order; declare date or year in corpus.csv.",
    ),
    "no_text": (
        "没有可比的中文文字。",
        "There is no Chinese text to look at.",
    ),
}


def why_no_lives(reason: str, lang: str) -> str:
    """Say in one line why the ledger cannot tell lives, and what to do; empty where it can."""
    return REASONS[reason][0 if lang == "zh" else 1] if reason else ""


def run_phrases(arguments: Namespace) -> None:
    """Print formulations with their lives, or chains."""
    from topics.phrases.options import OPTIONS
    from topics.phrases.reading import folded

    for name in ("head", "phrase"):
        if bad := next((text for text in getattr(arguments, name) if not folded(text)), None):
            raise ValueError(
                f"--{name} {bad!r}: give a word or phrase without marks inside, such as 城镇化战略"
            )
    options = OPTIONS
    if arguments.least > options.chars[1]:
        raise ValueError(f"--min {arguments.least}: a phrase has {options.chars[1]} at most")
    options = replace(options, chars=(arguments.least, options.chars[1]))
    with progress_of(arguments) as progress:
        study = study_of(arguments, progress)
        found = study.ledger_of(heads=arguments.head, asked=arguments.phrase, options=options)
        reason = why_no_lives(found.reason, arguments.lang)
        for remark in filter(None, (reason, _undated(found))):
            progress.say(remark)
        table, shown = _asked(study, found, arguments)
    print_answer(
        arguments,
        lambda: print(_on_screen(table, shown, arguments)),
        {"rows": records_of(table), "reason": found.reason, "undated": list(found.undated)},
    )


def _asked(
    study: Study, found: Ledger, arguments: Namespace
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the table that was asked for, and its columns on the screen."""
    heads = arguments.head
    if arguments.chains:
        chains = found.chains
        return (chains[chains["head"].isin(heads)] if heads else chains), CHAIN
    if heads and not (arguments.phrase or arguments.new or arguments.gone):
        return study.modifiers(heads), MODIFIERS
    return _chosen(found, arguments), SHOWN


def _undated(found: Ledger) -> str:
    names = "、".join(found.undated[:20])
    return (
        f"without a year, and so without a place in time: {names}; declare 'date' in corpus.csv"
        if found.undated and not found.reason
        else ""
    )


def _chosen(found: Ledger, arguments: Namespace) -> pd.DataFrame:
    """Return the formulations that were asked for, those of a head where one is named."""
    table = found.formulations
    if arguments.phrase:
        return table[table["kind"] == "asked"]
    if arguments.head:
        table = table[table["head"].isin(arguments.head)]
    for option, status in (("new", ("new",)), ("gone", ("gone",))):
        if label := getattr(arguments, option):
            at = _groups(found.counts, label, option)
            rows = found.counts[found.counts["group"].isin(at)]
            table = table[table["phrase"].isin(rows[rows["status"].isin(status)]["phrase"])]
    return table


def _groups(counts: pd.DataFrame, label: str, option: str) -> list[str]:
    """Return the groups of a year, or the one of that name."""
    groups = list(dict.fromkeys(counts["group"]))
    found = [name for name in groups if name == label or name.split(" ")[0] == label]
    if not found:
        raise ValueError(
            f"--{option} {label}: no such group; there are: {'、'.join(groups) or 'none'}"
        )
    return found


def _on_screen(table: pd.DataFrame, shown: tuple[str, ...], arguments: Namespace) -> str:
    rows = table.head(arguments.n)
    held = [name for name in shown if (rows[name].notna() & (rows[name] != "")).any()]
    told = rows[held].astype(object).where(rows[held].notna(), None)
    for name, names in NAMES.items():
        if name in told:
            told[name] = [name_of(code, names, arguments.lang) for code in told[name]]
    lines = [format_table(told)]
    if len(table) > len(rows):
        lines.append(
            f"前{len(rows)}行，共{len(table)}行；-n 可多列，--json 列出全部"
            if arguments.lang == "zh"
            else f"The first {len(rows)} of {len(table)} rows; -n lists more, --json all"
        )
    return "\n".join(lines)
