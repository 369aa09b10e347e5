"""Who signed a document and when, and what stands below the signature: imprint, notes, labels."""

from __future__ import annotations

import re
from collections.abc import Sequence

from topics.corpus.language.dates import DATE, MONTH, iso_date
from topics.corpus.language.line_openings import due_annex
from topics.corpus.parsing.front_lines import is_agency, is_note, is_person, labels_of

_DATED = re.compile(
    r"(?P<who>[^\d（(，。"
    rf"]{{2,60}}(?:[（(].{{1,3}}[）)])?)?[（(]?(?:(?P<date>{DATE})|{MONTH}|(?:19|20)\d{{2}}[-./]\d{{1,2}}[-./]\d{{1,2}})[）)]?"
)
_DATE_END = re.compile(r"[日月\d][）)]?$")
_SEAL = re.compile(r"[（(](?:公?章|盖章|印章?|代章|签章)[）)]$")
_IMPRINT = re.compile(rf"(?P<who>[\u4e00-\u9fff]{{2,24}}\s*)?{DATE}\s*印发")
_COPIES = re.compile(r"(?:抄送|主送|分送|印送|抄报)[：:]|（?(?:联系人|联系电话)[：:].{2,60}$")
_LONGEST, _LONGEST_NAME = (
    80,
    40,
)  # characters of a line with signer and date; of the name of a signer
_LABELLED = 60  # characters of a label with its value below the text
_TAIL = 8  # paragraphs at the end that may be a signature or an imprint
_SIGNERS = 8
_ANNEXES = 30  # paragraphs of a list of annexes


def find_signatures(paragraphs: Sequence[str], body: int) -> tuple[dict[int, str], dict[str, str]]:
    """Find signatures with their dates, wherever a document or its notice ends, and what stands
    below the last.

    Parameters
    ----------
    paragraphs : sequence of str
        Clean paragraphs, in order.
    body : int
        Index of the first paragraph of the text.

    Returns
    -------
    tuple of dict
        What each of these paragraphs is, by its index: `signature`, `label`, `imprint`, `note` or
        `contents`; and the labels found.

    Examples
    --------
    >>> find_signatures(["推进城市更新。", "云川市水务局（章）", "2024年7月28日",
    ...     "云川市水务局2024年7月31日印发"], 0)[0]
    {1: 'signature', 2: 'signature', 3: 'imprint'}
    """
    kinds: dict[int, str] = {}
    tail = max(1, body, len(paragraphs) - _TAIL)
    for index in range(max(1, body), len(paragraphs)):
        n_lines = _signature(paragraphs, index, body, in_tail=index >= tail)
        if n_lines:
            kinds.update(dict.fromkeys(_annexes(paragraphs, index - n_lines + 1, body), "contents"))
            kinds.update(dict.fromkeys(range(index - n_lines + 1, index + 1), "signature"))
    labels: dict[str, str] = {}
    for index in range(tail, len(paragraphs)):
        line = paragraphs[index]
        found = labels_of(line) if len(line) <= _LABELLED else {}
        if any(map(iso_date, found.values())):
            kinds[index] = "label"
            labels = found | labels
        elif imprint := _IMPRINT.fullmatch(line):
            above = (
                not imprint["who"] and index - 1 not in kinds and is_agency(paragraphs[index - 1])
            )
            kinds.update(dict.fromkeys(range(index - above, index + 1), "imprint"))
        elif is_note(line) or _COPIES.match(line):
            kinds[index] = "note"
    return kinds, labels


def _signature(paragraphs: Sequence[str], index: int, body: int, *, in_tail: bool) -> int:
    """Return how many paragraphs that end with this one are a signature: a date, and the signers
    before it.
    """
    line = paragraphs[index]
    dated = _DATED.fullmatch(line) if len(line) <= _LONGEST and _DATE_END.search(line) else None
    if not dated:
        return 0
    if dated["who"]:
        return int(_signs(dated["who"].strip()) and bool(dated["date"] or in_tail))
    signers = 0
    while signers < _SIGNERS and index - signers > body and _signs(paragraphs[index - signers - 1]):
        signers += 1
    known = (dated["date"] and (signers or in_tail)) or (signers and in_tail)
    return signers + 1 if known else 0


def _annexes(paragraphs: Sequence[str], end: int, body: int) -> range:
    """Return the paragraphs of the list of annexes right above a signature."""
    for start in range(end - 1, max(body, end - _ANNEXES) - 1, -1):
        due = 0
        if due_annex(paragraphs[start], 0) and all(
            due := due_annex(line, due) for line in paragraphs[start:end]
        ):
            return range(start, end)
    return range(0)


def _signs(line: str) -> bool:
    name = _SEAL.sub("", line)
    return len(name) < _LONGEST_NAME and (is_agency(name) or is_person(name))


def signer(line: str) -> str:
    """Return the name on a line of a signature, without date and seal.

    Examples
    --------
    >>> signer("云川市水务局（章）"), signer("云川市水务局 2024年7月28日"), signer("2024年7月28日")
    ('云川市水务局', '云川市水务局', '')
    """
    dated = _DATED.fullmatch(line)
    return _SEAL.sub("", (dated["who"] or "" if dated else line).strip())
