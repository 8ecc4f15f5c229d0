"""Mini-batches from the disk: every row once, in an order that can be found again, within a cap."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from benchmarks.streaming import figures
from playground.data import row_store, storage
from playground.data.encode import Layout
from playground.data.loader import load
from playground.data.upload import is_streamed
from playground.nn.program import Program
from playground.spec.base import SpecProblem
from playground.spec.data import DataSpec
from playground.spec.project import parse
from playground.train.backends import Trainer
from playground.train.batches import Cursor
from playground.train.state import TrainState, begin
from playground.train.stream import RowStream
from support.threads import one_thread  # noqa: F401
from support.uploading import folder_of, npz_of, parquet_of, spec_of, uploaded
from support.web import until

ROWS = 5000
MEMORY = 64_000


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(storage.FOLDER, str(tmp_path))
    monkeypatch.setenv(storage.MEMORY, str(MEMORY))


def by_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of one row, as small sets have."""


def by_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of many rows, as large sets have; 5000 rows end in the middle of one."""
    monkeypatch.setattr(row_store, "LARGE_BYTES", 0)
    monkeypatch.setattr(row_store, "BLOCK_BYTES", 400)


@pytest.fixture(params=[by_rows, by_blocks])
def spec(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> DataSpec:
    """The first column tells which row it is, by twos: one that numbers the rows is no input. They come sorted by class."""
    request.param(monkeypatch)
    number = np.arange(ROWS)
    columns = {
        "place": (2 * number).astype(np.float32),
        "noise": np.random.default_rng(1).normal(size=ROWS).astype(np.float32),
        "kind": np.array(["fox", "hen"])[number % 2],
        "class": (number * 3) // ROWS,
    }
    return spec_of(uploaded(parquet_of(columns)))


@pytest.fixture
def stream(spec: DataSpec) -> Iterator[RowStream]:
    opened = RowStream(spec)
    yield opened
    opened.close()


def numbers(stream: RowStream, x: torch.Tensor) -> list[int]:
    """Which rows of the file these are."""
    moments = stream._windows.moments
    values = x[:, 0].double() * moments.deviation[0] + moments.mean[0]
    columns = stream._windows.store.layout.metadata.columns
    return ((values * columns[0].deviation + columns[0].mean) / 2).round().int().tolist()


def epoch(stream: RowStream, number: int, seed: int = 1, batch_size: int = 32) -> list[int]:
    """Rows in the order in which this epoch has them."""
    rows: list[int] = []
    for x, _, after in stream.batches(seed, batch_size, Cursor(number, 0)):
        rows += numbers(stream, x)
        if after.epoch != number:
            return rows
    raise AssertionError


def test_the_set_is_larger_than_its_memory(stream: RowStream, spec: DataSpec) -> None:
    assert spec.upload is not None
    assert is_streamed(spec.upload)
    assert stream._windows.count(1, 0) > 10


def test_an_epoch_has_each_training_row_once(stream: RowStream, spec: DataSpec) -> None:
    rows = epoch(stream, 0)
    assert len(rows) == spec.train_samples == stream.samples
    assert len(set(rows)) == len(rows)
    tested = numbers(stream, stream.test_rows(ROWS)[0])
    assert sorted(rows + tested) == list(range(ROWS))
    assert sorted(numbers(stream, stream.sample_rows(ROWS)[0])) == sorted(rows)


def test_rows_bring_their_own_columns_and_labels(stream: RowStream) -> None:
    for x, labels, after in stream.batches(1, 100, Cursor()):
        rows = torch.tensor(numbers(stream, x))
        assert torch.equal(labels, rows * 3 // ROWS)
        assert torch.equal(x[:, 3], (rows % 2).float())
        assert torch.equal(x[:, 2], 1 - x[:, 3])
        if after.epoch:
            return


def test_they_are_the_training_rows_of_the_set_in_memory(
    stream: RowStream, spec: DataSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(storage.MEMORY, "100000000")
    points = load(spec)
    x, labels = stream.sample_rows(ROWS)
    np.testing.assert_array_equal(x.numpy(), points.inputs[: points.train])
    np.testing.assert_array_equal(labels.numpy(), points.labels[: points.train])


def test_the_order_follows_from_seed_and_epoch(spec: DataSpec, stream: RowStream) -> None:
    first = epoch(stream, 0)
    assert first == epoch(stream, 0)
    other = RowStream(spec)
    assert epoch(other, 3) == epoch(stream, 3) != first
    assert epoch(other, 0, seed=2) != first
    other.close()


def test_each_stretch_holds_rows_of_all_over_the_file(stream: RowStream) -> None:
    """The file is sorted by class: read in its order, each of these would be of one."""
    rows = np.array(epoch(stream, 0))
    window = stream.window_rows
    for start in range(0, len(rows) - window, window):
        shares = np.bincount(rows[start : start + window] * 3 // ROWS, minlength=3) / window
        assert shares.min() > 0.05
    assert (np.diff(rows) == 1).mean() < 0.02


def test_it_goes_on_from_any_place_as_if_it_had_never_stopped(
    spec: DataSpec, stream: RowStream
) -> None:
    whole: list[list[int]] = []
    cursors = [Cursor()]
    for x, _, after in stream.batches(1, 48, Cursor()):
        whole.append(numbers(stream, x))
        cursors.append(after)
        if after == Cursor(1, 48 * 20):
            break
    for at in (1, 7, 30, 72, 73, len(whole) - 1):
        other = RowStream(spec)
        resumed = other.batches(1, 48, cursors[at])
        for expected in whole[at : at + 30]:
            assert numbers(other, next(resumed)[0]) == expected
        other.close()


def test_another_batch_size_in_mid_epoch_misses_and_repeats_none(stream: RowStream) -> None:
    rows: list[int] = []
    cursor = Cursor()
    for batch_size in (1, 50, 333, 7, 1000, 10_000):
        chunk = stream.following(1, batch_size, cursor, 1)
        rows += numbers(stream, chunk.x)
        cursor = chunk.batches.after
    assert (len(rows), len(set(rows))) == (stream.samples, stream.samples)
    assert cursor == Cursor(1, 0)


def test_a_batch_above_the_set_is_the_set(stream: RowStream) -> None:
    chunk = stream.following(1, 10**6, Cursor(), 3)
    assert (len(chunk.x), chunk.batches.after) == (stream.samples, Cursor(1, 0))


def test_a_chunk_holds_the_batches_one_after_the_other(stream: RowStream) -> None:
    chunk = stream.following(1, 20, Cursor(0, 100), 5)
    assert chunk.batches.starts.tolist() == [0, 20, 40, 60, 80, 100]
    assert chunk.batches.after == Cursor(0, 200)
    assert chunk.cursors == tuple(Cursor(0, position) for position in range(100, 201, 20))
    singly = stream.batches(1, 20, Cursor(0, 100))
    parts = [next(singly)[0] for _ in range(5)]
    assert torch.equal(chunk.x, torch.cat(parts))
    many = stream.following(1, 20, Cursor(), 10**6)
    assert len(many.batches.starts) - 1 == stream.max_batches(20)


def test_a_look_ahead_changes_nothing(stream: RowStream) -> None:
    cursor = Cursor()
    plain = epoch(stream, 0)
    looked: list[int] = []
    while cursor.epoch == 0:
        before = stream.following(1, 32, cursor, 1)
        chunk = stream.following(1, 32, cursor, 1)
        assert torch.equal(before.x, chunk.x)
        looked += numbers(stream, chunk.x)
        cursor = chunk.batches.after
    assert looked == plain
    # What was read ahead was used: no window twice.
    assert stream.counters.windows <= 2 * stream._windows.count(1, 0) + 8


def test_samples_are_bounded_and_always_the_same(spec: DataSpec, stream: RowStream) -> None:
    other = RowStream(spec)
    for part in ("sample_rows", "test_rows"):
        x, labels = getattr(stream, part)(200)
        assert len(x) == len(labels) == 200
        assert len(set(numbers(stream, x))) == 200
        assert torch.equal(x, getattr(other, part)(200)[0])
        assert torch.bincount(labels).min() > 40
    other.close()


def test_pictures_are_streamed_as_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    by_blocks(monkeypatch)
    pictures = np.random.default_rng(1).integers(0, 256, (300, 12, 8)).astype(np.uint8)
    spec = spec_of(uploaded(npz_of(x=pictures, y=np.arange(300) % 3)))
    stream = RowStream(spec)
    assert (
        Layout(stream._windows.store.layout.upload, stream._windows.store.layout.metadata).row_bytes
        == 97
    )
    found: list[bytes] = []
    for x, _, after in stream.batches(1, 17, Cursor()):
        assert x.shape[1:] == (1, 12, 8)
        found += [bytes(picture) for picture in (x * 255).round().to(torch.uint8).numpy()]
        if after.epoch:
            break
    x, _ = stream.test_rows(300)
    found += [bytes(picture) for picture in (x * 255).round().to(torch.uint8).numpy()]
    assert sorted(found) == sorted(map(bytes, pictures))
    stream.close()


def test_it_counts_what_reading_costs(stream: RowStream) -> None:
    stream.following(1, 32, Cursor(), 1)
    until(stream._readers[0]._queue.full)
    epoch(stream, 0)
    counters = stream.counters
    assert counters.windows >= stream._windows.count(1, 0)
    assert counters.bytes_read >= stream.samples * stream._windows.store.layout.row_bytes
    assert min(counters.load, counters.wait, counters.compute) > 0
    assert 0 < counters.max_queued_bytes <= 2 * MEMORY / 16


def test_torchs_own_random_numbers_are_left_alone(spec: DataSpec) -> None:
    torch.manual_seed(1)
    expected = torch.rand(3)
    torch.manual_seed(1)
    stream = RowStream(spec)
    stream.following(1, 32, Cursor(), 1)
    stream.close()
    assert torch.equal(torch.rand(3), expected)


def test_a_file_that_shrinks_meanwhile_is_a_problem_and_no_standstill(spec: DataSpec) -> None:
    stream = RowStream(spec)
    assert spec.upload is not None
    rows = next(folder_of(spec.upload).glob("rows-*")) / "rows"
    rows.write_bytes(b"")
    for _ in range(2):
        with pytest.raises(SpecProblem):
            epoch(stream, 0)
    stream.close()


def test_no_thread_is_left_behind(spec: DataSpec) -> None:
    stream = RowStream(spec)
    for seed in (1, 2, 3):
        stream.following(seed, 32, Cursor(), 1)
        assert names().count("row stream") == 1
    stream.close()
    assert "row stream" not in names()


def test_a_stream_that_nobody_has_any_more_ends_its_thread(spec: DataSpec) -> None:
    stream = RowStream(spec)
    stream.following(1, 32, Cursor(), 1)
    del stream
    gc.collect()
    assert "row stream" not in names()


def names() -> list[str]:
    return [thread.name for thread in threading.enumerate()]


def learned(data: DataSpec, steps: int, chunk_steps: int) -> tuple[Trainer, TrainState]:
    """As a session trains it."""
    spec = parse(
        {
            "data": data.model_dump(),
            "training": {"loss": {"kind": "cross_entropy"}, "learning_rate": 0.01},
        }
    )
    program = Program.build(spec)
    trainer, state = Trainer(spec, program, load(data)), begin(spec, program)
    while state.step < steps:
        outcome = trainer.advance(state, min(chunk_steps, steps - state.step))
        assert outcome.diverged_at is None
    return trainer, state


def test_training_is_the_same_however_it_is_chunked(spec: DataSpec) -> None:
    (trainer, one), (_, many) = learned(spec, 150, 1), learned(spec, 150, 1000)
    assert trainer.backend == "stream"
    assert torch.equal(one.parameters, many.parameters)
    assert one.cursor == many.cursor
    assert one.epoch * trainer.samples + one.position > 149 * 32


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from /proc")
def test_memory_does_not_grow_with_the_file() -> None:
    """A file of 30 MB with a cap of 8 MB, and one of 120 MB: what is above the caps is fixed costs.

    Those are arrow's buffers, a row group of which must be unpacked, and torch's; see
    tests/benchmarks/streaming.py for 2 GB under 256 MB.
    """
    small = figures(30, 8 * 2**20, steps=200, rows_at_once=50_000)
    large = figures(120, 8 * 2**20, steps=200, rows_at_once=50_000)
    for part in ("take", "convert", "train", "epoch"):
        assert growth(small, large, part) < 12 * 2**20, (part, small, large)


def growth(small: dict[str, Any], large: dict[str, Any], part: str) -> float:
    return float(large[part]["bytes"] - small[part]["bytes"])
