"""How often numbers in policy documents are missed, misread or called something else.

`python -m benchmarks.targets [--plans FOLDER --truth FILE] [--reports FOLDER]`.

Without arguments the planted numbers of the sample corpus. With plans and a table of truth (columns
doc, kind, value, unit): recall and precision of detection, kind, value and unit, plan by plan. With
work reports (1978.txt …): the headline targets of growth, new urban jobs and prices as one reader
read them, and the kinds of 100 quantities of even years (targets_unseen.tsv). What the rules were
tuned on: the plans of 2020 and 2024, the reports of odd years, and the hard cases of the tests; not
on the plan of 2022 and the reports of even years.
"""

from __future__ import annotations

import argparse
import csv
import re
import time
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pandas as pd

from topics.corpus import Document, read_corpus
from topics.resources import resource
from topics.targets import classify, find_quantities, series

UNSEEN = Path(__file__).with_name("targets_unseen.tsv")
# What the reports aim at in their own year, read by eye: growth of the economy (%), new urban jobs
# (10,000), rise of prices (%); a range by its ends.
HEADLINES = {
    "growth": {
        "1992": "6", "1993": "8", "1994": "9", "1995": "8-9", "1997": "8", "1998": "8", "1999": "7",
        "2003": "7", "2004": "7", "2005": "8", "2006": "8", "2007": "8", "2008": "8", "2009": "8",
        "2010": "8",
    },
    "jobs": {
        "2004": "900", "2005": "900", "2006": "900", "2007": "900", "2008": "1000", "2009": "900",
        "2010": "900",
    },
    "prices": {
        "1992": "6", "1994": "10", "1995": "15", "1998": "3", "2005": "4", "2006": "3", "2007": "3",
        "2008": "4.8", "2009": "4", "2010": "3",
    },
}  # fmt: skip
NAMES = {
    "growth": re.compile("^(?:计划)?(?:国内生产总值|国民生产总值|经济)(?:计划)?增长"),
    "jobs": re.compile("城镇新增就业|新增城镇就业"),
    "prices": re.compile("物价|消费价格|零售价格"),
}


def documents(folder: Path) -> list[Document]:
    return [one for one in read_corpus([folder]) if one.analysed]


def truth_of(file: Path) -> dict[str, list[dict[str, str]]]:
    rows: dict[str, list[dict[str, str]]] = {}
    with file.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            rows.setdefault(row["doc"], []).append(row)
    return rows


def against_truth(plans: Path, file: Path) -> None:
    """Match each number of the truth with one of the same value, or else the same kind."""
    truth = truth_of(file)
    for document in documents(plans):
        rows = truth.get(str(document.year))
        if rows is None:
            print(f"{document.doc_id}: not in the truth; {len(find_quantities(document))} found")
            continue
        left = classify(document).to_dict("records")
        n_found, counts = len(left), Counter[str]()
        for row in rows:
            same = [one for one in left if _value(one) == (row["value"] or row["relation"])]
            kinds = [one for one in same if one["kind"] == row["kind"]]
            if not same:
                print("  missed:", row["quote"])
                continue
            one = (kinds or same)[0]
            left.remove(one)
            counts["found"] += 1
            counts["kind"] += one["kind"] == row["kind"]
            counts["unit"] += one["unit"] == row["unit"]
            if one["kind"] != row["kind"]:
                print("  kind:", row["kind"], "called", one["kind"], one["quotation"])
        for one in left:
            print("  not in the truth:", one["value_text"], one["quotation"])
        print(
            f"{document.year}: recall {counts['found']}/{len(rows)}, precision"
            f" {counts['found']}/{n_found}, kind {counts['kind']}/{counts['found']}, value and unit"
            f" {counts['unit']}/{counts['found']}"
        )


def _value(row: dict[str, object]) -> str:
    if row["low"] is not None and not pd.isna(row["low"]):  # type: ignore[call-overload]
        return f"[{row['low']},{row['high']}]"
    return str(row["value"])


def headlines(reports: list[Document]) -> None:
    """Compare the headline targets with the reading by eye."""
    tables = {one.doc_id: classify(one) for one in reports}
    for name, said in HEADLINES.items():
        right = []
        for year, value in said.items():
            table = tables[year]
            own = table[
                (table["kind"] == "target")
                & table["indicator"].str.contains(NAMES[name])
                & (table["deadline"] == year)
            ]
            read = [_headline(row, name) for row in own.to_dict("records")]
            right.append(value in read)
            if value not in read:
                print(f"  {name} {year}: {value}, read {read}")
        print(f"headline {name}: {sum(right)}/{len(right)}")


def _headline(row: dict[str, object], name: str) -> str:
    unit = 10_000 if name == "jobs" else 1
    ends = [row["low"], row["high"]] if row["value"] is None else [row["value"]]
    return "-".join(str((Decimal(str(end)) / unit).normalize().__format__("f")) for end in ends)


def unseen(reports: list[Document]) -> None:
    """Compare the kinds with those read by a person."""
    known = {one.doc_id: one for one in reports}
    lines = [line for line in UNSEEN.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    rows = [line.split("\t") for line in lines]
    found: dict[str, dict[int, str]] = {}
    for name in dict.fromkeys(row[0] for row in rows):
        quantities = find_quantities(known[name])
        kinds = classify(known[name], quantities)["kind"]
        places = zip(quantities, kinds, strict=True)
        found[name] = {at: kind for one, kind in places for at in range(one.start, one.end)}
    counts, wrong = Counter[str](), Counter[tuple[str, str]]()
    for name, start, kind in rows:
        read = found[name].get(int(start), "none")
        counts["none"] += kind == "none"
        counts["false"] += kind == "none" and read != "none"
        counts["missed"] += kind != "none" and read == "none"
        counts["right"] += kind == read != "none"
        if kind != read:
            wrong[kind, read] += 1
    n = len(rows) - counts["none"]
    print(
        f"unseen: kind {counts['right']}/{n - counts['missed']}, missed {counts['missed']}/{n}, no"
        f" quantity but found {counts['false']}/{counts['none']}"
    )
    for (kind, read), times in sorted(wrong.items()):
        print(f"  {kind} called {read}: {times}")


def speed(found: list[Document]) -> None:
    begun = time.process_time()
    tables = [classify(one) for one in found]
    read = time.process_time()
    rows = series(pd.concat(tables, ignore_index=True), found)
    done = time.process_time()
    size = sum(len(one.text) for one in found)
    print(
        f"{len(found)} documents, {size} characters: {sum(map(len, tables))} quantities in"
        f" {read - begun:.2f} s, {rows['series'].nunique()} series in {done - read:.2f} s"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--plans", type=Path, default=resource("samples/jichuan"))
    parser.add_argument("--truth", type=Path)
    parser.add_argument("--reports", type=Path)
    chosen = parser.parse_args()
    speed(documents(chosen.plans))
    if chosen.truth:
        against_truth(chosen.plans, chosen.truth)
    if chosen.reports:
        reports = documents(chosen.reports)
        speed(reports)
        headlines(reports)
        unseen(reports)


if __name__ == "__main__":
    main()
