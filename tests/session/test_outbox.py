"""What waits for a viewer: in order, whole, and bounded."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.session.history import Curves
from playground.session.outbox import (
    MAX_EVENT_BYTES,
    MAX_EVENTS,
    MAX_NUMBERS,
    MAX_POINTS,
    Outbox,
)
from playground.session.refusals import Refused
from playground.wire.close_codes import CloseCode
from playground.wire.frame import Bundle
from playground.wire.stream import Pong, PresenceMessage


@pytest.fixture(autouse=True)
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    """One for each test: what waits is tied to the loop in which it waited first."""
    made = asyncio.new_event_loop()
    asyncio.set_event_loop(made)
    yield made
    asyncio.set_event_loop(None)
    made.close()


def take(outbox: Outbox) -> list[str | bytes]:
    """What is sent now; nothing when all that waits must wait on."""

    async def within() -> list[str | bytes]:
        try:
            return await asyncio.wait_for(outbox.take(), 0.01)
        except TimeoutError:
            return []

    return asyncio.get_event_loop_policy().get_event_loop().run_until_complete(within())


def numbers(taken: list[str | bytes]) -> list[int]:
    return [
        msgspec.msgpack.decode(each, type=Bundle).frame for each in taken if isinstance(each, bytes)
    ]


def test_events_keep_their_order() -> None:
    outbox = Outbox(Curves())
    for count in range(5):
        outbox.tell(PresenceMessage(viewers=count))
    assert [json.loads(each)["viewers"] for each in take(outbox)] == [0, 1, 2, 3, 4]
    assert take(outbox) == []


def test_two_bundles_at_most_are_unanswered() -> None:
    outbox = Outbox(Curves())
    sent: list[int] = []
    for body in (b"\x01", b"\x02", b"\x03", b"\x04"):
        outbox.show("weights", body)
        sent += numbers(take(outbox))
    assert sent == [1, 2]
    assert outbox.dropped == 1
    outbox.acknowledge(1)
    (message,) = take(outbox)
    assert isinstance(message, bytes)
    bundle = msgspec.msgpack.decode(message, type=Bundle)
    assert [bytes(each) for each in bundle.frames] == [b"\x04"]
    outbox.acknowledge(3)
    outbox.show("weights", b"\x05")
    assert numbers(take(outbox)) == [4]


def test_an_answer_to_what_was_never_sent_opens_nothing() -> None:
    outbox = Outbox(Curves())
    outbox.acknowledge(2**53)
    sent: list[int] = []
    for _ in range(5):
        outbox.show("weights", b"\x01")
        sent += numbers(take(outbox))
    assert sent == [1, 2]


def test_bundles_keep_the_pace_that_the_viewer_asked_for() -> None:
    async def times() -> list[float]:
        outbox, clock = Outbox(Curves()), asyncio.get_running_loop().time
        outbox.fps = 20.0
        found: list[float] = []
        for _ in range(4):
            outbox.show("weights", b"\x01")
            (message,) = await asyncio.wait_for(outbox.take(), 5)
            assert isinstance(message, bytes)
            found.append(clock())
            outbox.acknowledge(len(found))
        return found

    sent = asyncio.run(times())
    assert all(later - earlier >= 0.045 for earlier, later in pairwise(sent))


def test_events_do_not_wait_for_the_pace() -> None:
    async def first_two() -> list[str | bytes]:
        outbox = Outbox(Curves())
        outbox.fps = 0.01
        outbox.show("weights", b"\x01")
        taken = await outbox.take()
        outbox.show("weights", b"\x02")
        outbox.tell(Pong())
        return taken + await asyncio.wait_for(outbox.take(), 1)

    assert [type(each) for each in asyncio.run(first_two())] == [bytes, str]


def test_whoever_reads_nothing_is_found_out() -> None:
    outbox = Outbox(Curves())
    for _ in range(MAX_EVENTS + 1):
        assert not outbox.overflowing
        outbox.tell(Pong())
    assert outbox.overflowing


class Model:
    """The page's copy of the curves, kept as the page keeps it."""

    def __init__(self) -> None:
        self.columns: dict[str, list[Any]] = {}

    def hear(self, taken: list[str | bytes]) -> None:
        for text in taken:
            message = json.loads(text)
            if message["keep_until"] is not None:
                kept = sum(step <= message["keep_until"] for step in self.columns.get("step", []))
                for column in self.columns.values():
                    del column[kept:]
            before, more = (
                len(self.columns.get("step", [])),
                len(message["columns"].get("step", [])),
            )
            for name in {*self.columns, *message["columns"]}:
                column = self.columns.setdefault(name, [None] * before)
                column += message["columns"].get(name, [None] * more)


changes = st.lists(
    st.tuples(
        st.integers(0, 30) | st.none(),  # keep_until
        st.integers(0, 5),  # new points
        st.sampled_from(["loss", "gradient:h1", "gradient:h2"]),
        st.booleans(),  # whether the page reads now
    ),
    max_size=30,
)


@given(changes)
def test_the_pages_curves_equal_the_servers(
    done: list[tuple[int | None, int, str, bool]],
) -> None:
    """However seldom the page reads, and whatever is cut meanwhile."""
    curves, page = Curves(), Model()
    outbox = Outbox(curves)
    loop = asyncio.new_event_loop()
    for keep_until, points, name, reads in done:
        if keep_until is not None:
            curves.cut(keep_until)
            outbox.curves_changed(keep_until)
        last = curves.columns["step"][-1] if len(curves) else -1
        first = int(last if last is not None else -1) + 1
        steps: list[float | None] = [float(first + each) for each in range(points)]
        if points:
            curves.append({"step": steps, name: [None if s == 3 else s for s in steps]})
        outbox.curves_changed(None)
        if reads:
            loop.run_until_complete(read(outbox, page))
    outbox.tell(Pong())
    loop.run_until_complete(read(outbox, page))
    loop.close()
    for name, column in curves.columns.items():
        assert page.columns.get(name, []) == column


async def read(outbox: Outbox, page: Model) -> None:
    outbox.tell(Pong())
    taken = await outbox.take()
    page.hear([each for each in taken if "pong" not in str(each)])


def test_a_long_history_comes_in_pieces() -> None:
    curves = Curves()
    curves.append({"step": [float(step) for step in range(2 * MAX_POINTS + 1)]})
    outbox = Outbox(curves)
    outbox.curves_changed(None)
    sizes = []
    while taken := take(outbox):
        assert len(taken) == 1, "the next piece is written when this one has gone"
        sizes += [len(json.loads(each)["columns"]["step"]) for each in taken]
    assert sizes == [MAX_POINTS, MAX_POINTS, 1]


def test_points_with_many_columns_come_in_smaller_pieces() -> None:
    curves = Curves()
    names = ["step", *(f"gradient:h{number}" for number in range(99))]
    curves.append({name: [0.123456789] * MAX_POINTS for name in names})
    outbox = Outbox(curves)
    outbox.curves_changed(None)
    points = 0
    while taken := take(outbox):
        (piece,) = taken
        assert len(piece) < 20 * MAX_NUMBERS
        points += len(json.loads(piece)["columns"]["step"])
    assert points == MAX_POINTS


def test_who_is_far_behind_gets_the_newest_of_what_tells_a_state() -> None:
    outbox = Outbox(Curves())
    report = '{"type": "carried"}'
    outbox.tell_text("carried", report)
    for number in range(500):
        outbox.tell_text("spec", f"spec {number} " + "x" * 2**15)
        outbox.tell_text("status", f"status {number}")
    taken = [str(each) for each in take(outbox)]
    assert not outbox.overflowing
    assert sum(map(len, taken)) <= MAX_EVENT_BYTES
    assert taken[0] == report
    assert taken[-1] == "status 499"
    specs = [int(each.split()[1]) for each in taken if each.startswith("spec")]
    assert specs == sorted(specs)
    assert specs[-1] == 499


def test_who_leaves_too_much_unread_is_sent_away_and_costs_nothing_more() -> None:
    outbox = Outbox(Curves())
    told = 0
    while not outbox.overflowing:
        outbox.tell_text("error", "x" * 2**16)
        told += 2**16
    assert told <= MAX_EVENT_BYTES + 2**16
    outbox.tell(Pong())
    outbox.tell_newest("pupil", Pong())
    outbox.show("weights", b"1")
    assert not outbox._events
    assert not outbox._newest
    assert not outbox._frames
    with pytest.raises(Refused) as refused:
        asyncio.run(outbox.take())
    assert refused.value.close is CloseCode.TOO_SLOW


def test_frames_that_nobody_looks_at_any_more_do_not_wait() -> None:
    outbox = Outbox(Curves())
    for number in range(1000):
        key = f"weights {number}"
        outbox.show_only({key, "points"})
        outbox.show(key, b"x" * 2**16)
    assert list(outbox._frames) == ["weights 999"]
