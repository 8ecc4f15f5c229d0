"""Both backends: against plain torch, against each other, in chunks, and when they diverge."""

import math

import pytest
import torch

from playground.data.loader import load
from playground.nn.program import Program
from playground.spec.project import parse
from playground.train.backends import Trainer
from playground.train.batches import following
from playground.train.cost import memory_bytes
from playground.train.dense import ACTIVATION_NUMBERS, WIDEST
from playground.train.losses import loss
from playground.train.state import TrainState, begin
from playground.train.step import Stepper

OPTIMIZERS = [
    {"kind": "sgd"},
    {"kind": "sgd", "momentum": 0.9, "nesterov": True},
    {"kind": "adam"},
    {"kind": "adamw", "weight_decay": 0.1},
    {"kind": "rmsprop", "momentum": 0.5},
]
LOSSES = [
    ("spiral", 2, {"kind": "binary_cross_entropy"}),
    ("spiral", 3, {"kind": "cross_entropy"}),
    ("gaussians", 3, {"kind": "mse"}),
    ("multi_gauss", 2, {"kind": "huber", "delta": 0.3}),
]


def spec(units=(6, 5), activation="tanh", data=None, **training):
    layers = [
        {"id": f"h{i}", "units": count, "activation": activation} for i, count in enumerate(units)
    ]
    return parse({"network": {"layers": layers}, "data": data or {}, "training": training})


def trainer(spec, backend="dense"):
    made = Trainer(spec, Program.build(spec), load(spec.data))
    if backend == "eager":
        made._dense = None
    assert made.backend == backend
    return made, begin(spec, made.program)


def assert_same(one, two, **tolerance):
    torch.testing.assert_close(one.parameters, two.parameters, **tolerance)
    for name, slot in one.optimizer_state.items():
        torch.testing.assert_close(slot, two.optimizer_state[name], **tolerance)
    assert (one.updates, one.step, one.cursor) == (two.updates, two.step, two.cursor)


@pytest.mark.parametrize("activation", ACTIVATION_NUMBERS)
@pytest.mark.parametrize(("dataset", "classes", "loss"), LOSSES)
def test_the_tiers_agree(activation, dataset, classes, loss):
    for optimizer in OPTIMIZERS:
        made = spec(
            activation=activation,
            data={"dataset": dataset, "classes": classes, "samples": 60},
            loss=loss,
            optimizer=optimizer,
            schedule={"kind": "exponential", "factor": 0.9},
            learning_rate=0.003,
            batch_size=13,
            l1=0.001,
            l2=0.01,
        )
        (dense, one), (eager, two) = trainer(made), trainer(made, "eager")
        first, second = dense.advance(one, 6), eager.advance(two, 6)
        assert_same(one, two, rtol=1e-4, atol=2e-5)
        assert first.loss == pytest.approx(second.loss, rel=1e-4)
        torch.testing.assert_close(first.gradient, second.gradient, rtol=1e-3, atol=1e-5)


@pytest.mark.parametrize("backend", ["dense", "eager"])
def test_a_step_equals_one_of_plain_torch(backend):
    made = spec(optimizer={"kind": "sgd"}, learning_rate=0.1, l1=0.01, l2=0.1)
    runner, state = trainer(made, backend)
    leaf = state.parameters.clone().requires_grad_()
    batch = following(made.seed, runner.samples, 32, state.cursor, 1)
    rows = torch.from_numpy(batch.indices)
    outputs = runner.program.forward(leaf, runner.train_x[rows]).activations[-1]
    weights = [v for k, v in runner.program.layout.views(leaf).items() if k.endswith("weight")]
    value = loss(made, outputs, runner.train_labels[rows])
    penalty = sum(0.01 * w.abs().sum() + 0.1 / 2 * w.square().sum() for w in weights)
    (value + penalty).backward()
    torch.testing.assert_close(runner.gradient_at(state), leaf.grad)
    outcome = runner.advance(state, 1)
    assert outcome.loss == pytest.approx(value.item(), rel=1e-5)
    torch.testing.assert_close(outcome.gradient, leaf.grad)
    torch.testing.assert_close(state.parameters, (leaf - 0.1 * leaf.grad).detach())
    assert (state.updates, state.step, state.epoch, state.position) == (1, 1, 0, 32)


@pytest.mark.parametrize("backend", ["dense", "eager"])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_chunks_make_no_difference(backend, optimizer):
    runner, one = trainer(spec(optimizer=optimizer, batch_size=100), backend)
    two, three = one.clone(), one.clone()
    runner.advance(one, 10)
    for _ in range(10):
        runner.advance(two, 1)
    assert_same(one, two, rtol=0, atol=0)
    runner.advance(three, 4)
    three = TrainState.from_bytes(three.to_bytes())
    runner.advance(three, 6)
    assert_same(one, three, rtol=0, atol=0)


def test_the_same_spec_gives_the_same_run():
    (runner, one), (other, two) = trainer(spec()), trainer(spec())
    runner.advance(one, 500)
    other.advance(two, 500)
    assert_same(one, two, rtol=0, atol=0)


def test_training_learns():
    runner, state = trainer(spec((8, 8), data={"dataset": "circle"}))
    assert runner.advance(state, 5000).loss < 0.05
    outputs = runner.program.forward(state.parameters, runner.test_x).activations[-1]
    assert ((outputs[:, 0] > 0) == (runner.test_labels == 1)).float().mean() > 0.95


def test_a_batch_above_the_training_set_is_the_full_set():
    runner, state = trainer(spec(batch_size=5000))
    outcome = runner.advance(state, 1)
    full = loss(
        runner.spec,
        runner.program.forward(
            begin(runner.spec, runner.program).parameters, runner.train_x
        ).activations[-1],
        runner.train_labels,
    )
    assert outcome.loss == pytest.approx(full.item(), rel=1e-5)
    assert (state.epoch, state.position) == (1, 0)


@pytest.mark.parametrize("backend", ["dense", "eager"])
@pytest.mark.parametrize("optimizer", [{"kind": "sgd"}, {"kind": "rmsprop"}])
def test_a_run_that_diverges_stops_at_its_last_finite_state(backend, optimizer):
    made = spec((8, 8, 8), "relu", loss={"kind": "mse"}, optimizer=optimizer, learning_rate=100)
    runner, state = trainer(made, backend)
    twin = state.clone()
    outcome = runner.advance(state, 50)
    assert outcome.diverged_at == outcome.steps == state.step == state.updates < 50
    assert outcome.layer in {"h0", "h1", "h2", "output"}
    assert state.parameters.isfinite().all()
    assert all(slot.isfinite().all() for slot in state.optimizer_state.values())
    while twin.step < outcome.steps:
        assert runner.advance(twin, 1).diverged_at is None
    assert_same(twin, state, rtol=0, atol=0)
    again = runner.advance(twin, 1)
    assert (again.steps, again.diverged_at, again.layer) == (0, state.step, outcome.layer)
    assert_same(twin, state, rtol=0, atol=0)


@pytest.mark.parametrize("backend", ["dense", "eager"])
@pytest.mark.parametrize("value", [math.nan, math.inf])
@pytest.mark.parametrize("activation", ACTIVATION_NUMBERS)
def test_a_parameter_that_is_not_finite_is_found(backend, activation, value):
    runner, state = trainer(spec(activation=activation), backend)
    runner.program.layout.views(state.parameters)["h1.weight"][0, 0] = value
    outcome = runner.advance(state, 3)
    assert outcome.diverged_at == 0
    assert (state.step, state.position) == (0, 0)


def test_the_layer_at_fault_is_the_first():
    runner, state = trainer(spec((4, 4, 4), "relu"))
    views = runner.program.layout.views(state.parameters)
    views["h1.bias"].fill_(3e38)
    views["h1.weight"].fill_(1e38)
    assert runner.advance(state, 1).layer == "h1"


def test_a_failed_step_is_not_made_twice_for_its_diagnosis(monkeypatch):
    """One of six seconds took twenty: made, made again to find it, and again to find its layer."""
    runner, state = trainer(spec((4, 4), "relu", loss={"kind": "mse"}), "eager")
    runner.program.layout.views(state.parameters)["h1.weight"].fill_(1e38)
    runner.program.layout.views(state.parameters)["h1.bias"].fill_(3e38)
    gradients, compute = [], Stepper.value_and_gradient

    def counted(*given):
        gradients.append(given)
        return compute(*given)

    monkeypatch.setattr(Stepper, "value_and_gradient", counted)
    assert runner.advance(state, 1).diverged_at == 0
    assert len(gradients) == 1


def test_a_saturated_unit_has_no_gradient():
    """As in torch, where tanh reaches 1: an approximation that stops short would let some pass."""
    runner, state = trainer(spec((3,)))
    runner.program.layout.views(state.parameters)["h0.bias"][0] = 1e6
    gradient = runner.program.layout.views(runner.advance(state, 1).gradient)
    assert gradient["h0.bias"][0] == 0
    assert gradient["h0.bias"][1] != 0


def test_wide_layers_run_in_torch():
    runner, state = trainer(spec((WIDEST + 1,)), "eager")
    assert runner.advance(state, 2).steps == 2


def test_memory_grows_with_the_network_and_the_data():
    small, wide = memory_bytes(spec((8,))), memory_bytes(spec((256, 256)))
    assert 4 * spec((8,)).parameter_count < small < wide < 2**30
    assert memory_bytes(spec((8,), data={"samples": 5000})) > small
