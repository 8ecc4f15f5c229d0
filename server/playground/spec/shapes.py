"""The shape of one layer in a network: what it takes and gives, its tensors, and what joins it.

A shape is that of one sample: (F,) a vector, (C, L) channels along a line, (C, H, W) maps.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

from playground.spec.activations import ActivationName

Shape = tuple[int, ...]
Tensors = dict[str, Shape]
SkipMode = Literal["add", "concat"]

INPUT = "input"
OUTPUT = "output"
"""The names of the input and the output layer, which no other layer may take."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A layer as it stands among all, blocks written out.

    `layer` is the model of its kind, and `pointer` leads to it in the spec. A new layer whose id
    ends with `-fresh` is the only one so.
    """

    id: str
    kind: str
    layer: Any
    pointer: str
    fresh: int

    @property
    def place_before(self) -> str:
        """The pointer at which a layer is added before this one."""
        return "/network/layers/-" if self.id == OUTPUT else self.pointer


@dataclass(frozen=True, slots=True)
class Inferred:
    """The finding of a kind's shape rule.

    `tensors` are its parameters in the order of the flat vector, `buffers` what it remembers
    besides them. `lifted` tells that the vector it is given is taken as one channel.
    """

    outputs: Shape
    tensors: Tensors
    buffers: Tensors
    lifted: bool = False

    @classmethod
    def without_tensors(cls, outputs: Shape) -> Inferred:
        return cls(outputs, {}, {})


@dataclass(frozen=True, slots=True)
class Join:
    """One skip into a layer, in the order in which it is done.

    The source is flattened if `flatten`; averaged down or up to the size `pool` if given
    (adaptive average pooling); multiplied by the layer's tensor `projection` if given, which is
    [to, from] for vectors and a 1×1 kernel [to, from, 1(, 1)] for maps; reshaped to `reshape` if
    given; then added, or concatenated on the first axis.
    """

    source: str
    mode: SkipMode
    flatten: bool = False
    pool: Shape | None = None
    projection: str | None = None
    reshape: Shape | None = None


@dataclass(frozen=True, slots=True)
class LayerShape:
    """One layer as the program sees it, blocks written out, the output layer included.

    `layer` is the model of its kind, or the `OutputLayer`. `inputs` is what it sees after
    `flatten` (of an image given to a first dense layer) and joins; if `lifted` it takes that
    vector as one channel. `tensors` are its parameters in the order of the flat vector, `buffers`
    what it remembers besides them. `pointer` leads to the layer in the spec.
    """

    id: str
    kind: str
    layer: Any
    inputs: Shape
    outputs: Shape
    tensors: Tensors
    buffers: Tensors
    pointer: str
    joins: tuple[Join, ...] = ()
    flatten: bool = False
    lifted: bool = False

    @property
    def parameters(self) -> int:
        """Places in the flat vector."""
        return sum(math.prod(shape) for shape in self.tensors.values())

    @property
    def connections(self) -> int:
        """Weights that exist: all, but for those that its density leaves out."""
        places = math.prod(self.tensors["weight"]) if "weight" in self.tensors else 0
        density: float = getattr(self.layer, "density", 1.0)
        return places if density == 1 else max(1, round(density * places))

    @property
    def parameters_in_use(self) -> int:
        """Parameters that exist; only these are told to anybody."""
        left_out = math.prod(self.tensors.get("weight", (0,))) - self.connections
        return self.parameters - left_out

    @property
    def units(self) -> int:
        """Units of a vector, channels of maps."""
        return self.outputs[0]

    @property
    def size(self) -> int:
        """Numbers that it gives for one sample."""
        return math.prod(self.outputs)

    @property
    def activation(self) -> ActivationName:
        name: ActivationName = getattr(self.layer, "activation", "identity")
        return name
