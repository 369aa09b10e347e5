"""What the settings of an analysis mean for counting."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from topics.corpus import ReadOptions
from topics.scale.run import CountSettings
from topics.scale.spec import Spec, make_spec
from topics.scale.store import KEYS
from topics.settings import Settings
from topics.themes import Theme
from topics.tokenize import PolicyTokenizer


def counting_of(
    chosen: Settings,
    tokenizer: PolicyTokenizer,
    themes: Sequence[Theme],
    *,
    n_keywords: int,
    tell: Callable[[str], object],
    advance: Callable[[int, int], object],
) -> tuple[Spec, ReadOptions, CountSettings]:
    """Return what to count, how to read, and how to run and sum up.

    `tell` and `advance` are those of `CountSettings`.
    """
    by = "" if chosen.by in KEYS else chosen.by
    spec = make_spec(tokenizer, themes, keep_agencies=chosen.keep_agencies, by=by)
    options = ReadOptions(
        encoding=chosen.encoding,
        metadata=chosen.metadata,
        keep_agencies=chosen.keep_agencies,
        traditional=chosen.traditional,
    )
    settings = CountSettings(
        by=chosen.by,
        pool=chosen.pool,
        n_keywords=n_keywords,
        workers=chosen.workers,
        tell=tell,
        advance=advance,
    )
    return spec, options, settings
