"""Classes over HTTP and WebSocket: what pages hear, and what outlives the server.

Who may do what: `test_rights_matrix`.
"""

from __future__ import annotations

import asyncio
import csv
import io
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
import torch

from fakes import FakeEngine
from playground.api.limits import Limits
from playground.classroom.challenge import Challenge
from playground.data.loader import load
from playground.engine import contract
from playground.engine.local import LocalEngine
from playground.store.contract import Store
from playground.store.memory import MemoryStore
from playground.store.rows import ClassroomRow, LinkRow, PupilRow
from playground.store.sql import SqlStore
from playground.wire.frame import to_numpy
from support.classes import Class, open_class
from support.web import Json, Made, Page, Web, until, web


@pytest.fixture
def classroom(served: Web) -> Class:
    return open_class(served)


def problem(answer: httpx.Response) -> tuple[int, str]:
    document = answer.json()
    assert document["detail"].endswith(".")
    return answer.status_code, document["code"]


# --- links and the end ----------------------------------------------------------------------------


def test_a_pupil_cannot_lock_the_teacher_out(classroom: Class) -> None:
    ada = classroom.join("Ada").made
    links = ada.call("GET", "/links").json()
    (teachers,) = [each["id"] for each in links if each["label"] == "teacher"]
    answer = ada.call("DELETE", f"/links/{teachers}")
    assert problem(answer) == (403, "class_link")
    assert ada.call("GET", "", classroom.token).status_code == 200
    classroom.obey(type="end_class")
    assert ada.call("DELETE", f"/links/{teachers}").status_code == 204


def test_a_class_that_is_over_says_so(classroom: Class) -> None:
    with classroom.page() as page:
        page.next("class")
        classroom.obey(type="end_class")
        assert page.closed() == (4410, "This class is over. Everyone keeps what they made.")
    assert problem(classroom.ask_to_join("Ada")) == (410, "class_over")


# --- joining --------------------------------------------------------------------------------------


def test_who_joins_gets_a_session_and_both_tokens(classroom: Class) -> None:
    ada = classroom.join("  Ada\u0007 ")
    assert ada.answer["nickname"] == "Ada"
    assert ada.answer["classroom"] == classroom.id
    assert ada.made.call("GET", "").json()["rights"] == "edit"
    (tile,) = classroom.get()["pupils"]
    assert (tile["nickname"], tile["session"], tile["online"]) == ("Ada", ada.made.id, False)


def test_refusals_at_the_door(classroom: Class) -> None:
    assert problem(classroom.ask_to_join("Ada", "XXXXXXX")) == (404, "no_such_class")
    empty = classroom.ask_to_join(" \u200b ")
    assert problem(empty) == (422, "no_nickname")
    assert empty.json()["pointer"] == "/nickname"
    assert classroom.ask_to_join("x" * 25).status_code == 422
    classroom.obey(type="close_door", closed=True)
    assert problem(classroom.ask_to_join("Ada")) == (403, "door_closed")


def test_commands_about_nobody(classroom: Class) -> None:
    for command in (
        {"type": "lower_hand"},
        {"type": "show", "whose": "x"},
        {"type": "remove_pupil"},
    ):
        body = {"pupil": "x", **command} if command["type"] != "show" else command
        answer = classroom.call("POST", "/commands", classroom.token, json=body)
        assert problem(answer) == (404, "no_such_pupil")


# --- seats ----------------------------------------------------------------------------------------


def take(classroom: Class, seat: str) -> httpx.Response:
    body = {"code": classroom.answer["code"], "seat": seat}
    return classroom.web.http.post("/api/classes/seat", json=body)


def seat_of(classroom: Class, nickname: str) -> str:
    """The code as the teacher sees it."""
    return next(each["seat"] for each in classroom.get()["pupils"] if each["nickname"] == nickname)


def test_a_seat_goes_on_on_another_device_and_the_one_before_is_sent_away(
    classroom: Class,
) -> None:
    ada = classroom.join("Ada")
    edit = {"op": "replace", "path": "/data/noise", "value": 0.3}
    assert ada.made.patch(1, edit).status_code == 200
    with ada.made.page() as page:
        code = page.next("pupil")["seat"]
        assert code == seat_of(classroom, "Ada")
        answer = take(classroom, f" {code[:2].lower()} {code[2:].lower()}")
        assert answer.status_code == 201, answer.text
        assert page.closed()[0] == 4403
    again = answer.json()
    assert (again["pupil"], again["nickname"]) == (ada.id, "Ada")
    there = Made(classroom.web, again["made"])
    assert (there.id, there.call("GET", "").json()["revision"]) == (ada.made.id, 2)
    assert len(classroom.get()["pupils"]) == 1
    # The tokens of the device before open nothing anymore.
    assert problem(ada.made.call("GET", "")) == (403, "link_revoked")
    hand = classroom.call("POST", "/hand", ada.token, json={"raised": True})
    assert hand.status_code == 401
    hand = classroom.call("POST", "/hand", again["token"], json={"raised": True})
    assert hand.status_code == 202


def test_a_seats_code_works_once(classroom: Class) -> None:
    ada = classroom.join("Ada")
    code = seat_of(classroom, "Ada")
    first, second = take(classroom, code), take(classroom, code)
    assert first.status_code == 201
    assert problem(second) == (404, "no_such_seat")
    there = Made(classroom.web, first.json()["made"])
    assert there.call("GET", "").status_code == 200, "it is as it was"
    now = seat_of(classroom, "Ada")
    assert now not in (code, "")
    classroom.obey(type="remove_pupil", pupil=ada.id)
    assert problem(take(classroom, now)) == (404, "no_such_seat")
    classroom.obey(type="end_class")
    assert problem(take(classroom, code)) == (410, "class_over")


def test_wrong_codes_of_seats_are_bounded_in_each_class() -> None:
    with web(FakeEngine(), MemoryStore(), limits=Limits(wrong_seats_per_hour=3)) as running:
        classroom = open_class(running)
        classroom.join("Ada")
        code = seat_of(classroom, "Ada")
        for _ in range(3):
            assert problem(take(classroom, "AAAA")) == (404, "no_such_seat")
        assert problem(take(classroom, code)) == (429, "too_many_seat_codes")
        assert problem(take(open_class(running), "AAAA")) == (404, "no_such_seat")


def test_nobody_gets_two_seats_by_asking_twice(classroom: Class) -> None:
    body = {"code": classroom.answer["code"], "nickname": "Ada", "asks": True}
    post = classroom.web.http.post
    headers = {"Idempotency-Key": "once"}
    first = post("/api/classes/join", json=body, headers=headers).json()
    again = post("/api/classes/join", json=body, headers=headers).json()
    assert first["pupil"] == again["pupil"]
    assert Made(classroom.web, again["made"]).call("GET", "").status_code == 200
    # On another device: it may be the same person.
    answer = post("/api/classes/join", json=body)
    assert problem(answer) == (409, "name_here")
    assert answer.json()["params"] == {"nickname": "Ada"}
    assert len(classroom.get()["pupils"]) == 1
    with Made(classroom.web, again["made"]).page() as page:
        page.next("pupil")
        assert post("/api/classes/join", json=body).json()["nickname"] == "Ada 2"


# --- held and locked ------------------------------------------------------------------------------


def test_who_is_held_is_refused_with_a_sentence(classroom: Class) -> None:
    ada = classroom.join("Ada").made
    classroom.obey(type="eyes_here", on=True)
    edit = {"op": "replace", "path": "/data/noise", "value": 0.3}
    for answer in (ada.command(type="play"), ada.command(type="fork"), ada.patch(1, edit)):
        assert problem(answer) == (423, "held")
    assert ada.command(classroom.token, type="play").status_code == 202
    classroom.obey(type="eyes_here", on=False)
    assert ada.patch(1, edit).status_code == 200


def test_locked_areas_are_refused_and_name_the_area(classroom: Class) -> None:
    ada = classroom.join("Ada").made
    classroom.obey(type="controls", hidden=[], locked=["data", "transport", "inside"])
    noise = {"op": "replace", "path": "/data/noise", "value": 0.3}
    weights = ada.call("POST", "/weights", content=b"")
    for answer, area in (
        (weights, "inside"),
        (ada.patch(1, noise), "data"),
        (ada.command(type="step"), "transport"),
        (ada.command(type="set_parameter", layer="h1", unit=0, value=1), "inside"),
    ):
        assert problem(answer) == (423, "locked")
        assert answer.json()["params"] == {"area": area}
    assert ada.patch(1, {"op": "replace", "path": "/seed", "value": 9}).status_code == 200
    answer = ada.call(
        "PATCH", "/spec", classroom.token, json={"patch": [noise]}, headers={"If-Match": "2"}
    )
    assert answer.status_code == 200


def test_an_edit_of_an_old_revision_meets_the_lock_of_now(classroom: Class) -> None:
    """What the teacher changed since is not taken for the pupil's change."""
    ada = classroom.join("Ada").made
    classroom.obey(type="controls", hidden=[], locked=["data"])
    noise = {"op": "replace", "path": "/data/noise", "value": 0.3}
    by_teacher = ada.call(
        "PATCH", "/spec", classroom.token, json={"patch": [noise]}, headers={"If-Match": "1"}
    )
    assert by_teacher.status_code == 200
    assert ada.patch(1, {"op": "replace", "path": "/seed", "value": 9}).status_code == 200


# --- what pages hear ------------------------------------------------------------------------------


def test_a_pupils_page_hears_of_the_class(classroom: Class) -> None:
    ada = classroom.join("Ada")
    with ada.made.page() as page, ada.made.page(ada.made.view) as looker:
        first = [page.receive(), page.receive()]
        assert [each["type"] for each in cast("list[Json]", first)] == ["spec", "pupil"]
        answer = classroom.call("POST", "/hand", ada.token, json={"raised": True})
        assert answer.status_code == 202
        assert page.next("pupil")["hand"]
        (tile,) = classroom.get()["pupils"]
        assert tile["hand"] is not None
        assert tile["online"]
        classroom.obey(type="lower_hand", pupil=ada.id)
        assert not page.next("pupil")["hand"]
        classroom.obey(type="rename_pupil", pupil=ada.id, nickname="Grace")
        assert page.next("pupil")["nickname"] == "Grace"
        classroom.obey(type="end_class")
        assert page.next("pupil")["over"]
        heard = looker.pong()
        assert "pupil" not in [each["type"] for each in heard if isinstance(each, dict)]


def test_a_teachers_page_hears_of_the_pupils_and_sees_their_pictures(classroom: Class) -> None:
    ada = classroom.join("Ada")
    engine = classroom.web.engine
    with classroom.page(max_fps=5) as page:
        assert [each["nickname"] for each in page.next("class")["pupils"]] == ["Ada"]
        watch = engine.wait_for(contract.Watch, 2, ada.made.run)
        assert (watch.fps, [each["probe"] for each in watch.probes]) == (5, ["boundary"])
        engine.emit(ada.made.frame("boundary:40", 3, size=4))
        number, frames = page.bundle()
        assert frames.keys() == {f"pupil:{ada.id}"}
        page.send(type="ack", frame=number)
        engine.emit(ada.made.status(step=7))
        while page.next("class")["pupils"][0]["step"] != 7:
            pass
        # Three more without an answer: of what waits the newest comes, in at most two bundles.
        for step in range(4, 40):
            engine.emit(ada.made.frame("boundary:40", step, size=4))
        page.bundle()
        page.send(type="watch", probes=[], max_fps=0)
        page.pong()
        assert engine.asked(contract.Watch, ada.made.run)[-1].probes == []
        page.send(type="hello", token=classroom.token)
        assert page.closed()[0] == 4400
    assert classroom.get()["pupils"][0]["online"] is False


def test_presence_tells_nobody_of_the_grid(classroom: Class) -> None:
    ada = classroom.join("Ada")
    with classroom.page() as page, ada.made.page() as theirs:
        page.next("class")
        assert theirs.next("presence")["viewers"] == 1


def test_the_screen_that_is_called_up_can_be_looked_at(classroom: Class) -> None:
    ada, bo = classroom.join("Ada"), classroom.join("Bo")
    with bo.made.page() as page:
        page.next("pupil")
        classroom.obey(type="show", whose=ada.id)
        showing = page.next("pupil")["showing"]
        with ada.made.page(showing["token"]) as shown:
            assert shown.next("spec")["rights"] == "view"
            assert "pupil" not in [each["type"] for each in shown.pong() if isinstance(each, dict)]
            classroom.obey(type="show", whose=None)
            assert shown.closed()[0] == 4403
        assert page.next("pupil")["showing"] is None


# --- results --------------------------------------------------------------------------------------


def test_results_are_a_table_that_runs_no_formula(classroom: Class) -> None:
    ada, evil = classroom.join("에이다"), classroom.join("=1+1")
    engine = classroom.web.engine
    engine.emit(
        ada.made.status(step=12),
        contract.Curves(
            ada.made.run, None, {"step": [12], "test_loss": [0.25], "test_accuracy": [0.875]}
        ),
    )
    answer = classroom.call("GET", "/results.csv", classroom.token)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert classroom.answer["code"] in answer.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["nickname"] for row in rows] == ["에이다", "'=1+1"]
    assert (rows[0]["step"], rows[0]["test_loss"], rows[0]["score"]) == ("12", "0.25", "0.875")
    classroom.obey(type="remove_pupil", pupil=evil.id)
    answer = classroom.call("GET", "/results.csv", classroom.token)
    assert "=1" not in answer.text


# --- after a restart ------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["memory", "sqlite"])
def test_a_class_and_all_in_it_outlive_the_server(kind: str, tmp_path: Path) -> None:
    memory = MemoryStore()

    def store() -> Store:
        return memory if kind == "memory" else SqlStore(f"sqlite:///{tmp_path}/playground.db")

    with web(FakeEngine(), store()) as first:
        before = open_class(first)
        ada, bo, cem = before.join("Ada"), before.join("Bo"), before.join("Cem")
        before.call("POST", "/hand", ada.token, json={"raised": True})
        before.obey(type="push", keep=True, pupils=[bo.id])
        before.obey(type="controls", hidden=["inside"], locked=["training"])
        before.obey(type="begin_challenge", budget={"steps": 50}, target=0.9)
        before.obey(type="show", whose=ada.id)
        before.obey(type="eyes_here", on=True)
        before.obey(type="remove_pupil", pupil=cem.id)
        with bo.made.page() as page:
            told = page.next("pupil")
    with web(FakeEngine(), store()) as second:
        after = Class(second, Made(second, before.session.answer), before.answer)
        # A pupil who comes first finds the controls as they were.
        first_back = Made(second, bo.made.answer)
        assert problem(first_back.command(type="play")) == (423, "held")
        state = after.get()
        assert [each["nickname"] for each in state["pupils"]] == ["Ada", "Bo"]
        assert (state["eyes_here"], state["hidden"], state["locked"]) == (
            True,
            ["inside"],
            ["training"],
        )
        assert state["pupils"][0]["hand"] is not None
        assert (state["challenge"]["budget"]["steps"], state["challenge"]["target"]) == (50, 0.9)
        with first_back.page() as page:
            again = page.next("pupil")
            while again["showing"] is None:
                again = page.next("pupil")
        assert again["locked"] == ["training", "data"]
        (kept,), (earlier,) = again["kept"], told["kept"]
        assert kept["session"] == earlier["session"]
        assert kept["token"] == earlier["token"]
        copy = Made(second, {**bo.made.answer, "id": kept["session"]})
        assert copy.call("GET", "", kept["token"]).json()["rights"] == "edit"
        shown = Made(second, ada.made.answer)
        assert shown.call("GET", "", again["showing"]["token"]).status_code == 200
        assert shown.call("GET", "", told["showing"]["token"]).status_code == 403
        assert after.ask_to_join("Dee").status_code == 201
        hand = after.call("POST", "/hand", ada.token, json={"raised": False})
        assert hand.status_code == 202
        gone = after.call("POST", "/hand", cem.token, json={"raised": False})
        assert problem(gone) == (401, "no_class_token")
    rows = asyncio.run(found(store(), PupilRow, classroom=before.id))
    assert len(rows) == 4
    assert len(asyncio.run(found(store(), LinkRow, session=kept["session"]))) == 1
    assert all(each not in repr(rows) for each in (ada.token, before.token, kept["token"]))


async def found(store: Store, kind: type[Any], **where: Any) -> list[Any]:
    await store.start()
    try:
        return await store.find(kind, **where)
    finally:
        await store.stop()


# --- a real trainer -------------------------------------------------------------------------------


def test_the_leaderboard_is_what_plain_torch_computes_on_samples_nobody_saw() -> None:
    store = MemoryStore()
    spec = {
        "data": {"dataset": "circle", "samples": 200, "features": ["x1_squared", "x2_squared"]},
        "network": {"layers": [{"id": "h1", "units": 3, "activation": "tanh"}]},
        "training": {"learning_rate": 0.05},
    }
    engine = cast("FakeEngine", LocalEngine("cpu", 1))
    with web(engine, store) as running:
        # A trainer takes seconds to start, and a busy machine's many.
        until(lambda: running.http.get("/readyz").status_code == 200, 120.0)
        classroom = open_class(running, spec=spec)
        ada = classroom.join("Ada")
        classroom.obey(type="begin_challenge", budget={"steps": 1000}, target=0.7)
        with classroom.page(max_fps=2) as page:
            _, frames = page.bundle()
            assert frames[f"pupil:{ada.id}"].arrays["map"].shape == (40, 40)
            assert ada.made.command(type="step", count=1000).status_code == 202
            told = page.next("class")
            while not told["challenge"]["entries"][0]["reached"]:
                told = page.next("class")
            (entry,) = told["challenge"]["entries"]
        assert (entry["nickname"], entry["over"], entry["step"]) == ("Ada", [], 1000)
        (row,) = asyncio.run(store.find(ClassroomRow))
        challenge = Challenge.of(row.state["challenge"])
        # The very step is there again: sought and reached anew.
        with ada.made.page(probes=[{"probe": "weights"}]) as theirs:
            assert ada.made.command(type="seek", step=0).status_code == 202
            assert ada.made.command(type="step", count=entry["step"]).status_code == 202
            seen = weights_at(theirs, entry["step"])
        assert entry["score"] == pytest.approx(accuracy(seen, challenge), abs=1e-6)
        # What is asked beyond the budget is not trained.
        assert ada.made.command(type="step", count=1001).status_code == 202
        with ada.made.page() as theirs:
            status = theirs.next("status")
            while (status["state"], status["step"]) != ("paused", 1000):
                status = theirs.next("status")
        assert classroom.get()["challenge"]["entries"][0]["now"] == 1000


def weights_at(page: Page, step: int) -> dict[str, torch.Tensor]:
    while True:
        number, frames = page.bundle()
        page.send(type="ack", frame=number)
        if "weights" in frames and frames["weights"].step == step:
            arrays = frames["weights"].arrays
            return {name: torch.from_numpy(to_numpy(each).copy()) for name, each in arrays.items()}


def accuracy(w: dict[str, torch.Tensor], challenge: Challenge) -> float:
    points = load(challenge.hidden)
    raw = torch.from_numpy(points.inputs[points.train :])
    labels = torch.from_numpy(points.labels[points.train :])
    hidden = torch.tanh(raw.square() @ w["h1.weight"].T + w["h1.bias"])
    logits = (hidden @ w["output.weight"].T + w["output.bias"])[:, 0]
    return float(((logits > 0) == labels).float().mean())
