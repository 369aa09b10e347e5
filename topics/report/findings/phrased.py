"""The figures of formulations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd
from matplotlib.figure import Figure

from topics import viz
from topics.report.findings.shown import chains_of_report, phrases_of_report


def phrase_figures(
    tables: Mapping[str, pd.DataFrame], lang: str
) -> Iterator[tuple[str, tuple[Figure, str]]]:
    """Draw the ledger of formulations, and the chains written out; nothing where there are none."""
    zh = lang == "zh"
    formulations = tables.get("formulations")
    if formulations is None or formulations.empty or formulations["first_year"].isna().all():
        return
    if tables["formulation_counts"]["group"].nunique() < 2:
        return
    shown = phrases_of_report(formulations)
    figure = viz.plot_ledger(shown, tables["formulation_counts"], lang=lang)
    yield "ledger", (figure, "提法台账" if zh else "Ledger of formulations")
    if len(chains := chains_of_report(tables["chains"])):
        caption = "提法的演变" if zh else "How formulations changed"
        yield "chains", (viz.plot_chain(chains, lang=lang), caption)
