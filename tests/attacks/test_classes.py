"""Classes opened to take all places: others still get theirs, at once."""

from __future__ import annotations

from collections import Counter
from typing import Any

import httpx

from playground.api.settings import Settings
from support.honest import all_is_as_before, beside, serve_to_all

OPENERS = 2
JOINS = 230


def opened(http: httpx.Client, address: str) -> str:
    """The code of a class that somebody there has opened."""
    headers = {"X-Forwarded-For": address}
    made = http.post("/api/sessions", json={"play": False}, headers=headers).json()
    headers |= {"Authorization": f"Bearer {made['links']['edit']}"}
    answer = http.post("/api/classes", json={"session": made["id"]}, headers=headers)
    return str(answer.raise_for_status().json()["code"])


def joined(http: httpx.Client, code: str, number: int) -> tuple[int, str, Any]:
    """Somebody from somewhere else joins, and looks at what they got."""
    answer = http.post(
        "/api/classes/join",
        json={"code": code, "nickname": f"Nobody {number}"},
        headers={"X-Forwarded-For": f"192.0.2.{number % 250}"},
    )
    return answer.status_code, answer.json().get("code", ""), answer.json().get("made")


def test_classes_that_take_all_they_can_leave_places_to_others() -> None:
    answers: Counter[tuple[int, str]] = Counter()
    with serve_to_all() as server:
        with beside(server) as figures, httpx.Client(base_url=server.url, timeout=30) as http:
            codes = [opened(http, f"203.0.113.{n}") for n in range(OPENERS)]
            for number in range(JOINS):
                status, code, _ = joined(http, codes[number % OPENERS], number)
                answers[status, code] += 1
            headers = {"X-Forwarded-For": "198.51.100.9"}
            made = http.post("/api/sessions", json={"play": False}, headers=headers).json()
            token = {"Authorization": f"Bearer {made['links']['edit']}"}
            seen = http.get(f"/api/sessions/{made['id']}", headers=headers | token).json()
            metrics = http.get("/readyz")
        print(answers, figures)
        figures.check()
        assert metrics.status_code == 200
        assert seen["status"]["state"] != "queued", "all places were taken"
        # Each opener pays for at most so many, and all for a share of the places.
        assert answers[201, ""] <= OPENERS * Settings().limits.class_awake_sessions
        assert answers[201, ""] > 100
        all_is_as_before(server)
