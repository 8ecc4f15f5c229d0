"""A token that opens nothing wakes nothing, and makes no room for what it would have woken."""

from __future__ import annotations

import secrets

import pytest

from playground.engine import contract
from support.web import Web, web

TOKEN = "0123456789abcdef"
OPERATOR = {"Authorization": f"Bearer {TOKEN}"}


def in_memory(running: Web) -> int:
    told = running.http.get("/api/operator", headers=OPERATOR).json()["sessions"]
    return sum(told[state] for state in ("awake", "asleep", "queued"))


def test_a_wrong_token_wakes_no_parked_session() -> None:
    with web(operator_token=TOKEN) as running:
        made = running.create()
        park = {"type": "park", "session": made.id}
        running.http.post("/api/operator/commands", json=park, headers=OPERATOR)
        assert in_memory(running) == 0
        opened = len(running.engine.asked(contract.Open))
        for token in (secrets.token_urlsafe(24), "." * 8000, made.view[:-1]):
            for path in ("", "/links", "/history", "/export/pytorch"):
                assert made.call("GET", path, token).status_code == 401
            refused = made.call("POST", "/commands", token, json={"type": "play"})
            assert refused.status_code == 401
        with made.page(secrets.token_urlsafe(24)) as page:
            assert page.closed()[0] == 4401
        assert made.call("GET", "/links", made.view).status_code == 403, "a view link may look only"
        unknown = running.http.get(f"/api/sessions/{'0' * 16}", headers=OPERATOR)
        assert unknown.status_code == 404
        assert in_memory(running) == 0
        assert len(running.engine.asked(contract.Open)) == opened
        assert made.call("GET", "").status_code == 200
        assert in_memory(running) == 1


@pytest.mark.parametrize("right", ["view", "edit"])
def test_a_link_that_was_made_wakes_it(right: str) -> None:
    with web(operator_token=TOKEN) as running:
        made = running.create()
        park = {"type": "park", "session": made.id}
        running.http.post("/api/operator/commands", json=park, headers=OPERATOR)
        assert made.call("GET", "", getattr(made, right)).status_code == 200
