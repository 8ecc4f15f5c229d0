"""The table of probes, and a frame from any of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playground.observe import (
    boundary,
    histograms,
    metrics,
    neuron,
    neurons,
    points_on_plane,
    predictions,
    weights,
)
from playground.observe.view import Observation, View
from playground.spec.probe import ProbeSpec
from playground.train.cooperative import Cooperative, run_all
from playground.wire.frame import Frame, array

Observe = Callable[[View, Any], Cooperative[Observation]]


def _at_once(observe: Callable[[View, Any], Observation]) -> Observe:
    """What takes no pass through the network is one piece."""

    def pieces(view: View, probe: Any) -> Cooperative[Observation]:
        yield from ()
        return observe(view, probe)

    return pieces


@dataclass(frozen=True, slots=True)
class ProbeKind:
    """`max_per_second` is how often the eye gains from a newer one."""

    observe: Observe
    max_per_second: float


PROBES: dict[str, ProbeKind] = {
    "metrics": ProbeKind(metrics.observe, 30),
    "boundary": ProbeKind(boundary.observe, 60),
    "points_on_plane": ProbeKind(_at_once(points_on_plane.observe), 2),
    "predictions": ProbeKind(predictions.observe, 5),
    "neurons": ProbeKind(neurons.observe, 60),
    "weights": ProbeKind(_at_once(weights.observe), 60),
    "histograms": ProbeKind(histograms.observe, 20),
    "neuron": ProbeKind(neuron.observe, 20),
}


def observe(view: View, probe: ProbeSpec) -> Frame:
    """What the probe sees now.

    Raises `NotThereError` when there is no such layer, unit, column or sample.
    """
    return run_all(observing(view, probe))


def observing(view: View, probe: ProbeSpec) -> Cooperative[Frame]:
    """As `observe`, in pieces between which the run must stand still."""
    arrays, values = yield from PROBES[probe.probe].observe(view, probe)
    return Frame(
        probe=probe.probe,
        key=probe.key,
        step=view.state.step,
        epoch=view.state.epoch,
        revision=view.revision,
        time=time.time(),
        arrays={name: array(values_) for name, values_ in arrays.items()},
        values=values,
    )
