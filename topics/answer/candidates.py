"""Words whose change is looked at, and how often each stands in every section."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from scipy.sparse import csr_array

from topics.tokenize import PolicyTokenizer
from topics.words.special import normalise
from topics.words.subjects import names_a_subject


def candidates(vocabulary: Iterable[str]) -> tuple[str, ...]:
    """Return the words of a vocabulary that may name a subject, sorted.

    Which they are, `topics.words.subjects` says once for every list.

    >>> candidates(["产业", "万套", "个百分点", "一是", "5G", "“十四五”"])
    ('“十四五”', '产业')
    """
    return tuple(sorted(filter(names_a_subject, set(vocabulary))))


def cut(text: str, tokenizer: PolicyTokenizer) -> list[str]:
    """Return the words, marks and spaces of a text; nothing is filtered, and no mark is lost.

    >>> cut("发展产业。", PolicyTokenizer())
    ['发展', '产业', '。']
    """
    segmenter = tokenizer.segmenter
    normal = normalise(text) if tokenizer.normalise else text
    return [segmenter.canonical(word) for word in segmenter.cut(normal)]


def count_places(sections: Sequence[Sequence[str]], words: Sequence[str]) -> csr_array:
    """Count for every section the places of each word that no ordinary word crosses.

    A place is one word of the cut text, several, or lies inside one: the rule of
    `PolicyTokenizer.occurrences`. That cuts the text as if all terms were in the dictionary; with a
    whole vocabulary as terms the cut would no longer be the tokenizer's own, so here the text is
    cut as it is, once, whatever the number of words. Places of one word do not overlap.

    Parameters
    ----------
    sections : sequence of sequence of str
        Each section as `cut` cuts it.
    words : sequence of str

    Returns
    -------
    csr_array of shape (n_sections, n_words), int64

    Examples
    --------
    >>> sections = [cut("常住人口城镇化率", PolicyTokenizer())]
    >>> count_places(sections, ["城镇化", "常住人口"]).toarray().tolist()
    [[1, 1]]
    """
    column = {word: at for at, word in enumerate(words)}
    prefixes = {word[:end] for word in words for end in range(1, len(word) + 1)}
    inside: dict[str, tuple[str, ...]] = {}
    counters = []
    for section in sections:
        counter: Counter[str] = Counter()
        for word, count in Counter(section).items():
            if word not in inside:
                parts = (part for part in set(substrings(word)) if part in column)
                inside[word] = tuple(part for part in parts for _ in range(word.count(part)))
            for part in inside[word]:
                counter[part] += count
        counter.update(word for word in _joined(section, prefixes) if word in column)
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


def _joined(section: Sequence[str], prefixes: set[str]) -> Iterator[str]:
    """Yield the strings of two or more words that begin like one that is looked for."""
    ends: dict[str, int] = {}
    for start, first in enumerate(section):
        if first not in prefixes:
            continue
        text, end = first, start + 1
        while end < len(section) and (text := text + section[end]) in prefixes:
            end += 1
            if ends.get(text, 0) <= start:
                ends[text] = end
                yield text
