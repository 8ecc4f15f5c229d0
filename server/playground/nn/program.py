"""A spec's network as a pure function of one flat vector of parameters and an input.

One vector makes an optimizer a few operations, a snapshot one tensor, and lets a compiled kernel
work on the same memory.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Self

import torch
from torch import Generator, Tensor

from playground.nn.activations import activate
from playground.nn.initializers import auto
from playground.nn.joins import join
from playground.nn.layers import LAYERS
from playground.nn.layers.base import ForwardContext, Stream
from playground.nn.layout import Layout
from playground.nn.masks import connection_mask, factors, trainable
from playground.spec.activations import ACTIVATIONS, SLOPE, ActivationName
from playground.spec.layers import LAYERS as KINDS
from playground.spec.project import Spec
from playground.spec.shapes import INPUT, LayerShape
from playground.spec.signal import activation_after


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
    """A network as a pure function, with vectors [P] beside its parameters.

    `connection_mask` float32 is 0 where a weight does not exist, `trainable` bool false where a
    parameter never changes, `factors` float32 multiplies the learning rate; None when it would be
    the same for all. They lie on the CPU.
    """

    shapes: tuple[LayerShape, ...]
    layout: Layout
    buffer_layout: Layout
    connection_mask: Tensor | None
    trainable: Tensor | None
    factors: Tensor | None

    @classmethod
    def build(cls, spec: Spec) -> Self:
        shapes = spec.shapes
        layout = Layout.of(shapes)
        by_layer = {shape.id: shape for shape in shapes}
        connected = connection_mask_of(spec)
        return cls(
            shapes,
            layout,
            Layout.of_buffers(shapes),
            connected,
            trainable(layout.slots, by_layer, connected),
            factors(layout.slots, by_layer),
        )

    def init(self, seed: int) -> Tensor:
        """Draw the first parameters, float32 [P] on the CPU.

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
        return (
            flat
            if self.connection_mask is None
            else torch.where(self.connection_mask == 0, 0, flat)
        )

    def init_buffers(self) -> Tensor:
        """Make the first buffers, float32 [Q] on the CPU: running means 0 and variances 1."""
        flat = torch.empty(self.buffer_layout.size)
        views = self.buffer_layout.views(flat)
        for shape in self.shapes:
            for name, buffer in KINDS[shape.kind].buffers.items():
                views[f"{shape.id}.{name}"].fill_(buffer.first)
        return flat

    def weight_mask(self) -> Tensor:
        """Make float32 [P], 1 at the weights that regularization acts on.

        Those of dense layers, convolutions and projections; not biases, slopes and norms.
        """
        mask = torch.zeros(self.layout.size)
        weighted = {shape.id for shape in self.shapes if KINDS[shape.kind].weighted}
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
        """Compute all layers' values for x [B, *input shape], differentiably in parameters and input.

        Without buffers the first ones are used. `generator` draws what dropout drops in training.
        """
        if buffers_Q is None:
            buffers_Q = self.init_buffers().to(x.device)
        context = ForwardContext(training, generator, self.buffer_layout.views(buffers_Q))
        tensors = iter(self.layout.tensors(flat_P))
        signal = x
        given = {INPUT: x}
        before: list[Tensor] = []
        after: list[Tensor] = []
        for shape in self.shapes:
            parameters = {name: next(tensors) for name in shape.tensors}
            if shape.flatten:
                signal = signal.flatten(1)
            for how in shape.joins:
                signal = join(how, parameters, signal, given[how.source])
            before.append(LAYERS[shape.kind].forward(shape, parameters, signal, context))
            signal = activate(shape.activation, before[-1], parameters.get(SLOPE))
            after.append(signal)
            given[shape.id] = signal
        return Trace(tuple(before), tuple(after), self._renewed(buffers_Q, context))

    def _renewed(self, buffers_Q: Tensor, context: ForwardContext) -> Tensor:
        if not context.renewed:
            return buffers_Q
        renewed = buffers_Q.detach().clone()
        views = self.buffer_layout.views(renewed)
        for key, value in context.renewed.items():
            views[key].copy_(value)
        return renewed


def connection_mask_of(spec: Spec) -> Tensor | None:
    """Draw float32 [P], 0 where a weight does not exist; None when all do."""
    shapes = {shape.id: shape for shape in spec.shapes}
    slots = Layout.of(spec.shapes).slots
    return connection_mask(slots, shapes, lambda layer: _stream(spec.seed, f"{layer}/wiring"))


def first_parameters(
    shape: LayerShape, activation: ActivationName, stream: Stream
) -> dict[str, Tensor]:
    """Draw all of the layer's tensors [*shape.tensors[name]] by name; `stream` gives a generator for each purpose."""
    found = LAYERS[shape.kind].init(shape, activation, stream)
    for name, size in shape.tensors.items():
        if name == SLOPE:
            found[name] = torch.full(size, ACTIVATIONS[shape.activation].first_slope or 0.0)
        elif name.startswith("skip-"):
            found[name] = auto(None, size, "identity", stream(name))
    return found


def _stream(seed: int, layer: str) -> Generator:
    digest = hashlib.blake2b(f"{seed}/{layer}".encode(), digest_size=8).digest()
    return Generator().manual_seed(int.from_bytes(digest, "little"))
