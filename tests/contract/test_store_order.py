"""Whatever is put and dropped, and however it is batched, the tables are those of a plain model."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playground.store.rows import (
    PARTS,
    ROWS,
    ClassroomRow,
    EditRow,
    LinkRow,
    PupilRow,
    Row,
    SessionRow,
    StateRow,
)
from support.stores import Keeper, PostgresKeeper, SqliteKeeper

names = st.sampled_from("ab")
few = st.integers(0, 3)
classroom = st.sampled_from([None, "a"])

rows = st.one_of(
    st.builds(
        lambda name, n, classroom: SessionRow(
            name, {"n": n}, n, 0, False, None, 0.0, float(n), classroom=classroom
        ),
        *(names, few, classroom),
    ),
    st.builds(lambda session, n, m: EditRow(session, n, {}, str(m), 0.0), names, few, few),
    st.builds(lambda session, n: StateRow(session, n, b""), names, few),
    st.builds(
        lambda name, session, n: LinkRow(name, session, b"", "view", "", 0.0, n), names, names, few
    ),
    st.builds(lambda name, n: ClassroomRow(name, str(n), "a", b"", 0.0, float(n)), names, few),
    st.builds(lambda name, c, n: PupilRow(name, c, "a", str(n), 0.0), names, names, few),
)
puts = st.tuples(st.just("put"), st.lists(rows, min_size=1, max_size=4))
drops = st.one_of(
    st.tuples(
        st.just("drop"),
        st.one_of(
            st.tuples(st.just(SessionRow), st.fixed_dictionaries({"id": names})),
            st.tuples(st.just(SessionRow), st.fixed_dictionaries({"classroom": classroom})),
            st.tuples(st.just(StateRow), st.fixed_dictionaries({"session": names})),
            st.tuples(st.just(LinkRow), st.fixed_dictionaries({"session": names, "id": names})),
            st.tuples(st.just(LinkRow), st.just({})),
            st.tuples(st.just(ClassroomRow), st.fixed_dictionaries({"code": few.map(str)})),
            st.tuples(st.just(PupilRow), st.fixed_dictionaries({"classroom": names})),
        ),
    ),
    st.tuples(
        st.sampled_from(["drop_from", "drop_below"]),
        st.one_of(
            st.tuples(
                st.just(EditRow),
                st.just("revision"),
                few,
                st.fixed_dictionaries({}, optional={"session": names}),
            ),
            st.tuples(st.just(SessionRow), st.just("seen"), few, st.just({})),
            st.tuples(st.just(ClassroomRow), st.just("until"), few, st.just({})),
        ),
    ),
)
waits = st.tuples(st.sampled_from(["turn", "turn", "turn", "kept"]), st.none())
step = st.sampled_from([puts, puts, puts, drops, drops, waits]).flatmap(lambda kind: kind)
steps = st.lists(step, min_size=8, max_size=40)
WHOLES = [
    SessionRow("a", {}, 0, 0, False, None, 0.0, 3.0),
    SessionRow("b", {}, 0, 0, False, None, 0.0, 3.0, classroom="a"),
    ClassroomRow("a", "", "a", b"", 0.0, 3.0),
]


class Model:
    def __init__(self) -> None:
        self.tables: dict[type[Row], dict[Any, Any]] = {kind: {} for kind in ROWS}

    def put(self, row: Row) -> bool:
        """False, and nothing, where what it is a part of is not there."""
        for whole, parts in PARTS.items():
            for part, column in parts:
                if part is type(row) and (getattr(row, column),) not in self.tables[whole]:
                    return False
        self.tables[type(row)][tuple(getattr(row, name) for name in row.key)] = row
        return True

    def drop(self, kind: type[Row], where: dict[str, Any], taken=lambda row: True) -> None:
        table = self.tables[kind]
        for key, row in list(table.items()):
            if taken(row) and all(getattr(row, name) == value for name, value in where.items()):
                del table[key]
                for part, column in PARTS.get(kind, ()):
                    self.drop(part, {column: key[0]})

    def do(self, keeper: Keeper, what: str, how: Any) -> None:
        """The same here and in the store."""
        if what == "put":
            keeper.store.put(*[row for row in how if self.put(row)])
        elif what == "drop":
            kind, where = how
            self.drop(kind, where)
            keeper.store.drop(kind, **where)
        else:
            kind, column, bound, where = how
            from_it = what == "drop_from"
            self.drop(kind, where, lambda row: (getattr(row, column) >= bound) == from_it)
            getattr(keeper.store, what)(kind, column, bound, **where)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def keeper(request: pytest.FixtureRequest, tmp_path_factory):
    if request.param == "sqlite":
        made: Keeper = SqliteKeeper(tmp_path_factory.mktemp("store"))
    else:
        made = PostgresKeeper(request.getfixturevalue("postgres"))
    made.start()
    yield made
    made.close()


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(steps=steps, held_up=st.sampled_from([True, True, False]))
def test_the_tables_are_those_of_the_model(keeper: Keeper, steps, held_up: bool) -> None:
    """Held up, what the writer has not taken until then is written together at the next wait."""
    model = Model()

    async def run() -> None:
        keeper.store.drop(SessionRow)
        keeper.store.drop(ClassroomRow)
        model.do(keeper, "put", WHOLES)
        with ExitStack() as held:
            for what, how in [("kept", None), *steps, ("kept", None)]:
                if what == "kept":
                    held.close()
                    await keeper.store.flush()
                    if held_up:
                        held.enter_context(keeper.held_up())
                elif what == "turn":
                    await asyncio.sleep(0)
                else:
                    model.do(keeper, what, how)
        for kind in ROWS:
            table = model.tables[kind]
            assert await keeper.store.find(kind) == [table[key] for key in sorted(table)]

    keeper.wait_for(run())
