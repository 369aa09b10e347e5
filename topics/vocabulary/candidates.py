"""Candidates for the dictionary from a corpus itself: what holds together, stands freely and is not
listed yet.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import log, log2, nan

import pandas as pd

from topics.tokenize import PolicyTokenizer
from topics.vocabulary.grams import Grams, cohesion, count_grams, freedom, without_parts
from topics.vocabulary.termlike import is_listed, phrase_check
from topics.words.segmenter import crossed, places
from topics.words.special import normalise

COLUMNS = ["word", "count", "documents", "cohesion", "freedom", "score", "quoted", "example"]
_QUOTED = re.compile(r"[“‘「『]([\w·、+&%.（）〔〕-]{2,12})[”’」』]")


@dataclass(frozen=True)
class _Rules:
    """What a candidate needs and how it is ranked.

    Fitted on fourteen new terms planted in reports of even years, measured on fourteen others in
    reports of odd years: `benchmarks/terms.py`.
    """

    chance: float = 0.2  # runs that chance may give in a corpus, at most
    freedom: float = 0.55  # of the entropy of as many different neighbours, up to `neighbours`
    neighbours: int = 6  # more different ones are not asked for: 谷子经济 has few contexts
    inside: float = 0.6  # share of the places inside one longer candidate that takes them all
    alone: float = 1.5  # weight of a rarest word that stands nowhere else, against cohesion
    spread: float = 0.25  # share of the documents above which more do not raise a rank
    quoted: float = 1.5  # strength of a string in quotes without cohesion: chosen


RULES = _Rules()


def term_candidates(
    texts: Iterable[str],
    tokenizer: PolicyTokenizer,
    *,
    documents: Sequence[str] | None = None,
    min_count: int = 3,
    min_documents: int = 2,
    min_cohesion: float = 3.0,
) -> pd.DataFrame:
    """Find words of a corpus that the dictionary may lack.

    A candidate is a run of two to five words, of at most ten Han characters, that (1) holds
    together: at its weakest split it is far more frequent than its two parts would meet by chance;
    (2) stands freely: different words precede and follow it; (3) is no word that the tokenizer has
    already, neither begins nor ends with a stop word, a number or a measure word, nor opens or ends
    as a phrase does (有条件, 前提下, 减轻负担); (4) stands in two documents, or in the only one.
    Words of today never cross it. It keeps its places inside longer candidates, unless one of them
    has most. Strings that the text quotes at least twice are candidates without (1) and (2).

    Parameters
    ----------
    texts : iterable of str
    tokenizer : PolicyTokenizer
    documents : sequence of str, optional
        The document that each text is a part of; by default each is one.
    min_count : int
        Occurrences that a candidate needs.
    min_documents : int
        Documents that it needs to stand in, where there are as many.
    min_cohesion : float
        Least pointwise mutual information at the weakest split, in bits.

    Returns
    -------
    DataFrame
        One row per candidate, by falling `score`: word; count (places, those inside longer
        candidates included); documents (in how many it stands); cohesion and freedom (bits); score;
        quoted; example (a sentence).

    Notes
    -----
    score = (cohesion / log2(N / n) + 1.5 n / m) log2(1 + d): n of the N words begin the candidate,
    m are its rarest word, and d is the number of documents, at most a quarter of all. So what is
    new and rare goes before the common phrases of a genre, which length times count (C-value) puts
    first: 谷子 stands nowhere but in 谷子经济.

    Chance is bounded: the binomial tail of n meetings must stay under s / V, V the number of
    frequent runs and s the share of the text that the more frequent part takes. For each run the s
    of all that it could meet sum to no more than one for each length, so that shuffled words give
    about one candidate at most.

    References
    ----------
    Normalised pointwise mutual information: Bouma (2009), GSCL, eq. 5. Branching entropy: Jin &
    Tanaka-Ishii (2006), COLING/ACL, section 2.

    Examples
    --------
    >>> from topics import PolicyTokenizer
    >>> term_candidates(["推行“一屏统览”，", "完善“一屏统览”。"],
    ...     PolicyTokenizer())["word"].tolist()
    ['一屏统览']
    """
    normal = [normalise(text) for text in texts]
    names = list(map(str, range(len(normal)))) if documents is None else list(documents)
    n_documents = len(set(names))
    needed = min(min_documents, n_documents)
    grams = count_grams(normal, names, tokenizer, min_count)
    bits = _found(grams, tokenizer, min_count, needed, min_cohesion)
    rows = [
        (
            word,
            grams.counts[word],
            len(grams.documents[word]),
            bits[word],
            freedom(word, grams),
            _strength(word, bits[word], grams),
        )
        for word in without_parts(bits, grams, RULES.inside)
    ]
    quoted = _quoted(normal, names, tokenizer)
    known = {row[0] for row in rows}
    rows += [
        (word, count, len(held), nan, nan, RULES.quoted)
        for word, (count, held) in quoted.items()
        if word not in known and len(held) >= needed
    ]
    frame = pd.DataFrame(rows, columns=[*COLUMNS[:5], "score"]).astype(
        {"count": "int64", "documents": "int64", "cohesion": "float64", "freedom": "float64"}
    )
    most = max(n_documents * RULES.spread, 1.0)
    frame["score"] = (
        frame["score"].astype("float64") * (1 + frame["documents"].clip(upper=most)).map(log2)
    ).round(9)
    frame = frame.sort_values(["score", "word"], ascending=[False, True], ignore_index=True)
    examples = _examples(normal, frame["word"])
    return frame.assign(
        quoted=frame["word"].isin(quoted).astype(bool), example=frame["word"].map(examples)
    )[COLUMNS]


def format_candidates(candidates: pd.DataFrame) -> str:
    """Write candidates in the format of a dictionary file, for a person to edit.

    >>> frame = pd.DataFrame([("潜力地区", 13, 2, 9.5, 3.1, 26.0, False, "培育潜力地区。")],
    ...     columns=COLUMNS)
    >>> print(format_candidates(frame), end="")
    # Candidates for the dictionary: delete what is no term, then keep the rest
    as a dictionary file.
    潜力地区  # 13 × in 2 documents, cohesion 9.5, freedom 3.1: 培育潜力地区。
    """
    head = "# Candidates for the dictionary: delete what is no term, then keep the rest"
    lines = [f"{head} as a dictionary file."]
    for row in candidates.to_dict("records"):
        measured = f"cohesion {row['cohesion']:.1f}, freedom {row['freedom']:.1f}"
        held = f"{row['documents']} document{'s' * (row['documents'] > 1)}"
        lines.append(
            f"{row['word']}  # {row['count']} × in {held},"
            f" {'quoted' if row['cohesion'] != row['cohesion'] else measured}: {row['example']}"
        )
    return "\n".join(lines) + "\n"


def sentence_around(text: str, start: int, end: int, width: int = 40) -> str:
    """Return the sentence around text[start:end] on one line, cut to about `width` characters.

    >>> sentence_around("一是建设。二是培育潜力地区。", 9, 13)
    '二是培育潜力地区。'
    """
    left = max(text.rfind(mark, 0, start) for mark in "。；！？\n") + 1
    right = min(
        (at + 1 for mark in "。；！？\n" if (at := text.find(mark, end)) >= 0), default=len(text)
    )
    left, right = max(left, start - width // 2), min(right, end + width // 2)
    return re.sub(r"[\s\x00-\x1f\ud800-\udfff]+", " ", text[left:right]).strip()


def _found(
    grams: Grams, tokenizer: PolicyTokenizer, min_count: int, needed: int, min_cohesion: float
) -> dict[str, float]:
    """Return the runs that hold together, stand freely and may be terms, with their cohesion."""
    is_phrase = phrase_check(tokenizer)
    n_runs = sum(count >= min_count for count in grams.counts.values())
    most = log(RULES.chance) - log(n_runs or 1)
    found = {}
    for word, held in grams.documents.items():
        words, count = grams.words[word], grams.counts[word]
        if len(words) < 2 or len(held) < needed or is_listed(word, tokenizer):
            continue
        if is_phrase(words, count / grams.counts[words[0]], count / grams.counts[words[-1]]):
            continue
        bits, chance = cohesion(word, grams)
        least = RULES.freedom * log2(min(count, RULES.neighbours))
        if bits >= min_cohesion and chance <= most and freedom(word, grams) >= least:
            found[word] = bits
    return found


def _strength(word: str, bits: float, grams: Grams) -> float:
    """Return the normalised cohesion and what the rarest word's standing nowhere else adds."""
    count = grams.counts[word]
    rarest = min(grams.counts[part] for part in grams.words[word])
    return bits / log2(grams.total / count) + RULES.alone * count / rarest


def _quoted(
    texts: Sequence[str], documents: Sequence[str], tokenizer: PolicyTokenizer
) -> dict[str, tuple[int, set[str]]]:
    """Return the strings quoted twice that no word crosses mostly: places, documents."""
    quotes = Counter(word for text in texts for word in _QUOTED.findall(text))
    words = [
        word
        for word, count in quotes.items()
        if count >= 2
        and not is_listed(word, tokenizer)
        and len(tokenizer.segmenter.parts(word)) > 1
    ]
    found: dict[str, tuple[int, set[str]]] = {}
    crossings: Counter[str] = Counter()
    for text, document in zip(texts, documents, strict=True):
        if not (here := [word for word in words if any(places(text, word))]):
            continue
        ends = list(accumulate(map(len, tokenizer.segmenter.cut(text, whole_numbers=True))))
        for word in here:
            outcomes = [crossed(ends, *place) for place in places(text, word)]
            crossings[word] += sum(outcomes)
            count, held = found.get(word, (0, set()))
            found[word] = (count + len(outcomes), held | {document})
    return {
        word: (count - crossings[word], held)
        for word, (count, held) in found.items()
        if 2 * crossings[word] <= count
    }


def _examples(texts: list[str], words: Iterable[str]) -> dict[str, str]:
    missing = set(words)
    examples: dict[str, str] = {}
    for text in texts:
        for word in sorted(missing):
            if (start := text.find(word)) >= 0:
                examples[word] = sentence_around(text, start, start + len(word))
        missing -= examples.keys()
    return examples
