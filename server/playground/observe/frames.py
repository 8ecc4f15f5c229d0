"""A frame of any probe, observed of a view."""

from __future__ import annotations

import time

from playground.observe.probes import OBSERVERS
from playground.observe.view import View
from playground.spec.probes import ProbeSpec
from playground.train.cooperative import Cooperative, run_all
from playground.wire.frame import Frame, array


def observe(view: View, probe: ProbeSpec) -> Frame:
    """Make a frame of what the probe sees now.

    Raises `NotThereError` when there is no such layer, unit, column or sample.
    """
    return run_all(observe_in_pieces(view, probe))


def observe_in_pieces(view: View, probe: ProbeSpec) -> Cooperative[Frame]:
    """Make the same frame, in pieces between which the run must stand still."""
    arrays, values = yield from OBSERVERS[probe.probe].observe(view, probe)
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
