"""A spec of every data set, with what it needs beside its name."""

import numpy as np

from playground.spec.data import DataSpec
from playground.spec.datasets import DATASETS

PAINTED = tuple(
    (float(x), float(y), index % 3)
    for index, (x, y) in enumerate(np.random.default_rng(0).uniform(-6, 6, (30, 2)).round(2))
)


def spec(name, **fields):
    features = ("x1",) if DATASETS[name].form == "line" else ("x1", "x2")
    base = {"samples": 400, "noise": 0.0, "painted": PAINTED, "features": features}
    if name == "painted":
        base["classes"] = 3
    return DataSpec(dataset=name, **base | fields)
