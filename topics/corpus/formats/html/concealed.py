"""Text of a web page that does not show at once: read where it is the document, named where it has
sentences.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate, groupby

from topics.corpus.document import HAN, Change
from topics.corpus.formats.html.tree import ARTICLE_NAMES, BLOCKS, Page

_SENTENCE = re.compile(r"[。；！？]|[，、][^，、]+[，、]")
# Sentences that speak of the page itself.
_OF_PAGE = re.compile(
    r"浏览器|[Cc]ookie|登录|登陆|注册|密码|验证码|用户协议|隐私|点击|链接|跳转|离开|扫码|扫一扫|二维码|订阅|评论|下载|"
    r"版权所有|转载|建议使用|分辨率|备案|技术支持|JavaScript|脚本"
)


@dataclass(frozen=True, slots=True)
class ConcealedThresholds:
    """When concealed text is the document; all chosen.

    Attributes
    ----------
    han : int
        Han characters that make a sentence.
    lines, size : int
        Lines of sentences, and their Han characters, from which a hidden block is more than a
        message of the page.
    most : float
        Share of the sentences of the page from which a menu, a footer or a hidden part holds the
        document.
    own : float
        Share of its sentences that speak of the page, or stand in visible text too, from which a
        part is neither read nor, in the latter case, named.
    """

    han: int = 10
    lines: int = 2
    size: int = 40
    most: float = 0.4
    own: float = 0.5


THRESHOLDS = ConcealedThresholds()


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Pieces one after the other that stand in one block and are concealed by the same element."""

    first: int
    text: str
    size: int  # Han characters, if it is a sentence; 0 otherwise


def settle(page: Page) -> list[Change]:
    """Take out of a page what stays concealed, and return the sentences in it as changes.

    A part is concealed that a style or an attribute hides, or that stands in a menu, a footer, an
    aside, a dialog or a button. It is read if such an element was never closed; if it has several
    lines of sentences, as a body that waits for a script or a second tab has; or most of the
    sentences of the page. What visible text has, too, and messages of the page are not read.
    """
    if not any(page.concealed):
        return []
    stretches = list(_stretches(page))
    shown = {_squeezed(s.text) for s in stretches if s.size and not page.concealed[s.first]}
    starts = [0] * (len(page.texts) + 1)
    sums = {
        name: _summed(stretches, starts, count)
        for name, count in {
            "size": lambda s: s.size,
            "lines": lambda s: int(s.size > 0),
            "of_page": lambda s: int(s.size > 0 and bool(_OF_PAGE.search(s.text))),
            "twice": lambda s: int(s.size > 0 and _squeezed(s.text) in shown),
        }.items()
    }
    kept: dict[int, bool] = {0: True}  # by concealing element
    twice: set[int] = set()
    for index, node in enumerate(page.nodes):
        if not node.conceals:
            continue
        last = page.nodes[node.end].pieces if node.end < len(page.nodes) else len(page.texts)
        found = {name: values[last] - values[node.pieces] for name, values in sums.items()}
        if found["twice"] >= max(1, THRESHOLDS.own * found["lines"]):
            twice.add(index)
        outer = page.nodes[index].concealed_by
        kept[index] = (
            kept[outer] and index not in twice and _is_text(page, index, found, sums["size"][-1])
        )
        if outer in twice:
            twice.add(index)
    changes = [
        Change(1, "hidden" if page.nodes[by].hidden else "furniture", stretch.text.strip())
        for stretch in stretches
        if stretch.size and not kept[by := page.concealed[stretch.first]] and by not in twice
    ]
    _keep(page, [kept[by] for by in page.concealed])
    return changes


def is_sentence(text: str) -> bool:
    """Tell whether a text holds a sentence, and no names of links alone.

    Examples
    --------
    >>> is_sentence("各区应当在十月底前完成整治。"), is_sentence("首页 政务公开 互动交流")
    (True, False)
    """
    return len(HAN.findall(text)) >= THRESHOLDS.han and bool(_SENTENCE.search(text))


def _is_text(page: Page, index: int, found: dict[str, int], total: int) -> bool:
    """Tell whether the text that an element conceals belongs to the document."""
    node = page.nodes[index]
    if not found["size"]:
        return False
    if found["size"] >= THRESHOLDS.most * total:
        return True
    if found["of_page"] >= THRESHOLDS.own * found["lines"]:
        return False
    if not node.closed or node.names & ARTICLE_NAMES:
        return True
    return (
        node.hidden
        and node.tag in BLOCKS
        and found["lines"] >= THRESHOLDS.lines
        and found["size"] >= THRESHOLDS.size
    )


def _stretches(page: Page) -> Iterator[_Stretch]:
    block = list(range(len(page.nodes)))
    for index, node in enumerate(page.nodes):
        if index and node.tag not in BLOCKS:
            block[index] = block[node.parent]

    def place(piece: int) -> tuple[int, int]:
        return block[page.owners[piece]], page.concealed[piece]

    for _, group in groupby(range(len(page.texts)), key=place):
        pieces = list(group)
        text = "".join(page.texts[piece] for piece in pieces)
        yield _Stretch(pieces[0], text, len(HAN.findall(text)) if is_sentence(text) else 0)


def _summed(
    stretches: list[_Stretch], starts: list[int], count: Callable[[_Stretch], int]
) -> list[int]:
    """Return for each piece, and the end, the sum of a count over the pieces before it."""
    values = starts[:-1]
    for stretch in stretches:
        values[stretch.first] = count(stretch)
    return list(accumulate(values, initial=0))


def _keep(page: Page, kept: list[bool]) -> None:
    """Take the other pieces out of the page."""
    place = list(accumulate(map(int, kept), initial=0))
    for node in page.nodes:
        node.pieces = place[node.pieces]
    page.texts = [text for text, keep in zip(page.texts, kept, strict=True) if keep]
    page.owners = [owner for owner, keep in zip(page.owners, kept, strict=True) if keep]
    page.concealed = [by for by, keep in zip(page.concealed, kept, strict=True) if keep]


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)
