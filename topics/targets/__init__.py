"""Numbers that bind: the quantities of documents, what each of them is, and what became of it in
later documents; documents in, tables out.
"""

from topics.targets.classify import TARGET_COLUMNS, classify
from topics.targets.kinds import KINDS
from topics.targets.quantities import Quantity, find_quantities

__all__ = ["KINDS", "TARGET_COLUMNS", "Quantity", "classify", "find_quantities"]
