"""Signs of life."""

from __future__ import annotations

from fakes import FakeEngine
from playground.engine import contract
from support.edits import units
from support.web import Made, Web, web


def test_the_page_does_not_wait_for_trainers() -> None:
    engine = FakeEngine(ready=False)
    with web(engine) as early:
        assert early.http.get("/healthz").status_code == 200
        assert early.http.get("/readyz").status_code == 503
        made = early.create(play=True)
        assert made.call("GET", "").json()["status"]["state"] == "loading"
        made.patch(1, units(5))
        assert engine.requests == []
        engine.become_ready()
        engine.wait_for(contract.Edit)
        kinds = [type(request) for request in engine.requests]
        assert kinds.index(contract.Open) < kinds.index(contract.Edit)
        assert early.http.get("/readyz").status_code == 200


def test_metrics_count_sessions_viewers_and_frames(served: Web, made: Made) -> None:
    with made.page() as page:
        page.greeted()
        text = served.http.get("/metrics").text
    for name in ("sessions", "viewers", "messages_sent_total", "frames_dropped_total"):
        assert f"playground_{name}" in text
