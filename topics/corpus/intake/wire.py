"""Documents as JSON, for the way from the process that reads to the one that asked: nothing in it
can run.
"""

from __future__ import annotations

import dataclasses
import json
from operator import attrgetter
from typing import Any

from topics.corpus.document import AgencyMention, Change, Document, OffsetMap, Section
from topics.corpus.messages import packed, unpacked

REMARKS = ("reasons", "conflicts")
NESTED: dict[str, type] = {"sections": Section, "agencies": AgencyMention, "changes": Change}
_VALUES = {
    kind: attrgetter(*(field.name for field in dataclasses.fields(kind)))
    for kind in (*NESTED.values(), OffsetMap)
}


def dump(document: Document) -> bytes:
    """Write a document as JSON in UTF-8."""
    record = {field.name: getattr(document, field.name) for field in dataclasses.fields(document)}
    for name in NESTED:
        record[name] = list(map(_VALUES[NESTED[name]], record[name]))
    record["changes"] = [(line, kind, packed(text)) for line, kind, text in record["changes"]]
    for name in REMARKS:
        record[name] = list(map(packed, record[name]))
    record["origin"] = _VALUES[OffsetMap](document.origin)
    record["extra"] = dict(document.extra)
    return json.dumps(record, ensure_ascii=False, allow_nan=False).encode("utf-8", "surrogatepass")


def load(data: bytes) -> Document:
    """Read a document that `dump` wrote."""
    record: dict[str, Any] = json.loads(data.decode("utf-8", "surrogatepass"))
    record["changes"] = [(line, kind, unpacked(text)) for line, kind, text in record["changes"]]
    for name in REMARKS:
        record[name] = tuple(map(unpacked, record[name]))
    for name, kind in NESTED.items():
        record[name] = tuple(kind(*item) for item in record[name])
    record["origin"] = OffsetMap(*(tuple(values) for values in record["origin"]))
    for name in ("resembles", "declared"):
        record[name] = tuple(record[name])
    return Document(**record)
