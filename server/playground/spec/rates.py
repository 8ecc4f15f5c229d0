"""Layers' own learning rates, with an optimizer that has one rate for all: L-BFGS.

Its step follows from the curvature along all parameters together, and torch's takes no parameter
groups. What makes such a set-up is refused. One from before that is opened as ever.
"""

from __future__ import annotations

from playground.spec import optimizers
from playground.spec.base import Fix, SpecProblem, replace
from playground.spec.layers.base import Trainable
from playground.spec.project import Spec

SENTENCE = (
    "L-BFGS uses one learning rate for all layers. Set every layer’s learning rate to × 1, or"
    " choose another optimizer."
)


def has_one_rate(spec: Spec) -> bool:
    return optimizers.kind_of(spec.training.optimizer).one_rate


def own(spec: Spec) -> tuple[str, ...]:
    """Return the pointers to the layers that learn at a rate of their own, each once."""
    found = {
        shape.pointer: None
        for shape in spec.shapes
        if shape.tensors
        and isinstance(shape.layer, Trainable)
        and not shape.layer.frozen
        and shape.layer.rate_factor != 1
    }
    return tuple(found)


def check(spec: Spec, before: Spec | None = None) -> None:
    """Raise `SpecProblem` where an edit of `before`, or who makes the set-up, asks for both."""
    layers = own(spec)
    if not layers or not has_one_rate(spec):
        return
    if before is not None and has_one_rate(before):
        if _factors(before) == _factors(spec):
            return
        raise SpecProblem("one_rate", SENTENCE, f"{layers[0]}/rate_factor", {}, fixes(layers))
    raise SpecProblem("one_rate", SENTENCE, "/training/optimizer/kind", {}, fixes(layers))


def fixes(layers: tuple[str, ...]) -> tuple[Fix, ...]:
    """Give the ways out of both."""
    return (
        Fix("one_rate_for_all", tuple(replace(f"{each}/rate_factor", 1.0) for each in layers)),
        Fix("adam_instead", (replace("/training/optimizer", {"kind": "adam"}),)),
    )


def _factors(spec: Spec) -> dict[str, float]:
    """Return by layer the rate of those that have one of their own."""
    pointers = set(own(spec))
    return {shape.id: shape.layer.rate_factor for shape in spec.shapes if shape.pointer in pointers}
