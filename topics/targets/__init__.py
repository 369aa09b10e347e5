"""Numbers that bind: the quantities of documents, what each of them is, and what became of it in
later documents; documents in, tables out.
"""

from topics.targets.changes import CHANGES
from topics.targets.classify import TARGET_COLUMNS, classify
from topics.targets.kinds import KINDS
from topics.targets.options import SeriesOptions
from topics.targets.quantities import Quantity, find_quantities
from topics.targets.series import SERIES_COLUMNS, series

__all__ = [
    "CHANGES",
    "KINDS",
    "SERIES_COLUMNS",
    "TARGET_COLUMNS",
    "Quantity",
    "SeriesOptions",
    "classify",
    "find_quantities",
    "series",
]
