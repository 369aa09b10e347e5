"""Streaming gives what memory gives: equal integers, bit-equal floats, whatever the batches, the
workers, the order.
"""

import json
import random

import numpy as np
import pandas as pd
import pytest

pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed (extra: scale)")
pytest.importorskip("duckdb", reason="duckdb is not installed (extra: scale)")
import pyarrow.parquet as pq

from tests.scale import remix
from topics.emphasis import measure, theme_shares
from topics.keyness import keyness
from topics.keywords import smoothed_idf
from topics.scale import store
from topics.scale.core import COUNTS, count_batch, count_units, parse_batch, pieces
from topics.scale.run import CountSettings, count
from topics.scale.spec import Spec, load_tools, make_spec
from topics.tokenize import PolicyTokenizer


def table(folder, name) -> pd.DataFrame:
    return pq.read_table(folder / f"{name}.parquet").to_pandas()


def assert_bits_equal(left: pd.DataFrame, right: pd.DataFrame) -> None:
    """Same columns, same rows, and no float that differs in a bit."""
    assert list(left.columns) == list(right.columns)
    assert len(left) == len(right)
    for column in left:
        one, other = left[column].to_numpy(), right[column].to_numpy()
        if one.dtype == np.float64:
            assert np.array_equal(
                one.view(np.int64), np.asarray(other, dtype=np.float64).view(np.int64)
            ), column
        else:
            assert one.tolist() == other.tolist(), column


def hashes(folder) -> dict[str, str]:
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["tables"]


# --- streaming against memory ---


def test_vocabulary_and_idf(streamed, in_memory) -> None:
    assert_bits_equal(table(streamed, "vocabulary").drop(columns="id"), in_memory.vocabulary)


def test_terms_of_groups(streamed, in_memory) -> None:
    assert_bits_equal(
        table(streamed, "term_group").rename(columns={"group": "by"}),
        in_memory.terms(in_memory.labels),
    )


def test_terms_of_years(streamed, in_memory) -> None:
    years = (
        in_memory.dfm.rows["year"]
        .map(lambda year: "" if pd.isna(year) else int(year))
        .astype(object)
    )
    assert_bits_equal(
        table(streamed, "term_year").rename(columns={"year": "by"}), in_memory.terms(years)
    )


def test_groups_and_totals(streamed, in_memory) -> None:
    assert_bits_equal(table(streamed, "groups"), in_memory.groups)
    totals = json.loads((streamed / "manifest.json").read_text(encoding="utf-8"))["totals"]
    assert totals["sections"] == in_memory.dfm.n_rows
    assert totals["n_tokens"] == int(in_memory.dfm.counts.sum())


def test_keywords(streamed, in_memory) -> None:
    assert_bits_equal(table(streamed, "keywords"), in_memory.keywords)


def test_counts_of_each_section(streamed, in_memory) -> None:
    parts = [pq.read_table(path) for path in (streamed / "batches").glob("*.parquet")]
    frame = (
        pa.concat_tables(parts).to_pandas().sort_values(["doc_id", "section"], ignore_index=True)
    )
    rows = in_memory.dfm.rows
    order = (
        rows.assign(row=range(len(rows)))
        .sort_values(["doc_id", "row"], kind="stable")["row"]
        .to_numpy()
    )
    assert frame["doc_id"].tolist() == rows["doc_id"].iloc[order].tolist()
    assert frame["path"].tolist() == rows["path"].iloc[order].tolist()
    assert frame["n_chars"].tolist() == rows["n_chars"].iloc[order].tolist()
    counts = in_memory.dfm.counts
    for number, row in enumerate(order[:200]):
        cells = slice(counts.indptr[row], counts.indptr[row + 1])
        expected = dict(
            zip(
                (in_memory.dfm.features[c] for c in counts.indices[cells]),
                counts.data[cells].tolist(),
                strict=True,
            )
        )
        assert (
            dict(zip(frame["terms"][number], frame["tfs"][number].tolist(), strict=True))
            == expected
        )


def test_themes(streamed, in_memory, themes, tokenizer) -> None:
    assert_bits_equal(table(streamed, "theme_group"), in_memory.theme_group)
    measures = measure(in_memory.documents, themes, tokenizer, in_memory.labels)
    expected = theme_shares(measures, n_resamples=1).set_index(["lens", "theme", "group"])["value"]
    for row in table(streamed, "theme_shares").to_dict("records"):
        for lens in ("rate", "section_share", "text_share"):
            assert row[lens] == expected[lens, row["theme"], row["group"]], (
                lens,
                row["theme"],
                row["group"],
            )


def test_keyness(streamed, in_memory) -> None:
    expected = keyness(in_memory.dfm, in_memory.labels, n_resamples=1)
    found = table(streamed, "keyness")
    assert_bits_equal(found, expected[list(found.columns)])


# --- what must not matter ---


@pytest.fixture(scope="module")
def plain(small_corpus, spec, tmp_path_factory):
    out = tmp_path_factory.mktemp("plain") / "counts"
    count([small_corpus], out, spec, settings=CountSettings(workers=1))
    return hashes(out)


@pytest.mark.slow
@pytest.mark.parametrize(
    "settings",
    [
        CountSettings(workers=2, max_rows=1),
        CountSettings(workers=1, max_rows=7, memory="150MB"),
        CountSettings(workers=2, max_bytes=20_000),
    ],
    ids=["single documents, 2 workers", "7 documents, little memory", "20 kB"],
)
def test_batches_and_workers_change_nothing(settings, plain, small_corpus, spec, tmp_path) -> None:
    count([small_corpus], tmp_path / "counts", spec, settings=settings)
    assert hashes(tmp_path / "counts") == plain


@pytest.mark.slow
def test_order_and_files_change_nothing(plain, small_corpus, spec, tmp_path) -> None:
    rows = pq.read_table(small_corpus).to_pylist()
    random.Random(3).shuffle(rows)
    for number in range(3):
        pq.write_table(pa.Table.from_pylist(rows[number::3]), tmp_path / f"part-{number}.parquet")
    count([tmp_path], tmp_path / "counts", spec, settings=CountSettings(workers=1))
    assert hashes(tmp_path / "counts") == plain


@pytest.mark.slow
def test_splitting_long_sections_changes_nothing(
    plain, small_corpus, tokenizer, themes, tmp_path
) -> None:
    spec = make_spec(tokenizer, themes, max_chars=1_000)
    long = max((row["text"] for row in remix.documents(120_000, seed=2)), key=len)
    assert len(list(pieces(long, 1_000))) > 1
    count([small_corpus], tmp_path / "counts", spec, settings=CountSettings(workers=1))
    assert hashes(tmp_path / "counts") == plain


def test_two_steps_are_the_one_function(small_corpus, spec) -> None:
    batch = pq.read_table(small_corpus).to_batches()[0]
    assert count_units(parse_batch(batch, spec), spec).equals(count_batch(batch, spec))


@pytest.mark.slow
def test_a_folder_of_files_gives_the_counts_of_the_reader(spec, tokenizer, tmp_path) -> None:
    from topics.corpus import ReadOptions, read_corpus
    from topics.dfm import build_dfm
    from topics.resources import resource

    folder = resource("samples/jichuan")
    count([folder], tmp_path / "counts", spec, settings=CountSettings(workers=1))
    dfm = build_dfm(read_corpus(folder, ReadOptions(duplicates=False)), tokenizer)
    vocabulary = table(tmp_path / "counts", "vocabulary")
    assert vocabulary["term"].tolist() == list(dfm.features)
    assert vocabulary["tf"].tolist() == dfm.termfreq.tolist()
    assert vocabulary["sections"].tolist() == dfm.docfreq.tolist()


@pytest.mark.parametrize("max_chars", [1_000, 1_001, 50_000])
def test_a_long_section_has_the_same_tokens_in_pieces(max_chars, tokenizer) -> None:
    text = "".join(str(row["text"]) for row in remix.documents(60_000, seed=4)).replace("\n", "")
    parts = list(pieces(text, max_chars))
    assert "".join(parts) == text
    assert [token for part in parts for token in tokenizer(part)] == tokenizer(text)


def test_cutting_anywhere_would_change_tokens(tokenizer) -> None:
    text = "".join(str(row["text"]) for row in remix.documents(30_000, seed=4)).replace("\n", "")
    parts = [text[start : start + 101] for start in range(0, len(text), 101)]
    assert [token for part in parts for token in tokenizer(part)] != tokenizer(text)


# --- controls: each of these must be noticed ---


def test_another_stop_list_is_noticed(plain, small_corpus, themes, tmp_path) -> None:
    spec = make_spec(
        PolicyTokenizer(stopwords=("function", "boilerplate", "agencies", "人民"), insist=True),
        themes,
    )
    count([small_corpus], tmp_path / "counts", spec, settings=CountSettings(workers=1))
    assert hashes(tmp_path / "counts")["vocabulary.parquet"] != plain["vocabulary.parquet"]


def test_another_word_frequency_is_noticed() -> None:
    batch = pa.RecordBatch.from_pylist([{"doc_id": "甲", "text": "提高城市群众生活水平。"}])
    rare, frequent = (
        count_batch(
            batch, make_spec(PolicyTokenizer(dictionary=[f"城市群 {freq} n"], stopwords=()))
        )
        for freq in (1, 10_000_000)
    )
    assert not rare.equals(frequent)


def test_a_logarithm_taken_in_sql_is_noticed() -> None:
    n = 10_000
    with store.connect() as connection:
        query = f"SELECT ln(1 + {n}) - ln(1 + df) + 1 FROM unnest(range(1, {n})) AS t(df)"
        in_sql = np.array(connection.execute(query).fetchall()).ravel()
    shared = smoothed_idf(np.arange(1, n), n)
    assert in_sql == pytest.approx(shared, rel=1e-14)
    with pytest.raises(AssertionError):
        assert_bits_equal(pd.DataFrame({"idf": in_sql}), pd.DataFrame({"idf": shared}))


def test_a_count_that_is_one_off_is_noticed(in_memory) -> None:
    wrong = in_memory.vocabulary
    wrong.loc[0, "tf"] += 1
    with pytest.raises(AssertionError):
        assert_bits_equal(wrong, in_memory.vocabulary)
    wrong = in_memory.vocabulary
    wrong.loc[0, "idf"] = np.nextafter(wrong.loc[0, "idf"], 10)
    with pytest.raises(AssertionError):
        assert_bits_equal(wrong, in_memory.vocabulary)


# --- the spec ---


def test_a_spec_survives_its_text_and_builds_the_same_tokenizer(spec, tokenizer) -> None:
    again = Spec.from_json(spec.to_json())
    assert again == spec
    assert again.key == spec.key
    assert load_tools(again).tokenizer.signature == tokenizer.signature


def test_the_schema_of_an_empty_batch_is_that_of_counts(spec) -> None:
    batch = pa.RecordBatch.from_pylist(
        [], pa.schema([("doc_id", pa.string()), ("text", pa.string())])
    )
    assert count_batch(batch, spec).schema == COUNTS
