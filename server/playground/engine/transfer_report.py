"""The report of what an edit kept, in the terms of `wire.stream.TransferReport`."""

from __future__ import annotations

from typing import Any

from playground.engine.curves import samples_number
from playground.nn.transfer import Transfer
from playground.spec.optimizers import OptimizerSpec, kind_of
from playground.spec.project import Spec
from playground.train.state import Note


def report(old: Spec, new: Spec, transfer: Transfer, notes: tuple[Note, ...]) -> dict[str, Any]:
    """Tell the fields of `wire.stream.TransferReport`, as plain data."""
    found = transfer.report
    return {
        "parameters_kept": found.parameters_kept,
        "parameters_new": found.parameters_new,
        "parameters_dropped": found.parameters_dropped,
        "layers_new": found.layers_new,
        "layers_partly": found.layers_partly,
        "layers_removed": found.layers_removed,
        "optimizer": _optimizer(new.training.optimizer, notes),
        "data": _data(old, new),
    }


def begun_anew(old: Spec, new: Spec) -> dict[str, Any]:
    """Tell the same of an edit that kept nothing, since the data's signature is another."""
    return {
        "parameters_kept": 0,
        "parameters_new": new.parameters_in_use,
        "parameters_dropped": old.parameters_in_use,
        "layers_new": tuple(shape.id for shape in new.shapes if shape.parameters),
        "layers_partly": (),
        "layers_removed": tuple(
            shape.id for shape in old.shapes if shape.id not in {each.id for each in new.shapes}
        ),
        "optimizer": _optimizer(new.training.optimizer, ("optimizer_begun_anew",)),
        "data": "other_nature",
    }


def _optimizer(optimizer: OptimizerSpec, notes: tuple[Note, ...]) -> str:
    if not kind_of(optimizer).remembers(optimizer):
        return "none"
    return "new" if "optimizer_begun_anew" in notes else "kept"


def _data(old: Spec, new: Spec) -> str:
    if samples_number(old.data) == samples_number(new.data):
        return "kept"
    return "new" if _set(old) == _set(new) else "other_set"


def _set(spec: Spec) -> tuple[str, str | None]:
    uploaded = spec.data.uploaded
    return spec.data.dataset, None if uploaded is None else uploaded.id
