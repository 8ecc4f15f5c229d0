"""A spec trained outside any session, and what plain torch says of it."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from playground.data.loader import load
from playground.lessons import lesson
from playground.nn.program import Program, Trace
from playground.spec.project import Spec
from playground.train.backends import Trainer
from playground.train.state import TrainState, begin

SEEDS = (1, 2, 3, 4, 5)
"""Of weights and data alike."""


@dataclass
class Trained:
    spec: Spec
    program: Program
    trainer: Trainer
    state: TrainState
    diverged: bool = False

    def advance(self, steps: int) -> Trained:
        outcome = self.trainer.advance(self.state, steps)
        self.diverged = outcome.diverged_at is not None
        return self

    def inputs(self, part: str) -> tuple[Tensor, Tensor]:
        trainer = self.trainer
        if part == "train":
            return trainer.train_x, trainer.train_labels
        return trainer.test_x, trainer.test_labels

    def trace(self, x: Tensor) -> Trace:
        with torch.no_grad():
            return self.program.forward(self.state.evaluated, x, self.state.buffers)

    def accuracy(self, part: str) -> float:
        x, labels = self.inputs(part)
        outputs = self.trace(x).activations[-1]
        told = outputs.argmax(dim=1) if outputs.shape[1] > 1 else (outputs[:, 0] > 0).long()
        return float((told == labels).float().mean())

    def mean_squared_error(self, part: str) -> float:
        x, labels = self.inputs(part)
        return float((self.trace(x).activations[-1][:, 0] - labels).square().mean())

    def loss(self, part: str) -> float:
        """As the session's curves show it."""
        from playground.train.losses import loss

        x, labels = self.inputs(part)
        return float(loss(self.spec, self.trace(x).activations[-1], labels))

    def weights(self) -> dict[str, Tensor]:
        return self.program.layout.views(self.state.parameters)

    def gradient_norms(self) -> dict[str, float]:
        """Of each layer's weight, for the batch of the next step."""
        views = self.program.layout.views(self.trainer.gradient_at(self.state))
        return {
            key.removesuffix(".weight"): float(value.norm())
            for key, value in views.items()
            if key.endswith(".weight")
        }


def prepared(spec: Spec, seed: int) -> Trained:
    """At step 0, with weights and data drawn by `seed`."""
    spec = spec.model_copy(
        update={"seed": seed, "data": spec.data.model_copy(update={"seed": seed})}
    )
    program = Program.build(spec)
    trainer = Trainer(spec, program, load(spec.data))
    return Trained(spec, program, trainer, begin(spec, program))


def trained(spec: Spec, seed: int, steps: int) -> Trained:
    return prepared(spec, seed).advance(steps)


def session(path: str) -> Spec:
    """The spec of a lesson's session, by LESSON/SESSION."""
    id, _, name = path.partition("/")
    return next(each.spec for each in lesson(id).sessions if each.id == name)
