"""What helps a network that does not learn: edits, and new weights for the layers that need them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from playground.spec.activations import ACTIVATIONS
from playground.spec.base import Fix, add, replace
from playground.spec.layers import LAYERS
from playground.spec.layers.base import Weighted
from playground.spec.layers.dense import DenseLayer
from playground.spec.normalizing import normalize
from playground.spec.project import Spec
from playground.spec.shapes import OUTPUT, LayerShape

MAX_FIXES = 3
RATE = "/training/learning_rate"
GOOD_INITS = frozenset({"auto", "xavier", "kaiming", "orthogonal"})
"""First weights that keep signals and gradients at their size."""

LARGE_RATE = 0.1
LARGE_RATE_OF_SGD = 1.0
"""Plain gradient descent takes steps in proportion to the gradient, the others of the rate's size."""

LARGE_PENALTY = 0.01


@dataclass(frozen=True, slots=True)
class Sick:
    """A fault in a set-up: where it begins, and all layers that have it."""

    spec: Spec
    layer: LayerShape | None
    layers: tuple[LayerShape, ...]


def dead(sick: Sick) -> tuple[Fix, ...]:
    return _first(
        *_lower_rate(sick.spec),
        *_good_start(sick.spec, sick.layers),
        Fix("fresh_weights", (), fresh=_fed(sick.spec, sick.layers)),
        _activated("leaky_instead", "leaky_relu", sick.layers),
    )


def saturated(sick: Sick) -> tuple[Fix, ...]:
    hidden = tuple(each for each in sick.layers if each.id != OUTPUT)
    return _first(
        *_lower_rate(sick.spec),
        *_good_start(sick.spec, sick.layers),
        *normalize(sick.spec),
        Fix("fresh_weights", (), fresh=_fed(sick.spec, sick.layers)),
        *([_activated("relu_instead", "relu", hidden, fresh=True)] if hidden else []),
    )


def blocked(sick: Sick) -> tuple[Fix, ...]:
    shapes = sick.spec.shapes
    return _first(
        *_good_start(sick.spec, shapes),
        Fix("fresh_weights", (), fresh=_weighted(shapes)),
    )


def exploding(sick: Sick) -> tuple[Fix, ...]:
    return _first(
        *_good_start(sick.spec, sick.spec.shapes),
        *normalize(sick.spec),
        *_clip(sick.spec),
        *_lower_rate(sick.spec),
    )


def vanishing(sick: Sick) -> tuple[Fix, ...]:
    squashing = tuple(
        each for each in sick.spec.shapes if each.id != OUTPUT and _squashes(each.activation)
    )
    return _first(
        *_good_start(sick.spec, sick.spec.shapes),
        *([_activated("relu_instead", "relu", squashing, fresh=True)] if squashing else []),
        *normalize(sick.spec),
        Fix("fresh_weights", (), fresh=_weighted(sick.spec.shapes)),
    )


def rate_too_high(sick: Sick) -> tuple[Fix, ...]:
    rate = _rounded(sick.spec.training.learning_rate / 10)
    lower = replace(RATE, rate)
    fresh = _weighted(sick.spec.shapes)
    return _first(
        Fix("lower_rate", (lower,), {"rate": rate}),
        Fix("lower_rate_fresh", (lower,), {"rate": rate}, fresh=fresh),
        *_clip(sick.spec),
    )


def loss_flat(sick: Sick) -> tuple[Fix, ...]:
    return _first(
        *_bend(sick.spec),
        *_no_penalty(sick.spec),
        *_raise_rate(sick.spec),
        *_adam(sick.spec),
        Fix("fresh_weights", (), fresh=_weighted(sick.spec.shapes)),
    )


# --- single fixes -------------------------------------------------------------------------------


def _first(*fixes: Fix) -> tuple[Fix, ...]:
    return fixes[:MAX_FIXES]


def _weighted(layers: tuple[LayerShape, ...]) -> tuple[str, ...]:
    """Name those that have weights to draw."""
    return tuple(each.id for each in layers if each.tensors)


def _fed(spec: Spec, layers: tuple[LayerShape, ...]) -> tuple[str, ...]:
    """Name the layers whose weights make these activations: an activation alone has those before it."""
    names: dict[str, None] = {}
    last: str | None = None
    wanted = {each.id for each in layers}
    for shape in spec.shapes:
        if LAYERS[shape.kind].weighted:
            last = shape.id
        if shape.id in wanted and last is not None:
            names[last] = None
    return tuple(names)


def _activated(code: str, name: str, layers: tuple[LayerShape, ...], *, fresh: bool = False) -> Fix:
    """Give these layers another activation."""
    pointers = dict.fromkeys(each.pointer for each in layers)
    patch = tuple(replace(f"{pointer}/activation", name) for pointer in pointers)
    return Fix(code, patch, fresh=_weighted(layers) if fresh else ())


def _good_start(spec: Spec, layers: tuple[LayerShape, ...]) -> Iterator[Fix]:
    """Draw first weights that suit the activation, where something else was chosen."""
    names = set(_fed(spec, layers)) | set(_weighted(layers))
    chosen = [
        shape
        for shape in spec.shapes
        if shape.id in names and isinstance(shape.layer, Weighted) and _is_odd(shape.layer)
    ]
    if not chosen:
        return
    patch: list[dict[str, Any]] = []
    for pointer in dict.fromkeys(shape.pointer for shape in chosen):
        patch.append(replace(f"{pointer}/init", {"kind": "auto"}))
        patch.append(replace(f"{pointer}/initial_bias", 0.0))
    yield Fix("good_start", tuple(patch), fresh=tuple(shape.id for shape in chosen))


def _is_odd(layer: Weighted) -> bool:
    gain = getattr(layer.init, "gain", 1.0)
    return layer.init.kind not in GOOD_INITS or not 0.2 <= gain <= 5 or abs(layer.initial_bias) > 1


def _lower_rate(spec: Spec) -> Iterator[Fix]:
    rate = spec.training.learning_rate
    large = LARGE_RATE_OF_SGD if spec.training.optimizer.kind == "sgd" else LARGE_RATE
    if rate >= large:
        lower = _rounded(rate / 10)
        yield Fix(
            "lower_rate_fresh",
            (replace(RATE, lower),),
            {"rate": lower},
            fresh=_weighted(spec.shapes),
        )


def _raise_rate(spec: Spec) -> Iterator[Fix]:
    rate = spec.training.learning_rate
    if rate <= LARGE_RATE / 3:
        higher = _rounded(rate * 10)
        yield Fix("raise_rate", (replace(RATE, higher),), {"rate": higher})


def _clip(spec: Spec) -> Iterator[Fix]:
    if spec.training.clip_norm is None:
        yield Fix("clip_norm", (replace("/training/clip_norm", 1.0),), {"norm": 1})


def _adam(spec: Spec) -> Iterator[Fix]:
    if spec.training.optimizer.kind == "sgd":
        rate = min(spec.training.learning_rate, 0.01)
        yield Fix(
            "adam_instead",
            (replace("/training/optimizer", {"kind": "adam"}), replace(RATE, rate)),
        )


def _no_penalty(spec: Spec) -> Iterator[Fix]:
    training = spec.training
    names = ("l1", "l2", "weight_decay")
    if any(getattr(training, name) >= LARGE_PENALTY for name in names):
        yield Fix("no_penalty", tuple(replace(f"/training/{name}", 0.0) for name in names))


def _bend(spec: Spec) -> Iterator[Fix]:
    """Offer a bend to a network that has none: all of its layers together are one linear layer."""
    hidden = [each for each in spec.shapes if each.id != OUTPUT]
    if any(each.activation != "identity" for each in hidden):
        return
    straight = tuple(each for each in hidden if hasattr(each.layer, "activation"))
    if straight:
        yield _activated("tanh_instead", "tanh", straight)
    elif not hidden:
        layer = DenseLayer(id="dense-1", units=8, activation="tanh").model_dump(mode="json")
        yield Fix("add_hidden", (add("/network/layers/-", layer),))


def _squashes(activation: str) -> bool:
    reach = ACTIVATIONS[activation].reach
    return reach.high - reach.low < float("inf")


def _rounded(rate: float) -> float:
    return float(f"{rate:.1g}")
