"""Fuzz the readers, guided by the lines that an input reaches: `python -m tests.hostile.fuzz docx
--runs 100000`.

An input that reaches a new line of `topics.corpus` is kept and changed further. A run ends at the
first fault: an exception other than the refusal of a file, a text whose leaves do not tile it, or
more than ten seconds. The input is written to the folder `--out`; make it small and add it to
`making.py`.
"""

from __future__ import annotations

import argparse
import faulthandler
import quopri
import random
import sys
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from types import FrameType

import topics.corpus
from tests.corpus.making import docx, p, part, pdf, r
from tests.hostile.making import PROSE
from topics.corpus.document import Document
from topics.corpus.formats.read import read_source
from topics.corpus.intake.declared import declared_date, read_declared, table_text
from topics.corpus.messages import CorpusError, UnreadableError
from topics.corpus.options import ReadOptions
from topics.corpus.parsing.parse import parse_text

CODE = str(Path(topics.corpus.__file__).parent)
Tracer = Callable[[FrameType, str, object], object]

NUMBERING = part(
    "numbering",
    '<w:abstractNum w:abstractNumId="3"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt'
    ' w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num'
    ' w:numId="7"><w:abstractNumId w:val="3"/></w:num>',
)
BODY = (
    p("总体要求", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr>')
    + p(PROSE)
    + f"<w:tbl><w:tr><w:tc>{p('甲')}</w:tc><w:tc>{p('乙')}</w:tc></w:tr></w:tbl>"
    + f"<w:p><w:ins>{r('增')}</w:ins><w:del>{r('删')}</w:del></w:p>"
)
PAGE = (
    "<html><head><title>通知_网</title><meta name=PubDate"
    " content=2024-01-02></head><body><table><tr><td>文号：</td><td>一</td></tr></table><div"
    f" id=zoom><h1>题</h1><p>{PROSE}</p><table><tr><td>甲</td><td>乙</td></tr></table><!-- x"
    " --></div></body></html>"
)
RTF = (
    rb"{\rtf1\ansi\ansicpg936\uc1{\fonttbl{\f0\fcharset134 SimSun;}}{\stylesheet{\s1"
    rb" heading;}}{\*\generator x;}\f0 "
    + "".join(f"\\u{ord(character)}?" for character in PROSE[:60]).encode()
    + b"\\par\n\\trowd\\cell\\row{\\footnote "
    + b"".join(b"\\'%02x" % byte for byte in PROSE[60:].encode("gb18030"))
    + b"}\\tab x\\line}"
)
MHT = (
    b"MIME-Version: 1.0\r\nContent-Type: multipart/related;"
    b' boundary="=b"\r\n\r\n--=b\r\nContent-Type: text/html;'
    b' charset="gb2312"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    + quopri.encodestring(PAGE.encode("gb18030"))
    + b"\r\n--=b\r\nContent-Type: image/png\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--=b--\r\n"
)
SEEDS: dict[str, list[bytes]] = {
    "txt": [
        PROSE.encode(),
        PROSE.encode("gb18030"),
        PROSE.encode("utf-16"),
        (PROSE + "一、甲\n（一）乙。（公安部负责。）\n— 1 —\n@@\n").encode(),
    ],
    "md": [f"# 题\n\n## 第一章\n\n- **第一条** {PROSE}\n| a | b |\n|---|---|\n[x](y)\n".encode()],
    "html": [PAGE.encode()],
    "docx": [docx(BODY, numbering=NUMBERING)],
    "pdf": [pdf([[(90, 800, 9, "文件"), (90, 700, 12, PROSE[19:55]), (280, 40, 9, "— 1 —")]] * 3)],
    "rtf": [RTF],
    "mht": [MHT],
    "csv": ['file,title,date,region\n甲.txt,题,2024-07-28,东\n乙.txt,"a,b",2024年7月,\n'.encode()],
}
PIECES: dict[str, list[bytes]] = {
    "txt": [
        "\n",
        "\f",
        "\0",
        "　",
        "第一条　",
        "（一）",
        "一、",
        "。",
        "@@",
        "《",
        "”",
        "附件",
        "等负责）",
        "〔2024〕1号",
        "2024年1月2日",
        "⼀",
        "\u200b",
        "|",
    ],
    "md": ["# ", "|", "---", "**", "[", "](", "<!--", "-->", "```", "> ", "- ", "\\"],
    "html": [
        "<td>",
        "</td>",
        "<tr>",
        "<table>",
        "<p>",
        "</div>",
        "<!--",
        "<![",
        "<?",
        "&#",
        "&#xD800;",
        "<h1>",
        "<script>",
        "<br>",
        "<li>",
        "：",
        "<a href='",
    ],
    "docx": [
        "<w:p>",
        "</w:p>",
        "<w:tc>",
        "<w:tr/>",
        "<w:r>",
        "<w:t>",
        "<w:txbxContent>",
        "</w:txbxContent>",
        "<w:del/>",
        "<w:rPr>",
        '"9"',
        '"-1"',
        "<w:sym w:char='zz'/>",
    ],
    "pdf": [
        "/Kids [3 0 R]",
        "/Length 9",
        "stream",
        "endobj",
        "BT",
        "ET",
        "Tj",
        "99999999",
        "-1",
        "<<",
        ">>",
    ],
    "rtf": [
        "{",
        "}",
        "\\par ",
        "\\'b3",
        "\\u20013?",
        "\\uc0 ",
        "\\bin9 ",
        "{\\*\\x ",
        "\\ansicpg950",
        "\\fcharset0",
        "\\cell",
        "\\row",
        "\\u-1?",
        "\\uc99999999999 ",
    ],
    "mht": [
        "--=b",
        "--",
        "Content-Type: text/html",
        "charset=x",
        "boundary=",
        "base64",
        "\r\n\r\n",
        "=E4=B8",
        "<p>",
        "multipart/related",
    ],
    "csv": [",", '"', "\n", "\r", "file", "doc_id", "2024-13-01", "\t", ";"],
}
ENCODED_PIECES = {
    key: [piece.encode("utf-8", "surrogatepass") for piece in pieces]
    for key, pieces in PIECES.items()
}


@dataclass
class Coverage:
    """The lines of `topics.corpus` that some input has reached."""

    seen: set[tuple[str, int]] = field(default_factory=set)
    fresh: bool = False

    def __call__(self, frame: FrameType, event: str, _: object) -> Tracer | None:
        """Follow a frame of ours line by line, and no other."""
        if event == "call" and not frame.f_code.co_filename.startswith(CODE):
            return None
        place = (frame.f_code.co_filename, frame.f_lineno)
        if place not in self.seen:
            self.seen.add(place)
            self.fresh = True
        return self


def examine(kind: str, data: bytes) -> None:
    """Read one input; a refusal is an answer, anything else that is raised is a fault.

    Raises
    ------
    AssertionError
        If the document breaks its own contract.
    """
    try:
        if kind == "csv":
            for row in read_declared("corpus.csv", table_text(data, "corpus.csv")):
                assert all(
                    declared_date(row.fields[name]) for name in ("date",) if name in row.fields
                )
            return
        source = read_source(data, f"a.{kind}", ReadOptions())
    except (UnreadableError, CorpusError):
        return
    n_lines = source.text.count("\n") + 1
    assert all(1 <= change.line <= n_lines for change in source.changes), (
        "a change outside the text"
    )
    check(parse_text(source.text, doc_id="a", kind=source.kind), n_lines)


def check(document: Document, n_lines: int) -> None:
    """Hold a document to its contract."""
    assert "".join(document.section_text(leaf) for leaf in document.leaves) == document.text, (
        "leaves do not tile the text"
    )
    assert all(1 <= change.line <= n_lines for change in document.changes), (
        "a change outside the text"
    )
    assert 1 <= document.line(max(len(document.text) - 1, 0)) <= n_lines, (
        "an offset outside the source"
    )


def mutants(kind: str, pool: list[bytes], rng: random.Random) -> Iterator[bytes]:
    """Yield changed inputs, for ever.

    A DOCX is changed inside its parts, or its unpacking would fail every time.
    """
    while True:
        data = rng.choice(pool)
        inside = kind == "docx" and rng.random() < 0.8
        try:
            yield _changed_parts(data, rng) if inside else _changed(data, kind, rng)
        except (
            zipfile.BadZipFile,
            KeyError,
            EOFError,
            NotImplementedError,
            zlib.error,
            ValueError,
            OSError,
            RuntimeError,
        ):
            pool.remove(data)  # broken beyond further change


def _changed(data: bytes, kind: str, rng: random.Random) -> bytes:
    for _ in range(rng.randrange(1, 6)):
        at, cut = rng.randrange(len(data) + 1), rng.choice((0, 0, 1, 4, 40))
        new = (
            rng.choice(ENCODED_PIECES[kind]) * rng.choice((1, 1, 2, 50))
            if rng.random() < 0.7
            else rng.randbytes(rng.choice((1, 2, 8)))
        )
        data = data[:at] + new + data[at + cut :]
    return data


def _changed_parts(data: bytes, rng: random.Random) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        chosen = rng.choice(old.namelist())
        for name in dict.fromkeys(old.namelist()):
            content = old.read(name)
            new.writestr(name, _changed(content, "docx", rng) if name == chosen else content)
    return out.getvalue()


def fuzz(kind: str, *, runs: int, seed: int = 0, out: Path | None = None) -> int:
    """Fuzz one reader; return how many lines were reached.

    Raises
    ------
    Exception
        The first fault, after its input was written to `out`.
    """
    coverage, pool = Coverage(), list(SEEDS[kind])
    rng = random.Random(seed)
    for run, data in enumerate(mutants(kind, pool, rng)):
        if run == runs:
            return len(coverage.seen)
        coverage.fresh = False
        start = time.monotonic()
        before = sys.gettrace()
        if out is not None:
            (out / f"input.{kind}").write_bytes(data)  # for the case that the process hangs or dies
            faulthandler.dump_traceback_later(60, exit=True)
        try:
            sys.settrace(coverage)
            examine(kind, data)
        finally:
            sys.settrace(before)
            faulthandler.cancel_dump_traceback_later()
        assert time.monotonic() - start < 10 or out is None, "too slow"
        if coverage.fresh and len(data) < 100_000:
            pool.append(data)
    return 0


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=sorted(SEEDS))
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=Path())
    options = parser.parse_args()
    print(
        f"{options.kind}:"
        f" {fuzz(options.kind, runs=options.runs, seed=options.seed, out=options.out)} lines"
        " reached, no fault"
    )


if __name__ == "__main__":
    main()
