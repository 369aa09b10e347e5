"""Four ways to rank the keywords of the documents of a folder, side by side.

Run with `uv run benchmarks/keywords.py FOLDER [FOLDER …]`. Printed for each folder, the twelve best
words of every document: the share of those found in one half of a document (every other leaf
section) that its *other* half uses at least 1.5 times as often as the other documents; words that
two lists share, on average; words of two characters. Then the first words of each document.
"""

import sys
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import numpy as np

from topics.dfm import Dfm
from topics.keywords import keywords, section_idf
from topics.stats.typical import Sides, log_odds_z
from topics.study import Study

N = 12
MORE = 1.5
Lists = dict[str, list[str]]


def by_tf_idf(dfm: Dfm) -> Lists:
    idf = section_idf(dfm).to_numpy()
    return _best(dfm, lambda counts, _: counts * idf)


def by_c_tf_idf(dfm: Dfm) -> Lists:
    """c-TF-IDF as in BERTopic: ln(1 + mean size of a document/occurrences in all)."""
    totals = np.maximum(dfm.termfreq, 1)
    size = dfm.counts.sum() / dfm.rows["doc_id"].nunique()
    return _best(dfm, lambda counts, _: counts * np.log(1 + size / totals))


def by_z(dfm: Dfm) -> Lists:
    totals = dfm.termfreq
    share = np.maximum(totals, 1) / totals.sum()

    def score(counts: np.ndarray, _: str) -> np.ndarray:
        mine = int(counts.sum())
        return log_odds_z(Sides(counts, totals - counts, mine, int(totals.sum()) - mine, share))

    return _best(dfm, score)


def by_typicality(dfm: Dfm) -> Lists:
    table = keywords(dfm, level="document", n=N)
    return {str(doc): list(rows["feature"]) for doc, rows in table.groupby("group")}


RANKINGS = {
    "tf-idf": by_tf_idf,
    "c-TF-IDF": by_c_tf_idf,
    "z": by_z,
    "typical": by_typicality,
}


def _best(dfm: Dfm, score: Callable[[np.ndarray, str], np.ndarray]) -> Lists:
    grouped = dfm.group_by("doc_id")
    lists = {}
    for row, doc_id in enumerate(grouped.rows["group"]):
        counts = grouped.counts[[row]].toarray().ravel()
        order = np.argsort(-score(counts, doc_id), kind="stable")
        lists[doc_id] = [dfm.features[column] for column in order[:N] if counts[column] > 0]
    return lists


def held_up(dfm: Dfm, ranking: Callable[[Dfm], Lists]) -> float:
    """Return the share of words, found without one half of a document, that this half uses more."""
    place = {feature: column for column, feature in enumerate(dfm.features)}
    ids = dfm.rows["doc_id"].to_numpy()
    number = dfm.rows.groupby("doc_id").cumcount().to_numpy()
    found = []
    for half in (0, 1):
        lists = ranking(dfm.filter_rows(number % 2 == half))
        for doc_id, words in lists.items():
            own = dfm.filter_rows((ids == doc_id) & (number % 2 != half)).termfreq
            rest = dfm.filter_rows(ids != doc_id).termfreq
            columns = [place[word] for word in words]
            rates = own[columns] / max(own.sum(), 1), rest[columns] / max(rest.sum(), 1)
            found += ((rates[0] > 0) & (rates[0] >= MORE * rates[1])).tolist()
    return float(np.mean(found))


def shared(lists: Lists) -> float:
    pairs = [len(set(one) & set(other)) for one, other in combinations(lists.values(), 2)]
    return float(np.mean(pairs)) if pairs else float("nan")


def appearances(lists: Lists) -> float:
    """Return the mean number of lists that a listed word stands in."""
    words = [word for one in lists.values() for word in one]
    return len(words) / max(len(set(words)), 1)


def short(lists: Lists) -> float:
    return float(np.mean([len(word) == 2 for words in lists.values() for word in words]))


def main(*folders: str) -> None:
    for folder in folders:
        dfm = Study([folder]).dfm
        print(
            f"{Path(folder).name}: {dfm.rows['doc_id'].nunique()} documents, {dfm.n_rows} sections"
        )
        print(f"{'':10} {'held up':>8} {'shared':>8} {'lists':>8} {'2 chars':>8}")
        found = {name: ranking(dfm) for name, ranking in RANKINGS.items()}
        for name, lists in found.items():
            numbers = (
                held_up(dfm, RANKINGS[name]),
                shared(lists),
                appearances(lists),
                short(lists),
            )
            print(f"{name:10} " + " ".join(f"{number:8.2f}" for number in numbers))
        for doc_id in sorted(found["typical"]):
            for name in ("tf-idf", "typical"):
                print(f"{doc_id} {name}: {' '.join(found[name].get(doc_id, []))}")


if __name__ == "__main__":
    main(*(sys.argv[1:] or ["samples/jichuan"]))
