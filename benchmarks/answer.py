"""How often the evidence is wrong, and what it finds: pairs, series and words of real text whose
truth is known.

Run `python benchmarks/answer.py FOLDER` (or files), or without one for the sample; `--runs 40` for
a glance (default 200). Sections and documents are drawn from the text, so that nothing changed
until mentions are planted. It prints each rate with its Monte Carlo error and, where one was set,
its bar; nothing is timed. `tests/answer/test_calibration.py` holds a small version.

Themes are those that ship and, up to 39, lists of eight words of the text, so that text of any
field can serve. Mentions are planted in themes that a twentieth of all sections mention, in series
in those with two mentions a document and more: of rarer ones three times as many are no large fact.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from topics.answer.contrasts import contrasts, shuffled_scores
from topics.answer.evidence import pair_tests
from topics.answer.evidence_options import EvidenceOptions
from topics.answer.exchange import PairCounts
from topics.answer.families import evidence_grade, family_codes, resampled_p
from topics.answer.persistence import autoregressive, persistence, persistence_p
from topics.answer.series import series_tests
from topics.answer.sizes import RULES, difference, divide, is_spread, large_and_spread, size_grades
from topics.answer.word_series import word_series
from topics.answer.yardstick import pair_yardstick
from topics.answer.yearly import Yearly, can_be_tested, columns_of
from topics.compare.links import find_links
from topics.compare.units import Unit, comparable
from topics.corpus import Section
from topics.emphasis.counterparts import COUNTERPART_COLUMNS, one_to_one
from topics.names import LARGE
from topics.resources import resource

OPTIONS = EvidenceOptions(n_resamples=1999, n_power=0, n_yardstick=199, n_persistence=200, n_ar=999)
RANKS = {"strong": 3, "moderate": 2, "weak": 1, "unclear": 0, "untestable": 0}
N_THEMES = 39
LIST = 8  # words of a made theme
PLANTED = 6
FREQUENT = 2  # mentions a document from which a theme is planted in a series
COMMON = 0.05  # share of sections from which a theme is planted: rarer ones no test could find


@dataclass(frozen=True)
class Text:
    """The sections of a corpus.

    Attributes
    ----------
    counts : ndarray of shape (n_sections, n_themes)
    chars, documents : ndarray of shape (n_sections,)
    families : ndarray of shape (n_themes,)
    texts : list of str
    words : Yearly
        Counts of all words in each document.
    """

    counts: np.ndarray
    chars: np.ndarray
    documents: np.ndarray
    families: np.ndarray
    texts: list[str]
    words: Yearly


class Line(NamedTuple):
    """A measured rate, its Monte Carlo error and its bar (`<=` where it starts with −)."""

    case: str
    what: str
    rate: float
    error: float
    bar: str = ""

    def __str__(self) -> str:
        verdict = ""
        if self.bar and not np.isnan(self.rate):
            bound = float(self.bar[2:])
            met = self.rate <= bound if self.bar.startswith("<=") else self.rate >= bound
            verdict = f"  {self.bar}  {'pass' if met else 'FAIL'}"
        return f"{self.case}  {self.what}  {self.rate:.3f} ±{self.error:.3f}{verdict}"


def read(paths: Sequence[Path]) -> Text:
    """Count themes and words of documents."""
    from topics.corpus import read_corpus
    from topics.dfm import build_dfm, leaf_texts
    from topics.themes import ThemeMatcher, read_themes
    from topics.tokenize import PolicyTokenizer

    tokenizer, themes = PolicyTokenizer(), read_themes([resource("dictionary/themes.toml")])
    found = [document for document in read_corpus(list(paths)) if document.analysed]
    by_theme = build_dfm(found, ThemeMatcher(themes, tokenizer))
    by_word = build_dfm(found, tokenizer)
    chars = by_theme.rows["n_chars"].to_numpy(float)
    codes = pd.factorize(by_theme.rows["doc_id"])[0]
    names = [str(name) for name in by_theme.features]
    parents = {theme.name: theme.parent for theme in themes}
    sections = by_word.counts.toarray().astype(float)
    lists = _word_lists(sections, N_THEMES - len(names))
    counts = np.hstack([by_theme.counts.toarray().astype(float), lists])
    every = [*names, *(f"词表{number}" for number in range(lists.shape[1]))]
    order = np.argsort(codes, kind="stable")
    member = np.equal.outer(np.unique(codes), codes).astype(float)
    keep = [i for i, word in enumerate(by_word.features) if len(str(word)) > 1]
    words = Yearly(
        tuple(str(by_word.features[i]) for i in keep),
        tuple(str(number) for number in range(len(member))),
        np.arange(len(member), dtype=float),
        member @ sections[:, keep],
        member @ chars,
    )
    texts = leaf_texts(found)
    return Text(
        counts[order],
        chars[order],
        codes[order],
        family_codes(every, parents),
        [texts[row] for row in order],
        words,
    )


def _word_lists(sections: np.ndarray, wanted: int) -> np.ndarray:
    """Return counts of lists of eight words of like spread, each standing in 1 to 30 % of sections.

    A theme is a list of terms, so that single words would be rarer than themes are.
    """
    share = (sections > 0).mean(axis=0)
    usable = np.flatnonzero((share > 0.01) & (share < 0.3))
    usable = usable[np.argsort(-share[usable], kind="stable")]
    chosen = np.linspace(0, len(usable) - 1, LIST * max(wanted, 0)).astype(int)
    lists = [usable[chosen[place::wanted]] for place in range(wanted)] if len(usable) else []
    return (
        np.array([sections[:, words].sum(axis=1) for words in lists]).reshape(-1, len(sections)).T
    )


# --- pairs ---


def drawn(text: Text, n: int, rng: np.random.Generator) -> PairCounts:
    """Draw two sides of n sections from the whole corpus: nothing changed between them."""
    index = rng.choice(len(text.chars), 2 * n, replace=False)
    return PairCounts(text.counts[index], text.chars[index], np.arange(2 * n) < n, np.arange(2 * n))


def as_sections(counts: PairCounts) -> PairCounts:
    """Give the sides one document each, so that sections are what is exchanged."""
    return replace(counts, documents=counts.target.astype(int))


def planted(
    counts: PairCounts, themes: np.ndarray, ratio: float, rng: np.random.Generator
) -> PairCounts:
    """Add mentions of other sections to the target, so that it has `ratio` times as many."""
    mentions, rows = counts.mentions.copy(), np.flatnonzero(counts.target)
    for theme in themes:
        column = counts.mentions[:, theme]
        for share in [1.0] * int(ratio - 1) + ([ratio % 1] if ratio % 1 else []):
            extra = rng.choice(column, len(rows)) * (rng.random(len(rows)) < share)
            mentions[rows, theme] += extra
    return replace(counts, mentions=mentions)


def new_in_a_quarter(
    counts: PairCounts, themes: np.ndarray, rng: np.random.Generator
) -> PairCounts:
    """Let a quarter of the target's sections mention a theme that the reference has nowhere."""
    mentions, rows = counts.mentions.copy(), np.flatnonzero(counts.target)
    for theme in themes:
        held = mentions[:, theme][mentions[:, theme] > 0]
        held = held if len(held) else np.ones(1)
        mentions[:, theme] = 0
        mentions[rng.choice(rows, len(rows) // 4, replace=False), theme] = rng.choice(
            held, len(rows) // 4
        )
    return replace(counts, mentions=mentions)


def ranks(counts: PairCounts, families: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return the grade of evidence of each theme as a number, strong 3, none 0."""
    table = pair_tests(as_sections(counts), families, rng, OPTIONS)
    return table["grade"].map(RANKS).to_numpy()


def facts(counts: PairCounts) -> np.ndarray:
    """Return which themes shift much, spread over sections."""
    return large_and_spread(counts.mentions, counts.chars, counts.target[None, :])[0]


def some(text: Text, rng: np.random.Generator) -> np.ndarray:
    """Choose six themes of those that a twentieth of all sections mention."""
    usable = np.flatnonzero((text.counts > 0).mean(axis=0) >= COMMON)
    return rng.choice(usable, min(PLANTED, len(usable)), replace=False)


def rate(case: str, what: str, values: Sequence[float], bar: str = "") -> Line:
    """Return the mean over runs and its error."""
    array = np.array(values, dtype=float)
    error = array.std(ddof=1) / np.sqrt(len(array)) if len(array) > 1 else np.nan
    return Line(case, what, float(array.mean()) if len(array) else np.nan, float(error), bar)


def null_lines(case: str, found: list[np.ndarray], *, bars: bool = True) -> Iterator[Line]:
    """Yield how often anything is called where nothing changed."""
    for name, rank, bar in (("strong", 3, "<=.10"), ("+ moderate", 2, "<=.25")):
        any_called = [float((grades >= rank).any()) for grades in found]
        yield rate(case, f"any {name}", any_called, bar if bars else "")
    for name, rank in (("strong", 3), ("+ moderate", 2), ("+ weak", 1)):
        yield rate(case, f"share of themes {name}", [float((g >= rank).mean()) for g in found])


class Ledger:
    """Counts true and false calls over all planted settings, run by run."""

    def __init__(self) -> None:
        self.calls: list[list[tuple[int, int]]] = [[], [], [], []]

    def add(self, grades: np.ndarray, themes: np.ndarray, families: np.ndarray) -> None:
        """Add one run; other members of a planted family are neither true nor false."""
        touched = np.isin(families, families[themes])
        for rank in (1, 2, 3):
            true, false = (grades[themes] >= rank).sum(), (grades[~touched] >= rank).sum()
            self.calls[rank].append((int(true), int(false)))

    def lines(self, case: str) -> Iterator[Line]:
        """Yield the share of false ones among those called."""
        for name, rank, bar in (("strong", 3, "<=.07"), ("+ moderate", 2, "<=.20")):
            true, false = np.array(self.calls[rank], dtype=float).T
            total = max((true + false).sum(), 1.0)
            share = false.sum() / total
            error = np.sqrt(((false - share * (true + false)) ** 2).sum()) / total
            yield Line(case, f"false among {name}", float(share), float(error), bar)


def pair_lines(text: Text, runs: int) -> Iterator[Line]:
    """Yield the rates of pairs of drawn sections."""
    rng, ledger = np.random.default_rng(15), Ledger()
    for n in (25, 50, 100):
        if 2 * n > len(text.chars):
            sys.stdout.write(f"{n}+{n} sections: left out, the text has {len(text.chars)}\n")
            continue
        pairs = [drawn(text, n, rng) for _ in range(runs)]
        case = f"pair {n}+{n}"
        yield from null_lines(
            f"{case}, nothing changed", [ranks(p, text.families, rng) for p in pairs]
        )
        yield rate(f"{case}, nothing changed", "spread shift", [facts(p).mean() for p in pairs])
        for ratio in (1.5, 2.0, 3.0, np.inf):
            name = "new in a quarter" if np.isinf(ratio) else f"x{ratio:g}"
            found, shifted = [], []
            for pair in pairs:
                themes = some(text, rng)
                changed = (
                    new_in_a_quarter(pair, themes, rng)
                    if np.isinf(ratio)
                    else planted(pair, themes, ratio, rng)
                )
                grades = ranks(changed, text.families, rng)
                ledger.add(grades, themes, text.families)
                found.append(grades[themes])
                shifted.append(facts(changed)[themes].mean())
            bars = {(50, 3.0, 2): ">=.38", (100, 3.0, 3): ">=.55"}
            for level, rank in (("strong", 3), ("+ moderate", 2), ("+ weak", 1)):
                hits = [float((grades >= rank).mean()) for grades in found]
                yield rate(f"{case}, {name}", level, hits, bars.get((n, ratio, rank), ""))
            yield rate(f"{case}, {name}", "spread shift", shifted)
    yield from ledger.lines("pairs, all planted")


def halves(text: Text) -> Iterator[tuple[PairCounts, np.ndarray]]:
    """Yield odd against even sections of each long document, with the classes of counterparts."""
    for document in np.unique(text.documents):
        rows = np.flatnonzero(text.documents == document)
        if len(rows) < 40:
            continue
        odd = np.arange(len(rows)) % 2 == 1
        strata = np.zeros(len(rows), dtype=np.int64)
        sides = [_units(text, rows[side]) for side in (~odd, odd)]
        links = [link[:3] for link in find_links(*sides).each if link[3] != "weak"]
        table = one_to_one(pd.DataFrame(links, columns=COUNTERPART_COLUMNS[2:]))
        for name, side in zip(COUNTERPART_COLUMNS[2:4], (~odd, odd), strict=True):
            strata[np.flatnonzero(side)[table[name].to_numpy(dtype=int)]] = 1 + np.arange(
                len(table)
            )
        yield PairCounts(text.counts[rows], text.chars[rows], odd, odd.astype(np.int64)), strata


def _units(text: Text, rows: np.ndarray) -> list[Unit]:
    """Make sections of texts ready for linking."""
    found = []
    for row in rows.tolist():
        written = text.texts[row]
        section = Section("", str(row), 1, "", 0, len(written), leaf=True)
        found.append(Unit(section, "", comparable(written), "", int(text.chars[row])))
    return found


def half_lines(text: Text) -> Iterator[Line]:
    """Yield the rates of odd against even sections, exchanged freely and within counterparts."""
    pairs = list(halves(text))
    rng = np.random.default_rng(16)
    for name, within in (("", False), (", within counterparts", True)):
        used = [replace(pair, strata=strata if within else None) for pair, strata in pairs]
        case = f"odd against even, {len(pairs)} documents{name}"
        yield from null_lines(case, [ranks(pair, text.families, rng) for pair in used], bars=False)
        marks = [pair_yardstick(as_sections(pair), rng, OPTIONS) for pair in used]
        yield rate(case, "yardstick, observed", [mark.observed for mark in marks])
        yield rate(case, "yardstick, exchanged", [mark.mean for mark in marks])


def skeleton_lines(text: Text, runs: int, n: int = 40) -> Iterator[Line]:
    """Yield the rates of two documents of one skeleton: each section's mentions fall to one side or
    the other by a coin, which for planted themes falls twice as often to the target.
    """
    for ratio in (1.0, 2.0, 3.0):
        for within in (False, True):
            rng, found = np.random.default_rng(17), []
            for _ in range(runs):
                rows = rng.choice(len(text.chars), min(n, len(text.chars)), replace=False)
                twice = 2 * text.counts[rows]
                chance = np.full(twice.shape[1], 0.5)
                themes = some(text, rng)
                chance[themes] = ratio / (1 + ratio)
                target = rng.binomial(twice.astype(int), chance).astype(float)
                side = np.arange(2 * len(rows)) < len(rows)
                pair = PairCounts(
                    np.vstack([target, twice - target]),
                    np.tile(text.chars[rows], 2),
                    side,
                    side.astype(np.int64),
                    np.tile(np.arange(len(rows)), 2) if within else None,
                )
                grades = ranks(pair, text.families, rng)
                found.append(grades if ratio == 1 else grades[themes])
            case = f"one skeleton {n}+{n}, " + ("within counterparts" if within else "freely")
            if ratio == 1:
                yield from null_lines(f"{case}, nothing changed", found, bars=False)
            else:
                for level, rank in (("strong", 3), ("+ moderate", 2)):
                    hits = [float((grades >= rank).mean()) for grades in found]
                    yield rate(f"{case}, x{ratio:g}", level, hits)


def size_lines(text: Text, runs: int) -> Iterator[Line]:
    """Yield how often one section alone, or length alone, makes a shift."""
    rng = np.random.default_rng(18)
    n = min(50, len(text.chars) // 2)
    shifts, unborne, falls = 0, 0, 0
    for _ in range(runs):
        pair = drawn(text, n, rng)
        for theme in some(text, rng):
            row = int(rng.integers(n))
            mentions = pair.mentions[:, [theme]].copy()
            mentions[row] += rng.integers(10, 40)
            everything = pair.target[None, :]
            size = difference(*divide(mentions, pair.chars, everything))
            large = size_grades(size).item() in LARGE
            rest = np.arange(2 * n) != row
            others = difference(*divide(mentions[rest], pair.chars[rest], everything[:, rest]))
            borne = bool(others.ratio.item() >= RULES.clear) and bool(
                others.excess.item() >= RULES.excess_without or others.low.mentions.item() == 0
            )
            shifts += large
            unborne += large and bool(is_spread(size).item()) and not (borne and others.upward)
        same = PairCounts(pair.mentions[:n], pair.chars[:n], np.ones(n, bool), np.zeros(n, int))
        for longer in (2, 3, 4):
            sides = divide(
                np.vstack([same.mentions, same.mentions]),
                np.concatenate([same.chars * longer, same.chars]),
                (np.arange(2 * n) < n)[None, :],
            )
            grades = size_grades(difference(*sides))
            falls += int(np.isin(grades, ["less", "much_less", "gone", "unmentioned"]).sum())
    share = unborne / max(shifts, 1)
    error = float(np.sqrt(share * (1 - share) / max(shifts, 1)))
    yield Line(
        f"10 to 39 mentions in one section, {shifts} shifts", "spread", share, error, "<=.005"
    )
    yield Line("the same text 2, 3, 4 times as long", "themes falling", falls, 0.0, "<=0")


# --- series ---


def documents(text: Text, n: int, rng: np.random.Generator) -> Yearly:
    """Draw n documents in random order; where there are not so many, make them of sections."""
    member = np.equal.outer(np.unique(text.documents), text.documents).astype(float)
    if len(member) >= n:
        index = rng.choice(len(member), n, replace=False)
        counts, chars = member[index] @ text.counts, member[index] @ text.chars
    else:
        rows = rng.integers(0, len(text.chars), (n, 40))
        counts, chars = text.counts[rows].sum(axis=1), text.chars[rows].sum(axis=1)
    names = tuple(str(number) for number in range(counts.shape[1]))
    labels = tuple(str(number) for number in range(n))
    return Yearly(names, labels, np.arange(n, dtype=float), counts, chars)


def series_ranks(data: Yearly, families: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return the grade of evidence of each theme as a number."""
    tested = can_be_tested(data)
    found = series_tests(columns_of(data, tested), families[tested], rng, OPTIONS)
    grades = np.zeros(len(tested), dtype=int)
    grades[tested] = [
        RANKS[evidence_grade(p, q, OPTIONS, p_ar)]
        for p, q, p_ar in zip(found.tests.p, found.tests.q, found.p_ar, strict=True)
    ]
    return grades


def profile(shape: str, n: int, ratio: float) -> np.ndarray:
    """Return how many times as many mentions each document gets."""
    third = round(n / 3)
    if shape == "line":
        return np.linspace(1, ratio, n)
    inside = np.arange(n) >= n - third
    if shape == "wave":
        inside = (np.arange(n) >= n // 3) & (np.arange(n) < n // 3 + third)
    return np.where(inside, ratio, 1.0)


def with_shape(
    data: Yearly, themes: np.ndarray, shape: str, ratio: float, rng: np.random.Generator
) -> Yearly:
    """Add mentions at the rate of another document, as many times as the shape asks for."""
    counts = data.counts.copy()
    extra = profile(shape, len(data), ratio) - 1
    for theme in themes:
        rates = rng.permutation(data.counts[:, theme] / data.chars)
        counts[:, theme] += rng.poisson(extra * rates * data.chars)
    return replace(data, counts=counts)


def newly(data: Yearly, themes: np.ndarray, rng: np.random.Generator) -> Yearly:
    """Let themes begin in the last third, at 2 mentions per 10,000 characters."""
    counts = data.counts.copy()
    begun = profile("step", len(data), 2.0) > 1
    for theme in themes:
        counts[:, theme] = rng.poisson(2e-4 * data.chars * begun)
    return replace(data, counts=counts)


def series_lines(text: Text, runs: int) -> Iterator[Line]:
    """Yield the rates of series of documents in random order."""
    rng, ledger = np.random.default_rng(19), Ledger()
    for n in (8, 10, 14, 20):
        found = [series_ranks(documents(text, n, rng), text.families, rng) for _ in range(runs)]
        yield from null_lines(f"series n = {n}, nothing changed", found)
    bars = {(14, "step", 3.0): ">=.80", (20, "step", 2.0): ">=.50"}
    cases = [(n, s, r) for n in (10, 14, 20) for s in ("step", "wave", "line") for r in (1.5, 2, 3)]
    for n, shape, ratio in [*cases, (10, "new", np.nan), (14, "new", np.nan)]:
        found = []
        for _ in range(max(runs // 2, 1)):
            data = documents(text, n, rng)
            usable = np.flatnonzero(data.counts.mean(axis=0) >= FREQUENT)
            themes = rng.choice(usable, min(PLANTED, len(usable)), replace=False)
            changed = (
                newly(data, themes, rng)
                if shape == "new"
                else with_shape(data, themes, shape, ratio, rng)
            )
            grades = series_ranks(changed, text.families, rng)
            ledger.add(grades, themes, text.families)
            found.append(grades[themes])
        for level, rank in (("strong", 3), ("+ moderate", 2), ("+ weak", 1)):
            hits = [float((grades >= rank).mean()) for grades in found if len(grades)]
            bar = bars.get((n, shape, ratio), "") if rank == 2 else ""
            yield rate(f"series n = {n}, {shape} x{ratio:g}", level, hits, bar)
    yield from ledger.lines("series, all planted")


def persistence_lines(runs: int, n: int = 14) -> Iterator[Line]:
    """Yield how often simulated persistent series without any change are called."""
    rng, shapes = np.random.default_rng(20), contrasts(np.arange(float(n)))
    for rho in (0.0, 0.3, 0.6):
        by_order, by_persistence, estimates = [], [], []
        for _ in range(max(runs // 4, 2)):
            x = autoregressive(rho, n, N_THEMES, rng)
            scores = shuffled_scores(x, shapes, rng, 999)
            estimates.append(persistence(x, shapes, rng))
            by_order.append((resampled_p(scores)[0] <= 0.05).mean())
            p_ar = persistence_p(scores[0], shapes, estimates[-1], rng)
            by_persistence.append(((resampled_p(scores)[0] <= 0.05) & (p_ar <= 0.05)).mean())
        case = f"AR(1) {rho:g}, n = {n}"
        yield rate(case, "p <= .05 by order", by_order)
        yield rate(case, "and p_ar <= .05", by_persistence, "<=.08")
        yield rate(case, "persistence", estimates)


def word_lines(text: Text, orders: int = 8) -> Iterator[Line]:
    """Yield how many words are shown with the documents in random order."""
    rng, words = np.random.default_rng(21), text.words
    if len(words) < 8:
        sys.stdout.write(f"words: left out, the text has {len(words)} documents of 8\n")
        return
    shown = []
    index = np.arange(len(words)) if len(words) <= 25 else rng.choice(len(words), 25, False)
    for _ in range(orders):
        order = rng.permutation(index)
        data = Yearly(
            words.names,
            tuple(str(number) for number in range(len(order))),
            np.arange(len(order), dtype=float),
            words.counts[order],
            words.chars[order],
        )
        table = word_series(data).table
        shown.append(float(table["shown"].sum()))
    yield rate(f"{len(table)} words, {len(order)} documents in random order", "shown", shown, "<=1")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the measured rates."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", type=Path, nargs="*", help="folders or files of one corpus")
    parser.add_argument("--runs", type=int, default=200, help="runs per case (default 200)")
    parser.add_argument(
        "--only", choices=["pairs", "halves", "skeleton", "sizes", "series", "ar", "words"]
    )
    options = parser.parse_args(arguments)
    text = read(options.paths or [resource("samples")])
    sys.stdout.write(
        f"{len(text.chars)} sections of {len(text.words)} documents,"
        f" {text.counts.shape[1]} themes\n"
    )
    parts: dict[str, Callable[[], Iterator[Line]]] = {
        "pairs": lambda: pair_lines(text, options.runs),
        "halves": lambda: half_lines(text),
        "skeleton": lambda: skeleton_lines(text, options.runs),
        "sizes": lambda: size_lines(text, options.runs),
        "series": lambda: series_lines(text, options.runs),
        "ar": lambda: persistence_lines(options.runs),
        "words": lambda: word_lines(text),
    }
    chosen = [options.only] if options.only else list(parts)
    for line in chain.from_iterable(parts[name]() for name in chosen):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
