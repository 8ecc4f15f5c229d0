"""The spread of one layer's gradients, activations and weights."""

from __future__ import annotations

from typing import Literal

from playground.spec.probes.base import Bins, LayerRef, Probe, ProbeKind


class HistogramsProbe(Probe):
    """Histograms of one layer's gradients, activations and weights."""

    probe: Literal["histograms"] = "histograms"
    layer: LayerRef
    bins: Bins = 40

    @property
    def key(self) -> str:
        return f"histograms:{self.layer}:{self.bins}"


KIND = ProbeKind(HistogramsProbe, max_per_second=20)
