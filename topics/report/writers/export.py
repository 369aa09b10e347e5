"""The matrix for other programs: Matrix Market with names of rows and columns, as R reads it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from scipy.io import mmwrite
from scipy.sparse import coo_array

from topics.dfm import Dfm, section_labels
from topics.report.folder import MANIFEST, manifest_text, replace_folder
from topics.report.writers.tables import write_csv

RECIPE = """# The matrix in R

```r
library(Matrix)
counts <- readMM("counts.mtx")                      # leaf sections x features
rows <- read.csv("rows.csv", fileEncoding = "UTF-8-BOM", na.strings = "")
features <- read.csv("features.csv", fileEncoding = "UTF-8-BOM", na.strings = "")
dimnames(counts) <- list(rows$section, features$feature)

# quanteda
library(quanteda)
dfmat <- as.dfm(counts)
docvars(dfmat) <- rows

# stm
library(stm)
out <- convert(dfmat, to = "stm")
```
"""


def export_matrix(dfm: Dfm, out: Path, signature: dict[str, object]) -> Path:
    """Write a matrix into a folder: counts.mtx, rows.csv, features.csv, README.md and the
    signature.

    Parameters
    ----------
    dfm : Dfm
        Rows are leaf sections.
    out : Path
        As for `write_report`.
    signature : dict
        As `topics.report.findings.gather.manifest` gives it.
    """
    return replace_folder(out, lambda folder: _fill(folder, dfm, signature))


def _fill(folder: Path, dfm: Dfm, signature: dict[str, object]) -> None:
    mmwrite(folder / "counts.mtx", coo_array(dfm.counts), field="integer", symmetry="general")
    write_csv(dfm.rows.assign(section=section_labels(dfm.rows)), folder / "rows.csv")
    write_csv(
        pd.DataFrame({"feature": dfm.features, "termfreq": dfm.termfreq, "docfreq": dfm.docfreq}),
        folder / "features.csv",
    )
    (folder / "README.md").write_text(RECIPE, encoding="utf-8", newline="\n")
    (folder / MANIFEST).write_text(manifest_text(folder, signature), encoding="utf-8", newline="\n")
