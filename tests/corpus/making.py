"""Make small DOCX and PDF files in memory, with exactly the parts that a test is about."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
RELATIONS = (
    f"{HEAD}<Relationships"
    ' xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="word/document.xml"/></Relationships>'
)


def docx(body: str, **parts: str | bytes) -> bytes:
    """Return a DOCX whose body is `body`; further parts of `word/` by name without suffix."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("_rels/.rels", RELATIONS)
        package.writestr("[Content_Types].xml", _types(parts))
        package.writestr("word/_rels/document.xml.rels", _relations(parts))
        for name, content in {
            "document": part("document", f"<w:body>{body}</w:body>"),
            **parts,
        }.items():
            package.writestr(f"word/{name}.xml", content)
    return stream.getvalue()


def _types(parts: Iterable[str]) -> str:
    names = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{TYPE}.{name}+xml"/>'
        for name in parts
        if name != "document"
    )
    return (
        f"{HEAD}<Types"
        ' xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default'
        ' Extension="xml" ContentType="application/xml"/><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override'
        f' PartName="/word/document.xml" ContentType="{TYPE}.document.main+xml"/>{names}</Types>'
    )


def _relations(parts: Iterable[str]) -> str:
    names = "".join(
        f'<Relationship Id="x{number}"'
        f' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{name}"'
        f' Target="{name}.xml"/>'
        for number, name in enumerate(parts)
        if name != "document"
    )
    return (
        f"{HEAD}<Relationships"
        f' xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{names}</Relationships>'
    )


def part(root: str, content: str) -> str:
    return f'{HEAD}<w:{root} xmlns:w="{W}" xmlns:mc="{MC}">{content}</w:{root}>'


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{r(text)}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


Placed = tuple[float, float, float, str]  # left, height, size, text


def pdf(pages: Sequence[Sequence[Placed]], *, extra: str = "") -> bytes:
    """Return a PDF with text placed on its pages, in a Chinese font that viewers have built in."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        (
            f"<< /Type /Pages /Count {len(pages)} /Kids"
            f" [{' '.join(f'{6 + 2 * i} 0 R' for i in range(len(pages)))}] >>"
        ),
        (
            "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
            " /DescendantFonts [4 0 R] >>"
        ),
        (
            "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /FontDescriptor"
            " 5 0 R /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>"
        ),
        (
            "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [0 -200 1000 900]"
            " /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 700 /StemV 80 >>"
        ),
    ]
    for number, page in enumerate(pages):
        content = extra + "".join(
            f"BT /F1 {size} Tf 1 0 0 1 {left} {height} Tm <{text.encode('utf-16-be').hex()}> Tj"
            " ET\n"
            for left, height, size, text in page
        )
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {7 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    return assemble(objects)


def assemble(objects: Sequence[str], trailer: str = "") -> bytes:
    data = b"%PDF-1.5\n"
    offsets = []
    for number, text in enumerate(objects, start=1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    start = len(data)
    size = len(objects) + 1
    return data + (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer << /Size {size} /Root 1 0 R {trailer}"
        f" >>\nstartxref\n{start}\n%%EOF\n"
    ).encode("latin-1")
