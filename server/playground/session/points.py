"""The samples as a frame: what a viewer sees lie on the boundary, or as pictures and a table."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from playground.data.loader import load, sample
from playground.data.plane import label_bound
from playground.data.points import Points
from playground.spec.data import DataSpec
from playground.spec.datasets.base import Form
from playground.spec.project import Spec
from playground.wire.frame import Frame, Value, array, eight_bit, encode

KEY = "points"

MAX_ROWS = 5000
"""Points drawn of an uploaded table."""

MAX_CELLS = 200_000
"""A larger table is not sent: 0.8 MB."""

MAX_IMAGES = 200
"""Test images sent at most."""

Part = tuple[dict[str, Any], dict[str, Value]]


def points_frame(spec: Spec, revision: int) -> bytes:
    """Encode a frame of the samples.

    `labels` float32 [N] of all samples, of which the first `train` train, and by `form`:

    "line", "plane" and "table": `inputs` float32 [N, D], unless a table is too large; "table":
    `names` of its columns, and the units of standardized ones, `zero` and `scale` float32 [D] and
    `label_zero` and `label_scale`; "image": `images` u8 [K, H, W] of the first samples that test.
    """
    data = spec.data
    points = samples(data)
    arrays, values = PARTS[data.form](data, points)
    low, high = data.domain
    return encode(
        Frame(
            probe=KEY,
            key=KEY,
            step=0,
            epoch=0,
            revision=revision,
            time=time.time(),
            arrays={
                name: array(found)
                for name, found in (arrays | {"labels": points.labels.astype(np.float32)}).items()
            },
            values={
                "form": data.form,
                "train": points.train,
                "task": data.task,
                "classes": data.class_count,
                "dimensions": data.kind.dimensions,
                "low": low,
                "high": high,
                "label_bound": label_bound(data, points.labels[: points.train]),
                **values,
            },
        )
    )


def samples(data: DataSpec) -> Points:
    """Return the very samples of the trainer, or so many rows of a large uploaded table as can be shown.

    Of images all: the trainer speaks of one by its place among them.
    """
    return load(data) if data.is_image or data.size <= MAX_ROWS else sample(data, MAX_ROWS)


def _inputs(_: DataSpec, points: Points) -> Part:
    return {"inputs": points.inputs}, {}


def _table(data: DataSpec, points: Points) -> Part:
    names: list[str | float] = [*data.input_names]
    arrays = {"inputs": points.inputs} if points.inputs.size <= MAX_CELLS else {}
    values: dict[str, Value] = {"names": names}
    if (units := points.units) is not None:
        arrays |= {"zero": units.zero.astype(np.float32), "scale": units.scale.astype(np.float32)}
        values |= {"label_zero": units.label_zero, "label_scale": units.label_scale}
    return arrays, values


def _images(_: DataSpec, points: Points) -> Part:
    """From black to white is 0 to 1, or as far as the pixels go where that is farther."""
    first = points.inputs[points.train : points.train + MAX_IMAGES, 0]
    low, high = min(0.0, float(first.min())), max(1.0, float(first.max()))
    return {"images": eight_bit(first, low, high)}, {}


PARTS: dict[Form, Callable[[DataSpec, Points], Part]] = {
    "line": _inputs,
    "plane": _inputs,
    "table": _table,
    "image": _images,
}
