"""One run: it carries requests out, trains when it is given a turn, and sends what there is to see."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from pydantic import TypeAdapter

from playground.engine import contract
from playground.engine.challenge import Participation
from playground.engine.contract import AnyEvent, AnyRequest
from playground.engine.curves import CurveLog, next_point, thinning
from playground.engine.device import Device
from playground.engine.goal import NO_GOAL, Goal
from playground.engine.probe_runner import ProbeRunner
from playground.engine.probe_schedule import ProbeSchedule
from playground.engine.saves import Saves
from playground.engine.scheduler import SLICE
from playground.engine.speed import Speed
from playground.engine.step_cost import StepCost
from playground.engine.training import RefusedError, Training
from playground.spec.probes import ProbeSpec
from playground.train.cooperative import Cooperative, run_until

STATUS_EVERY = 0.25

PROBE_SPECS: TypeAdapter[list[ProbeSpec]] = TypeAdapter(list[ProbeSpec])


class Run:
    """A training with its curves and watched probes, and the states that it tells.

    `clock` gives seconds that never go back, `free` the device bytes that the run may take, and
    `crowd` how many runs share the device. Raises `RefusedError`, `SpecProblem` or `MisplacedError`
    when it cannot be opened.
    """

    def __init__(
        self,
        request: contract.Open,
        device: Device,
        emit: Callable[[AnyEvent], None],
        clock: Callable[[], float],
        free: Callable[[], int],
        crowd: Callable[[], int] = lambda: 1,
    ) -> None:
        self.id = request.run
        self.playing = request.playing
        self._device, self._emit, self._clock = device, emit, clock
        self._pace, self._max_pace = request.pace, request.max_pace
        self._goal = Goal(request.until_step, request.until_epoch)
        self._diverged: tuple[int, str | None] | None = None
        self._ended_at: int | None = None
        left_off = request.left_off or contract.LeftOff()
        self._then_plays = left_off.then_plays
        """Whether it plays once it has trained to where it is to begin; None where it is there."""
        self._training = Training(request.spec, request.revision, device, free, left_off)
        self._curves = CurveLog(self.id)
        self._saves = Saves(self.id, self._training, emit, clock)
        self._saves.branch = request.branch
        self._schedule = ProbeSchedule(crowd)
        self._probe_runner = ProbeRunner(self.id, self._training, self._schedule, emit, clock)
        self._owes_point = False
        self._scoring: Cooperative[None] | None = None
        self._watched: contract.Watch | None = None
        self._meter = device.meter
        self.cost = StepCost(clock())
        self._speed = Speed()
        self._status_sent = -math.inf
        self._participation = Participation(None, 0)
        self._open(request.checkpoint, left_off)
        self._participation = Participation(request.rules, self._training.state.step)
        if self._left() == 0:
            self._arrive()
        self._send_status()

    @property
    def pace(self) -> float | None:
        """Steps a second now; a number of steps asked for is made as fast as may be."""
        return self._max_pace if self._goal.is_set else self._pace

    @property
    def busy(self) -> bool:
        """Whether it has more to do before it may train, also while it is paused."""
        return self._probe_runner.busy or self._owes_scores

    @property
    def frame_due(self) -> float:
        return self._schedule.next_due

    @property
    def held_bytes(self) -> int:
        """Device memory that the run keeps between its turns."""
        return self._training.held_bytes

    @property
    def wakes_at(self) -> float:
        """The time at which it must save, even if its next turn among many runs is far away."""
        return self._saves.due if self._saves.owed else math.inf

    def handle(self, request: AnyRequest) -> None:
        """Do what is asked. Raises `RefusedError`, `SpecProblem` or `MisplacedError`, and is then as it was."""
        if self._participation.owes_score:
            # Of how the run is now, whatever is asked of it.
            self._score(math.inf)
        version = self._training.version
        HANDLERS[type(request)](self, request)
        if version != self._training.version:
            self._scoring = None
            self._participation.changed(self._training.state.step)
            self._probe_runner.changed()
        self._schedule.hurry()

    def train(self, steps: int, until: float = math.inf) -> int:
        """Make at most so many steps, fewer when the run pauses itself, and give the number made.

        What comes before a step is finished first: pictures that are begun, and scores. No piece
        of it is begun once the clock has passed `until`.
        """
        if not self._finish(until) or not self.playing:
            return 0
        self._saves.tell_weights()
        state = self._training.state
        first = state.step
        while self.playing and state.step - first < steps:
            self._advance(first + steps)
            if self._owes_scores and not self._score(until):
                break
        now = self._clock()
        if self.playing:
            self._speed.add(now, state.step - first)
        else:
            self._schedule.hurry()
        if not self.playing:
            self._send_status()
        return state.step - first

    def report(self, until: float = math.inf) -> None:
        """Send the curves, status, save and frames that are due; frames only in time, as `train`."""
        now = self._clock()
        if not self.playing or self._curves.is_due(now):
            self._send_curves()
        if self.playing and now - self._status_sent >= STATUS_EVERY:
            self._send_status()
        if self._saves.owed and now >= self._saves.due:
            self._saves.tell()
        self._probe_runner.look(until)

    def leave(self, *, proven: bool) -> list[AnyRequest]:
        """Give all by which another trainer goes on from here, after what is still to be sent."""
        self._send_curves()
        training, goal = self._training, self._goal
        step, layer = self._diverged or (None, None)
        left_off = contract.LeftOff(
            owes_point=self._owes_point,
            bucket=self._training.closed_bucket if self._owes_point else "",
            then_plays=self._then_plays,
            proven=proven,
            here=True,
            diverged_step=step,
            diverged_layer=layer,
            replaced=training.replaced,
        )
        opened = contract.Open(
            self.id,
            spec=training.spec.model_dump(mode="json"),
            revision=training.revision,
            checkpoint=training.state.to_bytes(),
            playing=self.playing,
            pace=self._pace,
            max_pace=self._max_pace,
            until_step=goal.step,
            until_epoch=goal.epoch,
            left_off=left_off,
            rules=self._participation.rules,
            branch=self._saves.branch,
        )
        return [opened] if self._watched is None else [opened, self._watched]

    # --- training ------------------------------------------------------------------------------

    def _finish(self, until: float) -> bool:
        """Go on with what comes before a step; tell whether it is done, and there is time left."""
        self._probe_runner.go_on(until)
        if self._probe_runner.busy or (self._owes_scores and not self._score(until)):
            return False
        return self._clock() < until

    def _advance(self, end: int) -> None:
        """Step up to `end`, the next point of the curves or the end of what was asked."""
        state = self._training.state
        stop = min(self._next_point(state.step), self._participation.stop_after(state.step))
        count = min(end, stop) - state.step
        start = self._meter()
        outcome = self._training.advance(min(count, self._left()))
        self.cost.add(max(1, outcome.steps), self._meter() - start)
        if outcome.diverged_at is not None:
            self._diverged = (outcome.diverged_at, outcome.layer)
            self._halt()
            self._owe_last_point(outcome.diverged_at)
            return
        if state.step == self._next_point(state.step - 1):
            self._owe_point()
        self._participation.arrived(state.step)
        if self._left() == 0:
            self._arrive()

    def _owe_point(self) -> None:
        """Have a point made before the next step, of the steps up to here."""
        self._owes_point = True
        self._training.close_bucket()

    def _owe_last_point(self, step: int) -> None:
        """Have the curves end where the run diverged, and tell so; once, however often it is tried."""
        if self._training.made_since_point or self._ended_at != step:
            self._ended_at = step
            self._owe_point()

    @property
    def _owes_scores(self) -> bool:
        """Whether the last step is still to be scored, for the schedule or the curves."""
        return self._owes_point or self._training.must_score_epoch or self._participation.owes_score

    def _score(self, until: float) -> bool:
        """Score a piece or more of what is owed; tell whether that is all."""
        if self._scoring is None:
            self._scoring = self._score_in_pieces()
        if not run_until(self._scoring, self._clock, until):
            return False
        self._scoring = None
        return True

    def _score_in_pieces(self) -> Cooperative[None]:
        """Score the epoch for the schedule, and all samples for the curves."""
        if self._training.must_score_epoch:
            yield from self._training.score_epoch()
        if self._owes_point:
            self._curves.add((yield from self._training.point()))
            self._owes_point = False
        if self._participation.owes_score:
            self._emit((yield from self._participation.score(self.id, self._training.look())))

    def _next_point(self, step: int) -> int:
        return next_point(step, thinning(self._training.spec))

    def _left(self) -> int:
        most = self._participation.steps_left(self._training.state.step)
        return min(most, self._goal.steps_left(self._training))

    def _halt(self) -> None:
        self.playing = False
        self._goal = NO_GOAL
        self._speed.forget()

    def _arrive(self) -> None:
        """Pause where steps that were asked for end; where it is to begin it may play on."""
        plays, self._then_plays = self._then_plays, None
        self._halt()
        if plays is not None:
            self.playing = plays and self._left() > 0
            self._saves.tell("branch")
            self._send_status()

    # --- sending -------------------------------------------------------------------------------

    def _send_curves(self) -> None:
        if event := self._curves.flush(self._clock(), self._saves.branch):
            self._emit(event)

    def _send_status(self) -> None:
        now = self._clock()
        training = self._training
        step, layer = self._diverged or (None, None)
        stopped = "paused" if self._diverged is None else "diverged"
        self._emit(
            contract.Status(
                self.id,
                state="playing" if self.playing else stopped,
                step=training.state.step,
                epoch=training.state.epoch,
                steps_per_second=self._speed.at(now),
                pace=self._pace,
                device=self._device.name,
                tier=training.backend,
                revision=training.revision,
                diverged_step=step,
                diverged_layer=layer,
                until_step=self._goal.step,
                until_epoch=self._goal.epoch,
            )
        )
        self._status_sent = now

    # --- requests ------------------------------------------------------------------------------

    def _open(self, checkpoint: bytes | None, left_off: contract.LeftOff) -> None:
        if checkpoint is not None:
            try:
                self._training.resume(checkpoint)
            except RefusedError as problem:
                code, sentence = problem.code, problem.sentence
                self._emit(contract.Failed(self.id, code=code, sentence=sentence))
            else:
                self._curves.drop_above(self._training.state.step)
                self._send_curves()
                self._owes_point = left_off.owes_point
                if left_off.diverged_step is not None:
                    self._diverged = left_off.diverged_step, left_off.diverged_layer
                return
        self._training.begin()
        self._begin_at_zero()

    def _begin_at_zero(self) -> None:
        self._curves.drop_above(-1)
        self._owe_point()
        self._scoring = None
        self._score(self._clock() + SLICE)
        self._send_curves()

    def _edit(self, request: contract.Edit) -> None:
        self._leave_behind("edit")
        report = self._training.edit(request.spec, request.revision)
        self.cost = StepCost(self._clock())
        self._saves.branch = request.branch
        if report["data"] == "other_nature":
            self._begin_again()
        elif report["data"] != "kept":
            self._training.note_other_data(self._clock())
        # An edit does not heal what has diverged: the user is told of it until they step back,
        # begin again or try to go on.
        self._emit(contract.TransferReport(self.id, revision=request.revision, report=report))
        self._saves.tell("edit")
        self._send_status()

    def _reset(self, request: contract.Reset) -> None:
        self._leave_behind("reset")
        self._training.renew(request.spec, request.revision)
        self.cost = StepCost(self._clock())
        self._saves.branch = request.branch
        self._begin_again()
        self._saves.tell("reset")
        self._send_status()

    def _begin(self, request: contract.Begin) -> None:
        self._leave_behind("branch")
        self._training.begin_from(request)
        self.cost = StepCost(self._clock())
        self._saves.branch = request.branch
        plays = self.playing and not request.pauses
        self._diverged, self._then_plays = None, None
        self._owes_point, self._scoring = False, None
        self._curves.drop_above(self._training.state.step)
        if self._goal.is_set or not plays:
            self._halt()
        self._speed.forget()
        if request.step > self._training.state.step:
            self.playing, self._then_plays = True, plays
            self._goal = Goal(step=request.step)
        else:
            self._saves.tell("branch")
        self._send_status()

    def _leave_behind(self, why: contract.Reason) -> None:
        """Tell how far the run has come, before something changes: Undo brings back this very state."""
        # Points that wait are of the layers before an edit.
        self._send_curves()
        self._saves.tell_new(why)

    def _begin_again(self) -> None:
        """Begin at step 0, and forget what was before; what was playing goes on playing."""
        if self._goal.is_set:
            self._halt()
        self._diverged, self._then_plays = None, None
        self._speed.forget()
        self._begin_at_zero()

    def _play(self, request: contract.Play) -> None:
        self._diverged = None
        if self._then_plays is not None:
            self._then_plays = True
        else:
            self.playing = True
            self._goal = Goal(request.until_step, request.until_epoch)
            if self._left() == 0:
                self._halt()
        self._send_status()

    def _pause(self, _: contract.Pause) -> None:
        if self._then_plays is not None:
            self._then_plays = False
        elif self.playing:
            self._halt()
            self._saves.tell()
        self._send_status()

    def _step(self, request: contract.Step) -> None:
        further = self._goal.after_epochs if request.epochs else self._goal.after_steps
        self._goal = further(request.count, self._training)
        self.playing, self._then_plays = True, None
        self._diverged = None
        if self._left() == 0:
            self._halt()
            self._send_status()

    def _set_pace(self, request: contract.Pace) -> None:
        self._pace, self._max_pace = request.steps_per_second, request.most
        self._send_status()

    def _set_parameter(self, request: contract.SetParameter) -> None:
        self._training.set_parameter(request)
        # A weight that is dragged is set many times before the next step.
        self._saves.note_weights()
        self._send_status()

    def _set_parameters(self, request: contract.SetParameters) -> None:
        self._training.set_parameters(request)
        self._tell_weights()

    def _fresh_weights(self, request: contract.FreshWeights) -> None:
        self._training.fresh_weights(request)
        self._tell_weights()

    def _swap_weights(self, request: contract.SwapWeights) -> None:
        self._training.swap_weights(request)
        self._tell_weights()

    def _tell_weights(self) -> None:
        self._saves.tell("weights")
        self._send_status()

    def _watch(self, request: contract.Watch) -> None:
        self._watched = request
        probes = PROBE_SPECS.validate_python(request.probes)
        self._schedule.watch(probes, request.fps, request.slower)

    def _compete(self, request: contract.Compete) -> None:
        self._participation = Participation(request.rules, self._training.state.step)
        if self.playing and self._left() == 0:
            self._halt()
            self._send_status()

    def _save_now(self, request: contract.Save) -> None:
        self._saves.tell(mark=request.mark)


HANDLERS: dict[type[Any], Callable[[Run, Any], None]] = {
    contract.Edit: Run._edit,
    contract.Reset: Run._reset,
    contract.Play: Run._play,
    contract.Pause: Run._pause,
    contract.Step: Run._step,
    contract.Begin: Run._begin,
    contract.Pace: Run._set_pace,
    contract.SetParameter: Run._set_parameter,
    contract.SetParameters: Run._set_parameters,
    contract.FreshWeights: Run._fresh_weights,
    contract.SwapWeights: Run._swap_weights,
    contract.Watch: Run._watch,
    contract.Compete: Run._compete,
    contract.Save: Run._save_now,
}
"""Request → what the run does; Open, HandOver and Close are the worker's."""
