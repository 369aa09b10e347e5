"""Quantitative analysis of Chinese policy documents: keywords, topics and shifts of emphasis.

The names below are loaded when first used, so that `import topics` costs nothing. `keywords`,
`keyness` and `compare` are modules that are called like the function of their name.
"""

import sys
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
    "Study": "topics.report.notebook",
    "Theme": "topics.themes",
    "ThemeMatcher": "topics.themes",
    "TopicEstimator": "topics.lda.estimator",
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

_CALLED = ("compare", "keyness", "keywords")

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
    "TopicEstimator",
    "TopicModel",
    "__version__",
    "build_dfm",
    "choose_topics",
    "compare",
    "fit_topics",
    "group_labels",
    "keyness",
    "keywords",
    "parse_text",
    "read_corpus",
    "read_themes",
    "shifts",
    "theme_shares",
    "topic_shares",
    "word_cloud",
]

if TYPE_CHECKING:
    from topics.compare import compare
    from topics.corpus import ReadOptions, parse_text, read_corpus
    from topics.corpus.document import Document, Section
    from topics.dfm import Dfm, build_dfm, group_labels
    from topics.emphasis import shifts, theme_shares
    from topics.keyness import keyness
    from topics.keywords import keywords
    from topics.lda.estimator import TopicEstimator
    from topics.model import TopicModel, choose_topics, fit_topics, topic_shares
    from topics.plots.cloud import word_cloud
    from topics.report.notebook import Study
    from topics.settings import Settings
    from topics.themes import Theme, ThemeMatcher, read_themes
    from topics.tokenize import PolicyTokenizer


def __getattr__(name: str) -> object:
    if name in _CALLED:
        return import_module(f"topics.{name}")
    if name not in _HOMES:
        raise AttributeError(f"module 'topics' has no attribute '{name}'")
    return getattr(import_module(_HOMES[name]), name)


if not TYPE_CHECKING:
    _Module = type(sys)

    class _CalledModule(_Module):
        """A module that is called like its function: a submodule takes the place of a function of
        its name as soon as anything loads it, so that one object has to be both.
        """

        def __call__(self, *args, **kwargs):
            return self._function(*args, **kwargs)

        @property
        def _function(self):
            return getattr(self, self.__name__.rpartition(".")[2])

        @property
        def __signature__(self):
            return import_module("inspect").signature(self._function)

    class _Package(_Module):
        def __setattr__(self, name, value):
            if name in _CALLED and isinstance(value, _Module):
                value.__class__ = _CalledModule
            super().__setattr__(name, value)

    sys.modules[__name__].__class__ = _Package


def __dir__() -> list[str]:
    return sorted(__all__)
