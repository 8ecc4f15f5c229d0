"""What the matrix combines: a value of each axis makes a spec document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

from playground.spec.activations import ActivationName
from playground.spec.layers import LAYERS as KINDS_OF_LAYERS
from playground.spec.losses import LOSSES
from playground.spec.optimizers import OptimizerSpec
from playground.spec.schedules import SCHEDULES as KINDS
from support.models import kinds

Combination = tuple[str, ...]
"""A value of each axis, in the axes' order."""
Layers = list[dict[str, Any]]
STEPS = 20

# --- layers: a network around each kind, on vectors and on images ---------------------------------


def _convolution(image: bool, id: str, activation: str, units: int = 4) -> dict[str, Any]:
    kind = "conv2d" if image else "conv1d"
    return {"kind": kind, "id": id, "units": units, "activation": activation}


def _dense(activation: str, id: str = "d") -> dict[str, Any]:
    return {"kind": "dense", "id": id, "units": 5, "activation": activation}


def _after_convolution(kind: str, **fields: Any) -> Callable[[str, bool], Layers]:
    """The layer between a convolution with the activation and the output."""

    def layers(activation: str, image: bool) -> Layers:
        first = _convolution(image, "c", activation)
        last = [] if KINDS_OF_LAYERS[kind].makes_vector else [{"kind": "flatten", "id": "f"}]
        return [first, {"kind": kind, "id": "x", **fields}, *last]

    return layers


def _before_activation(kind: str, **fields: Any) -> Callable[[str, bool], Layers]:
    """The layer between weights and the activation, which is a layer of its own."""

    def layers(activation: str, image: bool) -> Layers:
        first = _convolution(True, "c", "identity") if image else _dense("identity")
        between = {"kind": kind, "id": "x", **fields}
        own = {"kind": "activation", "id": "a", "activation": activation}
        return [first, between, own, *([{"kind": "flatten", "id": "f"}] if image else [])]

    return layers


def _any(kind: str) -> Callable[[str, bool], Layers]:
    """A kind that has no network of its own here: alone if it takes vectors, or else on maps."""
    if KINDS_OF_LAYERS[kind].flattens_images:
        return lambda _, __: [{"kind": kind, "id": "x"}]
    return _after_convolution(kind)


def _block(activation: str, image: bool) -> Layers:
    part = _convolution(True, "p", activation) if image else _dense(activation, "p")
    norm = {"kind": "batch_norm", "id": "n"}
    block = {"kind": "block", "id": "b", "repeat": 3, "skip": "add", "layers": [part, norm]}
    first = _convolution(True, "c", activation) if image else _dense(activation)
    return [first, block, *([{"kind": "global_pool", "id": "g"}] if image else [])]


def _chain(activation: str, image: bool) -> Layers:
    """For a skip from the first layer to the last, whose shapes differ."""
    if not image:
        return [_dense(activation), _dense(activation, "e"), _dense(activation, "x") | {"units": 3}]
    wide = _convolution(True, "x", activation, units=6)
    small = _convolution(True, "e", activation) | {"stride": 2}
    return [_convolution(True, "c", activation), small, wide, {"kind": "flatten", "id": "f"}]


LAYERS: dict[str, Callable[[str, bool], Layers]] = {
    "dense": lambda activation, _: [_dense(activation)],
    "conv1d": lambda activation, image: [
        *([{"kind": "flatten", "id": "g"}] if image else []),
        _convolution(False, "c", activation) | {"kernel": 3},
        {"kind": "flatten", "id": "f"},
    ],
    "conv2d": lambda activation, _: [
        _convolution(True, "c", activation) | {"stride": 2, "dilation": 2},
        {"kind": "flatten", "id": "f"},
    ],
    "max_pool": _after_convolution("max_pool"),
    "average_pool": _after_convolution("average_pool", padding=1),
    "global_pool": _after_convolution("global_pool"),
    "flatten": _after_convolution("flatten"),
    "batch_norm": _before_activation("batch_norm"),
    "layer_norm": _before_activation("layer_norm"),
    "group_norm": _before_activation("group_norm", groups=1),
    "dropout": _before_activation("dropout", probability=0.4),
    "activation": lambda activation, image: [
        {"kind": "activation", "id": "a", "activation": activation},
        *([{"kind": "flatten", "id": "f"}] if image else []),
        _dense("identity"),
    ],
    "block": _block,
    "skip add": _chain,
    "skip concat": _chain,
}
LAYERS |= {kind: _any(kind) for kind in KINDS_OF_LAYERS if kind not in LAYERS}

# --- the other axes ------------------------------------------------------------------------------

SCHEDULES: dict[str, dict[str, Any]] = {kind: {} for kind in KINDS} | {
    "step": {"every": 4},
    "multi_step": {"milestones": [3, 11]},
    "exponential": {"factor": 0.9},
    "linear": {"total": 10},
    "polynomial": {"total": 15},
    "cosine": {"period": 8},
    "warm_restarts": {"period": 3},
    "inverse_time": {"scale": 5},
    "cyclic": {"period": 6, "mode": "triangular2"},
    "one_cycle": {"total": STEPS},
    "chain": {
        "parts": [
            {"schedule": {"kind": "linear", "total": 4}, "steps": 5},
            {"schedule": {"kind": "cyclic", "period": 4, "mode": "exp_range"}, "steps": 8},
            {"schedule": {"kind": "warm_restarts", "period": 2}},
        ]
    },
    "plateau": {"patience": 0, "threshold": 0.2},
}
"""So short that each does within the steps what it is there for."""

ON_PLANE = {"features": ["x1", "x2", "x1x2"]}
DATA: dict[tuple[str, str], dict[str, Any]] = {
    ("line", "mse"): {"dataset": "curve", "features": ["x1", "x1_squared", "sin_x1"]},
    ("line", "huber"): {
        "dataset": "formula_curve",
        "formula": "x1^2 / 10",
        "features": ["x1", "cos_x1", "sin_x1"],
    },
    ("plane", "binary_cross_entropy"): {"dataset": "xor", **ON_PLANE},
    ("plane", "cross_entropy"): {"dataset": "spiral", "classes": 3, **ON_PLANE},
    ("plane", "mse"): {"dataset": "plane", **ON_PLANE},
    ("plane", "huber"): {"dataset": "gaussians", **ON_PLANE},
    ("table", "binary_cross_entropy"): {"dataset": "breast_cancer"},
    ("table", "cross_entropy"): {"dataset": "iris", "classes": 3},
    ("table", "mse"): {"dataset": "diabetes"},
    ("table", "huber"): {"dataset": "wine"},
    ("image", "binary_cross_entropy"): {"dataset": "edges", "rotation": 0.5},
    ("image", "cross_entropy"): {"dataset": "bars", "classes": 4},
    ("image", "mse"): {"dataset": "digits", "classes": 5},
    ("image", "huber"): {"dataset": "shapes", "classes": 3},
}
FORMS = ("line", "plane", "table", "image")

TRAINING: dict[str, dict[str, Any]] = {
    "nothing": {},
    "l1": {"l1": 0.01},
    "l2": {"l2": 0.01},
    "weight_decay": {"weight_decay": 0.1},
    "label_smoothing": {"label_smoothing": 0.1},
    "input_noise": {"input_noise": 0.2},
    "clip_value": {"clip_value": 0.05},
    "clip_norm": {"clip_norm": 0.1},
    "averaging": {"averaging": 0.9},
    "full batch": {"batch_size": 5000},
}
WEIGHTS: dict[str, dict[str, Any]] = {
    "frozen": {"frozen": True},
    "frozen parts": {"frozen_units": [1], "frozen_weights": [[0, 0], [2, -1]]},
    "sparse": {"density": 0.5},
    "rate_factor": {"rate_factor": 0.3},
    "normal": {"init": {"kind": "normal"}, "initial_bias": 0.1},
    "orthogonal": {"init": {"kind": "orthogonal", "gain": 1.2}},
}
"""What the first layer with weights may have."""

AXES: dict[str, tuple[str, ...]] = {
    "layer": tuple(LAYERS),
    "activation": get_args(ActivationName),
    "optimizer": tuple(kinds(OptimizerSpec)),
    "schedule": tuple(SCHEDULES),
    "form": FORMS,
    "loss": tuple(LOSSES),
    "beside": (*TRAINING, *WEIGHTS),
}

IMPOSSIBLE = frozenset(
    {
        *((("layer", "conv2d"), ("form", form)) for form in ("line", "plane", "table")),
        *(
            (("form", "line"), ("loss", loss))
            for loss, row in LOSSES.items()
            if "regression" not in row.tasks
        ),
    }
)
"""Pairs that the spec refuses: what is on a line is a number to predict, and maps are of images."""


def _serves(loss: str, form: str, row: str) -> bool:
    """Whether the data of this row are for the loss too."""
    return (form, row) in DATA and set(LOSSES[row].tasks) <= set(LOSSES[loss].tasks)


def document(combination: Combination) -> dict[str, Any]:
    layer, activation, optimizer, schedule, form, loss, beside = combination
    layers = LAYERS[layer](activation, form == "image")
    skips = []
    if layer.startswith("skip"):
        skips = [{"source": layers[0]["id"], "target": "x", "mode": layer.removeprefix("skip ")}]
    if beside in WEIGHTS:
        layers = _with_weights(layers, WEIGHTS[beside])
    served = (DATA[form, each] for each in (loss, *LOSSES) if _serves(loss, form, each))
    data = next(served, DATA[form, "mse"])
    return {
        "data": {"samples": 60, **data},
        "network": {"layers": layers, "skips": skips},
        "training": {
            "loss": {"kind": loss},
            "optimizer": {"kind": optimizer},
            "schedule": {"kind": schedule, **SCHEDULES[schedule]},
            "batch_size": 16,
            **TRAINING.get(beside, {}),
        },
    }


def _with_weights(layers: Layers, fields: dict[str, Any]) -> Layers:
    place = next(i for i, layer in enumerate(layers) if "units" in layer)
    return [*layers[:place], layers[place] | fields, *layers[place + 1 :]]
