"""Whether a text is a part of a longer one, or an older version of it that grew."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from topics.corpus import messages
from topics.corpus.copies.shingles import Shingled, anchors
from topics.corpus.copies.versions import Difference, field_of
from topics.corpus.document import Document


@dataclass(frozen=True, slots=True)
class PartThresholds:
    """When a text stands in one piece inside another; all chosen.

    Attributes
    ----------
    edge : int
        Anchors at either end that do not count: a phrase that the whole has elsewhere, too.
    slack : float
        Text put in between, as a share of the part's length: page numbers and notes of a website
        have less, revisions that lengthen a text by three tenths have more.
    before : int
        Characters that a collection, or a notice that comes with a text, has before it.
    """

    edge: int = 12
    slack: float = 0.1
    before: int = 40


THRESHOLDS = PartThresholds()


def is_part(pair: tuple[Document, Document], texts: tuple[Shingled, Shingled]) -> bool:
    """Tell whether the first, shorter document stands in one piece inside the second.

    Where their numbers, dates or periods differ they are versions, unless the longer one has
    another title and other text first, as a collection and a notice with its annex have.

    Examples
    --------
    >>> from topics.corpus.copies.shingles import shingle
    >>> lines = [f"第{n}条　{a}{b}应当每年检查并公布结果。" for n, (a, b) in enumerate(
    ...     (a, b) for a in ("市水务", "区园林", "县交通", "镇环卫")
    ...     for b in ("部门", "单位", "机构"))]
    >>> part, whole, grown = "".join(lines[:6]), "".join(lines), "另行规定的除外。".join(lines[:6])
    >>> [is_part((Document("甲"), Document("乙")), (shingle(part), shingle(text)))
    ...     for text in (whole, grown)]
    [True, False]
    """
    found = np.array(anchors(texts[0].shingles, texts[1].shingles), dtype=np.int64).reshape(-1, 2)
    inner = found[THRESHOLDS.edge : -THRESHOLDS.edge] if len(found) > 3 * THRESHOLDS.edge else found
    if not len(inner):
        return False
    steps = inner[:, 1] - inner[:, 0]
    if int(np.ptp(steps)) > THRESHOLDS.slack * len(texts[0].codes):
        return False
    same = pair[0].title == pair[1].title and bool(pair[0].title)
    if field_of(pair[:1], pair[1:]):
        return not same and int(steps[0]) >= THRESHOLDS.before
    return True


def scattered(texts: tuple[Shingled, Shingled]) -> Difference:
    """Say of two documents that one of them has much more text, here and there."""
    one, other = (len(text.codes) for text in texts)
    return Difference(messages.SCATTERED.format(count=abs(one - other)), certain=False)
