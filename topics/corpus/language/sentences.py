"""Where a sentence of official Chinese ends, for everything that quotes whole texts."""

from __future__ import annotations

import re

# The sentences of a text tile it: each ends with its marks, line ends and closing quotes.
SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]+[”’」』）]*|[^。！？；\n]+")
