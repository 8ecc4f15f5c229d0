"""An edit of a net of twenty layers that trains flat out: from the request until it is in force."""

from __future__ import annotations

import json
import statistics
import time
from typing import Any

import httpx
from websockets.sync.client import ClientConnection, connect

from support.serving import Server, serve

EDITS = 30
LAYERS = 20


def network(**first: Any) -> list[dict[str, Any]]:
    layers = [{"kind": "dense", "id": f"h{n}", "units": 16} for n in range(LAYERS)]
    layers[0] |= first
    return layers


PLAIN = {"network": {"layers": network()}}
MASKED = {
    "network": {
        "layers": network(density=0.5),
        "skips": [{"source": f"h{n}", "target": f"h{n + 2}"} for n in range(0, LAYERS - 2, 2)],
    }
}
"""The compiled loop cannot train this one: each of its steps is eager torch."""


def in_force(socket: ClientConnection, revision: int) -> None:
    """Waits until the trainer says that it has taken over the revision."""
    while True:
        message = socket.recv(timeout=10)
        if isinstance(message, str):
            told = json.loads(message)
            if told["type"] == "carried" and told["revision"] == revision:
                return


def edit_times(server: Server, spec: dict[str, Any]) -> list[float]:
    """Seconds, an edit each: a layer's units up and down."""
    made = httpx.post(f"{server.url}/api/sessions", json={"spec": spec, "play": True}).json()
    token = made["links"]["edit"]
    address = f"ws://127.0.0.1:{server.port}/api/sessions/{made['id']}/stream"
    found: list[float] = []
    with (
        httpx.Client(base_url=server.url, headers={"Authorization": f"Bearer {token}"}) as http,
        connect(address, subprotocols=["playground.v1"], max_size=None) as socket,  # type: ignore[list-item]
    ):
        socket.send(json.dumps({"type": "hello", "token": token, "probes": [], "max_fps": 0}))
        revision = 1
        for number in range(EDITS):
            units = {"op": "replace", "path": "/network/layers/10/units", "value": 17 - number % 2}
            began = time.perf_counter()
            answer = http.patch(
                f"/api/sessions/{made['id']}/spec",
                json={"patch": [units]},
                headers={"If-Match": str(revision)},
            )
            revision = answer.raise_for_status().json()["revision"]
            in_force(socket, revision)
            found.append(time.perf_counter() - began)
        http.post(f"/api/sessions/{made['id']}/commands", json={"type": "pause"})
    return found


def measure() -> list[str]:
    lines: list[str] = []
    with serve("--device", "cpu") as server:
        for name, spec in (("plain", PLAIN), ("with skips and a sparse layer", MASKED)):
            times = sorted(edit_times(server, spec))
            median, slowest = statistics.median(times), times[int(0.95 * len(times))]
            lines.append(
                f"an edit of {LAYERS} layers, {name}, training: median {1000 * median:.0f} ms,"
                f" p95 {1000 * slowest:.0f} ms of {EDITS}  (goal ≤ 100 ms)"
            )
    return lines
