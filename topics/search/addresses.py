"""From an address such as `2024:五/（二）/3` to the section that it names."""

from __future__ import annotations

from topics.corpus.document import Document, Section
from topics.search.units import Units, as_path

SHOWN = 20  # names that a message lists


def find_section(units: Units, address: str) -> tuple[Document, Section]:
    """Return the section that an address names: document or year, and path.

    Raises
    ------
    ValueError
        If no document or no section has that name, or several documents have.
    """
    documents = {leaf.document.doc_id: leaf.document for leaf in units.leaves}
    name, mark, path = address.replace("：", ":").rpartition(":")
    named = [doc_id for doc_id in documents if name in {doc_id, str(documents[doc_id].year)}]
    if not mark or not named:
        first = units.leaves[0]
        example = f"{first.document.year or first.document.doc_id}:{first.section.path}"
        raise ValueError(
            f"'{address}' names no document; write document:path or year:path, such as {example};"
            f" there are: {'、'.join(list(documents)[:SHOWN])}"
        )
    if len(named) > 1:
        raise ValueError(
            f"'{address}': {len(named)} documents are of {name}; write one of"
            f" {'、'.join(f'{doc_id}:{path}' for doc_id in named[:SHOWN])}"
        )
    document = documents[named[0]]
    paths = {section.path: section for section in document.sections}
    wanted = as_path(path)
    if wanted not in paths:
        above = wanted.rpartition("/")[0]
        near = [one for one in paths if one.startswith(above)] or list(paths)
        raise ValueError(
            f"'{address}': {document.doc_id} has no section {path}; there are:"
            f" {'、'.join(near[:SHOWN])} (outline shows all)"
        )
    return document, paths[wanted]
