"""Every optimizer: as torch's own by its exported script, with parts of nets at rest, after an edit,
after a restart, in the compiled loop, and in the page's words.
"""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import Tensor

from playground.data.loader import load
from playground.nn.program import Program
from playground.spec.optimizers import OPTIMIZERS as KINDS
from playground.spec.project import Spec
from playground.train import kernel
from playground.train.backends import Trainer
from playground.train.optimizers import OPTIMIZERS, first_state, state_names
from playground.train.optimizers.base import Parts
from playground.train.state import TrainState, adapt_state, begin
from support import exported
from support.nets import dense, spec_of
from support.strings import missing
from support.tensors import layout

RATE = 0.01
STEPS, EVERY = 200, 20
DRIFT = 1e-5
"""How far two orders of summing may lead a loss apart with each step, of itself."""

BACKENDS = [
    *((kind, "eager") for kind in KINDS),
    *((kind, "dense") for kind, row in KINDS.items() if row.compiled is not None),
]
every_kind = pytest.mark.parametrize("kind", KINDS)
every_kind_and_backend = pytest.mark.parametrize(("kind", "backend"), BACKENDS)


def spec(
    kind: str, units: int = 6, l2: float = 0.0, output: dict[str, Any] | None = None, **first: Any
) -> Spec:
    """A small net, trained with batches as the kind wants them; `first` are its first layer's."""
    training = {
        "optimizer": {"kind": kind},
        "l2": l2,
        "learning_rate": RATE,
        "batch_size": 5000 if KINDS[kind].full_batches else 16,
    }
    layers = dense("a", units, **first), dense("b", 4)
    return spec_of(*layers, training=training, output=output or {})


def started(spec: Spec, backend: str) -> tuple[Trainer, TrainState]:
    """A trainer with this backend, and its first state."""
    program = Program.build(spec)
    trainer = Trainer(spec, program, load(spec.data))
    if backend == "eager":
        trainer._dense = None
    assert trainer.backend == backend
    return trainer, begin(spec, program)


# --- the tables ---------------------------------------------------------------------------------


def test_both_tables_have_the_same_kinds() -> None:
    assert KINDS.keys() == OPTIMIZERS.keys()


@every_kind
def test_a_kind_is_called_as_its_file(kind: str) -> None:
    assert KINDS[kind].model.model_fields["kind"].default == kind
    assert KINDS[kind].model().kind == kind


@every_kind
def test_its_number_is_the_compiled_loops(kind: str) -> None:
    compiled = KINDS[kind].compiled
    assert (None if compiled is None else compiled.number) == getattr(kernel, kind.upper(), None)


@every_kind
def test_it_has_texts_in_every_language(kind: str) -> None:
    assert missing(f"optimizer.{kind}", f"optimizer.{kind}.tip") == []


# --- as torch -----------------------------------------------------------------------------------


@every_kind_and_backend
def test_its_steps_are_those_of_torch_by_its_exported_script(kind: str, backend: str) -> None:
    # The penalty keeps the loss's valley from being so flat that rounding chooses the way.
    made = spec(kind, l2=0.1)
    trainer, state = started(made, backend)
    theirs = exported.run(made, STEPS, EVERY)
    for step, train_loss, _ in theirs.losses:
        assert state.step == step
        ours = trainer.train_loss(state)
        assert ours == pytest.approx(train_loss, rel=DRIFT * step, abs=1e-6)
        assert trainer.advance(state, EVERY).diverged_at is None
    assert state.step == STEPS
    torch.testing.assert_close(state.parameters, theirs.parameters, rtol=1e-2, atol=1e-3)


@every_kind_and_backend
def test_it_learns(kind: str, backend: str) -> None:
    trainer, state = started(spec(kind), backend)
    before = trainer.train_loss(state)
    trainer.advance(state, STEPS)
    assert trainer.train_loss(state) < before


# --- what is at rest ----------------------------------------------------------------------------


@every_kind
def test_what_is_frozen_stays_bit_for_bit_whatever_its_gradient(kind: str) -> None:
    settings = KINDS[kind].model()
    generator = torch.Generator().manual_seed(3)
    parts, size = layout()
    trainable = torch.rand(size, generator=generator) < 0.5
    parts = Parts(parts.tensors, trainable)
    ours = torch.randn(size, generator=generator)
    first, state = ours.clone(), first_state(settings, ours, 5 * RATE)
    for step in range(30):
        gradient = ours + torch.randn(size, generator=generator) + 100 * ~trainable
        OPTIMIZERS[kind].update(settings, ours, gradient, state, 5 * RATE, step, parts)
    assert torch.equal(ours[~trainable], first[~trainable])
    assert (ours[trainable] != first[trainable]).all()
    assert all(vector.isfinite().all() for vector in state.values())


@every_kind
def test_frozen_layers_and_units_of_a_net_stay_bit_for_bit(kind: str) -> None:
    made = spec(kind, frozen_units=[1, 4], output={"frozen": True})
    trainer, state = started(made, "eager")
    first = state.parameters.clone()
    trainer.advance(state, 50)
    trainable = trainer.program.trainable
    assert trainable is not None
    assert torch.equal(state.parameters[~trainable], first[~trainable])
    assert (state.parameters[trainable] != first[trainable]).any()


@every_kind
def test_weights_that_are_masked_stay_zero(kind: str) -> None:
    made = spec(kind, 8, density=0.5)
    trainer, state = started(made, "eager")
    weight = trainer.program.layout.views(state.parameters)["a.weight"]
    absent = weight == 0
    assert absent.sum() == 8
    trainer.advance(state, 50)
    weight = trainer.program.layout.views(state.parameters)["a.weight"]
    assert (weight[absent] == 0).all()
    assert (weight[~absent] != 0).all()


@pytest.mark.parametrize("kind", [kind for kind in OPTIMIZERS if kind != "lbfgs"])
def test_a_factor_is_a_parameter_group_with_a_rate_of_its_own(kind: str) -> None:
    settings = KINDS[kind].model()
    rate = 5 * RATE
    parts, size = layout()
    factors = torch.ones(size)
    for part, factor in zip(parts.tensors[:3], (0.25, 0.0, 3.0), strict=True):
        part.view(factors).fill_(factor)
    runs: dict[str | float, Tensor] = {}
    for name, own, vector in (
        ("together", rate, factors),
        (0.25, 0.25 * rate, None),
        (3.0, 3 * rate, None),
        (1.0, rate, None),
        (0.0, 0.0, None),
    ):
        generator = torch.Generator().manual_seed(5)
        ours = torch.randn(size, generator=generator)
        start, state = ours.clone(), first_state(settings, ours, own)
        for step in range(20):
            gradient = torch.randn(size, generator=generator)
            parts_here = Parts(parts.tensors, None, vector)
            OPTIMIZERS[kind].update(settings, ours, gradient, state, own, step, parts_here)
        runs[name] = ours
    still = parts.tensors[1]
    if OPTIMIZERS[kind].proportional:
        torch.testing.assert_close(still.view(runs["together"]), still.view(start))
    for place, factor in ((0, 0.25), (1, 0.0), (2, 3.0), (3, 1.0)):
        part = parts.tensors[place]
        torch.testing.assert_close(
            part.view(runs["together"]), part.view(runs[factor]), rtol=1e-4, atol=1e-5
        )


# --- what it remembers --------------------------------------------------------------------------


@every_kind
def test_its_state_is_float32_vectors_with_a_storage_each(kind: str) -> None:
    settings = KINDS[kind].model()
    state = first_state(settings, torch.ones(7), 0.1)
    assert tuple(state) == state_names(settings)
    assert all(vector.shape == (7,) for vector in state.values())
    assert all(vector.dtype == torch.float32 for vector in state.values())
    assert len({vector.data_ptr() for vector in state.values()}) == len(state)
    assert "average" not in state


@every_kind
def test_its_state_survives_an_edit(kind: str) -> None:
    before, after = spec(kind), spec(kind, 8)
    trainer, state = started(before, "eager")
    trainer.advance(state, 20)
    got, transfer, notes = adapt_state(state, before, after)
    assert notes == ()
    assert got.updates == state.updates
    kept = transfer.source >= 0
    assert kept.sum() == len(state.parameters)
    for name, vector in got.optimizer_state.items():
        place = transfer.source[kept]
        assert torch.equal(vector[kept], state.optimizer_state[name][place])
    grown, _ = started(after, "eager")
    first = grown.train_loss(got)
    assert grown.advance(got, 50).diverged_at is None
    assert grown.train_loss(got) < first


@every_kind_and_backend
def test_its_state_is_restored_bit_for_bit(kind: str, backend: str) -> None:
    trainer, state = started(spec(kind), backend)
    trainer.advance(state, 30)
    again = TrainState.from_bytes(state.to_bytes())
    for _ in range(2):
        assert torch.equal(again.parameters, state.parameters)
        assert again.optimizer_state.keys() == state.optimizer_state.keys()
        for name, vector in state.optimizer_state.items():
            assert torch.equal(again.optimizer_state[name], vector)
        trainer.advance(state, 30)
        trainer.advance(again, 30)
