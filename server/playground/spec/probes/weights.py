"""Every weight and bias."""

from __future__ import annotations

from typing import Literal

from playground.spec.probes.base import Probe, ProbeKind


class WeightsProbe(Probe):
    """Every weight and bias."""

    probe: Literal["weights"] = "weights"

    @property
    def key(self) -> str:
        return "weights"


KIND = ProbeKind(WeightsProbe, max_per_second=60)
