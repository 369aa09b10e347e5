"""What a reader says about a file, in the language of the report."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from string import Formatter

from topics.corpus import messages
from topics.corpus.parsing.parse import REASONS

# They stand inside quoted text of documents, which is not translated.
QUOTED = frozenset({"DIFFERS", "ADDED", "MISSING", "KEPT"})


def reader_words(sentence: str, lang: str) -> str:
    """Return a sentence of a reader in the language of the report; one that is not known stays as
    it is.

    Examples
    --------
    >>> reader_words(messages.TOO_LONG.format(limit=500), "en")
    'the text is longer than the limit of 500 characters; divide it'
    """
    return sentence if lang == "zh" else _in_english(sentence)


def remarks(sentences: Iterable[str], lang: str) -> str:
    """Return all that a reader says about a file as one text.

    >>> remarks([messages.RULES["length"], messages.RULES["script"]], "en")
    'it has more text; it is in simplified script'
    """
    return ("；" if lang == "zh" else "; ").join(
        reader_words(sentence, lang) for sentence in sentences
    )


def _in_english(sentence: str) -> str:
    for pattern, english in _translations():
        if found := pattern.fullmatch(sentence):
            return english.format(
                **{name: _in_english(text) for name, text in found.groupdict().items()}
            )
    return sentence


@cache
def _translations() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return a pattern and its English for each sentence, those with the most words of their own
    first.
    """
    english = tomllib.loads(Path(__file__).with_name("reader.toml").read_text(encoding="utf-8"))
    known = (
        (template, english.get(name, {}) if key is None else english.get(name, {}).get(key))
        for name, key, template in sentences()
    )
    told = [(template, words) for template, words in known if words]
    told.sort(key=lambda pair: -sum(len(text) for text, *_ in Formatter().parse(pair[0])))
    return tuple((_pattern(template), words) for template, words in told)


def sentences() -> Iterator[tuple[str, str | None, str]]:
    """Return every sentence that a reader can say: its name, its key where it is one of several,
    and its template.
    """
    for name, value in (*vars(messages).items(), ("REASONS", REASONS)):
        if not name.isupper() or name in QUOTED:
            continue
        if isinstance(value, str):
            yield name, None, value
        elif isinstance(value, dict):
            yield from ((name, str(key), str(template)) for key, template in value.items())


def _pattern(template: str) -> re.Pattern[str]:
    parts = [
        re.escape(text) + (f"(?P<{field}>.+?)" if field else "")
        for text, field, *_ in Formatter().parse(template)
    ]
    return re.compile("".join(parts), re.DOTALL)
