"""A file that is sent again, to be read another way: nothing is left over, nothing counts twice."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from playground.api.uploading import uploads
from playground.api.uploading.drafts import MAX_DRAFTS, Drafts
from support.uploading import csv_of
from support.web import Web, web

TABLE = csv_of({"age": list(range(60)), "answer": ["no", "yes"] * 30})
DRAFT = "a-draft-of-somebody"

pytestmark = pytest.mark.usefixtures("folder")


@pytest.fixture(scope="module")
def server() -> Iterator[Web]:
    with web() as running:
        yield running


@contextmanager
def person(server: Web) -> Iterator[httpx.Client]:
    """Make a browser that keeps its cookie."""
    with httpx.Client(base_url=server.origin, timeout=60, trust_env=False) as http:
        http.get("/api/presets")
        assert http.cookies
        yield http


@pytest.fixture
def ada(server: Web) -> Iterator[httpx.Client]:
    with person(server) as http:
        yield http


def put(http: httpx.Client, content: Any = TABLE, **asked: Any) -> httpx.Response:
    params = {"name": "table.csv", "draft": DRAFT, **asked}
    return http.put("/api/uploads", params=params, content=content)


def given(http: httpx.Client, content: Any = TABLE, **asked: Any) -> dict[str, Any]:
    answer = put(http, content, **asked)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()["upload"]
    return found


def refused(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def folders(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def test_a_file_read_again_takes_the_place_of_what_it_was(folder: Path) -> None:
    # So big that two of them do not fit.
    table = csv_of({"a": list(range(1200)), "b": [1, 2] * 600})
    with web(max_uploads_bytes=20_000) as small, person(small) as http:
        first = given(http, table)
        assert put(http, table, draft="another-draft-of-hers").status_code == 422
        again = given(http, table, separator=",")
        assert again["id"] != first["id"]
        assert folders(folder) == [again["id"]]
        listed = http.get("/api/uploads").json()
        assert [each["id"] for each in listed["uploads"]] == [again["id"]]
        assert listed["bytes"] == listed["uploads"][0]["bytes"]


def test_a_reading_that_is_refused_leaves_the_one_before(ada: httpx.Client, folder: Path) -> None:
    first = given(ada)
    before = ada.get("/api/uploads").json()["bytes"]
    assert refused(put(ada, b"")) == (422, "upload_empty")
    assert folders(folder) == [first["id"]]
    assert ada.get("/api/uploads").json()["bytes"] == before
    assert ada.post(f"/api/uploads/{first['id']}", json=first).status_code == 200
    again = given(ada)
    assert folders(folder) == [again["id"]]


def test_what_a_session_uses_stays_when_it_is_read_again(
    server: Web, ada: httpx.Client, folder: Path
) -> None:
    first = given(ada)
    data = {"dataset": "upload", "upload": first}
    server.create(spec={"data": data, "training": {"loss": {"kind": "cross_entropy"}}})
    again = given(ada)
    assert folders(folder) == sorted([first["id"], again["id"]])


def test_drafts_of_the_same_name_are_each_person_s_own(
    server: Web, ada: httpx.Client, folder: Path
) -> None:
    first = given(ada)
    with person(server) as bob:
        second = given(bob)
    assert folders(folder) == sorted([first["id"], second["id"]])


def test_a_reading_under_way_is_given_up_for_the_next(
    ada: httpx.Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = threading.Event()
    ingest = uploads.Uploads._ingest

    async def endless_at_first(self: Any, *arguments: Any) -> None:
        if not begun.is_set():
            begun.set()
            await asyncio.Event().wait()
        await ingest(self, *arguments)

    monkeypatch.setattr(uploads.Uploads, "_ingest", endless_at_first)
    answers: list[httpx.Response] = []
    first = threading.Thread(target=lambda: answers.append(put(ada)))
    first.start()
    assert begun.wait(30)
    second = given(ada)
    first.join(30)
    assert refused(answers[0]) == (422, "upload_gone")
    assert folders(folder) == [second["id"]]


@pytest.mark.parametrize("draft", ["short", "x" * 41, "a draft with blanks in it"])
def test_a_draft_has_a_name_that_nobody_guesses(ada: httpx.Client, draft: str) -> None:
    assert put(ada, draft=draft).status_code == 422


def test_only_so_many_drafts_are_remembered() -> None:
    drafts = Drafts()
    for number in range(MAX_DRAFTS + 1):
        assert drafts.end(drafts.begin("ada", f"draft {number}"), f"upload {number}") is None
    assert drafts.end(drafts.begin("ada", "draft 0"), "again") is None
    assert drafts.end(drafts.begin("ada", f"draft {MAX_DRAFTS}"), "again") == f"upload {MAX_DRAFTS}"
