"""Whether a sentence holds a quantity, so that it can answer 多少."""

from __future__ import annotations

import re

from topics.words.numbers import AFTER_DIGITS, NUMERALS

# Digits with what they count, 百分之…, and numerals with 成, 倍, 万, 亿; times and numbers of order
# are none.
_QUANTITY = re.compile(
    rf"(?<![第0-9.〔])[0-9]+(?:[.,][0-9]+)*(?:[%‰℃]|(?! ?(?:[年月日号条款章]|个月)){AFTER_DIGITS})"
    rf"|百分之[{NUMERALS}]+|(?<!第)[{NUMERALS}]+(?:成(?![为立果员就长熟效都功本])|倍|多?[万亿](?!一))"
)


def has_quantity(sentence: str) -> bool:
    """Tell whether a plain sentence says how much or how many.

    Examples
    --------
    >>> has_quantity("新增学位1.2万个。"), has_quantity("占比提高到九成三。")
    (True, True)
    >>> has_quantity("2024年底前印发。")
    False
    """
    return _QUANTITY.search(sentence) is not None
