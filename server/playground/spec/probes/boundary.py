"""The network's output over the input plane, or over the line."""

from __future__ import annotations

from typing import Literal

from playground.spec.planes import PlaneSpec
from playground.spec.probes.base import Probe, ProbeKind, Resolution, plane_key


class BoundaryProbe(Probe):
    """The network's output over the input plane (or over the line, for one-dimensional data).

    Of a table or of images the map may be coarser than `resolution` where the network is large.
    """

    probe: Literal["boundary"] = "boundary"
    resolution: Resolution = 100
    plane: PlaneSpec | None = None

    @property
    def key(self) -> str:
        return f"boundary:{self.resolution}{plane_key(self.plane)}"


KIND = ProbeKind(BoundaryProbe, max_per_second=60)
