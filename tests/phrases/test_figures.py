"""The figures of formulations, by their artists."""

import pandas as pd
import pytest
from matplotlib.figure import Figure

from tests.phrases.planted import CHAINS, PHRASES, series
from topics.phrases import Ledger, ledger
from topics.tokenize import PolicyTokenizer
from topics.viz import plot_chain, plot_ledger


@pytest.fixture(scope="module")
def found() -> Ledger:
    return ledger(series(), PolicyTokenizer(stopwords=None))


def drawn(figure: Figure, label: str) -> list[tuple[float, float]]:
    (axes,) = figure.axes
    return [
        (float(x), float(y))
        for line in axes.lines
        if line.get_label() == label
        for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True)
    ]


def texts(figure: Figure) -> list[str]:
    (axes,) = figure.axes
    return [text.get_text().replace("\n", "") for text in axes.texts]


@pytest.mark.parametrize("width", [8.5, 17.0])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_mark_for_each_document_that_has_it_and_each_place_without(
    found: Ledger, lang: str, width: float
) -> None:
    figure = plot_ledger(found.formulations, found.counts, lang=lang, width=width)
    counts = found.counts
    assert len(drawn(figure, "stands")) == (counts["n"] > 0).sum()
    absent = (counts["n"] == 0) & counts["exposed"]
    assert len(drawn(figure, "absent")) == absent.sum() > 0
    assert {one.phrase for one in PHRASES} <= set(texts(figure))


def test_a_line_joins_what_followed_what(found: Ledger) -> None:
    rows = found.formulations[found.formulations["chain"] == 1]
    assert len(rows) == len(CHAINS[0])
    figure = plot_ledger(rows, found.counts)
    joints = drawn(figure, "chain")
    assert len(joints) == 2 * (len(CHAINS[0]) - 1)
    assert set(joints) <= set(drawn(figure, "stands"))
    assert all(one[0] < other[0] for one, other in zip(joints[::2], joints[1::2], strict=True))


@pytest.mark.parametrize("width", [8.5, 17.0])
def test_chains_are_written_out_with_their_dates(found: Ledger, width: float) -> None:
    figure = plot_chain(found.chains, width=width)
    written = texts(figure)
    assert {text for row in CHAINS for text in row} <= set(written)
    assert {"2031", "2033、2035", "2037"} <= set(written)
    edge = figure.get_figwidth() * figure.dpi
    boxes = [text.get_window_extent() for text in figure.axes[0].texts]
    assert all(box.x0 >= 0 and box.x1 <= edge for box in boxes)


@pytest.mark.parametrize("width", [8.5, 17.0])
def test_labels_keep_inside_the_sheet_and_apart(found: Ledger, width: float) -> None:
    figure = plot_ledger(found.formulations, found.counts, width=width)
    edge = figure.get_figwidth() * figure.dpi
    boxes = [text.get_window_extent() for text in figure.axes[0].texts if text.get_text()]
    assert all(box.x0 >= 0 and box.x1 <= edge for box in boxes)
    assert not any(one.overlaps(other) for at, one in enumerate(boxes) for other in boxes[at + 1 :])


def test_more_than_a_page_is_left_to_the_table(found: Ledger) -> None:
    many = pd.concat(
        [
            found.formulations.assign(phrase=lambda t, n=n: t["phrase"] + str(n), chain=pd.NA)
            for n in range(6)
        ]
    )
    counts = pd.concat(
        [found.counts.assign(phrase=lambda t, n=n: t["phrase"] + str(n)) for n in range(6)]
    )
    figure = plot_ledger(many, counts)
    assert figure.get_figheight() * 2.54 <= 24.01
    assert "个提法见数据表" in figure.texts[-1].get_text()


def test_an_empty_table_says_so_and_a_missing_column_is_named(found: Ledger) -> None:
    empty = plot_ledger(found.formulations.head(0), found.counts)
    assert "没有可画的数据" in empty.texts[0].get_text()
    with pytest.raises(ValueError, match="formulation_counts: no column exposed"):
        plot_ledger(found.formulations, found.counts.drop(columns="exposed"))
    with pytest.raises(ValueError, match="chains: no column phrase"):
        plot_chain(found.chains.drop(columns="phrase"))
