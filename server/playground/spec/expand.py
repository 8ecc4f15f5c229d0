"""A network with its blocks written out: one list of layers, and skips between their ids."""

from __future__ import annotations

from playground.spec.base import Fix, SpecProblem, remove
from playground.spec.network import MAX_EXPANDED, Block, NetworkSpec, Skip
from playground.spec.shapes import INPUT, OUTPUT, Placed, SkipMode


def expand(network: NetworkSpec) -> tuple[tuple[Placed, ...], tuple[Skip, ...]]:
    """Expand every block to its layers and skips.

    Raises `SpecProblem` for an id taken twice, too many layers, or a skip that leads nowhere.
    """
    placed: list[Placed] = []
    fresh = _fresh(network)
    around: list[tuple[str, str, SkipMode]] = []
    """Blocks' own skips, from the layer before a repetition around its last layer."""
    first: dict[str, str] = {}
    last: dict[str, str] = {}
    for position, layer in enumerate(network.layers):
        pointer = f"/network/layers/{position}"
        if not isinstance(layer, Block):
            placed.append(Placed(layer.id, layer.kind, layer, pointer, fresh))
            continue
        if layer.id in (INPUT, OUTPUT) or layer.id in first:
            raise _taken(layer.id, f"{pointer}/id")
        for repetition in range(1, layer.repeat + 1):
            before = placed[-1].id if placed else INPUT
            for inner, part in enumerate(layer.layers):
                here = f"{pointer}/layers/{inner}"
                placed.append(Placed(f"{part.id}-{repetition}", part.kind, part, here, fresh))
            if layer.skip != "none":
                around.append((before, placed[-1].id, layer.skip))
        last[layer.id] = placed[-1].id
        first[layer.id] = f"{layer.layers[0].id}-1"
    placed.append(Placed(OUTPUT, "dense", network.output, "/network/output", fresh))
    _check(placed, {*first})
    order = {INPUT: -1} | {each.id: i for i, each in enumerate(placed)}
    skips = [
        Skip(source=before, target=placed[order[end] + 1].id, mode=mode)
        for before, end, mode in around
    ]
    for position, skip in enumerate(network.skips):
        source, target = last.get(skip.source, skip.source), first.get(skip.target, skip.target)
        if source not in order or target not in order or target == INPUT:
            raise _bad_skip(
                "skip_leads_nowhere",
                f"A skip connection goes from “{skip.source}” to “{skip.target}”, but the network"
                " doesn’t have both. Remove it or choose other layers.",
                skip,
                position,
            )
        if order[source] >= order[target]:
            raise _bad_skip(
                "skip_backwards",
                f"A skip connection must lead to a later layer, but {skip.target} doesn’t come"
                f" after {skip.source}.",
                skip,
                position,
            )
        if any((each.source, each.target) == (source, target) for each in skips):
            raise _bad_skip(
                "skip_twice",
                f"There is already a skip connection from {skip.source} to {skip.target}.",
                skip,
                position,
            )
        skips.append(Skip(source=source, target=target, mode=skip.mode))
    return tuple(placed), tuple(skips)


def _check(placed: list[Placed], blocks: set[str]) -> None:
    if len(placed) - 1 > MAX_EXPANDED:
        raise SpecProblem(
            "too_many_layers",
            f"With its blocks written out, this network has {len(placed) - 1} layers; the"
            f" limit is {MAX_EXPANDED}. Repeat a block fewer times.",
            "/network/layers",
            {"count": len(placed) - 1, "most": MAX_EXPANDED},
        )
    seen = {INPUT, *blocks}
    for each in placed:
        if each.id in seen or (each.id == OUTPUT and each.pointer != "/network/output"):
            raise _taken(each.id, f"{each.pointer}/id")
        seen.add(each.id)


def _fresh(network: NetworkSpec) -> int:
    """Find the least number with which no layer's id ends."""
    ids = [layer.id for layer in network.layers]
    ids += [
        part.id for block in network.layers if isinstance(block, Block) for part in block.layers
    ]
    ends = {id.rpartition("-")[2] for id in ids}
    return next(number for number in range(1, len(ids) + 2) if str(number) not in ends)


def _bad_skip(code: str, sentence: str, skip: Skip, position: int) -> SpecProblem:
    pointer = f"/network/skips/{position}"
    params = {"source": skip.source, "target": skip.target}
    return SpecProblem(code, sentence, pointer, params, (Fix("remove_skip", (remove(pointer),)),))


def _taken(id: str, pointer: str) -> SpecProblem:
    return SpecProblem(
        "layer_id_taken",
        f"The layer id “{id}” is already in use. Give each layer its own.",
        pointer,
        {"id": id},
    )
