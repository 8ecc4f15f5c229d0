"""What every step's mini-batch loss and gradient norms were since a point of the curves.

Each is kept as its sum, minimum and maximum, so that no step is left out however rare the points are.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

LOSS = "batch_loss"
VECTOR = 8
"""Columns are filled up to a multiple of this, as the compiled loop wants them."""

Figures = NDArray[np.float64]
"""Rows sum, minimum and maximum [3, N]: the loss, a column a layer, and filling."""


class Band(NamedTuple):
    """Values of so many steps."""

    steps: int
    total: float
    lowest: float
    highest: float

    @property
    def mean(self) -> float:
        """The mean, between the two whatever the sum was rounded to."""
        return min(max(self.total / self.steps, self.lowest), self.highest)

    def joined(self, other: Band) -> Band:
        """Return that of the steps of both, these first."""
        lowest, highest = min(self.lowest, other.lowest), max(self.highest, other.highest)
        return Band(self.steps + other.steps, self.total + other.total, lowest, highest)


@dataclass(slots=True)
class Bucket:
    """The steps since a point of the curves.

    `steps` of them are in `figures`, by the network with these `layers`; `earlier` has what
    networks before an edit did. `broken` counts those that were not made, as a number was not finite.
    A sum is made step by step: it is the same to the last bit, however the steps came in chunks.
    """

    layers: tuple[str, ...] = ()
    steps: int = 0
    figures: Figures = field(default_factory=lambda: _no_figures(0))
    earlier: dict[str, Band] = field(default_factory=dict)
    broken: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether there has been no step."""
        return not self.steps and not self.earlier and not self.broken

    def fit(self, layers: tuple[str, ...]) -> None:
        """Be ready for steps of a network with these layers; what others did is kept."""
        if self.layers == layers and self.figures.shape[1]:
            return
        self.earlier = self.bands()
        self.layers, self.steps = layers, 0
        self.figures = _no_figures(1 + len(layers))

    def add(self, rows: Figures) -> None:
        """Add steps, float64 [steps, 1 + layers]: the loss and each layer's gradient norm."""
        here = self.figures[:, : rows.shape[1]]
        if len(rows):
            here[0] = np.add.accumulate(np.vstack([here[0], rows]))[-1]
            here[1] = np.minimum(here[1], rows.min(axis=0))
            here[2] = np.maximum(here[2], rows.max(axis=0))
        self.steps += len(rows)

    def bands(self) -> dict[str, Band]:
        """Return each quantity's values by name: the loss, then layers by their ids."""
        found = dict(self.earlier)
        if not self.steps:
            return found
        for name, column in zip((LOSS, *self.layers), self.figures.T.tolist(), strict=False):
            band = Band(self.steps, *column)
            found[name] = found[name].joined(band) if name in found else band
        return found

    def columns(self, layers: Sequence[str]) -> dict[str, float | None]:
        """Return the columns of a point: mean, minimum and maximum; of these layers in any case."""
        bands = self.bands()
        loss = bands.pop(LOSS, None)
        return _columns(LOSS, loss) | {"not_finite": self.broken} | {
            name: value
            for layer in dict.fromkeys([*layers, *bands])
            for name, value in _columns(f"gradient:{layer}", bands.get(layer)).items()
        }  # fmt: skip

    def copy(self) -> Self:
        """Return one that shares nothing that changes."""
        return replace(self, figures=self.figures.copy(), earlier=dict(self.earlier))

    def written(self) -> str:
        """Write it as JSON, "" of one that is empty."""
        if self.is_empty:
            return ""
        used = self.figures[:, : 1 + len(self.layers)] if self.steps else self.figures[:, :0]
        return json.dumps(
            {
                "layers": self.layers,
                "steps": self.steps,
                "figures": used.tolist(),
                "earlier": self.earlier,
                "broken": self.broken,
            },
            separators=(",", ":"),
        )

    @classmethod
    def read(cls, text: str) -> Self:
        """Read what `written` wrote. Raises `ValueError`, `KeyError` or `TypeError` for anything else."""
        bucket = cls()
        if not text:
            return bucket
        document: dict[str, Any] = json.loads(text)
        bucket.fit(tuple(map(str, document["layers"])))
        bucket.earlier = {
            str(name): Band(int(band[0]), float(band[1]), float(band[2]), float(band[3]))
            for name, band in document["earlier"].items()
        }
        bucket.steps, bucket.broken = int(document["steps"]), int(document["broken"])
        if bucket.steps:
            used = np.array(document["figures"], dtype=np.float64)
            bucket.figures[:, : 1 + len(bucket.layers)] = used
        return bucket


def _no_figures(count: int) -> Figures:
    figures = np.zeros((3, VECTOR * -(-count // VECTOR)))
    figures[1], figures[2] = math.inf, -math.inf
    return figures


def _columns(name: str, band: Band | None) -> dict[str, float | None]:
    values = (None, None, None) if band is None else (band.mean, band.lowest, band.highest)
    return dict(zip((name, f"{name}:min", f"{name}:max"), values, strict=True))
