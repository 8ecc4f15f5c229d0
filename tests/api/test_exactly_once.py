"""What is sent again with its id is done once: edits also where the server was killed in between."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from fakes import FakeEngine
from playground.engine import contract
from playground.store.sql import SqlStore
from support.classes import open_class
from support.edits import units
from support.problems import is_a_problem
from support.serving import Server, start
from support.web import Made, Web, web


def patch(made: Made, revision: int, id: str, *operations: dict[str, Any]) -> httpx.Response:
    headers = {"If-Match": str(revision), "Idempotency-Key": id}
    return made.call("PATCH", "/spec", json={"patch": operations}, headers=headers)


def command(made: Made, id: str, token: str | None = None, **said: Any) -> httpx.Response:
    return made.call("POST", "/commands", token, json=said, headers={"Idempotency-Key": id})


def revisions(made: Made) -> list[int]:
    return [each["revision"] for each in made.call("GET", "/history").json()]


def test_an_edit_that_is_sent_again_is_answered_and_not_made_again(made: Made) -> None:
    first = patch(made, 1, "one", units(5))
    assert patch(made, 2, "two", units(6)).json()["revision"] == 3
    again = patch(made, 1, "one", units(5))
    assert (again.status_code, again.json()) == (200, first.json())
    assert revisions(made) == [3, 2, 1]
    assert made.call("GET", "").json()["spec"]["network"]["layers"][0]["units"] == 6


def test_a_session_that_is_asked_for_again_is_the_same(served: Web) -> None:
    with httpx.Client(base_url=served.origin) as client:
        _asked_for_again(client)


def _asked_for_again(client: httpx.Client) -> None:
    def create(id: str, **body: Any) -> httpx.Response:
        headers = {"Idempotency-Key": id} if id else {}
        return client.post("/api/sessions", json=body, headers=headers)

    first = create("one", preset="xor").json()
    again = create("one", preset="xor")
    assert (again.status_code, again.json()["id"]) == (201, first["id"])
    token = again.json()["links"]["edit"]
    state = client.get(f"/api/sessions/{first['id']}", headers={"Authorization": f"Bearer {token}"})
    assert state.json()["rights"] == "edit"
    others = [create("two", preset="xor"), create("one", preset="circle"), create("", preset="xor")]
    others.append(create("", preset="xor"))
    client.cookies.clear()
    others.append(create("one", preset="xor"))
    assert len({each.json()["id"] for each in others} | {first["id"]}) == 6


def test_an_edit_without_an_id_is_made_each_time(made: Made) -> None:
    for revision, count in ((1, 5), (2, 6), (3, 5)):
        assert made.patch(revision, units(count)).status_code == 200
    assert revisions(made) == [4, 3, 2, 1]


def test_an_id_counts_with_what_is_asked_and_by_whom(made: Made) -> None:
    """Two programs that both count from 1 lose nothing."""
    link = made.call("POST", "/links", json={"right": "edit"}).json()["token"]
    assert patch(made, 1, "1", units(5)).json()["revision"] == 2
    assert patch(made, 2, "1", units(6)).json()["revision"] == 3
    for revision, token in ((3, made.edit), (4, link)):
        answer = made.call(
            "PATCH",
            "/spec",
            token,
            json={"patch": [units(revision + 4)]},
            headers={"If-Match": str(revision), "Idempotency-Key": "1"},
        )
        assert answer.json()["revision"] == revision + 1
    assert len(revisions(made)) == 5


@pytest.mark.parametrize("id", ["", "a b", "a" * 65, "ä", "a/b"])
def test_an_id_is_short_and_plain(made: Made, id: str) -> None:
    headers = {"If-Match": "1", "Idempotency-Key": id.encode()}
    answer = made.call("PATCH", "/spec", json={"patch": [units(5)]}, headers=headers)
    if id:
        assert is_a_problem(answer, 422)["code"] == "bad_request_id"
    else:
        assert answer.status_code == 200


def test_a_command_that_is_sent_again_is_carried_out_once(served: Web, made: Made) -> None:
    for _ in range(3):
        assert command(made, "a", type="step", count=100).status_code == 202
    assert command(made, "b", type="step", count=100).status_code == 202
    assert len(served.engine.asked(contract.Step, made.run)) == 2


def test_a_copy_that_is_asked_for_again_is_the_same_one(made: Made) -> None:
    first, again = (command(made, "copy", type="fork").json() for _ in range(2))
    assert first["id"] == again["id"]
    # Its tokens were not kept: there are new ones, which open it too.
    copy = Made(made.web, again)
    assert copy.patch(1, units(5)).status_code == 200
    assert command(made, "another", type="fork").json()["id"] != first["id"]


def test_what_was_refused_may_be_asked_again(served: Web, made: Made) -> None:
    assert command(made, "a", made.view, type="play").status_code == 403
    assert patch(made, 1, "b", units(0)).status_code == 422
    assert command(made, "a", type="play").status_code == 202
    assert patch(made, 1, "b", units(7)).status_code == 200
    assert len(served.engine.asked(contract.Play, made.run)) == 1


def test_a_command_is_remembered_while_its_session_is_parked() -> None:
    with web(sleep_s=0, park_s=0, operator_token="o" * 32) as own:
        made = own.create()
        assert command(made, "a", type="step", count=100).status_code == 202
        own.http.post(
            "/api/operator/commands",
            json={"type": "park", "session": made.id},
            headers={"Authorization": "Bearer " + "o" * 32},
        )
        assert command(made, "a", type="step", count=100).status_code == 202
        assert len(own.engine.asked(contract.Step)) == 1


def test_a_teachers_command_is_carried_out_once(served: Web) -> None:
    lesson = open_class(served)
    ada = lesson.join("Ada")

    def push(id: str) -> None:
        said = {"type": "push", "keep": True}
        answer = lesson.call(
            "POST", "/commands", lesson.token, json=said, headers={"Idempotency-Key": id}
        )
        assert answer.status_code == 202

    def kept() -> int:
        with ada.made.page() as page:
            return len(page.next("pupil")["kept"])

    for id, copies in (("once", 1), ("once", 1), ("twice", 2)):
        push(id)
        assert kept() == copies


def test_edits_are_remembered_by_the_store(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'playground.db'}"
    with web(store=SqlStore(url)) as before:
        made = before.create()
        first = patch(made, 1, "one", units(5)).json()
        assert patch(made, 2, "two", units(6)).status_code == 200
    with web(FakeEngine(), SqlStore(url)) as after:
        made = Made(after, made.answer)
        assert patch(made, 1, "one", units(5)).json() == first
        assert patch(made, 3, "three", units(7)).json()["revision"] == 4
        assert revisions(made) == [4, 3, 2, 1]


def test_an_edit_is_made_once_over_a_kill_of_the_server(tmp_path: Path) -> None:
    folder = ("--data-dir", str(tmp_path))
    server = start(None, *folder)
    try:
        made = httpx.post(f"{server.url}/api/sessions", json={"play": False}).json()
        sent = [ask(server, made, revision, f"edit-{revision}") for revision in range(1, 11)]
        server.kill()
        server = start(server.port, *folder)
        # The page heard none of the last answers.
        again = [ask(server, made, revision, f"edit-{revision}") for revision in range(6, 11)]
        assert again == sent[5:]
        assert ask(server, made, 11, "edit-11")["revision"] == 12
        history = httpx.get(f"{server.url}/api/sessions/{made['id']}/history", headers=by(made))
        assert [each["revision"] for each in history.json()] == list(range(12, 0, -1))
    finally:
        server.kill()


def by(made: Any) -> dict[str, str]:
    return {"Authorization": f"Bearer {made['links']['edit']}"}


def ask(server: Server, made: Any, revision: int, id: str) -> Any:
    answer = httpx.patch(
        f"{server.url}/api/sessions/{made['id']}/spec",
        json={"patch": [units(revision % 8 + 1)]},
        headers={**by(made), "If-Match": str(revision), "Idempotency-Key": id},
        timeout=30,
    )
    assert answer.status_code == 200, answer.text
    return answer.json()
