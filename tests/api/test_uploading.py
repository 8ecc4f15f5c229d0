"""The parts of uploading: bodies that come slowly, readers within bounds, and slots that are shared."""

from __future__ import annotations

import asyncio
import gc
import os
import warnings
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, suppress
from pathlib import Path

import pytest

from playground.api.accounts import in_order
from playground.api.uploading import reader, receiving, slots
from playground.api.uploading.ledger import Giver
from playground.api.uploading.slots import Slots
from playground.data.bounds import Bounds
from playground.session.refusals import Refused
from playground.spec.base import SpecProblem
from support.serving import children
from support.uploading import csv_of

HOME, ELSEWHERE = (in_order("home"), in_order("elsewhere"))
ADA, BOB, EVE = Giver("ada", HOME), Giver("bob", HOME), Giver("eve", HOME)
FAR = Giver("far", ELSEWHERE)


# --- bodies ---------------------------------------------------------------------------------------


async def silent() -> AsyncGenerator[bytes, None]:
    yield b"a,b\n"
    await asyncio.Event().wait()


async def dripping() -> AsyncGenerator[bytes, None]:
    while True:
        yield b"a"
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("body", [silent, dripping])
def test_a_body_that_comes_slowly_is_ended(body, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(receiving, "SILENCE_S", 0.2)
    monkeypatch.setattr(receiving, "GRACE_S", 0.1)
    with pytest.raises(SpecProblem) as refused:
        asyncio.run(receiving.receive(body(), tmp_path / "source", lambda count: None))
    assert refused.value.code == "upload_too_slow"


# --- readers --------------------------------------------------------------------------------------


def taken(folder: Path, bounds: Bounds, rows: int = 200_000) -> None:
    """Take in a table within bounds. Raises `SpecProblem`."""
    (folder / "source").write_text(csv_of({"a": list(range(rows)), "b": [1, 2] * (rows // 2)}))
    asyncio.run(
        reader.read(
            *("take", str(folder / "source"), str(folder)),
            bounds=bounds,
            folder=folder,
            grown=lambda count: None,
        )
    )


@pytest.mark.parametrize(
    ("bounds", "code"),
    [
        (Bounds(seconds=30, bytes=100_000), "upload_unpacks"),
        # The libraries alone take longer.
        (Bounds(seconds=0, bytes=10**8), "upload_takes_long"),
    ],
)
def test_a_reader_is_ended_beyond_its_bounds(bounds: Bounds, code: str, tmp_path: Path) -> None:
    with pytest.raises(SpecProblem) as refused:
        taken(tmp_path, bounds)
    assert refused.value.code == code


def test_a_reader_within_its_bounds_reads(tmp_path: Path) -> None:
    taken(tmp_path, Bounds(seconds=30, bytes=10**8))
    assert (tmp_path / "table.parquet").stat().st_size > 100_000


def beginning(folder: Path) -> tuple[asyncio.Task[bytes], set[int]]:
    """A reader that has begun, and the processes of this one that are older."""
    (folder / "source").write_text(csv_of({"a": list(range(100)), "b": [1, 2] * 50}))
    older = set(children(os.getpid()))
    task = asyncio.create_task(
        reader.read(
            *("take", str(folder / "source"), str(folder)),
            bounds=Bounds(seconds=30, bytes=10**8),
            folder=folder,
            grown=lambda count: None,
        )
    )
    return task, older


async def ranked(task: asyncio.Task[bytes], older: set[int]) -> bool:
    """Whether the reader takes its rank before it has read."""
    while not task.done():
        await asyncio.sleep(0.002)
        for each in set(children(os.getpid())) - older:
            with suppress(ProcessLookupError):
                if os.getpriority(os.PRIO_PROCESS, each) == reader.POLITENESS:
                    return True
    return False


def test_a_reader_stands_behind_others_while_it_loads(tmp_path: Path) -> None:
    """Half of what a small file takes is the loading of libraries."""

    async def watch() -> None:
        task, older = beginning(tmp_path)
        assert await ranked(task, older)
        await task

    asyncio.run(watch())


def test_a_reader_ends_with_the_server_that_began_it(tmp_path: Path) -> None:
    # What others have left behind is not this test's.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        gc.collect()
    before = set(children(os.getpid()))

    async def begin() -> None:
        assert await ranked(*beginning(tmp_path))

    # What is still at work at its end is cancelled, all of it at once.
    asyncio.run(begin())
    assert not set(children(os.getpid())) - before
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        gc.collect()


def test_a_bound_of_memory_holds() -> None:
    code = (
        "from playground.data.bounds import Bounds\n"
        "Bounds(30, 10**6, memory=200 * 2**20).hold()\n"
        "try: bytearray(300 * 2**20)\n"
        "except MemoryError: print('bounded')\n"
    )

    async def said() -> bytes:
        child = await asyncio.create_subprocess_exec(
            *(reader.sys.executable, "-P", "-c", code),
            stdout=asyncio.subprocess.PIPE,
            env=reader.environment(),
        )
        output, _ = await child.communicate()
        return output

    assert asyncio.run(said()) == b"bounded\n"


def test_bounds_grow_with_the_file_up_to_the_room() -> None:
    assert reader.bounds_of(1000, 10**9) == Bounds(30, 64 * 2**20 + 100_000)
    assert reader.bounds_of(1000, 5000).bytes == 5000
    assert reader.bounds_of(132 * 2**20, 10**9).seconds == 130


# --- slots ----------------------------------------------------------------------------------------


async def granted(shared: Slots, stack: AsyncExitStack, giver: Giver, long: bool = False) -> bool:
    """Whether a turn comes at once."""
    try:
        async with asyncio.timeout(0.05):
            await stack.enter_async_context(shared.turn(giver, long))
    except TimeoutError:
        return False
    return True


def test_slots_are_shared_among_people_and_places() -> None:
    async def story() -> list[bool]:
        shared = Slots()
        async with AsyncExitStack() as stack:
            return [
                await granted(shared, stack, ADA),
                await granted(shared, stack, ADA),
                await granted(shared, stack, BOB),
                await granted(shared, stack, EVE),
                await granted(shared, stack, FAR),
            ]

    assert asyncio.run(story()) == [True, False, True, False, True]


def test_long_ones_leave_a_slot_to_short_ones() -> None:
    async def story() -> list[bool]:
        shared = Slots()
        async with AsyncExitStack() as stack:
            people = [Giver(name) for name in "abcde"]
            longs = [await granted(shared, stack, one, long=True) for one in people[:3]]
            return [*longs, await granted(shared, stack, people[3])]

    assert asyncio.run(story()) == [True, True, False, True]


def test_a_turn_is_given_on_in_order_and_given_back_by_who_goes() -> None:
    async def story() -> list[str]:
        shared, order = Slots(), []

        async def read(name: str) -> None:
            async with shared.turn(Giver("one"), False):
                order.append(name)
                await asyncio.sleep(0)

        tasks = [asyncio.create_task(read(name)) for name in "abc"]
        await asyncio.sleep(0)
        tasks[1].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return order

    assert asyncio.run(story()) == ["a", "c"]


def test_who_waits_too_long_is_told(monkeypatch) -> None:
    monkeypatch.setattr(slots, "WAITS_S", 0.05)

    async def story() -> None:
        shared = Slots()
        async with shared.turn(ADA, False), shared.turn(ADA, False):
            pass

    with pytest.raises(Refused) as refused:
        asyncio.run(story())
    assert refused.value.code == "uploads_busy"
