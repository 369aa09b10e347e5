"""Figures from tables: each function takes the columns that docs/tables.md documents and returns a
matplotlib `Figure`.

No function here reads a file, counts a word or touches pyplot. `save_figure` writes what they
return.
"""

from topics.plots.barcode import plot_barcode
from topics.plots.chain import plot_chain
from topics.plots.change import plot_change
from topics.plots.change_bars import plot_change_bars
from topics.plots.cloud import (
    Cloud,
    CloudStyle,
    comparison_cloud,
    read_mask,
    word_cloud,
    word_clouds,
)
from topics.plots.cloud_sheet import cloud_sheet
from topics.plots.document_map import plot_document_map
from topics.plots.ledger import plot_ledger
from topics.plots.links import plot_links
from topics.plots.networks import plot_agencies, plot_cooccurrence
from topics.plots.reuse import plot_reuse
from topics.plots.save import save_figure, svg_text
from topics.plots.series import plot_series
from topics.plots.series_arrows import plot_series_change
from topics.plots.style import undrawable
from topics.plots.target_counts import plot_target_counts
from topics.plots.target_series import plot_target_series
from topics.plots.themes import plot_shifts, plot_theme_heatmap
from topics.plots.topic_shares import plot_topic_shares
from topics.plots.topics import plot_topic_choice, plot_topic_terms
from topics.plots.word_years import plot_word_years
from topics.plots.words import plot_keyness, plot_keywords, plot_word_shift

__all__ = [
    "Cloud",
    "CloudStyle",
    "cloud_sheet",
    "comparison_cloud",
    "plot_agencies",
    "plot_barcode",
    "plot_chain",
    "plot_change",
    "plot_change_bars",
    "plot_cooccurrence",
    "plot_document_map",
    "plot_keyness",
    "plot_keywords",
    "plot_ledger",
    "plot_links",
    "plot_reuse",
    "plot_series",
    "plot_series_change",
    "plot_shifts",
    "plot_target_counts",
    "plot_target_series",
    "plot_theme_heatmap",
    "plot_topic_choice",
    "plot_topic_shares",
    "plot_topic_terms",
    "plot_word_shift",
    "plot_word_years",
    "read_mask",
    "save_figure",
    "svg_text",
    "undrawable",
    "word_cloud",
    "word_clouds",
]
