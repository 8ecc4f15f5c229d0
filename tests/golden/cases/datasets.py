"""Data of a spec: form, task, classes, sizes and names, and which of them are data of one sort."""

from __future__ import annotations

from typing import Any

from playground.spec.data import DataSpec
from playground.spec.datasets import DATASETS

Json = Any

COLUMNS = [
    {"name": "length", "kind": "number", "role": "input"},
    {"name": "color", "kind": "category", "role": "input", "categories": ["red", "blue"]},
    {"name": "note", "kind": "category", "role": "ignored", "categories": ["a"]},
    {"name": "kind", "kind": "category", "role": "target", "categories": ["x", "y", "z"]},
]
UPLOAD = {"id": "abcdefghijklmnop", "name": "seeds.csv", "rows": 201, "columns": COLUMNS}


def upload(roles: str = "input input ignored target", **more: Json) -> Json:
    """Data of the file above with these roles of its columns."""
    columns = [column | {"role": role} for column, role in zip(COLUMNS, roles.split(), strict=True)]
    return {"dataset": "upload", "upload": UPLOAD | {"columns": columns} | more}


def painted(*labels: int, classes: int = 2) -> Json:
    points = [[float(place % 5), 1.0, label] for place, label in enumerate(labels)]
    return {"dataset": "painted", "classes": classes, "painted": points}


SETS = [
    "bars",
    "breast_cancer",
    "checkerboard",
    "circle",
    "curve",
    "diabetes",
    "digits",
    "edges",
    "formula_curve",
    "formula_surface",
    "gaussians",
    "iris",
    "moons",
    "multi_gauss",
    "plane",
    "rings",
    "sectors",
    "shapes",
    "spiral",
    "tf_circle",
    "tf_gauss",
    "tf_multi_gauss",
    "tf_plane",
    "tf_spiral",
    "tf_xor",
    "wine",
    "xor",
]
"""Those of the first release: a new one has its facts from the catalogue."""


def each_set() -> list[Json]:
    """Each with the most classes that it can have and with two."""
    found = []
    for name in SETS:
        kind = DATASETS[name]
        features = {"features": ["x1"]} if kind.form == "line" else {}
        found += [
            {"dataset": name, "classes": classes, **features}
            for classes in sorted({2, kind.max_classes})
        ]
    return found


DOCUMENTS: list[Json] = [
    *each_set(),
    {"samples": 20, "train_fraction": 0.1},
    {"samples": 25, "train_fraction": 0.5},
    {"samples": 27, "train_fraction": 0.5},
    {"samples": 21, "train_fraction": 0.9},
    {"noise": 0.7, "samples": 90, "dataset": "moons"},
    {"features": ["x1", "x2", "sin_x1"]},
    {"features": ["x1", "x1_squared", "cos_x1"], "dataset": "curve"},
    {"dataset": "iris", "classes": 2, "samples": 500},
    {"dataset": "iris", "classes": 2, "samples": 60},
    {"dataset": "iris", "classes": 3, "columns": ["petal_width", "petal_length"]},
    {"dataset": "diabetes", "samples": 5000},
    {"dataset": "diabetes", "samples": 100, "columns": ["bmi"]},
    {"dataset": "digits", "classes": 3, "samples": 5000, "image_size": 28},
    {"dataset": "bars", "classes": 4, "image_size": 28},
    painted(0, 1),
    painted(0, 1, 0, 1, 0, 1, 0, 1, 0),
    painted(0, 1, 2, 0, 1, 2, 0, 1, 2, 0, classes=3),
    painted(*[0, 1] * 10, 4, classes=6),
    upload(),
    upload(missing="mean", standardise=False, id="qrstuvwxyzabcdef"),
    upload("ignored input input target"),
    upload("target input ignored input"),
    upload("input target ignored ignored"),
    upload(image=[12, 16], columns=[COLUMNS[3]]),
    upload() | {"classes": 5, "samples": 30, "columns": ["bmi"]},
]


def data() -> list[Json]:
    """Facts of each. Those of one `signature` are data of one sort: weights learned of one are a
    start for another."""
    signatures: list[object] = []
    found = []
    for place, short in enumerate(DOCUMENTS, 1):
        given = DataSpec.model_validate(short)
        if given.data_signature not in signatures:
            signatures.append(given.data_signature)
        found.append(
            {
                "name": f"{place}: "
                + ", ".join(f"{key} {_brief(value)}" for key, value in short.items()),
                "data": given.model_dump(mode="json"),
                "form": given.form,
                "task": given.task,
                "classes": given.class_count,
                "size": given.size,
                "train": given.train_samples,
                "testsWhatItTrains": given.tests_what_it_trains,
                "inputs": list(given.input_shape),
                "names": list(given.input_names),
                "signature": signatures.index(given.data_signature),
            }
        )
    return found


def _brief(value: Json) -> str:
    if isinstance(value, dict):
        return f"of {len(value['columns'])} columns"
    return f"of {len(value)}" if isinstance(value, list) else str(value)
