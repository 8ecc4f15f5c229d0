"""Runs whose steps are slow train apart, and nothing of them is lost on the way there and back."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from engine.test_local import WITHIN, Ear, gone
from playground.engine import contract as c
from playground.engine import slow_runs
from playground.engine.local import LocalEngine
from playground.spec.project import parse
from playground.wire.frame import decode
from support.slow_nets import SLOW
from support.web import until

Scene = Callable[[LocalEngine, Ear], Awaitable[None]]


def smaller(name: str, batch_size: int, samples: int) -> dict[str, Any]:
    """Slow by its estimate all the same, and done with sooner on busy cores by the lowest in rank."""
    document = SLOW[name]
    training = document["training"] | {"batch_size": batch_size}
    data = document["data"] | {"samples": samples}
    return parse(document | {"data": data, "training": training}).model_dump(mode="json")


SLOW_DOCUMENT = smaller("wide dense layers, a large batch", 4000, 4500)


def play(scene: Scene, **options: int) -> None:
    async def whole() -> None:
        ear, engine = Ear(), LocalEngine("cpu", trainers=1, **options)
        await engine.start(ear)
        try:
            async with asyncio.timeout(WITHIN):
                await scene(engine, ear)
        finally:
            began = time.monotonic()
            await engine.stop()
            assert time.monotonic() - began < 5.0

    asyncio.run(whole())


def apart(engine: LocalEngine, run: str) -> bool:
    return engine._places[run].apart


def points(ear: Ear, run: str) -> list[float]:
    """The steps of the run's curve as the web process has them."""
    steps: list[float] = []
    for event in ear.events:
        if isinstance(event, c.Curves) and event.run == run:
            if event.keep_until is not None:
                steps = [step for step in steps if step <= event.keep_until]
            steps += event.columns.get("step", [])
    return steps


@pytest.mark.parametrize("name", ["wide dense layers, a large batch", "pools"])
def test_what_may_be_slow_is_not_stepped_among_others(document, name) -> None:
    async def scene(engine, ear):
        engine.send(c.Open("quick", spec=document(), revision=1, playing=True))
        spec = smaller(name, *((150, 250) if name == "pools" else (4000, 4500)))
        engine.send(c.Open("slow", spec=spec, revision=1, playing=True))
        engine.send(c.Watch("slow", probes=[{"probe": "metrics"}], fps=30))
        told = await ear.until(c.Failed, "slow")
        assert (told.code, told.fatal) == ("slow_steps", False)
        await ear.until(c.Status, "slow", condition=lambda status: status.step >= 2)
        await ear.until(c.Frame, "slow")
        assert (apart(engine, "slow"), apart(engine, "quick")) == (True, False)
        assert engine.devices == ("cpu",)
        (place,) = engine._slow_runs.places
        assert os.getpriority(os.PRIO_PROCESS, place.process.pid) == 19
        assert not [each for each in ear.events if isinstance(each, c.WantsMove | c.HandedOver)]

    play(scene)


def test_nothing_is_lost_by_an_edit_that_makes_a_run_slow(document) -> None:
    """Edits and commands on the way are done where it arrives, in order."""

    async def scene(engine, ear):
        engine.send(c.Open("r", spec=document(units=(8, 8)), revision=1, max_pace=1000.0))
        engine.send(c.Watch("r", probes=[{"probe": "weights"}], fps=30))
        engine.send(c.Step("r", count=150))
        await ear.until(c.Status, condition=lambda status: status.step == 150)
        edited = SLOW_DOCUMENT | {"data": document()["data"] | {"samples": 4500}}
        engine.send(c.Edit("r", spec=edited, revision=2))
        faster = edited | {"training": edited["training"] | {"learning_rate": 0.02}}
        engine.send(c.Edit("r", spec=faster, revision=3))
        await ear.until(c.Failed)
        engine.send(c.Step("r", count=3))
        renamed = faster | {"name": "on its way"}
        engine.send(c.Edit("r", spec=renamed, revision=4))
        engine.send(c.Save("r", mark=7))
        saved = await ear.until(c.Checkpoint, condition=lambda saved: saved.mark == 7)
        assert saved.revision == 4
        status = await ear.until(c.Status, condition=lambda status: status.step == 153)
        assert (status.revision, status.state) == (4, "paused")
        revisions = [e.revision for e in ear.events if isinstance(e, c.TransferReport)]
        assert revisions[-1] == 4
        assert revisions == sorted(revisions)
        await ear.until(c.Frame, condition=lambda frame: decode(frame.body).step == 153)
        assert apart(engine, "r")
        found = points(ear, "r")
        assert found == sorted(set(found))
        assert set(range(101)) <= set(found)

    play(scene)


def test_a_run_that_has_become_quick_comes_back_with_all_it_has(document, monkeypatch) -> None:
    monkeypatch.setattr(slow_runs, "IDLE", 1.0)

    async def scene(engine, ear):
        engine.send(c.Open("r", spec=SLOW_DOCUMENT, revision=1, playing=True))
        engine.send(c.Watch("r", probes=[{"probe": "metrics"}], fps=30))
        slow = await ear.until(c.Status, condition=lambda status: status.step > 2)
        (place,) = engine._slow_runs.places
        quick = document() | {"data": SLOW_DOCUMENT["data"]}
        engine.send(c.Edit("r", spec=quick, revision=2))
        await ear.until(c.Status, condition=lambda status: status.revision == 2)
        await asyncio.to_thread(until, lambda: not apart(engine, "r"), WITHIN)
        engine.send(c.Pause("r"))
        status = await ear.until(
            c.Status,
            condition=lambda status: status.state == "paused" and status.revision == 2,
        )
        assert status.step > slow.step
        found = points(ear, "r")
        assert found == sorted(set(found))
        assert set(range(int(min(status.step, 100)))) <= set(found)
        await ear.until(c.Frame, condition=lambda frame: decode(frame.body).step == status.step)
        # Nobody needs its process any more.
        await asyncio.to_thread(until, lambda: not engine._slow_runs.places, WITHIN)
        assert await asyncio.to_thread(gone, place.process.pid)

    play(scene)


def test_slow_runs_share_where_there_are_more_of_them_than_processes() -> None:
    async def scene(engine, ear):
        for name in "abc":
            engine.send(c.Open(name, spec=SLOW_DOCUMENT, revision=1, playing=True))
        for name in "abc":
            await ear.until(c.Status, name, condition=lambda status: status.step >= 3)
        told = [(await ear.until(c.Failed, name)).code for name in "abc"]
        assert told == ["slow_steps", "slow_steps", "slow_steps_share"]
        assert sorted(len(place.runs) for place in engine._slow_runs.places) == [1, 2]

    play(scene, slow_trainers=2)


def test_a_process_of_slow_runs_that_dies_is_lost_to_these_alone(document) -> None:
    async def scene(engine, ear):
        engine.send(c.Open("quick", spec=document(), revision=1, playing=True))
        engine.send(c.Open("slow", spec=SLOW_DOCUMENT, revision=1, playing=True))
        await ear.until(c.Status, "slow", condition=lambda status: status.step > 0)
        (place,) = engine._slow_runs.places
        os.kill(place.process.pid, signal.SIGKILL)
        assert (await ear.until(c.TrainerLost, "slow")).at_work
        engine.send(c.Open("slow.2", spec=SLOW_DOCUMENT, revision=1, playing=True))
        await ear.until(c.Status, "slow.2", condition=lambda status: status.step > 0)
        assert not [e for e in ear.events if isinstance(e, c.TrainerLost) and e.run == "quick"]

    play(scene)


def test_a_process_of_slow_runs_that_is_stopped_is_noticed() -> None:
    async def scene(engine, ear):
        engine.send(c.Open("r", spec=SLOW_DOCUMENT, revision=1, playing=True))
        await ear.until(c.Status, condition=lambda status: status.step > 0)
        (place,) = engine._slow_runs.places
        os.kill(place.process.pid, signal.SIGSTOP)
        stopped = time.monotonic()
        await ear.until(c.TrainerLost)
        assert time.monotonic() - stopped < 6.0

    play(scene)


def test_a_step_above_all_bounds_fails_in_a_sentence_and_others_go_on() -> None:
    async def scene(engine, ear):
        for name in "ab":
            engine.send(c.Open(name, spec=SLOW_DOCUMENT, revision=1, playing=name == "a"))
        await ear.until(c.Status, "a", condition=lambda status: status.step > 1)
        await ear.until(c.Status, "b")
        (place,) = engine._slow_runs.places
        await asyncio.to_thread(until, lambda: place.process.current_run == "a", WITHIN)
        # As the heartbeat finds it.
        place.process.fault = "too slow"
        os.kill(place.process.pid, signal.SIGKILL)
        failed = await ear.until(c.Failed, "a", condition=lambda failed: failed.fatal)
        assert failed.code == "step_too_slow"
        assert "smaller batches" in failed.sentence
        assert not (await ear.until(c.TrainerLost, "b")).at_work
        assert "a" not in engine._places

    play(scene, slow_trainers=1)


def test_a_run_may_be_closed_or_begun_again_on_its_way(document) -> None:
    async def scene(engine, ear):
        engine.send(c.Open("r", spec=SLOW_DOCUMENT, revision=1, playing=True))
        engine.send(c.Open("s", spec=SLOW_DOCUMENT, revision=1, playing=True))
        await ear.until(c.Failed, "r")
        engine.send(c.Close("r"))
        assert not engine._moves.keys() & {"r"}
        engine.send(c.Open("s", spec=document(), revision=2, playing=True))
        status = await ear.until(c.Status, "s", condition=lambda status: status.step > 0)
        assert status.revision == 2
        assert not apart(engine, "s")
        assert "r" not in engine._places

    play(scene)


def test_the_engine_ends_while_a_process_of_slow_runs_begins(document) -> None:
    pids = []

    async def scene(engine, ear):
        engine.send(c.Open("r", spec=SLOW_DOCUMENT, revision=1, playing=True))
        await ear.until(c.Failed, "r")
        (place,) = engine._slow_runs.places
        await asyncio.to_thread(until, lambda: place.process.pid is not None, WITHIN)
        pids.append(place.process.pid)

    play(scene)
    assert all(gone(pid) for pid in pids)
