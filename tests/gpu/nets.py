"""The language of networks and training in samples: a spec for each row of its tables."""

from __future__ import annotations

from typing import Any

from playground.spec.activations import ACTIVATIONS
from playground.spec.losses import LOSSES
from playground.spec.optimizers import OPTIMIZERS
from playground.spec.project import Spec
from playground.spec.schedules import SCHEDULES
from support.nets import LAYERS, SKIPS, dense, spec_of

RANDOM = {"dropout"}
"""What draws in each step: a CPU's generator and a card's give other numbers."""


def trained_by(training: dict[str, Any], **more: Any) -> Spec:
    """A small net, wide enough for every part to matter."""
    return spec_of(dense("a", 6), dense("b", 4), training=training, **more)


DATA: dict[str, dict[str, Any]] = {
    "binary": {},
    "multiclass": {"dataset": "gaussians", "classes": 3},
    "regression": {"dataset": "plane"},
}


def samples() -> dict[str, Spec]:
    """Name a spec for every kind of layer, join, activation, loss, optimizer and schedule."""
    found = {f"layer {name}": spec for name, spec in LAYERS.items()}
    found |= {f"skip {name}": spec for name, spec in SKIPS.items()}
    found |= {
        f"activation {name}": spec_of(dense("a", 6, name), dense("b", 4)) for name in ACTIVATIONS
    }
    found |= {
        f"optimizer {kind}": trained_by(
            {"optimizer": {"kind": kind}, "batch_size": 5000 if row.full_batches else 16}
        )
        for kind, row in OPTIMIZERS.items()
    }
    found |= {f"schedule {kind}": trained_by({"schedule": {"kind": kind}}) for kind in SCHEDULES}
    found |= {
        f"loss {kind} of {task}": trained_by({"loss": {"kind": kind}}, data=DATA[task])
        for kind, row in LOSSES.items()
        for task in row.tasks
    }
    found["penalties, clipping, average"] = trained_by(
        {
            "l1": 0.001,
            "l2": 0.01,
            "weight_decay": 0.01,
            "clip_norm": 0.5,
            "clip_value": 0.3,
            "averaging": 0.9,
            "label_smoothing": 0.1,
        }
    )
    found["frozen and slower"] = spec_of(dense("a", 6, frozen=True), dense("b", 4, rate_factor=0.5))
    return found


SAMPLES = samples()
QUIET = {
    name: spec
    for name, spec in SAMPLES.items()
    if not any(shape.kind in RANDOM for shape in spec.shapes)
}
