"""How often the tests are wrong: false alarms, coverage and power on simulated sections, documents
and split text.

Run `python benchmarks/calibration.py` (about three minutes on one core), or with `--runs 50` for a
glance, or with `--corpus FOLDER` to split other documents than the sample. It prints rates with
their Monte Carlo error; nothing is timed. `tests/emphasis/test_calibration.py` holds a small
version.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import chi2

from topics.resources import resource
from topics.stats.association import g2
from topics.stats.multiplicity import benjamini_hochberg
from topics.stats.resampling import (
    Units,
    bootstrap_interval,
    generator,
    permutation_test,
    ratios,
    welch_interval,
    welch_ratio_interval,
)

LENSES = ("rate", "section_share", "text_share")
Columns = tuple[
    np.ndarray, np.ndarray
]  # numerators and denominators, each of shape (n_sections, n_themes)


@dataclass(frozen=True)
class Theme:
    """A simulated theme: mentions per Han character, and how they cluster (the smaller, the fewer
    sections hold all).
    """

    rate: float
    clustering: float


SPREAD, CLUSTERED, RARE = Theme(0.01, 1.0), Theme(0.01, 0.1), Theme(0.002, 0.3)


def sections(
    theme: Theme,
    n: int,
    k: int,
    rng: np.random.Generator,
    *,
    ratio: float = 1.0,
    longer: float = 1.0,
) -> dict[str, Columns]:
    """Simulate k themes in n sections of log-normal length, by gamma-Poisson counts, seen through
    each lens.

    `ratio` multiplies the rate, by mentions that cluster as the others do; `longer` multiplies the
    length of sections.
    """
    chars = np.round(rng.lognormal(np.log(220 * longer), 0.6, n))[:, None] + 20.0
    intensity = rng.gamma(theme.clustering, 1 / theme.clustering, (n, k))
    counts = rng.poisson(theme.rate * chars * intensity).astype(float)
    for share in _copies(
        ratio
    ):  # a section gets the counts of further sections, as often as the ratio asks for
        extra = rng.poisson(
            theme.rate * chars * rng.gamma(theme.clustering, 1 / theme.clustering, (n, k))
        )
        counts += extra * (rng.random((n, k)) < share)
    return through_lenses(counts, chars)


def _copies(ratio: float) -> list[float]:
    return [1.0] * int(ratio - 1) + ([ratio % 1] if ratio % 1 else [])


def through_lenses(counts: np.ndarray, chars: np.ndarray) -> dict[str, Columns]:
    """Return numerators and denominators of each lens from counts and lengths."""
    holds = (counts > 0).astype(float)
    size = np.broadcast_to(chars, counts.shape)
    return {
        "rate": (counts, size),
        "section_share": (holds, np.ones_like(holds)),
        "text_share": (holds * size, size),
    }


def stacked(one: Columns, two: Columns) -> tuple[Units, np.ndarray]:
    """Put the sections of target and reference together."""
    y = np.vstack([one[0], two[0]])
    n = np.vstack([one[1], two[1]])[:, :1]
    return Units(y, n, np.zeros(y.shape[1], dtype=np.int64)), np.arange(len(y)) < len(one[0])


def one_run(
    units: Units, target: np.ndarray, truth: np.ndarray, seed: int, *, n_resamples: int = 499
) -> pd.DataFrame:
    """Test and estimate every theme of one simulated comparison."""
    rng = generator(seed)
    p = permutation_test(units, target, rng, n_resamples=n_resamples).p
    low, high = bootstrap_interval(
        units.take(target), units.take(~target), rng, n_resamples=n_resamples
    )
    a, b = units.y[target].sum(axis=0), units.y[~target].sum(axis=0)
    sizes = units.n[target].sum(), units.n[~target].sum()
    token = chi2.sf(np.abs(g2(a, b, *sizes)), 1)
    held = (units.y > 0).sum(axis=0)
    frame = pd.DataFrame(
        {
            "p": p,
            "token_p": token,
            "covered": (low <= truth) & (truth <= high),
            "q": benjamini_hochberg(p),
        }
    )
    return frame[(held >= 5) & (held <= len(units) - 2)]


def simulated(
    theme: Theme,
    sizes: tuple[int, int],
    runs: int,
    *,
    lens: str,
    ratio: float = 1.0,
    longer: float = 1.0,
) -> pd.DataFrame:
    """Run comparisons of simulated sections; the true difference comes from a very long text."""
    k = 12
    rng = np.random.default_rng(
        [sizes[0], sizes[1], int(ratio * 100), int(theme.clustering * 100), int(theme.rate * 1e4)]
    )
    values = [
        ratios(stacked(long, long)[0]).value[0]
        for long in (sections(theme, 60_000, 1, rng, ratio=r)[lens] for r in (ratio, 1.0))
    ]
    frames = []
    for run in range(runs):
        one = sections(theme, sizes[0], k, rng, ratio=ratio, longer=longer)[lens]
        two = sections(theme, sizes[1], k, rng)[lens]
        units, target = stacked(one, two)
        frames.append(
            one_run(units, target, np.full(k, values[0] - values[1]), run).assign(run=run)
        )
    return pd.concat(frames, ignore_index=True)


def split(
    counts: np.ndarray, chars: np.ndarray, runs: int, *, lens: str = "rate", share: float = 0.5
) -> pd.DataFrame:
    """Assign the sections of one text to two groups at random: nothing changed, whatever the tests
    say.
    """
    rng = np.random.default_rng(11)
    y, n = through_lenses(counts.astype(float), chars[:, None])[lens]
    units = Units(y, n[:, :1], np.zeros(y.shape[1], dtype=np.int64))
    frames = []
    for run in range(runs):
        target = rng.permutation(len(y)) < share * len(y)
        frames.append(one_run(units, target, np.zeros(y.shape[1]), run).assign(run=run))
    return pd.concat(frames, ignore_index=True)


def documents(cv: float, sizes: tuple[int, int], runs: int, *, ratio: float = 1.0) -> pd.DataFrame:
    """Compare documents whose rates vary with this coefficient of variation, by permutation and by
    Welch's t.
    """
    rng = np.random.default_rng([int(cv * 10), *sizes, int(ratio * 10)])
    frames = []
    for run in range(runs):
        sides = []
        for n, factor in zip(sizes, (ratio, 1.0), strict=True):
            tokens = np.round(rng.lognormal(np.log(3000), 0.4, n))[:, None]
            rates = 0.004 * factor * rng.gamma(1 / cv**2, cv**2, (n, 12))
            sides.append((rng.poisson(rates * tokens).astype(float), tokens))
        units, target = stacked(*sides)
        one, two = units.take(target), units.take(~target)
        p = permutation_test(units, target, generator(run), n_resamples=499).p
        if min(sizes) < 20:
            low, high = welch_interval(one, two)
        else:
            low, high = bootstrap_interval(one, two, generator(run), n_resamples=499)
        log_low, log_high = welch_ratio_interval(one, two)
        truth = 0.004 * (ratio - 1)
        token = chi2.sf(
            np.abs(g2(one.y.sum(axis=0), two.y.sum(axis=0), one.n.sum(), two.n.sum())), 1
        )
        frames.append(
            pd.DataFrame(
                {
                    "p": p,
                    "token_p": token,
                    "covered": (low <= truth) & (truth <= high),
                    "ratio_covered": (log_low <= ratio) & (ratio <= log_high),
                    "run": run,
                    "q": benjamini_hochberg(p),
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def rate(hits: pd.Series, runs: pd.Series) -> tuple[float, float]:
    """Return a rate and its Monte Carlo error, the tests of one run taken together."""
    by_run = hits.groupby(runs).mean()
    return float(hits.mean()), float(by_run.std(ddof=1) / np.sqrt(len(by_run)))


def any_flagged(frame: pd.DataFrame) -> float:
    """Return the share of runs in which q calls at least one theme changed."""
    return float((frame["q"] < 0.05).groupby(frame["run"]).any().mean())


def row(name: str, frame: pd.DataFrame) -> dict[str, object]:
    """Return one line of the printed table."""
    line: dict[str, object] = {"case": name, "tests": len(frame)}
    columns = {
        "p<.05": frame["p"] < 0.05,
        "G2<.05": frame["token_p"] < 0.05,
        "covers": frame["covered"],
    }
    if "ratio_covered" in frame:
        columns["ratio covers"] = frame["ratio_covered"]
    for column, hits in columns.items():
        line[column] = "{:.3f} ±{:.3f}".format(*rate(hits, frame["run"]))
    line["any q<.05"] = f"{any_flagged(frame):.3f}"
    return line


def counted(paths: Sequence[Path]) -> Iterator[tuple[str, str, np.ndarray, np.ndarray]]:
    """Yield the counts of words and of themes in the sections of each document long enough to be
    split.
    """
    from topics.corpus import read_corpus
    from topics.dfm import build_dfm
    from topics.themes import ThemeMatcher, read_themes
    from topics.tokenize import PolicyTokenizer

    tokenizer = PolicyTokenizer()
    matcher = ThemeMatcher(read_themes([resource("dictionary/themes.toml")]), tokenizer)
    found = [document for document in read_corpus(list(paths)) if document.analysed]
    for what, analyzer in (("words", tokenizer), ("themes", matcher)):
        dfm = build_dfm(found, analyzer)
        for document in found:
            part = dfm.filter_rows(dfm.rows["doc_id"] == document.doc_id)
            if part.n_rows >= 40:
                size = "n_tokens" if what == "words" else "n_chars"
                part = part.trim(min_docfreq=5) if what == "words" else part
                yield what, document.doc_id, part.counts.toarray(), part.rows[size].to_numpy(float)


KINDS = (("spread", SPREAD), ("clustered", CLUSTERED), ("rare", RARE))
NULL_DOCUMENTS = ((0.3, (5, 5)), (0.6, (5, 5)), (0.6, (10, 10)), (1.0, (10, 10)), (0.6, (30, 30)))
DOUBLED_DOCUMENTS = ((0.3, (5, 5)), (0.6, (10, 10)), (0.6, (22, 22)))


def section_lines(runs: int) -> Iterator[dict[str, object]]:
    """Yield the lines of the simulated sections, one case at a time."""
    for name, theme in KINDS:
        for lens in LENSES:
            yield row(
                f"no shift, {name} theme, {lens}, 28+39 sections",
                simulated(theme, (28, 39), runs, lens=lens),
            )
    for name, theme in KINDS:
        frame = simulated(theme, (28, 39), runs, lens="rate", longer=2.0)
        yield row(f"no shift, sections twice as long, {name} theme, rate, 28+39 sections", frame)
    for factor in (2.0, 3.0):
        for name, theme in KINDS:
            frame = simulated(theme, (39, 34), runs, lens="rate", ratio=factor)
            yield row(f"x{factor:g}, {name} theme, rate, 39+34 sections", frame)


def other_lines(runs: int, paths: Sequence[Path]) -> Iterator[dict[str, object]]:
    """Yield the lines of the simulated documents and of the split text."""
    for cv, sizes in NULL_DOCUMENTS:
        yield row(f"no shift, {sizes[0]}+{sizes[1]} documents, CV {cv}", documents(cv, sizes, runs))
    for cv, sizes in DOUBLED_DOCUMENTS:
        yield row(
            f"x2, {sizes[0]}+{sizes[1]} documents, CV {cv}", documents(cv, sizes, runs, ratio=2.0)
        )
    for what, doc_id, counts, size in counted(paths):
        for lens in LENSES if what == "themes" else LENSES[:1]:
            yield row(
                f"random split of {doc_id}, {what}, {lens}", split(counts, size, runs, lens=lens)
            )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the measured rates."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=200, help="comparisons per case (default 200)")
    parser.add_argument(
        "--corpus",
        type=Path,
        action="append",
        help="folder of documents to split (default: the sample)",
    )
    options = parser.parse_args(arguments)
    paths = options.corpus or [resource("samples")]
    for line in chain(section_lines(options.runs), other_lines(options.runs, paths)):
        sys.stdout.write("  ".join(f"{key} {value}" for key, value in line.items()) + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
