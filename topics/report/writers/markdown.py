"""The report in Markdown, for Git and for Word: the same parts as the page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from topics.report.chapters.content import (
    Beside,
    Block,
    Cell,
    Facts,
    Grid,
    Line,
    Notes,
    Part,
    Picture,
    Prose,
)
from topics.report.chapters.source import Source
from topics.report.inert import markdown_text, visible
from topics.report.writers.drawings import slug


def render_markdown(source: Source, parts: tuple[Part, ...]) -> str:
    """Return the report as Markdown in which no text of a document is markup."""
    writer = _Writer(source)
    lines = [f"# {markdown_text(source.say('title', name=source.analysis.name))}"]
    if source.analysis.fictional:
        lines.append(f"**{source.say('fictional')}**")
    for part in parts:
        lines += writer.part(part, 2)
    return "\n\n".join(lines) + "\n"


class _Writer:
    def __init__(self, source: Source) -> None:
        self.say = source.say
        self.figures, self.tables = count(1), count(1)

    def part(self, part: Part, depth: int) -> Iterator[str]:
        yield f"{'#' * depth} {markdown_text(part.title)}"
        for block in part.blocks:
            yield from self.block(block, depth)
        for child in part.parts:
            yield from self.part(child, depth + 1)

    def block(self, block: Block, depth: int) -> Iterator[str]:
        if isinstance(block, Beside):
            yield from self.block(block.left, depth)
            yield from self.block(block.right, depth)
        elif isinstance(block, Facts):
            yield markdown_text(" · ".join(block.items))
        elif isinstance(block, Notes):
            yield f"**{self.say('notes')}**"
            yield "\n".join(f"- {markdown_text(item)}" for item in block.items)
        elif isinstance(block, Line):
            title = f"**{markdown_text(block.title)}** " if block.title else ""
            yield f"{title}{markdown_text(block.text)}"
        elif isinstance(block, Prose) and block.tone != "screen":
            yield from self.prose(block, depth)
        elif isinstance(block, Picture):
            number = f"{self.say('figure')}{next(self.figures)}"
            caption = markdown_text(block.caption)
            spoken = caption.replace("[", "&#91;").replace(
                "]", "&#93;"
            )  # in which a bracket would end it
            yield f"![{spoken}](figures/{slug(block.name)}.png)"
            yield f"**{number}** {caption}"
        elif isinstance(block, Grid):
            yield from self.grid(block)

    def prose(self, block: Prose, depth: int) -> Iterator[str]:
        if block.title:
            yield f"{'#' * (depth + 1)} {markdown_text(block.title)}"
        if block.tone == "code":
            yield "\n".join(f"    {line}" for line in visible(block.text).splitlines())
        elif block.text:
            yield markdown_text(block.text)

    def grid(self, grid: Grid) -> Iterator[str]:
        yield f"**{self.say('table')}{next(self.tables)}** {markdown_text(grid.caption)}"
        heads = " | ".join(markdown_text(column.label) for column in grid.columns)
        rules = "|".join("---:" if column.numeric else "---" for column in grid.columns)
        rows = ["| " + " | ".join(_cell(cell) for cell in row.cells) + " |" for row in grid.rows]
        yield "\n".join([f"| {heads} |", f"|{rules}|", *rows])
        if grid.remark:
            yield markdown_text(grid.remark)


def _cell(cell: Cell) -> str:
    return markdown_text(cell.text)
