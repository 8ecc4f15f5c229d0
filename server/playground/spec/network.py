"""The network of a spec: layers from input to output, and connections that skip some of them.

A layer sees the output of the one before it, joined with those of its skips. The output layer is
always there, and its size follows from the task.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from playground.spec.base import Model
from playground.spec.initial import Auto, InitSpec

ActivationName = Literal[
    "identity",
    "relu",
    "leaky_relu",
    "prelu",
    "relu6",
    "elu",
    "selu",
    "gelu",
    "silu",
    "mish",
    "tanh",
    "sigmoid",
    "softplus",
    "softsign",
    "hard_tanh",
    "hard_sigmoid",
    "hard_swish",
    "sine",
]

INPUT = "input"
OUTPUT = "output"
"""The names of the input and the output layer, which no other layer may take."""

MAX_LAYERS = 32
MAX_EXPANDED = 64
"""Layers with every block written out."""
MAX_UNITS = 256
MAX_SKIPS = 64

LayerId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,15}$")]
ExpandedId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,19}$")]
Units = Annotated[int, Field(ge=1, le=MAX_UNITS)]
Index = Annotated[int, Field(ge=0, lt=1 << 20)]
Kernel = Annotated[int, Field(ge=1, le=15)]
Stride = Annotated[int, Field(ge=1, le=8)]
Padding = Annotated[int, Field(ge=0, le=14)]
Dilation = Annotated[int, Field(ge=1, le=8)]
Groups = Annotated[int, Field(ge=1, le=MAX_UNITS)]

BIAS = -1
"""In place of an input's index: the bias."""


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


class DenseLayer(Weighted):
    """Fully connected: activation(W x + b). The id stays with the layer through every edit."""

    kind: Literal["dense"] = "dense"
    id: LayerId
    units: Units = 8
    activation: ActivationName = "tanh"


class _Convolution(Weighted):
    id: LayerId
    units: Units = 8
    """Output channels."""
    kernel: Kernel = 3
    stride: Stride = 1
    padding: Padding = 1
    dilation: Dilation = 1
    groups: Groups = 1
    activation: ActivationName = "relu"


class Conv1dLayer(_Convolution):
    """Cross-correlation along one axis [C, L]; a plain vector [L] is one channel."""

    kind: Literal["conv1d"] = "conv1d"


class Conv2dLayer(_Convolution):
    """Cross-correlation over maps [C, H, W], with square kernels."""

    kind: Literal["conv2d"] = "conv2d"


class _Pool(Model):
    id: LayerId
    kernel: Annotated[int, Field(ge=2, le=15)] = 2
    stride: Stride = 2
    padding: Annotated[int, Field(ge=0, le=7)] = 0


class MaxPoolLayer(_Pool):
    kind: Literal["max_pool"] = "max_pool"


class AveragePoolLayer(_Pool):
    """Padding counts as zeros."""

    kind: Literal["average_pool"] = "average_pool"


class GlobalPoolLayer(Model):
    """One number a channel: the mean or the largest of its map."""

    kind: Literal["global_pool"] = "global_pool"
    id: LayerId
    mode: Literal["average", "max"] = "average"


class FlattenLayer(Model):
    kind: Literal["flatten"] = "flatten"
    id: LayerId


class BatchNormLayer(Trainable):
    """Ioffe & Szegedy (2015), a channel (or unit) at a time; evaluation uses running statistics."""

    kind: Literal["batch_norm"] = "batch_norm"
    id: LayerId
    momentum: Annotated[float, Field(gt=0, le=1)] = 0.1
    epsilon: Annotated[float, Field(gt=0, le=1)] = 1e-5


class LayerNormLayer(Trainable):
    """Ba et al. (2016), over all values of a sample."""

    kind: Literal["layer_norm"] = "layer_norm"
    id: LayerId
    epsilon: Annotated[float, Field(gt=0, le=1)] = 1e-5


class GroupNormLayer(Trainable):
    """Wu & He (2018): the channels (or units) in `groups` equal parts."""

    kind: Literal["group_norm"] = "group_norm"
    id: LayerId
    groups: Groups = 2
    epsilon: Annotated[float, Field(gt=0, le=1)] = 1e-5


class DropoutLayer(Model):
    """Srivastava et al. (2014): in training each value is 0 with `probability`, else scaled up."""

    kind: Literal["dropout"] = "dropout"
    id: LayerId
    probability: Annotated[float, Field(ge=0, lt=1)] = 0.2


class ActivationLayer(Trainable):
    kind: Literal["activation"] = "activation"
    id: LayerId
    activation: ActivationName = "relu"


PlainLayer = (
    DenseLayer
    | Conv1dLayer
    | Conv2dLayer
    | MaxPoolLayer
    | AveragePoolLayer
    | GlobalPoolLayer
    | FlattenLayer
    | BatchNormLayer
    | LayerNormLayer
    | GroupNormLayer
    | DropoutLayer
    | ActivationLayer
)

SkipMode = Literal["add", "concat"]


class Block(Model):
    """Layers repeated `repeat` times; the copies of layer `c` are `c-1`, `c-2` and so on.

    `skip` leads each repetition's input around it.
    """

    kind: Literal["block"] = "block"
    id: LayerId
    repeat: Annotated[int, Field(ge=1, le=16)] = 2
    skip: Literal["none", "add", "concat"] = "none"
    layers: Annotated[
        tuple[Annotated[PlainLayer, Field(discriminator="kind")], ...],
        Field(min_length=1, max_length=8),
    ]


LayerSpec = Annotated[PlainLayer | Block, Field(discriminator="kind")]


class OutputLayer(Weighted):
    """A dense layer; its activation is applied before the loss."""

    activation: ActivationName = "identity"


class Skip(Model):
    """The output of `source` joins the input of the later layer `target`.

    Added, through a projection where the shapes differ, or concatenated. The name of a block is
    its last layer as a source and its first as a target.
    """

    source: ExpandedId
    target: ExpandedId
    mode: SkipMode = "add"


class NetworkSpec(Model):
    layers: Annotated[tuple[LayerSpec, ...], Field(max_length=MAX_LAYERS)] = (
        DenseLayer(id="h1"),
        DenseLayer(id="h2"),
    )
    skips: Annotated[tuple[Skip, ...], Field(max_length=MAX_SKIPS)] = ()
    output: OutputLayer = OutputLayer()


@dataclass(frozen=True, slots=True)
class Placed:
    """A layer as it stands among all, blocks written out.

    `pointer` leads to it in the spec; a new layer whose id ends with `-fresh` is the only one so.
    """

    id: str
    layer: PlainLayer | OutputLayer
    pointer: str
    fresh: int

    @property
    def kind(self) -> str:
        return "dense" if isinstance(self.layer, OutputLayer) else self.layer.kind
