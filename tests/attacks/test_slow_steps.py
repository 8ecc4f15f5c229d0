"""Permitted networks whose steps are slow: they train apart, and nobody else waits for them."""

from __future__ import annotations

import time
from typing import Any

import httpx
import pytest

from support.honest import ATTACKER, P99_MS, all_is_as_before, beside, serve_to_all
from support.slow_nets import SLOW

A_PROCESS_MB = 215.0
"""A process with torch alone: `--slow-trainers` bounds how many there are, 1 on up to 4 cores."""
AT_ONCE = 2
A_FEW = ("wide dense layers, a large batch", "all the work that is permitted", "pools")


class Attacker:
    def __init__(self, http: httpx.Client) -> None:
        self.http = http
        self.made: list[tuple[str, str]] = []

    def plays(self, document: dict[str, Any]) -> None:
        answer = self.http.post("/api/sessions", json={"spec": document, "play": True})
        assert answer.status_code == 201, answer.text
        made = answer.json()
        self.made.append((made["id"], made["links"]["edit"]))

    def _ask(self, method: str, session: tuple[str, str]) -> httpx.Response:
        id, token = session
        headers = {"Authorization": f"Bearer {token}"}
        return self.http.request(method, f"/api/sessions/{id}", headers=headers)

    def steps(self) -> list[int]:
        return [self._ask("GET", each).json()["status"]["step"] for each in self.made]

    def goes_on_with(self, count: int) -> None:
        """Delete all but the newest sessions."""
        while len(self.made) > count:
            assert self._ask("DELETE", self.made.pop(0)).is_success


def attack(names: tuple[str, ...], each_s: float) -> None:
    """Play these, so long each, of which a few are there at a time: their states take memory too."""
    with (
        serve_to_all() as server,
        httpx.Client(base_url=server.url, headers=ATTACKER, timeout=60) as http,
    ):
        attacker = Attacker(http)
        before = len(server.children())
        with beside(server) as figures:
            for name in names:
                attacker.plays(SLOW[name])
                attacker.goes_on_with(AT_ONCE)
                time.sleep(each_s)
        print(figures, attacker.steps())
        apart = len(server.children()) - before
        assert apart == 1
        figures.trainers_growth_mb -= apart * A_PROCESS_MB
        figures.check()
        assert figures.turns_p99_ms <= P99_MS, figures
        attacker.goes_on_with(0)
        all_is_as_before(server)


def test_slow_networks_keep_nobody_waiting() -> None:
    attack(A_FEW, 2.0)


@pytest.mark.slow
def test_slow_networks_of_all_kinds_keep_nobody_waiting() -> None:
    attack(tuple(SLOW), 6.0)
