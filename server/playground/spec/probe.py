"""What a viewer asks to see. Each probe has a key; of two frames with one key the newer wins.

The key holds the parameters too, so that two viewers of one session may look at two neurons.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from playground.spec.base import Model

LayerRef = Annotated[str, Field(max_length=20)]
MAX_INPUTS = 16_384
Resolution = Annotated[int, Field(ge=8, le=160)]


class ColumnsPlane(Model):
    """Over two columns of the input; the others are held at `held`, by column, or at 0."""

    kind: Literal["columns"] = "columns"
    x: Annotated[int, Field(ge=0, lt=MAX_INPUTS)] = 0
    y: Annotated[int, Field(ge=0, lt=MAX_INPUTS)] = 1
    held: Annotated[
        tuple[Annotated[float, Field(ge=-1000, le=1000)], ...], Field(max_length=MAX_INPUTS)
    ] = ()


class PrincipalPlane(Model):
    """Through the training inputs' mean, along their first two principal components.

    Its axes count in standard deviations of the component.
    """

    kind: Literal["pca"] = "pca"


PlaneSpec = Annotated[ColumnsPlane | PrincipalPlane, Field(discriminator="kind")]
"""The plane that a picture cuts out of inputs of more than two columns. None: the first two
columns of a table, the principal one of images. The toy sets have a plane of their own.
"""


def _digest(plane: ColumnsPlane | PrincipalPlane | None) -> str:
    return "" if plane is None else f":{plane.model_dump_json()}"


class MetricsProbe(Model):
    """Losses, accuracy or error, learning rate and gradient norms at this very step."""

    probe: Literal["metrics"] = "metrics"

    @property
    def key(self) -> str:
        return "metrics"


class BoundaryProbe(Model):
    """The network's output over the input plane (or over the line, for one-dimensional data).

    Of a table or of images the map may be coarser than `resolution` where the network is large.
    """

    probe: Literal["boundary"] = "boundary"
    resolution: Resolution = 100
    plane: PlaneSpec | None = None

    @property
    def key(self) -> str:
        return f"boundary:{self.resolution}{_digest(self.plane)}"


class PointsProbe(Model):
    """Where the samples lie on the plane of inputs of more than two columns."""

    probe: Literal["points_on_plane"] = "points_on_plane"
    plane: PlaneSpec | None = None

    @property
    def key(self) -> str:
        return f"points_on_plane{_digest(self.plane)}"


class PredictionsProbe(Model):
    """What the network tells of samples that test, and which classes it takes for which."""

    probe: Literal["predictions"] = "predictions"
    most: Annotated[int, Field(ge=1, le=200)] = 60

    @property
    def key(self) -> str:
        return f"predictions:{self.most}"


class NeuronsProbe(Model):
    """Every unit's activation over the input plane, a small map each.

    Of image data: every channel's feature map for the one sample `sample`, counted through those
    that train and those that test; a unit of a vector is a map of one cell.
    """

    probe: Literal["neurons"] = "neurons"
    resolution: Resolution = 24
    plane: PlaneSpec | None = None
    sample: Annotated[int, Field(ge=0, lt=1 << 31)] = 0

    @property
    def key(self) -> str:
        sample = f":{self.sample}" if self.sample else ""
        return f"neurons:{self.resolution}{_digest(self.plane)}{sample}"


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
    """One unit up close: a large map, its incoming weights, its gradients and activations.

    The map is over the input plane, or of image data the channel's own for the one `sample`.
    """

    probe: Literal["neuron"] = "neuron"
    layer: LayerRef
    unit: Annotated[int, Field(ge=0, lt=MAX_INPUTS)]
    resolution: Resolution = 100
    bins: Annotated[int, Field(ge=8, le=100)] = 40
    plane: PlaneSpec | None = None
    sample: Annotated[int, Field(ge=0, lt=1 << 31)] = 0

    @property
    def key(self) -> str:
        sample = f":{self.sample}" if self.sample else ""
        base = f"neuron:{self.layer}:{self.unit}:{self.resolution}:{self.bins}"
        return f"{base}{_digest(self.plane)}{sample}"


ProbeSpec = Annotated[
    MetricsProbe
    | BoundaryProbe
    | PointsProbe
    | PredictionsProbe
    | NeuronsProbe
    | WeightsProbe
    | HistogramsProbe
    | NeuronProbe,
    Field(discriminator="probe"),
]
