"""What an edit kept, in the terms of `wire.messages.Carried`."""

from __future__ import annotations

from typing import Any

from playground.nn.transfer import Transfer
from playground.spec.optimizers import OptimizerSpec, Sgd
from playground.spec.project import Spec
from playground.train.state import Note


def report(old: Spec, new: Spec, transfer: Transfer, notes: tuple[Note, ...]) -> dict[str, Any]:
    """The fields of `wire.messages.Carried`, as plain data."""
    found = transfer.report
    return {
        "parameters_kept": found.parameters_kept,
        "parameters_new": found.parameters_new,
        "parameters_dropped": old.parameter_count - found.parameters_kept,
        "layers_new": found.layers_new,
        "layers_partly": found.layers_partly,
        "layers_removed": found.layers_removed,
        "optimizer": _optimizer(new.training.optimizer, notes),
        "data": "kept" if _points(old) == _points(new) else "new",
    }


def _optimizer(optimizer: OptimizerSpec, notes: tuple[Note, ...]) -> str:
    if isinstance(optimizer, Sgd) and not optimizer.momentum:
        return "none"
    return "new" if "optimizer_begun_anew" in notes else "kept"


def _points(spec: Spec) -> dict[str, Any]:
    return spec.data.model_dump(exclude={"features"})
