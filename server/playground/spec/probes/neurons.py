"""A small map of every unit's activation."""

from __future__ import annotations

from typing import Literal

from playground.spec.planes import PlaneSpec
from playground.spec.probes.base import (
    Probe,
    ProbeKind,
    Resolution,
    SampleIndex,
    plane_key,
    sample_key,
)


class NeuronsProbe(Probe):
    """Every unit's activation over the input plane, a small map each.

    Of image data: every channel's feature map for the one sample `sample`, counted through those
    that train and those that test; a unit of a vector is a map of one cell.
    """

    probe: Literal["neurons"] = "neurons"
    resolution: Resolution = 24
    plane: PlaneSpec | None = None
    sample: SampleIndex = 0

    @property
    def key(self) -> str:
        return f"neurons:{self.resolution}{plane_key(self.plane)}{sample_key(self.sample)}"


KIND = ProbeKind(NeuronsProbe, max_per_second=60)
