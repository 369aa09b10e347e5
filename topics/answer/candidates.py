"""Words whose change is looked at, and how often each stands in every section."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import numpy as np
from scipy.sparse import csr_array

from topics.corpus.document import count_han
from topics.tokenize import Span

_UNITS = (
    "个|家|户|套|人|人次|名|项|件|条|座|所|次|天|年|月|日|岁|元|美元|斤|公斤|吨|公里|米|平方米|立方米|亩|公顷|千瓦(?:时)?|倍"
    "|个?百分点|期|辆|部|张|份"
)
MEASURE = re.compile(rf"[第约近超逾]?[0-9〇-九十百千万亿两几多%]*(?:{_UNITS})")
ENUMERATOR = re.compile(r"[一二三四五六七八九十]{1,3}是|其[一二三四五六七八九十]|首先|其次|再次|最后")
DIGIT = re.compile(r"[0-9]")


def candidates(vocabulary: Iterable[str]) -> tuple[str, ...]:
    """Return the words of a vocabulary that may name a subject, sorted.

    Left out are words with fewer than two Han characters or with a digit, measure words (万套,
    亿美元, 个百分点) and enumerators (一是, 其二).

    >>> candidates(["产业", "万套", "个百分点", "一是", "5G", "“十四五”"])
    ('“十四五”', '产业')
    """
    return tuple(
        sorted(
            word
            for word in set(vocabulary)
            if count_han(word) >= 2
            and not DIGIT.search(word)
            and not MEASURE.fullmatch(word)
            and not ENUMERATOR.fullmatch(word)
        )
    )


def count_places(sections: Sequence[Sequence[Span]], words: Sequence[str]) -> csr_array:
    """Count for every section the places of each word that no ordinary word crosses.

    The same places as those of `PolicyTokenizer.occurrences`, in one pass over the segmented text
    whatever the number of words: a word stands where it is one segment, several segments, or lies
    inside one.

    Parameters
    ----------
    sections : sequence of sequence of Span
        Each section as `PolicyTokenizer.segment` cuts it.
    words : sequence of str

    Returns
    -------
    csr_array of shape (n_sections, n_words), int64

    Examples
    --------
    >>> from topics.tokenize import PolicyTokenizer
    >>> tokenizer = PolicyTokenizer()
    >>> count_places([tokenizer.segment("常住人口城镇化率")], ["城镇化", "常住人口"]).toarray().tolist()
    [[1, 1]]
    """
    column = {word: at for at, word in enumerate(words)}
    prefixes = {word[:end] for word in words for end in range(1, len(word) + 1)}
    longest = max(map(len, words), default=0)

    @lru_cache(maxsize=200_000)
    def inside(word: str) -> tuple[str, ...]:
        return tuple(
            part for part in sorted(set(substrings(word))) if part != word and part in column
            for _ in range(word.count(part))
        )

    counters = []
    for spans in sections:
        counter: Counter[str] = Counter()
        ends: dict[str, int] = {}
        for at, span in enumerate(spans):
            counter.update(inside(span.token))
            for text, end in _joined(spans, at, prefixes, longest):
                if text in column and ends.get(text, 0) <= span.start:
                    counter[text] += 1
                    ends[text] = end
        counters.append(counter)
    return counted(counters, column)


def counted(counters: Sequence[Counter[str]], column: dict[str, int]) -> csr_array:
    """Arrange counts by section as a matrix of shape (n_sections, n_words)."""
    cells = [
        (row, column[word], count)
        for row, counter in enumerate(counters)
        for word, count in counter.items()
    ]
    rows, columns, values = np.array(cells, dtype=np.int64).reshape(-1, 3).T
    return csr_array((values, (rows, columns)), shape=(len(counters), len(column)))


def substrings(word: str) -> Iterator[str]:
    """Yield every part of a word of two characters or more, the word itself included.

    >>> list(substrings("城市群"))
    ['城市', '城市群', '市群']
    """
    for start in range(len(word) - 1):
        for end in range(start + 2, len(word) + 1):
            yield word[start:end]


def _joined(
    spans: Sequence[Span], at: int, prefixes: set[str], longest: int
) -> Iterator[tuple[str, int]]:
    """Yield the strings that begin with a segment and end with it or one after it, with their ends."""
    text, end = "", spans[at].start
    for span in spans[at:]:
        if span.start != end or len(text) >= longest:
            return
        text, end = text + span.token, span.end
        if text not in prefixes:
            return
        yield text, end
