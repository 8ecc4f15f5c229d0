"""The plane that a picture cuts out of a table's or an image's inputs, which have many columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.spec.data import DataSpec
from playground.spec.planes import ColumnsPlane, PrincipalPlane

Floats = NDArray[np.float32]

MAX_ROWS, MAX_VALUES = 5000, 1 << 24
"""Components are those of so many training inputs, and numbers in them, at most: the first in their
random order.
"""

EXACT_COLUMNS = 512
"""Columns up to which all components are computed: all of 4,096 would take half a minute."""

BLOCK, DEPTH = 6, 16

ROUNDING = 1e-9


class NoSuchColumnError(LookupError):
    """The plane is asked for along a column that the inputs do not have (any more)."""


@dataclass(frozen=True, slots=True)
class Plane:
    """The inputs `origin` + x · `u` + y · `v`, flat float32 [D] each, of samples of shape `shape`.

    `u` and `v` are perpendicular; one of them is 0 where the inputs vary along one line at most.
    `domain` is the least and greatest of x and of y in a picture. `explained` is the share of the
    inputs' variance along each principal component, None for a plane along columns.
    """

    origin: Floats
    u: Floats
    v: Floats
    shape: tuple[int, ...]
    domain: tuple[float, float]
    x_name: str
    y_name: str
    explained: tuple[float, float] | None = None

    def grid(self, resolution: int) -> Floats:
        """Give the inputs [R², *shape] at the centers of R² equal cells, the first row at the top."""
        flat = self.origin + cells(self.domain, resolution) @ self.axes
        return flat.reshape(-1, *self.shape)

    def project(self, inputs: Floats) -> tuple[Floats, Floats]:
        """Find x and y [N] of the point of the plane nearest to each input [N, *shape]."""
        away = inputs.reshape(len(inputs), -1) - self.origin
        lengths = np.square(self.axes).sum(axis=1)
        x, y = (away @ self.axes.T / np.where(lengths > 0, lengths, 1)).astype(np.float32).T
        return x, y

    @property
    def axes(self) -> Floats:
        """`u` and `v`, [2, D]."""
        return np.stack([self.u, self.v])


def cells(domain: tuple[float, float], resolution: int) -> Floats:
    """Place x and y [R², 2] at the centers of R² equal cells of the domain.

    Row-major as a picture is: y falls from row to row, x rises within one.
    """
    low, high = domain
    centers = low + (high - low) / resolution * (np.arange(resolution) + 0.5)
    y, x = np.meshgrid(centers[::-1], centers, indexing="ij")
    return np.stack([x.ravel(), y.ravel()], axis=1).astype(np.float32)


def plane(train: Floats, spec: DataSpec, wanted: ColumnsPlane | PrincipalPlane | None) -> Plane:
    """Find the plane of a table or of images, whose training inputs are `train` [N, *input shape].

    None is the principal plane of images and the first two columns of a table. Raises
    `NoSuchColumnError`.
    """
    if wanted is None:
        wanted = PrincipalPlane() if spec.is_image else ColumnsPlane()
    if isinstance(wanted, PrincipalPlane):
        return _principal(train, spec)
    return _columns(spec, wanted)


def column_names(spec: DataSpec) -> tuple[str, ...]:
    """Name each column of the flat inputs; that of a pixel is its (row, column), from 0."""
    if not spec.is_image:
        return spec.input_names
    height, width = spec.image_shape
    return tuple(f"({row},{column})" for row in range(height) for column in range(width))


def label_bound(spec: DataSpec, labels: NDArray[np.generic]) -> float:
    """Find the bound up to which labels [N] are colored: beyond it lies a twentieth of them.

    1 for classes and for the sets that are drawn to span about -1 to 1.
    """
    if spec.task != "regression" or spec.kind.targets_within_one:
        return 1.0
    return float(np.quantile(np.abs(labels.astype(np.float64)), 0.95)) or 1.0


def _columns(spec: DataSpec, wanted: ColumnsPlane) -> Plane:
    names = column_names(spec)
    x, y = wanted.x, wanted.y
    origin, u, v = np.zeros((3, len(names)), dtype=np.float32)
    # A table of one column has no other axis.
    flat = len(names) == 1 and x == 0
    if x >= len(names) or (y >= len(names) and not flat):
        raise NoSuchColumnError(f"The data set has no column {max(x, y) + 1}.")
    if x == y and not flat:
        raise NoSuchColumnError("Choose two different columns.")
    held = wanted.held[: len(names)]
    origin[: len(held)] = held
    u[x], origin[x] = 1, 0
    if not flat:
        v[y], origin[y] = 1, 0
    return Plane(origin, u, v, spec.input_shape, spec.domain, names[x], "" if flat else names[y])


def _principal(train: Floats, spec: DataSpec) -> Plane:
    """Find the plane along the components, in standard deviations of them.

    Of either sign, the one is taken whose largest part is positive.
    """
    count = min(len(train), MAX_ROWS, MAX_VALUES // spec.inputs)
    rows = train[:count].reshape(count, -1)
    mean = rows.mean(axis=0, dtype=np.float64).astype(np.float32)
    centered = rows - mean
    variances, components = _leading(centered)
    total = float(np.square(centered, dtype=np.float64).sum() / len(rows)) or 1.0
    largest = np.abs(components).argmax(axis=1)
    signs = np.where(np.take_along_axis(components, largest[:, None], axis=1) < 0, -1, 1)
    axes = (signs * components * np.sqrt(variances)[:, None]).astype(np.float32)
    explained = float(variances[0]) / total, float(variances[1]) / total
    u, v = axes
    return Plane(mean, u, v, spec.input_shape, spec.domain, "PC1", "PC2", explained)


def _leading(centered: Floats) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
    """Find the two greatest eigenvalues [2] of the covariance, and their eigenvectors [2, D]."""
    samples, columns = centered.shape
    found = np.zeros(2), np.zeros((2, columns))
    if not centered.any():
        return found
    if columns > EXACT_COLUMNS:
        values, vectors = _sought(centered)
    else:
        wide = centered.astype(np.float64)
        values, vectors = np.linalg.eigh(wide.T @ wide / samples)
    greatest = np.argsort(values)[::-1][:2]
    found[0][: len(greatest)] = values[greatest]
    found[1][: len(greatest)] = vectors[:, greatest].T
    # Less than this is rounding: an axis along it would blow it up.
    found[0][found[0] < ROUNDING * found[0][0]] = 0
    return found


def _sought(centered: Floats) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
    """Seek them by a block Krylov space from a fixed start (Musco & Musco 2015, algorithm 2)."""
    samples, columns = centered.shape
    start = np.random.Generator(np.random.Philox(0))
    block = start.standard_normal((columns, BLOCK), dtype=np.float32)
    blocks: list[Floats] = []
    for _ in range(DEPTH):
        block, _ = np.linalg.qr(centered.T @ (centered @ block))
        blocks.append(block)
    basis, _ = np.linalg.qr(np.hstack(blocks))
    inside = (centered @ basis).astype(np.float64)
    values, vectors = np.linalg.eigh(inside.T @ inside / samples)
    return values, basis @ vectors
