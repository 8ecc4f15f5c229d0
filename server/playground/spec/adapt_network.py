"""A network made for pictures that is given vectors, or the other way: fixed as a whole.

Fixed layer by layer, each fix would only bring the next fault to light.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import Any

import jsonpatch

from playground.spec.base import Fix, SpecProblem, remove, replace
from playground.spec.expand import expand
from playground.spec.infer import infer
from playground.spec.layers import LAYERS
from playground.spec.layers.base import Layer
from playground.spec.network import Block, NetworkSpec
from playground.spec.shape_errors import MAX_FIXES
from playground.spec.shapes import LayerShape, Shape

PICTURE: Shape = (1, 256, 256)
VECTOR: Shape = (4096,)
"""Large enough for every kernel: what does not fit these was not made for such data."""

INSTEAD = {"dense_for_maps": "dense_instead", "conv2d_for_all": "conv2d_instead"}
"""The fix of one layer that the fix of the whole network makes needless."""


def shapes_of(network: NetworkSpec, image: Shape, outputs: int) -> tuple[LayerShape, ...]:
    """Infer the shapes; of a network made for other data the problem's first fixes are whole ones."""
    try:
        return infer(network, image, outputs)
    except SpecProblem as problem:
        if problem.code == "needs_maps":
            offered = _for_vectors(network) if len(image) == 1 else _for_pictures(network)
            whole = [fix for fix in offered if _fixes(fix, network, image, outputs)]
            needless = {INSTEAD.get(fix.code) for fix in whole}
            single = [fix for fix in problem.fixes if fix.code not in needless]
            problem.fixes = (*whole, *single)[:MAX_FIXES]
        raise


def _for_vectors(network: NetworkSpec) -> Iterator[Fix]:
    """Leave out what sees maps, or make dense layers of it."""
    seen = [shape for shape in _given(network, PICTURE) if len(shape.inputs) > 2]
    if len({shape.pointer for shape in seen}) < 2:
        return
    yield Fix("without_maps", _without({shape.pointer for shape in seen}, network))
    spatial = [shape for shape in seen if LAYERS[shape.kind].spatial]
    convolutions = {shape.pointer: shape.layer for shape in spatial if LAYERS[shape.kind].weighted}
    others = {shape.pointer for shape in spatial} - convolutions.keys()
    dense = [replace(pointer, _dense(layer)) for pointer, layer in convolutions.items()]
    if dense:
        yield Fix("dense_for_maps", (*dense, *_without(others, network)))


def _for_pictures(network: NetworkSpec) -> Iterator[Fix]:
    """Make convolutions along a line ones over pictures."""
    given = _given(network, VECTOR)
    lines = takewhile(lambda shape: not LAYERS[shape.kind].makes_vector, given)
    twins = {shape.pointer: (shape.layer, LAYERS[shape.kind].twin) for shape in lines}
    patch = [
        replace(pointer, layer.model_dump(mode="json") | {"kind": twin})
        for pointer, (layer, twin) in twins.items()
        if twin
    ]
    if len(patch) > 1:
        yield Fix("conv2d_for_all", tuple(patch))


def _given(network: NetworkSpec, shape: Shape) -> tuple[LayerShape, ...]:
    """Infer the layers as if the data had this shape; none where they would not fit it."""
    try:
        return infer(network, shape, 1)
    except SpecProblem:
        return ()


def _fixes(fix: Fix, network: NetworkSpec, image: Shape, outputs: int) -> bool:
    document = {"network": network.model_dump(mode="json")}
    patched = jsonpatch.apply_patch(document, list(fix.patch))
    try:
        infer(NetworkSpec.model_validate(patched["network"]), image, outputs)
    except ValueError:
        return False
    return True


def _dense(layer: Layer) -> dict[str, Any]:
    kept: dict[str, Any] = layer.model_dump(mode="json", include={"id", "units", "activation"})
    return {"kind": "dense", **kept}


def _without(pointers: Iterable[str], network: NetworkSpec) -> tuple[dict[str, Any], ...]:
    """Take layers out, from the last on, with blocks that they leave empty and their skips."""
    gone = set(pointers)
    patch: list[dict[str, Any]] = []
    for position in reversed(range(len(network.layers))):
        layer, pointer = network.layers[position], f"/network/layers/{position}"
        inner = _parts(layer, pointer)
        if gone.issuperset(inner):
            patch.append(remove(pointer))
        else:
            patch += [remove(part) for part in reversed(inner) if part in gone]
    for position in reversed(range(len(network.skips))):
        skip = network.skips[position]
        if not gone.isdisjoint(_ends(network, skip.source, skip.target)):
            patch.append(remove(f"/network/skips/{position}"))
    return tuple(patch)


def _parts(layer: Layer | Block, pointer: str) -> list[str]:
    if isinstance(layer, Block):
        return [f"{pointer}/layers/{inner}" for inner in range(len(layer.layers))]
    return [pointer]


def _ends(network: NetworkSpec, source: str, target: str) -> Iterator[str]:
    """Find the pointers to the layers that a skip joins: of a block its last and its first one."""
    for each in expand(network)[0]:
        if each.id in (source, target):
            yield each.pointer
    for position, layer in enumerate(network.layers):
        if isinstance(layer, Block) and layer.id in (source, target):
            parts = _parts(layer, f"/network/layers/{position}")
            yield parts[-1] if layer.id == source else parts[0]
