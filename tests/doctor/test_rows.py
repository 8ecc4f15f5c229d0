"""Rows that no server could use: they are found, written down, and taken out; all others stay."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from doctor.conftest import GOLDEN, Doctor, attic, execute, ids
from golden.make_data_directory import Maker
from playground.doctor.report import ALL_WELL, SOMETHING_LEFT
from playground.session.persistence import load
from playground.store.rows import EditRow, SessionRow
from playground.store.sql import SqlStore
from support.postgres import Cluster
from support.serving import serve
from support.stores import PostgresKeeper

MADE = json.loads((GOLDEN / "made.json").read_text())
DIGITS, CURVE = (MADE["sessions"][name]["id"] for name in ("digits", "curve"))
OF_IT = f"session = '{DIGITS}'"

FAULTS = {
    "a set-up that is cut off": (
        f"UPDATE sessions SET spec = substr(spec, 1, 50) WHERE id = '{DIGITS}'",
        "sessions that cannot be read",
    ),
    "a set-up of numbers": (
        f"UPDATE sessions SET spec = 'NaN' WHERE id = '{DIGITS}'",
        "sessions that cannot be read",
    ),
    "a text that is none": (
        f"UPDATE sessions SET owner = CAST(x'ff41' AS TEXT) WHERE id = '{DIGITS}'",
        "sessions that cannot be read",
    ),
    "an id that is none": (
        f"UPDATE sessions SET id = CAST(x'ff41' AS TEXT) WHERE id = '{DIGITS}'",
        "sessions that cannot be read",
    ),
    "a number that is text": (
        f"UPDATE sessions SET revision = 'three' WHERE id = '{DIGITS}'",
        "sessions that cannot be read",
    ),
    "an edit that is none": (f"UPDATE edits SET spec = '[' WHERE {OF_IT}", "edits"),
    "a way back to nowhere": (
        'UPDATE edits SET spec = \'{"back": [[["no", "such", "place"], 1]]}\''
        f" WHERE {OF_IT} AND revision = 3",
        "ways back",
    ),
    "a state that is cut off": (
        f"UPDATE states SET data = substr(data, 1, length(data) - 5) WHERE {OF_IT}",
        "states",
    ),
    "a state of another network": (
        f"UPDATE states SET data = (SELECT data FROM states WHERE session = '{CURVE}')"
        f" WHERE {OF_IT}",
        "states",
    ),
    "a state of no known set-up": (f"UPDATE checkpoints SET revision = 77 WHERE {OF_IT}", "states"),
    "a state whose bytes are gone": (f"DELETE FROM states WHERE {OF_IT}", "states"),
    "a state that is not told of": (f"DELETE FROM checkpoints WHERE {OF_IT}", "states"),
    "a state of no branch": (f"UPDATE checkpoints SET branch = 'b7' WHERE {OF_IT}", "states"),
    "a branch that is none": (f"UPDATE branches SET made = 'long ago' WHERE {OF_IT}", "branches"),
    "curves of no branch": (f"UPDATE branch_curves SET branch = 'b7' WHERE {OF_IT}", "curves"),
    "curves that are cut off": (
        f"UPDATE branch_curves SET columns = substr(columns, 1, 9) WHERE {OF_IT}",
        "curves",
    ),
    "curves of which the first piece is gone": (
        f"UPDATE branch_curves SET number = 1 WHERE {OF_IT}",
        "curves",
    ),
    "a link to nothing": (
        f"UPDATE links SET \"right\" = 'own' WHERE {OF_IT} AND label = ''",
        "links",
    ),
    "a class that is none": ("UPDATE classrooms SET state = '{}'", "classes"),
    "pupils that are none": ("UPDATE pupils SET state = '{\"hand\": 1}'", "pupils"),
    "parts of nothing": (
        "INSERT INTO edits VALUES ('nobody', 1, '{\"back\": null}', '', 1.0, NULL)",
        "edits of what is gone",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_cannot_be_used_is_written_down_and_taken_out(
    folder: Path, doctor: Doctor, fault: str
) -> None:
    statement, said = FAULTS[fault]
    execute(folder, statement)
    told = doctor()
    assert (told.code, told.status("rows")) == (SOMETHING_LEFT, {"to do"})
    assert said in told.of("rows")
    told = doctor(repair=True)
    assert (told.code, told.status("rows")) == (ALL_WELL, {"mended"})
    assert said in told.of("rows")
    lost = {DIGITS} if "sessions" in said else set()
    assert ids(folder) == ids(GOLDEN) - lost
    kept = [json.loads(line) for line in (attic(folder) / "rows.jsonl").read_text().splitlines()]
    assert kept
    assert all(set(each) == {"table", "row"} for each in kept)
    if lost:
        tables = {each["table"] for each in kept}
        assert {
            "sessions",
            "edits",
            "checkpoints",
            "states",
            "branch_curves",
            "links",
        } <= tables or "none" in fault
    assert doctor().code == ALL_WELL


def test_a_set_up_of_another_version_stays(folder: Path, doctor: Doctor) -> None:
    execute(
        folder,
        "UPDATE sessions SET spec = json_set(spec, '$.network.layers[0].kind', 'of_tomorrow')"
        f" WHERE id = '{DIGITS}'",
    )
    for repair in (False, True):
        told = doctor(repair=repair)
        assert (told.code, told.status("rows")) == (SOMETHING_LEFT, {"to do"})
        assert "this version does not know" in told.of("rows")
    assert ids(folder) == ids(GOLDEN)


def test_a_way_back_that_leads_nowhere_keeps_the_edits_after_it(
    folder: Path, doctor: Doctor
) -> None:
    execute(folder, FAULTS["a way back to nowhere"][0])
    doctor(repair=True)
    with closing(sqlite3.connect(folder / "playground.db")) as file:
        found = file.execute(f"SELECT spec FROM edits WHERE {OF_IT} AND revision = 3").fetchall()
    assert found == [('{"back": null}',)]


def test_a_server_opens_what_was_mended_in_every_way(folder: Path, doctor: Doctor) -> None:
    """All at once, on sessions of which each keeps what can be read of it."""
    spared = ("sessions", "links")
    spoiled = [statement for statement, said in FAULTS.values() if not said.startswith(spared)]
    execute(folder, *spoiled)
    (folder / "secret.key").write_bytes(b"\0" * 32)
    with (folder / "playground.db").open("r+b") as file:
        file.write(b"x" * 100)
    told = doctor(repair=True)
    assert told.code == ALL_WELL, told.findings
    with serve("--device", "cpu", "--data-dir", str(folder)) as server:
        doors = Maker(server.url)
        for name, was in MADE["sessions"].items():
            found = doors.call("GET", f"/api/sessions/{was['id']}", was["edit"])
            assert found["spec"] == MADE["found"][name]["spec"]
            doors.train(was["id"], was["edit"], 3)
            doors.found(was["id"], was["edit"])
        whole = MADE["found"]["residual"]
        assert doors.call("GET", f"/api/sessions/{whole['id']}", whole["edit"])["rights"] == "edit"
        doors.close()
    assert doctor().code == ALL_WELL


def test_a_server_opens_what_is_left_of_a_file_that_was_cut_off(
    folder: Path, doctor: Doctor
) -> None:
    file = folder / "playground.db"
    os.truncate(file, file.stat().st_size * 6 // 10)
    doctor(repair=True)
    left = ids(folder)
    assert left
    assert left < ids(GOLDEN)
    with serve("--device", "cpu", "--data-dir", str(folder)) as server:
        doors = Maker(server.url)
        for was in MADE["found"].values():
            path = f"/api/sessions/{was['id']}"
            if was["id"] in left and links_of(folder, was["id"]):
                assert doors.call("GET", path, was["edit"])["spec"] == was["spec"]
                doors.train(was["id"], was["edit"], 3)
            elif was["id"] not in left:
                with pytest.raises(RuntimeError, match=r"40[14]"):
                    doors.call("GET", path, was["edit"])
        doors.close()


def links_of(folder: Path, id: str) -> int:
    with closing(sqlite3.connect(folder / "playground.db")) as file:
        (found,) = file.execute("SELECT count(*) FROM links WHERE session = ?", (id,)).fetchone()
    return int(found)


# --- PostgreSQL -----------------------------------------------------------------------------------


def test_a_store_in_postgresql_is_looked_over(
    postgres: Cluster, folder: Path, doctor: Doctor
) -> None:
    keeper = PostgresKeeper(postgres)
    told = doctor(database=keeper.url)
    assert (told.code, told.status("store")) == (SOMETHING_LEFT, {"to do"})
    assert doctor(database=keeper.url, repair=True).status("store") == {"mended"}
    store = keeper.start()
    document = MADE["found"]["curve"]["spec"]
    store.put(
        SessionRow("whole", document, 1, 0, False, None, 1.0, 2.0),
        SessionRow("none", {"no": "spec"}, 1, 0, False, None, 1.0, 2.0),
        EditRow("whole", 1, {"back": [[["nowhere", 1], 2]]}, "", 1.0),
    )
    store.put(EditRow("whole", 0, {"back": None}, "", 1.0))
    keeper.flush()
    running = doctor(database=keeper.url, repair=True)
    assert running.status("lock") == {"to do"}
    keeper.stop()
    told = doctor(database=keeper.url)
    assert "1 ways back" in told.of("rows")
    assert "does not know" in told.of("rows")
    told = doctor(database=keeper.url, repair=True)
    assert "mended" in told.status("rows"), told.findings
    with psycopg.connect(keeper.url) as other:
        found = other.execute("SELECT spec FROM edits WHERE revision = 1").fetchall()
        assert found == [({"back": None},)]
        other.execute("UPDATE alembic_version SET version_num = '9999'")
    newer = doctor(database=keeper.url, repair=True)
    assert (newer.code, newer.status("store")) == (SOMETHING_LEFT, {"to do"})
    keeper.loop.close()


def test_what_the_doctor_reads_is_what_a_server_reads(folder: Path) -> None:
    """The golden sessions load, so that the doctor's word is held against the server's."""
    store = SqlStore(f"sqlite:///{folder / 'playground.db'}")

    async def read() -> list[str]:
        await store.start()
        found = [await load(store, id) for id in ids(GOLDEN)]
        await store.stop()
        return [each.row.id for each in found if each is not None]

    assert set(asyncio.run(read())) == ids(GOLDEN)
