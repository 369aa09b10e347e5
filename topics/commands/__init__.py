"""What each command does: ask a `Study`, print or write the answer."""

from topics.commands.folders import run_count, run_export, run_init, run_report, run_version
from topics.commands.questions import (
    run_audit,
    run_cloud,
    run_keywords,
    run_outline,
    run_shift,
    run_terms,
    run_themes,
    run_tokenize,
    run_topics,
)

__all__ = [
    "run_audit",
    "run_cloud",
    "run_count",
    "run_export",
    "run_init",
    "run_keywords",
    "run_outline",
    "run_report",
    "run_shift",
    "run_terms",
    "run_themes",
    "run_tokenize",
    "run_topics",
    "run_version",
]
