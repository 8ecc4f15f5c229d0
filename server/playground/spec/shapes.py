"""Shapes, inferred in integers: what each layer takes and gives, and the tensors it holds.

A shape is that of one sample: (F,) a vector, (C, L) channels along a line, (C, H, W) maps. What
does not fit is explained at the layer that causes it, with ways to fix it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playground.spec.expand import expand
from playground.spec.misfits import (
    cannot_concatenate,
    groups_do_not_divide,
    kernel_too_large,
    needs_maps,
    needs_vector,
    padding_too_large,
)
from playground.spec.network import (
    INPUT,
    OUTPUT,
    ActivationName,
    Conv1dLayer,
    NetworkSpec,
    OutputLayer,
    Placed,
    PlainLayer,
    Skip,
    SkipMode,
)

Shape = tuple[int, ...]
Tensors = dict[str, Shape]


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

    `inputs` is what it sees after `flatten` (of an image given to a first dense layer) and joins.
    `tensors` are its parameters in the order of the flat vector, `buffers` what it remembers
    besides them. `pointer` leads to the layer in the spec.
    """

    id: str
    kind: str
    layer: PlainLayer | OutputLayer
    inputs: Shape
    outputs: Shape
    tensors: Tensors
    buffers: Tensors
    pointer: str
    joins: tuple[Join, ...] = ()
    flatten: bool = False

    @property
    def parameters(self) -> int:
        return sum(math.prod(shape) for shape in self.tensors.values())

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
        return getattr(self.layer, "activation", "identity")


def infer(network: NetworkSpec, image: Shape, outputs: int) -> tuple[LayerShape, ...]:
    """The layers from the first hidden one to the output, which gives `outputs` numbers.

    `image` is the shape of the data. Raises `SpecProblem` at the first layer that does not fit.
    """
    placed, skips = expand(network)
    given: dict[str, Shape] = {INPUT: image}
    found: list[LayerShape] = []
    before = image
    for position, each in enumerate(placed):
        flatten = position == 0 and each.kind == "dense" and len(image) > 1
        base = (math.prod(image),) if flatten else before
        into = [skip for skip in skips if skip.target == each.id]
        inputs, joins, projections = _joined(each, base, into, given, network)
        shape, tensors, buffers = RULES[each.kind](each, inputs, outputs)
        if getattr(each.layer, "activation", None) == "prelu":
            tensors["slope"] = (1,)
        found.append(
            LayerShape(
                each.id,
                each.kind,
                each.layer,
                inputs,
                shape,
                tensors | projections,
                buffers,
                each.pointer,
                joins,
                flatten,
            )
        )
        before = given[each.id] = shape
    return tuple(found)


def _joined(
    each: Placed, base: Shape, into: list[Skip], given: dict[str, Shape], network: NetworkSpec
) -> tuple[Shape, tuple[Join, ...], Tensors]:
    """What the layer sees, how it comes about, and the projections that it takes."""
    shape = base
    joins: list[Join] = []
    projections: Tensors = {}
    for skip in sorted(into, key=lambda skip: skip.mode == "concat"):
        source = given[skip.source]
        if skip.mode == "concat":
            join = _concatenated(each, shape, source, skip, network)
            width = math.prod(source) if join.flatten else source[0]
            shape = (shape[0] + width, *shape[1:])
        else:
            join, projection = _added(shape, source, skip)
            if projection:
                projections[str(join.projection)] = projection
        joins.append(join)
    return shape, tuple(joins), projections


def _added(shape: Shape, source: Shape, skip: Skip) -> tuple[Join, Shape | None]:
    if source == shape:
        return Join(skip.source, "add"), None
    name = f"skip-{skip.source}"
    if len(shape) == len(source) > 1:
        pool = shape[1:] if source[1:] != shape[1:] else None
        if source[0] == shape[0]:
            return Join(skip.source, "add", pool=pool), None
        kernel = (shape[0], source[0], *[1] * (len(shape) - 1))
        return Join(skip.source, "add", pool=pool, projection=name), kernel
    reshape = shape if len(shape) > 1 else None
    flatten = len(source) > 1
    if math.prod(shape) == math.prod(source):
        return Join(skip.source, "add", flatten=flatten, reshape=reshape), None
    matrix = (math.prod(shape), math.prod(source))
    return Join(skip.source, "add", flatten=flatten, projection=name, reshape=reshape), matrix


def _concatenated(
    each: Placed, shape: Shape, source: Shape, skip: Skip, network: NetworkSpec
) -> Join:
    if len(shape) == 1:
        return Join(skip.source, "concat", flatten=len(source) > 1)
    if len(source) == len(shape):
        pool = shape[1:] if source[1:] != shape[1:] else None
        return Join(skip.source, "concat", pool=pool)
    raise cannot_concatenate(each, shape, source, skip, network)


# --- a rule a kind ------------------------------------------------------------------------------

Rule = Callable[[Placed, Shape, int], tuple[Shape, Tensors, Tensors]]


def _dense(each: Placed, inputs: Shape, outputs: int) -> tuple[Shape, Tensors, Tensors]:
    layer: Any = each.layer
    if len(inputs) > 1:
        raise needs_vector(each, inputs)
    units = outputs if each.id == OUTPUT else layer.units
    return (units,), {"weight": (units, inputs[0]), "bias": (units,)}, {}


def _convolution(each: Placed, inputs: Shape, _: int) -> tuple[Shape, Tensors, Tensors]:
    layer: Any = each.layer
    axes = 1 if isinstance(layer, Conv1dLayer) else 2
    if axes == 1 and len(inputs) == 1:
        inputs = (1, *inputs)
    if len(inputs) != axes + 1:
        raise needs_maps(each, inputs)
    channels, groups = inputs[0], layer.groups
    if channels % groups or layer.units % groups:
        raise groups_do_not_divide(each, groups, math.gcd(channels, layer.units), channels)
    reach = layer.dilation * (layer.kernel - 1) + 1
    sizes = tuple((size + 2 * layer.padding - reach) // layer.stride + 1 for size in inputs[1:])
    if min(inputs[1:]) + 2 * layer.padding < reach:
        raise kernel_too_large(each, min(inputs[1:]), reach)
    kernel = (layer.units, channels // groups, *[layer.kernel] * axes)
    return (layer.units, *sizes), {"weight": kernel, "bias": (layer.units,)}, {}


def _pool(each: Placed, inputs: Shape, _: int) -> tuple[Shape, Tensors, Tensors]:
    layer: Any = each.layer
    if len(inputs) == 1:
        raise needs_maps(each, inputs)
    if 2 * layer.padding > layer.kernel:
        raise padding_too_large(each)
    if min(inputs[1:]) + 2 * layer.padding < layer.kernel:
        raise kernel_too_large(each, min(inputs[1:]), layer.kernel)
    sizes = tuple(
        (size + 2 * layer.padding - layer.kernel) // layer.stride + 1 for size in inputs[1:]
    )
    return (inputs[0], *sizes), {}, {}


def _global_pool(each: Placed, inputs: Shape, _: int) -> tuple[Shape, Tensors, Tensors]:
    if len(inputs) == 1:
        raise needs_maps(each, inputs)
    return inputs[:1], {}, {}


def _flatten(each: Placed, inputs: Shape, _: int) -> tuple[Shape, Tensors, Tensors]:
    return (math.prod(inputs),), {}, {}


def _batch_norm(each: Placed, inputs: Shape, _: int) -> tuple[Shape, Tensors, Tensors]:
    channels = inputs[:1]
    tensors = {"weight": channels, "bias": channels}
    return inputs, tensors, {"mean": channels, "variance": channels}


def _layer_norm(each: Placed, inputs: Shape, _: int) -> tuple[Shape, Tensors, Tensors]:
    return inputs, {"weight": inputs, "bias": inputs}, {}


def _group_norm(each: Placed, inputs: Shape, _: int) -> tuple[Shape, Tensors, Tensors]:
    layer: Any = each.layer
    if inputs[0] % layer.groups:
        raise groups_do_not_divide(each, layer.groups, inputs[0], inputs[0])
    return inputs, {"weight": inputs[:1], "bias": inputs[:1]}, {}


def _unchanged(each: Placed, inputs: Shape, _: int) -> tuple[Shape, Tensors, Tensors]:
    return inputs, {}, {}


RULES: dict[str, Rule] = {
    "dense": _dense,
    "conv1d": _convolution,
    "conv2d": _convolution,
    "max_pool": _pool,
    "average_pool": _pool,
    "global_pool": _global_pool,
    "flatten": _flatten,
    "batch_norm": _batch_norm,
    "layer_norm": _layer_norm,
    "group_norm": _group_norm,
    "dropout": _unchanged,
    "activation": _unchanged,
}
