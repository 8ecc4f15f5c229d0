"""What a training step does beside the optimizer: masks, clipping, decay, smoothing, averages."""

import math

import pytest
import torch
from torch.nn import functional

from playground.data.loader import load
from playground.nn.program import Program
from playground.spec.project import parse
from playground.train.backends import Trainer
from playground.train.batches import following
from playground.train.noise import generator_at
from playground.train.norms import norm
from playground.train.optimizers import OPTIMIZERS
from playground.train.state import TrainState, adapt_state, begin
from playground.train.step import Stepper


def spec(*layers, output=None, data=None, loss="binary_cross_entropy", **training):
    return parse(
        {
            "data": {"dataset": "xor", "samples": 60} | (data or {}),
            "network": {"layers": list(layers), "output": output or {}},
            "training": {"loss": {"kind": loss}, "batch_size": 8, "learning_rate": 0.05} | training,
        }
    )


def dense(id="h", units=6, **settings):
    return {"kind": "dense", "id": id, "units": units} | settings


def trained(document, steps, chunk=None):
    """The program, its first parameters and the state after the steps."""
    program = Program.build(document)
    trainer = Trainer(document, program, load(document.data))
    state = begin(document, program)
    first = state.parameters.clone()
    while state.step < steps:
        outcome = trainer.advance(state, min(chunk or steps, steps - state.step))
        assert outcome.diverged_at is None
    return trainer, first, state


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_frozen_parameters_stay_bit_for_bit(kind):
    """A layer, a unit and a weight, with momentum, penalties and decay pulling at them."""
    document = spec(
        dense("a", frozen=True),
        dense("b", frozen_units=[2], frozen_weights=[[0, 3], [1, -1]]),
        optimizer={"kind": kind},
        learning_rate=0.01,
        l1=0.01,
        l2=0.1,
        weight_decay=0.1,
        averaging=0.9,
    )
    trainer, first, state = trained(document, 1000 if kind in ("sgd", "adamw") else 60)
    before, after = (trainer.program.layout.views(flat) for flat in (first, state.parameters))
    for key in ("a.weight", "a.bias"):
        assert torch.equal(before[key], after[key])
    frozen = torch.zeros(6, 6, dtype=torch.bool)
    frozen[2] = frozen[0, 3] = True
    assert torch.equal((before["b.weight"] == after["b.weight"]), frozen)
    assert (before["b.bias"] == after["b.bias"]).tolist() == [False, True, True, *[False] * 3]
    assert not torch.equal(before["output.weight"], after["output.weight"])


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_weights_that_are_not_wired_stay_zero(kind):
    document = spec(dense(units=10, density=0.3), optimizer={"kind": kind}, weight_decay=0.01)
    trainer, first, state = trained(document, 50)
    before, after = (
        trainer.program.layout.views(flat)["h.weight"] for flat in (first, state.parameters)
    )
    assert (before != 0).sum() == (after != 0).sum() == 6
    assert torch.equal(before == 0, after == 0)


def test_a_denser_wiring_holds_the_sparser_one():
    masks = [
        Program.build(spec(dense(units=10, density=density))).connection_mask
        for density in (0.2, 0.5)
    ]
    assert bool(((masks[1] - masks[0]) >= 0).all())


def test_newly_wired_weights_begin_afresh_and_lost_ones_are_gone():
    sparse, full = spec(dense(units=10, density=0.3)), spec(dense(units=10))
    program = Program.build(sparse)
    state = begin(sparse, program)
    state.parameters += (state.parameters != 0).float()
    dense_state, _, _ = adapt_state(state, sparse, full)
    there = program.connection_mask.bool()
    assert torch.equal(dense_state.parameters[there], state.parameters[there])
    fresh = Program.build(full).init(full.seed)
    assert torch.equal(dense_state.parameters[~there], fresh[~there])
    back, _, _ = adapt_state(dense_state, full, sparse)
    assert torch.equal(back.parameters != 0, state.parameters != 0)


def rows_of(trainer, state):
    """Of the next mini-batch."""
    batch = following(trainer.spec.seed, trainer.samples, 8, state.cursor, 1)
    return torch.from_numpy(batch.indices)


def plain_gradient(trainer, state, **loss_options):
    rows = rows_of(trainer, state)
    leaf = state.parameters.clone().requires_grad_()
    outputs = trainer.program.forward(leaf, trainer.train_x[rows]).activations[-1]
    goal = trainer.train_labels[rows].float().unsqueeze(1)
    value = functional.binary_cross_entropy_with_logits(outputs, goal)
    return torch.autograd.grad(value, leaf)[0]


def test_clipping_cuts_each_value_then_the_length():
    document = spec(dense(), clip_value=0.05, clip_norm=0.1)
    program = Program.build(document)
    trainer, state = Trainer(document, program, load(document.data)), begin(document, program)
    plain = plain_gradient(trainer, state)
    cut = plain.clamp(-0.05, 0.05)
    assert plain.abs().max() > 0.05
    assert cut.norm() > 0.1
    leaf = torch.nn.Parameter(torch.zeros_like(cut))
    leaf.grad = cut
    torch.nn.utils.clip_grad_norm_([leaf], 0.1)
    torch.testing.assert_close(trainer.gradient_at(state), leaf.grad)


@pytest.mark.parametrize("size", [1e-30, 1e-8, 1e-6, 1.0, 1e18, 1e25, 1e37])
def test_gradients_of_any_size_are_clipped_to_the_length(size):
    """As torch's clipping of the same numbers in float64, whose squares have room."""
    document = spec(dense(), clip_norm=1e-5)
    program = Program.build(document)
    stepper = Stepper.build(document, program, torch.device("cpu"))
    given = size * torch.randn(30, generator=torch.Generator().manual_seed(2))
    leaf = torch.nn.Parameter(torch.zeros(30, dtype=torch.float64))
    leaf.grad = given.double()
    torch.nn.utils.clip_grad_norm_([leaf], 1e-5)
    torch.testing.assert_close(stepper.clipped(given), leaf.grad.float(), rtol=1e-5, atol=0)


def test_a_short_gradient_is_not_clipped():
    document = spec(dense(), clip_norm=100.0)
    program = Program.build(document)
    trainer, state = Trainer(document, program, load(document.data)), begin(document, program)
    torch.testing.assert_close(trainer.gradient_at(state), plain_gradient(trainer, state))


def test_decoupled_decay_shrinks_weights_apart_from_the_gradient():
    base = {"optimizer": {"kind": "sgd"}, "learning_rate": 0.1}
    _, first, plain = trained(spec(dense(), **base), 1)
    trainer, _, decayed = trained(spec(dense(), **base, weight_decay=0.5), 1)
    weights = trainer.program.weight_mask()
    torch.testing.assert_close(decayed.parameters, plain.parameters - 0.05 * weights * first)


def test_a_layers_rate_factor_multiplies_its_step():
    base = {"optimizer": {"kind": "adam"}}
    _, first, plain = trained(spec(dense("a"), dense("b"), **base), 1)
    trainer, _, scaled = trained(spec(dense("a", rate_factor=0.25), dense("b"), **base), 1)
    moved = trainer.program.layout.views(scaled.parameters - first)
    normal = trainer.program.layout.views(plain.parameters - first)
    torch.testing.assert_close(moved["a.weight"], 0.25 * normal["a.weight"], rtol=1e-4, atol=1e-7)
    torch.testing.assert_close(moved["b.weight"], normal["b.weight"])


@pytest.mark.parametrize("kind", ["binary_cross_entropy", "cross_entropy"])
def test_label_smoothing_changes_the_step_and_not_the_score(kind):
    document = spec(dense(), loss=kind, label_smoothing=0.2)
    program = Program.build(document)
    trainer, state = Trainer(document, program, load(document.data)), begin(document, program)
    rows = rows_of(trainer, state)
    leaf = state.parameters.clone().requires_grad_()
    outputs = program.forward(leaf, trainer.train_x[rows]).activations[-1]
    labels = trainer.train_labels[rows]
    if kind == "cross_entropy":
        goal = functional.one_hot(labels, 2) * 0.8 + 0.1
        value = -(goal * outputs.log_softmax(dim=1)).sum(dim=1).mean()
    else:
        goal = labels.float().unsqueeze(1) * 0.8 + 0.1
        value = functional.binary_cross_entropy_with_logits(outputs, goal)
    (expected,) = torch.autograd.grad(value, leaf)
    torch.testing.assert_close(trainer.gradient_at(state), expected)
    plain = spec(dense(), loss=kind)
    twin = Trainer(plain, program, load(plain.data))
    assert trainer.train_loss(state) == twin.train_loss(state)


def test_input_noise_is_added_in_training_only():
    document = spec(dense(), input_noise=0.5)
    program = Program.build(document)
    trainer, state = Trainer(document, program, load(document.data)), begin(document, program)
    state.step = 7
    x = trainer.train_x[rows_of(trainer, state)]
    noise = torch.randn(x.shape, generator=generator_at(document.seed, 7, torch.device("cpu")))
    leaf = state.parameters.clone().requires_grad_()
    outputs = program.forward(leaf, x + 0.5 * noise).activations[-1]
    goal = trainer.train_labels[rows_of(trainer, state)].float().unsqueeze(1)
    value = functional.binary_cross_entropy_with_logits(outputs, goal)
    torch.testing.assert_close(trainer.gradient_at(state), torch.autograd.grad(value, leaf)[0])


def test_the_average_follows_the_weights():
    document = spec(dense(), averaging=0.9)
    _, first, _ = trained(document, 1)
    expected = first.clone()
    for step in range(1, 6):
        _, _, state = trained(document, step)
        expected = 0.9 * expected + 0.1 * state.parameters
    torch.testing.assert_close(state.optimizer_state["average"], expected)
    assert state.evaluated is state.optimizer_state["average"]


CNN = [
    {"kind": "conv2d", "id": "c", "units": 3},
    {"kind": "batch_norm", "id": "n"},
    {"kind": "dropout", "id": "d"},
    {"kind": "max_pool", "id": "p"},
    {"kind": "flatten", "id": "f"},
]


def test_a_run_does_not_depend_on_its_chunks():
    """With dropout, input noise, batch norm and a plateau in it."""
    document = spec(
        *CNN,
        data={"dataset": "edges"},
        input_noise=0.1,
        schedule={"kind": "plateau", "patience": 0, "threshold": 0.5},
        averaging=0.9,
    )
    (_, _, one), (_, _, two) = (trained(document, 25, chunk) for chunk in (25, 1))
    assert torch.equal(one.parameters, two.parameters)
    assert torch.equal(one.buffers, two.buffers)
    assert torch.equal(one.optimizer_state["average"], two.optimizer_state["average"])
    assert one.plateau == two.plateau
    assert one.plateau.factor < 1


def test_the_rate_falls_on_a_plateau():
    document = spec(
        dense(),
        optimizer={"kind": "sgd"},
        schedule={"kind": "plateau", "patience": 1, "threshold": 0.9, "factor": 0.5},
    )
    trainer, _, state = trained(document, 6 * 6)
    assert state.epoch == 6
    assert trainer.rate(state) == pytest.approx(0.05 * state.plateau.factor)
    assert state.plateau.factor < 1


def test_between_an_epoch_and_its_loss_a_snapshot_goes_on_as_if_nothing_had_been():
    document = spec(
        dense(), schedule={"kind": "plateau", "patience": 0, "threshold": 0.9, "factor": 0.5}
    )
    trainer, _, whole = trained(document, 20)
    _, _, state = trained(document, 1)
    while not state.plateau.due:
        trainer.train(state, 20)
    assert (state.epoch, state.position, state.plateau.factor) == (1, 0, 1.0)
    state = TrainState.from_bytes(state.to_bytes())
    assert state.plateau.due
    trainer.advance(state, 20 - state.step)
    assert torch.equal(state.parameters, whole.parameters)
    assert state.plateau == whole.plateau
    assert not whole.plateau.due


def test_a_snapshot_holds_buffers_average_and_plateau():
    document = spec(
        *CNN, data={"dataset": "edges"}, averaging=0.9, schedule={"kind": "plateau", "patience": 0}
    )
    trainer, _, state = trained(document, 20)
    again = TrainState.from_bytes(state.to_bytes())
    assert torch.equal(again.buffers, state.buffers)
    assert torch.equal(again.optimizer_state["average"], state.optimizer_state["average"])
    assert again.plateau == state.plateau
    trainer.advance(state, 5)
    trainer.advance(again, 5)
    assert torch.equal(again.parameters, state.parameters)


def test_an_edit_keeps_running_statistics():
    old = spec(*CNN, data={"dataset": "edges"})
    _, _, state = trained(old, 10)
    wider = [dict(layer) for layer in CNN]
    wider[0]["units"] = 5
    new = spec(*wider, data={"dataset": "edges"})
    after, _, _ = adapt_state(state, old, new)
    assert torch.equal(after.buffers[:3], state.buffers[:3])
    assert after.buffers[3:5].tolist() == [0, 0]


def test_a_convolution_learns():
    document = spec(
        {"kind": "conv2d", "id": "c", "units": 8},
        {"kind": "max_pool", "id": "p"},
        {"kind": "conv2d", "id": "e", "units": 8},
        {"kind": "global_pool", "id": "g"},
        data={"dataset": "bars", "classes": 4, "samples": 400},
        loss="cross_entropy",
        learning_rate=0.01,
        batch_size=32,
    )
    trainer, first, state = trained(document, 300)
    begun = begin(document, trainer.program)
    assert torch.equal(begun.parameters, first)
    assert trainer.train_loss(state) < 0.3 * trainer.train_loss(begun)
    assert math.log(4) * 0.5 < trainer.train_loss(begun)


@pytest.mark.parametrize("size", [1e-40, 1e-30, 1e-5, 1.0, 1e19, 1e30, 1e38])
def test_a_norm_is_that_of_float64_whatever_the_squares(size):
    values = (size * torch.randn(40, generator=torch.Generator().manual_seed(3))).clamp(-3e38, 3e38)
    # Of subnormal numbers few bits are left.
    rtol = 1e-4 if size < 1e-38 else 1e-6
    torch.testing.assert_close(norm(values), values.double().norm().float(), rtol=rtol, atol=0)


def test_a_norm_of_nothing_but_zeros_is_zero_and_of_a_nan_none():
    assert norm(torch.zeros(3)) == 0
    assert norm(torch.tensor([1.0, float("nan")])).isnan()
