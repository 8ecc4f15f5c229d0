"""Edits as JSON Patch (RFC 6902): the set-up after each, or the problem that it makes."""

from __future__ import annotations

from typing import Any

from playground.spec.base import SpecProblem
from playground.spec.edit import Operation, apply
from playground.spec.presets import PRESETS

Json = Any


def add(path: str, value: Json) -> Json:
    return {"op": "add", "path": path, "value": value}


def replace(path: str, value: Json) -> Json:
    return {"op": "replace", "path": path, "value": value}


def remove(path: str) -> Json:
    return {"op": "remove", "path": path}


DENSE = {
    "frozen": False, "rate_factor": 1.0, "init": {"kind": "auto"}, "initial_bias": 0.0,
    "density": 1.0, "frozen_units": [], "frozen_weights": [], "kind": "dense", "id": "new",
    "units": 3, "activation": "relu",
}  # fmt: skip
LAYERS = "/network/layers"
POINTS = [[0.0, 1.0, 0], [1.0, -1.0, 1], [2.0, 2.0, 0]]

PATCHES: list[tuple[str, str, list[Json]]] = [
    ("nothing", "xor", []),
    ("a number", "xor", [replace("/training/learning_rate", 0.25)]),
    ("two fields", "xor", [replace("/data/noise", 0.5), replace("/name", "나선 α/β~")]),
    ("a whole part", "spiral", [replace("/training/optimizer", {"kind": "lbfgs", "history": 5})]),
    ("a layer at the end", "xor", [add(f"{LAYERS}/-", DENSE)]),
    ("a layer at the beginning", "xor", [add(f"{LAYERS}/0", DENSE)]),
    ("a layer after the last", "xor", [add(f"{LAYERS}/2", DENSE)]),
    ("a layer goes", "spiral", [remove(f"{LAYERS}/1")]),
    ("all layers go", "xor", [remove(f"{LAYERS}/1"), remove(f"{LAYERS}/0")]),
    ("a layer moves", "spiral", [{"op": "move", "from": f"{LAYERS}/0", "path": f"{LAYERS}/2"}]),
    ("a field is copied", "xor",
        [{"op": "copy", "from": f"{LAYERS}/0/units", "path": f"{LAYERS}/1/units"}]),
    ("a field of a layer in a block", "residual", [replace(f"{LAYERS}/1/layers/0/units", 7)]),
    ("a test that holds", "xor",
        [{"op": "test", "path": "/data/dataset", "value": "xor"}, replace("/seed", 9)]),
    ("a list whole", "xor", [replace("/data", PRESETS["xor"].data.model_dump(mode="json")
        | {"dataset": "painted", "painted": POINTS})]),
    ("a point of a list", "xor", [add("/data/painted/-", POINTS[0]),
        add("/data/painted/0", POINTS[1])]),
    ("null to a number and back", "xor", [replace("/training/clip_norm", 2.0),
        replace("/training/clip_norm", None)]),
    ("columns", "iris", [replace("/data/columns", ["petal_width"])]),
    ("a skip", "spiral",
        [add("/network/skips/-", {"source": "h1", "target": "h3", "mode": "add"})]),
    ("nothing there to replace", "xor", [replace("/network/layers/7/units", 3)]),
    ("nothing there to remove", "xor", [remove("/data/nonsense")]),
    ("nothing there to add to", "xor", [add("/network/layers/9", DENSE)]),
    ("nothing there to move", "xor", [{"op": "move", "from": "/a", "path": "/name"}]),
    ("a test that fails", "xor", [{"op": "test", "path": "/seed", "value": 2}]),
    ("a test of another sort", "xor", [{"op": "test", "path": "/seed", "value": "1"}]),
]  # fmt: skip


def patches() -> list[Json]:
    """Set-ups, an edit of each, and what is there after it."""
    found = []
    for name, preset, operations in PATCHES:
        before = PRESETS[preset]
        case: Json = {"name": name, "before": before.model_dump(mode="json"), "patch": operations}
        try:
            after = apply(before, [Operation.model_validate(each) for each in operations])
        except SpecProblem as problem:
            found.append(case | {"problem": problem.code})
            continue
        found.append(case | {"after": after.model_dump(mode="json")})
    return found
