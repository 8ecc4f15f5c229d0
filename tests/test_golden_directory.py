"""A data directory of the first release opens in this version, and all in it is as it was left."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from golden.make_data_directory import Maker
from support.serving import Server, serve
from support.web import until

GOLDEN = Path(__file__).parent / "golden" / "data-directory-1"
MADE: dict[str, Any] = json.loads((GOLDEN / "made.json").read_text())


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("golden") / "data"
    shutil.copytree(GOLDEN, folder)
    with serve("--device", "cpu", "--data-dir", str(folder)) as server:
        yield server


@pytest.fixture(scope="module")
def doors(server: Server) -> Iterator[Maker]:
    doors = Maker(server.url)
    yield doors
    doors.close()


@pytest.mark.parametrize("name", MADE["found"])
def test_a_session_is_as_it_was_left(doors: Maker, name: str) -> None:
    was = MADE["found"][name]
    id, token = was["id"], was["edit"]
    # It wakes at the first request, and tells its step once a trainer has it.
    path = f"/api/sessions/{id}"
    until(lambda: doors.call("GET", path, token)["status"]["step"] == was["step"])
    found = doors.found(id, token)
    assert found == {name: value for name, value in was.items() if name not in ("id", "edit")}


@pytest.mark.parametrize("name", MADE["sessions"])
def test_training_goes_on_from_where_it_was(doors: Maker, name: str) -> None:
    id, token = MADE["sessions"][name]["id"], MADE["sessions"][name]["edit"]
    copy = doors.call("POST", f"/api/sessions/{id}/commands", token, json={"type": "fork"})
    fork, own = copy["id"], copy["links"]["edit"]
    before = doors.call("GET", f"/api/sessions/{fork}", own)["status"]["step"]
    doors.train(fork, own, 10)
    told = doors.call("GET", f"/api/sessions/{fork}", own)
    assert told["spec"] == MADE["found"][name]["spec"]
    assert told["status"]["step"] == before + 10


@pytest.mark.parametrize("right", MADE["links"])
def test_a_link_still_grants_its_right(doors: Maker, right: str) -> None:
    id = MADE["sessions"]["residual"]["id"]
    assert doors.call("GET", f"/api/sessions/{id}", MADE["links"][right])["rights"] == right


def test_a_token_that_was_never_given_grants_nothing(doors: Maker) -> None:
    id = MADE["sessions"]["residual"]["id"]
    with pytest.raises(RuntimeError, match=r"40[134]"):
        doors.call("GET", f"/api/sessions/{id}", "x" * 32)


def test_the_class_is_still_open_and_its_pupils_are_in_it(doors: Maker) -> None:
    was = MADE["classroom"]
    told = doors.call("GET", f"/api/classes/{was['class']}", was["token"])
    names = {pupil["nickname"] for pupil in told["pupils"]}
    assert names == {each["nickname"] for each in was["pupils"]}
    body = {"code": was["code"], "nickname": "Newcomer"}
    joined = doors.call("POST", "/api/classes/join", json=body)
    assert joined["made"]["id"]


def test_the_server_says_that_it_is_ready(server: Server) -> None:
    assert httpx.get(f"{server.url}/readyz", trust_env=False).status_code == 200
