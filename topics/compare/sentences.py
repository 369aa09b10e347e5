"""Which sentences are the same, reworded, new or dropped, and in which words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from topics.compare.alarms import direction_differs, force, numbers_differ
from topics.compare.differences import Piece, Split, changed, pieces
from topics.compare.links import find_links, labels
from topics.compare.pairing import Pair, Pairing, pair_sentences
from topics.compare.units import Sentence, Unit, sentences, units, without_number

if TYPE_CHECKING:
    from topics.corpus import Document

CHANGE_COLUMNS = [
    "reference",
    "target",
    "doc_id_reference",
    "path_reference",
    "line_reference",
    "text_reference",
    "doc_id_target",
    "path_target",
    "line_target",
    "text_target",
    "status",
    "moved",
    "similarity",
    "removed",
    "added",
    "numbers_differ",
    "direction_differs",
    "force",
    "formula",
]
STATUSES = ("same", "reworded", "partly", "new", "dropped")


def sentence_changes(
    old: Document,
    new: Document,
    links: pd.DataFrame | None = None,
    *,
    split: Split | None = None,
) -> pd.DataFrame:
    r"""List each sentence of two documents with what became of it, and the words it lost and
    gained.

    Sentences are paired so that the sum of (Dice of bigrams − 0.3) is greatest, first inside linked
    sections, then among what is left. `same`: a common subsequence of 95 % and the same numbers and
    directions, or another order of list items; numbers of articles and items do not count.
    `reworded`: Dice ≥ 0.6. `partly`: Dice ≥ 0.45, or a run of 8 characters that makes up two fifths
    of the sentence; such a sentence may share its counterpart with another.

    Parameters
    ----------
    old, new : Document
        The reference and the target.
    links : DataFrame, optional
        What `link_sections` returned for them; without it, it is computed.
    split : callable, optional
        Cuts a sentence into words, as in `differences.pieces`.

    Returns
    -------
    DataFrame
        Columns `CHANGE_COLUMNS`, in the order of the reference; new sentences stand behind the one
        that they follow in the target. Lines are 1-based, 0 where there is no sentence; similarity
        is the Dice coefficient in [0, 1]; removed and added hold words joined by ` … `;
        numbers_differ, direction_differs and force (`stronger`, `weaker` or empty) warn of a change
        in a pair; formula marks sentences such as 以…为指导, which no share counts.

    Raises
    ------
    ValueError
        If a document is empty or not in Chinese, or the links belong to other documents.

    Examples
    --------
    >>> from topics.corpus import parse_text
    >>> old = parse_text("一、就业\n扩大订单班招生规模。\n", doc_id="甲")
    >>> new = parse_text("一、就业\n稳定订单班招生规模。\n", doc_id="乙")
    >>> changes = sentence_changes(old, new).query("text_reference != '一、就业'")
    >>> changes[["status", "removed", "added", "direction_differs"]].values.tolist()
    [['reworded', '扩大', '稳定', True]]
    """
    sides = units(old), units(new)
    counted = find_links(*sides).counted if links is None else _places(links, (old, new), sides)
    pairing = pair_sentences(sentences(old, sides[0]), sentences(new, sides[1]), counted)
    return change_table((old, new), sides, pairing, split=split)


def _places(
    links: pd.DataFrame,
    documents: tuple[Document, Document],
    sides: tuple[list[Unit], list[Unit]],
) -> list[tuple[int, int]]:
    """Return the places of the units that a table links."""
    names = set(links["doc_id_reference"]), set(links["doc_id_target"])
    if not (names[0] <= {documents[0].doc_id} and names[1] <= {documents[1].doc_id}):
        raise ValueError(
            f"links between {'、'.join(sorted(names[0] | names[1]))}, but sentences of"
            f" {documents[0].doc_id} and {documents[1].doc_id}; give the links of these two"
        )
    at = [{unit.section.path: i for i, unit in enumerate(side)} for side in sides]
    kept = links[links["certainty"].isin(["sure", "likely"])]
    paths = zip(kept["path_reference"], kept["path_target"], strict=True)
    return [(at[0][one], at[1][other]) for one, other in paths]


def change_table(
    documents: tuple[Document, Document],
    sides: tuple[list[Unit], list[Unit]],
    pairing: Pairing,
    *,
    split: Split | None = None,
) -> pd.DataFrame:
    """Write paired sentences as the table that `sentence_changes` returns."""
    paired = {pair.old for pair in pairing.pairs}, {pair.new for pair in pairing.pairs}
    behind = _behind(pairing)
    rows: list[tuple[tuple[int, int, int], dict[str, object]]] = []
    for pair in pairing.pairs:
        one, other = pairing.old[pair.old], pairing.new[pair.new]
        record = _sides(sides, one, other) | _differences(pair, one, other, split)
        rows.append(((pair.old, 0, pair.new), record))
    for place, line in enumerate(pairing.old):
        if place not in paired[0]:
            record = _sides(sides, line, None) | {"status": "dropped", "removed": line.text}
            rows.append(((place, 0, 0), record))
    for place, line in enumerate(pairing.new):
        if place not in paired[1]:
            record = _sides(sides, None, line) | {"status": "new", "added": line.text}
            rows.append(((behind[place], 1, place), record))
    rows.sort(key=lambda row: row[0])
    table = pd.DataFrame.from_records([record for _, record in rows], columns=CHANGE_COLUMNS)
    reference, target = labels(*documents)
    return table.assign(
        reference=reference,
        target=target,
        doc_id_reference=documents[0].doc_id,
        doc_id_target=documents[1].doc_id,
        similarity=table["similarity"].astype(float),
    )


def _behind(pairing: Pairing) -> list[int]:
    """Return for each new sentence the old one behind whose counterpart it stands; −1 at the
    beginning.
    """
    old_of = {pair.new: pair.old for pair in reversed(pairing.pairs)}
    found, last = [], -1
    for place in range(len(pairing.new)):
        last = old_of.get(place, last)
        found.append(last)
    return found


def _sides(
    sides: tuple[list[Unit], list[Unit]], old: Sentence | None, new: Sentence | None
) -> dict[str, object]:
    record: dict[str, object] = dict.fromkeys(("removed", "added", "force"), "")
    record |= dict.fromkeys(("moved", "numbers_differ", "direction_differs"), False)
    record["formula"] = bool((old and old.formula) or (new and new.formula))
    for name, side, line in zip(("reference", "target"), sides, (old, new), strict=True):
        record |= {
            f"path_{name}": side[line.unit].section.path if line else "",
            f"line_{name}": line.line if line else 0,
            f"text_{name}": line.text if line else "",
        }
    return record


def _differences(
    pair: Pair, old: Sentence, new: Sentence, split: Split | None
) -> dict[str, object]:
    record: dict[str, object] = {
        "status": pair.status,
        "moved": pair.moved,
        "similarity": pair.similarity,
    }
    if old.clauses == new.clauses:
        return record
    before, after = without_number(old.text), without_number(new.text)
    found: list[Piece] = pieces(before, after, split=split)
    if pair.status == "same":  # the words are there, but nobody has to be warned
        return record | {"removed": changed(found, "removed"), "added": changed(found, "added")}
    return record | {
        "removed": changed(found, "removed"),
        "added": changed(found, "added"),
        "numbers_differ": numbers_differ(before, after),
        "direction_differs": direction_differs(before, after),
        "force": force(before, after, replaced=pair.status == "partly"),
    }
