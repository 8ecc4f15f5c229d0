"""Specs for the exports: every layer kind, activation and way of joining, and what they compute."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from playground.export.weights import Named, split
from playground.nn.program import Program
from playground.spec.project import Spec, parse

Floats = NDArray[np.float32]


def dense(id: str, units: int = 5, activation: str = "tanh", **more: Any) -> dict[str, Any]:
    return {"kind": "dense", "id": id, "units": units, "activation": activation, **more}


def conv(id: str, units: int = 4, activation: str = "relu", **more: Any) -> dict[str, Any]:
    return {"kind": "conv2d", "id": id, "units": units, "activation": activation, **more}


def spec_of(
    *layers: dict[str, Any],
    data: dict[str, Any] | None = None,
    training: dict[str, Any] | None = None,
    skips: list[dict[str, Any]] | None = None,
    output: dict[str, Any] | None = None,
    **more: Any,
) -> Spec:
    return parse(
        {
            "data": {"samples": 60, **(data or {})},
            "network": {"layers": list(layers), "skips": skips or [], "output": output or {}},
            "training": training or {},
            **more,
        }
    )


BARS = {"dataset": "bars", "samples": 40, "classes": 4}
CE = {"loss": {"kind": "cross_entropy"}}


def images(*layers: dict[str, Any], **more: Any) -> Spec:
    return spec_of(*layers, **{"data": BARS, "training": CE, **more})


FLAT = {"kind": "flatten", "id": "flat"}
LINE = {"kind": "conv1d", "id": "line", "units": 6, "activation": "silu"}
NINE = [
    "x1", "x2", "x1_squared", "x2_squared", "x1x2", "sin_x1", "sin_x2", "cos_x1", "cos_x2"
]  # fmt: skip

LAYERS: dict[str, Spec] = {
    "nothing": spec_of(),
    "dense": spec_of(dense("a"), dense("b", activation="relu")),
    "nine features": spec_of(dense("a"), data={"features": NINE}),
    "x2 alone": spec_of(dense("a"), data={"features": ["x2"]}),
    "line": spec_of(
        dense("a"),
        data={"dataset": "curve", "features": ["x1", "cos_x1"]},
        training={"loss": {"kind": "mse"}},
    ),
    "surface": spec_of(dense("a"), data={"dataset": "plane"}, training={"loss": {"kind": "huber"}}),
    "classes": spec_of(dense("a"), data={"dataset": "gaussians", "classes": 5}, training=CE),
    "distance to two": spec_of(dense("a"), training={"loss": {"kind": "mse"}}),
    "distance to three": spec_of(
        dense("a"),
        data={"dataset": "gaussians", "classes": 3},
        training={"loss": {"kind": "mse"}},
    ),
    "table": spec_of(
        dense("a"), data={"dataset": "iris", "samples": 150, "classes": 3}, training=CE
    ),
    "image to dense": images(dense("a", 8)),
    "conv2d": images(conv("c", kernel=5, stride=2, padding=3, dilation=2), FLAT),
    "groups": images(conv("c", 6), conv("d", 4, groups=2), FLAT),
    "conv1d": spec_of(
        LINE | {"kernel": 3, "stride": 2, "padding": 2, "dilation": 2},
        FLAT,
        data={"features": NINE},
    ),
    "max pool": images(
        conv("c"), {"kind": "max_pool", "id": "p", "kernel": 3, "stride": 2, "padding": 1}, FLAT
    ),
    "average pool": images(
        conv("c"), {"kind": "average_pool", "id": "p", "kernel": 3, "stride": 2, "padding": 1}, FLAT
    ),
    "pool on a line": spec_of(
        LINE,
        {"kind": "max_pool", "id": "p"},
        {"kind": "average_pool", "id": "q", "padding": 1},
        FLAT,
        data={"features": NINE},
    ),
    "global average": images(conv("c"), {"kind": "global_pool", "id": "g"}),
    "global maximum": images(conv("c"), {"kind": "global_pool", "id": "g", "mode": "max"}),
    "batch norm": images(conv("c"), {"kind": "batch_norm", "id": "n"}, FLAT),
    "batch norm of units": spec_of(dense("a"), {"kind": "batch_norm", "id": "n", "epsilon": 0.01}),
    "layer norm": images(conv("c"), {"kind": "layer_norm", "id": "n"}, FLAT),
    "layer norm of units": spec_of(dense("a"), {"kind": "layer_norm", "id": "n"}),
    "group norm": images(conv("c"), {"kind": "group_norm", "id": "n"}, FLAT),
    "group norm of units": spec_of(dense("a", 6), {"kind": "group_norm", "id": "n", "groups": 2}),
    "dropout": spec_of(dense("a"), {"kind": "dropout", "id": "d", "probability": 0.5}),
    "activation": spec_of(
        dense("a", activation="identity"),
        {"kind": "batch_norm", "id": "n"},
        {"kind": "activation", "id": "s", "activation": "prelu"},
    ),
    "output activation": spec_of(
        dense("a"), training={"loss": {"kind": "mse"}}, output={"activation": "tanh"}
    ),
    "sparse": spec_of(dense("a", 8, density=0.4), dense("b", 8, frozen_units=[1, 2])),
}
SKIPS: dict[str, Spec] = {
    "plain": spec_of(dense("a"), dense("b"), skips=[{"source": "a", "target": "output"}]),
    "projected": spec_of(
        dense("a", 3), dense("b", 7), skips=[{"source": "input", "target": "output"}]
    ),
    "concatenated": spec_of(
        dense("a", 3),
        dense("b", 7),
        skips=[
            {"source": "input", "target": "output", "mode": "concat"},
            {"source": "input", "target": "b", "mode": "concat"},
            {"source": "a", "target": "output"},
        ],
    ),
    "maps halved": images(
        conv("a"),
        {"kind": "max_pool", "id": "p"},
        conv("b", 6),
        conv("c"),
        FLAT,
        skips=[{"source": "a", "target": "c"}, {"source": "input", "target": "b"}],
    ),
    "maps by no whole number": images(
        conv("a"),
        conv("b", stride=3, padding=0),
        conv("c", 3),
        conv("d"),
        FLAT,
        skips=[
            {"source": "a", "target": "c", "mode": "concat"},
            {"source": "input", "target": "d"},
        ],
    ),
    "maps grown": images(
        conv("a", stride=4),
        conv("b", kernel=1, padding=6),
        FLAT,
        skips=[{"source": "a", "target": "flat", "mode": "concat"}],
    ),
    "maps to a vector": images(
        conv("a"), FLAT, dense("b"), skips=[{"source": "a", "target": "output"}]
    ),
    "maps to a vector, set beside": images(
        conv("a", stride=4),
        FLAT,
        dense("b"),
        skips=[{"source": "a", "target": "output", "mode": "concat"}],
    ),
    "line to line": spec_of(
        LINE,
        LINE | {"id": "l2", "stride": 2},
        LINE | {"id": "l3"},
        FLAT,
        data={"features": NINE},
        skips=[{"source": "line", "target": "l3"}, {"source": "input", "target": "l2"}],
    ),
    "block": spec_of(
        dense("a"),
        {
            "kind": "block",
            "id": "block",
            "repeat": 3,
            "skip": "add",
            "layers": [dense("c"), {"kind": "layer_norm", "id": "n"}],
        },
    ),
    "block beside": spec_of(
        dense("a"),
        {"kind": "block", "id": "block", "repeat": 2, "skip": "concat", "layers": [dense("c")]},
    ),
}


def random_tensors(spec: Spec, seed: int = 0) -> tuple[torch.Tensor, torch.Tensor, Named]:
    """Parameters and buffers, none of which is a first one, flat and by name."""
    program = Program.build(spec)
    generator = torch.Generator().manual_seed(seed)
    parameters = program.init(spec.seed)
    parameters += 0.3 * torch.randn(parameters.shape, generator=generator)
    buffers = program.init_buffers()
    buffers += torch.rand(buffers.shape, generator=generator)
    return parameters, buffers, split(spec, parameters.numpy(), buffers.numpy())
