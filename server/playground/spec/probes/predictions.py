"""Predictions of samples that test, and the confusion matrix."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from playground.spec.probes.base import Probe, ProbeKind


class PredictionsProbe(Probe):
    """What the network tells of samples that test, and which classes it takes for which."""

    probe: Literal["predictions"] = "predictions"
    most: Annotated[int, Field(ge=1, le=200)] = 60

    @property
    def key(self) -> str:
        return f"predictions:{self.most}"


KIND = ProbeKind(PredictionsProbe, max_per_second=5)
