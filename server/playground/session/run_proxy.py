"""The session's side of its run in a trainer: requests to the run go out here, its events come in."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from dataclasses import replace
from functools import singledispatchmethod
from typing import Protocol

from playground.engine import contract
from playground.session import measures
from playground.session.desired_state import DesiredState
from playground.session.jump import Jump
from playground.session.refusals import Refusal, Refused
from playground.spec.project import Spec
from playground.wire.stream import RunState, StatusMessage, TransferReport

CRASHES_IN_A_ROW_S = 60.0

Send = Callable[[contract.AnyRequest], None]
Clock = Callable[[], float]

SAVED_WITHIN_S = 60.0
"""A trainer may just be starting, or make a step of a slow network."""


class RunOwner(Protocol):
    """The session as its run's proxy needs it."""

    def save(self) -> None:
        """Save what is desired of the run."""
        ...

    def open(self, desired: DesiredState) -> None:
        """Begin the next generation of the run, from the newest checkpoint if there is one."""
        ...

    def take_back(self, revision: int, in_force: int) -> None:
        """Put the spec of revision `in_force` in place of that of `revision`, which failed."""
        ...

    @property
    def branch(self) -> str:
        """The branch that trains."""
        ...

    def keep_checkpoint(self, event: contract.Checkpoint) -> None: ...

    def extend_curves(self, event: contract.Curves) -> None: ...

    def tell_status(self, status: StatusMessage) -> None: ...

    def tell_state(self, state: RunState) -> None: ...

    def tell_transfer(self, revision: int, carried: TransferReport) -> None: ...

    def tell_refusal(self, refusal: Refusal) -> None: ...

    def tell_error(self, code: str, sentence: str) -> None: ...

    def tell_score(self, event: contract.Scored) -> None: ...

    def show(self, key: str, body: bytes) -> None: ...


class RunProxy:
    """`send` hands requests to the engine; events of this run come to `hear`.

    A run pauses while nobody looks or the teacher holds it, and then returns to its desired state.
    Its id carries the generation: what an older run says is not heard. `in_force` is the revision
    that it trains, as far as it has told.
    """

    def __init__(
        self, owner: RunOwner, session: str, send: Send, clock: Clock, in_force: int = 1
    ) -> None:
        self._owner, self._session, self._send, self._clock = owner, session, send, clock
        self.generation = 0
        self.desired = DesiredState()
        self.max_pace: float | None = None
        """Steps a second that it may make, whatever is desired."""
        self.rules: contract.Rules | None = None
        """Those of the challenge in which it takes part."""
        self.is_asleep = self.is_held = False
        self.in_force = in_force
        self._crashed_at: float | None = None
        self._asked: dict[int, asyncio.Future[None]] = {}
        self._marks = itertools.count(1)

    @property
    def id(self) -> str:
        return f"{self._session}.{self.generation}"

    @property
    def rests(self) -> bool:
        return self.is_asleep or self.is_held

    @property
    def playing(self) -> bool:
        return self.desired.playing and not self.rests

    # --- requests -----------------------------------------------------------------------------

    def send(self, request: contract.AnyRequest) -> None:
        self._send(request)

    def open(self, spec: Spec, revision: int, state: bytes | None) -> None:
        """Begin the run of this generation, from a state if there is one."""
        desired = self.desired
        self._send(
            contract.Open(
                self.id,
                spec=spec.model_dump(mode="json"),
                revision=revision,
                checkpoint=state,
                playing=self.playing,
                pace=self._allowed,
                max_pace=self.max_pace,
                until_step=desired.until_step if self.playing else None,
                until_epoch=desired.until_epoch if self.playing else None,
                rules=self.rules,
                branch=self._owner.branch,
            )
        )

    def compete(self, rules: contract.Rules | None) -> None:
        """Take part in a challenge, or in none anymore."""
        self.rules = rules
        self._send(contract.Compete(self.id, rules=rules))

    def close(self) -> None:
        self._send(contract.Close(self.id))

    def change(self, spec: Spec, revision: int) -> None:
        """Train this spec from now on, and keep what was learned."""
        document = spec.model_dump(mode="json")
        self._send(contract.Edit(self.id, document, revision, self._owner.branch))

    def reset(self, spec: Spec, revision: int) -> None:
        """Begin again at step 0 with this spec."""
        document = spec.model_dump(mode="json")
        self._send(contract.Reset(self.id, document, revision, self._owner.branch))

    def begin(self, jump: Jump, revision: int) -> None:
        """Go on from a state of the past."""
        other = jump.of != jump.spec
        self._send(
            contract.Begin(
                self.id,
                spec=jump.spec.model_dump(mode="json"),
                revision=revision,
                state=jump.data,
                of=jump.of.model_dump(mode="json") if other else None,
                step=jump.step,
                pauses=jump.pauses,
                branch=self._owner.branch,
            )
        )

    def forgive(self) -> None:
        """Count the next crash as a first one again, since the user has acted."""
        self._crashed_at = None

    def desire(self, *, playing: bool) -> None:
        """Set the desired state: play without an end, or pause."""
        self.desired = DesiredState(playing, self.desired.pace)
        self._owner.save()

    def play(self) -> None:
        self._send(contract.Play(self.id))

    def pause(self) -> None:
        self._send(contract.Pause(self.id))

    def sleep(self) -> None:
        """Pause the run until `wake`, because nobody looks."""
        if self.playing:
            self.pause()
        self.is_asleep = True

    def wake(self) -> None:
        was_asleep, self.is_asleep = self.is_asleep, False
        if was_asleep:
            self._go_on()

    def hold(self) -> None:
        """Pause the run until `give_back`, whoever looks."""
        if self.playing:
            self.pause()
        self.is_held = True

    def give_back(self) -> None:
        was_held, self.is_held = self.is_held, False
        if was_held:
            self._go_on()

    def set_pace(self, pace: float | None) -> None:
        self.desired = replace(self.desired, pace=pace)
        self._send_pace()

    def allow(self, max_pace: float | None) -> None:
        """Bound the steps a second from now on; None is without a bound."""
        if max_pace != self.max_pace:
            self.max_pace = max_pace
            self._send_pace()

    async def save(self, within_s: float = SAVED_WITHIN_S) -> None:
        """Wait for a checkpoint that includes all requests sent so far.

        Raises `NOT_SAVED` when it has not come in time, or its trainer was lost.
        """
        mark = next(self._marks)
        came = self._asked[mark] = asyncio.get_running_loop().create_future()
        self._send(contract.Save(self.id, mark=mark))
        try:
            async with asyncio.timeout(within_s):
                await came
        except TimeoutError:
            raise Refused(Refusal.NOT_SAVED) from None
        finally:
            del self._asked[mark]

    # --- events -------------------------------------------------------------------------------

    @singledispatchmethod
    def hear(self, event: contract.Event) -> None:
        """Take in one event of the run."""

    @hear.register
    def _(self, event: contract.Status) -> None:
        if self._adopt(event):
            self._owner.save()
        self.in_force = event.revision
        self._owner.tell_status(status_message(event))

    @hear.register
    def _(self, event: contract.TransferReport) -> None:
        carried = TransferReport.model_validate(event.report)
        self._owner.tell_transfer(event.revision, carried)

    @hear.register
    def _(self, event: contract.Curves) -> None:
        self._owner.extend_curves(event)

    @hear.register
    def _(self, event: contract.Frame) -> None:
        self._owner.show(event.key, event.body)

    @hear.register
    def _(self, event: contract.Scored) -> None:
        self._owner.tell_score(event)

    @hear.register
    def _(self, event: contract.Checkpoint) -> None:
        self._owner.keep_checkpoint(event)
        came = self._asked.get(event.mark)
        if came is not None and not came.done():
            came.set_result(None)

    @hear.register
    def _(self, event: contract.Failed) -> None:
        self._owner.tell_error(event.code, event.sentence)
        if event.fatal:
            self._owner.tell_state("failed")
        elif event.revision is not None:
            self._owner.take_back(event.revision, self.in_force)

    @hear.register
    def _(self, event: contract.TrainerLost) -> None:
        measures.LOST.inc()
        self._give_up_saves()
        if self._crashed_again(suspect=self.desired.playing and event.at_work):
            self._set_aside()
            return
        self._owner.tell_state("restarting")
        self._owner.tell_refusal(Refusal.TRAINER_LOST)
        self._owner.open(self.desired)

    # --- inside -------------------------------------------------------------------------------

    def _adopt(self, status: contract.Status) -> bool:
        """Take over what the run says that it is about, and return whether that is news.

        Not only what Play and Pause say: a status of before the command may come after it.
        """
        if self.rests:
            return False
        before = self.desired
        self.desired = replace(
            before,
            playing=status.state == "playing",
            until_step=status.until_step,
            until_epoch=status.until_epoch,
        )
        return self.desired != before

    def _crashed_again(self, *, suspect: bool) -> bool:
        """Note a crash, and return whether training this network caused two in a row."""
        now, before = self._clock(), self._crashed_at
        if suspect:
            self._crashed_at = now
        return suspect and before is not None and now - before < CRASHES_IN_A_ROW_S

    def _set_aside(self) -> None:
        self._owner.tell_state("failed")
        self.desire(playing=False)
        self._owner.tell_refusal(Refusal.SET_ASIDE)

    def _give_up_saves(self) -> None:
        """No state that was asked for comes from a trainer that is lost."""
        for waiting in self._asked.values():
            if not waiting.done():
                waiting.set_exception(Refused(Refusal.NOT_SAVED))

    @property
    def _allowed(self) -> float | None:
        paces = [each for each in (self.desired.pace, self.max_pace) if each is not None]
        return min(paces, default=None)

    def _send_pace(self) -> None:
        self._send(contract.Pace(self.id, steps_per_second=self._allowed, most=self.max_pace))

    def _go_on(self) -> None:
        if self.playing:
            until = self.desired.until_step, self.desired.until_epoch
            self._send(contract.Play(self.id, until_step=until[0], until_epoch=until[1]))


def status_message(status: contract.Status) -> StatusMessage:
    """Return a run's status as viewers are told it."""
    diverged = {"step": status.diverged_step, "layer": status.diverged_layer}
    return StatusMessage.model_validate(
        {
            "state": status.state,
            "step": status.step,
            "epoch": status.epoch,
            "steps_per_second": status.steps_per_second,
            "pace": status.pace,
            "device": status.device,
            "tier": status.tier,
            "diverged": None if status.diverged_step is None else diverged,
        }
    )
