"""An upload as a data set: its points against plain NumPy, and what a spec may say of it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.data import storage
from playground.data.loader import load
from playground.data.row_store import Pieces
from playground.data.upload import load_upload, propose, recount, sample_upload, verify
from playground.spec.base import SpecProblem
from playground.spec.upload import Upload
from support.uploading import csv_of, folder_of, npz_of, parquet_of, spec_of, uploaded

ROWS = 200
RNG = np.random.default_rng(5)
A = RNG.normal(1e6, 3, ROWS)
B = RNG.normal(-2, 0.5, ROWS)
KINDS = RNG.choice(["fox", "hen", "owl"], ROWS)
TARGET = RNG.choice(["no", "yes"], ROWS)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(storage.FOLDER, str(tmp_path))


@pytest.fixture
def table() -> Upload:
    return uploaded(parquet_of({"a": A, "b": B, "kind": KINDS, "answer": TARGET}))


def changed(upload: Upload, columns: dict[str, dict[str, Any]], **more: Any) -> dict[str, Any]:
    """The upload as a user sends it with other roles or kinds."""
    document = upload.model_dump(mode="json") | more
    for column in document["columns"]:
        column.update(columns.get(column["name"], {}))
    return document


def refusal(upload: Upload) -> str:
    with pytest.raises(SpecProblem) as caught:
        verify(upload)
    return caught.value.code


def test_columns_are_standardised_by_the_training_rows(table: Upload) -> None:
    points = load(spec_of(table, train_fraction=0.6))
    assert (points.inputs.shape, points.inputs.dtype, points.train) == ((ROWS, 5), np.float32, 120)
    trained = points.inputs[:120].astype(np.float64)
    np.testing.assert_allclose(trained[:, :2].mean(axis=0), 0, atol=1e-6)
    np.testing.assert_allclose(trained[:, :2].std(axis=0), 1, atol=1e-6)
    # The rows are those of the file in another order: found again by the second column.
    order = np.argsort(points.inputs[:, 1])
    by_b = np.argsort(B)
    trained_A = A[by_b][np.argsort(order)[:120]]
    expected = (A[by_b] - trained_A.mean()) / trained_A.std()
    np.testing.assert_allclose(points.inputs[order, 0], expected, rtol=1e-5, atol=1e-5)
    for at, kind in enumerate(["fox", "hen", "owl"]):
        np.testing.assert_array_equal(points.inputs[order, 2 + at], KINDS[by_b] == kind)
    np.testing.assert_array_equal(points.labels[order], TARGET[by_b] == "yes")
    assert table.input_names == ("a", "b", "kind=fox", "kind=hen", "kind=owl")


def test_numbers_stay_as_they_are_when_not_to_be_standardised(table: Upload) -> None:
    raw = recount(changed(table, {"kind": {"role": "ignored"}}, standardise=False))
    points = load(spec_of(raw))
    order = np.argsort(points.inputs[:, 1])
    np.testing.assert_array_equal(
        points.inputs[order], np.stack([A, B], 1).astype("f4")[np.argsort(B)]
    )


def test_a_number_to_predict_is_standardised_too(table: Upload) -> None:
    roles = {"answer": {"role": "ignored"}, "b": {"role": "target"}}
    spec = spec_of(recount(changed(table, roles)))
    points = load(spec)
    assert (spec.task, points.labels.dtype) == ("regression", np.float32)
    np.testing.assert_allclose(points.labels[: points.train].mean(), 0, atol=1e-6)
    np.testing.assert_allclose(points.labels[: points.train].std(), 1, atol=1e-6)


def test_the_seed_deals_out_the_rows_and_nothing_is_lost(table: Upload) -> None:
    one, again, other = (load(spec_of(table, seed=seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one.inputs, again.inputs)
    assert not np.array_equal(one.labels, other.labels)
    assert np.bincount(one.labels).tolist() == np.bincount(other.labels).tolist()


def test_rows_with_a_hole_are_dropped_or_filled() -> None:
    holes = [None if at % 4 == 0 else at for at in range(100)]
    kinds = [None if at % 10 == 1 else "xy"[at % 2] for at in range(100)]
    upload = uploaded(csv_of({"a": holes, "kind": kinds, "t": ["n", "o"] * 50}))
    assert upload.rows == 100 - 25 - 10
    assert len(load(spec_of(upload)).inputs) == upload.rows
    filled = recount(changed(upload, {}, missing="mean"))
    assert filled.rows == 100
    points = load(spec_of(filled))
    assert (points.inputs[:, 0] == 0).sum() >= 25
    np.testing.assert_allclose(points.inputs[: points.train, 0].mean(), 0, atol=1e-6)
    assert (points.inputs[:, 1:].sum(axis=1) == 0).sum() == 10


def test_a_hole_in_the_target_is_never_filled() -> None:
    target = [None if at < 10 else ["no", "yes"][at % 2] for at in range(60)]
    upload = uploaded(csv_of({"a": list(range(60)), "t": target}))
    assert recount(changed(upload, {}, missing="mean")).rows == 50


def test_holes_in_columns_that_are_ignored_cost_no_rows() -> None:
    holes = [None if at % 2 else at for at in range(100)]
    upload = uploaded(csv_of({"a": list(range(100)), "b": holes, "t": ["n", "o"] * 50}))
    assert upload.rows == 50
    assert recount(changed(upload, {"b": {"role": "ignored"}})).rows == 100


def test_pictures_lie_between_0_and_1_and_whole_files_are_read() -> None:
    pictures = RNG.integers(0, 17, (60, 8, 8)).astype(np.uint8)
    labels = np.arange(60) % 2
    for x in (pictures, pictures / 4 - 2):
        spec = spec_of(uploaded(npz_of(x=x, y=labels)))
        points = load(spec)
        assert points.inputs.shape == (60, *spec.input_shape) == (60, 1, 8, 8)
        found = sorted(points.inputs.reshape(60, -1).tolist())
        np.testing.assert_allclose(
            found, sorted((pictures / 16).reshape(60, -1).tolist()), atol=1e-6
        )
        assert points.labels.tolist().count(1) == 30


def test_pictures_with_a_number_to_predict() -> None:
    pictures = RNG.integers(0, 255, (60, 8, 8)).astype(np.uint8)
    spec = spec_of(uploaded(npz_of(x=pictures, y=pictures.mean(axis=(1, 2)))))
    points = load(spec)
    assert (spec.task, points.labels.dtype) == ("regression", np.float32)
    means = points.inputs.mean(axis=(1, 2, 3))
    assert np.corrcoef(means, points.labels)[0, 1] > 0.999


# --- what a user may change ----------------------------------------------------------------------


def test_categories_are_the_servers_matter(table: Upload) -> None:
    document = changed(table, {"kind": {"categories": ["made", "up"]}})
    assert recount(document) == table
    numbers = uploaded(csv_of({"n": [at % 5 for at in range(100)], "t": ["n", "o"] * 50}))
    as_kinds = recount(changed(numbers, {"n": {"kind": "category"}}))
    assert as_kinds.columns[0].categories == ("0", "1", "2", "3", "4")
    points = load(spec_of(as_kinds))
    np.testing.assert_array_equal(points.inputs.sum(axis=0), [20] * 5)


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"kind": {"kind": "number"}}, "upload_not_numbers"),
        ({"a": {"kind": "category"}}, "upload_many_values"),
        ({"answer": {"role": "input"}}, "one_target"),
        ({"a": {"role": "target"}}, "one_target"),
        ({"b": {"name": "c"}}, "upload_changed"),
        ({"b": {"missing": 3}}, "upload_changed"),
        ({"b": {"kind": "color"}}, "not_a_choice"),
        (
            {"a": {"role": "ignored"}, "b": {"role": "ignored"}, "kind": {"role": "ignored"}},
            "no_input_columns",
        ),
    ],
)
def test_columns_that_cannot_be_used_so(
    table: Upload, columns: dict[str, dict[str, Any]], code: str
) -> None:
    with pytest.raises(SpecProblem) as caught:
        recount(changed(table, columns))
    assert caught.value.code == code


def test_free_text_cannot_be_an_input() -> None:
    names = [f"name {at}" for at in range(60)]
    upload = uploaded(csv_of({"a": list(range(60)), "name": names, "t": ["n", "o"] * 30}))
    with pytest.raises(SpecProblem) as caught:
        recount(changed(upload, {"name": {"role": "input"}}))
    assert caught.value.code == "upload_unusable_column"


@pytest.mark.parametrize("id", ["../../../../etc/passwd", "..", "A" * 22, "", "x" * 300, "가" * 20])
def test_an_id_that_leads_nowhere(id: str) -> None:
    with pytest.raises(SpecProblem) as caught:
        propose(id)
    assert caught.value.code == "upload_gone"


# --- a spec is not to be trusted -----------------------------------------------------------------


def test_a_file_that_is_gone_says_so(table: Upload) -> None:
    shutil.rmtree(folder_of(table))
    assert refusal(table) == "upload_gone"
    with pytest.raises(SpecProblem) as caught:
        load_upload(spec_of(table))
    assert caught.value.code == "upload_gone"


def test_a_spec_that_says_other_than_the_file_is_refused(table: Upload) -> None:
    assert refusal(table.model_copy(update={"rows": ROWS - 1})) == "upload_changed"
    assert refusal(table.model_copy(update={"rows": 10**9})) == "upload_changed"
    assert refusal(table.model_copy(update={"image": (8, 8)})) == "upload_changed"
    assert refusal(table.model_copy(update={"columns": table.columns[1:]})) == "upload_changed"
    kind = table.columns[2].model_copy(update={"categories": ("fox", "hen")})
    columns = (*table.columns[:2], kind, table.columns[3])
    assert refusal(table.model_copy(update={"columns": columns})) == "upload_changed"
    assert verify(table).rows == ROWS


def test_rows_are_counted_anew_however_often_the_spec_lies() -> None:
    holes = [None if at % 2 else at for at in range(100)]
    upload = uploaded(csv_of({"a": holes, "t": ["n", "o", "o", "n"] * 25}))
    assert refusal(upload.model_copy(update={"rows": 100})) == "upload_changed"
    assert refusal(upload.model_copy(update={"missing": "mean"})) == "upload_changed"
    verify(upload)


# --- samples and the rows on the disk ------------------------------------------------------------


def test_a_sample_is_made_of_the_very_points(table: Upload) -> None:
    spec = spec_of(table)
    whole, some = load(spec), sample_upload(spec, 60)
    assert (len(some.inputs), some.train) == (60, 30)
    rows = {row.tobytes() for row in whole.inputs[: whole.train]}
    assert {row.tobytes() for row in some.inputs[:30]} <= rows
    rows = {row.tobytes() for row in whole.inputs[whole.train :]}
    assert {row.tobytes() for row in some.inputs[30:]} <= rows
    np.testing.assert_array_equal(some.inputs, sample_upload(spec, 60).inputs)


def test_a_set_larger_than_its_memory_is_sampled(
    table: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = spec_of(table)
    whole = load(spec)
    monkeypatch.setenv(storage.MEMORY, "4000")
    points = load(spec)
    assert points.train == whole.train
    assert sorted(map(bytes, points.inputs)) == sorted(map(bytes, whole.inputs))


def test_rows_are_stored_once_for_all_that_use_them_alike(table: Upload) -> None:
    def stores() -> set[str]:
        return {each.name for each in folder_of(table).glob("rows-*")}

    for seed in (1, 2, 3):
        load(spec_of(table, seed=seed, train_fraction=0.5))
    assert len(stores()) == 1
    without = [recount(changed(table, {name: {"role": "ignored"}})) for name in ("a", "b", "kind")]
    for upload in without:
        load(spec_of(upload))
    assert len(stores()) == 2
    assert not list(folder_of(table).glob(".part-*"))
    assert len(load(spec_of(table)).inputs) == ROWS


@given(
    counts=st.lists(st.integers(1, 9), min_size=1, max_size=12),
    share=st.floats(0, 1),
)
def test_pieces_are_parted_without_loss(counts: list[int], share: float) -> None:
    ends = np.cumsum(counts)
    pieces = Pieces((ends - counts)[::-1] + 5, np.array(counts)[::-1])
    every = pieces.places(np.arange(pieces.rows))
    cut = round(share * pieces.rows)
    first, last = pieces.split(cut)
    assert (first.rows, last.rows) == (cut, pieces.rows - cut)
    np.testing.assert_array_equal(first.places(np.arange(cut)), every[:cut])
    np.testing.assert_array_equal(last.places(np.arange(last.rows)), every[cut:])
    assert sorted(every) == list(range(5, 5 + pieces.rows))


# --- where things lie ----------------------------------------------------------------------------


def test_the_users_folder_for_data_by_the_systems_rules() -> None:
    home = Path("/home/kim")
    assert storage.default_data_dir("linux", {}, home) == home / ".local/share/neural-playground"
    given = {"XDG_DATA_HOME": "/data"}
    assert storage.default_data_dir("linux", given, home) == Path("/data/neural-playground")
    relative = {"XDG_DATA_HOME": "data"}
    assert (
        storage.default_data_dir("linux", relative, home) == home / ".local/share/neural-playground"
    )
    mac = storage.default_data_dir("darwin", given, home)
    assert mac == home / "Library/Application Support/neural-playground"
    windows = storage.default_data_dir("win32", {"LOCALAPPDATA": "/local"}, home)
    assert windows == Path("/local/neural-playground")
