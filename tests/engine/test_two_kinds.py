"""A CPU beside a GPU, for which another trainer on a CPU stands in: who trains where, and what is left without it."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import torch

from engine.test_local import Ear
from playground.engine import contract as c
from playground.engine import local, process, training
from playground.engine import worker as worker_module
from playground.engine.contract import EngineProblem
from playground.engine.device import Device
from playground.engine.graphics_card import CardLostError
from playground.engine.local import LocalEngine
from playground.engine.process import TrainerProcess
from playground.engine.worker import Worker
from playground.nn.program import Program
from playground.spec.project import parse
from playground.train.placement import belongs_on_card

CPU_BESIDE_GPU = Device(torch.device("cpu"), 2**30, has_other_kind=True)


def document(units: tuple[int, ...], batch: int = 32) -> dict[str, Any]:
    layers = [
        {"id": f"h{at}", "units": count, "activation": "relu"} for at, count in enumerate(units)
    ]
    spec = {
        "network": {"layers": layers},
        "data": {"samples": 500},
        "training": {"batch_size": batch},
    }
    return parse(spec).model_dump(mode="json")


SMALL, WIDE = document((8, 8)), document((256, 256, 256), batch=250)


class StandIn(TrainerProcess):
    """A process that is said to be a GPU's and trains on a CPU all that it is given."""

    def __init__(self, wanted: str, memory: int | None, **more: bool) -> None:
        if wanted == "cpu":
            super().__init__(wanted, memory, **more)
        else:
            super().__init__("cpu", memory, apart=more["apart"])


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalEngine]:
    async def devices(_: LocalEngine) -> list[str]:
        return ["cuda:0", "cpu"]

    monkeypatch.setattr(process, "TrainerProcess", StandIn)
    monkeypatch.setattr(LocalEngine, "_devices", devices)
    return LocalEngine("auto", trainers=1)


def place_of(engine: LocalEngine, run: str) -> str:
    return engine._places[run].device


# --- where a network belongs --------------------------------------------------------------------


def test_what_the_compiled_loop_trains_belongs_on_a_cpu_and_what_is_wide_on_a_card() -> None:
    def on_card(*units: int, batch: int) -> bool:
        spec = parse(document(units, batch))
        return belongs_on_card(spec, Program.build(spec))

    assert not on_card(8, 8, batch=32)
    assert not on_card(128, 128, 128, batch=350), "the compiled loop is faster"
    assert not on_card(256, batch=1), "a step of few rows is done before a card has begun"
    assert on_card(256, 256, 256, batch=350)


def test_a_run_that_belongs_elsewhere_waits_for_it_with_all_that_it_was_asked() -> None:
    events: list[c.AnyEvent] = []
    worker = Worker(CPU_BESIDE_GPU, events.append, role="shared")
    worker.handle(c.Open("r", spec=WIDE, revision=1, playing=True))
    worker.handle(c.Pause("r"))
    assert events == [c.WantsMove("r", "gpu")]
    worker.handle(c.HandOver("r"))
    *_, handed = events
    assert isinstance(handed, c.HandedOver)
    assert [type(request) for request in handed.requests] == [c.Open, c.Pause]


def test_an_edit_moves_a_run_with_what_it_has_learned() -> None:
    events: list[c.AnyEvent] = []
    worker = Worker(CPU_BESIDE_GPU, events.append, role="shared")
    worker.handle(c.Open("r", spec=SMALL, revision=1, playing=True))
    for _ in range(5):
        worker.turn()
    step = worker._runs["r"]._training.state.step
    worker.handle(c.Edit("r", spec=WIDE, revision=2))
    assert [each for each in events if isinstance(each, c.WantsMove)] == [c.WantsMove("r", "gpu")]
    worker.handle(c.HandOver("r"))
    handed = events[-1]
    assert isinstance(handed, c.HandedOver)
    opened, edited = handed.requests[0], handed.requests[-1]
    assert isinstance(opened, c.Open)
    assert isinstance(edited, c.Edit)
    assert opened.spec == SMALL

    # Where it goes it is opened as it was, small as that is, and edited then.
    there: list[c.AnyEvent] = []
    other = Worker(replace(CPU_BESIDE_GPU, has_other_kind=False), there.append, role="shared")
    for request in handed.requests:
        other.handle(request)
    status = [each for each in there if isinstance(each, c.Status)][-1]
    assert (status.revision, status.step) == (2, step)


def test_a_run_that_stays_is_not_given_up_whatever_it_becomes() -> None:
    events: list[c.AnyEvent] = []
    worker = Worker(CPU_BESIDE_GPU, events.append, role="shared")
    stays = c.LeftOff(stays=True)
    worker.handle(c.Open("r", spec=WIDE, revision=1, left_off=stays))
    worker.handle(c.Edit("r", spec=SMALL, revision=2))
    worker.handle(c.Edit("r", spec=WIDE, revision=3))
    assert not [each for each in events if isinstance(each, c.WantsMove | c.Failed)]


# --- the engine ---------------------------------------------------------------------------------


def test_runs_go_where_they_belong_and_back(engine: LocalEngine) -> None:
    async def scene() -> None:
        ear = Ear()
        await engine.start(ear)
        try:
            engine.send(c.Open("small", spec=SMALL, revision=1, playing=True))
            engine.send(c.Open("r", spec=WIDE, revision=1, playing=True))
            first = await ear.until(c.Status, "r", condition=lambda each: each.step > 0)
            assert place_of(engine, "r") == "cuda:0"
            await ear.until(c.Status, "small", condition=lambda each: each.step > 0)
            assert place_of(engine, "small") == "cpu"
            engine.send(c.Edit("small", spec=WIDE, revision=2))
            await ear.until(c.Status, "small", condition=lambda each: each.revision == 2)
            assert place_of(engine, "small") == "cuda:0"
            assert first.revision == 1
        finally:
            await engine.stop()

    asyncio.run(scene())


def test_a_card_that_stays_lost_is_given_up_with_a_sentence(
    engine: LocalEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local, "CARD_TRIES", 2)

    async def scene() -> None:
        ear = Ear()
        await engine.start(ear)
        try:
            for name in ("a", "b"):
                engine.send(c.Open(name, spec=WIDE, revision=1, playing=True))
                await ear.until(c.Status, name, condition=lambda each: each.step > 0)
                pid = engine._places[name].process.pid
                assert pid is not None
                os.kill(pid, signal.SIGKILL)
                await ear.until(c.TrainerLost, name)
            told = await ear.until(c.Failed, "b")
            assert (told.code, told.fatal) == ("card_lost", False)
            assert not [
                each for each in ear.events if isinstance(each, c.Failed) and each.run == "a"
            ]
            assert {each.kind for each in engine._trainers} == {"cpu"}
            # Its session opens it again, and it trains on here for good.
            engine.send(c.Open("b2", spec=WIDE, revision=1, playing=True))
            await ear.until(c.Status, "b2", condition=lambda each: each.step > 0)
            assert place_of(engine, "b2") == "cpu"
            engine.send(c.Edit("b2", spec=document((200, 256, 256), 250), revision=2))
            await ear.until(c.Status, "b2", condition=lambda each: each.revision == 2)
            assert place_of(engine, "b2") == "cpu"
        finally:
            await engine.stop()

    asyncio.run(scene())


def test_where_there_was_only_a_card_processors_take_its_place(
    engine: LocalEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def card_alone(_: LocalEngine) -> list[str]:
        return ["cuda:0"]

    monkeypatch.setattr(local, "CARD_TRIES", 1)
    monkeypatch.setattr(LocalEngine, "_devices", card_alone)

    async def scene() -> None:
        ear = Ear()

        def hear(event: c.AnyEvent) -> None:
            ear(event)
            # As a session does, at once.
            if isinstance(event, c.TrainerLost):
                engine.send(c.Open("again", spec=WIDE, revision=1, playing=True))

        await engine.start(hear)
        try:
            engine.send(c.Open("r", spec=WIDE, revision=1, playing=True))
            await ear.until(c.Status, "r", condition=lambda each: each.step > 0)
            pid = engine._places["r"].process.pid
            assert pid is not None
            os.kill(pid, signal.SIGKILL)
            await ear.until(c.Status, "again", condition=lambda each: each.step > 0)
            assert place_of(engine, "again") == "cpu"
            assert not [
                each
                for each in ear.events
                if isinstance(each, c.TrainerLost) and each.run == "again"
            ]
        finally:
            await engine.stop()

    asyncio.run(scene())


def test_a_card_that_does_not_start_leaves_the_processors(
    engine: LocalEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = process.TrainerProcess.start

    async def broken(trainer: TrainerProcess, listener: c.Listener) -> None:
        if not trainer._beside_other_kind:
            raise EngineProblem("the card is broken")
        await start(trainer, listener)

    monkeypatch.setattr(process.TrainerProcess, "start", broken)

    async def scene() -> None:
        await engine.start(Ear())
        try:
            assert [each.device for each in engine._trainers] == ["cpu"]
        finally:
            await engine.stop()

    asyncio.run(scene())


# --- faults -------------------------------------------------------------------------------------


def test_a_fault_that_is_the_cards_is_no_runs_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    events: list[c.AnyEvent] = []
    worker = Worker(CPU_BESIDE_GPU, events.append)
    worker.handle(c.Open("r", spec=SMALL, revision=1, playing=True))
    monkeypatch.setattr(worker_module, "is_lost", lambda *_: True)

    def broken(*_: Any) -> int:
        raise RuntimeError("an illegal memory access was encountered")

    monkeypatch.setattr(worker._runs["r"], "train", broken)
    with pytest.raises(CardLostError):
        worker.turn()
    assert not [each for each in events if isinstance(each, c.Failed)]


def test_an_edit_for_which_there_is_no_memory_leaves_the_run_as_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    events: list[c.AnyEvent] = []
    worker = Worker(replace(CPU_BESIDE_GPU, has_other_kind=False), events.append)
    worker.handle(c.Open("r", spec=SMALL, revision=1, playing=True))
    worker.turn()

    def full(*_: Any) -> None:
        raise torch.OutOfMemoryError

    for part in ("Trainer", "adapt_state"):
        with monkeypatch.context() as patched:
            patched.setattr(training, part, full)
            worker.handle(c.Edit("r", spec=document((8, 9)), revision=2))
    failures = [each for each in events if isinstance(each, c.Failed)]
    assert [(each.code, each.fatal, each.revision) for each in failures] == [
        ("device_memory", False, 2)
    ] * 2
    before = worker._runs["r"]._training.state.step
    worker.turn()
    run = worker._runs["r"]._training
    assert (run.revision, run.spec.model_dump(mode="json")) == (1, SMALL)
    assert run.state.step > before


def test_a_picture_for_which_there_is_no_memory_is_left_out_and_told_once_a_revision(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    events: list[c.AnyEvent] = []
    worker = Worker(replace(CPU_BESIDE_GPU, has_other_kind=False), events.append)
    worker.handle(c.Open("r", spec=SMALL, revision=1, playing=True))

    def full(*_: Any) -> None:
        raise torch.OutOfMemoryError

    monkeypatch.setattr("playground.observe.view.View.grid", full)
    probes = [{"probe": "boundary", "resolution": 20}, {"probe": "metrics"}]
    worker.handle(c.Watch("r", probes=probes, fps=30.0))
    for _ in range(8):
        worker.report({"r"})
        worker.turn()
    failures = [each for each in events if isinstance(each, c.Failed)]
    assert [(each.code, each.fatal) for each in failures] == [("picture_memory", False)]
    assert [each for each in events if isinstance(each, c.Frame)], "others are drawn"
