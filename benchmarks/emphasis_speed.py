"""How long the tests of emphasis take: 10,000 resamples of 12 themes through 6 lenses on one core.

Run `OPENBLAS_NUM_THREADS=1 python benchmarks/emphasis_speed.py [FOLDER]` (default: the sample). It
prints the processor seconds of matching the themes and of testing all default pairs, and the second
by the first.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from time import process_time

import numpy as np
import pandas as pd

from topics.corpus import read_corpus
from topics.dfm import group_labels, section_rows
from topics.emphasis import measure, shifts
from topics.resources import resource
from topics.themes import read_themes
from topics.tokenize import PolicyTokenizer

N_RESAMPLES = 10_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the measured times."""
    folders = [
        Path(argument) for argument in (sys.argv[1:] if arguments is None else arguments)
    ] or [resource("samples")]
    documents = [document for document in read_corpus(folders) if document.analysed]
    rows = section_rows(documents)
    themes = [
        theme for theme in read_themes([resource("dictionary/themes.toml")]) if not theme.parent
    ][:12]
    # the topic share of a seeded model, of which only the shape matters here
    theta = pd.DataFrame(
        np.random.default_rng(1).dirichlet(np.ones(len(themes)), len(rows)),
        columns=[t.name for t in themes],
    )
    tokenizer = PolicyTokenizer()
    start = process_time()
    measures = measure(documents, themes, tokenizer, group_labels(rows), theta=theta)
    matched = process_time()
    table = shifts(measures, n_resamples=N_RESAMPLES)
    done = process_time()
    pairs = len(table[["reference", "target"]].drop_duplicates())
    tested = table.loc[table["lens"] != "strength", "lens"].nunique()
    sys.stdout.write(
        f"{len(themes)} themes, {tested} lenses, {pairs} pairs, {len(rows)} sections,"
        f" {N_RESAMPLES:,} resamples\nmatching {matched - start:.2f} s, testing"
        f" {done - matched:.2f} s, ratio {(done - matched) / (matched - start):.2f}\n"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
