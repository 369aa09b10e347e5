"""Which runs of words may be terms, by their words: what opens or ends as a phrase does is none."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from topics.resources import resource
from topics.tokenize import PolicyTokenizer
from topics.words.numbers import MEASURE, is_number
from topics.words.wordgraph import word_tags
from topics.words.wordlists import MAX_WORD, read_stopwords

PARTICLES = frozenset("的了着过地和与及或等之其在为对被把将是以从由并各该同")
_MEASURES = re.compile(MEASURE)
# Words of one character that open a phrase (有条件, 向乡村) or close it (前提下).
_OPENERS = frozenset("于向有按到至使让不可应须经都也还又就才却我更最很较比拟请本曾已未")
_CLOSERS = frozenset("于上下中内后前时")
_ADDRESSES = frozenset(["同志", "主席", "先生", "女士"])
# Parts of speech in jieba's list (ICTCLAS): adverbs, prepositions, conjunctions, pronouns,
# particles; pure verbs, which take objects; adjectives that say how something is.
_NO_TERM = frozenset({"p", "c", "r", "u", "uv", "uj", "ul", "ud", "ug"})
_OPEN = _NO_TERM | {"v", "d", "ad", "zg"}
_CLOSE = _NO_TERM | {"a", "m", "q", "t"}
_ADVERBS = frozenset({"d", "ad"})
_VERBS = frozenset({"v", "vd"})


def phrase_check(
    tokenizer: PolicyTokenizer,
) -> Callable[[Sequence[str], float, float], bool]:
    """Return what says whether a run of words is a phrase and no term.

    Parameters
    ----------
    tokenizer : PolicyTokenizer
        Its stop words begin no term; function words end none. Nouns of the boilerplate (计划, 机制)
        may end one.

    Returns
    -------
    callable
        Takes the words, and the shares of the places of the first and of the last word that stand
        in the run: 谷子 and 首发 stand nowhere but in 谷子经济 and 首发经济, so that they may be
        verbs or adverbs for jieba; 减轻, which takes many objects, may not.

    Examples
    --------
    >>> is_phrase = phrase_check(PolicyTokenizer())
    >>> is_phrase(("减轻", "负担"), 0.1, 0.2), is_phrase(("首发", "经济"), 1.0, 0.01)
    (True, False)
    """
    function = frozenset(read_stopwords(resource("stopwords/function.txt")))
    stopwords, tags = tokenizer.stoplist, word_tags()

    def is_phrase(words: Sequence[str], first_share: float, last_share: float) -> bool:
        first, last = words[0], words[-1]
        opens = len(first) > 1 and tags.get(first, "") in _OPEN and first_share < 0.5
        closes = tags.get(last, "") in _CLOSE and last_share < 0.5
        does = any(
            word in stopwords and tags.get(word) in _VERBS for word in words[1:]
        )  # 免费提供教科书, 中央财政安排
        verb = tags.get(last, "") == "v"
        deed = verb and (tags.get(first, "") in _ADVERBS or (len(words) == 2 and _is_verb(first)))
        return (
            (len(first) > 1 and first in stopwords)
            or (len(last) > 1 and last in function)
            or first in _OPENERS
            or last in _CLOSERS
            or last in _ADDRESSES
            or _MEASURES.fullmatch(first) is not None
            or (is_number(first) and first != "零")  # 零碳园区
            or is_number(last)
            or opens
            or closes
            or deed
            or does
        )

    return is_phrase


def is_listed(word: str, tokenizer: PolicyTokenizer) -> bool:
    """Say whether a word is one already, or could not stand in a dictionary."""
    return (
        not 2 <= len(word) <= MAX_WORD
        or word in tokenizer.terms
        or word in tokenizer.stoplist
        or tokenizer.segmenter.knows(word)
    )


def _is_verb(word: str) -> bool:
    return word_tags().get(word) == "v"
