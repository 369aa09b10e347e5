"""The tables that every machine must find in the sample; write them anew by `python -m
tests.golden`.

Do so after a change of the dictionary, the themes, the sample or a method, and look at the
difference before it is committed.
"""

import json
from pathlib import Path

import pandas as pd

from tests.support import ROOT
from topics.report.findings.gather import manifest
from topics.report.writers.tables import write_csv
from topics.settings import Settings
from topics.study import Study

GOLDEN = ROOT / "tests" / "data" / "golden"
SIGNATURE = GOLDEN / "signature.json"


def study(*, n_resamples: int = 99) -> Study:
    return Study([ROOT / "samples" / "jichuan"], Settings(n_resamples=n_resamples))


def tables(study: Study) -> dict[str, pd.DataFrame]:
    return {"keywords": study.keywords("document", n=10), "themes": study.theme_shares}


def signature(study: Study) -> dict[str, str]:
    """Return what the signature of a report says of these tables, one entry for each thing that can
    differ.
    """
    full = manifest(study)
    named = {
        name: full["versions"][name]
        for name in ("topics", "python", "numpy", "scipy", "pandas", "rjieba")
    }
    settings = json.dumps(full["settings"], ensure_ascii=False, sort_keys=True)
    inputs = ", ".join(sorted(entry["sha256"][:12] for entry in full["inputs"]))
    return {
        **named,
        "tokenizer": full["tokenizer"],
        "themes": full["themes"]["sha256"],
        "settings": settings,
        "inputs": inputs,
    }


def write(folder: Path) -> None:
    found = study()
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables(found).items():
        write_csv(table, folder / f"{name}.csv")
    (folder / SIGNATURE.name).write_text(
        json.dumps(signature(found), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    write(GOLDEN)
