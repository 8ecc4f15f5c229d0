"""The view that probes have of a run, which stands still between two steps."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol

import torch
from torch import Tensor

from playground.data.features import design
from playground.data.grid import grid
from playground.data.plane import MAX_ROWS, NoSuchColumnError, Plane, cells, plane
from playground.nn.program import Program, Trace
from playground.spec.data import DataSpec, FeatureName
from playground.spec.datasets import DatasetName
from playground.spec.planes import ColumnsPlane, PrincipalPlane
from playground.spec.project import Spec
from playground.train.backends import Trainer
from playground.train.cooperative import Cooperative
from playground.train.cost import multiplications
from playground.train.state import TrainState
from playground.wire.frame import Value

WORK = {"cpu": 1 << 31}
OTHER_WORK = 1 << 35
"""Multiplications that a picture or a spread may take: about a quarter of a second, since the run
stands still meanwhile. Larger networks are looked at in fewer points.
"""

COARSEST = 16

PLANES_KEPT = 16


Observation = tuple[dict[str, Any], dict[str, Value]]
"""numpy arrays and plain values, each by its name in the frame."""


class NotThereError(LookupError):
    """The probe names a layer, a unit, a column or a sample that is not there (any more)."""


class Rows(Protocol):
    """Inputs [N, *input shape] of the network, as a tensor or made block by block."""

    def __len__(self) -> int: ...

    def __getitem__(self, rows: slice, /) -> Tensor: ...


@dataclass(frozen=True, slots=True)
class Sheet:
    """The points of a picture on a plane: `cells` [R², 2], `axes` [2, D], `origin` [D].

    Together they may be far too long for memory.
    """

    cells: Tensor
    axes: Tensor
    origin: Tensor
    shape: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.cells)

    def __getitem__(self, rows: slice, /) -> Tensor:
        flat = torch.addmm(self.origin, self.cells[rows], self.axes)
        return flat.view(-1, *self.shape)


@dataclass(slots=True)
class View:
    """`last_gradient` [P] is that of the last step, None before any.

    `trail` are the last points of the curves since the set-up was last changed: step and training
    loss.
    """

    spec: Spec
    program: Program
    trainer: Trainer
    state: TrainState
    revision: int
    last_gradient: Tensor | None = None
    trail: tuple[tuple[int, float], ...] = ()
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
    def evaluated(self) -> Tensor:
        """The parameters [P] that scores and pictures speak of: the average, if there is one."""
        return self.state.evaluated

    @property
    def device(self) -> torch.device:
        return self.state.parameters.device

    def position(self, layer: str) -> int:
        """Find where the layer stands among the program's shapes. Raises `NotThereError`."""
        for position, shape in enumerate(self.program.shapes):
            if shape.id == layer:
                return position
        raise NotThereError(f"This network has no layer “{layer}”.")

    def sample(self, index: int) -> tuple[Tensor, Tensor]:
        """Give input [1, *input shape] and label [1], counted through those that train and that test.

        Raises `NotThereError`.
        """
        trainer = self.trainer
        train = len(trainer.train_x)
        if index >= train + len(trainer.test_x):
            raise NotThereError(f"The data set has no sample {index + 1}.")
        if index < train:
            return trainer.train_x[index : index + 1], trainer.train_labels[index : index + 1]
        at = slice(index - train, index - train + 1)
        return trainer.test_x[at], trainer.test_labels[at]

    @property
    def affordable(self) -> int:
        """Inputs at which all of the network's values may be worked out for one frame."""
        work = WORK.get(self.device.type, OTHER_WORK)
        return max(1, work // sum(multiplications(shape) for shape in self.program.shapes))

    def picture_shape(self, resolution: int) -> tuple[int, int]:
        """Give rows and columns of a picture over the inputs: one row on the line.

        Of tables and images coarser than asked for where so many points would take too long.
        """
        if self.spec.data.has_features:
            return 1 if self.spec.data.form == "line" else resolution, resolution
        side = min(resolution, max(COARSEST, math.isqrt(self.affordable)))
        return side, side

    def plane(self, wanted: ColumnsPlane | PrincipalPlane | None) -> Plane:
        """Find the plane of a table or of images. Raises `NotThereError`."""
        try:
            return _planes.get(self.spec.data, wanted, self.trainer.train_x)
        except NoSuchColumnError as error:
            raise NotThereError(str(error)) from None

    def grid(self, resolution: int, wanted: ColumnsPlane | PrincipalPlane | None = None) -> Rows:
        """Give what the network sees at the picture's points, [N, *input shape], as many as `picture_shape` says.

        Raises `NotThereError` for a plane that the inputs do not have.
        """
        data = self.spec.data
        _, resolution = self.picture_shape(resolution)
        if data.has_features:
            return _features(data.dataset, data.features, resolution, self.device)
        found = self.plane(wanted)
        axes, origin = (
            torch.from_numpy(values).to(self.device) for values in (found.axes, found.origin)
        )
        points = torch.from_numpy(cells(found.domain, resolution)).to(self.device)
        return Sheet(points, axes, origin, found.shape)

    def forward(self, x: Tensor) -> Trace:
        """Compute the network's values of x [B, *input shape] in evaluation: nothing drops out, norms use what they remember."""
        return self.program.forward(self.evaluated, x, self.state.buffers)

    def sweep(self, inputs: Rows, pick: Callable[[Trace], Tensor]) -> Cooperative[Tensor]:
        """Join what `pick` takes of the network's values at each input [N, *input shape], along the first axis."""
        parts: list[Tensor] = []
        for rows in self.trainer.blocks(len(inputs)):
            # Not around the loop: the mode is the thread's, and others have their turn between.
            with torch.inference_mode():
                parts.append(pick(self.forward(inputs[rows])))
            yield
        with torch.inference_mode():
            return parts[0] if len(parts) == 1 else torch.cat(parts)

    def outputs(self, inputs: Rows) -> Cooperative[Tensor]:
        """Compute outputs [N, O] of inputs [N, *input shape], before any squashing."""
        return self.sweep(inputs, lambda trace: trace.activations[-1])


@lru_cache(maxsize=64)
def _features(
    dataset: DatasetName, features: tuple[FeatureName, ...], resolution: int, device: torch.device
) -> Tensor:
    spec = DataSpec.model_construct(dataset=dataset, features=features)
    return torch.from_numpy(design(features, grid(spec, resolution))).to(device)


class _Planes:
    """The planes last asked for: one through images' components takes up to a second to find."""

    def __init__(self) -> None:
        self._found: dict[tuple[object, ...], Plane] = {}

    def get(
        self, data: DataSpec, wanted: ColumnsPlane | PrincipalPlane | None, train_x: Tensor
    ) -> Plane:
        key = data, wanted
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = plane(train_x[:MAX_ROWS].cpu().numpy(), data, wanted)
            if len(self._found) > PLANES_KEPT:
                del self._found[next(iter(self._found))]
        return found


_planes = _Planes()
