"""Candidates for the dictionary from a corpus itself: what holds together, stands freely and is not
listed yet.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import accumulate
from math import exp2, log, log2

import pandas as pd

from topics.resources import resource
from topics.tokenize import PolicyTokenizer
from topics.words.numbers import MEASURE, is_number
from topics.words.segmenter import Segmenter, crossed, load_segmenter, places
from topics.words.special import HAN, is_plain, normalise
from topics.words.wordgraph import word_tags
from topics.words.wordlists import MAX_WORD, Entry, read_stopwords

MAX_LENGTH = 10
QUOTED_BITS = 12.0  # chosen: what a term of the field holds together with, for strings in quotes
COLUMNS = ["word", "count", "cohesion", "freedom", "score", "quoted", "example"]
_RUN = re.compile(f"[{HAN}]+")
_QUOTED = re.compile(r"[“‘「『]([\w·、+&%.（）〔〕-]{2,12})[”’」』]")
# the neighbour of a word at the edge of a run; each edge counts as a neighbour of its own
_EDGE = ""

Counts = Mapping[str, int]


def term_candidates(
    texts: Iterable[str],
    tokenizer: PolicyTokenizer,
    *,
    min_count: int = 3,
    min_cohesion: float = 4.0,
    min_freedom: float = 1.0,
) -> pd.DataFrame:
    """Find words of a corpus that the dictionary may lack.

    A candidate is a run of 2 to 10 Han characters that (1) holds together: at its weakest split it
    is far more frequent than its two parts would meet by chance; (2) stands freely: many characters
    precede and follow it; (3) is no word that the tokenizer has already, neither begins nor ends
    with a stop word, a number or a measure word, nor opens or ends as a phrase does (有条件,
    前提下, 比上年); (4) is not crossed by present words in most of its places, and stands
    `min_count` times uncrossed when all candidates are in the dictionary, at least once not inside
    a longer one. Strings that the text quotes at least twice are candidates without (1) and (2).

    Parameters
    ----------
    texts : iterable of str
    tokenizer : PolicyTokenizer
    min_count : int
        Occurrences that a candidate needs.
    min_cohesion : float
        Least pointwise mutual information at the weakest split, in bits.
    min_freedom : float
        Least entropy of the characters on either side, in bits.

    Returns
    -------
    DataFrame
        One row per candidate, by falling `score`: word; count (places where no word crosses it,
        those inside longer candidates included); cohesion and freedom (bits); score (cohesion times
        log2 of one more than the count); quoted; example (a sentence).

    Notes
    -----
    Chance is bounded: for n occurrences where λ are expected the Poisson tail is at most exp(n - λ
    - n ln(n/λ)) (Chernoff); it must stay under 0.01 s / (10 V), V the number of frequent strings
    and s the share of the text that the more frequent part takes. For each string the s of all that
    it could meet sum to no more than the 10 lengths, so all pairs together stay under 0.01:
    shuffled text has no candidates but in one of a hundred texts.

    The score ranks by cohesion and not by length times count (C-value), which puts the common
    phrases of a genre first and what is new last; a quoted string without cohesion has QUOTED_BITS.

    References
    ----------
    C-value: Frantzi, Ananiadou & Mima (2000), Int. J. Digital Libraries 3, eq. 1. Branching
    entropy: Jin & Tanaka-Ishii (2006), COLING/ACL, section 2.

    Examples
    --------
    >>> from topics import PolicyTokenizer
    >>> term_candidates(["推行“一屏统览”，", "完善“一屏统览”。"],
    ...     PolicyTokenizer())["word"].tolist()
    ['一屏统览']
    """
    normal = [normalise(text) for text in texts]
    runs = [run for text in normal for run in _RUN.findall(text)]
    counts = _count_grams(runs, max(min_count, 2))
    total = sum(map(len, runs))
    cohesion = {
        gram: bits
        for gram, count in counts.items()
        if len(gram) > 1
        and (bits := _cohesion(gram, counts, total)) >= min_cohesion
        and _is_beyond_chance(count, bits, _share(gram, counts, total), len(counts))
    }
    freedom = _freedom(runs, cohesion)
    quoted = Counter(word for text in normal for word in _QUOTED.findall(text))
    quoted = Counter({word: count for word, count in quoted.items() if count >= 2})
    free = {gram for gram in cohesion if freedom[gram] >= min_freedom}
    found = _unlisted(free, tokenizer, whole=True) | _unlisted(quoted, tokenizer, whole=False)
    found = _rarely_crossed(normal, found, tokenizer)
    uncrossed, whole = _count_places(normal, found, tokenizer)
    kept = {
        word: count
        for word, count in uncrossed.items()
        if whole[word] and count >= (2 if word in quoted else min_count)
    }
    examples = _examples(normal, kept)
    score = {
        word: cohesion.get(word, QUOTED_BITS) * log2(1 + count) for word, count in kept.items()
    }
    rows = [
        (
            word,
            count,
            cohesion.get(word),
            freedom.get(word),
            score[word],
            word in quoted,
            examples[word],
        )
        for word, count in sorted(kept.items(), key=lambda item: (-score[item[0]], item[0]))
    ]
    return pd.DataFrame(rows, columns=COLUMNS).astype(
        {"cohesion": "float64", "freedom": "float64", "quoted": "bool"}
    )


def format_candidates(candidates: pd.DataFrame) -> str:
    """Write candidates in the format of a dictionary file, for a person to edit.

    >>> frame = pd.DataFrame([("潜力地区", 13, 9.5, 3.1, 26.0, False, "培育潜力地区。")],
    ...     columns=COLUMNS)
    >>> print(format_candidates(frame), end="")
    # Candidates for the dictionary: delete what is no term, then keep the rest
    as a dictionary file.
    潜力地区  # 13 ×, cohesion 9.5, freedom 3.1: 培育潜力地区。
    """
    head = "# Candidates for the dictionary: delete what is no term, then keep the rest"
    lines = [f"{head} as a dictionary file."]
    for row in candidates.to_dict("records"):
        measured = f"cohesion {row['cohesion']:.1f}, freedom {row['freedom']:.1f}"
        lines.append(
            f"{row['word']}  # {row['count']} ×, {'quoted' if row['quoted'] else measured}:"
            f" {row['example']}"
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


def _count_grams(runs: list[str], min_count: int) -> dict[str, int]:
    """Count the strings of up to MAX_LENGTH characters that occur often enough."""
    counts = {
        character: count
        for character, count in Counter("".join(runs)).items()
        if count >= min_count
    }
    places = [(run, start) for run in runs for start in range(len(run))]
    for length in range(2, MAX_LENGTH + 1):
        places = [(run, start) for run, start in places if start + length <= len(run)]
        level = Counter(run[start : start + length] for run, start in places)
        frequent = {gram: count for gram, count in level.items() if count >= min_count}
        places = [(run, start) for run, start in places if run[start : start + length] in frequent]
        counts |= frequent
    return counts


def _cohesion(gram: str, counts: Counts, total: int) -> float:
    """Return log2(p(w) / (p(left) p(right))) at the weakest split, in bits."""
    strongest = max(counts[gram[:split]] * counts[gram[split:]] for split in range(1, len(gram)))
    return log2(counts[gram] * total / strongest)


def _share(gram: str, counts: Counts, total: int) -> float:
    """Return the share of the text that the more frequent part at the weakest split begins."""
    splits = [(counts[gram[:at]], counts[gram[at:]]) for at in range(1, len(gram))]
    strongest = max(splits, key=lambda split: split[0] * split[1])
    return max(strongest) / total


def _is_beyond_chance(count: int, cohesion: float, share: float, n_strings: int) -> bool:
    expected = count * exp2(-cohesion)
    tail = count - expected - count * log(count / expected)
    return tail < log(0.01) + log(share / MAX_LENGTH) - log(n_strings)


def _freedom(runs: list[str], grams: Iterable[str]) -> dict[str, float]:
    """Return the lesser of the entropies of the characters to the left and to the right of each
    gram, in bits.
    """
    wanted = set(grams)
    lengths = sorted({len(gram) for gram in wanted})
    sides: dict[str, tuple[Counter[str], Counter[str]]] = defaultdict(
        lambda: (Counter(), Counter())
    )
    for run in runs:
        for length in lengths:
            for start in range(len(run) - length + 1):
                if (gram := run[start : start + length]) in wanted:
                    left, right = sides[gram]
                    left[run[start - 1] if start else _EDGE] += 1
                    right[run[start + length : start + length + 1] or _EDGE] += 1
    return {gram: min(map(_entropy, sides[gram])) for gram in wanted}


def _entropy(neighbours: Counter[str]) -> float:
    total = neighbours.total()
    counts = [count for neighbour, count in neighbours.items() if neighbour != _EDGE] + [
        1
    ] * neighbours[_EDGE]
    return sum(count / total * log2(total / count) for count in counts)


def _unlisted(words: Iterable[str], tokenizer: PolicyTokenizer, *, whole: bool) -> set[str]:
    """Leave out known words and, with `whole`, those that hold a particle or whose edge is a stop
    word or a number.

    Boilerplate nouns (计划, 机制) may end a term; only function words may not. Single characters
    are no stop words here, because an engine makes them of any unknown word.
    """
    segmenter = load_segmenter((), tokenizer.engine)
    function = frozenset(read_stopwords(resource("stopwords/function.txt")))

    def counts(word: str) -> bool:
        if not 2 <= len(word) <= MAX_WORD or word in tokenizer.terms or word in tokenizer.stoplist:
            return False
        parts = segmenter.parts(word)
        if len(parts) == 1 or not whole:
            return len(parts) > 1
        stops = (len(parts[0]) > 1 and parts[0] in tokenizer.stoplist) or (
            len(parts[-1]) > 1 and parts[-1] in function
        )
        edges = {word[0], word[-1]} & {"于"}
        numbers = is_number(parts[0]) or is_number(parts[-1]) or _MEASURES.fullmatch(parts[0])
        held = set(word) & _PARTICLES
        return not (stops or numbers or held or edges or _is_phrase(word, parts))

    return {word for word in words if counts(word)}


_PARTICLES = frozenset("的了着和与及或等之其在为对被把将是以从由并各该")
_MEASURES = re.compile(MEASURE)
_OPENERS = frozenset(
    "向有按到至使让不可应须经"
)  # words of one character that open a phrase (有条件, 向乡村) or close it (前提下)
_CLOSERS = frozenset("上下中内后前时地")
_ADVERBS = frozenset("都也还又就才却我更最很较比拟请本曾已未")
# Parts of speech in jieba's list that no term begins with: adverbs, prepositions, conjunctions,
# pronouns.
_NO_FIRST = frozenset({"d", "p", "c", "r", "ad", "zg", "u"})


def _is_phrase(word: str, parts: list[str]) -> bool:
    """Say whether a run opens or ends as a phrase does, or has a verb before a verb."""
    if parts[0] in _ADVERBS or (len(word) > 2 and (parts[0] in _OPENERS or parts[-1] in _CLOSERS)):
        return True
    tags = word_tags()
    first, last = tags.get(parts[0], ""), tags.get(parts[-1], "")
    return (first in _NO_FIRST and len(parts[0]) > 1) or (first == last == "v" and len(parts) > 1)


def _rarely_crossed(texts: list[str], words: set[str], tokenizer: PolicyTokenizer) -> set[str]:
    """Leave out the words that words of today cross in most of their places."""
    seen: Counter[str] = Counter()
    cut: Counter[str] = Counter()
    for text in texts:
        if not (here := [word for word in words if word in text]):
            continue
        ends = list(accumulate(map(len, tokenizer.segmenter.cut(text, whole_numbers=True))))
        for word in here:
            found = [crossed(ends, *place) for place in places(text, word)]
            seen[word] += len(found)
            cut[word] += sum(found)
    return {word for word in words if 2 * cut[word] <= seen[word]}


def _count_places(
    texts: list[str], words: set[str], tokenizer: PolicyTokenizer
) -> tuple[Counter[str], Counter[str]]:
    """Count where no word crosses each word, and where it comes out whole, with all in the
    dictionary.
    """
    entries = [Entry(term) for term in sorted(tokenizer.terms | words)]
    segmenter = Segmenter(entries, load_segmenter((), tokenizer.engine).engine)
    uncrossed: Counter[str] = Counter()
    whole: Counter[str] = Counter()
    for text in texts:
        here = [word for word in words if word in text or not is_plain(word)]
        if not here:
            continue
        cut = segmenter.cut(text)
        whole.update(word for word in map(segmenter.canonical, cut) if word in words)
        ends = list(accumulate(map(len, cut)))
        for word in here:
            uncrossed[word] += sum(not crossed(ends, *place) for place in places(text, word))
    return uncrossed, whole


def _examples(texts: list[str], words: Iterable[str]) -> dict[str, str]:
    missing = set(words)
    examples: dict[str, str] = {}
    for text in texts:
        for word in sorted(missing):
            if (start := text.find(word)) >= 0:
                examples[word] = sentence_around(text, start, start + len(word))
        missing -= examples.keys()
    return examples
