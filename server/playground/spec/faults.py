"""What goes wrong while a network learns: one rule a row, and the layer where it begins.

A finding `fires` where its figure reaches the one bound, and goes on until it is back below
`clears`: what lies between changes nothing, so that what is told does not flicker. A network that
has learned is left alone, whatever its units do.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import fmean, median

from playground.spec import remedies
from playground.spec.base import Fix, Scalar
from playground.spec.layers import LAYERS
from playground.spec.project import Spec
from playground.spec.remedies import Sick
from playground.spec.shapes import LayerShape

NONE, GOES_ON, FIRES = 0, 1, 2
"""Levels of a finding: it is none, it is one if it was one, it is one."""

LEARNED, LEARNED_FOR_SURE = 0.5, 0.4
"""Parts of the best constant output's loss below which a network has learned."""

WINDOW = 20
"""Points of the curves over which the loss is watched."""

LONG_WINDOW = 40
"""Points over which it has stopped moving."""

MANY_STEPS = 150
"""Steps that these points must span."""

RISES = 0.25
"""The part of the points at which a loss must rise to be unsteady: one that falls rises nowhere."""

UNSTEADY = 0.03
"""The part of it by which an unsteady loss jumps at least."""


@dataclass(frozen=True, slots=True)
class Health:
    """What a run looks like at a step: figures of each layer, in the order of the spec's shapes.

    `dead` is the share of its units whose slope is 0 for every sample, `saturated` the share of its
    activations whose slope is nearly 0, `arriving` the length of the gradient that arrives at it.
    `constant` is the loss of the best constant output, and `trail` the last points of the curves
    since the set-up was last changed: step and training loss.
    """

    dead: Sequence[float]
    saturated: Sequence[float]
    arriving: Sequence[float]
    loss: float
    constant: float
    trail: Sequence[tuple[int, float]] = ()

    @property
    def learned(self) -> int:
        """Tell as a level how little the network has learned."""
        if not self.loss < LEARNED * self.constant:
            return FIRES
        return GOES_ON if self.loss > LEARNED_FOR_SURE * self.constant else NONE


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault, at the layer where it begins; None where it is of the training as a whole.

    `code` keys the catalogue ("finding.CODE"), `sentence` is its English text.
    """

    code: str
    level: int
    layer: LayerShape | None
    sentence: str
    params: Mapping[str, Scalar] = field(default_factory=dict)
    fixes: tuple[Fix, ...] = ()


Figures = Iterator[tuple[LayerShape | None, float]]
"""The figure at each layer, in the order in which the fault spreads; or one, at no layer."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: its figure, the bounds of that and where they are from, what it says, what helps."""

    code: str
    fires: float
    clears: float
    source: str
    figures: Callable[[Spec, Health], Figures]
    sentence: str
    params: Callable[[float], Mapping[str, Scalar]]
    fixes: Callable[[Sick], tuple[Fix, ...]]

    def find(self, spec: Spec, health: Health) -> Finding | None:
        """Find the first layer at which it fires, else the first at which it would go on."""
        found = list(self.figures(spec, health))
        for level, bound in ((FIRES, self.fires), (GOES_ON, self.clears)):
            for layer, figure in found:
                if figure >= bound:
                    level = min(level, health.learned)
                    return self._finding(spec, found, layer, figure, level) if level else None
        return None

    def _finding(
        self,
        spec: Spec,
        found: list[tuple[LayerShape | None, float]],
        layer: LayerShape | None,
        figure: float,
        level: int,
    ) -> Finding:
        all_of_them = tuple(each for each, value in found if each and value >= self.clears)
        params = self.params(figure)
        sick = Sick(spec, layer, all_of_them)
        sentence = self.sentence.format(**params)
        return Finding(self.code, level, layer, sentence, params, self.fixes(sick))


# --- figures ------------------------------------------------------------------------------------


def _dead(spec: Spec, health: Health) -> Figures:
    yield from zip(spec.shapes, health.dead, strict=True)


def _saturated(spec: Spec, health: Health) -> Figures:
    yield from zip(spec.shapes, health.saturated, strict=True)


def _backward(spec: Spec, health: Health) -> Iterator[tuple[LayerShape, float]]:
    """Go from the output down: each layer with weights, and its gradient as a part of the output's."""
    at_output = health.arriving[-1]
    if not at_output > 0:
        return
    pairs = list(zip(spec.shapes, health.arriving, strict=True))
    for shape, arriving in reversed(pairs):
        if LAYERS[shape.kind].weighted:
            yield shape, arriving / at_output


def _blocked(spec: Spec, health: Health) -> Figures:
    for shape, part in _backward(spec, health):
        yield shape, float(part == 0)


def _vanishing(spec: Spec, health: Health) -> Figures:
    for shape, part in _backward(spec, health):
        yield shape, 1 / part if part > 0 else 0.0


def _exploding(spec: Spec, health: Health) -> Figures:
    if math.isfinite(health.loss):
        yield from _backward(spec, health)


def _too_high(_: Spec, health: Health) -> Figures:
    """Give the loss in those of a constant output, where it jumps about."""
    recent = _recent(health)
    if _jumps(recent) >= UNSTEADY and health.constant > 0:
        yield None, median(recent) / health.constant


def _ragged(_: Spec, health: Health) -> Figures:
    """Give by what part of it the loss jumps from point to point."""
    yield None, _jumps(_recent(health))


def _flat(_: Spec, health: Health) -> Figures:
    """Give 1 over how far the loss moves as a part of it, where a constant output is as good."""
    points = health.trail[-LONG_WINDOW:]
    recent = [loss for _, loss in points]
    if len(points) < LONG_WINDOW or points[-1][0] - points[0][0] < MANY_STEPS:
        return
    if not all(map(math.isfinite, recent)):
        return
    level = median(recent)
    if level >= 0.9 * health.constant and level > 0:
        yield None, level / max(max(recent) - min(recent), 1e-9 * level)


def _recent(health: Health) -> list[float]:
    """Give the loss at the last points, none while there are too few."""
    recent = [loss for _, loss in health.trail[-WINDOW:]]
    enough = len(recent) == WINDOW and all(map(math.isfinite, recent))
    return recent if enough else []


def _jumps(recent: list[float]) -> float:
    """Give the mean jump from point to point as a part of the loss; 0 where it falls steadily."""
    if not recent or not median(recent) > 0:
        return 0.0
    jumps = [after - before for before, after in pairwise(recent)]
    if sum(jump > 0 for jump in jumps) < RISES * len(jumps):
        return 0.0
    return fmean(map(abs, jumps)) / median(recent)


# --- the table ----------------------------------------------------------------------------------


def _share(figure: float) -> Mapping[str, Scalar]:
    return {"share": round(100 * figure)}


def _times(figure: float) -> Mapping[str, Scalar]:
    return {"times": float(f"{figure:.2g}") if figure < 100 else round(float(f"{figure:.2g}"))}


def _nothing(_: float) -> Mapping[str, Scalar]:
    return {}


RULES: tuple[Rule, ...] = (
    Rule(
        "dead",
        fires=0.5,
        clears=0.4,
        source="Maas et al. (2013), section 2: a rectifier that is 0 everywhere never learns again",
        figures=_dead,
        sentence="{share}% of the units are dead. Their slope is 0 for every sample, so they can’t"
        " learn.",
        params=_share,
        fixes=remedies.dead,
    ),
    Rule(
        "saturated",
        fires=0.8,
        clears=0.65,
        source="Glorot & Bengio (2010), section 3: layers whose activations stand at their bounds",
        figures=_saturated,
        sentence="{share}% of the activations are saturated. Their slope is almost 0, so hardly any"
        " gradient passes.",
        params=_share,
        fixes=remedies.saturated,
    ),
    Rule(
        "blocked",
        fires=1,
        clears=1,
        source="Goodfellow et al. (2016), section 8.4: weights that are all alike stay alike",
        figures=_blocked,
        sentence="No gradient arrives here, so nothing is learned from here down.",
        params=_nothing,
        fixes=remedies.blocked,
    ),
    Rule(
        "exploding",
        fires=1e3,
        clears=1e2,
        source="Pascanu et al. (2013), section 2: gradients that grow from layer to layer",
        figures=_exploding,
        sentence="The gradient here is {times} times as large as at the output.",
        params=_times,
        fixes=remedies.exploding,
    ),
    Rule(
        "vanishing",
        fires=1e3,
        clears=1e2,
        source="Glorot & Bengio (2010), section 4: back-propagated gradients that shrink downwards",
        figures=_vanishing,
        sentence="The gradient here is {times} times smaller than at the output.",
        params=_times,
        fixes=remedies.vanishing,
    ),
    Rule(
        "rate_too_high",
        fires=1.25,
        clears=1.05,
        source="Smith (2017), section 3.3: beyond the largest good rate the loss rises",
        figures=_too_high,
        sentence="The loss is {times} times that of a constant output. The learning rate seems too"
        " high.",
        params=_times,
        fixes=remedies.rate_too_high,
    ),
    Rule(
        "ragged",
        fires=0.25,
        clears=0.15,
        source="Smith (2017), section 3.3: near the largest good rate the loss becomes ragged",
        figures=_ragged,
        sentence="The loss keeps jumping by {share}%. The learning rate seems too high.",
        params=_share,
        fixes=remedies.rate_too_high,
    ),
    Rule(
        "loss_flat",
        fires=100,
        clears=30,
        source="Goodfellow et al. (2016), section 8.2.2: plateaus; a constant output is as good",
        figures=_flat,
        sentence="The loss has stopped moving. A constant output would be just as good.",
        params=_nothing,
        fixes=remedies.loss_flat,
    ),
)
"""The gravest first: what stands above may be why what stands below is so."""


def findings(spec: Spec, health: Health) -> tuple[Finding, ...]:
    """Find what goes wrong, the gravest first."""
    found = (rule.find(spec, health) for rule in RULES)
    return tuple(each for each in found if each is not None)
