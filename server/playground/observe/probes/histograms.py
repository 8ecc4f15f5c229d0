"""The spread of one layer's gradients, activations and weights."""

from __future__ import annotations

import torch

from playground.observe.histogram import histograms, samples
from playground.observe.probes.base import Observer
from playground.observe.view import Observation, View
from playground.spec.probes.histograms import HistogramsProbe
from playground.train.cooperative import Cooperative


def observe(view: View, probe: HistogramsProbe) -> Cooperative[Observation]:
    """Count `weights`, their `gradients` and the layer's `activations`, u32 [bins] each.

    The activations are those at the first `samples` training samples, which are in random order:
    all, unless their values are too many or the network is large. Of a layer without weights
    nothing is counted for them.
    """
    position = view.position(probe.layer)
    weight = f"{probe.layer}.weight"
    none = torch.empty(0)
    x = view.trainer.train_x[: samples(view, view.program.shapes[position].size)]
    activations = yield from view.sweep(x, lambda trace: trace.activations[position])
    spreads = {
        "gradients": view.program.layout.views(view.gradient).get(weight, none),
        "activations": activations,
        "weights": view.program.layout.views(view.state.parameters).get(weight, none),
    }
    return (yield from histograms(spreads, probe.bins, {"layer": probe.layer, "samples": len(x)}))


OBSERVER = Observer(observe)
