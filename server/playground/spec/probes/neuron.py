"""One unit up close."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from playground.spec.planes import MAX_INPUTS, PlaneSpec
from playground.spec.probes.base import (
    Bins,
    LayerRef,
    Probe,
    ProbeKind,
    Resolution,
    SampleIndex,
    plane_key,
    sample_key,
)


class NeuronProbe(Probe):
    """One unit up close: a large map, its incoming weights, its gradients and activations.

    The map is over the input plane, or of image data the channel's own for the one `sample`.
    """

    probe: Literal["neuron"] = "neuron"
    layer: LayerRef
    unit: Annotated[int, Field(ge=0, lt=MAX_INPUTS)]
    resolution: Resolution = 100
    bins: Bins = 40
    plane: PlaneSpec | None = None
    sample: SampleIndex = 0

    @property
    def key(self) -> str:
        base = f"neuron:{self.layer}:{self.unit}:{self.resolution}:{self.bins}"
        return f"{base}{plane_key(self.plane)}{sample_key(self.sample)}"


KIND = ProbeKind(NeuronProbe, max_per_second=20)
