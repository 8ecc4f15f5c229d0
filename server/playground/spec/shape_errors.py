"""Problems of shapes: what does not fit in a network, explained at the layer that causes it, with ways to fix it."""

from __future__ import annotations

import math
from typing import Any

from playground.spec.base import Fix, SpecProblem, add, remove, replace
from playground.spec.shapes import Placed, Shape

MAX_FIXES = 3


def write_shape(shape: Shape) -> str:
    """Write a shape for people: 8 × 16 × 16."""
    return " × ".join(str(size) for size in shape)


# --- fixes of one layer ---------------------------------------------------------------------------


def before(code: str, each: Placed, layer: dict[str, Any]) -> Fix:
    """Put a layer before this one."""
    named = {"id": f"{layer['kind'].replace('_', '-')[:11]}-{each.fresh}", **layer}
    return Fix(code, (add(each.place_before, named),))


def flatten_before(each: Placed) -> Fix:
    """Lay maps out as a vector before this layer."""
    return before("flatten_before", each, {"kind": "flatten"})


def instead(code: str, each: Placed, layer: dict[str, Any]) -> Fix:
    """Put another layer in this one's place."""
    return Fix(code, (replace(each.pointer, layer),))


def set_field(code: str, each: Placed, field: str, value: int) -> Fix:
    """Give one of the layer's fields another value."""
    return Fix(code, (add(f"{each.pointer}/{field}", value),), {field: value})


def remove_layer(each: Placed) -> Fix:
    """Take the layer out."""
    return Fix("remove_layer", (remove(each.pointer),))


# --- problems -------------------------------------------------------------------------------------


def cannot_concatenate(
    each: Placed, shape: Shape, source_shape: Shape, source: str, position: int | None
) -> SpecProblem:
    """Explain a skip by concatenation of maps and vectors.

    `position` is the skip's among those that the network lists; a block's own is not among them.
    """
    fixes = [flatten_before(each)]
    if position is not None:
        path = f"/network/skips/{position}"
        fixes = [
            Fix("add_instead", (add(f"{path}/mode", "add"),)),
            Fix("remove_skip", (remove(path),)),
            *fixes,
        ]
    return SpecProblem(
        "cannot_concatenate",
        f"“{source}” gives {write_shape(source_shape)} and “{each.id}” sees {write_shape(shape)}: these"
        " can’t be concatenated.",
        each.pointer,
        {"layer": each.id, "expected": write_shape(shape), "got": write_shape(source_shape)},
        tuple(fixes),
    )


def needs_vector(each: Placed, inputs: Shape) -> SpecProblem:
    """Explain maps given to a layer that takes a vector."""
    pool = {"kind": "global_pool"}
    return SpecProblem(
        "needs_vector",
        f"The layer “{each.id}” needs a single vector but gets maps of {write_shape(inputs)}. Choose"
        " how to turn them into one.",
        each.pointer,
        {"layer": each.id, "expected": str(math.prod(inputs)), "got": write_shape(inputs)},
        (
            flatten_before(each),
            before("average_before", each, pool | {"mode": "average"}),
            before("maximum_before", each, pool | {"mode": "max"}),
        ),
    )


def needs_maps(each: Placed, inputs: Shape, wanted: str, sentence: str, *fixes: Fix) -> SpecProblem:
    """Explain a vector, or a signal on another number of axes, given to a layer that slides.

    `wanted` is the shape as a formula, `sentence` the same in words; `fixes` are the kind's own.
    """
    return SpecProblem(
        "needs_maps",
        f"The layer “{each.id}” needs {sentence}, but gets {write_shape(inputs)}.",
        each.pointer,
        {"layer": each.id, "expected": wanted, "got": write_shape(inputs)},
        (*fixes, remove_layer(each)),
    )


def padding_too_large(each: Placed) -> SpecProblem:
    """Explain a pool that would hold padding alone."""
    layer = each.layer
    most = layer.kernel // 2
    return SpecProblem(
        "padding_too_large",
        f"The padding of a pool of {layer.kernel} can be at most {most}, half its kernel. With"
        " more, it would pool nothing but padding.",
        f"{each.pointer}/padding",
        {"layer": each.id, "expected": most, "got": layer.padding},
        (
            set_field("smaller_padding", each, "padding", most),
            set_field("smaller_padding", each, "padding", 0),
            remove_layer(each),
        ),
    )


def kernel_too_large(
    each: Placed, size: int, *, dilation: int, min_kernel: int, max_padding: int
) -> SpecProblem:
    """Explain a kernel that reaches beyond its input, of which the shortest side has `size`."""
    layer = each.layer
    reach = dilation * (layer.kernel - 1) + 1
    room = size + 2 * layer.padding
    fixes: list[Fix] = []
    if dilation > 1 and layer.kernel <= room:
        fixes.append(set_field("no_dilation", each, "dilation", 1))
    fitting = (room - 1) // dilation + 1
    if fitting >= min_kernel:
        fixes.append(set_field("smaller_kernel", each, "kernel", fitting))
    padding = -(-(reach - size) // 2)
    if padding <= max_padding:
        fixes.append(set_field("more_padding", each, "padding", padding))
    return SpecProblem(
        "kernel_too_large",
        f"The kernel of {each.id} covers {reach} values, but there are only {room},"
        " padding included.",
        f"{each.pointer}/kernel",
        {"layer": each.id, "expected": room, "got": reach},
        (*fixes, remove_layer(each))[:MAX_FIXES],
    )


def groups_do_not_divide(each: Placed, common: int, channels: int, *other: Fix) -> SpecProblem:
    """Explain groups that would not be of one size; they must divide `common`.

    `other` are ways out besides another number of groups.
    """
    groups = each.layer.groups
    fitting = max(part for part in range(1, groups + 1) if common % part == 0)
    fixes = [set_field("groups", each, "groups", fitting)]
    if fitting > 1:
        fixes.append(set_field("groups", each, "groups", 1))
    return SpecProblem(
        "groups_do_not_divide",
        f"The layer “{each.id}” can’t split its {channels} channels into {groups} groups of equal"
        " size.",
        f"{each.pointer}/groups",
        {"layer": each.id, "expected": fitting, "got": groups},
        (*fixes, *other, remove_layer(each))[:MAX_FIXES],
    )
