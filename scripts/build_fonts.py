"""Build the fonts that ship with the package from Debian's fonts-noto-cjk and unicode-data.

    apt-get install fonts-noto-cjk unicode-data
    python scripts/build_fonts.py

Regular holds every character of GBK, the 8,105 of 通用规范汉字表 and symbols; Bold holds GB2312,
the 8,105 and symbols. The table's characters are those with Unihan's property kTGH. Hinting and
layout tables are dropped and every name is changed, as the Open Font License asks of a modified
font. The same sources give the same bytes.
"""

from __future__ import annotations

import argparse
import bz2
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FAMILY = "Topics Sans SC"
FACE_SC = 2  # the collection's first face has Japanese shapes
SOURCE = Path("/usr/share/fonts/opentype/noto")
UNIHAN = Path("/usr/share/unicode/Unihan_OtherMappings.txt.bz2")
TARGET = Path(__file__).resolve().parents[1] / "topics" / "fonts"
# head.created and head.modified in seconds since 1904, fixed: same bytes every time
BUILT = 3_723_062_400

# Blocks taken as far as the source has them.
SYMBOL_BLOCKS = (
    (0x0020, 0x024F),  # Latin
    (0x0370, 0x045F),  # Greek, Cyrillic
    (0x2000, 0x206F),  # punctuation: — … “ ” ‘ ’
    (0x2070, 0x218F),  # super- and subscripts, currency, ℃, fractions, Roman numerals
    (0x2190, 0x22FF),  # arrows, mathematics: → − ≤ ≥
    (0x2460, 0x25FF),  # ① … ⑳, boxes, shapes: □ ■ ● ▲
    (0x2600, 0x27BF),  # marks: ★ ✓
    (0x3000, 0x312F),  # CJK punctuation, kana, bopomofo
    (0x3200, 0x33FF),  # ㈠ ㎡ ㎞
    (0xFE30, 0xFE4F),  # vertical forms
    (0xFF01, 0xFFEE),  # full-width forms
)


def encodable(codec: str) -> set[int]:
    """Return the code points of the Basic Multilingual Plane that a codec can write."""
    found = set()
    for code in range(0x20, 0xFFFF):
        try:
            chr(code).encode(codec)
        except UnicodeEncodeError:
            continue
        found.add(code)
    return found


def standard_table(path: Path) -> set[int]:
    """Return the code points of 通用规范汉字表: those with Unihan's property kTGH."""
    with bz2.open(path, "rt", encoding="utf-8") as lines:
        rows = [line.split("\t") for line in lines if not line.startswith("#")]
    codes = {
        int(row[0].removeprefix("U+"), base=16)
        for row in rows
        if len(row) == 3 and row[1] == "kTGH"
    }
    if len(codes) != 8105:
        raise SystemExit(f"{path}: {len(codes)} characters have kTGH; the table has 8105")
    return codes


def symbols() -> set[int]:
    """Return the code points of SYMBOL_BLOCKS."""
    return {code for low, high in SYMBOL_BLOCKS for code in range(low, high + 1)}


def rename(font: TTFont, style: str) -> None:
    """Give the font our name everywhere: the name table and every name inside CFF."""
    postscript = f"{FAMILY.replace(' ', '')}-{style}"
    changed = {
        1: FAMILY,
        2: style,
        3: f"2.004;{postscript}",
        4: f"{FAMILY} {style}",
        6: postscript,
        10: "A subset of a font by Adobe, without hinting and layout, renamed",
    }
    table = font["name"]
    kept = {number: str(table.getName(number, 3, 1, 1033)) for number in (0, 5, 8, 9, 12, 13, 14)}
    table.names = []
    for number, text in sorted({**kept, **changed}.items()):
        table.setName(text, number, 3, 1, 1033)
    cff = font["CFF "].cff
    cff.fontNames = [postscript]
    top = cff.topDictIndex[0]
    top.FullName, top.FamilyName, top.Weight = f"{FAMILY} {style}", FAMILY, style
    for number, private in enumerate(top.FDArray):
        private.FontName = f"{postscript}-{number}"


def build(style: str, codes: set[int], target: Path) -> Path:
    """Write one weight and return its path."""
    source = SOURCE / f"NotoSansCJK-{style}.ttc"
    options = subset.Options(hinting=False, layout_features=[], name_IDs=["*"], notdef_outline=True)
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx"]
    options.font_number = FACE_SC
    font = subset.load_font(str(source), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    rename(font, style)
    font["OS/2"].achVendID = "    "
    font["head"].modified = font["head"].created = BUILT
    font.recalcTimestamp = False
    path = target / f"{FAMILY.replace(' ', '')}-{style}.otf"
    font.save(path)
    missing = {code for code in codes - symbols() if code not in font.getBestCmap()}
    print(f"{path.name}: {path.stat().st_size:,} bytes, {len(font.getBestCmap()):,} characters")
    print(f"  wanted, not in the source: {''.join(map(chr, sorted(missing)))!r}")
    return path


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--unihan", type=Path, default=UNIHAN, help="Unihan_OtherMappings.txt.bz2 of unicode-data"
    )
    parser.add_argument("--out", type=Path, default=TARGET, help="folder for the fonts")
    arguments = parser.parse_args()
    table = standard_table(arguments.unihan) | symbols()
    build("Regular", table | encodable("gbk"), arguments.out)
    build("Bold", table | encodable("gb2312"), arguments.out)


if __name__ == "__main__":
    main()
