"""Set-ups that are permitted and whose steps are slow, of several kinds."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

POINTS = {"dataset": "spiral", "samples": 5000, "train_fraction": 0.9}
IMAGES = {"dataset": "shapes", "classes": 4, "image_size": 28, "samples": 2000}
CLASSES = {"loss": {"kind": "cross_entropy"}}


def _layers(count: int, **layer: Any) -> list[Json]:
    return [{"id": f"l{i}", **layer} for i in range(count)]


def _set_up(data: Json, layers: list[Json], **training: Any) -> Json:
    if data["dataset"] == "shapes":
        layers, training = [*layers, {"kind": "global_pool", "id": "g"}], CLASSES | training
    return {"data": data, "network": {"layers": layers}, "training": training}


def _conv(units: int, kernel: int, **layer: Any) -> Json:
    return {"kind": "conv2d", "units": units, "kernel": kernel, "padding": kernel // 2, **layer}


SLOW: dict[str, Json] = {
    "wide dense layers, a large batch": _set_up(
        POINTS, _layers(6, kind="dense", units=200), batch_size=2400
    ),
    "deep convolutions": _set_up(IMAGES, _layers(4, **_conv(16, 5)), batch_size=64),
    "large kernels": _set_up(IMAGES, _layers(2, **_conv(8, 15)), batch_size=256),
    "all the work that is permitted": _set_up(
        IMAGES | {"samples": 500}, _layers(2, **_conv(32, 15)), batch_size=166
    ),
    "dilated": _set_up(
        IMAGES, _layers(2, **_conv(16, 5) | {"dilation": 7, "padding": 14}), batch_size=96
    ),
    "in groups": _set_up(
        IMAGES,
        [{"id": "a", **_conv(16, 3)}, *_layers(3, **_conv(16, 5, groups=16))],
        batch_size=64,
    ),
    "pools": _set_up(
        IMAGES, _layers(6, kind="max_pool", kernel=5, stride=1, padding=2), batch_size=256
    ),
    "one activation after the other": _set_up(
        POINTS,
        [
            {"id": "a", "kind": "dense", "units": 256},
            *_layers(30, kind="activation", activation="mish"),
        ],
        batch_size=1500,
    ),
    "L-BFGS": _set_up(
        POINTS,
        _layers(6, kind="dense", units=200),
        batch_size=2400,
        optimizer={"kind": "lbfgs", "history": 2},
    ),
    "Muon": _set_up(
        POINTS,
        _layers(6, kind="dense", units=200),
        batch_size=2400,
        optimizer={"kind": "muon", "iterations": 10},
    ),
}
