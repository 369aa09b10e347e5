"""Make the hostile files: small on disk, each with what must become of it.

`python -m tests.hostile.making FOLDER` writes them all, to try a reader by hand.
"""

from __future__ import annotations

import base64
import io
import random
import sys
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.corpus.making import assemble, docx, p, part, pdf, r

PROSE = (
    "国务院关于印发城市更新行动计划的通知\n各省人民政府，国务院各有关部门：到2025年，"
    "常住人口城镇化率达到65%，"
    "老旧小区改造全面完成，排水防涝工程体系基本建成，人民群众的获得感不断增强。\n"
)


@dataclass(frozen=True)
class Case:
    """A file, the status its document must have (several if either will do), and words of its
    reasons.
    """

    name: str
    data: bytes
    status: str
    says: str = ""


def cases() -> Iterator[Case]:
    """Yield all cases."""
    yield from texts()
    yield from runs()
    yield from pages()
    yield from packages()
    yield from pdfs()
    yield from disguises()


def texts() -> Iterator[Case]:
    yield Case("空.txt", b"", "skipped", "空的")
    yield Case("空白.txt", " \n\t\r\n\u3000 \n".encode(), "skipped", "空的")
    yield Case("只有标记.txt", b"\xef\xbb\xbf", "skipped", "空的")
    yield Case("零.txt", b"\0" * 5000, "skipped", "空的")
    yield Case("英文.txt", b"An English policy document. " * 20, "skipped", "没有一个汉字")
    yield Case("随机.txt", random.Random(1).randbytes(5000), "skipped", "请")
    yield Case("乱码.txt", PROSE.encode().decode("gb18030", "replace").encode(), "skipped", "乱码")
    yield Case(
        "西文乱码.txt", PROSE.encode("gbk").decode("latin-1").encode(), "repaired", "逐字还原"
    )
    yield Case(
        "西文乱码有缺.txt", PROSE.encode().decode("ascii", "replace").encode(), "skipped", "乱码"
    )
    yield Case("锟斤拷.txt", PROSE.replace("更新", "锟斤拷").encode(), "repaired", "锟斤拷")
    yield Case("两种编码.txt", PROSE.encode() + b"\n" + PROSE.encode("gbk"), "repaired", "两种编码")
    yield Case("夹零.txt", PROSE.replace("城市", "城\0市").encode(), "repaired")
    yield Case("方向符.txt", PROSE.replace("城市", "\u202e城\u200b市\u2066").encode(), "repaired")
    yield Case(
        "坏字节.txt",
        PROSE.encode()[:100] + b"\xff\xfe\x80" + PROSE.encode()[102:],
        "repaired",
        "字节损坏",
    )
    yield Case("半截.txt", PROSE.encode()[:-2], "repaired", "字节损坏")
    yield Case("自造字.txt", PROSE.replace("更新", "更\ue815新").encode(), "repaired", "自造字")
    yield Case("生僻.txt", (PROSE + "䶮㙍𠮷𬶍鿿").encode(), "ok|repaired")
    yield Case("UTF-16.txt", PROSE.encode("utf-16-be"), "ok|repaired")
    yield Case(
        "Big5.txt",
        "國務院關於印發城市更新行動計劃的通知，各省、自治區人民政府。".encode("big5"),
        "ok|repaired",
    )
    yield Case("一字.txt", "好".encode(), "ok|repaired", "推测")
    yield Case(
        "标签.txt",
        f"<script>alert(1)</script>{PROSE}=cmd|'/c calc'!A1\n$\\frac$".encode(),
        "ok|repaired",
    )


def runs() -> Iterator[Case]:
    """Long runs of one thing: whatever has a cost that grows with the square of a length shows
    here.
    """
    for name, unit in {
        "字": "好",
        "逗号": "，",
        "括号": "（",
        "书名号": "《",
        "一点": "一、",
        "第一条": "第一条",
        "空格": " ",
        "全角空格": "\u3000",
        "数字": "1",
        "年": "2024年",
        "横线": "—",
        "制表": "\t",
        "换行": "\n",
        "换页": "\f",
        "标记": "@@",
        "井号": "#",
        "星号": "*",
        "方括号": "[",
        "竖线": "|",
        "小于": "<",
        "点": "…",
        "引号": '"',
        "部门": "公安部、",
        "零宽": "\u200b",
        "省": "各省",
    }.items():
        filled = PROSE + unit * (60_000 // len(unit)) + "。\n" + PROSE
        yield Case(f"长串-{name}.txt", filled.encode(), "ok|repaired|skipped")
        yield Case(f"长串-{name}.md", filled.encode(), "ok|repaired|skipped")
    lines = "".join(
        f"（{number}）各部门、各单位按职责分工负责推进城市更新\n" for number in range(5000)
    )
    yield Case("多行.txt", lines.encode(), "ok|repaired")
    yield Case("短行.txt", ("城\n" * 30_000).encode(), "ok|repaired|skipped")


def pages() -> Iterator[Case]:
    body = "<p>推进城市更新，完善治理体系，改造老旧小区，建设宜居韧性智慧城市。</p>"
    for name, markup in {
        "深": "<div>" * 30_000 + body,
        "未闭合": "<b><i><p>" * 10_000 + body,
        "属性": f"<p {'a=1 ' * 20_000}>x</p>{body}",
        "注释": "<!--" * 20_000 + body,
        "声明": "<![" * 5000 + body,
        "处理": "<?" * 5000 + body,
        "实体": body + "&lt;" * 20_000,
        "表": "<table><tr><td>" * 5000 + body,
        "错配": "<a><b></a></b>" * 10_000 + body,
        "列表": "<li>" * 20_000 + body,
        "半标签": body + "<p " * 20_000,
        "引号": body + "<a href='" * 5000,
        "脚本": f"<script>{'<!--' * 5000}</script>{body}",
        "进": f"{body}<![进]]>{body}",
        "链接": "<a href=x>栏目</a>" * 5000 + body,
    }.items():
        yield Case(f"网页-{name}.html", f"<html><body>{markup}".encode(), "ok|repaired|skipped")
    yield Case("网页-空.html", b"<html><script>render()</script></html>", "skipped", "没有正文")
    yield Case("网页-错码.html", f"<meta charset=utf-8>{body * 3}".encode("gb18030"), "ok|repaired")


def packages() -> Iterator[Case]:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    yield Case(
        "实体.docx",
        docx("", document=f'<!DOCTYPE x [<!ENTITY l0 "笑">{lol}]><x>&l9;</x>'),
        "skipped",
        "DTD",
    )
    yield Case(
        "外部.docx",
        docx("", document='<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>'),
        "skipped",
        "DTD",
    )
    yield Case("压缩.docx", docx(p("好" * 3_000_000)), "skipped", "压缩")
    yield Case("深.docx", docx("<w:tbl><w:tr><w:tc>" * 2000), "skipped", "嵌套")
    yield Case("空文.docx", docx(""), "skipped", "空的")
    yield Case("断.docx", docx(p(PROSE))[:-60], "skipped", "DOCX")
    yield Case("校验.docx", _wrong_checksum(docx(p(PROSE * 5))), "skipped", "DOCX")
    yield Case("无正文.docx", _zip({"word/styles.xml": "<x/>"}), "skipped", "没有正文部分")
    yield Case("部件.docx", docx(p(PROSE), **{f"a{n}": "" for n in range(2001)}), "skipped", "部件")
    circle = part(
        "styles",
        "".join(
            f'<w:style w:styleId="s{n}"><w:basedOn w:val="s{(n + 1) % 9}"/></w:style>'
            for n in range(9)
        ),
    )
    yield Case(
        "样式圈.docx", docx(p(PROSE, '<w:pStyle w:val="s0"/>'), styles=circle), "ok|repaired"
    )
    numbering = part(
        "numbering",
        '<w:num w:numId="1"><w:abstractNumId w:val="9"/></w:num><w:lvl w:ilvl="99999999"/>',
    )
    yield Case(
        "编号.docx",
        docx(
            p(PROSE, '<w:numPr><w:ilvl w:val="-3"/><w:numId w:val="1"/></w:numPr>'),
            numbering=numbering,
        ),
        "ok|repaired",
    )
    yield Case("错位.docx", docx("</w:tc></w:tr><w:tr>" + r(PROSE)), "skipped", "DOCX")
    stray = f"<w:tc>{p(PROSE)}</w:tc><w:txbxContent>{p('框')}</w:txbxContent>{r('游离')}<w:tr/>"
    yield Case("游离.docx", docx(stray + p(PROSE)), "ok|repaired")


def pdfs() -> Iterator[Case]:
    catalog, pages_ = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
    )
    page = (
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R /Resources << /XObject"
        " << /X 5 0 R >> >> >>"
    )
    draw = "<< /Length 12 >>\nstream\n/X Do /X Do \nendstream"
    itself = (
        "<< /Type /XObject /Subtype /Form /BBox [0 0 99 99] /Resources << /XObject << /X 5 0 R /Y 5"
        " 0 R >> >> /Length 24 >>\nstream\n/X Do /Y Do /X Do /Y Do \nendstream"
    )
    yield Case("自画.pdf", assemble([catalog, pages_, page, draw, itself]), "skipped")
    bomb = zlib.compress(zlib.compress(b"0 0 m " * 2_000_000, 9), 9)
    stream = (
        f"<< /Length {len(bomb)} /Filter [/FlateDecode /FlateDecode]"
        f" >>\nstream\n{bomb.decode('latin-1')}\nendstream"
    )
    yield Case("膨胀.pdf", assemble([catalog, pages_, page, stream, itself]), "skipped")
    many = f"<< /Type /Pages /Count 200000 /Kids [{'3 0 R ' * 20_000}] >>"
    yield Case("多页.pdf", assemble([catalog, many, page, draw, draw]), "skipped", "页")
    yield Case(
        "页圈.pdf",
        assemble([catalog, "<< /Type /Pages /Count 9 /Kids [2 0 R 2 0 R] >>"]),
        "skipped",
    )
    yield Case("无字.pdf", pdf([[], []]), "skipped", "没有文字层")
    yield Case("半截.pdf", pdf([[(90, 700, 12, PROSE[19:55])]])[:400], "skipped", "PDF")
    yield Case("只有头.pdf", b"%PDF-1.4\n", "skipped", "PDF")
    yield Case("自造字.pdf", pdf([[(90, 700, 12, "\ue001\ue002\ue003" * 30)]]), "skipped")
    yield Case("好.pdf", pdf([[(90, 700, 12, PROSE[19:55])]]), "ok|repaired")


def disguises() -> Iterator[Case]:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    yield Case("旧.doc", ole, "skipped", "另存为 .docx")
    yield Case("加密.docx", ole + "EncryptedPackage".encode("utf-16-le"), "skipped", "加密")
    yield Case("图.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 99, "skipped", "OCR")
    yield Case("图.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "skipped", "OCR")
    yield Case("版式.ofd", _zip({"OFD.xml": "<ofd/>"}), "skipped", "OFD")
    yield Case("表.xlsx", _zip({"xl/workbook.xml": "<x/>"}), "skipped", "电子表格")
    yield Case("包.zip", _zip({"甲.txt": PROSE}), "skipped", "解压")
    yield Case(
        "网页冒充.doc",
        f"<html><body><p>{PROSE * 3}</p></body></html>".encode("gbk"),
        "repaired",
        "按内容读取",
    )
    yield Case("PDF冒充.txt", pdf([[(90, 700, 12, PROSE[19:55])]]), "repaired", "按内容读取")
    words = "".join(f"\\'{byte:02x}" for byte in PROSE.encode("gbk"))
    yield Case("富文本.rtf", f"{{\\rtf1\\ansi\\ansicpg936 {words}\\par}}".encode(), "ok|repaired")
    yield Case(
        "富文本冒充.doc",
        f"{{\\rtf1\\ansi\\ansicpg936 {words}\\par}}".encode(),
        "repaired",
        "按内容读取",
    )
    yield Case("富文本-断.rtf", f"{{\\rtf1{{{{\\f1 {words}\\u".encode(), "ok|repaired|skipped")
    yield Case("富文本-深.rtf", b"{\\rtf1" + b"{" * 200_000 + words.encode(), "ok|repaired|skipped")
    yield Case("富文本-闭.rtf", b"{\\rtf1" + b"}" * 200_000 + words.encode(), "ok|repaired|skipped")
    yield Case(
        "富文本-跳.rtf",
        b"{\\rtf1\\bin999999999 \\uc999999999\\u26356 " + words.encode(),
        "skipped",
        "空的",
    )
    yield Case(
        "富文本-空.rtf",
        b"{\\rtf1{\\pict ffd8ffe0}{\\object{\\*\\objdata 0105}}}",
        "skipped",
        "空的",
    )
    yield Case("网页存档.mht", _mht(PROSE * 3), "ok|repaired")
    yield Case("网页存档冒充.doc", _mht(PROSE * 3), "repaired", "按内容读取")
    yield Case(
        "网页存档无页.mht",
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type:"
        b" image/png\n\n--x--",
        "skipped",
        "网页存档",
    )
    yield Case(
        "网页存档套.mht",
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n"
        + b"--x\nContent-Type: multipart/related; boundary=x\n\n" * 3000,
        "skipped",
    )
    yield Case("文本冒充.pdf", PROSE.encode(), "repaired", "按内容读取")
    yield Case("文本冒充.doc", PROSE.encode("gbk"), "repaired", "按内容读取")
    yield Case("残片冒充.pdf", PROSE.encode()[:60] + bytes(range(256)) * 8, "skipped", "PDF")
    yield Case("残片冒充.docx", b"\0" * 40 + PROSE.encode(), "skipped", "DOCX")
    yield Case("未知.xyz", PROSE.encode(), "skipped", "不认识")
    yield Case("无扩展名", PROSE.encode(), "ok|repaired")


def _mht(text: str) -> bytes:
    page = f"<html><head><meta charset=gb2312></head><body><p>{text}</p></body></html>".encode(
        "gbk"
    )
    head = (
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type:"
        " text/html; charset=gb2312\n"
    )
    return (
        head.encode()
        + b"Content-Transfer-Encoding: base64\n\n"
        + base64.encodebytes(page)
        + b"\n--x--\n"
    )


def _zip(files: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, content in files.items():
            package.writestr(name, content)
    return stream.getvalue()


def _wrong_checksum(data: bytes) -> bytes:
    at = data.rindex(b"PK\x01\x02") + 16
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for case in cases():
        (folder / case.name).write_bytes(case.data)
