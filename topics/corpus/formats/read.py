"""The bytes of a file to its source text, one line per source line, by the format that the bytes
show.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath

from topics.corpus import messages
from topics.corpus.document import HAN
from topics.corpus.formats.decode import Decoded, decode
from topics.corpus.formats.source import Source
from topics.corpus.language.script import (
    LOST,
    PRIVATE,
    common_share,
    garbled_windows,
    is_mojibake,
    is_traditional,
    other_language,
)
from topics.corpus.messages import Remark, UnreadableError
from topics.corpus.options import ReadOptions

KINDS = {
    ".txt": "txt",
    ".text": "txt",
    "": "txt",
    ".md": "md",
    ".markdown": "md",
    ".html": "html",
    ".htm": "html",
    ".shtml": "html",
    ".xhtml": "html",
    ".docx": "docx",
    ".pdf": "pdf",
}
CONVERTIBLE = {
    ".doc": "doc",
    ".dot": "doc",
    ".rtf": "rtf",
    ".odt": "odt",
    ".wps": "wps",
    ".wpt": "wps",
    ".ofd": "ofd",
    ".caj": "caj",
    ".mht": "mht",
    ".mhtml": "mht",
    ".xls": "sheet",
    ".xlsx": "sheet",
    ".et": "sheet",
    ".csv": "sheet",
    ".ppt": "slides",
    ".pptx": "slides",
    ".dps": "slides",
    **dict.fromkeys(
        (".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic"), "image"
    ),
    **dict.fromkeys((".zip", ".rar", ".7z", ".gz", ".tar", ".tgz", ".bz2", ".xz"), "archive"),
}
MAGIC = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"HN\0\0", "caj"),
    (b"CAJ\0", "caj"),
    (b"\x7fELF", "binary"),
    (b"SQLite format 3", "binary"),
)
MARKUP = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
TAGS = re.compile(rb"</(?:p|div|td|li|h[1-6])>", re.IGNORECASE)
FEWEST_TAGS = 4  # in a text that is a piece of a page
WORDS = frozenset(
    {".pdf", ".docx", ".doc", ".dot", ".wps", ".wpt", ".rtf"}
)  # formats of texts, which plain text may be named by
PLAIN_HAN, PLAIN_SHARE = (
    50,
    0.3,
)  # Han characters, and the share of common ones, of what is plainly text
NESTED = 3  # documents put into each other
CONTROL = re.compile("[\\x00-\\x08\\x0e-\\x1f]")
OWN = {
    "mht": (".mht", ".mhtml"),
    "rtf": (".rtf",),
}  # suffixes of what is read, but nothing to be written for the purpose
MHT = re.compile(
    rb"(?:From|MIME-Version|Subject|Date):.{0,2000}?(?:multipart/related|Content-Type:\s*text/html)",
    re.IGNORECASE | re.DOTALL,
)


def read_source(data: bytes, name: str, options: ReadOptions) -> Source:
    """Read the text of a file from its bytes.

    Parameters
    ----------
    data : bytes
    name : str
        Name of the file; its suffix says what to expect, the bytes decide.
    options : ReadOptions

    Raises
    ------
    UnreadableError
        If there is no readable Chinese text; the message is for `Document.reasons`.
    """
    if not data.strip(b"\0 \t\r\n\f\xef\xbb\xbf\xfe\xff"):
        raise UnreadableError(messages.EMPTY)
    suffix = PurePath(name).suffix.lower()
    kind = _kind(data, suffix)
    source = _read_kind(data, kind, options)
    if KINDS.get(suffix) != kind and suffix not in OWN.get(kind, ()):
        source = (
            replace(source, reasons=(messages.DISGUISED.format(kind=kind), *source.reasons))
            if suffix
            else source
        )
    return _checked(source, options)


def _kind(data: bytes, suffix: str) -> str:
    found = next((kind for magic, kind in MAGIC if data.startswith(magic)), None)
    if (
        found is None and data[:1024].find(b"%PDF-") >= 0
    ):  # some servers put bytes before the header
        found = "pdf"
    if found == "zip":
        found = _kind_of_zip(data, suffix)
    elif found == "ole":
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        found = "encrypted_office" if encrypted else CONVERTIBLE.get(suffix, "doc")
    if found in {"pdf", "docx", "rtf"}:
        return found
    if found is not None:
        raise UnreadableError(messages.CONVERT[found])
    return _kind_of_text(data, suffix)


def _kind_of_zip(data: bytes, suffix: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            held = "\n".join(package.namelist()).encode("utf-8", "surrogatepass")
    except (
        zipfile.BadZipFile,
        OSError,
        ValueError,
        NotImplementedError,
        OverflowError,
        struct.error,
    ):
        held = data
    if suffix == ".docx" or b"word/document" in held:
        return "docx"
    for sign, kind in ((b"xl/", "sheet"), (b"ppt/", "slides"), (b"OFD.xml", "ofd")):
        if sign in held:
            return kind
    return "odt" if b"opendocument.text" in data[:200] else "archive"


def _kind_of_text(data: bytes, suffix: str) -> str:
    expected = KINDS.get(suffix)
    piece = expected == "txt" and len(TAGS.findall(data)) >= max(
        FEWEST_TAGS, data.count(b"\n") // 2
    )
    if piece or MARKUP.match(data.removeprefix(b"\xef\xbb\xbf")):
        return "html"
    if MHT.match(data):
        return "mht"
    if expected in {"txt", "md", "html"}:
        return expected
    if suffix in WORDS and _is_plain(data):
        return "txt"
    if suffix in CONVERTIBLE:
        raise UnreadableError(messages.CONVERT[CONVERTIBLE[suffix]])
    if expected == "pdf":
        raise UnreadableError(messages.PDF_BROKEN.format(cause=messages.NO_PDF_HEADER))
    if expected == "docx":
        raise UnreadableError(messages.DOCX_BROKEN.format(cause=messages.NO_ZIP))
    raise UnreadableError(messages.UNKNOWN_KIND.format(suffix=messages.show(suffix)))


def _is_plain(data: bytes) -> bool:
    """Whether bytes are plainly Chinese text: a file that ought to be of another format mostly is a
    damaged one.
    """
    try:
        text = decode(data).text
    except UnreadableError:
        return False
    share, n_han = common_share(text)
    return (
        n_han >= PLAIN_HAN
        and share >= PLAIN_SHARE
        and not CONTROL.search(text)
        and "\ufffd" not in text
    )


def _read_kind(data: bytes, kind: str, options: ReadOptions, nested: int = 0) -> Source:
    # Each format is imported where it is needed: a folder of txt files loads no PDF library.
    if kind == "pdf":
        from topics.corpus.formats.pdf.pages import read_pdf  # noqa: PLC0415

        return read_pdf(data, options.limits)
    if kind == "docx":
        return _read_docx(data, options, nested)
    if kind == "rtf":
        from topics.corpus.formats.rtf import read_rtf  # noqa: PLC0415

        return read_rtf(data)
    if kind == "mht":
        from topics.corpus.formats.mht import page_of  # noqa: PLC0415

        return _read_kind(page_of(data), "html", options)
    decoded = decode(data, encoding=options.encoding, check=kind != "html")
    if kind == "html":
        from topics.corpus.formats.html.page import read_html  # noqa: PLC0415

        source = read_html(decoded.text)
    elif kind == "md":
        from topics.corpus.formats.markdown import read_markdown  # noqa: PLC0415

        source = read_markdown(decoded.text)
    else:
        source = Source(decoded.text, kind)
    return replace(source, reasons=(*_told(decoded), *source.reasons))


def _read_docx(data: bytes, options: ReadOptions, nested: int) -> Source:
    """Read a DOCX with the documents that are put into it, and those that are put into these."""
    from topics.corpus.formats.docx.package import read_docx  # noqa: PLC0415

    def read(part: bytes, name: str) -> Source:
        if nested == NESTED:
            raise UnreadableError(messages.TOO_DEEP.format(limit=NESTED))
        # A part has the suffix that a program gave it; what it holds decides.
        kind = _kind(part, PurePath(name).suffix.lower() if "." in name else ".txt")
        return _read_kind(part, kind, options, nested + 1)

    return read_docx(data, options.limits, read)


def _told(decoded: Decoded) -> Iterator[str]:
    """Say what was found out about the encoding of a file."""
    if decoded.note:
        yield decoded.note
    if decoded.guess:
        yield messages.SHORT_GUESS.format(encoding=decoded.encoding)
    if damaged := decoded.text.count("\ufffd"):
        yield messages.DAMAGED_BYTES.format(count=damaged, encoding=decoded.encoding)


def _checked(source: Source, options: ReadOptions) -> Source:
    """Judge the text as a whole, whatever format it came from, and convert its script where that is
    asked for.
    """
    text = source.text
    if len(text) > options.limits.characters:
        raise UnreadableError(messages.TOO_LONG.format(limit=options.limits.characters))
    if not text.strip():
        raise UnreadableError(messages.HTML_NO_TEXT if source.kind == "html" else messages.EMPTY)
    if is_mojibake(text):
        garbled = messages.PDF_GARBLED if source.kind == "pdf" else messages.MOJIBAKE
        raise UnreadableError(garbled.format(share=common_share(text)[0]))
    if not HAN.search(text):
        raise UnreadableError(messages.NO_HAN)
    reasons = (*source.reasons, *_remarks(text, options))
    return replace(
        source,
        text=_convert(text, options.traditional) if options.traditional else text,
        reasons=reasons,
    )


def _remarks(text: str, options: ReadOptions) -> Iterator[Remark]:
    """Say what a reader of the report has to know about a text that is used as it is."""
    if private := len(PRIVATE.findall(text)):
        yield messages.PRIVATE_USE.format(count=private)
    if lost := len(LOST.findall(text)):
        yield messages.LOST_LETTERS.format(count=lost)
    if garbled := garbled_windows(text):
        yield messages.PARTLY_GARBLED.format(count=garbled)
    if language := other_language(text):
        yield messages.OTHER_LANGUAGE.format(language=messages.LANGUAGES[language])
    if options.traditional is None and is_traditional(text):
        yield messages.TRADITIONAL


def _convert(text: str, script: str) -> str:
    """Convert traditional script line by line, so that line numbers hold even where a phrase
    changes its length.
    """
    from opencc import OpenCC  # noqa: PLC0415

    converter = OpenCC(script)
    return "\n".join(converter.convert(line) for line in text.split("\n"))
