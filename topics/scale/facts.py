"""Facts of the answer from counts: themes and words of each group, without headings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow.parquet as pq

from topics.answer.candidates import candidates
from topics.answer.facts import stated
from topics.answer.options import FactOptions
from topics.answer.sides import Ints, Side
from topics.answer.sums import ThemeSums, sides_between
from topics.answer.word_changes import changed, in_lists
from topics.emphasis.groups import REST
from topics.scale.store import SUMS
from topics.themes import Theme

Pair = tuple[str, str]


@dataclass(frozen=True)
class Groups:
    """The groups of a counted corpus.

    Attributes
    ----------
    names : tuple of str
        In order of time.
    genres : dict of str to str
        Genre of each group, empty where its documents differ.
    sizes : mapping of str to (int, int)
        Han characters and leaf sections of each group.
    """

    names: tuple[str, ...]
    genres: dict[str, str]
    sizes: Mapping[str, tuple[int, int]]

    def sides(self, found: pd.DataFrame, features: Sequence[str]) -> dict[str, Side]:
        """Return what each group says of features, from the table of `section_sums`."""
        place = {feature: number for number, feature in enumerate(features)}
        return {group: self._side(found, group, place) for group in self.names}

    def _side(self, found: pd.DataFrame, group: str, place: Mapping[str, int]) -> Side:
        part = found[found["group"] == group]
        at = part["feature"].map(place).to_numpy(dtype=np.int64)

        def filled(values: npt.NDArray[np.int64], missing: int = 0) -> Ints:
            column = np.full(len(place), missing, dtype=np.int64)
            column[at] = values
            return column

        chars, n_sections = self.sizes[group]
        columns = {name: filled(part[name].to_numpy()) for name in SUMS[2:-1]}
        return Side(chars, n_sections, **columns, top_row=filled(part.index.to_numpy(), -1))


def theme_facts(
    groups: Groups,
    themes: Sequence[Theme],
    found: pd.DataFrame,
    *,
    pairs: Sequence[Pair],
    guards: pd.DataFrame,
    options: FactOptions,
) -> pd.DataFrame:
    """State what changed in each theme, as `topics.answer.facts.facts` does.

    Headings, terms and the body are not in the counts: no mark, no main term, body missing; of
    dates the years are known: the first document is the first by name of its year.

    Parameters
    ----------
    groups : Groups
    themes : sequence of Theme
    found : DataFrame
        As `topics.scale.store.section_sums` gives it.
    pairs : sequence of (reference, target)
    guards : DataFrame
    options : FactOptions
    """
    names = tuple(theme.name for theme in themes)
    sides, (first, last) = groups.sides(found, names), _ends(found, names)
    unknown, none = np.full(len(names), np.nan), np.zeros(len(names), dtype=bool)
    frames = [
        stated(
            ThemeSums(
                themes=names,
                parents=tuple(theme.parent for theme in themes),
                groups=pair if pair[0] == REST else groups.names,
                genres=groups.genres,
                sides=sides | sides_between(sides, pair),
                names=found["top"].to_numpy(dtype=object),
                first=first,
                last=last,
                body=dict.fromkeys((*groups.names, *pair), unknown),
                chapters=dict.fromkeys((*groups.names, *pair), none),
                items=dict.fromkeys((*groups.names, *pair), none),
            ),
            pairs=[pair],
            guards=guards,
            options=options,
        )
        for pair in pairs
    ]
    return pd.concat(frames, ignore_index=True)


def _ends(found: pd.DataFrame, features: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the first and the last document with each feature."""
    of_feature = found.groupby("feature").agg({"first": "min", "last": "max"})
    first, last = (of_feature[name].to_dict() for name in ("first", "last"))
    return (
        [first.get(feature, (0, ""))[1] for feature in features],
        [last.get(feature, (0, ""))[1] for feature in features],
    )


class CountedWords:
    """Words of the groups of a counted corpus; tokens, not places, are what was counted.

    Parameters
    ----------
    folder : Path
        With `term_group`.
    groups : Groups
    options : FactOptions
    """

    def __init__(self, folder: Path, groups: Groups, options: FactOptions) -> None:
        self.folder, self.groups, self.options = folder, groups, options

    @cached_property
    def table(self) -> pd.DataFrame:
        """Tokens and sections of each term in each group: group, term, tf, sections."""
        columns = ["group", "term", "tf", "sections"]
        found: pd.DataFrame = pq.read_table(
            self.folder / "term_group.parquet", columns=columns
        ).to_pandas()
        return found[found["group"] != ""]

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words that are looked at: those that may name a subject and are not rare."""
        total = self.table.groupby("term")["tf"].sum()
        return candidates(total.index[total >= self.options.word_mentions])

    @cached_property
    def counts(self) -> Ints:
        """Tokens of each word in each group, of shape (n_groups, n_words)."""
        place = pd.Index(self.words)
        counts = np.zeros((len(self.groups.names), len(place)), dtype=np.int64)
        for number, group in enumerate(self.groups.names):
            part = self.table[self.table["group"] == group]
            at = place.get_indexer(pd.Index(part["term"]))
            counts[number, at[at >= 0]] = part["tf"].to_numpy()[at >= 0]
        return counts

    def moving(self, pairs: Sequence[Pair]) -> list[str]:
        """Return the words that are new, gone, risen or fallen in some pair, sorted."""
        held = self.table.rename(columns={"term": "feature", "tf": "mentions"})
        held = held[held["feature"].isin(self.words)].assign(
            **dict.fromkeys(SUMS[4:], 0)  # what does not enter the grade
        )
        sides = self.groups.sides(held, self.words)
        found = (
            changed("word", self.words, _two(sides, pair), ("", ""), self.options)["feature"]
            for pair in pairs
        )
        return sorted({str(word) for words in found for word in words})

    def changes(self, found: pd.DataFrame, pairs: Sequence[Pair]) -> pd.DataFrame:
        """Return the words that change in each pair, in the columns of `word_changes`.

        Parameters
        ----------
        found : DataFrame
            As `topics.scale.store.section_sums` gives it of the words of `moving`.
        pairs : sequence of (reference, target)
        """
        words = tuple(sorted(set(found["feature"])))
        return in_lists(list(self._changes(found, words, pairs)))

    def _changes(
        self, found: pd.DataFrame, words: Sequence[str], pairs: Sequence[Pair]
    ) -> Iterator[pd.DataFrame]:
        sides, (first, last) = self.groups.sides(found, words), _ends(found, words)
        names = found["top"].to_numpy(dtype=object)
        for number, pair in enumerate(pairs):
            ends = _two(sides, pair)
            texts = self._text(pair[0], pair[1]), self._text(pair[1], pair[1])
            frame = changed("word", words, ends, texts, self.options)
            columns = frame["column"].tolist()
            yield frame.assign(
                pair=number,
                reference=pair[0],
                target=pair[1],
                first_doc=[first[at] for at in columns],
                last_doc=[last[at] for at in columns],
                places=[names[row] for row in frame["top_row"]],
            )

    def _text(self, group: str, target: str) -> str:
        """Return all words of a group, or of all groups but the target."""
        of_group = self.table["group"]
        held = of_group != target if group == REST else of_group == group
        return "\n".join(sorted(set(self.table.loc[held, "term"])))


def _two(sides: Mapping[str, Side], pair: Pair) -> tuple[Side, Side]:
    found = sides_between(sides, pair)
    return found[pair[0]], found[pair[1]]
