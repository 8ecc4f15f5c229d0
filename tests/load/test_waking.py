"""A session that was parked is there again within a second of somebody's coming to it."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from playground.session.history import PIECE
from playground.store.rows import CurvesRow
from playground.store.sql import SqlStore
from playground.wire.stream import SUBPROTOCOL
from support.serving import Server, serve
from support.web import until

TOKEN = "an-operators-own-token"
POINTS = 10_000
WITHIN_S = 1.0
MID_SIZE = {
    "network": {"layers": [{"id": f"h{n}", "units": 128, "activation": "relu"} for n in range(4)]},
    "training": {"optimizer": {"kind": "adam"}},
}
"""50,049 parameters, with two vectors of Adam's."""


def call(server: Server, method: str, path: str, token: str = TOKEN, **more: Any) -> Any:
    answer = httpx.request(
        method,
        f"{server.url}{path}",
        headers={"Authorization": f"Bearer {token}"},
        timeout=10,
        trust_env=False,
        **more,
    )
    assert answer.status_code < 300, answer.text
    return answer.json()


def park(server: Server, id: str) -> None:
    call(server, "POST", "/api/operator/commands", json={"type": "park", "session": id})


def until_status(server: Server, id: str, token: str, wanted: Callable[[Any], bool]) -> float:
    """Seconds from opening the stream to the first status that is wanted."""
    began = time.perf_counter()
    address = f"{server.url.replace('http', 'ws')}/api/sessions/{id}/stream"
    with connect(address, subprotocols=[Subprotocol(SUBPROTOCOL)], max_size=None) as stream:
        stream.send(json.dumps({"type": "hello", "token": token}))
        while True:
            received = stream.recv(30)
            if isinstance(received, bytes):
                stream.send(json.dumps({"type": "ack", "frame": 1_000_000}))
                continue
            message = json.loads(received)
            if message["type"] == "status" and wanted(message):
                return time.perf_counter() - began


def lengthen(folder: Path, session: str) -> None:
    """Gives a session that is saved the curves of a long training, up to the step where it is."""

    async def write() -> None:
        store = SqlStore(f"sqlite:///{folder / 'playground.db'}")
        await store.start()
        rows = await store.find(CurvesRow, session=session)
        known = msgspec.msgpack.decode(rows[0].columns)
        last = int(msgspec.msgpack.decode(rows[-1].columns)["step"][-1])
        names = [name for name in known if name != "step"]
        for number in range(0, POINTS, PIECE):
            steps = range(number, min(POINTS, number + PIECE))
            columns: dict[str, list[float]] = {
                name: [0.5 / (1 + s) for s in steps] for name in names
            }
            columns["step"] = [float(step * last // POINTS) for step in steps]
            store.put(CurvesRow(session, number // PIECE, msgspec.msgpack.encode(columns)))
        await store.flush()
        await store.stop()

    asyncio.run(write())


@pytest.mark.timeout(300)
def test_a_parked_session_wakes_within_a_second(
    tmp_path: Path, record_property: pytest.RecordProperty
) -> None:
    options = ("--device", "cpu", "--data-dir", str(tmp_path), "--operator-token", TOKEN)
    with serve(*options) as server:
        made = call(server, "POST", "/api/sessions", json={"spec": MID_SIZE, "play": True})
        id, token = made["id"], made["links"]["edit"]
        path = f"/api/sessions/{id}"
        until_status(server, id, token, lambda status: bool(status["step"] > 20))
        call(server, "POST", f"{path}/commands", token, json={"type": "pause"})
        until(lambda: call(server, "GET", path, token)["status"]["state"] == "paused")
        step = call(server, "GET", path, token)["status"]["step"]
    lengthen(tmp_path, id)

    def is_back(status: Any) -> bool:
        return bool(status["state"] == "paused" and status["step"] == step)

    with serve(*options) as server:
        took = []
        for _ in range(3):
            took.append(until_status(server, id, token, is_back))
            csv = httpx.get(
                f"{server.url}{path}/export/csv",
                headers={"Authorization": f"Bearer {token}"},
                trust_env=False,
            )
            assert csv.text.count("\n") == POINTS + 1
            park(server, id)
            standing = call(server, "GET", "/api/operator")
            assert standing["sessions"] == {"awake": 0, "asleep": 0, "queued": 0, "parked": 1}
    record_property("wakes within, s", [round(each, 3) for each in took])
    print(f"woken in {', '.join(f'{each:.3f}' for each in took)} s")
    assert max(took) < WITHIN_S
