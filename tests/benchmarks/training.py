"""Training with one viewer who watches everything at 30 frames a second, against a bare loop."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

import httpx
import msgspec
from websockets.sync.client import connect

from support.serving import Server, serve

SECONDS = 5.0
PAIRS = 5
NET = {
    "data": {"dataset": "xor", "samples": 500, "train_fraction": 0.7},
    "network": {
        "layers": [
            {"kind": "dense", "id": f"h{n}", "units": 8, "activation": "tanh"} for n in (1, 2, 3)
        ]
    },
    "training": {"batch_size": 32},
}
EVERYTHING = [
    {"probe": "metrics"},
    {"probe": "boundary", "resolution": 100},
    {"probe": "neurons", "resolution": 24},
    {"probe": "weights"},
    {"probe": "histograms", "layer": "h2"},
    {"probe": "neuron", "layer": "h1", "unit": 0},
]


def watched_steps_per_second(server: Server, seconds: float) -> tuple[float, float]:
    """Steps and bundles a second of a session that a viewer watches, flat out."""
    made = httpx.post(f"{server.url}/api/sessions", json={"spec": NET, "play": True}).json()
    address = f"ws://127.0.0.1:{server.port}/api/sessions/{made['id']}/stream"
    headers = {"Authorization": f"Bearer {made['links']['edit']}"}
    with connect(
        address, subprotocols=["playground.v1"], max_size=None, compression=None
    ) as socket:  # type: ignore[list-item]
        socket.send(
            json.dumps(
                {
                    "type": "hello",
                    "token": made["links"]["edit"],
                    "probes": EVERYTHING,
                    "max_fps": 30,
                }
            )
        )
        first: tuple[float, int] | None = None
        last = (0.0, 0)
        bundles = 0
        warm_until = time.perf_counter() + 1.0
        while first is None or last[0] - first[0] < seconds:
            message = socket.recv(timeout=10)
            if isinstance(message, str):
                continue
            bundle = msgspec.msgpack.decode(message)
            socket.send(json.dumps({"type": "ack", "frame": bundle["frame"]}))
            step = max(frame["step"] for frame in bundle["frames"])
            now = time.perf_counter()
            if now < warm_until:
                continue
            last = (now, step)
            bundles += 1
            first = first or last
    httpx.post(
        f"{server.url}/api/sessions/{made['id']}/commands", json={"type": "pause"}, headers=headers
    )
    span = last[0] - first[0]
    return (last[1] - first[1]) / span, bundles / span


def bare_steps_per_second(seconds: float) -> float:
    script = Path(__file__).with_name("bare_torch.py")
    printed = subprocess.run(
        [sys.executable, str(script), str(seconds)], capture_output=True, text=True, check=True
    )
    return float(printed.stdout)


def measure() -> list[str]:
    rows: list[tuple[float, float, float]] = []
    with serve("--device", "cpu") as server:
        for _ in range(PAIRS):
            watched, frames = watched_steps_per_second(server, SECONDS)
            rows.append((watched, bare_steps_per_second(SECONDS), frames))
    ratio = statistics.median(watched / bare for watched, bare, _ in rows)
    watched, bare, frames = (statistics.median(column) for column in zip(*rows, strict=True))
    return [
        f"watched training, steps/s: {watched:,.0f} at {frames:.1f} frames/s",
        f"bare torch loop, steps/s: {bare:,.0f}",
        f"ratio (median of {PAIRS} pairs): {ratio:.2f}  (goal ≥ 0.80)",
    ]
