"""Trainer processes: they die, are replaced, and outlive nobody."""

import asyncio
import os
import select
import signal
import subprocess
import sys
import textwrap

import pytest

from playground.engine import contract as c
from playground.engine.contract import EngineProblem
from playground.engine.local import LocalEngine
from playground.engine.process import TrainerProcess
from support.web import until

WITHIN = 60.0


class Ear:
    def __init__(self):
        self.events, self._news = [], asyncio.Event()

    def __call__(self, event):
        self.events.append(event)
        self._news.set()

    async def until(self, kind, run="r", count=1, condition=lambda event: True):
        async with asyncio.timeout(WITHIN):
            while True:
                self._news.clear()
                found = [
                    event
                    for event in self.events
                    if isinstance(event, kind) and event.run == run and condition(event)
                ]
                if len(found) >= count:
                    return found[-1]
                await self._news.wait()


def pids(engine):
    return [trainer.process.pid for trainer in engine._trainers]


def gone(pid):
    """Waits for the end of a process that need not be a child."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([descriptor], [], [], WITHIN)[0])
    finally:
        os.close(descriptor)


def test_a_killed_trainer_is_replaced(document):
    async def scene():
        ear, engine = Ear(), LocalEngine("cpu", trainers=1)
        await engine.start(ear)
        try:
            engine.send(c.Open("r", spec=document(), revision=1, playing=True))
            saved = await ear.until(c.Checkpoint, condition=lambda event: event.step > 0)
            os.kill(pids(engine)[0], signal.SIGKILL)
            await ear.until(c.TrainerLost)
            # Asked at once, before the new trainer is ready.
            again = c.Open("r2", spec=document(), revision=1, checkpoint=saved.data, playing=True)
            engine.send(c.Play("r"))
            engine.send(again)
            await ear.until(c.Status, "r2", condition=lambda event: event.step > saved.step)
            assert ear.events[-1].run != "r"
            os.kill(pids(engine)[0], signal.SIGKILL)
            await ear.until(c.TrainerLost, "r2")
            assert [e.run for e in ear.events if isinstance(e, c.TrainerLost)] == ["r", "r2"]
            await ear.until(c.Ready, "", count=3)
        finally:
            await engine.stop()

    asyncio.run(scene())


def test_a_lost_trainer_tells_which_run_it_was_at_work_on(document):
    async def scene():
        ear, engine = Ear(), LocalEngine("cpu", trainers=1)
        await engine.start(ear)
        try:
            for name in "abc":
                engine.send(c.Open(name, spec=document(), revision=1, playing=name == "b"))
                await ear.until(c.Status, name)
            await ear.until(c.Status, "b", condition=lambda event: event.step > 0)
            os.kill(pids(engine)[0], signal.SIGKILL)
            return {name: (await ear.until(c.TrainerLost, name)).at_work for name in "abc"}
        finally:
            await engine.stop()

    assert asyncio.run(scene()) == {"a": False, "b": True, "c": False}


def test_a_trainer_that_was_lost_idle_was_at_work_on_none(document):
    async def scene():
        ear, engine = Ear(), LocalEngine("cpu", trainers=1)
        await engine.start(ear)
        try:
            engine.send(c.Open("a", spec=document(), revision=1))
            await ear.until(c.Checkpoint, "a")
            (process,) = (each.process for each in engine._trainers)
            await asyncio.to_thread(until, lambda: not process.current_run, WITHIN)
            os.kill(process.pid, signal.SIGKILL)
            return (await ear.until(c.TrainerLost, "a")).at_work
        finally:
            await engine.stop()

    assert not asyncio.run(scene())


def test_runs_spread_over_the_trainers_and_stop_ends_them(document):
    async def scene():
        ear, engine = Ear(), LocalEngine("cpu", trainers=2)
        await engine.start(ear)
        children = pids(engine)
        assert engine.devices == ("cpu", "cpu")
        for name in "abcd":
            engine.send(c.Open(name, spec=document(), revision=1, playing=True))
        engine.send(c.Close("a"))
        engine.send(c.Close("c"))
        engine.send(c.Open("e", spec=document(), revision=1, playing=True))
        assert sorted(sorted(each.runs) for each in engine._trainers) == [["b", "d"], ["e"]]
        for name in "bde":
            await ear.until(c.Status, name, condition=lambda event: event.step > 0)
        await engine.stop()
        assert engine.devices == ()
        return children

    assert all(gone(pid) for pid in asyncio.run(scene()))


def test_a_killed_parent_leaves_no_child():
    script = textwrap.dedent("""
        import asyncio
        from playground.engine.local import LocalEngine
        from playground.spec.project import Spec
        from playground.engine import contract as c

        async def main():
            engine = LocalEngine("cpu", trainers=2)
            await engine.start(lambda event: None)
            for i in range(2):
                spec = Spec().model_dump(mode="json")
                engine.send(c.Open(str(i), spec=spec, revision=1, playing=True))
            print(*(trainer.process.pid for trainer in engine._trainers), flush=True)
            await asyncio.sleep(600)

        asyncio.run(main())
    """)
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    with parent:
        children = [int(pid) for pid in parent.stdout.readline().split()]
        parent.kill()
    assert len(children) == 2
    assert all(gone(pid) for pid in children)


def test_the_end_of_its_input_ends_a_trainer():
    """Where no signal tells of a parent's death, as on macOS."""
    worker = subprocess.Popen(
        [sys.executable, "-m", "playground.engine.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with worker:
        assert worker.stdout.read(4)
        worker.send_signal(signal.SIGINT)
        worker.send_signal(signal.SIGTERM)
        assert worker.poll() is None
        worker.stdin.close()
        assert worker.wait(WITHIN) == 0


@pytest.mark.parametrize("device", ["cuda:7", "tpu"])
def test_a_device_that_is_not_there(device):
    engine = LocalEngine(device)
    with pytest.raises(EngineProblem, match=f"no device “{device}”.*This machine has: .*cpu"):
        asyncio.run(engine.start(lambda event: None))


def test_a_trainer_without_its_device_says_so():
    with pytest.raises(EngineProblem, match="no device “cuda:9”"):
        asyncio.run(TrainerProcess("cuda:9", None).start(lambda event: None))


def test_a_small_memory_refuses_a_large_net(document):
    async def scene():
        ear, engine = Ear(), LocalEngine("cpu", trainers=1, memory=8 * 2**20)
        await engine.start(ear)
        try:
            engine.send(c.Open("big", spec=document(units=(200, 200)), revision=1))
            failed = await ear.until(c.Failed, "big")
            assert (failed.code, failed.fatal) == ("device_memory", True)
            assert "Make it smaller" in failed.sentence
            engine.send(c.Open("r", spec=document(), revision=1))
            engine.send(c.Edit("r", spec=document(units=(200, 200)), revision=2))
            failed = await ear.until(c.Failed)
            assert (failed.code, failed.fatal) == ("device_memory", False)
            engine.send(c.Step("r", count=3))
            status = await ear.until(c.Status, condition=lambda event: event.step == 3)
            assert status.revision == 1
        finally:
            await engine.stop()

    asyncio.run(scene())


def test_a_newer_watch_takes_the_place_of_one_that_waits():
    process = TrainerProcess("cpu", None)
    for fps in (1, 2, 3):
        process.send(c.Watch("a", probes=[], fps=fps))
        process.send(c.Watch("b", probes=[], fps=fps))
        process.send(c.Play("a"))
    assert [type(r) for r in process._outbox].count(c.Play) == 3
    assert {(r.run, r.fps) for r in process._outbox if isinstance(r, c.Watch)} == {
        ("a", 3),
        ("b", 3),
    }


def test_a_listener_that_fails_does_not_end_the_stream(document, capfd):
    async def scene():
        ear, engine = Ear(), LocalEngine("cpu", trainers=1)

        def listener(event):
            ear(event)
            raise ValueError("on purpose")

        await engine.start(listener)
        try:
            engine.send(c.Open("r", spec=document(), revision=1, playing=True))
            await ear.until(c.Status, count=2)
        finally:
            await engine.stop()

    asyncio.run(scene())
    assert "on purpose" in capfd.readouterr().err
