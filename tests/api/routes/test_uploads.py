"""Files over HTTP: taken in, refused in words, counted anew, and never in the server's way."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from playground.__main__ import main
from playground.api.middleware import body_size
from playground.api.uploading import reader, uploads
from playground.data import row_store, storage
from playground.data.refused_file import SENTENCES
from support.uploading import csv_of, npz_of, parquet_of
from support.web import Web, until, web

ROWS = 60
TABLE = csv_of(
    {
        "age": list(range(ROWS)),
        "name": [f"name {number}" for number in range(ROWS)],
        "answer": ["no", "yes"] * (ROWS // 2),
    }
)


pytestmark = pytest.mark.usefixtures("folder")


@pytest.fixture(scope="module")
def server() -> Iterator[Web]:
    with web() as running:
        yield running


def put(server: Web, content: Any, name: str = "table.csv", **asked: Any) -> Any:
    params = {"name": name, **asked}
    return server.http.put("/api/uploads", params=params, content=content, timeout=60)


def made(server: Web, content: Any) -> dict[str, Any]:
    answer = put(server, content)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def is_refused(answer: Any, status: int, code: str) -> dict[str, Any]:
    document: dict[str, Any] = answer.json()
    assert (answer.status_code, document["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert document["detail"].endswith(".")
    return document


@pytest.mark.parametrize(
    "content",
    [
        TABLE.encode(),
        parquet_of({"a": np.arange(ROWS) / 7, "b": np.arange(ROWS) % 3}),
        npz_of(x=np.arange(ROWS * 64).reshape(ROWS, 8, 8) % 255, y=np.arange(ROWS) % 3),
    ],
)
def test_a_file_is_taken_in_and_a_session_learns_from_it(server: Web, content: bytes) -> None:
    found = made(server, content)
    assert (found["upload"]["name"], found["upload"]["rows"]) == ("table.csv", ROWS)
    assert len(found["preview"]) == 8
    assert {len(row) for row in found["preview"]} == {len(found["upload"]["columns"])}
    data = {"dataset": "upload", "upload": found["upload"]}
    training = {"loss": {"kind": "cross_entropy"}}
    session = server.create(spec={"data": data, "training": training})
    assert session.answer["spec"]["data"]["upload"] == found["upload"]


def test_the_preview_shows_all_columns_in_their_order(server: Web) -> None:
    found = made(server, TABLE)
    assert found["preview"][1] == ["1", "name 1", "yes"]
    assert [column["role"] for column in found["upload"]["columns"]] == [
        "input",
        "ignored",
        "target",
    ]


def test_how_a_file_was_read_is_told_and_can_be_asked_for(server: Web) -> None:
    guessed = made(server, TABLE)
    expected = {"encoding": "utf-8", "separator": ",", "decimal": ".", "header": True, "skip": 0}
    assert expected.items() <= guessed["reading"].items()
    assert guessed["reading"]["given"] == []
    asked = {"separator": ",", "header": "false", "skip": 1, "empty": ["name 3", "no"]}
    answer = put(server, TABLE, **asked)
    assert answer.status_code == 201, answer.text
    reading = answer.json()["reading"]
    assert (reading["header"], reading["skip"]) == (False, 1)
    assert reading["given"] == ["separator", "header", "skip", "empty"]
    again = server.http.post(
        f"/api/uploads/{answer.json()['upload']['id']}", json=answer.json()["upload"]
    )
    assert again.json()["reading"] == reading


@pytest.mark.parametrize(
    "asked",
    [
        {"encoding": "rot13"},
        {"separator": "x"},
        {"decimal": "'"},
        {"header": "perhaps"},
        {"skip": -1},
        {"skip": 100_000},
        {"empty": ["x" * 81]},
        {"empty": ["x"] * 21},
    ],
)
def test_a_way_of_reading_that_there_is_not_is_refused(server: Web, asked: dict[str, Any]) -> None:
    assert put(server, TABLE, **asked).status_code == 422


def test_of_a_file_that_is_no_text_there_are_notes_and_nothing_to_choose(server: Web) -> None:
    content = parquet_of({"a": np.arange(ROWS) / 7, "b": np.arange(ROWS) % 3})
    reading = made(server, content)["reading"]
    assert {
        name: reading[name] for name in ("encoding", "separator", "decimal", "header")
    } == dict.fromkeys(("encoding", "separator", "decimal", "header"))


def test_what_came_before_readings_were_kept_opens(server: Web, folder: Path) -> None:
    found = made(server, TABLE)
    facts = folder / found["upload"]["id"] / "facts.json"
    document = json.loads(facts.read_bytes())
    del document["reading"]
    facts.write_text(json.dumps(document))
    again = server.http.post(f"/api/uploads/{found['upload']['id']}", json=found["upload"])
    assert again.json()["reading"] is None
    assert again.json()["upload"] == found["upload"]


def test_what_lies_on_the_disk_is_the_upload_and_nothing_else(server: Web, folder: Path) -> None:
    found = made(server, TABLE)
    assert [each.name for each in folder.iterdir()] == [found["upload"]["id"]]
    names = {each.name.partition("-")[0] for each in (folder / found["upload"]["id"]).iterdir()}
    assert names == {"facts.json", "table.parquet", "rows", ".owner"}
    assert len(found["upload"]["id"]) == 22


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "upload_empty"),
        (b"\x89PNG\x00\x01", "upload_is_picture"),
        (TABLE + "61,x\n", "upload_row_length"),
        (csv_of({"a": [1, 2, 3, 4, 5]}), "upload_one_column"),
    ],
)
def test_a_refused_file_leaves_nothing(
    server: Web, folder: Path, content: bytes | str, code: str
) -> None:
    document = is_refused(put(server, content), 422, code)
    assert document["pointer"] == "/data/upload"
    assert list(folder.iterdir()) == []


def test_a_bad_cell_is_named_by_the_process_that_found_it(server: Web) -> None:
    document = is_refused(put(server, TABLE + "old,x,no\n"), 422, "upload_bad_cell")
    assert document["params"] == {"row": ROWS + 2, "column": "age", "cell": "old"}


def test_a_process_that_dies_is_a_damaged_file(
    server: Web, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader.sys, "executable", "/bin/false")
    is_refused(put(server, TABLE), 422, "upload_damaged")
    assert list(folder.iterdir()) == []


def test_a_file_may_be_far_bigger_than_other_bodies(server: Web) -> None:
    rows = 100_000
    content = csv_of({"a": list(range(rows)), "b": [1, 2] * (rows // 2)}).encode()
    assert len(content) > 2 * body_size.MAX_BODY
    assert made(server, content)["upload"]["rows"] == rows
    pieces = (content[at : at + 70_000] for at in range(0, len(content), 70_000))
    assert made(server, pieces)["upload"]["rows"] == rows
    # Elsewhere the limit is as it was.
    big = b" " * (body_size.MAX_BODY + 1)
    is_refused(server.http.post("/api/uploads/x", content=big), 413, "too_big")
    is_refused(server.http.put("/api/uploads/x", content=big), 413, "too_big")


def test_a_file_above_the_limit_is_refused(folder: Path) -> None:
    with web(max_upload_bytes=1000) as small:
        document = is_refused(put(small, b"x" * 1001), 413, "upload_too_big")
        assert document["params"] == {"limit": "0.001 MB"}
        pieces = (b"1,2\n" * 20 for _ in range(20))
        is_refused(put(small, pieces), 413, "upload_too_big")
        assert list(folder.glob("*")) == []


def test_uploads_are_refused_when_they_fill_their_share(folder: Path) -> None:
    with web(max_uploads_bytes=20_000) as small:
        id = made(small, TABLE)["upload"]["id"]
        is_refused(put(small, b"1,2\n" * 5000), 422, "upload_quota")
        pieces = (b"1,2\n" * 500 for _ in range(10))
        is_refused(put(small, pieces), 422, "upload_quota")
        assert [each.name for each in folder.iterdir()] == [id]


def test_a_full_disk_is_said(server: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "SPARE", 10**18)
    is_refused(put(server, TABLE), 422, "upload_disk_full")


def test_an_upload_that_breaks_off_leaves_nothing(server: Web, folder: Path) -> None:
    head = f"PUT /api/uploads HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Length: 5000\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(head.encode() + b"a,b\n")
        until(lambda: any(folder.glob(".part-*/source")))
    until(lambda: list(folder.iterdir()) == [])


def test_a_foreign_page_cannot_upload(server: Web, folder: Path) -> None:
    headers = {"Origin": "http://evil.example"}
    answer = server.http.put("/api/uploads", content=TABLE, headers=headers)
    is_refused(answer, 403, "foreign_origin")
    assert not folder.exists()


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("/home/kim/수업.csv", "수업.csv"),
        ("C:\\data\\a.csv", "a.csv"),
        ("a\n\x00b", "ab"),
        ("--x.csv", "--x.csv"),
        ("", ""),
    ],
)
def test_a_name_is_only_shown(server: Web, given: str, shown: str) -> None:
    assert put(server, TABLE, given).json()["upload"]["name"] == shown


def test_roles_are_changed_and_rows_counted_anew(server: Web) -> None:
    ages: list[Any] = [None, *range(1, ROWS)]
    found = made(server, csv_of({"age": ages, "size": ages[::-1], "answer": [1, 2] * 30}))
    upload = found["upload"]
    assert upload["rows"] == ROWS - 2
    upload["columns"][0]["role"] = "ignored"
    upload["columns"][2]["kind"] = "number"
    answer = server.http.post(f"/api/uploads/{upload['id']}", json=upload)
    assert answer.status_code == 200
    changed = answer.json()
    assert (changed["upload"]["rows"], changed["preview"]) == (ROWS - 1, found["preview"])
    assert changed["upload"]["columns"][2]["categories"] == []
    # The other way round, the server finds the categories again.
    changed["upload"]["columns"][2]["kind"] = "category"
    again = server.http.post(f"/api/uploads/{upload['id']}", json=changed["upload"]).json()
    assert again["upload"]["columns"][2]["categories"] == ["1", "2"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "upload_changed"),
        ({"columns": [1, 2, 3]}, None),
        ({"columns": [{}, {}, {}]}, "missing_field"),
        ({"columns": "all"}, "upload_changed"),
    ],
)
def test_a_wrong_change_is_explained(server: Web, body: dict[str, Any], code: str | None) -> None:
    id = made(server, TABLE)["upload"]["id"]
    answer = server.http.post(f"/api/uploads/{id}", json=body)
    assert answer.status_code == 422
    assert code in (None, answer.json()["code"])
    assert is_refused(server.http.post("/api/uploads/nothing", json={}), 422, "upload_gone")


def test_a_large_set_is_made_ready_to_be_streamed(
    server: Web, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(row_store, "LARGE_BYTES", 0)
    monkeypatch.setenv(storage.MEMORY, "100")
    id = made(server, TABLE)["upload"]["id"]
    assert len(list((folder / id).glob("rows-*"))) == 1


def test_the_server_answers_while_files_are_taken_in(server: Web) -> None:
    content = csv_of({name: list(range(60_000)) for name in "abcdefgh"}).encode()
    answers: list[int] = []
    threads = [
        threading.Thread(target=lambda: answers.append(put(server, content).status_code))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    slow: list[float] = []
    while any(thread.is_alive() for thread in threads):
        slow.append(server.http.get("/healthz").elapsed.total_seconds())
    assert answers == [201] * 3
    assert len(slow) > 20


def test_every_refusal_is_a_sentence() -> None:
    assert all(sentence.endswith(".") for sentence in SENTENCES.values())


def test_the_command_line_says_where_things_lie(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    served: list[Any] = []
    monkeypatch.setattr("playground.__main__.serve", served.append)
    main(["serve", "--data-dir", str(tmp_path / "here"), "--max-upload", "0.5"])
    assert storage.data_dir() == tmp_path / "here"
    assert served[0].max_upload_bytes == 5 * 10**8
    assert served[0].max_uploads_bytes == 20 * 10**9
    with pytest.raises(SystemExit):
        main(["serve", "--max-uploads", "lots"])


def test_weights_may_be_bigger_than_other_bodies() -> None:
    assert body_size.limit_of("POST", "/api/sessions/abc/weights").bytes == 16 * 2**20
    for method, path in [
        ("PUT", "/api/sessions/abc/weights"),
        ("POST", "/api/sessions/abc/weights/more"),
        ("POST", "/api/sessions/abc/commands"),
    ]:
        assert body_size.limit_of(method, path).bytes == body_size.MAX_BODY
