"""Valid specs of every kind, for Hypothesis."""

from __future__ import annotations

from typing import Any

from hypothesis import reject
from hypothesis import strategies as st
from jsonpatch import apply_patch

from playground.spec.base import SpecProblem
from playground.spec.data import FEATURES, FEATURES_OF_X1, MAX_DRAWN_CLASSES, DataSpec
from playground.spec.datasets import DATASETS
from playground.spec.losses import LOSSES
from playground.spec.optimizers import OptimizerSpec
from playground.spec.project import Spec, parse
from playground.spec.schedules import ScheduleSpec
from playground.spec.training import TrainingSpec
from support.models import PLAIN_TEXT, documents, kinds, values
from support.networks import networks

FORMULAS = ("sin(x1)", "x1^2 / 10 - 1", "2 exp(-x1^2)", "0.1 x1^3 - x1", "sqrt(abs(x1))")
FORMULAS_OF_BOTH = ("sin(x1) * cos(x2)", "(x1 + x2) / 3", "exp(-(x1^2 + x2^2) / 4)")


@st.composite
def specs(draw: st.DrawFn) -> Spec:
    """Any data set, network and training that fit together; of an upload, its file is not there."""
    data = draw(data_documents())
    described = DataSpec.model_validate(data)
    document = {
        "name": draw(st.text(PLAIN_TEXT, max_size=20)),
        "seed": draw(st.integers(0, 2**31 - 1)),
        "data": data,
        "network": draw(networks(described.input_shape)),
        "training": draw(training_documents(described.task)),
    }
    try:
        return parse(document)
    except SpecProblem as problem:
        if problem.code == "too_many_parameters":
            reject()
        raise


# --- data ---------------------------------------------------------------------------------------


@st.composite
def data_documents(draw: st.DrawFn) -> dict[str, Any]:
    dataset = draw(st.sampled_from(sorted(DATASETS)))
    kind = DATASETS[dataset]
    allowed = sorted(FEATURES_OF_X1) if kind.form == "line" else list(FEATURES)
    formulas = FORMULAS if kind.form == "line" else FORMULAS + FORMULAS_OF_BOTH
    columns = st.lists(st.sampled_from(kind.columns or ("age",)), max_size=4, unique=True)
    uploaded = draw(uploads()) if dataset == "upload" else None
    return draw(
        documents(
            DataSpec,
            dataset=st.just(dataset),
            samples=st.integers(20, 300),
            classes=st.integers(2, min(kind.max_classes, MAX_DRAWN_CLASSES)),
            features=st.lists(st.sampled_from(allowed), min_size=1, unique=True),
            formula=st.sampled_from(formulas),
            painted=_painted(),
            columns=columns if kind.columns else st.just([]),
            upload=st.just(uploaded),
        ).map(_with_room_for_what_is_painted)
    )


def _with_room_for_what_is_painted(data: dict[str, Any]) -> dict[str, Any]:
    if data["dataset"] != "painted":
        return data
    return data | {"classes": max(data["classes"], 1 + max(point[2] for point in data["painted"]))}


def _painted() -> st.SearchStrategy[list[list[float]]]:
    """Points of two classes at least."""
    coordinate = st.floats(-6, 6)
    point = st.tuples(coordinate, coordinate, st.integers(0, 5)).map(list)
    two = [[-1.0, 0.5, 0], [1.0, 0.5, 1]]
    return st.lists(point, max_size=20).map(lambda points: two + points)


@st.composite
def uploads(draw: st.DrawFn) -> dict[str, Any]:
    """What a spec says of a table whose last column is the target."""
    category = st.fixed_dictionaries(
        {
            "kind": st.just("category"),
            "categories": st.lists(
                st.text(PLAIN_TEXT, min_size=1, max_size=8), min_size=2, max_size=4, unique=True
            ),
        }
    )
    number = st.just({"kind": "number"})
    columns = draw(st.lists(st.one_of(number, category), min_size=2, max_size=6))
    for place, column in enumerate(columns):
        column = columns[place] = {**column, "name": f"column {place}"}
        column["role"] = draw(st.sampled_from(("input", "ignored"))) if place else "input"
        column["missing"] = draw(st.integers(0, 5))
    columns[-1]["role"] = "target"
    return {
        "id": draw(st.text("abcdefABCDEF0189_-", min_size=16, max_size=40)),
        "name": draw(st.text(PLAIN_TEXT, max_size=20)),
        "rows": draw(st.integers(20, 10**6)),
        "columns": columns,
        "missing": draw(st.sampled_from(("drop", "mean"))),
        "standardise": draw(st.booleans()),
    }


# --- training -----------------------------------------------------------------------------------


def training_documents(task: str) -> st.SearchStrategy[dict[str, Any]]:
    fitting = [kind for kind, row in LOSSES.items() if task in row.tasks]
    loss = st.sampled_from(fitting).map(lambda kind: {"kind": kind})
    return documents(
        TrainingSpec,
        loss=loss,
        optimizer=optimizers(),
        schedule=schedules(),
        learning_rate=st.floats(1e-6, 10),
        batch_size=st.integers(1, 100),
    )


def optimizers() -> st.SearchStrategy[dict[str, Any]]:
    by_kind = kinds(OptimizerSpec)
    return fixed(
        "optimizer", st.sampled_from(sorted(by_kind)).flatmap(lambda k: values(by_kind[k]))
    )


def schedules() -> st.SearchStrategy[dict[str, Any]]:
    by_kind = kinds(ScheduleSpec)
    return fixed("schedule", st.sampled_from(sorted(by_kind)).flatmap(lambda k: values(by_kind[k])))


def fixed(part: str, drawn: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Documents that go together: what does not is fixed as the server offers."""

    def mended(document: dict[str, Any]) -> dict[str, Any]:
        training = {part: document}
        while True:
            try:
                parse({"training": training})
            except SpecProblem as problem:
                patched = apply_patch({"training": training}, list(problem.fixes[0].patch))
                training = patched["training"]
            else:
                return training[part]

    return drawn.map(mended)
