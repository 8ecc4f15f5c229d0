"""Sessions as the public contract says: made from each beginning, and refused with a reason."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from playground.engine import contract
from playground.links.ours import encode
from playground.spec.presets import PRESETS
from playground.spec.project import parse
from playground.store.memory import MemoryStore
from playground.store.rows import ROWS
from playground.wire.close_codes import CloseCode
from support.problems import is_a_problem
from support.web import Made, Web, web

SPIRAL = next(iter(PRESETS.values()))


def test_a_session_from_nothing_is_the_first_preset(served: Web) -> None:
    made = served.create()
    assert parse(made.answer["spec"]) == SPIRAL
    assert made.answer["revision"] == 1
    opened = served.engine.wait_for(contract.Open, run=made.run)
    assert parse(opened.spec) == SPIRAL
    assert (opened.playing, opened.pace, opened.checkpoint) == (False, None, None)


def test_a_session_from_each_beginning(served: Web) -> None:
    xor = PRESETS["xor"]
    for body in (
        {"preset": "xor"},
        {"link": encode(xor)},
        {"spec": xor.model_dump(mode="json")},
    ):
        assert parse(served.create(**body).answer["spec"]) == xor


def test_it_plays_at_the_pace_asked_for(served: Web) -> None:
    made = served.create(play=True, pace=1500)
    opened = served.engine.wait_for(contract.Open, run=made.run)
    assert (opened.playing, opened.pace) == (True, 1500)


@pytest.mark.parametrize(
    ("body", "code", "pointer"),
    [
        ({"preset": "nothing"}, "no_such_preset", "/preset"),
        ({"link": "1.AAAA"}, "broken_link", None),
        ({"link": "x" * 20_001}, "too_long", "/link"),
        ({"preset": "xor", "link": "1.AAAA"}, "one_beginning", None),
        ({"spec": {"seed": -1}}, "too_small", "/seed"),
        ({"spec": {"seed": 2**31}}, "too_large", "/seed"),
        ({"spec": {"data": {"noise": "loud"}}}, "not_a_number", "/data/noise"),
        ({"spec": {"data": {"dataset": "cats"}}}, "not_a_choice", "/data/dataset"),
        ({"spec": {"color": "red"}}, "unknown_field", "/color"),
        ({"spec": {"name": "n" * 81}}, "too_long", "/name"),
        ({"spec": {"data": {"features": []}}}, "too_short", "/data/features"),
        ({"spec": {"network": {"layers": [{}]}}}, "missing_field", "/network/layers/0/id"),
        (
            {"spec": {"network": {"layers": [{"id": f"h{n}"} for n in range(33)]}}},
            "too_long",
            "/network/layers",
        ),
        (
            {"spec": {"network": {"layers": [{"id": "h1", "units": 257}]}}},
            "too_large",
            "/network/layers/0/units",
        ),
        (
            {"spec": {"network": {"layers": [{"id": f"h{n}", "units": 256} for n in range(9)]}}},
            "too_many_parameters",
            "/network/layers",
        ),
        (
            {"spec": {"training": {"loss": {"kind": "huber", "delta": 0}}}},
            "not_above",
            "/training/loss/delta",
        ),
        (
            {"spec": {"data": {"dataset": "plane"}}},
            "loss_needs_classes",
            "/training/loss/kind",
        ),
        ({"pace": 0}, "not_above", "/pace"),
        ({"play": "perhaps"}, "wrong_type", "/play"),
        ({"spec": 5}, "wrong_type", "/spec"),
    ],
)
def test_what_cannot_be_made_is_explained(
    served: Web, body: dict[str, Any], code: str, pointer: str | None
) -> None:
    answer = served.http.post("/api/sessions", json=body)
    document = is_a_problem(answer, 422)
    assert document["code"] == code
    assert document["pointer"] in (pointer, pointer or "")


def test_a_full_server_says_so() -> None:
    with web(max_sessions=2, max_waiting=1) as small:
        for _ in range(3):
            small.create()
        document = is_a_problem(small.http.post("/api/sessions", json={}), 503)
        assert (document["code"], document["params"]) == ("server_full", {"most": 2})


def test_who_finds_no_place_is_told_of_theirs_in_the_queue() -> None:
    with web(max_sessions=1) as small:
        first, second, third = (small.create() for _ in range(3))
        states = [each.call("GET", "").json()["status"] for each in (first, second, third)]
        assert [each["state"] for each in states] == ["loading", "queued", "queued"]
        assert [each["place"] for each in states] == [None, 1, 2]
        with third.page() as page:
            assert page.next("status")["place"] == 2


# --- deleted --------------------------------------------------------------------------------------


def test_what_is_deleted_is_gone_with_all_that_is_of_it() -> None:
    store = MemoryStore()
    with web(store=store) as running:
        made = running.create()
        made.patch(1, {"op": "replace", "path": "/network/layers/0/units", "value": 3})
        with made.page() as page:
            page.next("spec")
            assert made.call("DELETE", "").status_code == 204
            assert page.closed()[0] == CloseCode.UNKNOWN
        answer = made.call("GET", "")
        assert (answer.status_code, answer.json()["code"]) == (404, "no_such_session")
        assert made.call("DELETE", "").status_code == 404
        kept = {kind.__name__: asyncio.run(store.find(kind)) for kind in ROWS}
        assert not any(kept.values()), kept


def test_a_copy_outlives_what_it_was_copied_from() -> None:
    with web() as running:
        made = running.create()
        copy = Made(running, made.command(type="fork").json())
        assert made.call("DELETE", "").status_code == 204
        assert copy.call("GET", "").status_code == 200
