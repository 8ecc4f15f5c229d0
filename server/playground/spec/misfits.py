"""What does not fit in a network, explained at the layer that causes it, with ways to fix it."""

from __future__ import annotations

import math
from typing import Any

from playground.spec.base import Fix, SpecProblem, add, remove, replace
from playground.spec.network import OUTPUT, Conv2dLayer, NetworkSpec, Placed, Skip

Shape = tuple[int, ...]


def written(shape: Shape) -> str:
    """For people: 8 × 16 × 16."""
    return " × ".join(str(size) for size in shape)


def _insert(each: Placed, layer: dict[str, Any]) -> dict[str, Any]:
    """Puts a layer before this one."""
    path = "/network/layers/-" if each.id == OUTPUT else each.pointer
    return add(path, {"id": f"{layer['kind'].replace('_', '-')[:11]}-{each.fresh}", **layer})


def _remove(each: Placed) -> Fix:
    return Fix("remove_layer", (remove(each.pointer),))


def cannot_concatenate(
    each: Placed, shape: Shape, source: Shape, skip: Skip, network: NetworkSpec
) -> SpecProblem:
    fixes = [Fix("flatten_before", (_insert(each, {"kind": "flatten"}),))]
    for position, own in enumerate(network.skips):
        if own.mode == "concat" and own.source == skip.source and own.target == skip.target:
            path = f"/network/skips/{position}"
            fixes = [
                Fix("add_instead", (add(f"{path}/mode", "add"),)),
                Fix("remove_skip", (remove(path),)),
                *fixes,
            ]
    return SpecProblem(
        "cannot_concatenate",
        f"“{skip.source}” gives {written(source)} and “{each.id}” sees {written(shape)}: these"
        " cannot be set side by side.",
        each.pointer,
        {"layer": each.id, "expected": written(shape), "got": written(source)},
        tuple(fixes),
    )


def needs_vector(each: Placed, inputs: Shape) -> SpecProblem:
    pool = {"kind": "global_pool"}
    return SpecProblem(
        "needs_vector",
        f"The layer “{each.id}” needs a vector, and gets maps of {written(inputs)}: say how they"
        " become one.",
        each.pointer,
        {"layer": each.id, "expected": str(math.prod(inputs)), "got": written(inputs)},
        (
            Fix("flatten_before", (_insert(each, {"kind": "flatten"}),)),
            Fix("average_before", (_insert(each, pool | {"mode": "average"}),)),
            Fix("maximum_before", (_insert(each, pool | {"mode": "max"}),)),
        ),
    )


def needs_maps(each: Placed, inputs: Shape) -> SpecProblem:
    layer: Any = each.layer
    two = isinstance(layer, Conv2dLayer)
    if len(inputs) == 3:
        wanted, sentence = "C × L", "a line of values"
    else:
        wanted, sentence = ("C × H × W", "maps") if two else ("C × L, C × H × W", "maps or lines")
    fixes: list[Fix] = []
    common = {"id": layer.id, "units": getattr(layer, "units", 8)}
    if len(inputs) == 3:
        same = layer.model_dump(mode="json") | {"kind": "conv2d"}
        fixes.append(Fix("conv2d_instead", (replace(each.pointer, same),)))
        fixes.append(Fix("flatten_before", (_insert(each, {"kind": "flatten"}),)))
    elif hasattr(layer, "units"):
        dense = {"kind": "dense", "activation": layer.activation, **common}
        fixes.append(Fix("dense_instead", (replace(each.pointer, dense),)))
        if two:
            same = layer.model_dump(mode="json") | {"kind": "conv1d"}
            fixes.append(Fix("conv1d_instead", (replace(each.pointer, same),)))
    else:
        conv = {"kind": "conv1d", "id": f"conv-{each.fresh}"}
        fixes.append(Fix("conv1d_before", (add(each.pointer, conv),)))
        fixes.append(
            Fix("norm_instead", (replace(each.pointer, {"kind": "layer_norm", "id": layer.id}),))
        )
    fixes.append(_remove(each))
    return SpecProblem(
        "needs_maps",
        f"The layer “{each.id}” needs {sentence}, and gets {written(inputs)}.",
        each.pointer,
        {"layer": each.id, "expected": wanted, "got": written(inputs)},
        tuple(fixes),
    )


def padding_too_large(each: Placed) -> SpecProblem:
    layer: Any = each.layer
    return SpecProblem(
        "padding_too_large",
        f"Pooling by {layer.kernel} can be padded by {layer.kernel // 2} at most, or a pool"
        " would hold padding alone.",
        f"{each.pointer}/padding",
        {"layer": each.id, "expected": layer.kernel // 2, "got": layer.padding},
        (
            Fix(
                "smaller_padding",
                (add(f"{each.pointer}/padding", layer.kernel // 2),),
                {"padding": layer.kernel // 2},
            ),
            Fix("smaller_padding", (add(f"{each.pointer}/padding", 0),), {"padding": 0}),
            _remove(each),
        ),
    )


def kernel_too_large(each: Placed, size: int, reach: int) -> SpecProblem:
    layer: Any = each.layer
    room = size + 2 * layer.padding
    fixes: list[Fix] = []
    dilation = getattr(layer, "dilation", 1)
    if dilation > 1 and layer.kernel <= room:
        fixes.append(Fix("no_dilation", (add(f"{each.pointer}/dilation", 1),), {"dilation": 1}))
    fitting = (room - 1) // dilation + 1
    least = 1 if hasattr(layer, "units") else 2
    if fitting >= least:
        fixes.append(
            Fix(
                "smaller_kernel",
                (add(f"{each.pointer}/kernel", fitting),),
                {"kernel": fitting},
            )
        )
    padding = -(-(reach - size) // 2)
    if padding <= (14 if hasattr(layer, "units") else layer.kernel // 2):
        fixes.append(
            Fix(
                "more_padding",
                (add(f"{each.pointer}/padding", padding),),
                {"padding": padding},
            )
        )
    fixes.append(_remove(each))
    return SpecProblem(
        "kernel_too_large",
        f"The kernel of “{each.id}” reaches over {reach} values, and there are {room}, padding"
        " included.",
        f"{each.pointer}/kernel",
        {"layer": each.id, "expected": room, "got": reach},
        tuple(fixes[:3]),
    )


def groups_do_not_divide(each: Placed, groups: int, common: int, channels: int) -> SpecProblem:
    layer: Any = each.layer
    fitting = max(part for part in range(1, groups + 1) if common % part == 0)
    path = f"{each.pointer}/groups"
    fixes = [Fix("groups", (add(path, fitting),), {"groups": fitting})]
    if fitting > 1:
        fixes.append(Fix("groups", (add(path, 1),), {"groups": 1}))
    if hasattr(layer, "units") and channels % groups == 0:
        units = min(256 // groups * groups, max(groups, round(layer.units / groups) * groups))
        fixes.append(Fix("units", (add(f"{each.pointer}/units", units),), {"units": units}))
    if each.kind == "group_norm":
        norm = {"kind": "layer_norm", "id": layer.id}
        fixes.append(Fix("norm_instead", (replace(each.pointer, norm),)))
    fixes.append(_remove(each))
    return SpecProblem(
        "groups_do_not_divide",
        f"The layer “{each.id}” would part {channels} channels into {groups} groups: they must"
        " be of one size.",
        path,
        {"layer": each.id, "expected": fitting, "got": groups},
        tuple(fixes[:3]),
    )
