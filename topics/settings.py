"""Every option of an analysis with its default: the one place where defaults are written."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from topics.given import brief

LARGEST = 2**32 - 1
MOST_WORKERS = 256  # processes: each takes some 100 MB, and more than a machine has cores are idle
CHOICES = {
    "nested": ("longest", "every"),
    "engine": ("tomotopy", "gensim", "sklearn-lda", "sklearn-nmf"),
    "lang": ("zh", "en"),
    "traditional": (None, "t2s", "tw2s", "hk2s"),
    **dict.fromkeys(
        (
            "keep_agencies",
            "strict",
            "only",
            "insist",
            "lower",
            "exclusive",
            "pool",
            "seed_themes",
            "pdf",
        ),
        (False, True),
    ),
}


def frozen(value: Any) -> Any:
    """Return lists, as JSON and the command line give them, as tuples, as settings hold them."""
    return tuple(map(frozen, value)) if isinstance(value, list | tuple) else value


def _is_whole(value: object, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= LARGEST


def _are_numbers(values: object, n: int) -> bool:
    return (
        isinstance(values, tuple)
        and len(values) == n
        and all(type(value) in {int, float} and 0 <= value <= LARGEST for value in values)
    )


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Options of an analysis.

    Attributes
    ----------
    metadata : str or None
        A `corpus.csv` that declares what the texts do not say; by default the one beside the
        documents.
    encoding : str or None
        Encoding of all text files; by default each file's own is found.
    keep_agencies : bool
        Analyse responsibility lists as text instead of lifting them out.
    traditional : str or None
        Turn traditional script into simplified by OpenCC: `t2s`, `tw2s` or `hk2s` (needs the
        `opencc` extra).
    strict : bool
        Make a file that cannot be read an error.
    dictionary, stopwords, themes : tuple of str
        The user's own files, added to those that ship.
    only : bool
        Use the user's own files alone.
    layers : tuple of str
        Stop-word layers of ours that are on; `only` with own stop words turns all off.
    insist : bool
        Accept a stop list that removes terms of the dictionary or of the themes.
    nested : str
        `longest` counts a term inside a longer one with the longer one only; `every` counts both.
    lower : bool
        Write Latin words in lower case, so that APEC and apec are one word.
    min_mentions : int
        Mentions from which a section counts as one that mentions a theme.
    exclusive : bool
        Where terms of different themes overlap, only the longest counts.
    strength : str or None
        The user's own lexicon of strong and weak wording, in place of ours.
    by : str
        What groups documents: `year`, `issuer`, `genre`, `doc_id` or a column of `corpus.csv`.
    pool : bool
        Join documents of different genre within a year.
    compare : tuple of (str, str)
        Groups that are compared, as (reference, target); by default those of
        `topics.emphasis.groups.default_pairs`.
    min_sections : int
        Sections that must bear a shift for it to count as spread.
    ratio : (float, float)
        Ratio of the rates from which a shift is large, and from which it is a shift.
    excess : float
        Mentions beyond what the rate of the other side gives, from which a shift is one.
    n_keywords : int
        Keywords shown per document, section and group.
    n_topics : int or None
        Number of topics; by default it is chosen.
    engine : str
        `tomotopy`, `gensim`, `sklearn-lda` or `sklearn-nmf`.
    seed_themes : bool
        Give each theme a seeded topic of its own.
    background : str or None
        A folder of further documents to fit the topics on, whose words are the prior of keyness.
    n_resamples : int
        Permutations and bootstrap resamples behind each p and interval.
    seed : int
        Start of every random number.
    lang : str
        Language of the report: `zh` or `en`.
    pdf : bool
        Write each figure as PDF, too.
    workers : int or None
        Processes; by default one per core. Results do not depend on it.
    """

    metadata: str | None = None
    encoding: str | None = None
    keep_agencies: bool = False
    traditional: str | None = None
    strict: bool = False
    dictionary: tuple[str, ...] = ()
    stopwords: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    only: bool = False
    layers: tuple[str, ...] = ("function", "boilerplate", "agencies")
    insist: bool = False
    nested: Literal["longest", "every"] = "longest"
    lower: bool = False
    min_mentions: int = 1
    exclusive: bool = False
    strength: str | None = None
    by: str = "year"
    pool: bool = False
    compare: tuple[tuple[str, str], ...] = ()
    min_sections: int = 3
    ratio: tuple[float, float] = (2.0, 1.5)
    excess: float = 5.0
    n_keywords: int = 20
    n_topics: int | None = None
    engine: str = "tomotopy"
    seed_themes: bool = False
    background: str | None = None
    n_resamples: int = 9999
    seed: int = 1
    lang: str = "zh"
    pdf: bool = False
    workers: int | None = None

    def __post_init__(self) -> None:
        """Refuse what has no meaning, wherever the value came from.

        Raises
        ------
        ValueError
            With the option, its value and what it takes.
        """
        whole = {"min_sections": 1, "n_keywords": 1, "n_resamples": 1, "min_mentions": 1, "seed": 0}
        optional = {"n_topics": 1, "workers": 1}
        for name, least in (whole | optional).items():
            value = getattr(self, name)
            if not (value is None and name in optional) and not _is_whole(value, least):
                raise ValueError(
                    f"{name} is {brief(repr(value))}; give a whole number from {least} to {LARGEST}"
                )
        self._refuse_other_kinds()
        for name, choices in CHOICES.items():
            if getattr(self, name) not in choices:
                raise ValueError(
                    f"{name} is {brief(repr(getattr(self, name)))}; there are:"
                    f" {', '.join(map(str, choices))}"
                )
        if not isinstance(self.layers, tuple) or any(
            name not in Settings.layers for name in self.layers
        ):
            raise ValueError(
                f"layers is {brief(repr(self.layers))}; there are: {', '.join(Settings.layers)}"
            )
        if not all(
            len(pair) == 2 and all(isinstance(group, str) for group in pair)
            for pair in self.compare
        ):
            raise ValueError(
                f"compare is {brief(repr(self.compare))}; give pairs of names of groups"
            )
        if not isinstance(self.by, str):
            raise ValueError(f"by is {brief(repr(self.by))}; give the name of a column")  # noqa: TRY004 (one kind of error for all options)

    def _refuse_other_kinds(self) -> None:
        wanted = dict.fromkeys(("metadata", "encoding", "strength", "background"), "a name")
        wanted |= {"ratio": "two numbers from 0 up", "excess": "a number from 0 up"}
        wanted |= {"workers": f"a whole number from 1 to {MOST_WORKERS}"}
        sound = {name: isinstance(getattr(self, name), str | Path | None) for name in wanted}
        sound["ratio"] = _are_numbers(self.ratio, 2)
        sound["excess"] = _are_numbers((self.excess,), 1)
        sound["workers"] = (self.workers or 1) <= MOST_WORKERS
        for name, kind in wanted.items():
            if not sound[name]:
                raise ValueError(f"{name} is {brief(repr(getattr(self, name)))}; give {kind}")

    @property
    def layers_in_force(self) -> tuple[str, ...]:
        """The shipped layers of stop words that count: none where only the user's own lists do."""
        return () if self.only and self.stopwords else self.layers

    def as_dict(self) -> dict[str, Any]:
        """Return the options that can change a number, for the manifest; file paths as names."""
        values = asdict(self)
        del values["workers"]
        for name in ("dictionary", "stopwords", "themes"):
            values[name] = [Path(path).name for path in values[name]]
        for name in ("metadata", "background", "strength"):
            values[name] = values[name] and Path(values[name]).name
        return values
