"""What is asked twice with one id is carried out once."""

from __future__ import annotations

import asyncio

import pytest

from playground.session import answered
from playground.session.answered import Answered


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


async def ask(done: Answered, request: str, place: str = "s") -> bool:
    """Whether it was carried out now."""
    async with done.once(place, request) as turn:
        first = turn.answer is None
        turn.answer = "done"
    return first


async def asked(done: Answered, *requests: str, place: str = "s") -> list[bool]:
    return [await ask(done, each, place) for each in requests]


def test_a_request_is_carried_out_once_in_each_place() -> None:
    done = Answered()
    assert asyncio.run(asked(done, "a", "b", "a", "b")) == [True, True, False, False]
    assert asyncio.run(asked(done, "a", place="t")) == [True]


def test_one_without_an_id_is_never_the_same() -> None:
    assert asyncio.run(asked(Answered(), "", "")) == [True, True]


def test_the_newest_of_a_place_are_remembered_for_an_hour(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(answered, "MAX_OF_ONE", 3)
    clock = Clock()
    done = Answered(clock)
    assert asyncio.run(asked(done, *"abcd", "b", "a")) == [True] * 4 + [False, True]
    clock.now = answered.REMEMBERED_S + 1
    assert asyncio.run(asked(done, "d")) == [True]


def test_of_places_those_asked_last_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answered, "MAX_PLACES", 2)
    done = Answered()
    for place, first in (("s", True), ("t", True), ("s", False), ("u", True), ("t", True)):
        assert asyncio.run(asked(done, place, place=place)) == [first], place


def test_what_comes_while_it_is_carried_out_waits_for_it() -> None:
    async def twice() -> list[bool]:
        done, go_on = Answered(), asyncio.Event()

        async def slowly() -> bool:
            async with done.once("s", "a") as turn:
                first = turn.answer is None
                await go_on.wait()
                turn.answer = "done"
            return first

        both = [asyncio.create_task(slowly()) for _ in range(2)]
        await asyncio.sleep(0)
        go_on.set()
        return await asyncio.gather(*both)

    assert asyncio.run(twice()) == [True, False]


def test_what_failed_may_be_asked_again() -> None:
    async def fail(done: Answered) -> None:
        with pytest.raises(RuntimeError):
            async with done.once("s", "a"):
                raise RuntimeError

    done = Answered()
    asyncio.run(fail(done))
    assert asyncio.run(asked(done, "a")) == [True]
