"""A viewer that never reads costs a constant, however often a large set-up is edited meanwhile."""

from __future__ import annotations

import asyncio
import json

from playground.session.outbox import MAX_EVENT_BYTES
from playground.spec.edit import Operation
from playground.spec.project import parse
from support.desk import desk
from support.session_desk import enter

POINTS = [[-1 / (at + 3), 1 / (at + 3), at % 2] for at in range(1000)]


def test_five_hundred_edits_of_a_large_set_up_wait_as_a_few() -> None:
    with desk() as (_, registry):
        spec = parse({"data": {"dataset": "painted", "painted": POINTS}})
        session = registry.create(spec, play=False, pace=None)
        viewers = [enter(session) for _ in range(3)]
        for number in range(500):
            rename = Operation(op="replace", path="/name", value=f"name {number}")
            session.edit([rename], session.revision)
        for viewer in viewers:
            taken = asyncio.run(viewer.outbox.take())
            texts = [each for each in taken if isinstance(each, str)]
            assert sum(map(len, texts)) <= MAX_EVENT_BYTES + 1024
            told = [json.loads(each) for each in texts]
            specs = [each for each in told if each["type"] == "spec"]
            assert specs[-1]["spec"]["name"] == "name 499"
            assert [each["revision"] for each in specs] == sorted(
                each["revision"] for each in specs
            )
        assert not any(viewer.outbox.overflowing for viewer in viewers)


def test_a_message_for_all_is_written_once() -> None:
    with desk() as (_, registry):
        session = registry.create(parse({}), play=False, pace=None)
        viewers = [enter(session) for _ in range(5)]
        for viewer in viewers:
            asyncio.run(viewer.outbox.take())
        session.edit([Operation(op="replace", path="/seed", value=7)], session.revision)
        told = [
            next(each for each in asyncio.run(viewer.outbox.take()) if isinstance(each, str))
            for viewer in viewers
        ]
        assert all(each is told[0] for each in told)
