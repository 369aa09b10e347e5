"""Damage with a known truth: each character of a clean text keeps its place in the damaged one."""

import random
from collections.abc import Callable
from dataclasses import dataclass

CLOSERS = "，。、；：？！”’）》】"
HALF = str.maketrans("，；：？！（）", ",;:?!()")
FULL = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass
class Damaged:
    """A damaged text as cells: what is written, and which clean offset it is (None for what was
    added).
    """

    cells: list[tuple[str, int | None]]

    @property
    def text(self) -> str:
        return "".join(char for char, _ in self.cells)

    def places(self) -> dict[int, int]:
        """Return clean offset → damaged offset."""
        found: dict[int, int] = {}
        position = 0
        for char, clean in self.cells:
            if clean is not None:
                found[clean] = position
            position += len(char)
        return found


def undamaged(text: str) -> Damaged:
    return Damaged([(char, offset) for offset, char in enumerate(text)])


def is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def insert(
    damaged: Damaged,
    string: str,
    share: float,
    rng: random.Random,
    where: Callable[[str, str], bool],
) -> Damaged:
    """Insert a string between characters for which `where` holds, at a share of the places."""
    cells = []
    for index, cell in enumerate(damaged.cells):
        cells.append(cell)
        following = damaged.cells[index + 1][0] if index + 1 < len(damaged.cells) else "\n"
        if where(cell[0], following) and rng.random() < share:
            cells.append((string, None))
    return Damaged(cells)


def replace(damaged: Damaged, table: dict[int, int], share: float, rng: random.Random) -> Damaged:
    return Damaged(
        [
            (char.translate(table) if rng.random() < share else char, at)
            for char, at in damaged.cells
        ]
    )


def paragraphs(damaged: Damaged) -> list[list[tuple[str, int | None]]]:
    found: list[list[tuple[str, int | None]]] = [[]]
    for char, at in damaged.cells:
        if char == "\n":
            found.append([])
        else:
            found[-1].append((char, at))
    return found


def wrap(
    damaged: Damaged,
    width: int,
    *,
    hang: bool = False,
    between: str = "\n",
    inside: str = "\n",
    indent: str = "",
) -> list[list[tuple[str, int | None]]]:
    """Break paragraphs into lines of `width` characters; `hang` keeps closing marks from beginning
    a line.
    """
    lines = []
    for paragraph in paragraphs(damaged):
        line: list[tuple[str, int | None]] = [(indent, None)] if indent else []
        for cell in paragraph:
            if sum(len(char) for char, _ in line) >= width and not (hang and cell[0] in CLOSERS):
                lines.append([*line, (inside, None)])
                line = []
            line.append(cell)
        lines.append([*line, (between, None)])
    return lines


def paged(
    lines: list[list[tuple[str, int | None]]],
    *,
    size: int,
    footer: str,
    header: str = "",
    extra: str = "",
) -> Damaged:
    """Put a page number, a running header and a watermark between pages of `size` lines."""
    cells: list[tuple[str, int | None]] = []
    page = 1
    for index, line in enumerate(lines):
        if index and index % size == 0:
            furniture = [extra, footer.format(page=page, pages=1 + len(lines) // size), header]
            cells.append(("".join(f"{text}\n\n" for text in furniture if text), None))
            page += 1
        cells += line
    return Damaged(cells)
