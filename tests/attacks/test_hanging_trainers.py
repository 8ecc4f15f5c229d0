"""A trainer that hangs is noticed, replaced, and its sessions go on; /readyz tells what cannot be done."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from pathlib import Path

import httpx

from attacks.test_stopping import made, step, until_all_train
from support.serving import serve
from support.web import until

NOTICED_WITHIN_S = 5.0
AT_ONCE_S = 4.0


def status(url: str) -> tuple[int, str]:
    answer = httpx.get(f"{url}/readyz", timeout=30)
    return answer.status_code, answer.json()["status"]


def test_a_stopped_trainer_is_replaced_and_its_session_goes_on() -> None:
    with serve("--device", "cpu", "--trainers", "1") as server:
        (session,) = made(server, 1, [{"kind": "dense", "units": 8}])
        until_all_train(server, [session])
        (trainer,) = server.children()
        os.kill(trainer, signal.SIGSTOP)
        stopped = time.monotonic()
        before = step(server, session)
        until(lambda: trainer not in server.children(), NOTICED_WITHIN_S)
        assert time.monotonic() - stopped <= NOTICED_WITHIN_S
        assert status(server.url) == (503, "no trainer is alive")
        until(lambda: step(server, session) > before, 20.0)
        assert status(server.url) == (200, "ready")


def test_a_store_that_cannot_write_is_told_and_keeps_nobody_waiting(tmp_path: Path) -> None:
    arguments = ("--device", "cpu", "--trainers", "1", "--data-dir", str(tmp_path))
    with serve(*arguments) as server:
        other = sqlite3.connect(tmp_path / "playground.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        until(lambda: status(server.url)[0] == 503)
        assert "has not written" in status(server.url)[1]
        began = time.monotonic()
        answer = httpx.post(f"{server.url}/api/sessions", json={"preset": "xor"}, timeout=30)
        assert time.monotonic() - began <= AT_ONCE_S
        assert answer.status_code == 503
        assert answer.json()["code"] == "not_saved"
        assert httpx.get(f"{server.url}/healthz").status_code == 200
        other.close()
        until(lambda: status(server.url) == (200, "ready"), 15.0)
