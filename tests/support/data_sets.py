"""A spec of every data set, with what it needs beside its name."""

from __future__ import annotations

from typing import Any

import numpy as np

from playground.spec.data import DataSpec
from playground.spec.datasets import DATASETS
from support.uploading import csv_of, uploaded

PAINTED = tuple(
    (float(x), float(y), index % 3)
    for index, (x, y) in enumerate(np.random.default_rng(0).uniform(-6, 6, (30, 2)).round(2))
)


def spec(name: str, **fields: Any) -> DataSpec:
    """Of an upload, `any_upload` gives what it needs."""
    kind = DATASETS[name]
    features = ("x1",) if kind.form == "line" else ("x1", "x2")
    base = {"samples": 400, "noise": 0.0, "painted": PAINTED, "features": features}
    if "painted" in kind.options:
        base["classes"] = 3
    return DataSpec(dataset=name, **base | fields)


def any_upload() -> dict[str, Any]:
    """Fields of a data spec: a table of two columns and three classes, in the folder of now."""
    numbers = np.random.default_rng(1).normal(size=(90, 2)).round(3)
    label = ["red", "green", "blue"] * 30
    columns = {"length": numbers[:, 0].tolist(), "width": numbers[:, 1].tolist(), "kind": label}
    return {"upload": uploaded(csv_of(columns))}
