"""A link of TensorFlow Playground trains by that page's own steps."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from playground.data.loader import load
from playground.links.tensorflow import decode
from playground.nn.program import Program
from playground.spec.project import Spec
from playground.train.backends import Trainer
from playground.train.batches import following
from playground.train.state import begin

LINKS = {
    "tanh": (
        "#activation=tanh&regularization=L2&batchSize=10&dataset=spiral&learningRate=0.03"
        "&regularizationRate=0.1&noise=25&networkShape=4,2&seed=0.12345&sinX=true"
    ),
    "relu": (
        "#activation=relu&batchSize=10&dataset=circle&learningRate=0.03&noise=10"
        "&networkShape=4,2&seed=0.5"
    ),
    "sigmoid": (
        "#activation=sigmoid&problem=regression&regDataset=reg-gauss&regularization=L2"
        "&regularizationRate=0.1&batchSize=30&percTrainData=20&networkShape=4,2&learningRate=0.03"
    ),
}
"""By the activation of the hidden layers."""


def their_steps(
    spec: Spec, activation: str, rate: float, penalty: float, steps: int
) -> dict[str, Tensor]:
    """That page's update rule: gradients of ½ (o − t)² averaged over the batch, decay apart."""
    program, points = Program.build(spec), load(spec.data)
    trainer = Trainer(spec, program, points)
    is_regression = spec.data.task == "regression"
    goal_N = trainer.train_labels if is_regression else 2.0 * trainer.train_labels - 1
    tensors = {
        key: view.clone().requires_grad_()
        for key, view in program.layout.views(program.init(spec.seed)).items()
    }
    batches = following(
        spec.seed, points.train, spec.training.batch_size, begin(spec, program).cursor, steps
    )
    for first, last in zip(batches.starts[:-1], batches.starts[1:], strict=True):
        rows = torch.from_numpy(batches.indices[first:last])
        signal = trainer.train_x[rows]
        for layer in ("h1", "h2", "output"):
            signal = signal @ tensors[f"{layer}.weight"].T + tensors[f"{layer}.bias"]
            if layer != "output":
                signal = getattr(torch, activation)(signal)
            elif not is_regression:
                signal = torch.tanh(signal)
        error = 0.5 * (signal[:, 0] - goal_N[rows]) ** 2
        gradients = torch.autograd.grad(error.sum() / len(rows), [*tensors.values()])
        with torch.no_grad():
            for (key, tensor), gradient in zip(tensors.items(), gradients, strict=True):
                decay = penalty * tensor if key.endswith("weight") else 0
                tensor -= rate * gradient + rate * decay
    return tensors


@pytest.mark.parametrize("activation", LINKS)
def test_each_step_is_that_pages(activation: str) -> None:
    spec, _ = decode(LINKS[activation])
    program = Program.build(spec)
    trainer, state = Trainer(spec, program, load(spec.data)), begin(spec, program)
    trainer.advance(state, 60)
    penalty = 0.1 if spec.training.l2 else 0
    theirs = their_steps(spec, activation, rate=0.03, penalty=penalty, steps=60)
    for key, expected in theirs.items():
        found = program.layout.views(state.parameters)[key]
        torch.testing.assert_close(found, expected.detach(), rtol=1e-5, atol=1e-6)
