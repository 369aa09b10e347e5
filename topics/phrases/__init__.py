"""Formulations (提法): which appear, change, stay and vanish; documents in, tables out."""

from topics.phrases.faces import chains, modifiers, set_phrases
from topics.phrases.ledger import Ledger, ledger
from topics.phrases.tables import (
    CHAIN_COLUMNS,
    COUNT_COLUMNS,
    FORMULATION_COLUMNS,
    SWAP_COLUMNS,
)

__all__ = [
    "CHAIN_COLUMNS",
    "COUNT_COLUMNS",
    "FORMULATION_COLUMNS",
    "SWAP_COLUMNS",
    "Ledger",
    "chains",
    "ledger",
    "modifiers",
    "set_phrases",
]
