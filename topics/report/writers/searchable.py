"""What the page needs, beside the sentences that it carries anyway, to search all of them."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Container, Mapping

from topics.report.findings.concordance import Concordance, Sentence
from topics.report.inert import visible

MOST_BYTES = 2_000_000  # of text in UTF-8 that the page carries in all (chosen: 0.8 MB packed)

Entry = tuple[int, str, int]


def entry(
    concordance: Concordance, sentence: Sentence, leaves: Mapping[tuple[str, str], int]
) -> Entry:
    """Return a sentence as the page has it: leaf, text, source line."""
    blank = len(sentence.text) - len(sentence.text.lstrip())
    line = concordance.documents[sentence.doc_id].line(sentence.start + blank)
    return leaves[sentence.doc_id, sentence.path], visible(sentence.text).strip("\n"), line


def rest(
    concordance: Concordance, carried: Container[int], leaves: Mapping[tuple[str, str], int]
) -> str:
    """Return the sentences that the page does not carry, packed; nothing where it carries all, or
    where they are too many.

    Packed is the text itself and no list of its bigrams: of 2 MB the text takes 0.8 MB, the bigrams
    with the numbers of their sentences 1.2 MB, and these could show nothing and count no word of
    three characters.

    Returns
    -------
    str
        Base64 of the zlib form of JSON in UTF-16: in the order of the corpus an `entry`, or 0 for
        the next sentence that the page carries.
    """
    every = concordance.sentences
    if all(number in carried for number in range(len(every))):
        return ""
    if sum(len(sentence.text.encode("utf-8", "replace")) for sentence in every) > MOST_BYTES:
        return ""
    listed = [
        0 if number in carried else entry(concordance, sentence, leaves)
        for number, sentence in enumerate(every)
    ]
    text = json.dumps(listed, ensure_ascii=False, separators=(",", ":"))
    # Han characters pack better by two bytes than by three.
    return base64.b64encode(zlib.compress(text.encode("utf-16-le", "replace"), 9)).decode("ascii")


def letters_of(packed: str) -> str:
    """Return the text of what `rest` packed, for the font."""
    return zlib.decompress(base64.b64decode(packed)).decode("utf-16-le") if packed else ""
