"""What a viewer asks to see. Each probe has a key; of two frames with one key the newer wins.

The key holds the parameters too, so that two viewers of one session may look at two neurons.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from playground.spec.base import Model
from playground.spec.network import MAX_UNITS

LayerRef = Annotated[str, Field(max_length=16)]
Resolution = Annotated[int, Field(ge=8, le=160)]


class MetricsProbe(Model):
    """Losses, accuracy or error, learning rate and gradient norms at this very step."""

    probe: Literal["metrics"] = "metrics"

    @property
    def key(self) -> str:
        return "metrics"


class BoundaryProbe(Model):
    """The network's output over the input plane (or over the line, for one-dimensional data)."""

    probe: Literal["boundary"] = "boundary"
    resolution: Resolution = 100

    @property
    def key(self) -> str:
        return f"boundary:{self.resolution}"


class NeuronsProbe(Model):
    """Every unit's activation over the input plane, a small map each."""

    probe: Literal["neurons"] = "neurons"
    resolution: Resolution = 24

    @property
    def key(self) -> str:
        return f"neurons:{self.resolution}"


class WeightsProbe(Model):
    """Every weight and bias."""

    probe: Literal["weights"] = "weights"

    @property
    def key(self) -> str:
        return "weights"


class HistogramsProbe(Model):
    """Histograms of one layer's gradients, activations and weights."""

    probe: Literal["histograms"] = "histograms"
    layer: LayerRef
    bins: Annotated[int, Field(ge=8, le=100)] = 40

    @property
    def key(self) -> str:
        return f"histograms:{self.layer}:{self.bins}"


class NeuronProbe(Model):
    """One unit up close: a large map, its incoming weights, its gradients and activations."""

    probe: Literal["neuron"] = "neuron"
    layer: LayerRef
    unit: Annotated[int, Field(ge=0, lt=MAX_UNITS)]
    resolution: Resolution = 100
    bins: Annotated[int, Field(ge=8, le=100)] = 40

    @property
    def key(self) -> str:
        return f"neuron:{self.layer}:{self.unit}:{self.resolution}:{self.bins}"


ProbeSpec = Annotated[
    MetricsProbe | BoundaryProbe | NeuronsProbe | WeightsProbe | HistogramsProbe | NeuronProbe,
    Field(discriminator="probe"),
]
