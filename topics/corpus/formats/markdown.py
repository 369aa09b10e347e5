"""Markdown to plain lines: markup goes, every line stays where it was, headings are told with their
level.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from topics.corpus.document import HAN, Change
from topics.corpus.formats.source import Source
from topics.corpus.language.labels import LABELS
from topics.corpus.language.line_openings import starts_item
from topics.corpus.language.titles import is_title
from topics.corpus.look import Look

LINE_END = re.compile("\r\n?")
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})[^\n`]*$")
HASHES = re.compile(r"^ {0,3}(#{1,6})(?![#\S])|^ {0,3}(#{1,6})(?=[^#\s])")
ATTRIBUTES = re.compile(r"\{[#.:][^{}]*\}$")
UNDERLINE = re.compile(r"^ {0,3}(=+|-{2,})[ \t]*$")
BLOCK = re.compile(
    r"^(?: {4}|\t| {0,3}(?:[>|*+#-]|\d+[.)][ \t]))"
)  # what a line under which === stands does not begin with
RULE = re.compile(
    r"^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|=+)[ \t]*$", re.MULTILINE
)
QUOTE = re.compile(r"^ {0,3}(?:>[ \t]?)+(?:#{1,6}[ \t]+)?", re.MULTILINE)
BULLET = re.compile(r"^[ \t]*[*+-][ \t]+(?=\S)", re.MULTILINE)
# Possessive quantifiers: a line of 60,000 spaces must not be tried in all ways of dividing it.
TABLE_RULE = re.compile(
    r"^[ \t]*+\|?+[ \t]*+:?+-{2,}+:?+[ \t]*+(?:\|[ \t]*+:?+-{2,}+:?+[ \t]*+)*+\|?+[ \t]*+$",
    re.MULTILINE,
)
TABLE_ROW = re.compile(r"^[ \t]*\|(.+)\|[ \t]*$", re.MULTILINE)
# What may be open at many places is looked for up to the next such place only.
IMAGE = re.compile(r"!\[((?:[^\[\]\n]|\[[^\[\]\n]*\])*)\]\([^()\n]*\)")
LINK = re.compile(r"(?<!\\)\[([^\]\[\n]+)\]\((?:[^()\n]|\([^()\n]*\))*\)")
STRONG = re.compile(r"(\*\*|__)(?=\S)((?:(?!\1)[^\n])*?\S)\1")
BOLD = re.compile(r"^ {0,3}(\*\*|__)(?=\S)(?:(?!\1).){1,80}\1[ \t]*$")
EMPHASIS = re.compile(r"(?<![A-Za-z0-9_*])\*(?=[^\s*])([^*\n]*[^\s*])\*(?![A-Za-z0-9_*])")
CODE = re.compile(r"(?<!`)`(?=[^\s`])([^`\n]{1,200})`(?!`)")
STRUCK = re.compile(r"(?<!~)~~(?=\S)([^~\n]{1,500})~~(?!~)")
NOTE_MARK = re.compile(r"\[\^[^\]\s]{1,20}\]:?[ \t]?")
ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])")
TAG = re.compile(
    r"</?(?:br|p|div|span|center|b|i|u|strong|em|font|sup|sub|a|img|hr)\b[^<>\n]{0,500}>",
    re.IGNORECASE,
)
BLANK = " \t\u3000"
FIELD = re.compile(r"^([\w\u4e00-\u9fff -]{1,40}?)[ \t]*:(?:[ \t]+(.*))?$")
FIELDS = {"title": "标题", "date": "发布日期"} | {label: label for label in LABELS}


def read_markdown(text: str) -> Source:
    r"""Take the markup out of a Markdown text.

    Headings lose their `#` or their underline and are told with their level, lists lose their
    bullets, links their address; cells of a table are separated by tabs. Of the fields between
    `---` at the top, title, date and Chinese labels of metadata stay. The number of lines does not
    change, so that line numbers are those of the file.

    Examples
    --------
    >>> source = read_markdown("## 第一章 总则\n\n**第一条** 见[附件](a.docx)\n\n目标\n---")
    >>> source.text, dict(source.headings)
    ('第一章 总则\n\n第一条 见附件\n\n目标\n', {1: 2, 5: 2})
    """
    text = COMMENT.sub(lambda match: "\n" * match[0].count("\n"), LINE_END.sub("\n", text))
    lines = text.split("\n")
    changes = _read_fields(lines)
    headings = _take_headings(lines)
    looks = dict(_looks(lines))
    text = "\n".join(lines)
    for pattern in (RULE, TABLE_RULE, QUOTE, BULLET):
        text = pattern.sub("", text)
    text = TABLE_ROW.sub(
        lambda match: "\t".join(cell.strip() for cell in match[1].split("|")), text
    )
    for pattern, group in (
        (IMAGE, r"\1"),
        (LINK, r"\1"),
        (STRONG, r"\2"),
        (EMPHASIS, r"\1"),
        (CODE, r"\1"),
        (STRUCK, r"\1"),
        (NOTE_MARK, ""),
        (TAG, ""),
    ):
        text = pattern.sub(group, text)
    text = ESCAPE.sub(r"\1", text)
    return Source(text, "md", (), changes, headings, looks)


def _looks(lines: Sequence[str]) -> Iterator[tuple[int, Look]]:
    """Yield the look of each line, by its number: a paragraph of one line that is bold as a whole
    may be a heading.
    """
    for number, (before, line, after) in enumerate(
        zip(["", *lines], lines, [*lines[1:], ""], strict=False), 1
    ):
        if BLOCK.match(line) is None or line.startswith("**"):
            alone = not before.strip() and not after.strip()
            yield number, Look(weight=int(alone and bool(BOLD.match(line))))


def _read_fields(lines: list[str]) -> tuple[Change, ...]:
    """Write the fields between `---` at the top as lines of a metadata table; empty the others."""
    end = next(
        (index for index, line in enumerate(lines[1:60], 1) if line.rstrip() in {"---", "..."}), 0
    )
    block = lines[1:end]
    if (
        not end
        or lines[0].lstrip("\ufeff").rstrip() != "---"
        or not all(_is_field(line) for line in block)
    ):
        return ()
    changes = []
    for index, line in enumerate(block, 1):
        match = FIELD.match(line)
        label = FIELDS.get(match[1].lower()) if match else None
        value = (match[2] or "").strip(" \t\"'") if match else ""
        lines[index] = f"{label}：{value}" if label and value else ""
        if line.strip() and not lines[index]:
            changes.append(Change(index + 1, "markup", line))
    lines[0] = lines[end] = ""
    return tuple(changes)


def _is_field(line: str) -> bool:
    return not line.strip() or line[0] in " \t-#" or bool(FIELD.match(line))


def _take_headings(lines: list[str]) -> dict[int, int]:
    """Take the marks of headings and the fences of code out of the lines; return the levels by line
    number, from 1.
    """
    levels: dict[int, int] = {}
    fence = ""
    for index, line in enumerate(lines):
        match = FENCE.match(line)
        if match and (not fence or match[1].startswith(fence)):
            fence = "" if fence else match[1]
            lines[index] = ""
        elif fence:
            continue
        elif found := _heading(line):
            levels[index + 1], lines[index] = found
        elif (underline := UNDERLINE.match(line)) and _is_underlined(lines, index, levels):
            levels[index] = 1 if underline[1][0] == "=" else 2
            lines[index] = ""
    return levels


def _heading(line: str) -> tuple[int, str] | None:
    """Return level and words of a line that begins with `#`; without a space only ##总体要求,
    #一、目标 and a title, not #话题.
    """
    match = HASHES.match(line)
    if not match:
        return None
    words = ATTRIBUTES.sub("", line[match.end() :].strip(BLANK)).rstrip(BLANK)
    bare = words.rstrip("#")
    if match[1]:
        return len(match[1]), bare.rstrip(BLANK) if bare[-1:] in {"", " ", "\t"} else words
    tight = (
        "#" not in bare
        and HAN.search(bare)
        and (len(match[2]) > 1 or starts_item(bare) or is_title(bare))
    )
    return (len(match[2]), bare.rstrip(BLANK)) if tight else None


def _is_underlined(lines: Sequence[str], index: int, levels: dict[int, int]) -> bool:
    """Tell whether a line of `=` or `-` makes the line above it, which is a paragraph of its own, a
    heading.
    """
    if (
        index == 0
        or index in levels
        or not lines[index - 1].strip()
        or BLOCK.match(lines[index - 1])
    ):
        return False
    return index == 1 or not lines[index - 2].strip() or index - 1 in levels
