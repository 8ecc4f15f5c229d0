"""The web process as it is started: without torch, gone when told to go, leaving nobody."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from statistics import median

import httpx
import pytest

from support.serving import serve
from support.web import until

STOPS_WITHIN_S = 5.0


def test_the_web_process_never_imports_torch() -> None:
    program = (
        "import sys\n"
        "from playground.api.app import create_app\n"
        "from playground.api.settings import Settings\n"
        "import playground.__main__\n"
        "create_app(Settings())\n"
        "heavy = {'torch', 'numba', 'llvmlite', 'plotly'} & set(sys.modules)\n"
        "sys.exit(f'imports {heavy}' if heavy else 0)\n"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr


def test_the_schema_is_printed() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "playground", "schema"], capture_output=True, text=True, check=True
    )
    assert "SpecMessage" in json.loads(ended.stdout)["$defs"]


@pytest.mark.parametrize(
    "how", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.slow)]
)
def test_it_stops_at_once_and_leaves_nobody(how: signal.Signals) -> None:
    with serve("--device", "cpu", "--trainers", "1") as server:
        trainers = server.children()
        assert trainers
        started = time.monotonic()
        server.process.send_signal(how)
        server.process.wait(STOPS_WITHIN_S + 5)
        assert time.monotonic() - started < STOPS_WITHIN_S
        until(lambda: not any(alive(each) for each in trainers), within_s=2)


def test_a_small_answer_waits_for_nothing() -> None:
    """Nagle's algorithm kept an answer's body back until its head was acknowledged, 40 ms later."""
    with (
        serve("--device", "cpu", "--trainers", "1") as server,
        httpx.Client(base_url=server.url, trust_env=False) as http,
    ):
        took = []
        for _ in range(30):
            started = time.perf_counter()
            assert http.get("/api/presets").status_code == 200
            took.append(time.perf_counter() - started)
    assert median(took) < 0.02


def test_a_killed_server_leaves_nobody() -> None:
    with serve("--device", "cpu", "--trainers", "1") as server:
        trainers = server.children()
        server.kill()
        until(lambda: not any(alive(each) for each in trainers), within_s=5)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with open(f"/proc/{pid}/stat") as stat:
        return stat.read().rpartition(")")[2].split()[0] != "Z"
