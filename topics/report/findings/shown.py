"""Which rows of the tables a report shows: the latest pairs of groups, the strongest words."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

MOST_PAIRS = 12  # pairs of groups that the page and its figures show
PAIR_ROWS = 40


def latest_pairs(table: pd.DataFrame) -> list[tuple[str, str]]:
    """Return the pairs (reference, target) of a table that a report shows, in its order: of many
    the last ones.

    Neighbours stand in the order of time and before the widest pairs, so that these and the latest
    neighbours remain.
    """
    return list(dict.fromkeys(zip(table["reference"], table["target"], strict=True)))[-MOST_PAIRS:]


def by_pair(table: pd.DataFrame) -> list[tuple[str, str, pd.DataFrame]]:
    """Return the pairs of a table that a report shows, each with its rows."""
    if table.empty:
        return []
    parts = dict(iter(table.groupby(["reference", "target"], sort=False)))
    return [
        (reference, target, parts[reference, target]) for reference, target in latest_pairs(table)
    ]


def strongest(table: pd.DataFrame) -> pd.DataFrame:
    """Take the rows of a pair with the largest |G²|, equal ones by the word; from rise to fall."""
    ranked = table.assign(_size=table["g2"].astype(float).abs().round(9))
    kept = ranked.sort_values(["_size", "feature"], ascending=[False, True]).head(PAIR_ROWS)
    return kept.sort_values(["g2", "feature"], ascending=[False, True]).drop(columns="_size")


def features_shown(tables: Mapping[str, pd.DataFrame]) -> set[str]:
    """Return the features that a report names, whose places `Analysis.token_places` should hold."""
    shown = set(tables["keywords"]["feature"])
    if "keyness" in tables and not tables["keyness"].empty:
        for _, _, words in by_pair(tables["keyness"]):
            shown.update(strongest(words)["feature"])
    if "topics" in tables and not tables["topics"].empty:
        for column in ("top_terms", "frex_terms"):
            shown.update(term for terms in tables["topics"][column] for term in terms.split())
    return shown


MOST_PHRASES = 40  # formulations that the page lists, best first
MOST_CHAINS = 30  # chains that the page writes out, modifiers first


def phrases_of_report(formulations: pd.DataFrame) -> pd.DataFrame:
    """Return the formulations that a report lists: first those of chains, then those that came or
    went, then the others; each best first.
    """
    moved = formulations["status"].isin(["new", "gone", "back"])
    modified = formulations["kind"].isin(["modifier", "asked"])
    order = (~modified).astype(int) * 2 - (moved & ~modified)
    chain = formulations["chain"].fillna(0).where(modified, 0)
    ranked = formulations.assign(_order=order, _chain=chain)
    kept = pd.concat([ranked[modified & (chain <= MOST_CHAINS / 2)], ranked[~modified]])
    shown = kept.sort_values(["_order", "_chain"], kind="stable").head(MOST_PHRASES)
    return shown.drop(columns=["_order", "_chain"])


def chains_of_report(chains: pd.DataFrame) -> pd.DataFrame:
    """Return the chains that a report writes out."""
    return chains[chains["chain"] <= MOST_CHAINS]


def phrases_shown(places: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the places of the formulations that a report names."""
    if "formulations" not in tables:
        return places.head(0)
    return places[places["phrase"].isin(set(phrases_of_report(tables["formulations"])["phrase"]))]
