"""The samples on the plane of a table or of images."""

from __future__ import annotations

from typing import Literal

from playground.spec.planes import PlaneSpec
from playground.spec.probes.base import Probe, ProbeKind, plane_key


class PointsProbe(Probe):
    """The positions of the samples on the plane, for inputs of more than two columns."""

    probe: Literal["points_on_plane"] = "points_on_plane"
    plane: PlaneSpec | None = None

    @property
    def key(self) -> str:
        return f"points_on_plane{plane_key(self.plane)}"


KIND = ProbeKind(PointsProbe, max_per_second=2)
