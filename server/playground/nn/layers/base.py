"""The functions that each kind of layer implements, and the context of one pass."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from torch import Generator, Tensor

from playground.spec.activations import ActivationName
from playground.spec.shapes import LayerShape

Parameters = Mapping[str, Tensor]
"""A layer's tensors by name, with the shapes of `LayerShape.tensors`."""

Stream = Callable[[str], Generator]
"""A generator for each purpose, drawn from the seed and the layer's id."""


@dataclass(slots=True)
class ForwardContext:
    """One pass through the network.

    `training` makes batch norm use the batch and dropout drop, by `generator`, which lies on the
    input's device. `buffers` are by key, such as "n1.mean"; what training makes of them comes to
    `renewed`.
    """

    training: bool = False
    generator: Generator | None = None
    buffers: Mapping[str, Tensor] = field(default_factory=dict)
    renewed: dict[str, Tensor] = field(default_factory=dict)


def no_parameters(
    _shape: LayerShape, _activation: ActivationName, _stream: Stream
) -> dict[str, Tensor]:
    """Draw no tensor [...]: the kind has none."""
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerFunctions:
    """The arithmetic of a kind.

    forward: (shape, parameters, x [B, *inputs], context) → pre-activations [B, *outputs].
    init: (shape, activation, stream) → first tensors by name; `activation` is what the layer's
        values go through, by itself or in a layer that follows.
    """

    forward: Callable[[LayerShape, Parameters, Tensor, ForwardContext], Tensor]
    init: Callable[[LayerShape, ActivationName, Stream], dict[str, Tensor]] = no_parameters
