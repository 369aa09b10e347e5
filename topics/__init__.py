"""Quantitative analysis of Chinese policy documents: keywords, topics and shifts of emphasis.

The names below are loaded when first used, so that `import topics` costs nothing. Functions that
bear their module's name are imported from there: `from topics.keywords import keywords`, `from
topics.keyness import keyness`.
"""

from importlib import import_module

from topics.version import __version__

# Nothing from outside the package is imported here but that: until `__main__` runs, Python also
# looks for modules in the working folder.
TYPE_CHECKING = False  # what type checkers take for True

_HOMES = {
    "Dfm": "topics.dfm",
    "Document": "topics.corpus.document",
    "PolicyTokenizer": "topics.tokenize",
    "ReadOptions": "topics.corpus",
    "Section": "topics.corpus.document",
    "Settings": "topics.settings",
    "Study": "topics.study",
    "Theme": "topics.themes",
    "ThemeMatcher": "topics.themes",
    "TopicModel": "topics.model",
    "build_dfm": "topics.dfm",
    "choose_topics": "topics.model",
    "fit_topics": "topics.model",
    "group_labels": "topics.dfm",
    "parse_text": "topics.corpus",
    "read_corpus": "topics.corpus",
    "read_themes": "topics.themes",
    "shifts": "topics.emphasis",
    "theme_shares": "topics.emphasis",
    "topic_shares": "topics.model",
    "word_cloud": "topics.plots.cloud",
}

__all__ = [
    "Dfm",
    "Document",
    "PolicyTokenizer",
    "ReadOptions",
    "Section",
    "Settings",
    "Study",
    "Theme",
    "ThemeMatcher",
    "TopicModel",
    "__version__",
    "build_dfm",
    "choose_topics",
    "fit_topics",
    "group_labels",
    "parse_text",
    "read_corpus",
    "read_themes",
    "shifts",
    "theme_shares",
    "topic_shares",
    "word_cloud",
]

if TYPE_CHECKING:
    from topics.corpus import ReadOptions, parse_text, read_corpus
    from topics.corpus.document import Document, Section
    from topics.dfm import Dfm, build_dfm, group_labels
    from topics.emphasis import shifts, theme_shares
    from topics.model import TopicModel, choose_topics, fit_topics, topic_shares
    from topics.plots.cloud import word_cloud
    from topics.settings import Settings
    from topics.study import Study
    from topics.themes import Theme, ThemeMatcher, read_themes
    from topics.tokenize import PolicyTokenizer


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'topics' has no attribute '{name}'")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
