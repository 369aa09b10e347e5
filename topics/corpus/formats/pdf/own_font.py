"""One font for all PDFs that do not bring theirs, so that a file reads the same on every machine.

A character in a font that is neither in the file nor on the machine has no outline, hence no width,
and PDFium leaves such characters out where they stand alone.
"""

from __future__ import annotations

import ctypes
from functools import cache

import pypdfium2 as pdfium
from pypdfium2 import raw

from topics.resources import resource

_HANDLE = 1  # PDFium tells fonts apart by this; there is only one
_GB2312 = 134  # character set of a font, as Windows counts them
_CJK = frozenset({128, 129, 134, 136})


@cache
def use_own_font() -> None:
    """Give PDFium the font of the package in place of those of the machine, for this process."""
    raw.FPDF_SetSystemFontInfo(ctypes.byref(_info()))


@cache
def _info() -> raw.FPDF_SYSFONTINFO:
    pdfium.PdfDocument.new().close()  # the library must be running
    data = resource("fonts/TopicsSansSC-Regular.otf").read_bytes()
    tables = _tables(data)
    types = dict(raw.FPDF_SYSFONTINFO._fields_)

    def map_font(
        _self: object, _weight: int, _italic: int, charset: int, _pitch: int, _face: object,
        exact: object,
    ) -> int | None:  # fmt: skip
        if exact:
            ctypes.cast(exact, ctypes.POINTER(ctypes.c_int))[0] = 0  # type: ignore[arg-type]
        return _HANDLE if charset in _CJK else None

    def font_data(_self: object, _font: object, table: int, buffer: object, size: int) -> int:
        start, length = tables.get(table, (0, 0)) if table else (0, len(data))
        if buffer and size >= length:
            ctypes.memmove(buffer, data[start : start + length], length)  # type: ignore[arg-type]
        return length

    def face_name(_self: object, _font: object, buffer: object, size: int) -> int:
        name = b"TopicsSansSC\0"
        if buffer and size >= len(name):
            ctypes.memmove(buffer, name, len(name))  # type: ignore[arg-type]
        return len(name)

    return raw.FPDF_SYSFONTINFO(
        version=1,
        Release=types["Release"](lambda _: None),
        EnumFonts=types["EnumFonts"](lambda *_: None),
        MapFont=types["MapFont"](map_font),
        GetFont=types["GetFont"](lambda *_: None),
        GetFontData=types["GetFontData"](font_data),
        GetFaceName=types["GetFaceName"](face_name),
        GetFontCharset=types["GetFontCharset"](lambda *_: _GB2312),
        DeleteFont=types["DeleteFont"](lambda *_: None),
    )


def _tables(data: bytes) -> dict[int, tuple[int, int]]:
    """Return where each table of an OpenType font stands, by its tag as a number."""
    count = int.from_bytes(data[4:6], "big")
    entries = [data[12 + 16 * n : 28 + 16 * n] for n in range(count)]
    return {
        int.from_bytes(entry[:4], "big"): (
            int.from_bytes(entry[8:12], "big"),
            int.from_bytes(entry[12:16], "big"),
        )
        for entry in entries
    }
