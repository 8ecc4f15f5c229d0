"""Shapes, inferred in integers: what each layer takes and gives, and the tensors it holds.

A shape is that of one sample: (F,) a vector, (C, L) channels along a line, (C, H, W) maps. What
does not fit is explained at the layer that causes it, with ways to mend it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playground.spec.base import Mend, SpecProblem, add, remove, replace
from playground.spec.expand import expand
from playground.spec.network import (
    INPUT,
    OUTPUT,
    ActivationName,
    Conv1dLayer,
    Conv2dLayer,
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


def written(shape: Shape) -> str:
    """For people: 8 × 16 × 16."""
    return " × ".join(str(size) for size in shape)


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
    mends = [Mend("flatten_before", (_insert(each, {"kind": "flatten"}),))]
    for position, own in enumerate(network.skips):
        if own.mode == "concat" and own.source == skip.source and own.target == skip.target:
            path = f"/network/skips/{position}"
            mends = [
                Mend("add_instead", (add(f"{path}/mode", "add"),)),
                Mend("remove_skip", (remove(path),)),
                *mends,
            ]
    raise SpecProblem(
        "cannot_concatenate",
        f"“{skip.source}” gives {written(source)} and “{each.id}” sees {written(shape)}: these"
        " cannot be set side by side.",
        each.pointer,
        {"layer": each.id, "expected": written(shape), "got": written(source)},
        tuple(mends),
    )


# --- a rule a kind ------------------------------------------------------------------------------

Rule = Callable[[Placed, Shape, int], tuple[Shape, Tensors, Tensors]]


def _dense(each: Placed, inputs: Shape, outputs: int) -> tuple[Shape, Tensors, Tensors]:
    layer: Any = each.layer
    if len(inputs) > 1:
        raise _needs_vector(each, inputs)
    units = outputs if each.id == OUTPUT else layer.units
    return (units,), {"weight": (units, inputs[0]), "bias": (units,)}, {}


def _convolution(each: Placed, inputs: Shape, _: int) -> tuple[Shape, Tensors, Tensors]:
    layer: Any = each.layer
    axes = 1 if isinstance(layer, Conv1dLayer) else 2
    if axes == 1 and len(inputs) == 1:
        inputs = (1, *inputs)
    if len(inputs) != axes + 1:
        raise _needs_maps(each, inputs)
    channels, groups = inputs[0], layer.groups
    if channels % groups or layer.units % groups:
        raise _groups_do_not_divide(each, groups, math.gcd(channels, layer.units), channels)
    reach = layer.dilation * (layer.kernel - 1) + 1
    sizes = tuple((size + 2 * layer.padding - reach) // layer.stride + 1 for size in inputs[1:])
    if min(inputs[1:]) + 2 * layer.padding < reach:
        raise _kernel_too_large(each, min(inputs[1:]), reach)
    kernel = (layer.units, channels // groups, *[layer.kernel] * axes)
    return (layer.units, *sizes), {"weight": kernel, "bias": (layer.units,)}, {}


def _pool(each: Placed, inputs: Shape, _: int) -> tuple[Shape, Tensors, Tensors]:
    layer: Any = each.layer
    if len(inputs) == 1:
        raise _needs_maps(each, inputs)
    if 2 * layer.padding > layer.kernel:
        raise SpecProblem(
            "padding_too_large",
            f"Pooling by {layer.kernel} can be padded by {layer.kernel // 2} at most, or a pool"
            " would hold padding alone.",
            f"{each.pointer}/padding",
            {"layer": each.id, "expected": layer.kernel // 2, "got": layer.padding},
            (
                Mend(
                    "smaller_padding",
                    (add(f"{each.pointer}/padding", layer.kernel // 2),),
                    {"padding": layer.kernel // 2},
                ),
                Mend("smaller_padding", (add(f"{each.pointer}/padding", 0),), {"padding": 0}),
                _remove(each),
            ),
        )
    if min(inputs[1:]) + 2 * layer.padding < layer.kernel:
        raise _kernel_too_large(each, min(inputs[1:]), layer.kernel)
    sizes = tuple(
        (size + 2 * layer.padding - layer.kernel) // layer.stride + 1 for size in inputs[1:]
    )
    return (inputs[0], *sizes), {}, {}


def _global_pool(each: Placed, inputs: Shape, _: int) -> tuple[Shape, Tensors, Tensors]:
    if len(inputs) == 1:
        raise _needs_maps(each, inputs)
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
        raise _groups_do_not_divide(each, layer.groups, inputs[0], inputs[0])
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

# --- what does not fit, and ways out ------------------------------------------------------------


def _insert(each: Placed, layer: dict[str, Any]) -> dict[str, Any]:
    """Puts a layer before this one."""
    path = "/network/layers/-" if each.id == OUTPUT else each.pointer
    return add(path, {"id": f"{layer['kind'].replace('_', '-')[:11]}-{each.fresh}", **layer})


def _remove(each: Placed) -> Mend:
    return Mend("remove_layer", (remove(each.pointer),))


def _needs_vector(each: Placed, inputs: Shape) -> SpecProblem:
    pool = {"kind": "global_pool"}
    return SpecProblem(
        "needs_vector",
        f"The layer “{each.id}” needs a vector, and gets maps of {written(inputs)}: say how they"
        " become one.",
        each.pointer,
        {"layer": each.id, "expected": str(math.prod(inputs)), "got": written(inputs)},
        (
            Mend("flatten_before", (_insert(each, {"kind": "flatten"}),)),
            Mend("average_before", (_insert(each, pool | {"mode": "average"}),)),
            Mend("maximum_before", (_insert(each, pool | {"mode": "max"}),)),
        ),
    )


def _needs_maps(each: Placed, inputs: Shape) -> SpecProblem:
    layer: Any = each.layer
    two = isinstance(layer, Conv2dLayer)
    if len(inputs) == 3:
        wanted, sentence = "C × L", "a line of values"
    else:
        wanted, sentence = ("C × H × W", "maps") if two else ("C × L, C × H × W", "maps or lines")
    mends: list[Mend] = []
    common = {"id": layer.id, "units": getattr(layer, "units", 8)}
    if len(inputs) == 3:
        same = layer.model_dump(mode="json") | {"kind": "conv2d"}
        mends.append(Mend("conv2d_instead", (replace(each.pointer, same),)))
        mends.append(Mend("flatten_before", (_insert(each, {"kind": "flatten"}),)))
    elif hasattr(layer, "units"):
        dense = {"kind": "dense", "activation": layer.activation, **common}
        mends.append(Mend("dense_instead", (replace(each.pointer, dense),)))
        if two:
            same = layer.model_dump(mode="json") | {"kind": "conv1d"}
            mends.append(Mend("conv1d_instead", (replace(each.pointer, same),)))
    else:
        conv = {"kind": "conv1d", "id": f"conv-{each.fresh}"}
        mends.append(Mend("conv1d_before", (add(each.pointer, conv),)))
        mends.append(
            Mend("norm_instead", (replace(each.pointer, {"kind": "layer_norm", "id": layer.id}),))
        )
    mends.append(_remove(each))
    return SpecProblem(
        "needs_maps",
        f"The layer “{each.id}” needs {sentence}, and gets {written(inputs)}.",
        each.pointer,
        {"layer": each.id, "expected": wanted, "got": written(inputs)},
        tuple(mends),
    )


def _kernel_too_large(each: Placed, size: int, reach: int) -> SpecProblem:
    layer: Any = each.layer
    room = size + 2 * layer.padding
    mends: list[Mend] = []
    dilation = getattr(layer, "dilation", 1)
    if dilation > 1 and layer.kernel <= room:
        mends.append(Mend("no_dilation", (add(f"{each.pointer}/dilation", 1),), {"dilation": 1}))
    fitting = (room - 1) // dilation + 1
    least = 1 if hasattr(layer, "units") else 2
    if fitting >= least:
        mends.append(
            Mend(
                "smaller_kernel",
                (add(f"{each.pointer}/kernel", fitting),),
                {"kernel": fitting},
            )
        )
    padding = -(-(reach - size) // 2)
    if padding <= (14 if hasattr(layer, "units") else layer.kernel // 2):
        mends.append(
            Mend(
                "more_padding",
                (add(f"{each.pointer}/padding", padding),),
                {"padding": padding},
            )
        )
    mends.append(_remove(each))
    return SpecProblem(
        "kernel_too_large",
        f"The kernel of “{each.id}” reaches over {reach} values, and there are {room}, padding"
        " included.",
        f"{each.pointer}/kernel",
        {"layer": each.id, "expected": room, "got": reach},
        tuple(mends[:3]),
    )


def _groups_do_not_divide(each: Placed, groups: int, common: int, channels: int) -> SpecProblem:
    layer: Any = each.layer
    fitting = max(part for part in range(1, groups + 1) if common % part == 0)
    path = f"{each.pointer}/groups"
    mends = [Mend("groups", (add(path, fitting),), {"groups": fitting})]
    if fitting > 1:
        mends.append(Mend("groups", (add(path, 1),), {"groups": 1}))
    if hasattr(layer, "units") and channels % groups == 0:
        units = min(256 // groups * groups, max(groups, round(layer.units / groups) * groups))
        mends.append(Mend("units", (add(f"{each.pointer}/units", units),), {"units": units}))
    if each.kind == "group_norm":
        norm = {"kind": "layer_norm", "id": layer.id}
        mends.append(Mend("norm_instead", (replace(each.pointer, norm),)))
    mends.append(_remove(each))
    return SpecProblem(
        "groups_do_not_divide",
        f"The layer “{each.id}” would part {channels} channels into {groups} groups: they must"
        " be of one size.",
        path,
        {"layer": each.id, "expected": fitting, "got": groups},
        tuple(mends[:3]),
    )
