"""Markdown to plain lines: markup goes, every line stays where it was."""

from __future__ import annotations

import re

from topics.corpus.read import Source

COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
FENCE = re.compile(r"^ {0,3}(?:```|~~~)[^\n`]*$", re.MULTILINE)
HEADING = re.compile(r"^ {0,3}#{1,6}[ \t\u3000]+(.*?)(?:[ \t]+#+)?[ \t]*$", re.MULTILINE)
RULE = re.compile(r"^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|=+)[ \t]*$", re.MULTILINE)
QUOTE = re.compile(r"^ {0,3}(?:>[ \t]?)+", re.MULTILINE)
BULLET = re.compile(r"^[ \t]*[*+-][ \t]+(?=\S)", re.MULTILINE)
# Possessive quantifiers: a line of 60,000 spaces must not be tried in all ways of dividing it.
TABLE_RULE = re.compile(r"^[ \t]*+\|?+[ \t]*+:?+-{2,}+:?+[ \t]*+(?:\|[ \t]*+:?+-{2,}+:?+[ \t]*+)*+\|?+[ \t]*+$", re.MULTILINE)
TABLE_ROW = re.compile(r"^[ \t]*\|(.+)\|[ \t]*$", re.MULTILINE)
IMAGE = re.compile(r"!\[([^\]\n]*)\]\([^()\n]*\)")
LINK = re.compile(r"(?<!\\)\[([^\]\[\n]+)\]\((?:[^()\n]|\([^()\n]*\))*\)")
STRONG = re.compile(r"(\*\*|__)(?=\S)([^\n]*?\S)\1")
EMPHASIS = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]*[^\s*])\*(?![\w*])")
ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])")
TAG = re.compile(r"</?(?:br|p|div|span|center|b|i|u|strong|em|font|sup|sub|a|img|hr)\b[^<>\n]{0,500}>", re.IGNORECASE)


def read_markdown(text: str) -> Source:
    r"""Take the markup out of a Markdown text.

    Headings lose their `#`, lists their bullets, links their address; cells of a table are separated by tabs. The number
    of lines does not change, so that line numbers are those of the file.

    Examples
    --------
    >>> read_markdown("## 第一章 总则\n\n**第一条** 见[附件](a.docx)").text
    '第一章 总则\n\n第一条 见附件'
    """
    text = COMMENT.sub(lambda match: "\n" * match[0].count("\n"), text)
    for pattern in (FENCE, RULE, TABLE_RULE, QUOTE, BULLET):
        text = pattern.sub("", text)
    text = TABLE_ROW.sub(lambda match: "\t".join(cell.strip() for cell in match[1].split("|")), text)
    for pattern, group in ((HEADING, r"\1"), (IMAGE, r"\1"), (LINK, r"\1"), (STRONG, r"\2"), (EMPHASIS, r"\1"), (TAG, "")):
        text = pattern.sub(group, text)
    return Source(ESCAPE.sub(r"\1", text), "md")
