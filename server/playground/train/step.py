"""One training step on flat vectors: gradient, penalties, clipping, update, and what may change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import torch
from torch import Tensor

from playground.nn.program import Program
from playground.spec.layers import LAYERS
from playground.spec.project import Spec
from playground.train.losses import loss
from playground.train.noise import generator_at
from playground.train.norms import norm
from playground.train.optimizers import OPTIMIZERS
from playground.train.optimizers.base import Parts
from playground.train.state import AVERAGE, TrainState

CLIP_MARGIN = 1e-6
"""What torch.nn.utils.clip_grad_norm_ adds to a gradient's norm before it divides by it."""


@dataclass(frozen=True, slots=True)
class Stepper:
    """A spec's program with its masks on the device.

    `weights` float32 [P] is 1 where penalties act, `decaying` how strongly weight decay does.
    """

    spec: Spec
    program: Program
    parts: Parts
    weights: Tensor
    decaying: Tensor

    @property
    def is_random(self) -> bool:
        """Whether a step draws anything: a generator costs more than a small layer's pass."""
        return bool(self.spec.training.input_noise) or any(
            LAYERS[shape.kind].random for shape in self.program.shapes
        )

    @classmethod
    def build(cls, spec: Spec, program: Program, device: torch.device) -> Self:
        """Prepare the steps of a spec on a device."""
        parts = Parts.of(program).to(device)
        weights = program.weight_mask().to(device)
        decaying = weights if parts.factors is None else weights * parts.factors
        if parts.trainable is not None:
            decaying = decaying * parts.trainable
        return cls(spec, program, parts, weights, decaying)

    def value_and_gradient(
        self, state: TrainState, step: int, x: Tensor, labels_B: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Return loss [], gradient [P] and buffers [Q] of a batch x [B, *input shape], labels [B].

        The loss is without the penalty, the gradient what the update is given, and the buffers are
        those after the pass. None carries a graph. The gradient is of loss and penalty, 0 at
        what may not change, and clipped.
        """
        training = self.spec.training
        flat = state.parameters
        leaf = flat.detach().requires_grad_()
        generator = generator_at(self.spec.seed, step, x.device) if self.is_random else None
        if training.input_noise:
            noise = torch.randn(x.shape, generator=generator, device=x.device)
            x = x + training.input_noise * noise
        trace = self.program.forward(leaf, x, state.buffers, training=True, generator=generator)
        value = loss(self.spec, trace.activations[-1], labels_B, smoothing=training.label_smoothing)
        (gradient,) = torch.autograd.grad(value, leaf)
        if training.l1:
            gradient += training.l1 * self.weights * flat.sign()
        if training.l2:
            gradient += training.l2 * self.weights * flat
        if self.parts.trainable is not None:
            gradient = torch.where(self.parts.trainable, gradient, 0)
        return value.detach(), self.clipped(gradient), trace.buffers

    def clipped(self, gradient: Tensor) -> Tensor:
        """Cut each value of a gradient [P], then its length, as far as the spec asks for it."""
        training = self.spec.training
        if training.clip_value is not None:
            gradient = gradient.clamp(-training.clip_value, training.clip_value)
        if training.clip_norm is not None:
            length = norm(gradient) + CLIP_MARGIN
            # Not times their quotient, of which float32 has little left where the gradient is huge.
            shorter = gradient / length * training.clip_norm
            gradient = torch.where(length > training.clip_norm, shorter, gradient)
        return gradient

    def update(self, state: TrainState, gradient: Tensor, rate: float, updates: int) -> None:
        """Update parameters and optimizer state in place, by a gradient [P].

        What is frozen or not connected stays bit for bit.
        """
        training = self.spec.training
        flat = state.parameters
        if training.weight_decay:
            flat.addcmul_(flat, self.decaying, value=-rate * training.weight_decay)
        OPTIMIZERS[training.optimizer.kind].update(
            training.optimizer, flat, gradient, state.optimizer_state, rate, updates, self.parts
        )
        if training.averaging is not None:
            state.optimizer_state[AVERAGE].lerp_(flat, 1 - training.averaging)
