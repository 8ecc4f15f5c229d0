"""Losses, scores, learning rate and gradient norms."""

from __future__ import annotations

from typing import Literal

from playground.spec.probes.base import Probe, ProbeKind


class MetricsProbe(Probe):
    """Losses, accuracy or error, learning rate and gradient norms at this very step."""

    probe: Literal["metrics"] = "metrics"

    @property
    def key(self) -> str:
        return "metrics"


KIND = ProbeKind(MetricsProbe, max_per_second=30)
