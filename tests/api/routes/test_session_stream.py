"""The stream as the public contract says, between a real server and a real client."""

from __future__ import annotations

from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from playground.api import websocket
from playground.engine import contract
from playground.wire import frame
from playground.wire.stream import SUBPROTOCOL, server_message
from support.streams import kinds
from support.web import Made, Page, Web


def test_hello_is_answered_with_everything_there_is(served: Web, made: Made) -> None:
    served.engine.emit(
        *(contract.Checkpoint(made.run, step, 1, b"state") for step in (0, 2)),
        made.status(step=3, epoch=1),
        contract.Curves(
            made.run, keep_until=-1, columns={"step": [0, 1], "train_loss": [0.5, None]}
        ),
    )
    with made.page() as page:
        assert page.connection.subprotocol == SUBPROTOCOL
        assert not page.connection.protocol.extensions, "no permessage-deflate"
        spec = page.next("spec")
        assert (spec["revision"], spec["rights"]) == (1, "edit")
        assert spec["spec"] == made.answer["spec"]
        status = page.next("status")
        assert (status["state"], status["step"], status["snapshots"]) == ("paused", 3, [0, 2])
        curves = page.next("curves")
        assert curves["columns"] == {"step": [0, 1], "train_loss": [0.5, None]}
        number, frames = page.bundle()
        assert number == 1
        points = frames["points"]
        assert points.values["train"] == 350
        assert points.values["task"] == "binary"
        assert frame.to_numpy(points.arrays["inputs"]).shape == (500, 2)
        assert frame.to_numpy(points.arrays["labels"]).dtype == "float32"


def test_messages_are_what_the_schema_says(served: Web, made: Made) -> None:
    with made.page() as page:
        made.patch(1, {"op": "replace", "path": "/seed", "value": 2})
        served.engine.emit(made.status(), contract.Failed(made.run, code="c", sentence="S."))
        for received in page.pong():
            if not isinstance(received, frame.Bundle):
                server_message.validate_python(received)


def test_a_viewer_is_told_its_rights(made: Made) -> None:
    with made.page(made.view) as page:
        assert page.next("spec")["rights"] == "view"


def test_a_page_that_returns_finds_everything_again(served: Web, made: Made) -> None:
    with made.page() as page:
        page.greeted()
    served.engine.emit(
        made.status(state="playing", step=50),
        contract.Curves(made.run, keep_until=None, columns={"step": list(range(2500))}),
    )
    made.patch(1, {"op": "replace", "path": "/seed", "value": 9})
    with made.page() as page:
        assert page.next("spec")["revision"] == 2
        assert page.next("status")["step"] == 50
        steps: list[float] = []
        while len(steps) < 2500:
            steps += page.next("curves")["columns"]["step"]
        assert steps == list(range(2500))


@pytest.mark.parametrize(
    ("first", "code"),
    [
        ("not json", 4400),
        ("[]", 4400),
        ("null", 4400),
        ('"hello"', 4400),
        ('{"type":"ping"}', 4400),
        ('{"type":"hello"}', 4400),
        ('{"type":"hello","token":""}', 4400),
        ('{"type":"hello","token":5}', 4400),
        ('{"type":"hello","token":"\\ud800"}', 4400),
        ('{"type":"hello","token":"wrong"}', 4401),
        ("[" * 30_000, 4400),
        ("9" * 10_000, 4400),
        (b"\x81\xa4type\xa5hello", 4400),
        ("x" * 70_000, 1009),
        ("x" * 400_000, 1009),
    ],
    ids=lambda value: str(value)[:24],
)
def test_a_wrong_first_message_closes_with_a_reason(
    made: Made, first: str | bytes, code: int
) -> None:
    with made.socket() as connection:
        connection.send(first)
        got, reason = Page(connection).closed()
    assert got == code
    if code >= 4000:
        assert reason.endswith(".")


def test_an_unknown_session_closes_with_4404(served: Web, made: Made) -> None:
    unknown = Made(served, {**made.answer, "id": "0" * 16})
    with unknown.page() as page:
        assert page.closed()[0] == 4404


def test_another_sessions_token_closes_with_4401(served: Web, made: Made) -> None:
    with made.page(served.create().edit) as page:
        assert page.closed()[0] == 4401


def test_silence_instead_of_hello_is_cut_off(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(websocket, "HELLO_WITHIN_S", 0.1)
    with made.socket() as connection:
        code, reason = Page(connection).closed()
    assert (code, reason) == (4400, "Say hello first, with your token.")


def test_only_a_session_has_a_stream(served: Web, made: Made) -> None:
    elsewhere = Made(served, {**made.answer, "id": "x/y"})
    with pytest.raises((InvalidStatus, ConnectionClosed)):
        elsewhere.socket()


# --- events ----------------------------------------------------------------------------------


def test_an_edit_is_told_to_all_in_order(served: Web, made: Made) -> None:
    with made.page() as editor, made.page(made.view) as viewer:
        for page in (editor, viewer):
            page.greeted()
        # Both are in the room: nobody is told of the other any more.
        for page in (editor, viewer):
            page.pong()
        for revision in range(1, 6):
            made.patch(revision, {"op": "replace", "path": "/seed", "value": 100 + revision})
        for page in (editor, viewer):
            told = [each for each in page.pong() if not isinstance(each, frame.Bundle)]
            assert [each["revision"] for each in told] == [2, 3, 4, 5, 6]
            assert [each["spec"]["seed"] for each in told] == [101, 102, 103, 104, 105]


def test_new_data_come_as_points(made: Made) -> None:
    with made.page() as page:
        page.greeted()
        made.patch(1, {"op": "replace", "path": "/seed", "value": 7})
        assert kinds(page.pong()) == ["presence", "spec"] or "bundle" not in kinds(page.pong())
        made.patch(2, {"op": "replace", "path": "/data/samples", "value": 40})
        _, frames = page.bundle()
        assert frame.to_numpy(frames["points"].arrays["inputs"]).shape == (40, 2)
        assert frames["points"].revision == 3


def test_presence_counts_pages(made: Made) -> None:
    with made.page() as first:
        assert first.next("presence")["viewers"] == 1
        with made.page() as second:
            assert second.next("presence")["viewers"] == 2
            assert first.next("presence")["viewers"] == 2
        assert first.next("presence")["viewers"] == 1


def test_curves_are_cut_and_go_on(served: Web, made: Made) -> None:
    with made.page() as page:
        page.greeted()
        served.engine.emit(
            contract.Curves(made.run, keep_until=None, columns={"step": [0, 1, 2, 3]}),
            contract.Curves(made.run, keep_until=1, columns={"step": [2], "loss": [0.5]}),
        )
        columns: dict[str, list[float | None]] = {}
        for message in page.pong():
            if not isinstance(message, frame.Bundle) and message["type"] == "curves":
                append(columns, message)
        assert columns["step"] == [0, 1, 2]
        assert columns["loss"] == [None, None, 0.5]


def append(columns: dict[str, list[Any]], message: dict[str, Any]) -> None:
    """As the page does it."""
    if message["keep_until"] is not None:
        kept = [step for step in columns.get("step", []) if step <= message["keep_until"]]
        for column in columns.values():
            del column[len(kept) :]
    before = len(columns.get("step", []))
    more = len(message["columns"].get("step", []))
    for name in {*columns, *message["columns"]}:
        column = columns.setdefault(name, [None] * before)
        column += message["columns"].get(name, [None] * more)


def test_what_an_older_run_says_is_not_heard(served: Web, made: Made) -> None:
    older = made.status(step=77)
    served.engine.emit(contract.TrainerLost(made.run))
    assert made.run != older.run
    served.engine.emit(older)
    assert made.call("GET", "").json()["status"]["state"] == "restarting"


def test_a_lost_trainer_is_told_and_begun_again(served: Web, made: Made) -> None:
    with made.page() as page:
        page.greeted()
        first = made.run
        served.engine.emit(
            made.status(state="playing", step=40),
            contract.Checkpoint(made.run, step=30, revision=1, data=b"thirty"),
            contract.TrainerLost(made.run),
        )
        assert page.next("error")["problem"]["code"] == "trainer_lost"
        opened = served.engine.asked(contract.Open)[-1]
        assert (opened.checkpoint, opened.run != first) == (b"thirty", True)
