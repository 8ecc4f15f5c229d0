"""Networks that fit an input, of all kinds of layers, with blocks and skips, for Hypothesis."""

from __future__ import annotations

import math
from typing import Any

from hypothesis import strategies as st
from pydantic import TypeAdapter

from playground.spec.activations import ActivationName
from playground.spec.base import SpecProblem
from playground.spec.layers import LAYERS, PlainLayer
from playground.spec.layers.dense import OutputLayer
from playground.spec.network import Block
from playground.spec.shapes import INPUT, OUTPUT, Placed, Shape, SkipMode
from support.models import documents, kinds, values

PLAIN = kinds(PlainLayer)
MAX_LAYERS = 5
MAX_UNITS = 8
MAX_SIZE = 2000
"""Numbers that a layer may give, so that dense layers and projections behind it stay small."""

_LAYER: TypeAdapter[Any] = TypeAdapter(PlainLayer)
_CONVOLUTION_OF = {2: "conv1d", 3: "conv2d"}
_POOLS = ("max_pool", "average_pool")
_KEEPING = ("batch_norm", "layer_norm", "group_norm", "dropout", "activation")
_KNOWN = ("dense", "conv1d", "conv2d", "global_pool", "flatten", *_POOLS, *_KEEPING)
"""Kinds whose settings are drawn so that they fit; of others only what fits is kept."""
_UNITS = st.integers(0, MAX_UNITS - 1)
_WEIGHTED = {
    "frozen_units": st.lists(_UNITS, max_size=2),
    "frozen_weights": st.lists(st.tuples(_UNITS, st.integers(-1, 9)).map(list), max_size=2),
}


def shape_after(layer: dict[str, Any], before: Shape) -> Shape:
    """By the spec's own rule; a first dense layer sees maps flattened, which is the caller's."""
    placed = Placed(layer["id"], layer["kind"], _LAYER.validate_python(layer), "", 1)
    return LAYERS[layer["kind"]].rule(placed, before, 1).outputs


def fits(layer: dict[str, Any], shape: Shape) -> bool:
    """Whether the spec's own rule takes the layer."""
    try:
        shape_after(layer, shape)
    except SpecProblem:
        return False
    return True


def choices(shape: Shape) -> tuple[str, ...]:
    """Kinds of layers that can take this shape: those known here, and others as they begin."""
    others = [kind for kind in LAYERS if kind not in _KNOWN]
    return (*_known(shape), *(kind for kind in others if fits({"kind": kind, "id": "x"}, shape)))


def _known(shape: Shape) -> tuple[str, ...]:
    if len(shape) == 1:
        return ("dense", "conv1d", "flatten", *_KEEPING)
    pools = _POOLS if min(shape[1:]) >= 2 else ()
    return (_CONVOLUTION_OF[len(shape)], *pools, "global_pool", "flatten", *_KEEPING)


@st.composite
def layers(draw: st.DrawFn, kind: str, id: str, shape: Shape) -> dict[str, Any]:
    """One layer of a kind that this shape can enter."""
    fixed: dict[str, Any] = {"id": st.just(id)}
    if kind in ("dense", "conv1d", "conv2d"):
        fixed |= {"units": st.integers(1, MAX_UNITS), **_WEIGHTED}
    if kind in ("conv1d", "conv2d"):
        fixed |= draw(_geometry(shape))
    if kind in _POOLS:
        kernel = draw(st.integers(2, min(5, *shape[1:])))
        fixed |= {"kernel": st.just(kernel), "padding": st.integers(0, kernel // 2)}
    if kind == "group_norm":
        fixed["groups"] = st.sampled_from(_divisors(shape[0]))
    drawn = documents(PLAIN[kind], **fixed)
    return draw(drawn if kind in _KNOWN else drawn.filter(lambda layer: fits(layer, shape)))


@st.composite
def _geometry(draw: st.DrawFn, shape: Shape) -> dict[str, Any]:
    """Kernel, padding and groups of a convolution that fit."""
    channels, *axes = shape if len(shape) > 1 else (1, *shape)
    groups = draw(st.sampled_from(_divisors(channels)))
    padding, dilation = draw(st.integers(0, 2)), draw(st.integers(1, 2))
    room = (min(axes) + 2 * padding - 1) // dilation + 1
    return {
        "kernel": st.integers(1, min(5, room)),
        "padding": st.just(padding),
        "dilation": st.just(dilation),
        "groups": st.just(groups),
        "units": st.integers(1, max(1, MAX_UNITS // groups)).map(lambda each: each * groups),
    }


def _divisors(channels: int) -> list[int]:
    return [part for part in range(1, min(channels, MAX_UNITS) + 1) if channels % part == 0]


@st.composite
def blocks(draw: st.DrawFn, id: str, shape: Shape) -> tuple[dict[str, Any], Shape]:
    """A block whose layers take what they give, so that it can be repeated and skipped."""
    inner: list[dict[str, Any]] = []
    for number in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(("weighted", *_KEEPING)))
        name = f"{id}{'abc'[number]}"
        if kind != "weighted":
            layer = draw(layers(kind, name, shape))
            inner.append(layer | ({"groups": 1} if kind == "group_norm" else {}))
        elif len(shape) == 1:
            inner.append(draw(documents(PLAIN["dense"], **_fixed(name, shape))))
        else:
            geometry = {"kernel": 3, "padding": 1, "stride": 1, "dilation": 1, "groups": 1}
            layer = draw(documents(PLAIN[_CONVOLUTION_OF[len(shape)]], **_fixed(name, shape)))
            inner.append(layer | geometry)
    # Beside a layer that remembers its width, a concatenation would not fit the repetition.
    joined = ("none", "add") if inner[0]["kind"] in _KEEPING else ("none", "add", "concat")
    document = {
        "kind": "block",
        "id": id,
        "repeat": draw(st.integers(1, 3)),
        "skip": draw(st.sampled_from(joined)),
        "layers": inner,
    }
    return document, shape


def _fixed(name: str, shape: Shape) -> dict[str, Any]:
    return {"id": st.just(name), "units": st.just(min(shape[0], MAX_UNITS * 2)), **_WEIGHTED}


@st.composite
def networks(draw: st.DrawFn, image: Shape) -> dict[str, Any]:
    """Layers that fit one after the other, a vector at their end, and skips between them.

    A skip by concatenation changes what its target sees: it leads to dense layers and the output
    only, which take any width. One that is added leads anywhere.
    """
    found: list[dict[str, Any]] = []
    shape = image
    for number in range(draw(st.integers(0, MAX_LAYERS))):
        kind = draw(st.sampled_from([*choices(shape), "block"]))
        if kind == "block" and shape[0] <= MAX_UNITS * 2:
            block, shape = draw(blocks(f"l{number}", shape))
            found.append(block)
        elif kind != "block":
            layer = draw(layers(kind, f"l{number}", shape))
            after = shape_after(layer, shape)
            if math.prod(after) <= MAX_SIZE:
                found.append(layer)
                shape = after
    if len(shape) > 1 and found:
        kind = draw(st.sampled_from(("flatten", "global_pool")))
        found.append(draw(layers(kind, "last", shape)))
    activation = values(ActivationName)
    output = documents(OutputLayer, activation=activation, **_WEIGHTED)
    return {"layers": found, "skips": draw(_skips(found)), "output": draw(output)}


@st.composite
def _skips(draw: st.DrawFn, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    names = [INPUT, *(layer["id"] for layer in found), OUTPUT]
    wide = {layer["id"] for layer in found if layer["kind"] == "dense"} | {OUTPUT}
    taken = {
        (names[place], names[place + 2])
        for place, layer in enumerate(found)
        if layer["kind"] == Block.model_fields["kind"].default
    }
    pairs = [
        (names[i], names[j])
        for i in range(len(names))
        for j in range(i + 2, len(names))
        if (names[i], names[j]) not in taken
    ]
    if not pairs:
        return []
    chosen = draw(st.lists(st.sampled_from(pairs), max_size=2, unique=True))
    return [
        {
            "source": source,
            "target": target,
            "mode": draw(values(SkipMode)) if target in wide else "add",
        }
        for source, target in chosen
    ]
