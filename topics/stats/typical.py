"""How typical words are of a document against the others, and which of them say the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from topics.stats.association import log_odds

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class TypicalOptions:
    """What makes a word typical; all numbers are chosen, none was fitted.

    Attributes
    ----------
    prior : float
        Pseudo-occurrences α₀, shared among the words as they are frequent in all texts: a word has
        to differ by more than a few occurrences in a short text.
    min_count, min_sections : int
        Occurrences in the document, and leaf sections with the word: one section makes no document.
    sections_scale : float
        Leaf sections after which the spread counts 63 %; three are a heading, its section and one
        more.
    full_length : int
        Characters from which a word counts in full; two-character words name classes (经济, 管理).
    """

    prior: float = 500.0
    min_count: int = 3
    min_sections: int = 2
    sections_scale: float = 3.0
    full_length: int = 4


DEFAULT = TypicalOptions()


@dataclass(frozen=True)
class Sides:
    """Counts of words in a document and in the rest.

    Attributes
    ----------
    counts, rest : ndarray of shape (n_words,)
        Occurrences in the document and outside.
    n_tokens, n_rest : int
        Sizes of both in tokens, words that are not among these included.
    share : ndarray of shape (n_words,)
        Share of each word in all tokens of corpus and background, above 0.
    """

    counts: Ints
    rest: Ints
    n_tokens: int
    n_rest: int
    share: Floats


def log_odds_z(sides: Sides, options: TypicalOptions = DEFAULT) -> Floats:
    """Return how far each word is more frequent in a document than in the rest, in standard errors.

    The z of the log odds ratio with an informative Dirichlet prior (Monroe, Colaresi and Quinn
    2008, equations 15, 16, 20 and 22), α_w being `prior` times the share of the word.

    Returns
    -------
    ndarray of shape (n_words,)
        Above 0 where the word is more frequent in the document.

    Examples
    --------
    城市 stands 12 times in 50 tokens and 5 times in 40, 产业 the other times (the example of
    `topics.stats.association.log_odds`):

    >>> sides = Sides(np.array([12, 38]), np.array([5, 35]), 50, 40, np.array([17, 73]) / 90)
    >>> log_odds_z(sides, TypicalOptions(prior=90.0)).round(7).tolist()
    [0.8801781, -1.8411817]
    """
    alpha = options.prior * sides.share
    _, z = log_odds(  # the words given are some of all, so the prior enters as counts
        sides.counts + alpha,
        sides.rest + alpha,
        sides.n_tokens + options.prior,
        sides.n_rest + options.prior,
        np.zeros(len(alpha)),
    )
    return z


def typicality(
    z: Floats, sections: Ints, lengths: Ints, options: TypicalOptions = DEFAULT
) -> Floats:
    """Return z · (1 − e^(−s/3)) · min(1, (length + 1)/5).

    Parameters
    ----------
    z : ndarray of shape (n_words,)
        As `log_odds_z` gives it.
    sections : ndarray of shape (n_words,)
        Leaf sections s of the document that hold the word.
    lengths : ndarray of shape (n_words,)
        Characters.

    Examples
    --------
    The same z, in one section and in nine, and of two characters and of four:

    >>> typicality(np.full(3, 10.0), np.array([1, 9, 9]), np.array([4, 4, 2])).round(2).tolist()
    [2.83, 9.5, 5.7]
    """
    spread = 1 - np.exp(-sections / options.sections_scale)
    return np.asarray(z * spread * np.minimum(1.0, (lengths + 1) / (options.full_length + 1)))


def distinct(words: Iterable[str], n: int) -> list[int]:
    """Return the places of the first n words that neither contain nor are contained in one before.

    Examples
    --------
    >>> distinct(["城市群", "城市", "都市圈", "现代化都市圈", "县城"], 3)
    [0, 2, 4]
    """
    kept: dict[str, int] = {}
    for place, word in enumerate(words):
        if len(kept) == n:
            break
        if not overlaps(word, kept):
            kept[word] = place
    return list(kept.values())


def overlaps(word: str, others: Iterable[str]) -> bool:
    """Say whether a word contains one of the others or is contained in it."""
    return any(word in other or other in word for other in others)
