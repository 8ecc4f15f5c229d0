"""How soon /healthz answers while 8 sessions train flat out."""

from __future__ import annotations

import statistics
import time

import httpx

from benchmarks.training import NET
from support.serving import serve

SESSIONS = 8
REQUESTS = 1000


def measure() -> list[str]:
    with serve("--device", "cpu") as server:
        for _ in range(SESSIONS):
            httpx.post(
                f"{server.url}/api/sessions", json={"spec": NET, "play": True}
            ).raise_for_status()
        times: list[float] = []
        with httpx.Client() as client:
            for _ in range(REQUESTS):
                begun = time.perf_counter()
                client.get(f"{server.url}/healthz").raise_for_status()
                times.append((time.perf_counter() - begun) * 1000)
                time.sleep(0.003)
    times.sort()
    return [
        f"/healthz with {SESSIONS} sessions training: median {statistics.median(times):.1f} ms,"
        f" p99 {times[int(len(times) * 0.99)]:.1f} ms  (goal p99 ≤ 20 ms)"
    ]
