"""The corpus of these tests.

Its size is TOPICS_SCALE_MB (default 0.6): `docs/scale.md` gives the long run.
"""

import os
from importlib.util import find_spec

import pytest

from tests.scale import reference, remix
from topics.resources import resource
from topics.themes import read_themes
from topics.tokenize import PolicyTokenizer

MEGABYTES = float(os.environ.get("TOPICS_SCALE_MB", "0.6"))
collect_ignore_glob = []


def pytest_collection_modifyitems(items):
    missing = [name for name in ("pyarrow", "duckdb") if find_spec(name) is None]
    if missing:
        for item in items:
            if "tests/scale" in item.path.as_posix():
                item.add_marker(
                    pytest.mark.skip(reason=f"{', '.join(missing)} is not installed (extra: scale)")
                )


@pytest.fixture(scope="session")
def corpus(tmp_path_factory):
    return remix.write_corpus(
        tmp_path_factory.mktemp("corpus") / "corpus.parquet", int(MEGABYTES * 1e6)
    )


@pytest.fixture(scope="session")
def small_corpus(tmp_path_factory):
    return remix.write_corpus(tmp_path_factory.mktemp("small") / "corpus.parquet", 120_000, seed=2)


@pytest.fixture(scope="session")
def themes():
    return read_themes([resource("dictionary/themes.toml")])


@pytest.fixture(scope="session")
def tokenizer(themes):
    return PolicyTokenizer(protect=sorted({term for theme in themes for term in theme.terms}))


@pytest.fixture(scope="session")
def spec(tokenizer, themes):
    from topics.scale.spec import make_spec

    return make_spec(tokenizer, themes)


@pytest.fixture(scope="session")
def in_memory(tokenizer, themes):
    documents = reference.read(list(remix.documents(int(MEGABYTES * 1e6))))
    return reference.Reference(documents, tokenizer, themes)


@pytest.fixture(scope="session")
def streamed(corpus, spec, tmp_path_factory):
    from topics.scale.run import CountSettings, count

    out = tmp_path_factory.mktemp("streamed") / "counts"
    count([corpus], out, spec, settings=CountSettings(workers=2))
    return out
