"""Shape inference, in integers: what each layer of a network takes and gives, and its tensors.

What does not fit is explained at the layer that causes it, with ways to fix it.
"""

from __future__ import annotations

import math

from playground.spec.activations import ACTIVATIONS, SLOPE
from playground.spec.expand import expand
from playground.spec.layers import LAYERS
from playground.spec.network import NetworkSpec, Skip
from playground.spec.shape_errors import cannot_concatenate
from playground.spec.shapes import INPUT, Join, LayerShape, Placed, Shape, Tensors


def infer(network: NetworkSpec, image: Shape, outputs: int) -> tuple[LayerShape, ...]:
    """Infer the layers from the first hidden one to the output, which gives `outputs` numbers.

    `image` is the shape of the data. Raises `SpecProblem` at the first layer that does not fit.
    """
    placed, skips = expand(network)
    given: dict[str, Shape] = {INPUT: image}
    found: list[LayerShape] = []
    before = image
    for position, each in enumerate(placed):
        kind = LAYERS[each.kind]
        flatten = position == 0 and kind.flattens_images and len(image) > 1
        base = (math.prod(image),) if flatten else before
        into = [skip for skip in skips if skip.target == each.id]
        inputs, joins, projections = _joined(each, base, into, given, network)
        own = kind.rule(each, inputs, outputs)
        tensors = own.tensors | _learned(each) | projections
        found.append(
            LayerShape(
                each.id,
                each.kind,
                each.layer,
                inputs,
                own.outputs,
                tensors,
                own.buffers,
                each.pointer,
                joins,
                flatten,
                own.lifted,
            )
        )
        before = given[each.id] = own.outputs
    return tuple(found)


def _learned(each: Placed) -> Tensors:
    """Find the tensors that the layer's activation learns."""
    row = ACTIVATIONS[getattr(each.layer, "activation", "identity")]
    return {} if row.first_slope is None else {SLOPE: (1,)}


def _joined(
    each: Placed, base: Shape, into: list[Skip], given: dict[str, Shape], network: NetworkSpec
) -> tuple[Shape, tuple[Join, ...], Tensors]:
    """Find what the layer sees, how it comes about, and the projections that it takes."""
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
    written = next((place for place, own in enumerate(network.skips) if own == skip), None)
    raise cannot_concatenate(each, shape, source, skip.source, written)
