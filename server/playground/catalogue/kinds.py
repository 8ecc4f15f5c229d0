"""Tables of kinds: layers, first weights, optimizers, schedules, losses, probes and messages."""

from __future__ import annotations

from pydantic import TypeAdapter

from playground.catalogue.fields import (
    Field,
    Json,
    bounded,
    described,
    fields_of,
    kinds_in,
    schema_of,
    table,
)
from playground.spec.base import SpecProblem
from playground.spec.data import Task
from playground.spec.infer import infer
from playground.spec.network import NetworkSpec
from playground.spec.probes import PROBES
from playground.spec.project import Spec, parse
from playground.spec.shapes import Shape
from playground.wire.schema import SENT

GIVEN: tuple[Shape, ...] = ((8,), (8, 8), (8, 8, 8))
"""A vector, channels along a line, maps: wide enough for what each kind of layer begins with."""

TASKS: dict[Task, Json] = {
    "binary": {"dataset": "xor"},
    "multiclass": {"dataset": "rings", "classes": 3},
    "regression": {"dataset": "plane"},
}
"""A data set of each task."""


def spec_tables() -> dict[str, Json]:
    """Return the tables that a spec chooses from, and its fields beside them."""
    schema = schema_of(Spec)
    defs = schema["$defs"]

    def properties(name: str) -> Json:
        return defs[name]["properties"]

    layers = kinds_in(properties("NetworkSpec")["layers"]["items"], defs)
    training = properties("TrainingSpec")
    return {
        "spec": {name: described(schema, defs)[name] for name in ("version", "name", "seed")},
        "data": described(defs["DataSpec"], defs),
        "training": described(defs["TrainingSpec"], defs),
        "network": described(defs["NetworkSpec"], defs),
        "layers": {kind: layer_row(kind, described(inner, defs)) for kind, inner in layers.items()},
        "initializers": table(properties("OutputLayer")["init"], defs),
        "optimizers": table(training["optimizer"], defs),
        "schedules": table(training["schedule"], defs),
        "losses": {
            kind: {"fields": fields, "tasks": [task for task in TASKS if fits(kind, task)]}
            for kind, fields in table(training["loss"], defs).items()
        },
    }


def fits(loss: str, task: Task) -> bool:
    """Return whether a set-up may have this loss on data of this task."""
    try:
        parse({"data": TASKS[task], "training": {"loss": {"kind": loss}}})
    except SpecProblem:
        return False
    return True


def layer_row(kind: str, fields: dict[str, Field]) -> dict[str, Json]:
    """Return a layer's fields, and for how many axes of what it is given it has a rule."""
    return {"fields": fields, "takes": [len(shape) for shape in GIVEN if takes(kind, shape)]}


def takes(kind: str, shape: Shape) -> bool:
    """Return whether a layer of this kind, as it begins, can be given that shape."""
    before, after = {"kind": "activation", "id": "a"}, {"kind": "flatten", "id": "z"}
    inner: Json = {"kind": kind, "id": "l"}
    if kind == "block":
        inner |= {"layers": [{"kind": "activation", "id": "i"}]}
    network = TypeAdapter(NetworkSpec).validate_python({"layers": [before, inner, after]})
    try:
        infer(network, shape, 1)
    except SpecProblem as problem:
        return not problem.pointer.startswith("/network/layers/1")
    return True


def messages() -> dict[str, dict[str, Field]]:
    """Return the bounded fields of what the browser sends, by the name of the message's type."""
    found = {model.__name__: bounded(fields_of(model)) for model in SENT}
    return {name: rows for name, rows in found.items() if rows}


def probes() -> dict[str, dict[str, Field]]:
    """Return the fields of what a viewer may ask to see, by the probe."""
    return {
        name: {field: row for field, row in fields_of(kind.model).items() if row}
        for name, kind in PROBES.items()
    }
