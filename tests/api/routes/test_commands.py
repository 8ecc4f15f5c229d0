"""Commands as the public contract says."""

from __future__ import annotations

from typing import Any

import pytest

from playground.engine import contract
from playground.spec.presets import PRESETS
from playground.spec.project import parse
from support.edits import units
from support.problems import is_a_problem
from support.web import Made, Web

SPIRAL = next(iter(PRESETS.values()))


@pytest.mark.parametrize(
    ("command", "request_"),
    [
        ({"type": "play"}, contract.Play("")),
        ({"type": "pause"}, contract.Pause("")),
        ({"type": "step", "count": 7}, contract.Step("", count=7, epochs=False)),
        ({"type": "step", "unit": "epoch"}, contract.Step("", count=1, epochs=True)),
        ({"type": "pace", "steps_per_second": 2.5}, contract.Pace("", steps_per_second=2.5)),
        ({"type": "pace"}, contract.Pace("", steps_per_second=None)),
        (
            {"type": "set_parameter", "layer": "h1", "unit": 2, "input": 1, "value": -3.5},
            contract.SetParameter("", layer="h1", unit=2, input=1, value=-3.5),
        ),
        (
            {"type": "set_parameter", "layer": "h1", "unit": 2, "value": 1.0},
            contract.SetParameter("", layer="h1", unit=2, input=None, value=1.0),
        ),
    ],
)
def test_a_command_reaches_the_trainer(
    served: Web, made: Made, command: dict[str, Any], request_: contract.Request
) -> None:
    assert made.command(**command).status_code == 202
    got = served.engine.wait_for(type(request_), run=made.run)
    assert contract.encoder.encode(got) == contract.encoder.encode(
        type(request_)(**{**_fields(request_), "run": made.run})
    )


def _fields(request: contract.Request) -> dict[str, Any]:
    return {name: getattr(request, name) for name in request.__struct_fields__}


def test_what_makes_a_revision_answers_with_it_and_again_with_the_same(
    served: Web, made: Made
) -> None:
    def asked(id: str) -> dict[str, Any]:
        said = {"type": "reset"}
        answer = made.call("POST", "/commands", json=said, headers={"Idempotency-Key": id})
        assert answer.status_code == 202
        return dict(answer.json())

    first = asked("one")
    assert (first["revision"], first["step"], first["kept"]) == (2, 0, False)
    assert first["spec"] == SPIRAL.model_dump(mode="json")
    assert len(first["shapes"]) == len(SPIRAL.network.layers) + 1
    assert asked("two")["revision"] == 3
    assert asked("one")["revision"] == 2
    assert made.command(type="pause").json() == {}


def test_reset_keeps_the_seed_or_draws_one(served: Web, made: Made) -> None:
    made.command(type="reset")
    assert served.engine.wait_for(contract.Reset, run=made.run).revision == 2
    made.command(type="reset", new_seed=True)
    reset = served.engine.wait_for(contract.Reset, count=2, run=made.run)
    assert reset.revision == 3
    assert reset.spec["seed"] != 1


@pytest.mark.parametrize(
    ("command", "code", "pointer"),
    [
        ({"type": "dance"}, "not_a_choice", None),
        ({}, "missing_kind", None),
        ({"type": "step", "count": 0}, "too_small", "/count"),
        ({"type": "step", "count": 1_000_001}, "too_large", "/count"),
        ({"type": "seek", "step": -1}, "too_small", "/step"),
        ({"type": "pace", "steps_per_second": 0}, "not_above", "/steps_per_second"),
        (
            {"type": "set_parameter", "layer": "h1", "unit": 0, "value": 2000},
            "too_large",
            "/value",
        ),
        ({"type": "play", "loudly": True}, "unknown_field", "/loudly"),
    ],
)
def test_a_wrong_command_is_explained(
    made: Made, command: dict[str, Any], code: str, pointer: str | None
) -> None:
    document = is_a_problem(made.command(**command), 422)
    assert document["code"] == code
    assert pointer in (None, document["pointer"])


def test_a_fork_begins_where_the_session_is(served: Web, made: Made) -> None:
    engine = served.engine
    engine.emit(
        contract.Curves(
            made.run,
            keep_until=None,
            columns={"step": [0, 1], "epoch": [0, 2], "train_loss": [0.7, None]},
        ),
        contract.Checkpoint(made.run, step=1, revision=1, data=b"state"),
    )
    made.patch(1, units(5))
    answer = made.command(made.view, type="fork")
    fork = Made(served, answer.json())
    assert fork.id != made.id
    told = fork.call("GET", "").json()
    assert told["spec"]["network"]["layers"][0]["units"] == 5
    assert (told["status"]["step"], told["status"]["epoch"]) == (1, 2), "before a trainer says so"
    opened = engine.wait_for(contract.Open, run=fork.run)
    assert opened.checkpoint == b"state"
    assert parse(opened.spec) == SPIRAL, "a checkpoint goes with the spec it was taken under"
    assert engine.wait_for(contract.Edit, run=fork.run).spec["network"]["layers"][0]["units"] == 5
    assert fork.call("GET", "/export/csv").text == made.call("GET", "/export/csv").text
    assert fork.command(made.edit, type="play").status_code == 401
