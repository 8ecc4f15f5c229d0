"""What a probe looks at: one run, standing still between two steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import torch
from torch import Tensor

from playground.data.features import design
from playground.data.grid import grid
from playground.nn.program import Program, Trace
from playground.spec.data import DatasetName, DataSpec, FeatureName
from playground.spec.project import Spec
from playground.train.state import TrainState
from playground.train.tiers import Trainer

BLOCK_FLOATS = 1 << 20
"""Activations held at once by a sweep: 4 MiB stays near the caches and bounds memory."""


class NotThereError(LookupError):
    """The probe names a layer or a unit that the network does not have (any more)."""


@dataclass(slots=True)
class View:
    """`last_gradient` [P] is that of the last step, None before any."""

    spec: Spec
    program: Program
    trainer: Trainer
    state: TrainState
    revision: int
    last_gradient: Tensor | None = None
    _gradient: Tensor | None = field(default=None, init=False, repr=False)

    @property
    def gradient(self) -> Tensor:
        """[P], of the last step; before any, of the batch that the next step will use."""
        if self.last_gradient is not None:
            return self.last_gradient
        if self._gradient is None:
            self._gradient = self.trainer.gradient_at(self.state)
        return self._gradient

    @property
    def device(self) -> torch.device:
        return self.state.parameters.device

    def position(self, layer: str) -> int:
        """Where the layer stands among the program's shapes. Raises `NotThereError`."""
        for position, shape in enumerate(self.program.shapes):
            if shape.id == layer:
                return position
        raise NotThereError(f"This network has no layer “{layer}”.")

    def grid(self, resolution: int) -> Tensor:
        """The features [R², F] of the picture's points, or [R, F] for one-dimensional data."""
        data = self.spec.data
        return _grid(data.dataset, data.features, resolution, self.device)

    def sweep(self, inputs_NF: Tensor, pick: Callable[[Trace], Tensor]) -> Tensor:
        """What `pick` takes of the network's values at each input, joined along the first axis."""
        parameters = self.state.parameters
        with torch.inference_mode():
            parts = [
                pick(self.program.forward(parameters, inputs_NF[rows]))
                for rows in self.blocks(len(inputs_NF))
            ]
            return parts[0] if len(parts) == 1 else torch.cat(parts)

    def outputs(self, inputs_NF: Tensor) -> Tensor:
        """[N, outputs], before any squashing."""
        return self.sweep(inputs_NF, lambda trace: trace.activations[-1])

    def blocks(self, rows: int) -> Iterator[slice]:
        """Slices of so many rows that a forward pass over one holds few floats at once."""
        width = sum(2 * shape.size for shape in self.program.shapes)
        size = max(16, BLOCK_FLOATS // width)
        for start in range(0, rows, size):
            yield slice(start, min(start + size, rows))


@lru_cache(maxsize=64)
def _grid(
    dataset: DatasetName, features: tuple[FeatureName, ...], resolution: int, device: torch.device
) -> Tensor:
    spec = DataSpec(dataset=dataset, features=features)
    return torch.from_numpy(design(features, grid(spec, resolution))).to(device)
