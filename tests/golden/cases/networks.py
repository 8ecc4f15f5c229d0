"""Networks: with their blocks written out, and the shapes and counts of their layers."""

from __future__ import annotations

from typing import Any

from playground.spec.base import SpecProblem
from playground.spec.expand import expand
from playground.spec.network import NetworkSpec
from playground.spec.presets import PRESETS
from playground.spec.project import Spec, parse
from playground.wire.sessions import LayerShapeMessage

Json = Any


def dense(id: str, units: int = 4, **more: Json) -> Json:
    return {"kind": "dense", "id": id, "units": units} | more


def layer(kind: str, id: str, **more: Json) -> Json:
    return {"kind": kind, "id": id} | more


def block(id: str, *parts: Json, repeat: int = 2, skip: str = "none") -> Json:
    return {"kind": "block", "id": id, "repeat": repeat, "skip": skip, "layers": list(parts)}


def skip(text: str) -> Json:
    """A connection as SOURCE>TARGET, concatenated with a + behind."""
    source, _, target = text.rstrip("+").partition(">")
    return {"source": source, "target": target, "mode": "concat" if text[-1] == "+" else "add"}


def network(*layers: Json, skips: str = "") -> Json:
    return {"layers": list(layers), "skips": [skip(each) for each in skips.split()]}


ABC = (dense("a"), dense("b"), dense("c"))
NETWORKS: list[tuple[str, Json]] = [
    ("no layers", network()),
    ("plain layers", network(*ABC)),
    ("a skip from the input to the output", network(*ABC, skips="input>output")),
    ("skips of both sorts", network(*ABC, skips="a>c b>output+ input>c")),
    ("one block, once", network(block("k", dense("a"), repeat=1))),
    ("one block, three times", network(block("k", dense("a"), dense("b"), repeat=3))),
    ("a block between layers", network(dense("a"), block("k", dense("b")), dense("c"))),
    ("a residual block first", network(block("k", dense("a"), skip="add"), dense("c"))),
    ("a residual block last", network(dense("a"), block("k", dense("b"), skip="add", repeat=3))),
    ("a block that concatenates", network(dense("a"), block("k", dense("b"), skip="concat"))),
    (
        "two blocks in a row",
        network(block("k", dense("a"), skip="add"), block("m", dense("b"), dense("c"), skip="add")),
    ),
    (
        "skips to and from a block",
        network(
            dense("a"), block("k", dense("b"), dense("c")), dense("d"), skips="input>k k>output"
        ),
    ),
    (
        "skips to and from a copy",
        network(dense("a"), block("k", dense("b"), dense("c")), dense("d"), skips="a>b-2 b-1>d"),
    ),
    (
        "a skip from one block to another",
        network(block("k", dense("a")), dense("x"), block("m", dense("b")), skips="k>m"),
    ),
    ("ids that end in numbers", network(dense("h1"), dense("h-1"), block("k", dense("h")))),
    ("the widest block", network(block("k", *(dense(f"p{n}") for n in range(8)), repeat=7))),
    (
        "normalisation and dropout in a block",
        network(
            dense("a"),
            block("k", dense("b"), layer("layer_norm", "n"), layer("dropout", "d"), skip="add"),
        ),
    ),
    ("an id taken twice", network(dense("a"), dense("a"))),
    ("an id taken by a copy", network(dense("a-1"), block("k", dense("a")))),
    ("an id taken by a block", network(dense("k"), block("k", dense("a")))),
    ("an id of the input", network(dense("input"))),
    ("an id of the output", network(dense("output"))),
    ("too many layers", network(block("k", *(dense(f"p{n}") for n in range(8)), repeat=16))),
    ("a skip from nowhere", network(*ABC, skips="z>c")),
    ("a skip to nowhere", network(*ABC, skips="a>z input>c")),
    ("a skip to the input", network(*ABC, skips="a>input")),
    ("a skip backwards", network(*ABC, skips="c>a a>c")),
    ("a skip to itself", network(*ABC, skips="b>b")),
    ("a skip twice", network(*ABC, skips="a>c a>c+")),
    (
        "a skip that a block brings already",
        network(dense("a"), block("k", dense("b"), repeat=1, skip="add"), dense("c"), skips="a>c"),
    ),
]


def expansions() -> list[Json]:
    """Networks: the layers written out and the skips between them, or why there are none."""
    found = []
    for name, short in NETWORKS:
        given = NetworkSpec.model_validate(short)
        case: Json = {"name": name, "network": given.model_dump(mode="json")}
        try:
            placed, skips = expand(given)
        except SpecProblem as problem:
            found.append(case | {"problem": problem.code, "pointer": problem.pointer})
            continue
        case["layers"] = [{"id": at.id, "kind": at.kind, "pointer": at.pointer} for at in placed]
        found.append(case | {"skips": [each.model_dump(mode="json") for each in skips]})
    return found


DIGITS = {"dataset": "digits", "classes": 10, "samples": 300}
BARS = {"dataset": "bars", "classes": 4, "samples": 300}
TABLE = {"dataset": "wine", "classes": 3, "samples": 178}
CURVE = {"dataset": "curve", "features": ["x1", "sin_x1"]}
MANY = {"kind": "cross_entropy"}
SQUARE = {"kind": "mse"}
CONV = layer("conv2d", "c", units=6)
FLAT = layer("flatten", "f")


def spec(data: Json, loss: Json | None, *layers: Json, skips: str = "") -> Json:
    training = {} if loss is None else {"training": {"loss": loss}}
    return {"data": data, "network": network(*layers, skips=skips), **training}


SPECS: list[tuple[str, Json]] = [
    *((f"preset {name}", preset.model_dump(mode="json")) for name, preset in PRESETS.items()),
    ("the output alone", spec({}, None)),
    ("one unit", spec({}, None, dense("a", 1))),
    (
        "all features",
        spec(
            {
                "features": [
                    "x1",
                    "x2",
                    "x1_squared",
                    "x2_squared",
                    "x1x2",
                    "sin_x1",
                    "sin_x2",
                    "cos_x1",
                    "cos_x2",
                ]
            },
            None,
            dense("a", 256),
        ),
    ),
    ("two classes as one-hot", spec({}, MANY, dense("a", 3))),
    ("three classes and squares", spec({"dataset": "rings", "classes": 3}, SQUARE, dense("a"))),
    ("numbers to predict", spec(CURVE, SQUARE, dense("a", 5), dense("b", 7))),
    ("a learned slope", spec({}, None, dense("a", 5, activation="prelu"))),
    ("some columns of a table", spec(TABLE | {"columns": ["hue", "ash"]}, MANY, dense("a"))),
    ("maps into a dense layer", spec(DIGITS, MANY, dense("a", 12), dense("b", 3))),
    ("maps into the output", spec(DIGITS, MANY)),
    ("larger maps", spec(BARS | {"image_size": 28}, MANY, dense("a", 3))),
    ("a strided convolution", spec(DIGITS, MANY, CONV | {"stride": 2, "kernel": 5}, FLAT)),
    ("a dilated convolution", spec(BARS, MANY, CONV | {"dilation": 3, "padding": 0}, FLAT)),
    (
        "a grouped convolution",
        spec(BARS, MANY, CONV, layer("conv2d", "g", units=9, groups=3, kernel=1, padding=0), FLAT),
    ),
    ("a convolution along features", spec({}, None, layer("conv1d", "c", units=3), FLAT)),
    (
        "pools of all sorts",
        spec(
            BARS,
            MANY,
            CONV,
            layer("max_pool", "p"),
            layer("average_pool", "q", kernel=3, stride=1, padding=1),
            layer("global_pool", "g"),
        ),
    ),
    (
        "normalisations",
        spec(
            DIGITS,
            MANY,
            CONV,
            layer("batch_norm", "n"),
            layer("group_norm", "m", groups=3),
            layer("layer_norm", "l"),
            FLAT,
        ),
    ),
    (
        "an activation that is learned",
        spec(
            {},
            None,
            dense("a"),
            layer("activation", "b", activation="prelu"),
            layer("dropout", "d"),
        ),
    ),
    (
        "layers of which not every connection exists",
        spec({}, None, dense("a", 3, density=0.5), dense("b", 5, density=0.3), dense("c", 1)),
    ),
    # 2.5 connections of the first, 7.5 of the second: which way they are rounded.
    (
        "half a connection",
        spec({}, None, dense("a", 5, density=0.25), dense("b", 3, density=0.5)),
    ),
    ("the least density", spec({}, None, dense("a", 2, density=0.001))),
    (
        "a sparse convolution with a skip into it",
        spec(BARS, MANY, CONV, layer("conv2d", "d", units=4, density=0.4), FLAT, skips="input>d"),
    ),
    ("an added skip of one width", spec({}, None, *ABC, skips="a>c")),
    (
        "an added skip through a projection",
        spec({}, None, dense("a", 3), dense("b", 5), dense("c", 7), skips="a>c input>output"),
    ),
    (
        "a concatenated skip",
        spec({}, None, dense("a", 3), dense("b", 5), dense("c", 7), skips="a>c+ b>output+"),
    ),
    (
        "skips between maps",
        spec(
            BARS,
            MANY,
            CONV,
            layer("max_pool", "p"),
            layer("conv2d", "d", units=4),
            FLAT,
            skips="c>d c>output+",
        ),
    ),
    ("a residual block", spec({}, None, dense("a", 6), block("k", dense("b", 6), skip="add"))),
    (
        "a block that concatenates",
        spec({}, None, dense("a", 3), block("k", dense("b", 3), skip="concat", repeat=3)),
    ),
]


def shapes() -> list[Json]:
    """Specs: the shape of the input, how many numbers come out, and every layer's shapes."""
    found = []
    for name, short in SPECS:
        given = parse(short)
        found.append({"name": name, "spec": given.model_dump(mode="json"), **shapes_of(given)})
    return found


def shapes_of(given: Spec) -> Json:
    return {
        "input": list(given.data.input_shape),
        "outputs": given.outputs,
        "parameters": given.parameters_in_use,
        "layers": [each.model_dump(mode="json") for each in LayerShapeMessage.all_of(given)],
    }
