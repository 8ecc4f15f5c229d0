"""The stream as the public contract says, between a real server and a real client."""

from __future__ import annotations

import base64
import os
import socket
import threading
from contextlib import suppress
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from playground.api import websocket
from playground.api.routes import session_stream
from playground.engine import contract
from playground.wire import frame
from playground.wire.stream import SUBPROTOCOL, server_message
from support.web import Made, Page, Web, until, web

WEIGHTS = {"probe": "weights"}


def kinds(received: list[Any]) -> list[str]:
    return ["bundle" if isinstance(each, frame.Bundle) else str(each["type"]) for each in received]


# --- hello -----------------------------------------------------------------------------------


def test_hello_is_answered_with_everything_there_is(served: Web, made: Made) -> None:
    served.engine.emit(
        made.status(step=3, epoch=1, checkpoints=[0, 2]),
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


# --- watching and frames -----------------------------------------------------------------------


def test_what_the_viewers_watch_goes_to_the_trainer(served: Web, made: Made) -> None:
    engine = served.engine

    def watched() -> tuple[list[str], float]:
        last = engine.asked(contract.Watch, made.run)[-1]
        return sorted(str(probe["probe"]) for probe in last.probes), last.fps

    with made.page(probes=[WEIGHTS], max_fps=10) as first:
        first.greeted()
        assert watched() == (["weights"], 10)
        neurons = [{"probe": "neuron", "layer": "h1", "unit": unit} for unit in (0, 1)]
        with made.page(probes=neurons[:1], max_fps=20) as second:
            second.greeted()
            assert watched() == (["neuron", "weights"], 20)
            first.send(type="watch", probes=[WEIGHTS, neurons[1]]).pong()
            assert watched() == (["neuron", "neuron", "weights"], 20)
            second.send(type="watch", probes=neurons, max_fps=0).pong()
            assert watched() == (["neuron", "weights"], 10)
        until(lambda: watched() == (["neuron", "weights"], 10))
    until(lambda: watched()[0] == [])


def test_a_frame_goes_to_those_who_look(served: Web, made: Made) -> None:
    with made.page(probes=[WEIGHTS]) as looks, made.page(probes=[{"probe": "metrics"}]) as not_:
        looks.greeted()
        not_.greeted()
        served.engine.emit(made.frame("weights", 5))
        assert looks.bundle()[1]["weights"].step == 5
        assert "bundle" not in kinds(not_.pong())


def test_two_bundles_wait_for_an_answer_and_the_newest_wins(served: Web, made: Made) -> None:
    with made.page(probes=[WEIGHTS, {"probe": "metrics"}]) as page:
        page.greeted()
        numbers = []
        for step in (1, 2):
            served.engine.emit(made.frame("weights", step))
            number, frames = page.bundle()
            numbers.append(number)
            assert frames["weights"].step == step
        for step in range(3, 50):
            served.engine.emit(made.frame("weights", step), made.frame("metrics", step))
        assert "bundle" not in kinds(page.pong()), "two are unanswered"
        page.send(type="ack", frame=numbers[0])
        number, frames = page.bundle()
        assert (frames["weights"].step, frames["metrics"].step) == (49, 49)
        assert "bundle" not in kinds(page.pong()), "nothing is left"
        served.engine.emit(made.frame("weights", 50))
        assert "bundle" not in kinds(page.pong()), "again two are unanswered"
        page.send(type="ack", frame=number)
        assert page.bundle()[1]["weights"].step == 50


def test_old_and_wrong_answers_do_no_harm(served: Web, made: Made) -> None:
    with made.page(probes=[WEIGHTS]) as page:
        page.greeted()
        for number in (0, 2**53, 1, 1):
            page.send(type="ack", frame=number)
        served.engine.emit(made.frame("weights", 1))
        assert page.bundle()[1]["weights"].step == 1


def test_events_pass_a_viewer_who_answers_nothing(served: Web, made: Made) -> None:
    with made.page(probes=[WEIGHTS]) as page:
        page.next("spec")
        for step in range(20):
            served.engine.emit(made.frame("weights", step), made.status(step=step))
        told = [each for each in page.pong() if kinds([each]) == ["status"]]
        assert told[-1]["step"] == 19  # type: ignore[call-overload]


# --- breaking it -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "message",
    [
        {"type": "watch"},
        {"type": "watch", "probes": [{"probe": "nothing"}]},
        {"type": "watch", "probes": [{"probe": "boundary", "resolution": 4000}]},
        {"type": "watch", "probes": [WEIGHTS] * 13},
        {"type": "watch", "probes": [], "max_fps": 1000},
        {"type": "ack", "frame": "one"},
        {"type": "dance"},
        {"type": "ping", "payload": "x"},
        {},
    ],
)
def test_a_wrong_wish_is_explained_and_the_stream_goes_on(
    made: Made, message: dict[str, Any]
) -> None:
    with made.page() as page:
        page.greeted()
        page.send(**message)
        problem = page.next("error")["problem"]
        assert problem["detail"].endswith(".")
        page.pong()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", 4400),
        (b"{}", 4400),
        ("9" * 5000, 4400),
        ("[" * 60_000, 4400),
        ("x" * 65_537, 1009),
        ("x" * 300_000, 1009),
        ('{"type":"hello","token":"t"}', 4400),
    ],
    ids=lambda value: str(value)[:24],
)
def test_a_broken_protocol_closes(made: Made, text: str | bytes, code: int) -> None:
    with made.page() as page:
        page.greeted()
        page.connection.send(text)
        assert page.closed()[0] == code
    with made.page() as page:
        page.greeted()


def test_a_flood_is_cut_off(served: Web, made: Made) -> None:
    """Each watch makes the trainer observe at once: one page must not keep it busy."""
    with made.page() as page:
        page.greeted()
        with suppress(ConnectionClosed):
            for _ in range(20_000):
                page.send(type="watch", probes=[WEIGHTS])
        assert page.closed()[0] == 4429
    assert len(served.engine.asked(contract.Watch, made.run)) < 2000


def test_a_session_has_room_for_so_many_pages(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_stream, "MAX_VIEWERS", 1)
    with made.page() as first:
        first.greeted()
        with made.page() as second:
            assert second.closed()[0] == 4429
        first.pong()


def raw(made: Made, *texts: str) -> socket.socket:
    """A client that says hello and never reads anything after the handshake."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.connect(("127.0.0.1", made.web.port))
    key = base64.b64encode(os.urandom(16)).decode()
    connection.sendall(
        f"GET /api/sessions/{made.id}/stream HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
        f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
        f"Sec-WebSocket-Protocol: {SUBPROTOCOL}\r\n\r\n".encode()
    )
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += connection.recv(1)
    for text in texts:
        connection.sendall(masked(text))
    return connection


def masked(text: str) -> bytes:
    body = text.encode()
    length = (
        bytes([0x80 | len(body)])
        if len(body) < 126
        else bytes([0x80 | 126]) + len(body).to_bytes(2, "big")
    )
    return b"\x81" + length + bytes(4) + body


@pytest.mark.parametrize("pings", [False, True], ids=["silent", "pinging"])
def test_a_client_that_never_reads_is_cut_off(monkeypatch: pytest.MonkeyPatch, pings: bool) -> None:
    """And costs a bounded amount of memory until then; the others do not notice it."""
    monkeypatch.setattr(websocket, "SILENT_AT_MOST_S", 1.0)
    monkeypatch.setattr(websocket, "STALLED_AT_MOST_S", 1.0, raising=False)
    hello = '{"type":"hello","token":"%s","probes":[{"probe":"weights"}]}'
    with web() as own:
        made = own.create()
        with made.page() as page:
            page.greeted()
            with raw(made, hello % made.edit) as deaf:
                assert page.next("presence")["viewers"] == 2
                gone = threading.Event()

                def ping() -> None:
                    while pings and not gone.wait(0.2):
                        try:
                            deaf.sendall(masked('{"type":"ping"}'))
                        except OSError:
                            return

                thread = threading.Thread(target=ping)
                thread.start()
                try:
                    steps = [float(step) for step in range(500)]
                    for part in range(4000):
                        columns = {"step": [part * 500 + step for step in steps]}
                        own.engine.emit(
                            contract.Curves(made.run, keep_until=None, columns=columns),
                            made.frame("weights", part, size=50_000),
                        )
                        # Not each time, or this page itself is a flood.
                        if part % 40 == 0 and "presence" in kinds(page.pong()):
                            break
                    else:
                        pytest.fail("it was never cut off")
                finally:
                    gone.set()
                    thread.join()
