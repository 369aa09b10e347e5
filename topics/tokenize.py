"""The tokenizer: policy text to tokens, by one rule, alone or inside other programs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Literal

from topics.words.lexicon import WordList, load_lexicon
from topics.words.options import TokenOptions
from topics.words.segmenter import Segmenter, load_segmenter
from topics.words.span import Span
from topics.words.special import normalise, without_unseen
from topics.words.token_rules import Resolved, words_with_places

__all__ = ["PolicyTokenizer", "Span"]


class PolicyTokenizer:
    """Cut Chinese policy text into words, keep the terms of a dictionary whole, leave stop words
    out.

    A dictionary term is matched wherever it stands, unless a longer entry covers it or an ordinary
    word crosses its border on the most probable path through the sentence.

    Parameters
    ----------
    dictionary : None, str, path or sequence
        Words of your own, added to the dictionary that ships with the package. A string or path
        names a file. In a sequence a string is a line of a dictionary (`城市群`, `城市群 1000 n`,
        `城市群 n`; `!部手机` for what is no word) and a path is a file; of a word listed twice the
        last entry counts.
    only : bool
        Use the `dictionary` given alone, without the shipped one; `()` is then no dictionary.
    stopwords : None, str, path or sequence
        `default` is all shipped layers. A string is a layer (`function`, `boilerplate`, `agencies`)
        or a file. In a sequence a string is a layer or a word and a path is a file. None or `()` is
        no stop list.
    protect : collection of str
        Further terms that no stop list may remove, such as those of the themes.
    insist : bool
        Accept stop words that remove dictionary or protected terms.
    min_length : int
        Shortest word kept, in characters. Dictionary terms and numbers are kept at any length.
    numbers : bool
        Keep numbers and dates; a date is one token, and so is a number with its magnitude and
        measure word (第十五条, 300余家, 50万亩).
    pos : None or collection of str
        Keep only words whose part of speech begins with one of these (`n` keeps n, nr, ns, nt, nz).
        A word's part of speech is the one in its dictionary line or else in jieba's dictionary; `x`
        where neither has the word.
    nested : {"longest", "every"}
        `longest` counts a word once. `every` counts also the dictionary terms and the ordinary
        words inside it.
    normalise : bool
        Write full-width letters and digits in half width, corner quotation marks as “”; leave out
        characters that no one sees.
    lower : bool
        Write Latin words in lower case. Terms of the dictionary match in either case all the same
        and come out as it writes them, and stop words have no case.
    engine : {"auto", "rjieba", "jieba"}
        Both give the same tokens.

    Notes
    -----
    Word lists are read at first use and then frozen: a file changed later is seen by new tokenizers
    only.

    Examples
    --------
    >>> tokenizer = PolicyTokenizer()
    >>> tokenizer("推进长三角城市群一体化，提高城市群众生活水平。")
    ['长三角', '城市群', '一体化', '城市', '群众', '生活']
    >>> tokenizer.spans("“十四五”规划")
    [Span(token='“十四五”', start=0, end=5), Span(token='规划', start=5, end=7)]
    """

    dictionary: WordList
    only: bool
    stopwords: WordList
    protect: Collection[str]
    insist: bool
    min_length: int
    numbers: bool
    pos: Collection[str] | None
    nested: Literal["longest", "every"]
    normalise: bool
    lower: bool
    engine: str

    def __init__(  # noqa: PLR0913 — the options of the tokenizer, in one place
        self,
        *,
        dictionary: WordList = None,
        only: bool = False,
        stopwords: WordList = "default",
        protect: Collection[str] = (),
        insist: bool = False,
        min_length: int = 2,
        numbers: bool = False,
        pos: Collection[str] | None = None,
        nested: Literal["longest", "every"] = "longest",
        normalise: bool = True,
        lower: bool = False,
        engine: str = "auto",
    ) -> None:
        given = locals()
        self.__dict__.update({name: given[name] for name in _PARAMETERS})

    # --- tokens ---

    def tokenize(self, text: str) -> list[str]:
        """Return the tokens of a text, in order.

        >>> text = "2024年7月28日印发国发〔2024〕17号，目标70%。"
        >>> PolicyTokenizer(numbers=True).tokenize(text)[0]
        '2024年7月28日'
        """
        return self._state.tokens(self._normal(text)[0])

    __call__ = tokenize

    def spans(self, text: str) -> list[Span]:
        """Return the tokens of a text with their places; joined with the gaps between them they are
        the text.
        """
        state = self._state
        normal, places = self._normal(text)
        spans = [
            Span(token, start + left, start + right)
            for word, start in words_with_places(state.words(normal))
            for token, left, right in state.inside(word)
        ]
        return _placed(spans, places)

    def segment(self, text: str) -> list[Span]:
        """Return every word and mark of a text except white space; nothing is filtered, nothing
        nested.
        """
        segmenter = self._state.segmenter
        normal, places = self._normal(text)
        spans = [
            Span(segmenter.canonical(word), start, start + len(word))
            for word, start in words_with_places(segmenter.cut(normal))
            if not word.isspace()
        ]
        return _placed(spans, places)

    def occurrences(self, text: str, terms: Iterable[str]) -> list[Span]:
        """Return every place of the terms that no word crosses, those inside longer words included.

        Terms that the dictionary lacks take part as if it had them, and none of the terms keeps
        another from being found.

        >>> PolicyTokenizer().occurrences("增强安全韧性", ["韧性", "安全韧性"])
        [Span(token='安全韧性', start=2, end=6), Span(token='韧性', start=4, end=6)]
        """
        wanted = terms if isinstance(terms, tuple) else tuple(terms)
        normal, places = self._normal(text)
        found = self._state.occurrences(normal, wanted)
        return _placed([Span(*match) for match in found], places)

    def inside(self, token: str) -> tuple[str, ...]:
        """Return the words that stand inside a longer word, whatever `nested` is.

        >>> PolicyTokenizer().inside("农业转移人口市民化")
        ('农业转移人口', '农业', '转移', '人口', '市民化')
        """
        return self._state.nested_words(token)

    def tokenize_all(self, texts: Iterable[str], *, workers: int | None = None) -> list[list[str]]:
        """Tokenize many texts on all cores, or on `workers` of them; the result is that of
        `tokenize` on each.

        It works in threads: rjieba uses the cores, plain jieba takes the time of one.
        """
        from topics.words.parallel import tokenize_texts  # noqa: PLC0415 — pools are slow to import

        return tokenize_texts(self.tokenize, list(texts), workers=workers)

    # --- contract ---

    @property
    def terms(self) -> frozenset[str]:
        """The dictionary, normalised."""
        return self._state.segmenter.terms

    @property
    def subject_terms(self) -> frozenset[str]:
        """The dictionary without the agencies (tag nt): what no stop list may remove."""
        return frozenset(
            entry.word
            for entry in self._state.lexicon.entries
            if entry.is_term and entry.tag != "nt"
        )

    @property
    def segmenter(self) -> Segmenter:
        """What cuts the text before anything is filtered."""
        return self._state.segmenter

    @property
    def stoplist(self) -> frozenset[str]:
        """All stop words in force."""
        return self._state.lexicon.stopwords

    @property
    def signature(self) -> str:
        """What decides the tokens, in one line: options, hashes of the word lists, engine with
        version.
        """
        return self._state.signature()

    def get_params(self, deep: bool = True) -> dict[str, Any]:  # noqa: ARG002, FBT — scikit-learn's signature
        """Return the parameters as they were given."""
        return {name: self.__dict__[name] for name in _PARAMETERS}

    def set_params(self, **params: Any) -> PolicyTokenizer:
        """Change parameters, as scikit-learn's searches do.

        Raises
        ------
        ValueError
            If there is no such parameter.
        """
        if unknown := sorted(set(params) - set(_PARAMETERS)):
            raise ValueError(f"no parameter '{unknown[0]}'; there are: {', '.join(_PARAMETERS)}")
        self.__dict__.update(params)
        self.__dict__.pop("_resolved", None)
        return self

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(
            f"'{name}' is frozen; make a new PolicyTokenizer or use set_params({name}={value!r})"
        )

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"'{name}' is frozen")

    def __getstate__(self) -> dict[str, Any]:
        return self.get_params()

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)

    def __eq__(self, other: object) -> bool:
        return (
            self.signature == other.signature
            if isinstance(other, PolicyTokenizer)
            else NotImplemented
        )

    def __hash__(self) -> int:
        return hash(self.signature)

    def __repr__(self) -> str:
        given = (
            f"{name}={value!r}"
            for name, value in self.get_params().items()
            if value is not _DEFAULTS[name]
        )
        return f"PolicyTokenizer({', '.join(given)})"

    @property
    def _state(self) -> Resolved:
        if "_resolved" not in self.__dict__:
            self.__dict__["_resolved"] = _resolve(self)
        resolved: Resolved = self.__dict__["_resolved"]
        return resolved

    def _normal(self, text: str) -> tuple[str, Sequence[int] | None]:
        """Return the text as it is cut, and where each of its characters stands if not in its
        place.
        """
        if not isinstance(text, str):
            raise TypeError(
                f"a PolicyTokenizer reads str, not {type(text).__name__} ({text!r:.40}); leave"
                " missing texts out"
            )
        if not self.normalise:
            return text, None
        seen, places = without_unseen(text)
        return normalise(seen), places


def _placed(spans: list[Span], places: Sequence[int] | None) -> list[Span]:
    """Move spans to where their first and last characters stand."""
    if places is None:
        return spans
    return [Span(token, places[start], places[end - 1] + 1) for token, start, end in spans]


_DEFAULTS: dict[str, Any] = dict(PolicyTokenizer.__init__.__kwdefaults__ or {})
_PARAMETERS = tuple(_DEFAULTS)


def _resolve(tokenizer: PolicyTokenizer) -> Resolved:
    given = tokenizer.get_params()
    lists = {
        name: given.pop(name) for name in ("dictionary", "only", "stopwords", "protect", "insist")
    }
    engine = given.pop("engine")
    options = TokenOptions(**given)
    lexicon = load_lexicon(**lists)
    return Resolved(options, lexicon, load_segmenter(lexicon.entries, engine))
