"""A look at a directory while its server is at work: nothing is mended, nothing is taken for damage."""

from __future__ import annotations

import threading
from pathlib import Path

from doctor.conftest import Doctor
from golden.make_data_directory import Maker
from playground.doctor.raw_rows import one, raw
from playground.doctor.report import ALL_WELL
from playground.store.condition import reader
from playground.store.rows import EditRow, SessionRow
from support.serving import serve
from support.stores import SESSION, SqliteKeeper

LOOKS = 2


def test_edits_while_it_is_looked_at_are_no_damage(
    folder: Path, tmp_path: Path, doctor: Doctor
) -> None:
    at_work = tmp_path / "at work"
    with serve("--device", "cpu", "--trainers", "1", "--data-dir", str(at_work)) as server:
        maker = Maker(server.url)
        made = maker.begin(preset="xor")
        over = threading.Event()

        def edit() -> None:
            count = 0
            while not over.is_set():
                count += 1
                rate = {"op": "replace", "path": "/training/learning_rate", "value": count / 1000}
                seed = {"op": "replace", "path": "/network/layers/0/units", "value": 1 + count % 8}
                maker.edit(made["id"], made["links"]["edit"], rate, seed)

        editing = threading.Thread(target=edit)
        editing.start()
        try:
            found = [doctor(data_dir=at_work) for _ in range(LOOKS)]
        finally:
            over.set()
            editing.join()
            maker.close()
    assert [told.code for told in found] == [ALL_WELL] * LOOKS, found
    assert all("is running" in told.of("lock") for told in found)
    told = doctor(data_dir=at_work)
    assert told.code == ALL_WELL
    assert "1 sessions can be opened" in told.of("rows")


def test_a_session_is_read_as_it_is_in_one_moment(tmp_path: Path) -> None:
    """Else an edit that comes between its row and its edits looks like a way that leads nowhere."""
    keeper = SqliteKeeper(tmp_path)
    store = keeper.start()
    store.put(SESSION, EditRow(SESSION.id, 1, {"back": None}, "", 1.0))
    keeper.flush()
    with reader(keeper.file, shared=True) as connection:
        assert one(connection, SessionRow, SESSION.id) is not None
        store.put(EditRow(SESSION.id, 2, {"back": []}, "", 2.0))
        keeper.flush()
        assert [row[1] for row in raw(connection, EditRow)] == [1]
        connection.rollback()
        assert [row[1] for row in raw(connection, EditRow)] == [1, 2]
    keeper.close()
