"""The common part of all kinds of layers: bounds of fields, parts of their models, and the row that each is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from playground.spec.base import Model
from playground.spec.initializers import Auto, InitSpec
from playground.spec.onnx_graph import OnnxGraph
from playground.spec.shapes import Inferred, LayerShape, Placed, Shape
from playground.spec.torch_text import Module

MAX_UNITS = 256

LayerId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,15}$")]
Units = Annotated[int, Field(ge=1, le=MAX_UNITS)]
Groups = Annotated[int, Field(ge=1, le=MAX_UNITS)]
NormEpsilon = Annotated[float, Field(gt=0, le=1)]
Index = Annotated[int, Field(ge=0, lt=1 << 20)]

BIAS = -1
"""The index that stands for the bias, in place of an input's."""


class Layer(Model):
    """Any layer between input and output. The id stays with the layer through every edit."""

    kind: str
    id: LayerId


class Trainable(Model):
    """A frozen layer keeps its parameters bit for bit; `rate_factor` multiplies its learning rate."""

    frozen: bool = False
    rate_factor: Annotated[float, Field(ge=0, le=1000)] = 1.0


class Weighted(Trainable):
    """A layer with a weight and a bias.

    `density` is the part of the weights that exist: the others are 0 for good, drawn from the
    spec's seed. `frozen_weights` are pairs (unit, input), where input -1 is the bias and an input
    of a convolution counts through its kernel; what a smaller layer lacks is ignored.
    """

    init: InitSpec = Auto()
    initial_bias: Annotated[float, Field(ge=-100, le=100)] = 0.0
    density: Annotated[float, Field(gt=0, le=1)] = 1.0
    frozen_units: Annotated[tuple[Index, ...], Field(max_length=MAX_UNITS)] = ()
    frozen_weights: Annotated[
        tuple[tuple[Index, Annotated[int, Field(ge=BIAS, lt=1 << 20)]], ...],
        Field(max_length=256),
    ] = ()


@dataclass(frozen=True, slots=True)
class Buffer:
    """Something that a layer remembers besides its parameters: its first value, and the least."""

    first: float
    min: float = -float("inf")


def _as_it_is(_graph: OnnxGraph, _shape: LayerShape, x: str) -> str:
    return x


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerKind:
    """One kind of layer: all that floors without arithmetic ask of it.

    Shapes and texts:
        rule: (layer, input shape, the network's outputs) → its shape; raises `SpecProblem`.
        module: (shape, lone) → what it is in a PyTorch script; `lone` tells that a batch may hold
            one sample only. None for a kind that is an expression.
        expression: (shape, x) → that expression.
        onnx: (graph, shape, x) → the name of what its nodes give; its activation comes apart.
    Weights:
        weighted: has a `weight` [out, in, *kernel] that multiplies its input. Regularization acts
            on it, and an edit matches its columns with what they come from.
        buffers: by name; they are renewed in training.
        signal: what it means to the first weights of a layer before it: it `passes` the signal on
            to the activation behind, it `activates`, or the signal `ends` with it.
        random: draws in training.
    Shape in the network:
        flattens_images: as the first layer it takes images as vectors.
        lays_out: gives its inputs as they are, laid out as a vector.
        makes_vector: what comes behind it sees a vector.
        spatial: means nothing to a vector.
        twin: the kind with the same settings on another number of axes.
        taps: (shape) → the values from which it chooses or averages one, beside any weights.
    """

    model: type[Layer]
    rule: Callable[[Placed, Shape, int], Inferred]
    module: Callable[[LayerShape, bool], Module] | None = None
    expression: Callable[[LayerShape, str], str] | None = None
    onnx: Callable[[OnnxGraph, LayerShape, str], str] = _as_it_is
    weighted: bool = False
    buffers: Mapping[str, Buffer] = field(default_factory=dict)
    signal: Literal["passes", "activates", "ends"] = "ends"
    random: bool = False
    flattens_images: bool = False
    lays_out: bool = False
    makes_vector: bool = False
    spatial: bool = False
    twin: str | None = None
    taps: Callable[[LayerShape], int] | None = None

    @property
    def differs_in_training(self) -> bool:
        """Whether it computes something else in training than in evaluation."""
        return self.random or bool(self.buffers)
