"""Whether the network learns, and what keeps it from it."""

from __future__ import annotations

from typing import Literal

from playground.spec.probes.base import Probe, ProbeKind


class HealthProbe(Probe):
    """Dead and saturated units, the gradient that arrives at each layer, and what goes wrong."""

    probe: Literal["health"] = "health"

    @property
    def key(self) -> str:
        return "health"


KIND = ProbeKind(HealthProbe, max_per_second=1)
