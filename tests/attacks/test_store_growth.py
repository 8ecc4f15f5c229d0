"""Copies without end of a session whose state is large: the store stays within its bounds."""

from __future__ import annotations

import time
from pathlib import Path

import httpx
import pytest

from support.honest import ATTACKER, all_is_as_before, beside, serve_to_all
from support.web import Json, until

BOUND_MB = 40
"""Of one person; by default it is 400, to which the first wave of copies alone does not come."""
ABOVE_IT_MB = 30
"""What stands in the log of the database beside it until it is written back."""
ATTEMPTS = 40
LEARNED_WITHIN_S = 60.0
"""A deadline for a busy machine, not what is expected."""
FEWEST = 5
"""Copies without which nothing was tried."""
UNITS = 80
DENSE = {"kind": "dense", "units": UNITS, "activation": "tanh"}


def size_mb(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.glob("playground.db*")) / 1e6


@pytest.mark.slow
def test_copies_of_a_large_state_stay_within_what_a_person_may_keep(tmp_path: Path) -> None:
    bound = ("--person-kept", str(BOUND_MB))
    with (
        serve_to_all("--data-dir", str(tmp_path), *bound) as server,
        httpx.Client(base_url=server.url, headers=ATTACKER, timeout=30, trust_env=False) as web,
    ):
        # With a cookie: without one only the address counts.
        web.get("/api/presets")
        assert web.cookies
        spec = web.post("/api/sessions", json={"play": False}).json()["spec"]
        spec["network"] = {"layers": [DENSE | {"id": f"h{n}"} for n in range(4)]}
        spec["training"]["optimizer"] = {"kind": "lbfgs", "history": 20}
        made: Json = web.post("/api/sessions", json={"spec": spec, "play": False}).json()
        path = f"/api/sessions/{made['id']}"
        bearer = {"Authorization": f"Bearer {made['links']['edit']}"}
        web.post(f"{path}/commands", json={"type": "step", "count": 40}, headers=bearer)
        until(
            lambda: web.get(path, headers=bearer).json()["status"]["step"] >= 40, LEARNED_WITHIN_S
        )
        copies, refused = 0, set[str]()
        with beside(server) as figures:
            for _ in range(ATTEMPTS):
                answer = web.post(f"{path}/commands", json={"type": "fork"}, headers=bearer)
                if answer.status_code < 400:
                    copies += 1
                else:
                    refused.add(answer.json()["code"])
                    time.sleep(0.05)
        grown = size_mb(tmp_path)
        all_is_as_before(server)
    assert refused == {"too_much_kept"}, (refused, copies, grown)
    assert copies > FEWEST
    assert grown < BOUND_MB + ABOVE_IT_MB
    figures.check()
