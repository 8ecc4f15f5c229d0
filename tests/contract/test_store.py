"""What every store does, in a real database of each kind."""

from __future__ import annotations

import asyncio
import dataclasses
import os
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from structlog.testing import capture_logs

from playground.store.contract import StoreProblem
from playground.store.rows import ROWS as KINDS
from playground.store.rows import (
    BranchRow,
    CheckpointRow,
    ClassroomRow,
    CurvesRow,
    EditRow,
    LinkRow,
    PupilRow,
    SessionRow,
    StateRow,
)
from playground.store.sql import SqlStore
from playground.store.tables import METADATA
from support.stores import CLASSROOM, ROWS, SESSION, Keeper, PostgresKeeper, SqliteKeeper, script


@pytest.fixture(params=["sqlite", "postgresql"])
def keeper(request: pytest.FixtureRequest, tmp_path):
    if request.param == "sqlite":
        made: Keeper = SqliteKeeper(tmp_path / "not yet there")
    else:
        made = PostgresKeeper(request.getfixturevalue("postgres"))
    made.start()
    yield made
    made.close()


def session(id: str, **values: Any) -> SessionRow:
    return dataclasses.replace(SESSION, id=id, **values)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_put_is_found_again_after_a_restart(keeper: Keeper, kind) -> None:
    keeper.store.put(*ROWS)
    keeper.flush()
    keeper.again()
    assert keeper.find(kind) == [row for row in ROWS if isinstance(row, kind)]


def test_sessions_with_an_uploaded_file_are_found(keeper: Keeper) -> None:
    keeper.store.put(
        session("none", spec={"data": {"upload": None}}),
        session("a", spec={"data": {"upload": {"id": "file-1", "columns": []}}, "nul": "\0"}),
        session("b", spec={"title": '"upload": {', "data": {}}),
        session("c", spec={"title": {"upload": {"id": "file-2"}}}),
        session("d", spec={"data": {"upload": {"id": "file-1"}}}),
    )
    found = keeper.wait_for(keeper.store.sessions_with_uploads())
    assert sorted(found) == [("a", "file-1"), ("d", "file-1")]


def test_sessions_that_name_an_uploaded_file_are_found(keeper: Keeper) -> None:
    keeper.store.put(
        session("none", spec={"data": {"upload": None}}),
        session("a", spec={"data": {"upload": {"id": "file_1", "columns": []}}, "nul": "\0"}),
        session("b", spec={"name": '"file_1"', "data": {"upload": {"id": "other"}}}),
        session("c", spec={"data": {"upload": {"id": "file-1"}}}),
        session("d", spec={"data": {"upload": {"id": "file_1"}}}),
        session("e", spec={"data": {"upload": {"id": "my-file_1"}}}),
    )
    assert keeper.wait_for(keeper.store.sessions_that_name("file_1")) == ["a", "d"]
    assert keeper.wait_for(keeper.store.sessions_that_name("file%")) == []


def test_uploads_that_edits_name_are_found(keeper: Keeper) -> None:
    one, two, three, four, five = (f"{n}" * 22 for n in "12345")
    upload = {"id": two, "columns": []}
    keeper.store.put(
        session("s"),
        EditRow("s", 1, {"data": {"upload": {"id": one}}}, "", 1.0),
        EditRow("s", 2, {"back": [[["data"], {"dataset": "upload", "upload": upload}]]}, "", 1.0),
        EditRow("s", 3, {"back": [[["data", "upload", "id"], three]]}, "", 1.0),
        EditRow("s", 4, {"back": [[["data", "upload"], {"id": four}]]}, "", 1.0),
        EditRow("s", 5, {"back": None}, "", 1.0),
    )
    found = keeper.wait_for(keeper.store.named_by_edits([one, two, three, four, five]))
    assert found == {one, two, three, four}
    assert keeper.wait_for(keeper.store.named_by_edits([])) == set()


def test_json_is_kept_as_it_was_written(keeper: Keeper) -> None:
    spec = {"b": 1e16, "a": -0.0, "nul": "\0", "half": "\ud800", "deep": [{"x": None}], "n": 10**30}
    keeper.store.put(session("s", spec=spec))
    (found,) = keeper.find(SessionRow)
    assert repr(found.spec) == repr(spec)


def test_a_row_replaces_the_one_with_its_key(keeper: Keeper) -> None:
    for revision in range(3):
        keeper.store.put(session("s", revision=revision), EditRow("s", 1, {"n": revision}, "", 0.0))
        if revision == 1:
            keeper.flush()
    assert [row.revision for row in keeper.find(SessionRow)] == [2]
    assert [row.spec for row in keeper.find(EditRow)] == [{"n": 2}]


def test_a_replaced_session_keeps_what_is_of_it(keeper: Keeper) -> None:
    keeper.store.put(*ROWS)
    keeper.flush()
    keeper.store.put(session("s1", revision=9))
    assert len(keeper.find(LinkRow, session="s1")) == 2


def test_rows_are_chosen_by_columns_and_come_in_the_order_of_their_key(keeper: Keeper) -> None:
    ids = ["z", "Z", "é", "a", "나"]
    keeper.store.put(session("s"), *(session(id, classroom="c") for id in ids))
    keeper.store.put(*(EditRow("s", number, {}, "", 0.0) for number in (10, 9, 100)))
    assert [row.id for row in keeper.find(SessionRow, classroom="c")] == sorted(ids)
    assert [row.id for row in keeper.find(SessionRow, classroom=None)] == ["s"]
    assert [row.id for row in keeper.find(SessionRow, classroom="c", id="z")] == ["z"]
    assert [row.revision for row in keeper.find(EditRow, session="s")] == [9, 10, 100]
    assert keeper.wait_for(keeper.store.count(SessionRow, classroom="c")) == 5
    assert keeper.wait_for(keeper.store.count(SessionRow)) == 6


def test_only_columns_that_can_be_compared_choose(keeper: Keeper) -> None:
    for where in ({"spec": {}}, {"nothing": 1}):
        with pytest.raises(ValueError, match="not chosen"):
            keeper.find(SessionRow, **where)
        with pytest.raises(ValueError, match="not chosen"):
            keeper.store.drop(SessionRow, **where)


def test_deletions_keep_their_place_among_rows(keeper: Keeper) -> None:
    store = keeper.store
    with keeper.held_up():
        store.put(session("s"), *(EditRow("s", number, {}, "old", 0.0) for number in range(6)))
        store.drop_from(EditRow, "revision", 3, session="s")
        store.put(EditRow("s", 4, {}, "new", 0.0))
        store.drop_below(EditRow, "revision", 2, session="s")
        store.put(EditRow("s", 0, {}, "new", 0.0))
        store.drop(EditRow, session="s", revision=2)
    assert [(row.revision, row.author) for row in keeper.find(EditRow)] == [(0, "new"), (4, "new")]


def test_a_bound_may_be_a_fraction(keeper: Keeper) -> None:
    keeper.store.put(session("s"), *(EditRow("s", number, {}, "", 0.0) for number in range(8)))
    keeper.store.drop_from(EditRow, "revision", 5.5)
    keeper.store.drop_below(EditRow, "revision", 2.5)
    assert [row.revision for row in keeper.find(EditRow)] == [3, 4, 5]


def test_what_has_no_value_is_below_nothing(keeper: Keeper) -> None:
    keeper.store.put(session("s"), *(row for row in ROWS if isinstance(row, LinkRow)), SESSION)
    keeper.store.drop_below(LinkRow, "until", 1e11)
    assert [row.id for row in keeper.find(LinkRow)] == ["l1"]


def test_a_session_or_a_class_takes_along_what_is_of_it(keeper: Keeper) -> None:
    keeper.store.put(*ROWS)
    keeper.store.drop(SessionRow, id="s1")
    for kind in (EditRow, BranchRow, CheckpointRow, StateRow, CurvesRow, LinkRow):
        assert keeper.find(kind) == []
    assert [row.id for row in keeper.find(SessionRow)] == ["s2"]
    assert len(keeper.find(PupilRow)) == 1
    keeper.store.drop(ClassroomRow, code=CLASSROOM.code)
    assert keeper.find(PupilRow) == []


def test_a_session_that_is_put_again_after_its_deletion_begins_empty(keeper: Keeper) -> None:
    with keeper.held_up():
        keeper.store.put(*ROWS)
        keeper.store.drop(SessionRow, id="s1")
        keeper.store.put(SESSION, EditRow("s1", 4, {}, "", 0.0))
    assert [row.revision for row in keeper.find(EditRow)] == [4]
    assert keeper.find(LinkRow) == []


def test_an_old_session_that_was_seen_just_now_is_not_swept(keeper: Keeper) -> None:
    keeper.store.put(session("s", seen=1.0), EditRow("s", 1, {}, "", 0.0))
    keeper.flush()
    with keeper.held_up():
        keeper.store.put(session("s", seen=10.0))
        keeper.store.drop_below(SessionRow, "seen", 5.0)
        keeper.store.put(session("s", seen=2.0))
    assert [row.seen for row in keeper.find(SessionRow)] == [2.0]
    assert len(keeper.find(EditRow)) == 1


def test_the_same_deletion_twice_is_two(keeper: Keeper) -> None:
    """The first takes what is of the session, which the second would find changed and leave."""
    keeper.store.put(session("s", classroom="c"), EditRow("s", 1, {}, "", 0.0))
    keeper.flush()
    with keeper.held_up():
        keeper.store.put(session("other"))
        keeper.store.drop(SessionRow, classroom="c")
        keeper.store.put(session("s"))
        keeper.store.drop(SessionRow, classroom="c")
    assert [row.id for row in keeper.find(SessionRow)] == ["other", "s"]
    assert keeper.find(EditRow) == []


def test_what_is_asked_at_once_is_written_at_once(keeper: Keeper) -> None:
    """Each turn of the loop moves a session's two rows together; nobody ever sees one move alone."""
    reader = sa.create_engine(
        keeper.url.replace("postgresql://", "postgresql+psycopg://"),
        connect_args={} if "sqlite" not in keeper.url else {"timeout": 60},
    )
    seen: list[tuple[int, str]] = []

    async def run() -> None:
        for number in range(100):
            keeper.store.put(session("s", revision=number))
            keeper.store.drop(EditRow, session="s")
            keeper.store.put(EditRow("s", 1, {}, str(number), 0.0))
            await keeper.store.flush()
            await asyncio.sleep(0)

    def look() -> None:
        both = "SELECT s.revision, e.author FROM sessions s LEFT JOIN edits e ON e.session = s.id"
        while len(seen) < 200:
            with reader.connect() as connection:
                seen.extend((row[0], row[1]) for row in connection.exec_driver_sql(both))

    async def both() -> None:
        keeper.store.put(session("s", revision=-1), EditRow("s", 1, {}, "-1", 0.0))
        await keeper.store.flush()
        await asyncio.gather(run(), asyncio.to_thread(look))

    keeper.wait_for(both())
    reader.dispose()
    assert all(str(revision) == author for revision, author in seen)


def test_what_can_never_be_written_is_set_aside_alone(keeper: Keeper) -> None:
    bad = [
        session("half", owner="\ud800"),
        session("large", revision=2**70),
        session("none", spec={"x": float("nan")}),
        session("kind", seen=object()),
        EditRow("nobody", 1, {}, "", 0.0),
    ]
    good = [session(f"s{number}") for number in range(5)]
    with capture_logs() as logs:
        keeper.store.put(*(row for pair in zip(bad, good, strict=True) for row in pair))
        keeper.store.drop(SessionRow, id="\ud800")
        keeper.flush()
    assert keeper.find(SessionRow) == good
    assert {line["key"] for line in logs} == {
        *("('half',)", "('large',)", "('none',)", "('kind',)", "('nobody', 1)")
    }
    assert {line["event"] for line in logs} == {"row_set_aside"}


def test_text_with_nul_does_not_hold_up_the_rest(keeper: Keeper) -> None:
    """SQLite can keep it, PostgreSQL cannot."""
    keeper.store.put(session("s", owner="a\0b"), session("t"))
    assert [row.id for row in keeper.find(SessionRow)][-1] == "t"
    assert [row.owner for row in keeper.find(SessionRow, id="s")] in ([], ["a\0b"])


def test_what_no_row_can_hold_is_not_found(keeper: Keeper) -> None:
    keeper.store.put(SESSION)
    for value in ("\0", "\ud800"):
        assert keeper.find(SessionRow, id=value) == []
        assert keeper.wait_for(keeper.store.count(SessionRow, id=value)) == 0
        keeper.store.drop(SessionRow, id=value)
    assert keeper.find(SessionRow, revision=2**70) == []
    assert keeper.find(SessionRow) == [SESSION]


def test_what_is_kept_outlives_a_killed_server(keeper: Keeper) -> None:
    keeper.stop()
    body = "\n".join(
        [
            "for number in range(10**6):",
            "    session = SessionRow('s', {}, number, 0, True, None, 0.0, 0.0)",
            "    store.put(session, EditRow('s', number, {}, 'x' * 1000, 0.0))",
            "    await store.flush()",
            "    print(number, flush=True)",
        ]
    )
    with script(keeper.url, body) as process:
        assert process.stdout
        for line in process.stdout:
            if int(line) == 20:
                process.kill()
                last = int([line, *process.stdout][-1])
    keeper.start()
    (found,) = keeper.find(SessionRow)
    assert found.revision >= last >= 20
    # All of a call or none.
    assert [row.revision for row in keeper.find(EditRow)] == list(range(found.revision + 1))


def test_a_second_server_is_told_that_the_store_is_in_use(keeper: Keeper) -> None:
    keeper.stop()
    with script(keeper.url, "print('open', flush=True)\nsys.stdin.read()") as process:
        assert process.stdout
        assert process.stdout.readline() == "open\n"
        second = SqlStore(keeper.url)
        with pytest.raises(StoreProblem, match=r"Another server.* uses the store"):
            keeper.wait_for(second.start())
        process.kill()
    keeper.wait_for(second.start())
    with pytest.raises(StoreProblem, match=r"Another server.* uses the store"):
        keeper.start()
    keeper.wait_for(second.stop())
    keeper.start()


def test_the_steps_lead_to_the_tables_and_a_second_start_changes_nothing(keeper: Keeper) -> None:
    keeper.store.put(*ROWS)
    keeper.again()
    url = keeper.url.replace("postgresql://", "postgresql+psycopg://")
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []
        inspector = sa.inspect(connection)
        for table in METADATA.tables.values():
            keys = {key.name for key in table.foreign_key_constraints}
            assert {key["name"] for key in inspector.get_foreign_keys(table.name)} == keys
            for key in inspector.get_foreign_keys(table.name):
                assert key["options"] == {"ondelete": "CASCADE"}
    assert len(keeper.find(SessionRow)) == 2


OLD = sa.MetaData()
sa.Table(
    "snapshots",
    OLD,
    sa.Column("session", sa.Text(), primary_key=True),
    sa.Column("step", sa.BigInteger()),
    sa.Column("revision", sa.BigInteger()),
    sa.Column("data", sa.LargeBinary()),
)
sa.Table(
    "curves",
    OLD,
    sa.Column("session", sa.Text(), primary_key=True),
    sa.Column("number", sa.BigInteger(), primary_key=True),
    sa.Column("columns", sa.LargeBinary()),
)
"""Tables that there were before a session's past had branches."""


def test_tables_of_the_first_version_are_brought_up_to_date(keeper: Keeper) -> None:
    keeper.store.put(*ROWS)
    keeper.flush()
    before = [dataclasses.replace(row, networks=None) for row in keeper.find(SessionRow)]
    keeper.stop()
    url = keeper.url.replace("postgresql://", "postgresql+psycopg://")
    with sa.create_engine(url, poolclass=sa.NullPool).begin() as connection:
        for column in ("until_step", "until_epoch", "networks", "branch", "reach"):
            connection.exec_driver_sql(f"ALTER TABLE sessions DROP COLUMN {column}")
        connection.exec_driver_sql("ALTER TABLE edits DROP COLUMN request")
        for table in ("branches", "checkpoints", "states", "branch_curves"):
            connection.exec_driver_sql(f"DROP TABLE {table}")
        OLD.create_all(connection)
        state = {"session": "s1", "step": 2**33, "revision": 3, "data": bytes(range(256))}
        connection.execute(OLD.tables["snapshots"].insert(), state)
        pieces = [{"session": "s1", "number": n, "columns": bytes([n])} for n in (0, 1)]
        connection.execute(OLD.tables["curves"].insert(), pieces)
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    keeper.start()
    assert keeper.find(SessionRow) == before
    assert {row.until_step for row in before} == {None}
    assert [row.request for row in keeper.find(EditRow)] == [None, None]
    assert [(row.session, row.id, row.why, row.made) for row in keeper.find(BranchRow)] == [
        (row.id, "b1", "start", row.made) for row in before
    ]
    assert keeper.find(CheckpointRow) == [CheckpointRow("s1", 3, 2**33, "b1", "train", 1, 256)]
    assert keeper.find(StateRow) == [StateRow("s1", 1, bytes(range(256)))]
    assert keeper.find(CurvesRow) == [CurvesRow("s1", n, bytes([n]), "b1") for n in (0, 1)]


def test_tables_of_a_newer_version_are_left_alone(keeper: Keeper) -> None:
    keeper.stop()
    url = keeper.url.replace("postgresql://", "postgresql+psycopg://")
    with sa.create_engine(url, poolclass=sa.NullPool).begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreProblem, match="9999"):
        keeper.start()


def test_what_could_not_be_written_is_written_once_it_can_be(keeper: Keeper) -> None:
    keeper.store.put(*ROWS)
    keeper.flush()
    data = os.urandom(1_000_000)
    with keeper.broken(), capture_logs() as logs:
        keeper.store.put(session("s1", revision=4), StateRow("s1", 7, data))
        with pytest.raises(StoreProblem, match="cannot be used"):
            keeper.flush()
        with pytest.raises(StoreProblem, match="cannot be used"):
            keeper.find(SessionRow)
        keeper.store.drop(LinkRow, id="l1")
        keeper.store.put(session("s1", revision=5))
        assert keeper.store.behind_s > 0
    assert {line["event"] for line in logs} == {"store_not_written"}

    keeper.flush()
    assert [row.revision for row in keeper.find(SessionRow)] == [5, 0]
    assert [row.data for row in keeper.find(StateRow)] == [data]
    assert [row.id for row in keeper.find(LinkRow)] == ["l2"]


def test_a_database_that_was_started_anew_is_simply_used(postgres) -> None:
    keeper = PostgresKeeper(postgres)
    keeper.start()
    keeper.store.put(*ROWS)
    assert keeper.find(SessionRow)
    with keeper.broken():
        pass
    keeper.store.put(session("s1", revision=4))
    keeper.flush()
    assert keeper.find(SessionRow, revision=4)
    keeper.close()


def test_what_is_put_in_a_closed_store_waits(keeper: Keeper) -> None:
    keeper.stop()
    keeper.store.put(SESSION)
    with pytest.raises(StoreProblem, match="not open"):
        keeper.flush()
    keeper.start()
    assert keeper.find(SessionRow) == [SESSION]


def test_nothing_is_behind_when_all_is_written(keeper: Keeper) -> None:
    with keeper.held_up():
        keeper.store.put(SESSION)
        assert keeper.store.behind_s > 0
    keeper.flush()
    assert keeper.store.behind_s == 0
    keeper.store.put()
    assert keeper.store.behind_s == 0


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("mysql://me:secret@there/x", "cannot use 'mysql'"),
        ("sqlite://", "needs a file"),
        ("no address, but secret", "not one of a database"),
        ("sqlite:////proc/nowhere/playground.db", "cannot be opened"),
        ("postgres://me:secret@127.0.0.1:1/x", "cannot be used"),
    ],
)
def test_a_store_that_cannot_be_opened_says_so(url: str, told: str) -> None:
    with pytest.raises(StoreProblem, match=told) as raised:
        asyncio.run(SqlStore(url).start())
    assert "secret" not in str(raised.value)


def test_a_file_that_is_no_database_is_left_alone(tmp_path) -> None:
    file = tmp_path / "playground.db"
    file.write_text("notes, no database" * 100)
    with pytest.raises(StoreProblem, match="cannot be used"):
        asyncio.run(SqlStore(f"sqlite:///{file}").start())
    assert file.read_text().startswith("notes")
