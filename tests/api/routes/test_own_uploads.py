"""Uploads as their owner has them: counted unpacked, listed, deleted, and forgotten in time."""

from __future__ import annotations

import asyncio
import dataclasses
import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from fakes import FakeEngine
from playground.api.app import make_services
from playground.api.limits import Limits
from playground.api.services import Services
from playground.api.settings import Settings
from playground.api.uploading import forgetting
from playground.api.uploading.forgetting import Forgetting
from playground.data import storage, upload_records
from playground.spec.edit import Operation
from playground.spec.presets import PRESETS
from playground.spec.project import parse
from playground.store.memory import MemoryStore
from playground.store.rows import EditRow
from support.stores import SESSION
from support.uploading import csv_of, npz_of, uploaded
from support.web import Made, Web, web

TABLE = csv_of({"age": list(range(60)), "answer": ["no", "yes"] * 30})
ELSEWHERE = {"X-Forwarded-For": "198.51.100.7"}
"""From a proxy that is not trusted: the caller counts by an address, which this machine's own does not."""


pytestmark = pytest.mark.usefixtures("folder")


@pytest.fixture(scope="module")
def server() -> Iterator[Web]:
    with web() as running:
        yield running


Person = Callable[..., httpx.Client]


@pytest.fixture
def person() -> Iterator[Person]:
    """Make browsers that keep their cookies."""
    with ExitStack() as stack:

        def make(
            server: Web, cookies: dict[str, str] | None = None, **headers: str
        ) -> httpx.Client:
            client = httpx.Client(
                base_url=server.origin,
                timeout=60,
                trust_env=False,
                headers=headers,
                cookies=cookies,
            )
            http = stack.enter_context(client)
            http.get("/api/presets")
            assert http.cookies
            return http

        yield make


def put(http: httpx.Client, content: Any = TABLE, name: str = "table.csv") -> httpx.Response:
    return http.put("/api/uploads", params={"name": name}, content=content)


def given(http: httpx.Client, content: Any = TABLE) -> dict[str, Any]:
    answer = put(http, content)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()["upload"]
    return found


def listed(http: httpx.Client) -> dict[str, Any]:
    found: dict[str, Any] = http.get("/api/uploads").json()
    return found


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


# --- listed and deleted ---------------------------------------------------------------------------


def test_people_see_what_they_uploaded_and_nobody_elses(
    person: Person, server: Web, folder: Path
) -> None:
    ada, bob = person(server), person(server)
    first, second = given(ada), given(ada)
    found = listed(ada)
    assert {each["id"] for each in found["uploads"]} == {first["id"], second["id"]}
    one = found["uploads"][0]
    assert (one["name"], one["rows"]) == ("table.csv", 60)
    assert abs(one["made"] - time.time()) < 60
    assert one["bytes"] == storage.used_bytes(folder / one["id"])
    assert found["bytes"] == sum(each["bytes"] for each in found["uploads"])
    assert found["most"] == 8_000_000_000
    assert listed(bob) == {"uploads": [], "bytes": 0, "most": 8_000_000_000}


def test_people_delete_what_they_uploaded(person: Person, server: Web, folder: Path) -> None:
    ada, bob = person(server), person(server)
    id = given(ada)["id"]
    assert code(bob.delete(f"/api/uploads/{id}")) == (403, "not_your_upload")
    assert ada.delete(f"/api/uploads/{id}").status_code == 204
    assert list(folder.iterdir()) == []
    assert listed(ada)["bytes"] == 0
    assert code(ada.delete(f"/api/uploads/{id}")) == (404, "no_such_upload")


def test_what_a_session_uses_is_not_deleted(person: Person, server: Web) -> None:
    ada = person(server)
    upload = given(ada)
    spec = {
        "data": {"dataset": "upload", "upload": upload},
        "training": {"loss": {"kind": "cross_entropy"}},
    }
    session = server.create(spec=spec)
    answer = ada.delete(f"/api/uploads/{upload['id']}")
    assert code(answer) == (409, "upload_in_use")
    assert answer.json()["params"] == {"count": 1, "sessions": session.id}
    assert len(listed(ada)["uploads"]) == 1


@pytest.mark.parametrize("id", ["x", "..", "%2e%2e%2f%2e%2e", "a" * 22, ".part-" + "a" * 16])
def test_what_is_no_upload_is_not_deleted(server: Web, id: str) -> None:
    assert server.http.delete(f"/api/uploads/{id}").status_code in (404, 405)


# --- counted --------------------------------------------------------------------------------------


def unpacking() -> bytes:
    """Pictures of 20 kB that become 3 MB."""
    pixels = np.zeros((3000, 32, 32), np.uint8)
    return npz_of(x=pixels, y=np.arange(3000) % 3)


def test_a_person_has_so_much_unpacked(person: Person, folder: Path) -> None:
    content = unpacking()
    assert len(content) < 100_000
    with web(limits=Limits(person_uploads=5)) as server:
        ada = person(server)
        assert 3_000_000 < listed_after(ada, content) < 5_000_000
        assert code(put(ada, content)) == (422, "upload_own_quota")
        assert len(list(folder.iterdir())) == 1
        assert put(person(server), content).status_code == 201
        ada.delete(f"/api/uploads/{listed(ada)['uploads'][0]['id']}")
        assert put(ada, content).status_code == 201


def listed_after(http: httpx.Client, content: bytes) -> int:
    given(http, content)
    return int(listed(http)["bytes"])


def test_an_address_has_so_much_unpacked_whoever_asks(person: Person, folder: Path) -> None:
    with web(limits=Limits(address_uploads=5)) as server:
        assert put(person(server, **ELSEWHERE), unpacking()).status_code == 201
        # A new cookie is no new address.
        answer = put(person(server, **ELSEWHERE), unpacking())
        assert code(answer) == (422, "upload_address_quota")
        assert answer.json()["params"] == {"limit": "5 MB"}
        assert len(list(folder.iterdir())) == 1
        assert put(person(server), unpacking()).status_code == 201


def test_all_together_have_so_much_unpacked(person: Person, folder: Path) -> None:
    with web(max_uploads_bytes=5_000_000) as server:
        assert put(person(server), unpacking()).status_code == 201
        assert code(put(person(server), unpacking())) == (422, "upload_quota")
        assert len(list(folder.iterdir())) == 1


def test_it_is_known_over_restarts_who_uploaded_what(person: Person) -> None:
    limits = Limits(person_uploads=5)
    with web(limits=limits) as server:
        ada = person(server)
        id = given(ada, unpacking())["id"]
        cookies = dict(ada.cookies)
    with web(limits=limits) as server:
        again = person(server, cookies)
        assert [each["id"] for each in listed(again)["uploads"]] == [id]
        assert code(put(again, unpacking())) == (422, "upload_own_quota")
        assert again.delete(f"/api/uploads/{id}").status_code == 204


def test_an_address_is_written_nowhere(person: Person, folder: Path) -> None:
    with web() as server:
        id = given(person(server, **ELSEWHERE))["id"]
    text = (folder / id / ".owner").read_text()
    assert "198.51" not in text
    assert len(text.split()) == 2


def test_rows_stored_once_more_are_counted(person: Person, folder: Path) -> None:
    with web() as server:
        ada = person(server)
        upload = given(ada)
        before = listed(ada)["bytes"]
        upload["standardise"] = False
        assert ada.post(f"/api/uploads/{upload['id']}", json=upload).status_code == 200
        assert listed(ada)["bytes"] == storage.used_bytes(folder / upload["id"]) > before


# --- forgotten ------------------------------------------------------------------------------------

DAY_S = 86_400


def services(store: MemoryStore) -> Services:
    return make_services(Settings(), None, store)


def looked_at(store: MemoryStore, keep_days: float = 30) -> None:
    async def look() -> None:
        made = services(store)
        await Forgetting(made.uploads, keep_days).tidy()

    asyncio.run(look())


def aged(folder: Path, days: float, used: float | None = None) -> str:
    """The id of an upload that came so many days ago, and was last used some days ago."""
    id = uploaded(TABLE).id
    upload_records.write_owner(folder / id, "ada")
    age(folder / id / "facts.json", days)
    if used is not None:
        (folder / id / ".used").touch()
        age(folder / id / ".used", used)
    return id


def age(path: Path, days: float) -> None:
    at = time.time() - days * DAY_S
    os.utime(path, (at, at))


def parked(store: MemoryStore, id: str) -> None:
    spec = PRESETS["xor"].model_dump(mode="json")
    spec["data"]["upload"] = {"id": id}
    store.put(dataclasses.replace(SESSION, spec=spec))


@pytest.mark.parametrize(
    ("days", "used", "stays"),
    [
        (0.5, None, True),
        (1.5, None, False),
        (90, 29, True),
        (90, 31, False),
    ],
)
def test_what_no_session_uses_goes_in_time(
    folder: Path, days: float, used: float | None, stays: bool
) -> None:
    id = aged(folder, days, used)
    looked_at(MemoryStore())
    assert (folder / id).exists() is stays
    assert [each.name for each in folder.iterdir()] == ([id] if stays else [])


def test_a_parked_session_keeps_its_upload(folder: Path) -> None:
    id, store = aged(folder, 90, 60), MemoryStore()
    parked(store, id)
    looked_at(store)
    looked_at(MemoryStore())
    # The time begins when it was last used.
    assert (folder / id).exists()


def test_what_undo_can_bring_back_stays(folder: Path) -> None:
    """The way from an edit to the one before names it, in a session that has other data by now."""
    kept, lost, store = aged(folder, 90, 60), aged(folder, 90, 60), MemoryStore()
    store.put(
        SESSION,
        EditRow(SESSION.id, 1, {"back": None}, "", 1.0),
        EditRow(SESSION.id, 2, {"back": [[["data", "upload"], {"id": kept}]]}, "", 1.0),
    )
    looked_at(store)
    assert [each.name for each in folder.iterdir()] == [kept]
    store.drop(EditRow, session=SESSION.id)
    age(folder / kept / ".used", 31)
    looked_at(store)
    assert list(folder.iterdir()) == [], f"{lost} and {kept} are named by nobody"


def drawn_from(upload: dict[str, Any]) -> dict[str, Any]:
    return {
        "data": {"dataset": "upload", "upload": upload},
        "training": {"loss": {"kind": "cross_entropy"}},
    }


def edited(session: Made, data: dict[str, Any]) -> httpx.Response:
    """Put other data in their place, as Undo does with those of before."""
    revision = session.call("GET", "").json()["revision"]
    return session.patch(revision, {"op": "replace", "path": "/data", "value": data})


def test_an_awake_session_keeps_what_undo_can_bring_back(folder: Path) -> None:
    upload = uploaded(TABLE)
    upload_records.write_owner(folder / upload.id, "ada")
    spec = parse(drawn_from(upload.model_dump(mode="json")))

    async def look() -> None:
        made = make_services(Settings(), FakeEngine(), MemoryStore())
        session = made.registry.create(spec, play=False, pace=None)
        session.edit([Operation(op="replace", path="/data", value={"dataset": "xor"})], 1)
        assert session.spec.data.upload is None
        # What waits for the store is not looked for in it.
        made.registry.store.drop(EditRow)
        age(folder / upload.id / "facts.json", 90)
        await Forgetting(made.uploads, 30).tidy()

    asyncio.run(look())
    assert (folder / upload.id / ".used").exists()


def test_undo_tells_that_a_deleted_file_is_gone(person: Person) -> None:
    with web() as server:
        ada = person(server)
        upload = given(ada)
        session = server.create(spec=drawn_from(upload))
        assert edited(session, {"dataset": "xor"}).status_code == 200
        assert ada.delete(f"/api/uploads/{upload['id']}").status_code == 204
        before = session.call("GET", "").json()
        answer = edited(session, drawn_from(upload)["data"])
        assert code(answer) == (422, "upload_gone")
        assert "Upload it again" in answer.json()["detail"]
        assert session.call("GET", "").json()["spec"] == before["spec"]
        # All else goes on.
        assert edited(session, {"dataset": "circle"}).status_code == 200


def test_without_a_time_nothing_goes(folder: Path) -> None:
    id = aged(folder, 900, None)
    looked_at(MemoryStore(), keep_days=0)
    assert (folder / id).exists()


def test_uploads_of_before_are_used_when_they_are_first_seen(folder: Path) -> None:
    id = aged(folder, 90)
    (folder / id / ".owner").write_text("ada")
    looked_at(MemoryStore())
    record = upload_records.read(id)
    assert record is not None
    assert (record.owner, record.networks) == ("ada", ())


def test_leftovers_go_after_a_day(folder: Path) -> None:
    folder.mkdir()
    for name, days in (("old", 2.0), ("new", 0.1)):
        part = folder / f".part-{name}"
        part.mkdir()
        age(part, days)
    looked_at(MemoryStore())
    assert [each.name for each in folder.iterdir()] == [".part-new"]


def test_a_turn_looks_at_a_few(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forgetting, "A_TURN", 2)
    for _ in range(3):
        aged(folder, 2)

    async def two_turns() -> list[int]:
        made = Forgetting(services(MemoryStore()).uploads, 30)
        left = []
        for _ in range(2):
            await made.tidy()
            left.append(len(upload_records.found()))
        return left

    assert asyncio.run(two_turns()) == [1, 0]
