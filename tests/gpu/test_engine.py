"""The engine with a card and a processor: who trains where, moves, and what a fault takes along."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from playground.engine import contract as c
from playground.engine.device import choose
from playground.engine.local import LocalEngine
from playground.spec.project import parse

WITHIN = 60.0

SMALL = [{"id": "h1", "units": 8, "activation": "tanh"}]
WIDE = [{"id": f"h{n}", "units": 256, "activation": "relu"} for n in (1, 2, 3)]


def document(layers: list[dict[str, Any]], batch: int = 256) -> dict[str, Any]:
    spec = {
        "network": {"layers": layers},
        "data": {"samples": 1000},
        "training": {"batch_size": batch},
    }
    return parse(spec).model_dump(mode="json")


class Ear:
    """Keeps what the engine says, and waits for more of it."""

    def __init__(self) -> None:
        self.events: list[c.AnyEvent] = []
        self._news = asyncio.Event()

    def __call__(self, event: c.AnyEvent) -> None:
        self.events.append(event)
        self._news.set()

    async def until(self, kind: type[Any], condition: Callable[[Any], bool]) -> Any:
        async with asyncio.timeout(WITHIN):
            while True:
                self._news.clear()
                for event in self.events:
                    if isinstance(event, kind) and condition(event):
                        return event
                await self._news.wait()


def test_a_cpu_stands_beside_every_card() -> None:
    cards = [f"cuda:{i}" for i in range(torch.cuda.device_count())]
    assert choose("auto") == [*cards, "cpu"]
    assert choose("cuda") == cards


def test_a_run_trains_where_it_is_fast_and_moves_as_it_changes() -> None:
    async def scene() -> None:
        ear, engine = Ear(), LocalEngine("auto", trainers=1)
        await engine.start(ear)
        try:
            engine.send(c.Open("small", spec=document(SMALL), revision=1, playing=True))
            engine.send(c.Open("wide", spec=document(WIDE), revision=1, playing=True))
            await ear.until(c.Status, lambda e: (e.run, e.device) == ("small", "cpu") and e.step)
            await ear.until(c.Status, lambda e: (e.run, e.device) == ("wide", "cuda:0") and e.step)
            assert not [e for e in ear.events if isinstance(e, c.Failed)]

            engine.send(c.Edit("small", spec=document(WIDE), revision=2))
            moved = await ear.until(
                c.Status, lambda e: (e.run, e.device, e.revision) == ("small", "cuda:0", 2)
            )
            assert moved.step > 0, "it goes on"
            engine.send(c.Edit("small", spec=document(SMALL), revision=3))
            await ear.until(
                c.Status,
                lambda e: (
                    (e.run, e.device, e.revision) == ("small", "cpu", 3) and e.step > moved.step
                ),
            )
        finally:
            await engine.stop()

    asyncio.run(scene())


def test_a_killed_trainer_of_a_card_is_replaced() -> None:
    async def scene() -> None:
        ear, engine = Ear(), LocalEngine("cuda:0")
        await engine.start(ear)
        try:
            engine.send(c.Open("r", spec=document(WIDE), revision=1, playing=True))
            saved = await ear.until(c.Checkpoint, lambda e: e.step > 0)
            pid = engine._trainers[0].process.pid
            assert pid is not None
            os.kill(pid, signal.SIGKILL)
            await ear.until(c.TrainerLost, lambda e: e.run == "r")
            engine.send(
                c.Open("r2", spec=document(WIDE), revision=1, checkpoint=saved.data, playing=True)
            )
            await ear.until(c.Status, lambda e: e.run == "r2" and e.step > saved.step)
        finally:
            await engine.stop()

    asyncio.run(scene())


PREFACE = """
import torch
from playground.engine import contract as c, training
from playground.engine.device import acquire
from playground.engine.graphics_card import CardLostError
from playground.engine.worker import Worker
from gpu.test_engine import SMALL, WIDE, document

device, events = acquire("cuda:0", None), []
worker = Worker(device, events.append, role="shared")
worker.handle(c.Open("r", spec=document(SMALL), revision=1, playing=True))

def turns(count):
    for _ in range(count):
        assert worker.turn()

def status():
    return [e for e in events if isinstance(e, c.Status)][-1]

def failures():
    return [(e.code, e.fatal, e.revision) for e in events if isinstance(e, c.Failed)]

turns(5)
"""


def in_a_process_of_its_own(scene: str) -> None:
    """A fault of the card is all of its process's."""
    tests = Path(__file__).parents[1]
    paths = [str(tests), str(tests.parent / "server"), os.environ.get("PYTHONPATH", "")]
    done = subprocess.run(
        [sys.executable, "-c", PREFACE + textwrap.dedent(scene)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_fault_that_stays_ends_the_process_not_run_after_run() -> None:
    in_a_process_of_its_own(
        """
        def broken(*_):
            torch.zeros(4, device=device.torch)[torch.tensor([9], device=device.torch)].cpu()

        worker._runs["r"].train = broken
        try:
            turns(1)
        except CardLostError:
            pass
        else:
            raise AssertionError("the card was taken for well")
        assert not failures(), "no run is blamed"
        """
    )


def test_an_error_of_one_run_leaves_the_card_to_the_others() -> None:
    in_a_process_of_its_own(
        """
        worker.handle(c.Open("s", spec=document(SMALL), revision=1, playing=True))

        def broken(*_):
            raise ValueError("of this run alone")

        worker._runs["r"].train = broken
        turns(5)
        assert [e.run for e in events if isinstance(e, c.Failed)] == ["r"]
        """
    )


def test_an_edit_for_which_there_is_no_memory_is_refused_and_the_old_net_trains_on() -> None:
    in_a_process_of_its_own(
        """
        training.memory_bytes = lambda *_: 0  # The estimate was too low.
        total = torch.cuda.mem_get_info(device.torch)[1]
        torch.cuda.set_per_process_memory_fraction(200e6 / total, device.torch)
        before, held = status().step, []
        for size in (20, 2, 1):
            try:
                while True:
                    held.append(torch.empty(size * 2**18, device=device.torch))
            except torch.OutOfMemoryError:
                pass
        huge = document([{"id": f"h{n}", "units": 256} for n in range(1, 8)])
        worker.handle(c.Edit("r", spec=huge, revision=2))
        assert failures() == [("device_memory", False, 2)], failures()
        turns(5)
        worker.report({"r"})
        assert status().revision == 1
        assert worker._runs["r"]._training.state.step > before
        """
    )


def test_a_picture_for_which_there_is_no_memory_is_left_out_and_told_once() -> None:
    in_a_process_of_its_own(
        """
        from playground.observe.view import View

        def full(*_):
            raise torch.OutOfMemoryError("none left")

        View.grid = full
        worker.handle(c.Watch("r", probes=[{"probe": "boundary", "resolution": 50}], fps=30.0))
        turns(20)
        worker.report({"r"})
        assert failures() == [("picture_memory", False, None)], failures()
        """
    )


def test_the_first_step_of_a_run_is_not_the_one_that_loads_the_libraries() -> None:
    in_a_process_of_its_own(
        """
        import time

        begun = time.perf_counter()
        worker.handle(c.Open("w", spec=document(WIDE), revision=1, playing=True))
        turns(4)
        torch.cuda.synchronize()
        assert time.perf_counter() - begun < 1.0, time.perf_counter() - begun
        """
    )


@pytest.mark.skipif(torch.cuda.device_count() > 1, reason="asks for a card that is not there")
def test_a_card_that_is_not_there_is_told() -> None:
    async def scene() -> None:
        with pytest.raises(c.EngineProblem, match="cuda:1"):
            await LocalEngine("cuda:1").start(Ear())

    asyncio.run(scene())
