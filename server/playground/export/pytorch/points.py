"""The session's samples, packed into the script as text."""

from __future__ import annotations

import base64
import zlib
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.spec.base import SpecProblem
from playground.spec.data import FeatureName
from playground.spec.losses import kind_of
from playground.spec.project import Spec

MAX_BYTES = 32 * 2**20
"""Bytes of unpacked samples: a script with more could hardly be opened."""


@dataclass(frozen=True, slots=True)
class Samples:
    """Raw inputs [N, ...] as `data.points.Points` has them; the first `train` train."""

    inputs: NDArray[np.float32]
    labels: NDArray[Any]
    train: int


FEATURES: dict[FeatureName, str] = {
    "x1": "x1",
    "x2": "x2",
    "x1_squared": "x1**2",
    "x2_squared": "x2**2",
    "x1x2": "x1 * x2",
    "sin_x1": "np.sin(x1)",
    "sin_x2": "np.sin(x2)",
    "cos_x1": "np.cos(x1)",
    "cos_x2": "np.cos(x2)",
}

UNPACKED = '''\
def unpacked(text, kind):
    """Numbers from base64 of their compressed bytes."""
    return np.frombuffer(zlib.decompress(base64.b64decode(text)), kind).copy()
'''


def check_size(spec: Spec) -> None:
    """Raise `SpecProblem` when the samples are too many to stand in a script."""
    if spec.data.size * (spec.data.inputs + 1) * 4 > MAX_BYTES:
        raise SpecProblem(
            "export_too_large",
            "A script includes its data, and this would be more than"
            f" {MAX_BYTES // 2**20} MB. Choose a smaller file, or export ONNX.",
            "/data",
            {"most": MAX_BYTES // 2**20},
        )


def packed(values: NDArray[Any]) -> str:
    """Write numbers as base64 of their compressed bytes."""
    return base64.b64encode(zlib.compress(np.ascontiguousarray(values).tobytes(), 9)).decode()


def literals(spec: Spec, samples: Samples) -> str:
    """Write the constants that hold inputs and labels."""
    labels = samples.labels.astype("<f4" if spec.data.task == "regression" else "u1")
    return f'X = "{packed(samples.inputs.astype("<f4"))}"\nY = "{packed(labels)}"\n'


def load_function(spec: Spec, samples: Samples) -> str:
    """Write the function that returns the samples as the network sees them."""
    shape = ", ".join(map(str, samples.inputs.shape))
    kind = "float32" if spec.data.task == "regression" else "uint8"
    lines = [
        "def load_samples():",
        f'    """{_docstring(spec, samples)}"""',
        f"    x = unpacked(X, np.float32).reshape({shape})",
        *(f"    {line}" for line in _feature_lines(spec)),
        f"    y = {_target(spec, f'torch.from_numpy(unpacked(Y, np.{kind}))')}",
        "    x = torch.from_numpy(x)",
    ]
    if spec.data.tests_what_it_trains:
        lines.append("    # So few points are not split: all of them train, and all of them test.")
    lines.append(
        f"    return x[:{samples.train}], y[:{samples.train}],"
        f" x[{samples.train}:], y[{samples.train}:]"
    )
    return "\n".join(lines) + "\n"


def _docstring(spec: Spec, samples: Samples) -> str:
    count = len(samples.inputs)
    return (
        f"The session's {count} samples of “{spec.data.dataset}”; the first"
        f" {samples.train} train, the others test."
    )


def _feature_lines(spec: Spec) -> list[str]:
    data = spec.data
    if not data.has_features:
        return []
    dimensions = data.kind.dimensions
    if data.features == ("x1", "x2")[:dimensions]:
        return []
    columns = ", ".join(FEATURES[name] for name in data.features)
    needed = [name for name in ("x1", "x2") if name in columns]
    lines = [f"{name} = x[:, {['x1', 'x2'].index(name)}]" for name in needed]
    line = f"x = np.stack([{columns}], axis=1)"
    if len(line) > 96:
        return [*lines, "x = np.stack(", f"    [{columns}],", "    axis=1,", ")"]
    return [*lines, line]


def _target(spec: Spec, labels: str) -> str:
    """Write what the outputs are compared with, as `train.losses` has it."""
    kind, task = kind_of(spec.training.loss), spec.data.task
    if kind.targets == "index":
        return f"{labels}.long()"
    if task == "multiclass":
        return f"F.one_hot({labels}.long(), {spec.outputs}).float()"
    if task == "binary" and kind.targets == "signed":
        return f"2 * {labels}.float()[:, None] - 1"
    return f"{labels}.float()[:, None]"
