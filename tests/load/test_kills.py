"""Nothing is lost when the web process, a trainer or both are killed at any instant."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path
from typing import Any

import httpx
import pytest

from support import serving
from support.storm import Storm
from support.web import until

MAX_REPEATED_S = 1.0


@pytest.mark.parametrize(
    ("kills", "sessions"),
    [
        pytest.param(3, 6, id="a few"),
        pytest.param(200, 20, id="200", marks=[pytest.mark.slow, pytest.mark.timeout(4 * 60 * 60)]),
    ],
)
def test_nothing_is_lost_when_processes_are_killed(
    tmp_path: Path, kills: int, sessions: int, record_property: pytest.RecordProperty
) -> None:
    storm = Storm(sessions, str(tmp_path), seed=kills)
    asyncio.run(storm.run(kills))
    accepted = sum(len(each.accepted) for each in storm.sessions)
    record_property("accepted edits", accepted)
    record_property("longest repeated, s", round(storm.longest_repeated_s, 3))
    print(f"{storm.kills}, {accepted} edits, {storm.longest_repeated_s:.3f} s repeated at most")
    assert accepted >= kills * sessions / 2, "edits did not flow"
    assert any(each.repeated_s for each in storm.sessions), "no run was ever taken up again"
    assert not storm.missing
    assert storm.longest_repeated_s <= MAX_REPEATED_S


class Branching:
    """A session that is edited, begun again, taken back and gone on with, on a server that is killed."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._chance, self._folder = random.Random(seed), folder
        self._port = serving.free_port()
        self.start()
        self._http = httpx.Client(base_url=f"http://127.0.0.1:{self._port}", timeout=30)
        made = self._http.post("/api/sessions", json={"preset": "xor", "play": True}).json()
        self._path = f"/api/sessions/{made['id']}"
        self._http.headers["Authorization"] = f"Bearer {made['links']['edit']}"

    def start(self) -> None:
        self.server = serving.start(self._port, "--data-dir", str(self._folder), "--device", "cpu")

    def get(self, path: str = "") -> Any:
        return self._http.get(self._path + path).raise_for_status().json()

    def do(self, **command: Any) -> httpx.Response:
        return self._http.post(self._path + "/commands", json=command)

    def trains(self) -> None:
        """Wait until it has trained farther."""
        step = self.get()["status"]["step"]
        until(lambda: self.get()["status"]["step"] != step)

    def act(self) -> None:
        self.trains()
        revision = self.get()["revision"]
        match self._chance.choice(["edit", "edit", "undo", "reset", "continue"]):
            case "edit":
                rate = round(self._chance.uniform(0.01, 0.05), 6)
                patch = [{"op": "replace", "path": "/training/learning_rate", "value": rate}]
                headers = {"If-Match": str(revision)}
                answer = self._http.patch(self._path + "/spec", json=patch, headers=headers)
                assert answer.status_code == 200, answer.text
            case "undo":
                answer = self.do(type="undo", revision=revision)
                assert answer.status_code == (202 if revision > 1 else 409), answer.text
            case "reset":
                assert self.do(type="reset").status_code == 202
            case _:
                branches = self.get("/branches")["branches"]
                branch = self._chance.choice([each for each in branches if each["checkpoints"]])
                step = self._chance.choice(branch["checkpoints"])["step"]
                answer = self.do(type="continue", branch=branch["id"], step=step)
                assert answer.status_code == 202, answer.text
        if self.get()["status"]["state"] != "playing":
            self.do(type="play")

    def branches(self) -> dict[str, Any]:
        """All branches but the one that trains, with their curves, once they are durable."""
        self.trains()
        told = self.get("/branches")
        assert self.do(type="pace", steps_per_second=None).status_code == 202
        found = {each["id"]: each for each in told["branches"] if each["id"] != told["present"]}
        for id, branch in found.items():
            branch["steps"] = self.get(f"/branches/{id}/curves")["columns"].get("step", [])
        return found

    def kill(self) -> None:
        self.server.kill()
        self.start()
        until(lambda: self.get()["status"]["state"] in ("playing", "paused"))
        # Nobody looks at it, so it sleeps until it is told to.
        assert self.do(type="play").status_code == 202

    def end(self) -> None:
        self._http.close()
        self.server.kill()


@pytest.mark.parametrize(
    "kills",
    [
        pytest.param(2, id="two"),
        pytest.param(60, id="60", marks=[pytest.mark.slow, pytest.mark.timeout(60 * 60)]),
    ],
)
def test_branches_and_what_undo_brings_back_outlive_kills(tmp_path: Path, kills: int) -> None:
    life = Branching(tmp_path, seed=kills)
    try:
        for _ in range(kills):
            for _ in range(5):
                life.act()
            before = life.branches()
            revision = life.get()["revision"]
            life.kill()
            after = life.branches()
            assert life.get()["revision"] == revision
            for id, branch in before.items():
                now = after[id]
                for name in ("origin", "why", "made", "last_step", "steps"):
                    assert now[name] == branch[name], (id, name)
                tips = [each["checkpoints"][-1:] for each in (branch, now)]
                assert tips[0] == tips[1], id
                first = branch["first_step"] if branch["origin"] else -1
                assert branch["steps"] == sorted(set(branch["steps"]))
                assert all(step > first for step in branch["steps"])
            # What was changed before the kill can be taken back after it.
            if revision > 1:
                assert life.do(type="undo", revision=revision).status_code == 202
                life.trains()
    finally:
        life.end()
