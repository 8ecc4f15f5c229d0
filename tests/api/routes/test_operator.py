"""What who runs the server sees and does: logs, metrics, and the operator's page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from playground.engine import contract
from playground.store.contract import StoreProblem
from playground.store.memory import MemoryStore
from support.web import Made, Page, Web, until, web

TOKEN = "an operator's own token".replace(" ", "-")
BEARER = {"Authorization": f"Bearer {TOKEN}"}
OUTSIDE = {"X-Forwarded-For": "198.51.100.7"}


@contextmanager
def operated(**settings: Any) -> Iterator[Web]:
    with web(operator_token=TOKEN, **settings) as running:
        yield running


def standing(running: Web) -> dict[str, Any]:
    answer = running.http.get("/api/operator", headers=BEARER)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def do(running: Web, **command: Any) -> httpx.Response:
    return running.http.post("/api/operator/commands", json=command, headers=BEARER)


# --- who may -------------------------------------------------------------------------------------


def test_without_a_token_there_is_no_operator(served: Web) -> None:
    for path in ("/operator", "/operator/page.js", "/api/operator"):
        assert served.http.get(path, headers=BEARER).status_code == 404
    answer = served.http.post(
        "/api/operator/commands", json={"type": "admissions", "paused": True}, headers=BEARER
    )
    assert answer.status_code == 404


def test_only_the_token_opens_it() -> None:
    with operated() as running:
        for wrong in ({}, {"Authorization": f"Bearer {TOKEN}x"}, {"Authorization": "Basic x"}):
            answer = running.http.get("/api/operator", headers=wrong)
            assert (answer.status_code, answer.json()["code"]) == (401, "no_operator_token")
            command = {"type": "admissions", "paused": True}
            refused = running.http.post("/api/operator/commands", json=command, headers=wrong)
            assert refused.status_code == 401
        assert not standing(running)["paused"]
        page = running.http.get("/operator")
        assert page.status_code == 200
        assert TOKEN not in page.text
        for name, kind in (("page.js", "text/javascript"), ("page.css", "text/css")):
            assert f"/operator/{name}" in page.text
            assert running.http.get(f"/operator/{name}").headers["content-type"].startswith(kind)
        assert "<script>" not in page.text
        assert " style=" not in page.text
        assert running.http.get("/operator/page.py").status_code == 404


# --- what it shows and does ----------------------------------------------------------------------


def test_it_shows_sessions_classes_and_who_has_most() -> None:
    with operated(max_sessions=2) as running:
        first = running.create(spec={"name": "<b>Ada</b>"})
        token = {"Authorization": f"Bearer {first.edit}"}
        opened = running.http.post("/api/classes", json={"session": first.id}, headers=token).json()
        running.create()
        queued = running.create()
        with first.page() as page:
            page.greeted()
            running.engine.emit(first.status(state="playing", steps_per_second=900.0, step=12))
            page.next("status")
            now = standing(running)
        assert (now["places"], now["placed"], now["viewers"]) == (2, 2, 1)
        assert now["sessions"] == {"awake": 1, "asleep": 1, "queued": 1, "parked": 0}
        assert now["steps"] == {"fake": 900.0}
        listed = {each["id"]: each for each in now["list"]}
        assert listed[first.id]["name"] == "<b>Ada</b>"
        assert (listed[first.id]["step"], listed[queued.id]["place"]) == (12, 1)
        assert [each["code"] for each in now["classrooms"]] == [opened["code"]]
        assert now["busiest"][0]["sessions"] == 1
        told = json.dumps(now)
        assert first.edit not in told
        assert opened["token"] not in told


def test_a_session_is_parked_and_its_page_comes_again() -> None:
    with operated(max_sessions=1) as running:
        first, second = running.create(), running.create()
        with first.page() as page:
            page.greeted()
            assert do(running, type="park", session=first.id).status_code == 202
            assert page.closed()[0] == 1013
        opened = running.engine.wait_for(contract.Open, 2)
        assert opened.run.startswith(second.id)
        with first.page() as page:
            assert page.next("status")["place"] == 1


def test_a_session_is_deleted_for_good() -> None:
    with operated() as running:
        made = running.create()
        with made.page() as page:
            page.greeted()
            assert do(running, type="close", session=made.id).status_code == 202
            assert page.closed()[0] == 4404
        assert made.call("GET", "").status_code == 404


def test_a_class_is_ended() -> None:
    with operated() as running:
        made = running.create()
        token = {"Authorization": f"Bearer {made.edit}"}
        opened = running.http.post("/api/classes", json={"session": made.id}, headers=token).json()
        assert do(running, type="end_class", classroom=opened["id"]).status_code == 202
        teacher = {"Authorization": f"Bearer {opened['token']}"}
        path = f"/api/classes/{opened['id']}"
        assert running.http.get(path, headers=teacher).status_code == 410
        assert do(running, type="end_class", classroom="none").status_code == 404


def test_admissions_are_paused_and_begin_again() -> None:
    with operated() as running:
        made = running.create()
        do(running, type="admissions", paused=True)
        refused = running.http.post("/api/sessions", json={})
        assert (refused.status_code, refused.json()["code"]) == (503, "admissions_paused")
        assert refused.headers["retry-after"] == "60"
        assert made.command(type="fork").status_code == 503
        assert made.command(type="play").status_code == 202
        assert standing(running)["paused"]
        do(running, type="admissions", paused=False)
        assert running.create()


# --- metrics -------------------------------------------------------------------------------------


def value(running: Web, name: str, **labels: str) -> float:
    """Of one sample; 0 for one that is not there."""
    text = running.http.get("/metrics").text
    for line in text.splitlines():
        found = re.fullmatch(r"(\w+)(?:\{(.*)\})? (\S+)", line)
        if found and found[1] == name:
            given = dict(re.findall(r'(\w+)="([^"]*)"', found[2] or ""))
            if given == labels:
                return float(found[3])
    return 0.0


def test_metrics_are_for_this_machine_or_the_operator() -> None:
    with operated() as running:
        assert running.http.get("/metrics").status_code == 200
        assert running.http.get("/metrics", headers=OUTSIDE).status_code == 401
        assert running.http.get("/metrics", headers=OUTSIDE | BEARER).status_code == 200
    with web() as running:
        assert running.http.get("/metrics", headers=OUTSIDE | BEARER).status_code == 404


def test_metrics_count_what_happens() -> None:
    with web(max_sessions=1) as running:
        route = {"method": "POST", "route": "/api/sessions", "status": "201"}
        before = value(running, "playground_requests_total", **route)
        edits = value(running, "playground_edits_total")
        frames = value(running, "playground_frames_sent_total")
        aged = value(running, "playground_frame_age_seconds_count")
        restarts = value(running, "playground_trainer_restarts_total", device="fake")
        made = running.create()
        running.create()
        grow = {"op": "replace", "path": "/network/layers/0/units", "value": 5}
        assert made.patch(1, grow).status_code == 200
        with made.page(probes=[{"probe": "metrics"}]) as page:
            page.greeted()
            running.engine.emit(made.status(state="playing", steps_per_second=70.0))
            running.engine.emit(made.frame("metrics", step=1))
            page.bundle()
            running.engine.emit(contract.Ready("", device="fake", memory=2**30))
            assert value(running, "playground_sessions", state="awake") == 1
            assert value(running, "playground_steps_per_second", device="fake") == 70
            assert value(running, "playground_viewers") == 1
        assert value(running, "playground_requests_total", **route) == before + 2
        assert value(running, "playground_request_seconds_count", route="/api/sessions") >= 2
        assert value(running, "playground_queue_length") == 1
        assert value(running, "playground_sessions", state="queued") == 1
        assert value(running, "playground_sessions", state="parked") == 0
        assert value(running, "playground_edits_total") == edits + 1
        assert value(running, "playground_frames_sent_total") == frames + 2, "the points, too"
        assert value(running, "playground_frame_age_seconds_count") == aged + 1
        assert value(running, "playground_trainers", device="fake") == 1
        assert value(running, "playground_trainer_restarts_total", device="fake") == restarts + 1
        assert value(running, "playground_store_seconds_count") > 0
        assert value(running, "playground_store_behind_seconds") == 0
        until(lambda: value(running, "playground_viewers") == 0)


def test_no_path_becomes_a_label(served: Web) -> None:
    served.http.get("/api/sessions/abcdef0123456789")
    served.http.get("/nothing/here")
    served.http.request("BREW", "/")
    text = served.http.get("/metrics").text
    assert "abcdef0123456789" not in text
    assert "nothing/here" not in text
    assert "BREW" not in text
    assert 'route="/api/sessions/{id}"' in text


# --- logs ----------------------------------------------------------------------------------------


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


def test_a_line_a_request_and_a_stream_and_no_secret(capsys: pytest.CaptureFixture[str]) -> None:
    with web(log_json=True) as running:
        given = running.http.get("/api/presets").headers["set-cookie"]
        cookie = {"Cookie": given.partition(";")[0]}
        answer = running.http.post("/api/sessions?secret=query", json={}, headers=cookie)
        made = Made(running, answer.json())
        with made.socket(additional_headers=cookie) as connection:
            Page(connection).send(type="hello", token=made.edit).greeted()
        running.http.get("/s/some-session")
        running.http.get("/healthz")
        running.http.get("/api/sessions/none", headers={"Origin": "http://evil.example"})
    text = capsys.readouterr().out
    told = lines(text)
    requests = [each for each in told if each["event"] == "request"]
    first, second, page, refused = requests
    assert (first["method"], first["route"], first["status"]) == ("GET", "/api/presets", 200)
    assert first["who"] is None
    assert (second["route"], second["status"]) == ("/api/sessions", 201)
    assert second["ms"] > 0
    assert page["route"] == "/s/{session}"
    assert (refused["status"], refused["route"]) == (403, "none")
    opened, closed = [each for each in told if each["event"].startswith("stream_")]
    assert opened["event"] == "stream_opened"
    assert opened["route"] == "/api/sessions/{id}/stream"
    assert (closed["event"], closed["code"]) == ("stream_closed", 1000)
    assert closed["seconds"] >= 0
    assert second["who"] == opened["who"] == closed["who"]
    secrets = (made.edit, made.view, "secret=query", cookie["Cookie"].partition("=")[2], made.id)
    assert not [each for each in secrets if each in text]


def test_what_goes_wrong_is_told_to_the_operator(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken(MemoryStore):
        async def flush(self) -> None:
            raise StoreProblem("The disk is full.")

    with operated(store=Broken(), log_json=True) as running:
        assert running.http.post("/api/sessions", json={}).status_code == 503
        (error,) = standing(running)["errors"]
        assert error["level"] == "error"
        assert "The disk is full." in error.values()
    assert any("The disk is full." in each.values() for each in lines(capsys.readouterr().out))


def test_a_server_on_a_desk_is_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    with web() as running:
        running.create()
    assert "request" not in capsys.readouterr().out
