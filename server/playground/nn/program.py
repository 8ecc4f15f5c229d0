"""A spec's network as a pure function of one flat vector of parameters and an input.

One vector makes an optimizer a few operations, a snapshot one tensor, and lets a compiled kernel
work on the same memory.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import torch
from torch import Generator, Tensor

from playground.nn.activations import activate
from playground.nn.layers import LAYERS, Pass, first_parameters, join
from playground.nn.masks import factors, trainable, wiring
from playground.spec.layout import Place, buffer_places, length, parameter_places
from playground.spec.network import INPUT
from playground.spec.project import Spec
from playground.spec.shapes import LayerShape
from playground.spec.signal import activation_after

WEIGHTED = frozenset({"dense", "conv1d", "conv2d"})


class Slot(Place):
    """A place in the flat vector that can be looked at there."""

    __slots__ = ()

    def view(self, flat_P: Tensor) -> Tensor:
        return flat_P[self.offset : self.end].view(self.shape)


@dataclass(frozen=True, slots=True)
class Layout:
    """Layer by layer from input to output, each weight before its bias."""

    slots: tuple[Slot, ...]

    @classmethod
    def of(cls, shapes: Iterable[LayerShape]) -> Self:
        return cls._at(parameter_places(shapes))

    @classmethod
    def of_buffers(cls, shapes: Iterable[LayerShape]) -> Self:
        return cls._at(buffer_places(shapes))

    @classmethod
    def _at(cls, places: Iterable[Place]) -> Self:
        return cls(tuple(Slot(at.layer, at.name, at.offset, at.shape) for at in places))

    @property
    def size(self) -> int:
        """P, the length of the flat vector."""
        return length(self.slots)

    def views(self, flat_P: Tensor) -> dict[str, Tensor]:
        """Each tensor by its key, such as "h1.weight", sharing memory with the flat vector."""
        return {slot.key: slot.view(flat_P) for slot in self.slots}

    def layer_at(self, position: int) -> str:
        """The id of the layer to which the flat vector's element belongs."""
        return next(slot.layer for slot in reversed(self.slots) if slot.offset <= position)


@dataclass(frozen=True, slots=True)
class Trace:
    """Every layer's values for one batch, [B, *outputs] each; the last activation is the output.

    `buffers` [Q] are those that a training pass has renewed, else those that were passed.
    """

    preactivations: tuple[Tensor, ...]
    activations: tuple[Tensor, ...]
    buffers: Tensor


@dataclass(frozen=True, slots=True)
class Program:
    """`wiring` float32 [P] is 0 where a weight does not exist, `trainable` bool [P] false where a
    parameter never changes, `factors` float32 [P] multiplies the learning rate; None when it
    would be the same for all. They lie on the CPU.
    """

    shapes: tuple[LayerShape, ...]
    layout: Layout
    buffer_layout: Layout
    wiring: Tensor | None
    trainable: Tensor | None
    factors: Tensor | None

    @classmethod
    def build(cls, spec: Spec) -> Self:
        shapes = spec.shapes
        layout = Layout.of(shapes)
        by_layer = {shape.id: shape for shape in shapes}
        wired = wiring_of(spec)
        return cls(
            shapes,
            layout,
            Layout.of_buffers(shapes),
            wired,
            trainable(layout.slots, by_layer, wired),
            factors(layout.slots, by_layer),
        )

    def init(self, seed: int) -> Tensor:
        """First parameters, float32 [P] on the CPU.

        Each layer draws from a stream of its own, so adding one never changes another's draw.
        """
        flat = torch.empty(self.layout.size)
        views = self.layout.views(flat)
        for position, shape in enumerate(self.shapes):
            activation = activation_after(self.shapes, position)

            def stream(purpose: str, layer: str = shape.id) -> Generator:
                return _stream(seed, f"{layer}/{purpose}" if purpose else layer)

            for name, value in first_parameters(shape, activation, stream).items():
                views[f"{shape.id}.{name}"].copy_(value)
        return flat if self.wiring is None else torch.where(self.wiring == 0, 0, flat)

    def init_buffers(self) -> Tensor:
        """First buffers, float32 [Q] on the CPU: running means 0 and variances 1."""
        flat = torch.zeros(self.buffer_layout.size)
        for slot in self.buffer_layout.slots:
            if slot.name == "variance":
                slot.view(flat).fill_(1)
        return flat

    def weight_mask(self) -> Tensor:
        """float32 [P]: 1 at the weights that regularisation acts on.

        Those of dense layers, convolutions and projections; not biases, slopes and norms.
        """
        mask = torch.zeros(self.layout.size)
        weighted = {shape.id for shape in self.shapes if shape.kind in WEIGHTED}
        for slot in self.layout.slots:
            if slot.name.startswith("skip-") or (slot.name == "weight" and slot.layer in weighted):
                slot.view(mask).fill_(1)
        return mask

    def forward(
        self,
        flat_P: Tensor,
        x: Tensor,
        buffers_Q: Tensor | None = None,
        *,
        training: bool = False,
        generator: Generator | None = None,
    ) -> Trace:
        """x [B, *input shape]. Differentiable in parameters and input.

        Without buffers the first ones are used. `generator` draws what dropout drops in training.
        """
        if buffers_Q is None:
            buffers_Q = self.init_buffers().to(x.device)
        run = Pass(training, generator, self.buffer_layout.views(buffers_Q))
        slots = iter(self.layout.slots)
        signal = x
        given = {INPUT: x}
        before: list[Tensor] = []
        after: list[Tensor] = []
        for shape in self.shapes:
            parameters = {name: next(slots).view(flat_P) for name in shape.tensors}
            if shape.flatten:
                signal = signal.flatten(1)
            for how in shape.joins:
                signal = join(how, parameters, signal, given[how.source])
            before.append(LAYERS[shape.kind].forward(shape, parameters, signal, run))
            signal = activate(shape.activation, before[-1], parameters.get("slope"))
            after.append(signal)
            given[shape.id] = signal
        return Trace(tuple(before), tuple(after), self._renewed(buffers_Q, run))

    def _renewed(self, buffers_Q: Tensor, run: Pass) -> Tensor:
        if not run.renewed:
            return buffers_Q
        renewed = buffers_Q.detach().clone()
        views = self.buffer_layout.views(renewed)
        for key, value in run.renewed.items():
            views[key].copy_(value)
        return renewed


def wiring_of(spec: Spec) -> Tensor | None:
    """As `Program.wiring`."""
    shapes = {shape.id: shape for shape in spec.shapes}
    slots = Layout.of(spec.shapes).slots
    return wiring(slots, shapes, lambda layer: _stream(spec.seed, f"{layer}/wiring"))


def _stream(seed: int, layer: str) -> Generator:
    digest = hashlib.blake2b(f"{seed}/{layer}".encode(), digest_size=8).digest()
    return Generator().manual_seed(int.from_bytes(digest, "little"))
