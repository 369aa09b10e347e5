"""Words of two similar texts: whether what stands in one place of each is made of them."""

from __future__ import annotations

from functools import cache
from itertools import accumulate, chain, pairwise
from typing import TYPE_CHECKING

from topics.corpus.copies.folding import fold
from topics.corpus.copies.shingles import bigrams
from topics.resources import resource

if TYPE_CHECKING:
    from rjieba import Jieba

WINDOW = 12  # characters on either side of each end of a span that are cut into words with it

Span = tuple[int, int]


def are_words(written: tuple[str, str], spans: tuple[Span, Span]) -> bool:
    """Tell whether two spans are made of words, the characters around them included that stand in
    one word with theirs.

    Around the spans both texts are alike: where 人民政府 became 人民委员会, all of it is compared,
    not 政府 and 委员会.

    Examples
    --------
    >>> (are_words(("各级人民政府", "各级人民委员会"), ((4, 6), (4, 7))),
    ...  are_words(("完善排水", "完善徘水"), ((2, 3), (2, 3))))
    (True, False)
    """
    cuts = [_cut(text, span) for text, span in zip(written, spans, strict=True)]
    ends = [
        ({span[0] - end for end in cut}, {end - span[1] for end in cut})
        for span, cut in zip(spans, cuts, strict=True)
    ]
    left = next((step for step in range(WINDOW) if all(step in before for before, _ in ends)), None)
    right = next((step for step in range(WINDOW) if all(step in after for _, after in ends)), None)
    if left is None or right is None:
        return False
    if left == right == 0:
        return True
    return all(
        end - start > 1
        for (first, last), cut in zip(spans, cuts, strict=True)
        for start, end in pairwise(cut)
        if start >= first - left and end <= last + right
    )


def _cut(text: str, span: Span) -> list[int]:
    """Return where words end around the two ends of a span."""
    first, last = max(0, span[0] - WINDOW), span[1] + WINDOW
    windows = (
        [(first, last)]
        if last - first <= 4 * WINDOW
        else [(first, span[0] + WINDOW), (span[1] - WINDOW, last)]
    )
    return [
        end
        for start, stop in windows
        for end in accumulate(map(len, _engine().cut(text[start:stop], hmm=False)), initial=start)
    ]


@cache
def policy_pairs() -> frozenset[int]:
    """Return the pairs of characters that stand in the terms of policy texts."""
    lines = resource("dictionary/policy.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(
        chain.from_iterable(
            bigrams(fold(line)[0]).tolist() for line in lines if line[:1] not in ("", "#")
        )
    )


@cache
def _engine() -> Jieba:
    from rjieba import Jieba  # noqa: PLC0415 — only where documents are similar, and takes a while

    return Jieba()
