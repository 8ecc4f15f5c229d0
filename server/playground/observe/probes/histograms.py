"""The spread of one layer's gradients, activations and weights."""

from __future__ import annotations

import torch
from torch import Tensor

from playground.observe.histogram import histograms, samples
from playground.observe.probes.base import Observer
from playground.observe.view import Observation, View
from playground.spec.probes.histograms import HistogramsProbe
from playground.train.cooperative import Cooperative


def observe(view: View, probe: HistogramsProbe) -> Cooperative[Observation]:
    """Count `weights`, their `gradients` and the layer's `activations`, u32 [bins] each.

    The activations are those at the first `samples` training samples, which are in random order:
    all, unless their values are too many or the network is large. Of a layer without weights
    nothing is counted for them, and of a weight that its density leaves out neither.
    """
    position = view.position(probe.layer)
    weight = f"{probe.layer}.weight"
    layout, mask_P = view.program.layout, view.program.connection_mask

    def existing(flat_P: Tensor) -> Tensor:
        found = layout.views(flat_P).get(weight)
        if found is None:
            return torch.empty(0)
        return found if mask_P is None else found[layout.views(mask_P)[weight].to(found.device) > 0]

    x = view.trainer.train_x[: samples(view, view.program.shapes[position].size)]
    activations = yield from view.sweep(x, lambda trace: trace.activations[position])
    spreads = {
        "gradients": existing(view.gradient),
        "activations": activations,
        "weights": existing(view.state.parameters),
    }
    return (yield from histograms(spreads, probe.bins, {"layer": probe.layer, "samples": len(x)}))


OBSERVER = Observer(observe)
