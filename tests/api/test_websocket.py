"""The protocol of streams, broken: wrong messages, floods, pages that read nothing."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from typing import Any, cast

import pytest
from fastapi import WebSocket
from websockets.exceptions import ConnectionClosed

from playground.api import websocket
from playground.api.routes import session_stream
from playground.engine import contract
from playground.session.history import Curves
from playground.session.outbox import Outbox
from playground.wire.stream import client_message
from support.deaf import masked, raw
from support.streams import WEIGHTS, kinds
from support.web import Made, Web, web


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


def test_messages_that_are_there_wait_for_nobody_elses_work() -> None:
    """Each turn of the loop may be one of a hundred others' work."""

    class Peer:
        """As much of a socket as is read from."""

        def __init__(self) -> None:
            self.messages: asyncio.Queue[dict[str, str]] = asyncio.Queue()

        async def receive(self) -> dict[str, str]:
            return await self.messages.get()

    async def answer() -> int:
        peer, outbox = Peer(), Outbox(Curves())
        for _ in range(50):
            peer.messages.put_nowait({"type": "websocket.receive", "text": '{"type": "ping"}'})
        read = websocket.receive_all(cast(WebSocket, peer), outbox, client_message, lambda *_: None)
        task = asyncio.create_task(read)
        await asyncio.sleep(0)
        task.cancel()
        return len(await outbox.take())

    assert asyncio.run(answer()) == 50
