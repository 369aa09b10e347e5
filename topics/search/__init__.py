"""Any word or phrase in a corpus: how often, where, in which sentences, and the sections that are
like a given one. Documents in, tables out; nothing is said that does not stand there.
"""

from topics.search.counts import COUNT_COLUMNS, YEAR_COLUMNS, by_year
from topics.search.index import ROW_COLUMNS, Index
from topics.search.query import Query, parse_query

__all__ = [
    "COUNT_COLUMNS",
    "ROW_COLUMNS",
    "YEAR_COLUMNS",
    "Index",
    "Query",
    "by_year",
    "parse_query",
]
