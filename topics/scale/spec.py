"""What decides the counts, as plain data that any process can be sent, and the tools that it stands
for.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from topics.themes import Theme, ThemeMatcher
from topics.tokenize import PolicyTokenizer
from topics.version import __version__
from topics.words.lexicon import load_lexicon
from topics.words.wordgraph import engine_name

OPTIONS = ("min_length", "numbers", "pos", "nested", "normalise", "lower")


class SpecError(RuntimeError):
    """A process would not count as the one that started it does; the message says in what they
    differ.
    """


@dataclass(frozen=True)
class Spec:
    """Word lists by value, options and themes.

    No file has to exist where it arrives, and nothing in it can run.

    Attributes
    ----------
    dictionary : tuple of str
        Lines `word frequency tag`, sorted by word, one per word.
    stopwords : tuple of str
        Sorted.
    options : tuple of (str, value)
        Further parameters of the tokenizer.
    engine : str
        `rjieba` or `jieba`: the same one everywhere.
    themes : tuple of Theme
    keep_agencies : bool
        Analyse responsibility lists as text.
    max_chars : int
        A leaf section that is longer is counted in pieces that end at 。；！？ or a line end; the
        counts stay.
    by : str
        Name of the further column that groups documents; empty for none.
    signature : str
        Of the tokenizer of the process that made the spec, with the version of this package.
        Another one elsewhere is refused.
    """

    dictionary: tuple[str, ...] = ()
    stopwords: tuple[str, ...] = ()
    options: tuple[tuple[str, Any], ...] = ()
    engine: str = "rjieba"
    themes: tuple[Theme, ...] = ()
    keep_agencies: bool = False
    max_chars: int = 50_000
    by: str = ""
    signature: str = ""
    key: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", hashlib.sha256(self._json().encode()).hexdigest())

    def __hash__(self) -> int:
        return hash(self.key)

    def _json(self) -> str:
        values = asdict(self)
        del values["key"]
        return json.dumps(values, sort_keys=True)

    def to_json(self) -> str:
        """Write the spec as JSON in ASCII."""
        return self._json()

    @classmethod
    def from_json(cls, text: str) -> Spec:
        """Read what `to_json` wrote."""
        values = json.loads(text)
        for name in ("dictionary", "stopwords"):
            values[name] = tuple(values[name])
        options = ((name, _frozen(value)) for name, value in values["options"])
        themes = (
            Theme(**{name: _frozen(value) for name, value in theme.items()})
            for theme in values["themes"]
        )
        return cls(**{**values, "options": tuple(options), "themes": tuple(themes)})


def make_spec(
    tokenizer: PolicyTokenizer | None = None,
    themes: Sequence[Theme] = (),
    *,
    keep_agencies: bool = False,
    max_chars: int = 50_000,
    by: str = "",
) -> Spec:
    """Describe a tokenizer and themes by value.

    Parameters
    ----------
    tokenizer : PolicyTokenizer, optional
        By default the one with the shipped word lists.
    themes : sequence of Theme
    keep_agencies, max_chars, by
        As in `Spec`.

    Raises
    ------
    WordListError
        With all faults of the word lists.
    ValueError
        If `max_chars` is below 1,000, or a term holds one of 。；！？, at which long texts are
        split.

    Examples
    --------
    >>> spec = make_spec(PolicyTokenizer(dictionary=["城市群 1000 n"], only=True, stopwords=()))
    >>> spec.dictionary, Spec.from_json(spec.to_json()) == spec
    (('城市群 1000 n',), True)
    """
    tokenizer = PolicyTokenizer() if tokenizer is None else tokenizer
    given = tokenizer.get_params()
    entries, stopwords = load_lexicon(
        given["dictionary"],
        given["stopwords"],
        only=given["only"],
        protect=given["protect"],
        insist=given["insist"],
    )
    if max_chars < 1_000:
        raise ValueError(f"max_chars: {max_chars} is too few; write a whole number from 1000")
    terms = {entry.word for entry in entries}.union(*(theme.terms for theme in themes))
    if split := sorted(term for term in terms if set(term) & set("。；！？\n")):
        raise ValueError(
            f"the term '{split[0]}' holds a mark at which long texts are split; take 。；！？ out"
            " of it"
        )
    options = {name: given[name] for name in OPTIONS}
    options["pos"] = None if options["pos"] is None else tuple(sorted(options["pos"]))
    return Spec(
        dictionary=tuple(entry.line for entry in sorted(entries)),
        stopwords=tuple(sorted(stopwords)),
        options=tuple(sorted(options.items())),
        engine=engine_name(tokenizer.engine),
        themes=tuple(themes),
        keep_agencies=keep_agencies,
        max_chars=max_chars,
        by=by,
        signature=_signature(tokenizer),
    )


@dataclass(frozen=True)
class Tools:
    """The tokenizer and the matcher of a spec."""

    tokenizer: PolicyTokenizer
    matcher: ThemeMatcher | None


@lru_cache(maxsize=4)
def load_tools(spec: Spec) -> Tools:
    """Build the tools of a spec, once per process.

    Raises
    ------
    SpecError
        If the tokenizer that comes out has another signature: another version of an engine or of
        the package.
    """
    try:
        tokenizer = _tokenizer(spec)
        found = _signature(tokenizer)
    except ImportError as error:
        raise SpecError(
            f"the tokenizer engine {spec.engine} is not installed here ({error}); install topics-zh"
            " on every worker or ship it as an archive (docs/scale.md)"
        ) from error
    if spec.signature and found != spec.signature:
        raise SpecError(
            f"this process would cut words by {found}, the one that started it by {spec.signature};"
            " install the same version of topics-zh and its engine on both"
        )
    return Tools(tokenizer, ThemeMatcher(spec.themes, tokenizer) if spec.themes else None)


def _signature(tokenizer: PolicyTokenizer) -> str:
    return f"{tokenizer.signature}|topics-zh={__version__}"  # another version may parse otherwise


def _tokenizer(spec: Spec) -> PolicyTokenizer:
    # Through files, because only they are read without guessing what a word means (a layer, a
    # path).
    with tempfile.TemporaryDirectory() as folder:
        dictionary, stopwords = Path(folder, "dictionary.txt"), Path(folder, "stopwords.txt")
        dictionary.write_text("\n".join(spec.dictionary) + "\n", encoding="utf-8")
        stopwords.write_text("\n".join(spec.stopwords) + "\n", encoding="utf-8")
        options = dict(spec.options)
        tokenizer = PolicyTokenizer(
            dictionary=dictionary,
            only=True,
            stopwords=stopwords,
            insist=True,
            engine=spec.engine,
            **options,
        )
        tokenizer.tokenize("")  # reads the lists before they go
    return tokenizer


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value  # JSON has no tuples
