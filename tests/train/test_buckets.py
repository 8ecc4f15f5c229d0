"""Buckets of the curves hold every step's loss and gradient norms, as plain torch finds them."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from playground.data import storage
from playground.data.loader import load
from playground.nn.program import Program
from playground.spec.project import Spec, parse
from playground.train import norms
from playground.train.backends import Trainer
from playground.train.buckets import LOSS, Bucket
from playground.train.losses import loss
from playground.train.state import StateError, TrainState, adapt_state, begin
from support.threads import one_thread  # noqa: F401
from support.uploading import parquet_of, spec_of, uploaded

LAYERS = [
    {"id": "h1", "units": 6, "activation": "tanh"},
    {"id": "h2", "units": 5, "activation": "relu"},
]
SGD, ADAM = {"kind": "sgd"}, {"kind": "adam"}
PLAIN, PENALIZED = {}, {"l1": 0.003, "l2": 0.01}


def spec_with(seed: int, layers: object = LAYERS, data: object = None, **training: object) -> Spec:
    chosen = data or {"dataset": "spiral", "samples": 90, "seed": seed}
    return parse(
        {
            "seed": seed,
            "network": {"layers": layers},
            "data": chosen,
            "training": {"batch_size": 13, "learning_rate": 0.03, **training},
        }
    )


def trainer_of(spec: Spec, backend: str) -> Trainer:
    trainer = Trainer(spec, Program.build(spec), load(spec.data))
    if backend == "eager":
        trainer._dense = None
    assert trainer.backend == backend
    return trainer


def by_plain_torch(trainer: Trainer, state: TrainState, steps: int) -> list[dict[str, float]]:
    """Each step's loss and gradient norms, by autograd and torch's own optimizer."""
    training, state = trainer.spec.training, state.clone()
    leaf = state.parameters.clone().requires_grad_()
    optimizer = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[training.optimizer.kind](
        [leaf], lr=training.learning_rate
    )
    weights, found = trainer.program.weight_mask(), []
    sizes = [shape.parameters for shape in trainer.program.shapes]
    for _ in range(steps):
        feed = trainer._feed(state, 1)
        rows = torch.from_numpy(feed.batches.indices)
        outputs = trainer.program.forward(leaf, feed.x[rows]).activations[-1]
        value = loss(trainer.spec, outputs, feed.labels[rows])
        penalty = training.l1 * (weights * leaf).abs().sum()
        penalty = penalty + training.l2 / 2 * (weights * leaf).square().sum()
        optimizer.zero_grad()
        (value + penalty).backward()
        assert leaf.grad is not None
        lengths = [float(part.norm()) for part in leaf.grad.split(sizes)]
        ids = [f"gradient:{shape.id}" for shape in trainer.program.shapes]
        found.append({LOSS: value.item()} | dict(zip(ids, lengths, strict=True)))
        optimizer.step()
        state.epoch, state.position = feed.batches.after.epoch, feed.batches.after.position
    return found


def assert_tells(bucket: Bucket, layers: list[str], rows: list[dict[str, float]]) -> None:
    columns = bucket.columns(layers)
    for name in rows[0]:
        values = [row[name] for row in rows]
        expected = [sum(values) / len(values), min(values), max(values)]
        assert [columns[name + end] for end in ("", ":min", ":max")] == pytest.approx(
            expected, rel=2e-3, abs=1e-6
        ), name
    assert columns.keys() == {
        "not_finite",
        *(name + end for name in rows[0] for end in ("", ":min", ":max")),
    }


@pytest.mark.parametrize("seed", [11, 12, 13])
@pytest.mark.parametrize("penalty", [PLAIN, PENALIZED], ids=["plain", "penalized"])
@pytest.mark.parametrize("optimizer", [SGD, ADAM], ids=["sgd", "adam"])
@pytest.mark.parametrize("backend", ["dense", "eager"])
def test_a_bucket_is_of_every_step(
    seed: int, penalty: dict[str, float], optimizer: dict[str, str], backend: str
) -> None:
    trainer = trainer_of(spec_with(seed, optimizer=optimizer, **penalty), backend)
    state = begin(trainer.spec, trainer.program)
    expected = by_plain_torch(trainer, state, 50)
    for chunk in (1, 7, 30, 12):
        trainer.advance(state, chunk)
    assert_tells(state.bucket, ["h1", "h2", "output"], expected)
    assert state.bucket.columns([])["not_finite"] == 0


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_a_bucket_of_a_streamed_set_is_of_every_step(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(storage.FOLDER, str(tmp_path))
    monkeypatch.setenv(storage.MEMORY, "64000")
    values = np.random.default_rng(seed).normal(size=(5000, 2)).astype(np.float32)
    columns = {"a": values[:, 0], "b": values[:, 1], "class": (values[:, 0] > 0).astype(np.int64)}
    data = spec_of(uploaded(parquet_of(columns))).model_dump(mode="json")
    trainer = trainer_of(spec_with(seed, data=data, optimizer=SGD), "stream")
    state = begin(trainer.spec, trainer.program)
    expected = by_plain_torch(trainer, state, 40)
    for chunk in (3, 37):
        trainer.advance(state, chunk)
    assert_tells(state.bucket, ["h1", "h2", "output"], expected)


@pytest.mark.parametrize("backend", ["dense", "eager"])
@pytest.mark.parametrize("scale", [1e-24, 1.0])
def test_norms_that_float32_cannot_square_are_found(backend: str, scale: float) -> None:
    made = spec_with(11, optimizer=SGD, learning_rate=1e-6)
    trainer = trainer_of(made, backend)
    state = begin(made, trainer.program)
    output = trainer.program.layout.views(state.parameters)["output.weight"]
    output *= scale
    (expected,) = by_plain_torch(trainer, state, 1)
    trainer.advance(state, 1)
    norm = state.bucket.columns([])["gradient:h1"]
    assert norm is not None
    assert norm > 0
    if scale == 1:
        assert norm == pytest.approx(expected["gradient:h1"], rel=1e-4)
    else:
        assert 1e-30 < norm < 1e-20


@pytest.mark.parametrize("scale", [1e-30, 1.0, 1e30])
@pytest.mark.parametrize("find", [norms.layer_norms, norms._at_once], ids=["cpu", "card"])
def test_norms_of_layers_are_found_whatever_their_size(find: Any, scale: float) -> None:
    sizes = [5, 0, 300, 1, 0]
    gradient = scale * torch.randn(306, generator=torch.Generator().manual_seed(11))
    given = (gradient, sizes) if find is norms.layer_norms else (gradient.split(sizes),)
    expected = [float(part.double().norm()) for part in gradient.split(sizes)]
    assert find(*given).tolist() == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("backend", ["dense", "eager"])
def test_a_step_that_was_not_finite_is_counted_and_is_in_no_mean(backend: str) -> None:
    made = spec_with(11, optimizer=SGD, learning_rate=90.0, loss={"kind": "mse"}, data={
        "dataset": "plane", "samples": 90,
    })  # fmt: skip
    trainer = trainer_of(made, backend)
    state = begin(made, trainer.program)
    outcome = trainer.advance(state, 5000)
    assert outcome.diverged_at is not None
    columns = state.bucket.columns([])
    assert columns["not_finite"] == 1
    assert state.bucket.bands()[LOSS].steps == outcome.steps
    assert all(math.isfinite(value) for value in columns.values() if value is not None)


@pytest.mark.parametrize("backend", ["dense", "eager"])
def test_a_bucket_is_the_same_however_chunked_and_wherever_its_state_goes(backend: str) -> None:
    trainer = trainer_of(spec_with(12, optimizer=ADAM), backend)
    one = begin(trainer.spec, trainer.program)
    two = one.clone()
    trainer.advance(one, 40)
    for chunk in (1, 1, 20, 5):
        trainer.advance(two, chunk)
        left = two.clone()
        trainer.advance(two, 3)
        two = TrainState.from_bytes(left.to_bytes())
    trainer.advance(two, 13)
    assert two.bucket.written() == one.bucket.written()
    assert two.bucket.columns([]) == one.bucket.columns([])


def test_an_edit_keeps_what_layers_did_that_it_took_away() -> None:
    before = spec_with(13, optimizer=SGD)
    after = spec_with(13, [LAYERS[0], {"id": "new", "units": 3, "activation": "tanh"}])
    old, new = trainer_of(before, "dense"), trainer_of(after, "dense")
    state = begin(before, old.program)
    old.advance(state, 4)
    then = state.bucket.bands()
    state, _, _ = adapt_state(state, before, after)
    new.advance(state, 6)
    found = state.bucket.bands()
    assert {name: band.steps for name, band in found.items()} == {
        LOSS: 10, "h1": 10, "h2": 4, "new": 6, "output": 10,
    }  # fmt: skip
    assert found["h2"] == then["h2"]
    read = TrainState.from_bytes(state.to_bytes()).bucket
    assert read.bands() == found
    columns = read.columns(["h1", "new", "output"])
    assert columns["gradient:h2"] == then["h2"].mean


rows = st.lists(st.lists(st.floats(0, 1e30), min_size=3, max_size=3), max_size=30)


@given(rows, st.lists(st.integers(0, 30), max_size=4), st.integers(0, 3))
def test_chunks_and_writing_change_no_bit(
    values: list[list[float]], cuts: list[int], broken: int
) -> None:
    all_rows = np.array(values).reshape(-1, 3)
    whole = Bucket()
    whole.fit(("a", "b"))
    whole.add(all_rows)
    whole.broken = broken
    parts = Bucket()
    for part in np.split(all_rows, sorted(min(cut, len(values)) for cut in cuts)):
        parts.fit(("a", "b"))
        parts.add(part)
        parts = Bucket.read(parts.written())
    parts.broken = broken
    assert parts.bands() == whole.bands()
    assert not values or parts.written() == whole.written()
    assert whole.is_empty == (not values and not broken)
    for band in whole.bands().values():
        assert band.lowest <= band.mean <= band.highest


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"layers":["a"],"steps":1,"figures":[[1]]}'])
def test_what_is_no_bucket_is_refused_with_its_state(text: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        Bucket.read(text)


def test_a_state_with_a_damaged_bucket_is_refused() -> None:
    made = spec_with(11)
    trainer = trainer_of(made, "dense")
    state = begin(made, trainer.program)
    trainer.advance(state, 2)
    data = state.to_bytes()
    with pytest.raises(StateError):
        TrainState.from_bytes(data.replace(b'\\"steps\\":2', b'\\"steps\\":3'))


def test_the_gradient_of_a_deep_network_is_had_before_any_step() -> None:
    """The compiled loop looks at no bounds: each layer needs its column, whatever the bucket holds."""
    deep = [{"id": f"h{place}", "units": 2, "activation": "tanh"} for place in range(20)]
    trainer = trainer_of(spec_with(11, deep), "dense")
    state = begin(trainer.spec, trainer.program)
    assert state.bucket.layers == ()
    feed = trainer._feed(state, 1)
    assert trainer._dense is not None
    found = trainer._dense.gradient(state, feed.batches)
    leaf = state.parameters.clone().requires_grad_()
    rows = torch.from_numpy(feed.batches.indices)
    outputs = trainer.program.forward(leaf, feed.x[rows]).activations[-1]
    loss(trainer.spec, outputs, feed.labels[rows]).backward()  # type: ignore[no-untyped-call]
    assert leaf.grad is not None
    torch.testing.assert_close(found, leaf.grad, rtol=1e-4, atol=1e-6)
    assert state.bucket.layers == ()
    with pytest.raises(AssertionError):
        trainer._dense.run(state, feed.batches)
