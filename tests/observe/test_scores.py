"""Scores by the compiled loop: the same figures as by torch, in as few pieces as there is work."""

import math

import numpy as np
import pytest
import torch

from playground.data.loader import load
from playground.nn.program import Program
from playground.observe import scores
from playground.observe.probes import metrics
from playground.observe.view import View
from playground.spec.project import parse
from playground.train.backends import Trainer
from playground.train.cooperative import run_all
from playground.train.dense import ACTIVATION_NUMBERS
from playground.train.state import begin

TASKS = {
    "two by likelihood": ("spiral", 2, {"kind": "binary_cross_entropy"}),
    "two by distance": ("spiral", 2, {"kind": "mse"}),
    "two by robust distance": ("circle", 2, {"kind": "huber", "delta": 0.3}),
    "two by softmax": ("spiral", 2, {"kind": "cross_entropy"}),
    "three by softmax": ("spiral", 3, {"kind": "cross_entropy"}),
    "five by softmax": ("gaussians", 5, {"kind": "cross_entropy"}),
    "three by distance": ("gaussians", 3, {"kind": "mse"}),
    "four by robust distance": ("gaussians", 4, {"kind": "huber", "delta": 0.3}),
    "a surface by distance": ("multi_gauss", 2, {"kind": "mse"}),
    "a surface by robust distance": ("plane", 2, {"kind": "huber", "delta": 0.3}),
    "a line": ("curve", 2, {"kind": "mse"}),
}
FIGURES = ("train_loss", "test_loss", "train_score", "test_score")


def spec_of(task="two by likelihood", units=(6, 5), activation="tanh", samples=301, **training):
    dataset, classes, loss = TASKS[task]
    layers = [
        {"id": f"h{i}", "units": count, "activation": activation} for i, count in enumerate(units)
    ]
    features = {"features": ["x1"]} if dataset == "curve" else {}
    return parse(
        {
            "network": {"layers": layers},
            "data": {"dataset": dataset, "classes": classes, "samples": samples} | features,
            "training": {"loss": loss, "batch_size": 13} | training,
        }
    )


def trainer_of(spec, backend="dense"):
    trainer = Trainer(spec, Program.build(spec), load(spec.data))
    if backend == "eager":
        trainer._dense = None
    assert trainer.backend == backend
    return trainer


def views(spec, steps=9):
    """Of one state, by the compiled loop and by torch; no step lies behind it."""
    trainer = trainer_of(spec)
    state = begin(spec, trainer.program)
    trainer.advance(state, steps)
    return [
        View(spec, each.program, each, state, 1) for each in (trainer, trainer_of(spec, "eager"))
    ]


def pieces_of(generator):
    return sum(1 for _ in generator)


def assert_alike(compiled, eager):
    (one, (arrays, values)), (two, (others, wanted)) = (
        (view, run_all(metrics.observe(view, None))) for view in (compiled, eager)
    )
    for name in FIGURES:
        assert values[name] == pytest.approx(wanted[name], rel=1e-5, abs=1e-7, nan_ok=True), name
    np.testing.assert_allclose(
        arrays["gradient_norms"], others["gradient_norms"], rtol=1e-5, atol=1e-7
    )
    torch.testing.assert_close(one.gradient, two.gradient, rtol=1e-5, atol=1e-6)
    loss = one.trainer.train_loss(one.state)
    assert loss == pytest.approx(two.trainer.train_loss(two.state), rel=1e-5)


@pytest.mark.parametrize("activation", ACTIVATION_NUMBERS)
@pytest.mark.parametrize("task", TASKS)
def test_both_ways_give_the_same_figures(task, activation):
    assert_alike(*views(spec_of(task, activation=activation, l1=0.001, l2=0.01)))


@pytest.mark.parametrize("units", [(), (1,), (9,), (128, 3, 128)])
@pytest.mark.parametrize("samples", [20, 23, 129, 2000])
def test_at_any_size(units, samples):
    task = "five by softmax" if samples > 100 else "a line"
    # Where tanh saturates, its derivative is what rounding leaves of 1 - 1, whoever computes it.
    assert_alike(*views(spec_of(task, units, activation="elu", samples=samples)))


@pytest.mark.parametrize(
    "training", [{"label_smoothing": 0.1}, {"averaging": 0.9}, {"clip_norm": 1}]
)
def test_what_the_compiled_loop_does_not_know_is_scored_by_torch(training):
    spec = spec_of("three by softmax", **training)
    trainer = trainer_of(spec, "eager")
    state = begin(spec, trainer.program)
    trainer.advance(state, 9)
    view = View(spec, trainer.program, trainer, state, 1)
    outputs = trainer.program.forward(state.evaluated, trainer.train_x, state.buffers)
    plain = torch.nn.functional.cross_entropy(outputs.activations[-1], trainer.train_labels)
    assert run_all(scores.measure(view)).train_loss == pytest.approx(plain.item(), rel=1e-5)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("task", ["two by likelihood", "three by softmax", "three by distance"])
def test_outputs_that_are_not_finite_score_as_in_torch(task, value):
    compiled, eager = views(spec_of(task))
    for unit in range(compiled.spec.outputs):
        state = compiled.state.clone()
        compiled.program.layout.views(state.parameters)["output.bias"][unit] = value
        compiled.state = eager.state = state
        one, two = (run_all(scores.measure(view)) for view in (compiled, eager))
        for name in FIGURES:
            found, wanted = getattr(one, name), getattr(two, name)
            assert found == pytest.approx(wanted, rel=1e-5, nan_ok=True), name


def test_ties_fall_to_the_first_class():
    compiled, eager = views(spec_of("three by distance", units=()))
    compiled.state.parameters.zero_()
    one, two = (run_all(scores.measure(view)) for view in (compiled, eager))
    assert one.train_score == pytest.approx(two.train_score, rel=1e-5)
    assert one.test_score == pytest.approx(two.test_score, rel=1e-5)


def test_a_small_nets_scores_are_one_piece_and_a_wide_ones_are_more():
    small, _ = views(spec_of())
    assert pieces_of(scores.measure(small)) == 1
    for units in ((128,), (128,) * 6):
        wide, eager = views(spec_of(units=units, samples=5000), steps=1)
        assert pieces_of(scores.measure(wide)) > 1
        assert_alike(wide, eager)


def test_scoring_and_the_next_gradient_change_nothing():
    view, _ = views(spec_of())
    state, before = view.state, view.state.clone()
    run_all(metrics.observe(view, None))
    assert torch.equal(state.parameters, before.parameters)
    assert all(
        torch.equal(slot, before.optimizer_state[name])
        for name, slot in state.optimizer_state.items()
    )
    assert (state.step, state.updates, state.cursor) == (9, 9, before.cursor)
