"""Letters and words that the drawings of one page share, so that each is described once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial

# A letter as the writer of figures leaves it: drawn once per figure, used by its id.
GLYPH = re.compile(r'<path id="([^"]+)" (d="[^"]*" transform="scale\(0\.015625\)") />')
USE = re.compile(r'xlink:href="#([^"]+)"')
GROUP = re.compile(r'<g id="[^"]*"')
STEP = re.compile(r'<use transform="translate\(([-\d.]+) ([-\d.]+)\)"')
EMPTY = re.compile(r"<defs ?/>|<defs></defs>|<g ?/>|<g></g>")
PLACE = re.compile(r"(?<=translate\()([-\d.]+) ([-\d.]+)(?=\) (?:rotate|scale))")
WORD = re.compile(r"<g (transform=[^>]*)>((?:<use [^>]*/>)+)</g>")
STROKE = re.compile(r"([MLQCz])([^MLQCz]*)")


def share_glyphs(drawings: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """Let the drawings of a page use one set of letters, and one description of each word that
    stands in several places.

    Returns
    -------
    letters : str
        An `<svg>` element without size that holds each letter and each repeated word once.
    drawings : dict of str to str
        The drawings without letters of their own.

    Examples
    --------
    >>> letter = ('<defs><path id="{}-a" d="M 0 0" transform="scale(0.015625)" /></defs>'
    ...     '<use xlink:href="#{}-a" />')
    >>> letters, shared = share_glyphs({"甲": letter.format("甲", "甲"),
    ...     "乙": letter.format("乙", "乙")})
    >>> shared["甲"] == shared["乙"] == '<use href="#g0"/>'
    True
    >>> letters.count("<path")
    1
    """
    numbers: dict[str, int] = {}
    shared = {}
    for name, drawing in drawings.items():
        ids = {
            match[1]: numbers.setdefault(match[2], len(numbers))
            for match in GLYPH.finditer(drawing)
        }
        shared[name] = USE.sub(partial(_renamed, ids), _bare(GLYPH.sub("", drawing)))
    counts = Counter(match[2] for drawing in shared.values() for match in WORD.finditer(drawing))
    words = {
        word: number for number, word in enumerate(word for word, n in counts.items() if n > 1)
    }
    letters = [f'<path id="g{number}" {_coarse(shape)}/>' for shape, number in numbers.items()]
    letters += [f'<g id="w{number}">{word}</g>' for word, number in words.items()]
    whole = (
        '<svg class="letters" width="0" height="0"'
        f' aria-hidden="true"><defs>{"".join(letters)}</defs></svg>'
    )
    return whole, {
        name: WORD.sub(partial(_named, words), drawing) for name, drawing in shared.items()
    }


def _coarse(shape: str) -> str:
    """Draw a letter on 640 units to the em instead of 6,400, each point from the last one: a page
    shows no more.

    >>> _coarse('d="M1779 -83L1800 -83C4 0 1 2 3 4z" transform="scale(0.015625)"')
    'd="m178-8h2c-180 8-180 8-180 8z" transform="scale(0.15625)"'
    """
    outline, _, rest = shape.removeprefix('d="').partition('" transform')
    return f'd="{"".join(_steps(outline))}" transform{rest.replace("0.015625", "0.15625")}'


def _steps(outline: str) -> Iterator[str]:
    """Yield the commands of an outline with relative coordinates."""
    x = y = 0
    start = 0, 0
    for command, text in STROKE.findall(outline):
        if command == "z":
            x, y = start
            yield "z"
            continue
        points = [round(int(number) / 10) for number in text.split()]
        steps = [value - (y if place % 2 else x) for place, value in enumerate(points)]
        x, y = points[-2:]
        if command == "M":
            start = x, y
        if command == "L" and 0 in steps:
            yield f"v{steps[1]}" if steps[0] == 0 else f"h{steps[0]}"
        else:
            yield command.lower() + " ".join(map(str, steps)).replace(" -", "-")


def _bare(drawing: str) -> str:
    """Drop what a page has no use for: names of groups, empty elements, long ways to say where a
    letter stands.
    """
    drawing = (
        STEP.sub(r'<use x="\1" y="\2"', GROUP.sub("<g", drawing))
        .replace(' y="0"', "")
        .replace(" />", "/>")
    )
    drawing = PLACE.sub(lambda match: f"{float(match[1]):.2f} {float(match[2]):.2f}", drawing)
    while (shorter := EMPTY.sub("", drawing)) != drawing:
        drawing = shorter
    return drawing


def _renamed(ids: Mapping[str, int], match: re.Match[str]) -> str:
    return f'href="#g{ids[match[1]]}"' if match[1] in ids else match[0]


def _named(words: Mapping[str, int], match: re.Match[str]) -> str:
    return f'<use href="#w{words[match[2]]}" {match[1]}/>' if match[2] in words else match[0]
