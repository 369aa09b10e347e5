"""Characters of symbol fonts, which a DOCX has in the private use area or by codes of the font."""

from __future__ import annotations

import re

# The code of a symbol font is the last two hexadecimal digits of U+F020 to U+F0FF.
_PRIVATE = re.compile("[\uf020-\uf0ff]")
_SIGNS = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾"
    "αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
)
_HIGH_SIGNS = (
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…|—↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓"
    "◊〈®©™∑(||[||{||| 〉∫⌠|⌡)||]||}||"
)
# Adobe Symbol: 0x20 to 0x7E, 0xA0 to 0xFE.
_SYMBOL = dict(zip([*range(0x20, 0x7F), *range(0xA0, 0xFF)], [*_SIGNS, *_HIGH_SIGNS], strict=True))
# What policy texts use of the fonts of pictures: boxes, ticks, points, arrows, numbers in circles.
_WINGDINGS = {
    0x6C: "●", 0x6D: "○", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "□", 0x72: "□", 0x74: "◆",
    0x75: "◆", 0x76: "◆", 0x77: "◆", 0x9E: "·", 0x9F: "•", 0xA1: "○", 0xA7: "■", 0xA8: "□",
    0xAB: "★", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "→", 0xF0: "⇨",
    0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    **{0x81 + number: chr(ord("①") + number) for number in range(10)},
    **{0x8C + number: chr(ord("①") + number) for number in range(10)},
}  # fmt: skip
_WINGDINGS_2 = {
    0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "•", 0x98: "•",
    0xA2: "■", 0xA3: "□",
    **{0x6A + number: chr(ord("①") + number) for number in range(10)},
}  # fmt: skip
_FONTS: dict[str, dict[int, str]] = {
    "symbol": _SYMBOL,
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "wingdings 3": {0x7D: "▶", 0x75: "▲", 0x71: "△", 0x76: "▶"},
    "webdings": {0x61: "✓", 0x63: "□", 0x67: "■", 0x6E: "●", 0x72: "✗"},
}
OTHER = "▪"  # a picture that no text has a character for


def is_symbol_font(font: str) -> bool:
    """Tell whether a font holds signs and pictures instead of characters."""
    return font.lower() in _FONTS


def symbol(code: int, font: str) -> str:
    """Return the character that a code of a symbol font shows; of another font, what it is.

    Examples
    --------
    >>> (symbol(0xF0B3, "Symbol"), symbol(0xFE, "Wingdings"), symbol(0x2103, "宋体"),
    ...  symbol(0xF04A, "Wingdings"))
    ('≥', '☑', '℃', '▪')
    """
    known = _FONTS.get(font.lower())
    if known is None:
        return chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code <= 0xFFFD else ""
    if not (0x20 <= code <= 0xFF or 0xF020 <= code <= 0xF0FF):
        return chr(code) if 0x100 <= code < 0xD800 else ""
    return known.get(code & 0xFF, OTHER)


def written_out(text: str, font: str) -> str:
    r"""Return a text with the private characters of a symbol font as what they show.

    Examples
    --------
    >>> written_out("合格率\uf0b395%", "Symbol")
    '合格率≥95%'
    """
    if not is_symbol_font(font):
        return text
    return _PRIVATE.sub(lambda match: symbol(ord(match[0]), font), text)
