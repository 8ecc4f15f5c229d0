"""What a set-up can never do, whatever its weights become: told at the layer that keeps it from it.

The set-up stays as it is; a caution only says so, with ways out.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from playground.spec import losses, rates
from playground.spec.activations import ACTIVATIONS, EVERYTHING, Reach
from playground.spec.base import Fix, Scalar, replace
from playground.spec.layers.base import Trainable
from playground.spec.project import Spec

SURE = 0.99
"""A network that can be as sure of a class as this lacks nothing."""

SLACK = 0.05
"""The part of the targets' range that an output may fall short of: noise goes a little beyond."""

Range = tuple[float, float]

OUTPUT = "/network/output"
LINEAR = replace(f"{OUTPUT}/activation", "identity")
TANH = replace(f"{OUTPUT}/activation", "tanh")
OUTPUT_LINEAR = Fix("output_linear", (LINEAR,))
OUTPUT_TANH = Fix("output_tanh", (TANH,))
LINEAR_WITH_BCE = Fix(
    "output_linear_bce", (LINEAR, replace("/training/loss", {"kind": "binary_cross_entropy"}))
)
TANH_WITH_MSE = Fix("output_tanh_mse", (TANH, replace("/training/loss", {"kind": "mse"})))


@dataclass(frozen=True, slots=True)
class Caution:
    """One thing that a set-up cannot do.

    `code` keys the catalogue ("caution.CODE"), `sentence` is its English text, `pointer` leads to
    the layer where it is so, `params` are the values that the sentence mentions.
    """

    code: str
    sentence: str
    pointer: str
    params: Mapping[str, Scalar] = field(default_factory=dict)
    fixes: tuple[Fix, ...] = ()


def cautions(spec: Spec, targets: Range | None = None) -> tuple[Caution, ...]:
    """Find what the set-up cannot do, the gravest first; `targets` is what a regression aims at."""
    return (*_output(spec, targets), *_learning(spec), *_rates(spec))


def needs_targets(spec: Spec) -> bool:
    """Tell whether what it cannot do depends on how far the targets go."""
    return spec.data.task == "regression" and _reach(spec) != EVERYTHING


# --- the output -------------------------------------------------------------------------------


def _output(spec: Spec, targets: Range | None) -> Iterator[Caution]:
    """Find targets that the output's activation keeps it from."""
    kind = losses.kind_of(spec.training.loss)
    reach = _reach(spec)
    if spec.data.task == "regression":
        if targets is not None:
            slack = SLACK * (targets[1] - targets[0])
            yield from _short(spec, reach, targets, slack, (OUTPUT_LINEAR,))
    elif kind.likelihood == "softmax":
        yield from _softmax(spec, reach)
    elif spec.outputs > 1:
        yield from _short(spec, reach, (0, 1), 0, (OUTPUT_LINEAR,))
    elif reach.low >= 0 or reach.high <= 0:
        yield _one_class(spec, reach)
    elif kind.likelihood == "sigmoid":
        yield from _sigmoid(spec, reach)
    else:
        yield from _short(spec, reach, (-1, 1), 0, (OUTPUT_TANH, OUTPUT_LINEAR))


def _reach(spec: Spec) -> Reach:
    return ACTIVATIONS[spec.network.output.activation].reach


def _one_class(spec: Spec, reach: Reach) -> Caution:
    """Explain an output of one sign: the other one means the other class."""
    fixes: tuple[Fix, ...] = (OUTPUT_TANH, OUTPUT_LINEAR, LINEAR_WITH_BCE)
    if losses.kind_of(spec.training.loss).likelihood == "sigmoid":
        fixes = (OUTPUT_LINEAR, TANH_WITH_MSE)
    if reach.low >= 0:
        return _caution(
            spec,
            "output_never_negative",
            "With {activation} the output is never below 0, but that is where the first class lies.",
            {},
            fixes,
        )
    return _caution(
        spec,
        "output_never_positive",
        "With {activation} the output is never above 0, but that is where the second class lies.",
        {},
        fixes,
    )


def _short(
    spec: Spec, reach: Reach, targets: Range, slack: float, fixes: tuple[Fix, ...]
) -> Iterator[Caution]:
    """Explain targets beyond the reach. What is only approached is near enough."""
    low, high = targets
    too_low, too_high = low < reach.low - slack, high > reach.high + slack
    if too_low and too_high:
        yield _caution(
            spec,
            "output_too_narrow",
            "With {activation} the output stays between {low} and {high}, but the targets go from"
            " {from} to {to}.",
            {"low": reach.low, "high": reach.high, "from": low, "to": high},
            fixes,
        )
    elif too_low:
        yield _caution(
            spec,
            "output_too_high",
            "With {activation} the output can’t go below {low}, but the targets go down to {from}.",
            {"low": reach.low, "from": low},
            fixes,
        )
    elif too_high:
        yield _caution(
            spec,
            "output_too_low",
            "With {activation} the output can’t go above {high}, but the targets go up to {to}.",
            {"high": reach.high, "to": high},
            fixes,
        )


def _sigmoid(spec: Spec, reach: Reach) -> Iterator[Caution]:
    """Explain a logit within bounds: the likelihood is then within bounds too."""
    wanted = min(SURE, 1 - spec.training.label_smoothing / 2)
    first, second = _squashed(-reach.low), _squashed(reach.high)
    if first < wanted and second < wanted:
        yield _unsure(spec, "output_unsure", "a class", max(first, second))
    elif first < wanted:
        yield _unsure(spec, "output_unsure_first", "the first class", first)
    elif second < wanted:
        yield _unsure(spec, "output_unsure_second", "the second class", second)


def _softmax(spec: Spec, reach: Reach) -> Iterator[Caution]:
    """Explain logits within bounds: that of the right class cannot stand out as far as it should."""
    others, smoothing = spec.outputs - 1, spec.training.label_smoothing
    wanted = min(SURE, 1 - smoothing + smoothing / spec.outputs)
    # exp of what may be −∞ is 0.
    most = 1 / (1 + others * math.exp(reach.low - reach.high))
    if most < wanted:
        yield _unsure(spec, "output_unsure", "a class", most)


def _squashed(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))


def _unsure(spec: Spec, code: str, whose: str, most: float) -> Caution:
    return _caution(
        spec,
        code,
        f"With {{activation}} the network can never be more than {{most}}% sure of {whose}.",
        {"most": round(100 * most)},
        (OUTPUT_LINEAR,),
    )


def _caution(
    spec: Spec, code: str, sentence: str, params: Mapping[str, Scalar], fixes: tuple[Fix, ...]
) -> Caution:
    named = {"activation": spec.network.output.activation, **params}
    written = {
        name: f"{value:.3g}" if isinstance(value, float) else value for name, value in named.items()
    }
    return Caution(code, sentence.format(**written), OUTPUT, named, fixes)


# --- what learns ------------------------------------------------------------------------------


def _learning(spec: Spec) -> Iterator[Caution]:
    """Find that nothing learns: every layer is frozen, or its rate is 0."""
    layers = {
        shape.pointer: shape.layer
        for shape in spec.shapes
        if shape.tensors and isinstance(shape.layer, Trainable)
    }
    if any(not layer.frozen and layer.rate_factor > 0 for layer in layers.values()):
        return
    patch = [
        replace(f"{pointer}/frozen", False) for pointer, layer in layers.items() if layer.frozen
    ]
    patch += [
        replace(f"{pointer}/rate_factor", 1.0)
        for pointer, layer in layers.items()
        if not layer.rate_factor
    ]
    yield Caution(
        "nothing_learns",
        "Every layer is frozen, so training changes nothing.",
        next(iter(layers)),
        {},
        (Fix("unfreeze_all", tuple(patch)),),
    )


def _rates(spec: Spec) -> Iterator[Caution]:
    """Find a set-up from before layers of L-BFGS had one rate."""
    own = rates.own(spec)
    if own and rates.has_one_rate(spec):
        yield Caution(
            "one_rate",
            rates.SENTENCE,
            own[0],
            {},
            rates.fixes(own),
        )
