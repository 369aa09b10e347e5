"""How often runs of words stand in texts, how they hold together, and how freely they stand."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import lgamma, log, log2

from topics.tokenize import PolicyTokenizer
from topics.vocabulary.termlike import PARTICLES
from topics.words.numbers import is_number
from topics.words.special import is_plain

MOST_WORDS = 5  # of a candidate: 跨境|电商|综|试|区; longer runs are sentences
MOST_CHARACTERS = 10
Run = tuple[str, ...]
Counts = Counter[str]


@dataclass
class Grams:
    """Counts of the runs of 1 to `MOST_WORDS` words between marks, numbers and particles.

    Attributes
    ----------
    counts : Counter of str
        Places of each run, by its characters: the runs of words that a longer run holds count too.
    words : dict of str to tuple of str
        The words of each run, as they are most often cut.
    documents : dict of str to set of str
    before, after : dict of str to Counter of str
        The neighbours of each run; the empty string is a mark, the text's end or a particle.
    total : int
        Words.
    """

    counts: Counts = field(default_factory=Counter)
    words: dict[str, Run] = field(default_factory=dict)
    documents: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    before: dict[str, Counts] = field(default_factory=lambda: defaultdict(Counter))
    after: dict[str, Counts] = field(default_factory=lambda: defaultdict(Counter))
    total: int = 0


def count_grams(
    texts: Sequence[str], documents: Sequence[str], tokenizer: PolicyTokenizer, min_count: int
) -> Grams:
    """Count the runs of words of normalised texts that occur `min_count` times, and all words.

    Parameters
    ----------
    texts, documents : sequence of str
        The texts, and the document that each is a part of.
    tokenizer : PolicyTokenizer
        Cuts the texts; its guesses at unknown words are parted into what is known.
    min_count : int
    """
    rows = [
        (document, run)
        for text, document in zip(texts, documents, strict=True)
        for run in _runs(text, tokenizer)
    ]
    cuts = Counter(gram for _, run in rows for _, gram in _grams(run))
    grams = Grams(total=sum(len(run) for _, run in rows))
    for gram, count in cuts.items():
        grams.counts["".join(gram)] += count
    for gram in sorted(cuts, key=lambda gram: (-cuts[gram], gram)):
        grams.words.setdefault("".join(gram), gram)
    for document, run in rows:
        for at, gram in _grams(run):
            if len(gram) > 1 and grams.counts[word := "".join(gram)] >= min_count:
                end = at + len(gram)
                grams.documents[word].add(document)
                grams.before[word][run[at - 1] if at else ""] += 1
                grams.after[word][run[end] if end < len(run) else ""] += 1
    return grams


def _grams(run: Sequence[str]) -> Iterator[tuple[int, Run]]:
    for at in range(len(run)):
        length = 0
        for end in range(at + 1, min(at + MOST_WORDS, len(run)) + 1):
            length += len(run[end - 1])
            if length > MOST_CHARACTERS:
                break
            yield at, tuple(run[at:end])


def _runs(text: str, tokenizer: PolicyTokenizer) -> Iterator[list[str]]:
    """Yield the words between marks, numbers and particles."""
    segmenter = tokenizer.segmenter
    run: list[str] = []
    for word in segmenter.cut(text, whole_numbers=True):
        if not is_plain(word) or not word.isalpha() or is_number(word) or word in PARTICLES:
            yield run
            run = []
        elif len(word) == 1 or word in segmenter.terms or segmenter.knows(word):
            run.append(word)
        else:
            run += segmenter.parts(word)
    yield run


def cohesion(word: str, grams: Grams) -> tuple[float, float]:
    """Return how a run holds together at its weakest split, in bits, and whether that is chance.

    The first is log2(p(w) / (p(left) p(right))); the second the logarithm of how many runs so
    frequent chance would give: the binomial tail for the places of the rarer part, times the number
    of runs that are asked about, over the share of the text that the more frequent part takes.
    """
    words, counts, total = grams.words[word], grams.counts, grams.total
    parts = [("".join(words[:at]), "".join(words[at:])) for at in range(1, len(words))]
    pairs = [sorted((counts[left], counts[right])) for left, right in parts]
    rarer, other = max(pairs, key=lambda pair: pair[0] * pair[1])
    count, share = counts[word], other / total
    rarer = max(rarer, count)  # a run may be cut in several ways
    tail = lgamma(rarer + 1) - lgamma(count + 1) - lgamma(rarer - count + 1) + count * log(share)
    return log2(count * total / (rarer * other)), tail - log(share)


def freedom(word: str, grams: Grams) -> float:
    """Return the lesser of the entropies of the words before and after a run, in bits.

    Each mark is a neighbour of its own.
    """
    return min(_entropy(grams.before[word]), _entropy(grams.after[word]))


def _entropy(neighbours: Counts) -> float:
    total = neighbours.total()
    ends = neighbours[""]
    inside = (count for neighbour, count in neighbours.items() if neighbour)
    return sum(count / total * log2(total / count) for count in inside) + (
        ends / total * log2(total) if ends else 0.0
    )


def without_parts(words: Iterable[str], grams: Grams, most: float) -> set[str]:
    """Leave out the runs that stand in one longer run of `words` at `most` of their places."""
    kept = set(words)
    parts = set()
    for word in kept:
        pieces = grams.words[word]
        for start in range(len(pieces)):
            for end in range(start + 2, len(pieces) + 1):
                part = "".join(pieces[start:end])
                if (
                    part != word
                    and part in kept
                    and grams.counts[word] >= most * grams.counts[part]
                ):
                    parts.add(part)
    return kept - parts
