"""What changed between two documents: linked sections, paired sentences, shared wording; documents
in, tables out.
"""

from topics.compare.diffusion import adoption_curve, diffusion
from topics.compare.links import LINK_COLUMNS, link_sections
from topics.compare.pairs import neighbours
from topics.compare.reuse import REUSE_COLUMNS, reuse
from topics.compare.sentences import CHANGE_COLUMNS, sentence_changes
from topics.compare.whole import Comparison, compare

__all__ = [
    "CHANGE_COLUMNS",
    "LINK_COLUMNS",
    "REUSE_COLUMNS",
    "Comparison",
    "adoption_curve",
    "compare",
    "diffusion",
    "link_sections",
    "neighbours",
    "reuse",
    "sentence_changes",
]
