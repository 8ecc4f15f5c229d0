"""Edits as rows of the store, and back: few bytes a row, and rows of the first release are still read."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace

from playground.engine import contract
from playground.session.persistence import load
from playground.spec.project import Spec, parse
from playground.store.memory import MemoryStore
from playground.store.rows import CheckpointRow, EditRow
from support.desk import desk
from support.session_desk import SPEC, edited


def rows(store: MemoryStore, session: str) -> list[EditRow]:
    return asyncio.run(store.find(EditRow, session=session))


def test_a_row_has_the_way_back_and_no_spec() -> None:
    with desk() as (_, registry):
        session = registry.create(SPEC, play=False, pace=None)
        for units in (3, 4, 5):
            edited(session, units)
        assert isinstance(registry.store, MemoryStore)
        kept = rows(registry.store, session.id)
        assert [row.spec for row in kept[1:]] == [
            {"back": [[["network", "layers", 0, "units"], before]]}
            for before in (SPEC.network.layers[0].units, 3, 4)
        ]
        saved = asyncio.run(load(registry.store, session.id))
        assert saved is not None
        assert saved.edits == tuple(session.history.edits)


def test_rows_that_are_whole_specs_are_read_as_before() -> None:
    """As the first release wrote them, and with edits of this one after them."""
    with desk() as (engine, registry):
        session = registry.create(SPEC, play=False, pace=None)
        specs: dict[int, Spec] = {1: session.spec}
        for units in (3, 4, 5):
            edited(session, units)
            specs[session.revision] = session.spec
        engine.say(contract.Checkpoint(session.run.id, step=9, revision=2, data=b"nine"))
        store = registry.store
        for row in rows(store, session.id):
            store.put(replace(row, spec=specs[row.revision].model_dump(mode="json")))
        edited(session, 6)
        specs[session.revision] = session.spec

        saved = asyncio.run(load(store, session.id))
        assert saved is not None
        assert [edit.revision for edit in saved.edits] == [1, 2, 3, 4, 5]
        assert saved.checkpoint is not None
        assert saved.checkpoint.spec == specs[2]
        engine.now += 301
        registry.tidy()
        woken = asyncio.run(registry.find(session.id))
        assert {number: woken.history.spec_at(number) for number in specs} == specs


def painted(number: int) -> Spec:
    drawn = [[-1 / (at + number + 3), 1 / (at + number + 3), at % 2] for at in range(1000)]
    return parse({"data": {"dataset": "painted", "painted": drawn}})


def test_the_store_keeps_few_bytes_and_the_spec_of_a_checkpoint() -> None:
    with desk() as (engine, registry):
        session = registry.create(painted(0), play=False, pace=None)
        engine.say(contract.Checkpoint(session.run.id, step=9, revision=1, data=b"nine"))
        for number in range(1, 120):
            session.take(painted(number), session.revision)
        store = registry.store
        kept = rows(store, session.id)
        assert 10 < len(kept) < 60
        assert sum(len(json.dumps(row.spec)) for row in kept) < 2 * 2**20
        saved = asyncio.run(load(store, session.id))
        assert saved is not None
        assert saved.checkpoint is not None
        assert saved.checkpoint.spec == painted(0)
        assert saved.edits[-1].revision == 120


def test_a_copy_keeps_the_spec_of_its_checkpoint() -> None:
    with desk() as (engine, registry):
        session = registry.create(SPEC, play=False, pace=None)
        engine.say(contract.Checkpoint(session.run.id, step=9, revision=1, data=b"nine"))
        edited(session, 3)
        copy = registry.fork(session)
        assert asyncio.run(registry.store.find(CheckpointRow, session=copy.id))
        saved = asyncio.run(load(registry.store, copy.id))
        assert saved is not None
        assert saved.checkpoint is not None
        assert (saved.checkpoint.spec, saved.spec) == (SPEC, session.spec)
