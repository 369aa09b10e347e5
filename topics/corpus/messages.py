"""The Chinese sentences that readers of a report see about a file: one place for all of them."""

from __future__ import annotations

import unicodedata

EMPTY = "文件是空的（0 字节或只有空白）；如本应有内容，请重新取得原件"
NO_BODY = "除标题、元数据和网页附带文字外没有正文；请确认文件完整"
NO_HAN = "全文没有一个汉字，无法按中文文件分析；请确认是否放错了文件"
MOJIBAKE = (
    "文字是乱码（常用汉字只占 {share:.0%}），多为用错误编码打开后另存所致；请取得未改动的原件"
)
UNDECODED = (
    "无法判断文字编码（试过 UTF-8、UTF-16、GB18030、Big5）；请用 --encoding 指明，或另存为 UTF-8"
)
BAD_ENCODING_ASKED = (
    "按指定的编码 {encoding} 读出的不是可读的中文；请改用别的 --encoding，或去掉它由程序判断"
)
DAMAGED_BYTES = "有 {count} 处字节损坏，已按 {encoding} 读出并以 � 标出；请核对原件"
RESTORED = "文字曾用错误编码（{wrong}）打开后另存，已按 {right} 逐字还原，没有丢失；请核对原件"
MIXED_ENCODINGS = (
    "一个文件里混有两种编码：{count} 行是 GB18030，其余是 UTF-8，已逐行读出；请核对原件"
)
LOST_LETTERS = "有 {count} 处“锟斤拷”之类的乱码，原字已在别处丢失，无法还原；请核对原件"
PARTLY_GARBLED = "约 {count} 段（每段 100 字）像是乱码；请核对原件"
PRIVATE_USE = "有 {count} 个自造字（私用区字符），无法对应到汉字；请核对原件"
TRADITIONAL = "是繁体文本，未转换，按简体词典会漏计；请安装 opencc 后加 --traditional t2s"
SHORT_GUESS = "文字太短，编码（{encoding}）只是推测；请核对，或用 --encoding 指明"

TOO_LARGE = "文件有 {size} 字节，超过上限 {limit} 字节；请拆分后再读"
TOO_LONG = "文字超过 {limit} 个字符的上限；请拆分后再读"
TOO_SLOW = "读取超过 {seconds:.0f} 秒的时限，已停止；文件可能损坏或有意构造，请换一份或另存为 txt"
CRASHED = "读取程序因这个文件异常退出（{how}），其他文件不受影响；请换一份或另存为 txt"
INSTALLATION = "程序安装不完整（{cause}）；请重新安装"
NOT_STARTED = "无法启动读取程序（{cause}）；请关闭一些程序后重新运行"
TOO_MUCH_MEMORY = "读取所需内存超过 {limit} 字节的上限；请拆分或另存为 txt"
UNEXPECTED = "无法读取（{cause}）；请换一份或另存为 txt"

IS_LINK = "是链接，不跟随；请放入文件本身"
NOT_REGULAR = "是管道、设备或套接字，不是普通文件；请放入文件本身"
CHANGED = "读取时文件正在变化；请等写完后重新运行"
UNREADABLE_FILE = "打不开（{cause}）；请检查权限"
UNREADABLE_FOLDER = "文件夹打不开（{cause}）；请检查权限"
HIDDEN = "是隐藏文件（名称以点开头），未读；要读请去掉开头的点"
EXCLUDED = "按设置排除（--exclude {pattern}）"

UNKNOWN_KIND = "不认识的文件类型“{suffix}”；可读 txt、md、html、docx、pdf，请先转换"
CONVERT = {
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
}
DISGUISED = "扩展名与内容不符：内容是 {kind}，已按内容读取"

REMOVED = {
    "page_number": "页码已删除",
    "running_header": "重复的页眉页脚已删除",
    "watermark": "水印或来源声明已删除",
    "hidden": "隐藏文字已删除",
    "contents": "目录已删除",
}
PDF_ENCRYPTED = "是加密的 PDF，需要密码；请解除密码后再读"
PDF_NO_TEXT = (
    "PDF 没有文字层（{pages} 页，多为扫描件）；请先用文字识别（OCR）软件转成可复制文字的 PDF 或 txt"
)
PDF_GARBLED = (
    "PDF 的字体没有对应到汉字的编码，复制出来是乱码（常用汉字只占"
    " {share:.0%}）；请先用文字识别（OCR）软件转成 txt 或 docx"
)
PDF_PAGES_WITHOUT_TEXT = (
    "第 {pages} 页没有文字层（可能是扫描页），其中文字未读；请先做文字识别（OCR）"
)
PDF_BROKEN = "PDF 已损坏，打不开（{cause}）；请重新取得原件"
PDF_TOO_MANY_PAGES = "PDF 有 {pages} 页，超过上限 {limit} 页；请拆分后再读"
PDF_BROKEN_PAGES = "第 {pages} 页损坏，未能读出；请核对原件"

SHEET_BROKEN = "不是可读的电子表格（{cause}）；请另存为 .xlsx，或存为 UTF-8 编码的 corpus.csv"
DOCX_BROKEN = "DOCX 已损坏，打不开（{cause}）；请用 Word 或 WPS 打开后另存"
DOCX_NO_BODY = "DOCX 中没有正文部分；请用 Word 或 WPS 打开后另存"
DOCX_PARTS = "DOCX 有 {count} 个部件，超过上限 {limit}；请用 Word 或 WPS 打开后另存"
EXPANDED = "解压后超过 {limit} 字节的上限，疑为压缩炸弹；请用 Word 或 WPS 打开后另存"
RATIO = "压缩比超过 {limit} 倍，疑为压缩炸弹；请用 Word 或 WPS 打开后另存"
DTD = "XML 中有文档类型声明（DTD），为安全不读；请用 Word 或 WPS 打开后另存"
TOO_DEEP = "嵌套超过 {limit} 层；文件可能损坏或有意构造，请另存为 txt"
HTML_NO_TEXT = "网页中没有正文文字（可能由脚本生成）；请在浏览器中打开后另存为 txt 或 PDF"
HTML_BROKEN = "网页在第 {line} 行附近有无法解析的标记，其后的内容可能不全；请核对原件"

DUPLICATE = (
    "与“{kept}”是同一文件的两份（{containment:.1%} 的文字相同），只计一份；保留的理由：{rule}"
)
PART_OF = "全文包含在“{kept}”之中（{containment:.1%} 的文字相同），只计一份"
VERSION_OF = (
    "与“{other}”文字相近（{containment:.1%}），但{difference}，视为先后版本或不同文件，分别计数"
)
UNCLEAR = (
    "与“{other}”文字相近（{containment:.1%}），但{difference}，无法判断是同一文件还是先后版本，"
    "两份都计数；如是同一文件，请用 --exclude 排除一份；如是先后版本，请在 corpus.csv"
    " 中分别注明日期"
)
FIELD_DIFFERS = "{field}不同（{one}、{other}）"
WORD_DIFFERS = "“{one}”与“{other}”处处对应"
WORD_MORE = "“{word}”处处只见于其中一份"
ARTICLES_DIFFER = "条文的编号有 {count} 处不同"
FIGURES_DIFFER = "有 {count} 处数字不同（如“{one}”与“{other}”）"
REWORDED = "有 {count} 处措辞不同"
PASSAGES_DIFFER = "各有较长的不同段落（{one} 字、{other} 字）"
DIFFERS = "{mine}（{other}作：{theirs}）"
ADDED = "{mine}（{other}没有）"
MISSING = "（缺少：{theirs}）"
KEPT = "保留的一份"
# In the order in which they are applied.
RULES = {
    "damage": "改动和损坏较少",
    "script": "是简体文本",
    "metadata": "文号、日期、标题较全",
    "alien": "替换处的用语与全文一致",
    "length": "文字较多",
    "name": "两份相同，取名称在前的",
}

CONFLICT = "{field}：corpus.csv 为“{declared}”，文中为“{found}”"
FIELDS = {
    "title": "标题",
    "number": "发文字号",
    "issuer": "发文机关",
    "date": "成文日期",
    "published": "发布日期",
    "effective": "生效日期",
    "genre": "文种",
    "period": "时期",
}


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
    """A file that cannot be read; the message is the sentence for its row in documents.csv."""


class CorpusError(Exception):
    """An input that cannot be used at all; the message names the thing, the place and the remedy."""
