"""The figures, by what they show; `topics.viz` gathers them."""

import os

OWN_FONTS = "TOPICS_OWN_FONTS"  # in the environment: look for no fonts beside those that come along
_IGNORE = "MPL_IGNORE_SYSTEM_FONTS"  # matplotlib's own word for it


def _load_fonts() -> None:
    """Import matplotlib's list of fonts without `fc-list` and without the fonts of the machine.

    Its word must be gone afterwards: while it stands, our own fonts are not found either.
    """
    if OWN_FONTS not in os.environ:
        return
    os.environ[_IGNORE] = "1"
    try:
        import matplotlib.font_manager  # noqa: F401, PLC0415 (not before the environment is set)
    finally:
        del os.environ[_IGNORE]


_load_fonts()
