"""Merges of two edits of one document, and what has changed between two documents."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from playground.spec.merge import changes, merge
from playground.spec.presets import PRESETS
from playground.spec.project import Spec

Json = Any


def layers(text: str) -> list[Json]:
    """Each a layer's id, with its units after a colon where they are not 4."""
    parts = [name.partition(":") for name in text.split()]
    return [{"id": id, "units": int(units or 4)} for id, _, units in parts]


def skips(text: str) -> list[Json]:
    """Each a skip connection as SOURCE>TARGET, concatenated with a + behind."""
    found = []
    for name in text.split():
        source, _, target = name.rstrip("+").partition(">")
        mode = "concat" if name.endswith("+") else "add"
        found.append({"source": source, "target": target, "mode": mode})
    return found


LISTS = [
    ("insertions keep their neighbour", "a b", "a x b", "a b y"),
    ("one at the beginning, one at the end", "a b", "x a b", "a b y"),
    ("an insertion and a change", "a b", "a x b", "a b:8"),
    ("two insertions into one gap", "a b", "a x b", "a w b"),
    ("two insertions of many into one gap", "a b", "a x y b", "a w v b"),
    ("the same layer inserted by both", "a b", "a x b", "a x b"),
    ("the same id inserted with other units", "a b", "a x:3 b", "a x:5 b"),
    ("two of nothing", "", "x", "y"),
    ("a deletion and a change elsewhere", "a b c", "a c", "a b c:8"),
    ("a deletion and a change of what is gone", "a b c", "a c", "a b:8 c"),
    ("a change of what the other deleted", "a b c", "a b:8 c", "a c"),
    ("two deletions", "a b c", "a c", "a b"),
    ("the same deletion", "a b c", "a c", "a c"),
    ("all deleted against an insertion", "a b", "", "a b x"),
    ("a move and a change", "a b c", "c a b", "a b c:8"),
    ("a move and an insertion", "a b c", "c a b", "a x b c"),
    ("a move and a deletion", "a b c", "c a b", "a c"),
    ("the same move", "a b c", "b a c", "b a c x"),
    ("two different moves", "a b c", "c a b", "b a c"),
    ("a move of mine alone", "a b c", "a b c:8", "b c a"),
    ("insertions around a move", "a b c d", "d a b c x", "y a b c d"),
    ("units changed alike", "a b", "a:8 b", "a:8 b"),
    ("units changed differently", "a b", "a:8 b", "a:9 b"),
]
SKIPS = [
    ("skips added by both", "", "input>h2", "h1>output"),
    ("a skip that changes its mode, and one that goes", "a>b c>d", "a>b+ c>d", "a>b"),
    ("one skip, two modes", "a>b", "a>b+", "a>b"),
    ("the same skip with two modes", "", "a>b+", "a>b"),
    ("skips in another order", "a>b c>d", "c>d a>b", "a>b c>d e>f"),
]
DOCUMENTS: list[tuple[str, Json, Json, Json]] = [
    ("different fields", {"a": 1, "b": 1}, {"a": 2, "b": 1}, {"a": 1, "b": 3}),
    ("one field twice", {"a": 1}, {"a": 2}, {"a": 3}),
    ("a field added by both, alike", {}, {"a": [1]}, {"a": [1]}),
    ("a field added by both, differently", {}, {"a": {"b": 1}}, {"a": {"c": 2}}),
    ("a field added by both as two leaves", {}, {"a": 1}, {"a": 2}),
    ("a field gone and changed", {"a": 1, "b": 1}, {"b": 1}, {"a": 2, "b": 1}),
    ("a field changed and gone", {"a": 1, "b": 1}, {"a": 2, "b": 1}, {"b": 1}),
    ("null is a value", {"a": None}, {"a": 1}, {"a": None}),
    ("null against a number", {"a": 1}, {"a": None}, {"a": 2}),
    ("null that both fill with lists", {"a": None}, {"a": layers("x")}, {"a": layers("y")}),
    ("null that both fill with objects", {"a": None}, {"a": {"b": 1}}, {"a": {"c": 2}}),
    ("lists without names are leaves", {"a": [1, 2]}, {"a": [1, 2, 3]}, {"a": [0, 1, 2]}),
    ("lists of names twice are leaves", {"a": layers("x x")}, {"a": layers("x")}, {"a": []}),
    ("empty lists against leaves", {"a": []}, {"a": [1]}, {"a": [2]}),
    ("an object against a list", {"a": {"b": 1}}, {"a": {"b": 2}}, {"a": layers("x")}),
    ("another kind", {"k": {"kind": "adam", "b": 1}}, {"k": {"kind": "sgd"}}, {"k": 7}),
    ("names with slashes and tildes", {"a/b": {"~": 1}}, {"a/b": {"~": 2}}, {"a/b": {"~": 3}}),
    (
        "a field within a layer within a block",
        *[{"l": [{"id": "b", "layers": layers(text)}]} for text in ("x y", "x:8 y", "x y:9 z")],
    ),
    ("a whole document", 1, 2, 3),
    ("whole number and the same with a point", {"a": 1}, {"a": 1.0}, {"a": 2}),
]


def spec_edits() -> list[tuple[str, Json, Json, Json]]:
    """Edits of real set-ups: the sort that two people make at once."""
    found = []
    for name, theirs, ours in (
        ("spiral", {"training.learning_rate": 0.1}, {"data.noise": 0.3}),
        (
            "spiral",
            {"training.optimizer": {"kind": "lbfgs", "history": 5}},
            {"training.optimizer.beta1": 0.8},
        ),
        ("digits", {"network.layers.0.kernel": 5}, {"network.layers.0.kernel": 7}),
        ("digits", {"network.layers.0.kernel": 5}, {"network.layers.0.padding": 2}),
        ("residual", {"network.layers.1.repeat": 4}, {"network.layers.1.layers.0.units": 5}),
        ("iris", {"data.columns": ["petal_width"]}, {"data.columns": ["petal_length"]}),
        ("xor", {"name": "Ours", "seed": 4}, {"name": "Ours", "seed": 5}),
    ):
        base = document(PRESETS[name])
        edits = (changed(base, theirs), changed(base, ours))
        found.append((f"{name}: {', '.join(theirs)} and {', '.join(ours)}", base, *edits))
    return found


def document(spec: Spec) -> Json:
    return spec.model_dump(mode="json")


def changed(base: Json, values: dict[str, Json]) -> Json:
    """The document with other values at these places, each a path of names and numbers."""
    found = copy.deepcopy(base)
    for path, value in values.items():
        *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
        node = found
        for part in way:
            node = node[part]
        node[last] = value
    return found


def listed(rows: list[tuple[str, str, str, str]], made: Callable[[str], Json]) -> list[Json]:
    return [(name, *({"items": made(each)} for each in texts)) for name, *texts in rows]


def merges() -> list[Json]:
    """Merges: base, theirs, mine, the document that comes of them, and where they cross."""
    rows = [*listed(LISTS, layers), *listed(SKIPS, skips), *DOCUMENTS, *spec_edits()]
    found = []
    for name, base, theirs, mine in rows:
        merged = merge(base, theirs, mine)
        found.append(
            {
                "name": name,
                "base": base,
                "theirs": theirs,
                "mine": mine,
                "document": merged.document,
                "conflicts": list(merged.conflicts),
            }
        )
    return found


def changes_between() -> list[Json]:
    """Pairs of documents, and the pointers of what is different in the second."""
    rows = [
        (f"{case['name']}, {side}", case["base"], case[side])
        for case in merges()
        for side in ("theirs", "mine")
    ]
    return [
        {"name": name, "before": before, "after": after, "changes": list(changes(before, after))}
        for name, before, after in rows
    ]
