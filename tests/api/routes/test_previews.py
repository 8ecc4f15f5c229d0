"""Presets, the schema, and previews of schedules and data."""

from __future__ import annotations

import pytest

from playground.data.loader import load
from playground.spec.data import DataSpec
from playground.spec.presets import PRESETS
from playground.spec.project import parse
from playground.spec.training import TrainingSpec
from playground.train.schedules import rates
from support.problems import is_a_problem
from support.web import Web


def test_presets_and_schema(served: Web) -> None:
    presets = served.http.get("/api/presets").json()
    assert [each["name"] for each in presets] == list(PRESETS)
    assert all(parse(each["spec"]) == PRESETS[each["name"]] for each in presets)
    assert "Spec" in served.http.get("/api/schema").json()["$defs"]


@pytest.mark.parametrize("steps", [2, 499, 10_000_000])
def test_a_schedule_preview_is_what_training_would_use(served: Web, steps: int) -> None:
    training = TrainingSpec.model_validate({"schedule": {"kind": "cosine", "period": 300}})
    answer = served.http.post(
        "/api/previews/schedule", json={"training": training.model_dump(), "steps": steps}
    ).json()
    assert len(answer["steps"]) == len(answer["rates"]) <= 500
    assert (answer["steps"][0], answer["steps"][-1]) == (0, steps - 1)
    for step, rate in zip(answer["steps"], answer["rates"], strict=True):
        assert rate == rates(training, step, 1)[0]


def test_a_data_preview_is_what_the_session_draws(served: Web) -> None:
    data = DataSpec(dataset="gaussians", classes=4, samples=2000)
    answer = served.http.post("/api/previews/data", json={"data": data.model_dump()}).json()
    points = load(data)
    assert answer["inputs"] == points.inputs[:500].tolist()
    assert answer["labels"] == points.labels[:500].tolist()
    assert (answer["train"], answer["task"], answer["classes"]) == (500, "multiclass", 4)


def test_previews_refuse_what_a_spec_would(served: Web) -> None:
    answer = served.http.post("/api/previews/data", json={"data": {"samples": 10**9}})
    assert is_a_problem(answer, 422)["pointer"] == "/data/samples"
    answer = served.http.post("/api/previews/schedule", json={"training": {}, "steps": 10**9})
    assert is_a_problem(answer, 422)["pointer"] == "/steps"
