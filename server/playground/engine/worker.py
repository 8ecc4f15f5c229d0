"""A trainer: the process that owns one device and gives its runs their turns.

`python -m playground.engine.worker --device cpu`: requests on standard input and events on standard
output, each a length (u32, little-endian) and a MessagePack. It ends when its input does.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import gc
import os
import queue
import signal
import struct
import sys
import threading
import time
import traceback
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO, Literal, get_args

import torch

from playground.engine import contract
from playground.engine.backlog import Backlog
from playground.engine.contract import AnyEvent, AnyRequest, EngineProblem
from playground.engine.current_run import CurrentRun
from playground.engine.device import Device, acquire
from playground.engine.graphics_card import CardLostError, is_lost
from playground.engine.heartbeat import beat_forever
from playground.engine.line_rate import Rate
from playground.engine.run import Run
from playground.engine.scheduler import SLICE, Scheduler
from playground.engine.step_cost import LONGEST_TRIAL
from playground.engine.training import NO_MEMORY, MisplacedError, RefusedError
from playground.spec.base import SpecProblem
from playground.train import dense

LENGTH = struct.Struct("<I")
CARD_IS_LOST = 70
"""The exit status of a trainer whose card answers nothing any more: another process may find it well."""
TRACE_EVERY_S = 1.0
"""Of a kind of error one trace is written in a second."""
Role = Literal["shared", "apart"]
"""What a trainer is for: quick runs, or slow ones."""

NICENESS: dict[Role, int] = {"shared": 5, "apart": 19}
"""The web process answers first, and those whose steps are slow wait for all others."""

Requests = queue.SimpleQueue[AnyRequest | None]
"""None: the input has ended."""


@dataclass(slots=True)
class Leaving:
    """A run that waits for another trainer: what it has learned here, and what it was asked since."""

    run: Run | None
    requests: list[AnyRequest]

    @property
    def held_bytes(self) -> int:
        return self.run.held_bytes if self.run else 0


class Worker:
    """The runs of one device. Knows neither pipes nor processes.

    Others wait for each step of a `shared` one: it gives up what is slow. One that is `apart` takes
    it, and gives back what is quick.
    """

    def __init__(
        self,
        device: Device,
        emit: Callable[[AnyEvent], None],
        clock: Callable[[], float] = time.monotonic,
        tell_current: Callable[[str], None] | None = None,
        role: Role | None = None,
    ) -> None:
        """`tell_current` is told the run that is worked on, and "" when none is."""
        self._emit, self._clock = emit, clock
        self._tell_current = tell_current or _tell_nobody
        self._role = role
        self._device = replace(device, longest_step=LONGEST_TRIAL) if role == "shared" else device
        self._runs: dict[str, Run] = {}
        self._leaving: dict[str, Leaving] = {}
        self._offered: set[str] = set()
        self._scheduler = Scheduler()
        self._traces = Rate(TRACE_EVERY_S, _tell_more)

    def handle(self, *requests: AnyRequest) -> None:
        """Do what is asked, of several edits the newest that can be taken over.

        What goes wrong becomes an event, after those of what went well.
        """
        run = requests[0].run
        self._tell_current(run)
        if leaving := self._leaving.get(run):
            for request in requests:
                self._answer_leaving(leaving, request)
            return
        refused: list[tuple[AnyRequest, RefusedError | SpecProblem]] = []
        for number, request in reversed(list(enumerate(requests, 1))):
            try:
                self._do(request)
            except (RefusedError, SpecProblem) as problem:
                refused.append((request, problem))
                continue
            except MisplacedError as misplaced:
                self._give_up(run, misplaced.to, requests[:number])
            except Exception as error:
                self._crashed(run, error)
            else:
                self._settle(run)
            break
        for request, refusal in reversed(refused):
            self._fail(run, refusal.code, refusal.sentence, request)

    def turn(self) -> bool:
        """Train one chunk of one run, or do some of what it is busy with, if any may now."""
        due = {name: run.frame_due for name, run in self._runs.items()}
        turn = self._scheduler.next(self._clock(), due)
        if turn is None:
            self._tell_current("")
            return False
        self._tell_current(turn.run)
        run = self._runs[turn.run]
        start, metered = self._clock(), self._device.meter()
        try:
            made = run.train(turn.steps, start + SLICE)
        except Exception as error:
            self._crashed(turn.run, error)
            return True
        self._scheduler.done(turn.run, made, self._clock() - start)
        run.cost.end_turn(self._device.meter() - metered)
        self._settle(turn.run)
        self._report(turn.run, start + SLICE)
        self._judge(turn.run)
        return True

    def report(self, ids: set[str]) -> None:
        """Send what is due of these runs, and of those that have waited for it."""
        now = self._clock()
        late = {name for name, run in self._runs.items() if run.wakes_at <= now}
        for name in ids & self._runs.keys() | late:
            self._report(name, now + SLICE)

    def wait(self) -> float | None:
        """Give the seconds until there is something to do; None when only a request can change that."""
        now = self._clock()
        due = self._scheduler.wait(now)
        waits = [run.wakes_at - now for run in self._runs.values()]
        soonest = min([*waits, float("inf") if due is None else due], default=float("inf"))
        return None if soonest == float("inf") else max(0.0, soonest)

    def _do(self, request: AnyRequest) -> None:
        run = self._runs.get(request.run)
        match request:
            case contract.Open():
                # Opened again, a name is begun again: its old run is closed first.
                self._close(request.run)
                self._open(request)
            case contract.Close():
                self._close(request.run)
                if self._role == "apart":
                    give_memory_back()
            case contract.HandOver() if run is not None:
                self._hand_over(request.run, run.leave(proven=True))
            case _ if run is not None:
                run.handle(request)
                if isinstance(request, contract.Revising):
                    self._scheduler.changed(request.run)
                    self._offered.discard(request.run)

    def _open(self, request: contract.Open) -> None:
        self._runs[request.run] = Run(
            request,
            self._device,
            self._emit,
            self._clock,
            lambda: self._free(request.run),
            lambda: self._scheduler.crowd,
        )

    def _close(self, name: str) -> None:
        self._runs.pop(name, None)
        self._leaving.pop(name, None)
        self._offered.discard(name)
        self._scheduler.forget(name)

    def _free(self, name: str) -> int:
        held = sum(run.held_bytes for other, run in self._runs.items() if other != name)
        held += sum(each.held_bytes for each in self._leaving.values())
        return max(0, min(self._device.memory - held, self._device.free_bytes))

    # --- moving ---------------------------------------------------------------------------------

    def _judge(self, name: str) -> None:
        """Give the run up when its turns are too long for this trainer, or too short."""
        run = self._runs.get(name)
        if run is None or self._role is None:
            return
        if self._role == "shared":
            if run.cost.is_slow:
                self._give_up(name, "apart", ())
        elif name not in self._offered and run.cost.is_quick(self._clock()):
            # It trains on here until somebody has a place for it.
            self._offered.add(name)
            self._emit(contract.WantsMove(name, to="share"))

    def _give_up(self, name: str, to: contract.Destination, requests: Sequence[AnyRequest]) -> None:
        """Let the run stand still until another trainer takes it, and does these requests."""
        run = self._runs.get(name)
        self._close(name)
        self._leaving[name] = Leaving(run, list(requests))
        self._emit(contract.WantsMove(name, to))

    def _answer_leaving(self, leaving: Leaving, request: AnyRequest) -> None:
        """Keep what is asked of a run that leaves, for whoever takes it."""
        match request:
            case contract.HandOver():
                begun = leaving.run.leave(proven=False) if leaving.run else []
                self._hand_over(request.run, begun + leaving.requests)
            case contract.Open():
                self._close(request.run)
                self.handle(request)
            case contract.Close():
                self._close(request.run)
            case _:
                leaving.requests.append(request)

    def _hand_over(self, name: str, requests: list[AnyRequest]) -> None:
        self._close(name)
        self._emit(contract.HandedOver(name, requests))

    # --- inside ---------------------------------------------------------------------------------

    def _settle(self, name: str) -> None:
        if run := self._runs.get(name):
            now = self._clock()
            self._scheduler.set(name, now, playing=run.playing, pace=run.pace, busy=run.busy)

    def _report(self, name: str, until: float) -> None:
        self._tell_current(name)
        run = self._runs[name]
        start, metered = self._clock(), self._device.meter()
        try:
            run.report(until)
        except Exception as error:
            self._crashed(name, error)
        else:
            self._scheduler.charge(name, self._clock() - start)
            run.cost.end_turn(self._device.meter() - metered)
            self._settle(name)

    def _fail(self, name: str, code: str, sentence: str, request: AnyRequest) -> None:
        fatal = isinstance(request, contract.Open)
        revision = request.revision if isinstance(request, contract.Revising) else None
        self._emit(
            contract.Failed(name, code=code, sentence=sentence, fatal=fatal, revision=revision)
        )

    def _crashed(self, name: str, error: Exception) -> None:
        """End this run: its fault is not the others'. Raises `CardLostError` where it has become all runs'."""
        # Who has found a set-up that fails can send it again and again.
        if self._traces.admits(type(error).__name__, 1, self._clock()):
            traceback.print_exception(error)
        if is_lost(error, self._device.torch):
            raise CardLostError from error
        self._close(name)
        if isinstance(error, torch.OutOfMemoryError):
            code = "device_memory"
            sentence = NO_MEMORY
        else:
            code = "run_failed"
            sentence = "Something went wrong in this training, and it was stopped."
        self._emit(contract.Failed(name, code=code, sentence=sentence, fatal=True))


def serve(requests: Requests, worker: Worker, clock: Callable[[], float] = time.monotonic) -> None:
    """Serve until the requests end, and all are done. Sleeps when nothing may train.

    Requests come first, then one turn; they take no longer than a turn, so that however many come,
    there are turns.
    """
    backlog, idle, ended = Backlog(), False, False
    while True:
        touched: set[str] = set()
        with contextlib.suppress(queue.Empty):
            request = requests.get(timeout=worker.wait()) if idle else requests.get_nowait()
            while request is not None:
                backlog.add(request)
                request = requests.get_nowait()
            ended = True
        until = clock() + SLICE
        while backlog and (clock() < until or ended):
            wanted = backlog.take()
            worker.handle(*wanted)
            touched.add(wanted[0].run)
        if ended:
            return
        # Reported once after all that came in: a slider's many values make one picture.
        worker.report(touched)
        idle = not worker.turn() and not backlog


def _tell_more(kind: Hashable, count: int) -> None:
    print(f"{count} more runs ended with a {kind}", file=sys.stderr, flush=True)


def _tell_nobody(run: str) -> None:
    """Take the name of the run that is worked on where no parent process is there to see it."""


def read(source: BinaryIO, requests: Requests) -> None:
    """Put the requests of a pipe in the queue, then None at its end."""
    with contextlib.suppress(OSError, ValueError):
        while len(head := source.read(LENGTH.size)) == LENGTH.size:
            requests.put(contract.request_decoder.decode(source.read(*LENGTH.unpack(head))))
    requests.put(None)


def write(descriptor: int, event: AnyEvent) -> None:
    """Write the whole event, waiting for the reader if need be."""
    body = contract.encoder.encode(event)
    rest = memoryview(LENGTH.pack(len(body)) + body)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def die_with_parent() -> None:
    """Have the system end this process with its parent, on Linux; elsewhere the end of the input does it, a chunk later."""
    if sys.platform == "linux":
        death_signal = 1
        ctypes.CDLL(None).prctl(death_signal, signal.SIGKILL)


def give_memory_back() -> None:
    """Give the system what slow runs that go have held: with what is still half made they are circles."""
    gc.collect()
    with contextlib.suppress(AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def main() -> int:
    """Train on one device until the pipe of requests ends."""
    arguments = argparse.ArgumentParser(prog="python -m playground.engine.worker")
    arguments.add_argument("--device", default="cpu")
    arguments.add_argument("--role", choices=get_args(Role), default="shared")
    arguments.add_argument("--memory", type=int, help="bytes that its runs may use")
    arguments.add_argument(
        "--beside-other-kind",
        action="store_true",
        help="give up runs that train faster on the other kind of device",
    )
    arguments.add_argument(
        "--current-run", type=int, help="descriptor of the file that tells the run"
    )
    options = arguments.parse_args()
    die_with_parent()
    # Ctrl-C and a service manager's SIGTERM reach the whole group. The web process still wants
    # the last checkpoints; it ends its trainers itself, by closing their input.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    # Whatever prints by mistake goes to the log, not between two events.
    output = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

    def emit(event: AnyEvent) -> None:
        write(output, event)

    with contextlib.suppress(BrokenPipeError):
        try:
            device = acquire(
                options.device, options.memory, has_other_kind=options.beside_other_kind
            )
        except EngineProblem as problem:
            emit(contract.Failed("", code="no_device", sentence=str(problem), fatal=True))
            return 1
        if device.torch.type == "cpu" and options.role == "shared":
            # Those that are slow seldom use it, and it takes 30 MB.
            dense.compiled()
        page = None if options.current_run is None else CurrentRun(options.current_run)
        if page:
            # Before the process takes its low rank, which on Linux is one of each thread.
            beat_forever(page)
        os.nice(NICENESS[options.role])
        # PyTorch's modules stay: to look them through for garbage would hold up whoever's turn it is.
        gc.freeze()
        emit(contract.Ready("", device=device.name, memory=device.memory))
        requests: Requests = queue.SimpleQueue()
        reader = threading.Thread(target=read, args=(sys.stdin.buffer, requests), daemon=True)
        reader.start()
        tell = page.set if page else None
        worker = Worker(device, emit, tell_current=tell, role=options.role)
        try:
            serve(requests, worker)
        except CardLostError:
            # At once: what would be tidied up waits for the card.
            os._exit(CARD_IS_LOST)
    return 0


if __name__ == "__main__":
    sys.exit(main())
