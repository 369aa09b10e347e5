"""Loading a saved model: whatever the files hold, a model or one sentence."""

import json
import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.lda.planted import as_dfm, planted_tokens
from topics.model import TopicModel, TopicOptions, fit_topics, load_model


@pytest.fixture(scope="module")
def model() -> TopicModel:
    return fit_topics(
        as_dfm(planted_tokens(20, 10, seed=1)[0]),
        2,
        options=TopicOptions(n_chains=2, iterations=10, n_null=2),
    )


@pytest.fixture
def saved(model: TopicModel, tmp_path: Path) -> Path:
    model.save(tmp_path / "模型")
    assert load_model(tmp_path / "模型").signature == model.signature
    return tmp_path / "模型"


def refusal(folder: Path) -> str:
    """Return the sentence with which a folder is refused."""
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the text is compared
        load_model(folder)
    text = str(caught.value)
    assert text.startswith(str(folder))
    return text


def change_facts(folder: Path, change: Callable[[dict], None]) -> None:
    facts = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    change(facts)
    (folder / "model.json").write_text(json.dumps(facts), encoding="utf-8")


def change_arrays(folder: Path, save: Callable[..., None] = np.savez, **changed: object) -> None:
    with np.load(folder / "model.npz") as archive:
        arrays = dict(archive)
    with (folder / "model.npz").open("wb") as stream:
        save(stream, allow_pickle=True, **arrays | changed)


@pytest.mark.parametrize("file", ["model.json", "model.npz"])
@pytest.mark.parametrize("end", [0, 100, -30])
def test_a_damaged_model_is_refused(saved: Path, file: str, end: int):
    path = saved / file
    path.write_bytes(path.read_bytes()[:end])
    assert "holds no whole topic model" in refusal(saved)


@pytest.mark.parametrize("file", ["model.json", "model.npz"])
def test_a_missing_file_is_named(saved: Path, file: str):
    (saved / file).unlink()
    with pytest.raises(FileNotFoundError, match=re.escape(file)):
        load_model(saved)


def test_another_format_is_named_with_the_remedy(saved: Path):
    change_facts(saved, lambda facts: facts.update(format="topics.TopicModel/2"))
    (saved / "model.npz").unlink()  # another format may have other files
    assert refusal(saved).endswith(
        "holds a model of format 'topics.TopicModel/2', and this version reads"
        " 'topics.TopicModel/1'; load it with the version that saved it, or fit it again"
    )


def test_a_pickle_in_the_arrays_is_refused(saved: Path):
    change_arrays(saved, phi=np.array([{"a": 1}], dtype=object))
    assert "holds no whole topic model" in refusal(saved)


def test_an_archive_that_unfolds_is_refused(saved: Path):
    change_arrays(saved, np.savez_compressed, bomb=np.zeros(10**6))
    assert "model.npz holds packed members: phi.npy, theta.npy, alpha.npy" in refusal(saved)


def test_a_member_that_promises_more_than_it_holds_is_refused(saved: Path):
    with np.load(saved / "model.npz") as archive:
        names = archive.files
    with zipfile.ZipFile(saved / "model.npz", "w") as archive:
        for name in names:
            with archive.open(f"{name}.npy", "w") as member:
                np.lib.format.write_array_header_1_0(
                    member, {"descr": "<f8", "fortran_order": False, "shape": (10**9,)}
                )
    assert "holds no whole topic model" in refusal(saved)


@pytest.mark.parametrize(
    ("name", "change", "fault"),
    [
        ("phi", lambda a: a[:, :-1], "phi: of shape"),
        ("phi", lambda a: a * 2, "phi: shares that do not add up to 1"),
        ("phi", lambda a: np.where(a == a.min(), 0, a), "phi: a value of 0.0"),
        ("phi", lambda a: a.astype(np.complex128), "phi: numbers of type complex128"),
        ("theta", lambda a: np.full_like(a, np.nan), "theta: not finite"),
        ("theta", lambda a: np.array([2.0, -1.0]) + 0 * a, "theta: a value of -1.0"),
        ("draws", lambda a: a[:1], "1 draws"),
        ("alpha", lambda a: -a, "alpha: a value of -"),
        ("alpha", lambda a: a + 1e300, "alpha: a value of 1e+300"),
        ("stability", lambda a: a.astype(str), "stability: numbers of type <U"),
    ],
)
def test_impossible_numbers_are_refused(
    saved: Path, model: TopicModel, name: str, change: Callable, fault: str
):
    change_arrays(saved, **{name: change(getattr(model, name))})
    assert fault in refusal(saved)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda f: f.update(null=float("nan")), "null is nan"),
        (lambda f: f.update(features="甲" * len(f["features"])), "features is no list"),
        (lambda f: f["features"].__setitem__(0, 7), "features holds what is no text"),
        (lambda f: f["features"].__setitem__(0, f["features"][1]), "a feature twice"),
        (lambda f: f["rows"]["tokens"].__setitem__(0, -5), "rows with less than no tokens"),
        (
            lambda f: f["rows"]["background"].__setitem__(0, "no"),
            "rows: background holds what is no bool",
        ),
        (lambda f: f["features"].__setitem__(0, "\ud800"), "(features holds what is no text)"),
        (lambda f: f["rows"]["doc_id"].__setitem__(0, "\udfff"), "doc_id holds what is no text"),
        (lambda f: f["settings"].update(note="\udc00"), "can't encode character"),
        (lambda f: f["rows"]["tokens"].__setitem__(0, 10**30), "rows: tokens beyond 9,007,199"),
        (lambda f: f["rows"]["path"].pop(), "holds no whole topic model"),
        (lambda f: f.pop("settings"), "'settings'"),
        (lambda f: f.update(settings={}), "no engine among the settings"),
    ],
)
def test_impossible_facts_are_refused(saved: Path, change: Callable[[dict], None], fault: str):
    change_facts(saved, change)
    assert fault in refusal(saved)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
@pytest.mark.parametrize("file", ["model.json", "model.npz"])
def test_a_pipe_is_not_waited_for(saved: Path, file: str):
    (saved / file).unlink()
    os.mkfifo(saved / file)
    with pytest.raises(OSError, match=file):
        load_model(saved)


@pytest.mark.parametrize("text", ["[]", "null", "{}", "[" * 100_000, '{"format": []}', "\ufeff{"])
def test_json_of_another_kind_is_refused(saved: Path, text: str):
    (saved / "model.json").write_text(text, encoding="utf-8")
    refusal(saved)
