"""Turns of the event loop for large documents: one piece a turn, one network after the other."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import suppress

from playground.api.limiter.turns import LARGE, Turns

ADA, BO = "198.51.100.0/24", "203.0.113.0/24"


async def edited(turns: Turns, network: str, bytes: int, log: list[tuple[str, int]]) -> None:
    """Work on a document, and note in which turn of the loop."""
    async with turns.turn(network, bytes):
        log.append((network, CLOCK.turns))


class Clock:
    turns = 0

    async def run(self) -> None:
        while True:
            self.turns += 1
            await asyncio.sleep(0)


CLOCK = Clock()


def worked(*asked: tuple[str, int]) -> list[tuple[str, int]]:
    """Let all of these ask at once; give who was worked for in which turn of the loop."""

    async def all_of_them() -> list[tuple[str, int]]:
        turns, log = Turns(), list[tuple[str, int]]()
        clock = asyncio.create_task(CLOCK.run())
        await asyncio.gather(*(edited(turns, *each, log) for each in asked))
        clock.cancel()
        return log

    return asyncio.run(all_of_them())


def test_of_large_documents_there_is_one_a_turn() -> None:
    log = worked(*[(ADA, LARGE)] * 20, *[(BO, LARGE)] * 20)
    assert len(log) == 40
    assert set(Counter(turn for _, turn in log).values()) == {1}


def test_small_documents_wait_for_nobody() -> None:
    log = worked(*[(ADA, LARGE)] * 20, (BO, LARGE - 1), (ADA, LARGE - 1))
    first = log[0][1]
    assert all((network, first) in log[:3] for network in (ADA, BO))


def test_networks_take_turns_however_much_each_asks() -> None:
    log = worked(*[(ADA, LARGE)] * 20, (BO, LARGE))
    assert [network for network, _ in log].index(BO) <= 1


def test_what_fails_takes_its_turn_as_well() -> None:
    async def failing(turns: Turns, seen: list[int]) -> None:
        with suppress(LookupError):
            async with turns.turn(ADA, LARGE):
                seen.append(CLOCK.turns)
                raise LookupError

    async def story() -> list[int]:
        turns, seen = Turns(), list[int]()
        clock = asyncio.create_task(CLOCK.run())
        await asyncio.gather(*(failing(turns, seen) for _ in range(10)))
        clock.cancel()
        return seen

    seen = asyncio.run(story())
    assert len(set(seen)) == len(seen) == 10


def test_of_a_networks_large_bodies_one_is_read_at_a_time() -> None:
    async def story() -> int:
        turns, now, most = Turns(), Counter[str](), 0

        async def answered(network: str) -> None:
            nonlocal most
            async with turns.body(network, LARGE):
                now[network] += 1
                most = max(most, now[network])
                await asyncio.sleep(0)
                now[network] -= 1

        await asyncio.gather(*(answered(network) for network in (ADA, BO) for _ in range(10)))
        return most

    assert asyncio.run(story()) == 1
