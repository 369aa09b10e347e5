"""How often a search finds the counterpart of a section, by words, bigrams, LSA and both together.

`python -m benchmarks.search --shared ../shared --folder FOLDER`.

Asked is once with the heading of a section and once with all of it. The truth of `--shared` are
links between national plans that a person judged, both ways, with all of its plans in the index.
From the folder come planted pairs: documents changed as in `benchmarks.links`, words exchanged at a
rate, and asked with the first clause of the section that was changed. A candidate is a section of
the other document. Printed are the shares of questions with a counterpart first and among the first
five, and the mean reciprocal rank.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from benchmarks.links import LEAST, changed, document, original
from benchmarks.texts import arguments
from topics.compare.units import comparable
from topics.corpus import Document, read_corpus
from topics.search.ranking import Bigrams, Bm25, Lsa, Ranking, RankOptions
from topics.search.units import Units
from topics.tokenize import PolicyTokenizer

PLANS = {"2020": "003", "2022": "000", "145": "002", "2024": "004"}
RATES = (0.1, 0.3, 0.5)  # share of pairs of characters that are exchanged
SHORT = 16  # Han characters of a clause that is asked with
Scores = Callable[[str], npt.NDArray[np.float64]]


class Question(NamedTuple):
    """A text, the document in which its counterparts are, and their paths."""

    text: str
    doc_id: str
    paths: frozenset[str]


def rankings(units: Units) -> dict[str, Scores]:
    """Return every way to rank the sections of a corpus."""
    cut = PolicyTokenizer().tokenize
    words = Bm25(_of_words([cut(text) for text in units.features]))
    features = Bigrams(units.features)
    bm25, lsa = Bm25(features).scores, Lsa(features).scores
    both = Ranking(units.features)
    many = Lsa(features, RankOptions(texts=1)).scores

    def fusion(text: str) -> npt.NDArray[np.float64]:
        total = np.zeros(len(units.leaves))
        for scores in (bm25(text), lsa(text)):
            rank = np.empty(len(scores))
            rank[np.argsort(-scores, kind="stable")] = np.arange(1, len(scores) + 1)
            total += 1 / (60 + rank)
        return total

    return {
        "BM25 of words": lambda text: words.scores(_as_features(cut(text))),
        "BM25 of bigrams": bm25,
        "LSA, 100 dimensions": many,
        "LSA, a third of the sections": lsa,
        "reciprocal rank fusion": fusion,
        "LSA and BM25, as shipped": lambda text: both.scores(text)[0],
    }


def _of_words(texts: Sequence[Sequence[str]]) -> Bigrams:
    return Bigrams([_as_features(text) for text in texts])


def _as_features(words: Sequence[str]) -> str:
    """Write each word as one pair of private characters, so that its bigram stands for it."""
    return "，".join(f"{chr(0xF0000 + hash_of(word))}{chr(0xF0000)}" for word in words)


def hash_of(word: str) -> int:
    """Return a number for a word that is the same in every run."""
    return sum(ord(char) * 31**i for i, char in enumerate(word)) % 65_000 + 1


def measure(units: Units, questions: Sequence[Question], scores: Scores) -> str:
    """Say how often a counterpart is first, among five, and the mean reciprocal rank."""
    ranks = []
    for question in questions:
        found = scores(comparable(question.text))
        candidates = [
            number
            for number, leaf in enumerate(units.leaves)
            if leaf.document.doc_id == question.doc_id
        ]
        candidates.sort(key=lambda number: -found[number])
        paths = [units.leaves[number].section.path for number in candidates]
        ranks.append(min(paths.index(one) + 1 for one in question.paths if one in paths))
    rank = np.array(ranks)
    return f"{(rank == 1).mean():6.2f}  {(rank <= 5).mean():6.2f}  {(1 / rank).mean():5.2f}"


def judged(shared: Path, *, whole: bool) -> tuple[Units, list[Question]]:
    """Return the national plans and a question for each judged section, both ways."""
    read = {one.doc_id[:3]: one for one in read_corpus(shared / "corpus")}
    plans = {name: read[start] for name, start in PLANS.items()}
    truth = json.loads((shared / "truth" / "links.json").read_text(encoding="utf-8"))
    questions = []
    for pair in truth["pairs"]:
        sides = pair["reference"], pair["target"]
        for old, new, turn in ((*sides, 1), (*reversed(sides), -1)):
            found: dict[str, set[str]] = {}
            for link in pair["links"]:
                path, other = link[::turn]
                found.setdefault(path, set()).add(other)
            asked = {one.path: one for one in plans[old].sections}
            for path, others in found.items():
                section = asked[path]
                text = plans[old].text[section.heading_start : section.end]
                said = text if whole else section.heading
                questions.append(Question(said, plans[new].doc_id, frozenset(others)))
    return Units.of(plans.values()), questions


def planted(
    sources: Sequence[Document], rate: float, rng: random.Random
) -> tuple[Units, list[Question]]:
    """Return changed documents and a question for each section that has a counterpart in one."""
    documents, questions = [], []
    for number, source in enumerate(sources):
        old = original(source)
        new = changed(old, original(sources[number - 1]), rate, rng)
        made = document(f"新{number}", new)
        documents.append(made)
        paths = [section.path for section in made.sections]
        for i, text in enumerate(old.texts):
            there = {paths[j] for j, held in enumerate(new.sources) if i in held}
            clause = next((one for one in comparable(text).split("，") if len(one) >= 4), "")
            if there and clause:
                questions.append(Question(clause[:SHORT], made.doc_id, frozenset(there)))
    return Units.of(documents), questions


def cases(shared: Path | None, sources: Sequence[Document], seed: int) -> Iterator[tuple]:
    """Yield the name, the corpus and the questions of each case."""
    if shared is None or not (shared / "truth").is_dir():
        print("no judged links: name their folder by --shared")
    else:
        yield "judged links, asked with the heading", *judged(shared, whole=False)
        yield "judged links, asked with the section", *judged(shared, whole=True)
    for rate in RATES:
        case = planted(sources, rate, random.Random(seed))
        yield f"planted, {rate:.0%} exchanged, asked with a clause", *case


def main() -> None:
    parser = arguments(__doc__, texts=12)
    parser.add_argument("--shared", type=Path, help="folder with corpus/ and truth/links.json")
    args = parser.parse_args()
    read = [one for one in read_corpus(args.folder) if one.analysed and len(one.leaves) >= LEAST]
    rng = random.Random(args.seed)
    sources = sorted(read, key=lambda one: one.doc_id)
    sources = rng.sample(sources, min(args.texts, len(sources)))
    for name, units, questions in cases(args.shared, sources, args.seed):
        print(f"\n{name}: {len(questions)} questions, {len(units.leaves)} sections")
        print(f"{'':30}first  of five   MRR")
        for ranking, scores in rankings(units).items():
            print(f"{ranking:30}{measure(units, questions, scores)}")


if __name__ == "__main__":
    main()
