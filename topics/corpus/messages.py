"""What a reader says about a file: each remark a code with fields, and its sentence in Chinese."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Self


class Remark(str):
    """What a reader says about a file: the Chinese sentence, its code, and what was filled in.

    A field is a text, a number, another remark, or a tuple of these, which are said one after the
    other. The code and the fields are all that another language needs (`topics.report.speech`).

    Attributes
    ----------
    code : str
        Name of the sentence; `convert.doc` is one of several of a kind.
    fields : dict of str to object
        Empty where the sentence has none, or where they have not been filled in yet.

    Examples
    --------
    >>> said = FIELD_DIFFERS.format(field=FIELDS["date"], one="2020", other="2024")
    >>> said, said.code, said.fields["field"].code
    ('成文日期不同（2020、2024）', 'field_differs', 'field.date')
    """

    __slots__ = ("code", "fields")
    code: str
    fields: Mapping[str, object]

    def __new__(cls, code: str, text: str, fields: Mapping[str, object] | None = None) -> Self:
        """Make a remark of its code and its Chinese sentence."""
        self = super().__new__(cls, text)
        self.code, self.fields = code, fields or {}
        return self

    def __getnewargs__(self) -> tuple[str, str, Mapping[str, object]]:  # type: ignore[override]
        return self.code, str(self), self.fields

    def format(self, *_: object, **fields: object) -> Remark:
        """Fill in the fields, each by its name."""
        return Remark(self.code, self.format_map(joined(fields, "、")), fields)


def joined(fields: Mapping[str, object], mark: str) -> dict[str, object]:
    """Write the fields that are tuples as one text, with a mark between their parts.

    >>> joined({"pages": (1, 3), "limit": 5}, "、")
    {'pages': '1、3', 'limit': 5}
    """
    return {
        name: mark.join(map(str, value)) if isinstance(value, tuple) else value
        for name, value in fields.items()
    }


def _each(kind: str, sentences: Mapping[str, str]) -> dict[str, Remark]:
    return {name: Remark(f"{kind}.{name}", text) for name, text in sentences.items()}


EMPTY = Remark("empty", "文件是空的（0 字节或只有空白）；如本应有内容，请重新取得原件")
NO_BODY = Remark("no_body", "除标题、元数据和网页附带文字外没有正文；请确认文件完整")
NO_HAN = Remark("no_han", "全文没有一个汉字，无法按中文文件分析；请确认是否放错了文件")
MOJIBAKE = Remark(
    "mojibake",
    "文字是乱码（常用汉字只占 {share:.0%}），多为用错误编码打开后另存所致；请取得未改动的原件",
)
UNDECODED = Remark(
    "undecoded",
    "无法判断文字编码（试过 UTF-8、UTF-16、GB18030、Big5）；请用 --encoding 指明，或另存为 UTF-8",
)
BAD_ENCODING_ASKED = Remark(
    "bad_encoding_asked",
    "按指定的编码 {encoding} 读出的不是可读的中文；请改用别的 --encoding，或去掉它由程序判断",
)
DAMAGED_BYTES = Remark(
    "damaged_bytes", "有 {count} 处字节损坏，已按 {encoding} 读出并以 � 标出；请核对原件"
)
RESTORED = Remark(
    "restored", "文字曾用错误编码（{wrong}）打开后另存，已按 {right} 逐字还原，没有丢失；请核对原件"
)
MIXED_ENCODINGS = Remark(
    "mixed_encodings",
    "一个文件里混有两种编码：{count} 行是 GB18030，其余是 UTF-8，已逐行读出；请核对原件",
)
LOST_LETTERS = Remark(
    "lost_letters", "有 {count} 处“锟斤拷”之类的乱码，原字已在别处丢失，无法还原；请核对原件"
)
PARTLY_GARBLED = Remark("partly_garbled", "约 {count} 段（每段 100 字）像是乱码；请核对原件")
PRIVATE_USE = Remark("private_use", "有 {count} 个自造字（私用区字符），无法对应到汉字；请核对原件")
TRADITIONAL = Remark(
    "traditional", "是繁体文本，未转换，按简体词典会漏计；请安装 opencc 后加 --traditional t2s"
)
OTHER_LANGUAGE = Remark(
    "other_language", "文字像是{language}，不是中文，分词和统计没有意义；请用 --exclude 排除"
)
LANGUAGES = _each("language", {"japanese": "日文", "korean": "韩文"})
SHORT_GUESS = Remark(
    "short_guess", "文字太短，编码（{encoding}）只是推测；请核对，或用 --encoding 指明"
)

TOO_LARGE = Remark("too_large", "文件有 {size} 字节，超过上限 {limit} 字节；请拆分后再读")
TOO_LONG = Remark("too_long", "文字超过 {limit} 个字符的上限；请拆分后再读")
TOO_SLOW = Remark(
    "too_slow",
    "读取超过 {seconds:.0f} 秒的时限，已停止；文件可能损坏或有意构造，请换一份，或拆分成几个文件",
)
CRASHED = Remark(
    "crashed", "读取程序因这个文件异常退出（{how}），其他文件不受影响；请换一份或另存为 txt"
)
SIGNAL = Remark("signal", "信号 {number}")
EXIT_CODE = Remark("exit_code", "退出码 {number}")
INSTALLATION = Remark("installation", "程序安装不完整（{cause}）；请重新安装")
NOT_STARTED = Remark("not_started", "无法启动读取程序（{cause}）；请关闭一些程序后重新运行")
TOO_MUCH_MEMORY = Remark(
    "too_much_memory",
    "读取所需内存超过 {limit} 字节的上限；请拆分成几个文件，Word、PDF 和网页也可另存为 txt",
)
UNEXPECTED = Remark("unexpected", "无法读取（{cause}）；请换一份或另存为 txt")

IS_LINK = Remark("is_link", "是链接，不跟随；请放入文件本身")
NOT_REGULAR = Remark("not_regular", "是管道、设备或套接字，不是普通文件；请放入文件本身")
CHANGED = Remark("changed", "读取时文件正在变化；请等写完后重新运行")
UNREADABLE_FILE = Remark("unreadable_file", "打不开（{cause}）；请检查权限")
UNREADABLE_FOLDER = Remark("unreadable_folder", "文件夹打不开（{cause}）；请检查权限")
HIDDEN = Remark("hidden", "是隐藏文件（名称以点开头），未读；要读请去掉开头的点")
EXCLUDED = Remark("excluded", "按设置排除（--exclude {pattern}）")

UNKNOWN_KIND = Remark(
    "unknown_kind", "不认识的文件类型“{suffix}”；可读 txt、md、html、docx、pdf、rtf、mht，请先转换"
)
CONVERT = _each(
    "convert",
    {
        "doc": "是旧式 Word（.doc）文件；请用 Word、WPS 或 LibreOffice 另存为 .docx",
        "rtf": "是 RTF 文件；请用 Word、WPS 或 LibreOffice 另存为 .docx",
        "odt": "是 ODT 文件；请用 LibreOffice 另存为 .docx",
        "wps": "是 WPS 文件；请用 WPS 另存为 .docx",
        "ofd": "是 OFD 版式文件；请用 OFD 阅读器导出为 PDF 或 txt",
        "caj": "是 CAJ 文件；请用 CAJViewer 另存为 PDF 或 txt",
        "image": "是图片，没有文字；请先用文字识别（OCR）软件转成 txt 或 docx",
        "archive": "是压缩包；请先解压，再放入其中的文件",
        "mht": "是网页存档（.mht）；请在浏览器中打开后另存为 .html",
        "sheet": (
            "是电子表格，不是文件正文；元数据请放在 corpus.csv 或 corpus.xlsx 中，正文请另存为 docx"
            " 或 txt"
        ),
        "slides": "是演示文稿；请另存为 PDF 或 docx",
        "encrypted_office": "是加密的 Office 文件；请用密码打开后另存为不加密的 .docx",
        "binary": "是二进制文件，不是文字；请放入 txt、md、html、docx 或 pdf",
    },
)
DISGUISED = Remark("disguised", "扩展名与内容不符：内容是 {kind}，已按内容读取")

REMOVED = _each(
    "removed",
    {
        "page_number": "页码已删除",
        "running_header": "重复的页眉页脚已删除",
        "watermark": "水印或来源声明已删除",
        "hidden": "隐藏文字已删除",
        "contents": "目录已删除",
    },
)
# What parsing repaired, in the order in which a report says it.
REPAIRED = {
    **_each(
        "repaired",
        {
            "wrap": "换行断开的行已接合",
            "marker": "词中夹入的标记已删除",
        },
    ),
    "page_number": REMOVED["page_number"],
    "running_header": REMOVED["running_header"],
    "watermark": REMOVED["watermark"],
    **_each(
        "repaired",
        {
            "overprint": "叠印两次的文字只留一次",
            "furniture": "网页附带文字已删除",
            "suspicious": "含不可见或无法辨认的字符",
            "radical": "部首和兼容字符已还原为汉字",
            "width": "全角数字字母已改为半角",
            "space": "字间空格已删除",
            "punctuation": "半角标点已改为全角",
            "markup": "标记语法已删除",
            "split": "挤在一行的条文已分开",
        },
    ),
}
REMOVED["furniture"] = REPAIRED["furniture"]
PDF_ENCRYPTED = Remark("pdf_encrypted", "是加密的 PDF，需要密码；请解除密码后再读")
PDF_NO_TEXT = Remark(
    "pdf_no_text",
    "PDF 没有文字层（{pages} 页，多为扫描件）；"
    "请先用文字识别（OCR）软件转成可复制文字的 PDF 或 txt",
)
PDF_GARBLED = Remark(
    "pdf_garbled",
    "PDF 的字体没有对应到汉字的编码，复制出来是乱码（常用汉字只占"
    " {share:.0%}）；请先用文字识别（OCR）软件转成 txt 或 docx",
)
PAGES = Remark("pages", "{first}—{last}")
PDF_PAGES_WITHOUT_TEXT = Remark(
    "pdf_pages_without_text",
    "第 {pages} 页没有文字层（可能是扫描页），其中文字未读；请先做文字识别（OCR）",
)
PDF_UNMAPPED = Remark(
    "pdf_unmapped",
    "有 {count} 个字的字体没有对应的编码，无法辨认，已以 � 标出（第 {pages} 页）；"
    "请用文字识别（OCR）软件转成 txt 或 docx，或换一份原件",
)
NO_PDF_HEADER = Remark("no_pdf_header", "开头不是 %PDF")
NO_ZIP = Remark("no_zip", "不是 ZIP 文件")
PDF_BROKEN = Remark("pdf_broken", "PDF 已损坏，打不开（{cause}）；请重新取得原件")
PDF_TOO_MANY_PAGES = Remark(
    "pdf_too_many_pages", "PDF 有 {pages} 页，超过上限 {limit} 页；请拆分后再读"
)
PDF_BROKEN_PAGES = Remark("pdf_broken_pages", "第 {pages} 页损坏，未能读出；请核对原件")

SHEET_BROKEN = Remark(
    "sheet_broken", "不是可读的电子表格（{cause}）；请另存为 .xlsx，或存为 UTF-8 编码的 corpus.csv"
)
DOCX_BROKEN = Remark("docx_broken", "DOCX 已损坏，打不开（{cause}）；请用 Word 或 WPS 打开后另存")
DOCX_NO_BODY = Remark("docx_no_body", "DOCX 中没有正文部分；请用 Word 或 WPS 打开后另存")
DOCX_PARTS = Remark(
    "docx_parts", "DOCX 有 {count} 个部件，超过上限 {limit}；请用 Word 或 WPS 打开后另存"
)
PUT_IN_UNREAD = Remark(
    "put_in_unread", "正文中嵌入的“{part}”未能读出（{cause}），其中文字未计；请用 Word 打开后另存"
)
NO_PART = Remark("no_part", "文件包中没有这个部件")
EXPANDED = Remark(
    "expanded", "解压后超过 {limit} 字节的上限，疑为压缩炸弹；请用 Word 或 WPS 打开后另存"
)
RATIO = Remark("ratio", "压缩比超过 {limit} 倍，疑为压缩炸弹；请用 Word 或 WPS 打开后另存")
DTD = Remark("dtd", "XML 中有文档类型声明（DTD），为安全不读；请用 Word 或 WPS 打开后另存")
TOO_DEEP = Remark("too_deep", "嵌套超过 {limit} 层；文件可能损坏或有意构造，请另存为 txt")
HTML_NO_TEXT = Remark(
    "html_no_text", "网页中没有正文文字（可能由脚本生成）；请在浏览器中打开后另存为 txt 或 PDF"
)
HTML_BROKEN = Remark(
    "html_broken", "网页在第 {line} 行附近有无法解析的标记，其后的内容可能不全；请核对原件"
)

DUPLICATE = Remark(
    "duplicate",
    "与“{kept}”是同一文件的两份（{containment:.1%} 的文字相同），只计一份；保留的理由：{rule}",
)
PART_OF = Remark("part_of", "全文包含在“{kept}”之中（{containment:.1%} 的文字相同），只计一份")
VERSION_OF = Remark(
    "version_of",
    "与“{other}”文字相近（{containment:.1%}），但{difference}，视为先后版本或不同文件，分别计数",
)
UNCLEAR = Remark(
    "unclear",
    "与“{other}”文字相近（{containment:.1%}），但{difference}，无法判断是同一文件还是先后版本，"
    "两份都计数；如是同一文件，请用 --exclude 排除一份；如是先后版本，请在 corpus.csv"
    " 中分别注明日期",
)
FIELD_DIFFERS = Remark("field_differs", "{field}不同（{one}、{other}）")
WORD_DIFFERS = Remark("word_differs", "“{one}”与“{other}”处处对应")
WORD_MORE = Remark("word_more", "“{word}”处处只见于其中一份")
ARTICLES_DIFFER = Remark("articles_differ", "条文的编号有 {count} 处不同")
FIGURES_DIFFER = Remark("figures_differ", "有 {count} 处数字不同（如“{one}”与“{other}”）")
REWORDED = Remark("reworded", "有 {count} 处措辞不同")
PASSAGES_DIFFER = Remark("passages_differ", "各有较长的不同段落（{one} 字、{other} 字）")
SCATTERED = Remark("scattered", "其中一份多出 {count} 字，散在各处")
DIFFERS = Remark("differs", "{mine}（{other}作：{theirs}）")
ADDED = Remark("added", "{mine}（{other}没有）")
MISSING = Remark("missing", "（缺少：{theirs}）")
KEPT = Remark("kept", "保留的一份")
NAMED = Remark("named", "“{name}”")
# In the order in which they are applied.
RULES = _each(
    "rule",
    {
        "damage": "改动和损坏较少",
        "script": "是简体文本",
        "metadata": "文号、日期、标题较全",
        "alien": "替换处的用语与全文一致",
        "length": "文字较多",
        "name": "两份相同，取名称在前的",
    },
)

ROWS_ELSEWHERE = Remark(
    "rows_elsewhere",
    "{table}：有{count}行写的文件不在这次的输入中，未使用（{names}）；如是写错，请改正",
)
CONFLICT = Remark("conflict", "{field}：corpus.csv 为“{declared}”，文中为“{found}”")
FIELDS = _each(
    "field",
    {
        "title": "标题",
        "number": "发文字号",
        "issuer": "发文机关",
        "date": "成文日期",
        "published": "发布日期",
        "effective": "生效日期",
        "genre": "文种",
        "period": "时期",
        "year": "年份",
    },
)


def _all() -> Iterator[Remark]:
    for value in list(globals().values()):
        if isinstance(value, Remark):
            yield value
        elif isinstance(value, dict):
            yield from (remark for remark in value.values() if isinstance(remark, Remark))


# Every sentence by its code, its fields still open.
SENTENCES = {remark.code: remark for remark in _all()}


def packed(value: object) -> object:
    """Write a remark, or what one may hold, as JSON has it; anything else stays.

    >>> packed(TOO_LONG.format(limit=500))
    {'code': 'too_long', 'fields': {'limit': 500}}
    """
    if isinstance(value, Remark):
        fields = {name: packed(field) for name, field in value.fields.items()}
        return {"code": value.code, "fields": fields}
    return [packed(part) for part in value] if isinstance(value, tuple) else value


def unpacked(value: object) -> Any:
    """Read what `packed` wrote.

    >>> unpacked({"code": "too_long", "fields": {"limit": 500}})
    '文字超过 500 个字符的上限；请拆分后再读'
    """
    if isinstance(value, dict):
        fields = {name: unpacked(field) for name, field in value["fields"].items()}
        sentence = SENTENCES[value["code"]]
        return sentence.format(**fields) if fields else sentence
    return tuple(map(unpacked, value)) if isinstance(value, list) else value


def show(name: str) -> str:
    r"""Make a name printable anywhere: characters that no terminal, table or page can take become
    escapes.

    Control, format (bidirectional marks, zero-width) and line-separating characters, lone
    surrogates (bytes of a file name that are no UTF-8), private-use and unassigned code points are
    written as `\x..`, `\u....`. Markup such as `<script>` stays: who writes HTML escapes it.

    Examples
    --------
    >>> show("通知\n.txt")
    '通知\\n.txt'
    >>> show("\udcff文件")
    '\\xff文件'
    """
    return "".join(
        (
            character
            if unicodedata.category(character)[0] != "C" and character not in "\u2028\u2029"
            else _escape(character)
        )
        for character in name
    )


def _escape(character: str) -> str:
    if (
        "\udc80" <= character <= "\udcff"
    ):  # how Python shows the bytes of a file name that is no UTF-8
        return f"\\x{ord(character) - 0xDC00:02x}"
    return character.encode("unicode_escape").decode("ascii")


class UnreadableError(Exception):
    """A file that cannot be read; `remark` says why, in its row of documents.csv."""

    def __init__(self, remark: Remark) -> None:
        super().__init__(remark)
        self.remark = remark


class CorpusError(Exception):
    """An input that cannot be used at all; the message names the thing, place and remedy.

    Attributes
    ----------
    reasons : tuple of Remark
        What the message says of files, in Chinese, for those who say it in another language.
    """

    def __init__(self, message: str, reasons: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.reasons = tuple(reasons)
