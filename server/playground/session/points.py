"""The data points as a frame: what a viewer sees lie on the boundary."""

from __future__ import annotations

import time

import numpy as np

from playground.data.loader import load
from playground.spec.project import Spec
from playground.wire.frame import Frame, array, encode

KEY = "points"


def points_frame(spec: Spec, revision: int) -> bytes:
    """`inputs` float32 [N, D] and `labels` float32 [N]; the first `train` rows train."""
    points = load(spec.data)
    low, high = spec.data.domain
    return encode(
        Frame(
            probe=KEY,
            key=KEY,
            step=0,
            epoch=0,
            revision=revision,
            time=time.time(),
            arrays={
                "inputs": array(points.inputs),
                "labels": array(points.labels.astype(np.float32)),
            },
            values={
                "train": points.train,
                "task": spec.data.task,
                "classes": spec.data.class_count,
                "dimensions": spec.data.kind.dimensions,
                "low": low,
                "high": high,
            },
        )
    )
