"""One run: obeys requests, trains when it is given a turn, and says what there is to see."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from pydantic import TypeAdapter

from playground.engine import contract
from playground.engine.contract import AnyEvent, AnyRequest
from playground.engine.curves import CurveLog, next_point, thinning
from playground.engine.device import Device
from playground.engine.looking import Looking
from playground.engine.scheduler import SLICE
from playground.engine.snapshots import Snapshots
from playground.engine.speed import Speed
from playground.engine.training import RefusedError, Training
from playground.engine.watching import Watching
from playground.spec.data import DataSpec
from playground.spec.probes import ProbeSpec
from playground.train.cooperative import Cooperative, run_until

STATUS_EVERY = 0.25
SNAPSHOT_EVERY = 0.25
SAVE_EVERY = 0.3
SAVED_BYTES_PER_SECOND = 16_000_000

PROBE_SPECS: TypeAdapter[list[ProbeSpec]] = TypeAdapter(list[ProbeSpec])


class Run:
    """`clock` gives seconds that never go back; `free` the device bytes that the run may take;
    `crowd` how many runs share the device.

    Raises `RefusedError` or `SpecProblem` when it cannot be opened.
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
        self._until_step, self._until_epoch = request.until_step, request.until_epoch
        self._diverged: tuple[int, str | None] | None = None
        self._rewound = False
        self._training = Training(request.spec, request.revision, device, free)
        self._curves = CurveLog(self.id)
        self._snapshots = Snapshots()
        self._watching = Watching(crowd)
        self._looking = Looking(self.id, self._training, self._watching, emit, clock)
        self._owes_point = False
        self._scoring: Cooperative[None] | None = None
        self._speed = Speed()
        self._told = self._kept = self._saved = -math.inf
        self._saved_version = -1
        self._open(request.snapshot)
        if self._left() == 0:
            self._halt()
        self._tell()

    @property
    def pace(self) -> float | None:
        """Steps a second now; a number of steps asked for is made as fast as may be."""
        return self._max_pace if self._stepping else self._pace

    @property
    def busy(self) -> bool:
        """Whether it has more to do before it may train, also while it is paused."""
        return self._looking.busy or self._owing

    @property
    def frame_due(self) -> float:
        return self._watching.next_due

    @property
    def held_bytes(self) -> int:
        """Device memory that the run keeps between its turns."""
        return self._snapshots.held_bytes + self._training.held_bytes

    @property
    def wakes_at(self) -> float:
        """When it has something to do by itself: among many, the next turn may be far away."""
        return self._save_due if self._unsaved else math.inf

    def handle(self, request: AnyRequest) -> None:
        """Raises `RefusedError` or `SpecProblem`, and is then as it was."""
        version = self._training.version
        HANDLERS[type(request)](self, request)
        if version != self._training.version:
            self._scoring = None
            self._looking.changed()
        self._watching.hurry()

    def train(self, steps: int, until: float = math.inf) -> int:
        """At most so many steps; fewer when the run pauses itself. Gives the number made.

        What comes before a step is finished first: pictures that are begun, and scores. No piece
        of it is begun once the clock has passed `until`.
        """
        if not self._finish(until) or not self.playing:
            return 0
        if self._rewound:
            self._forget_later()
        state = self._training.state
        first = state.step
        while self.playing and state.step - first < steps:
            self._piece(first + steps)
            if self._owing and not self._score(until):
                break
        now = self._clock()
        if self.playing:
            self._speed.add(now, state.step - first)
        else:
            self._watching.hurry()
        if not self.playing or now - self._kept >= SNAPSHOT_EVERY:
            self._keep()
        if not self.playing:
            self._tell()
        return state.step - first

    def report(self, until: float = math.inf) -> None:
        """Sends the curves, status, save and frames that are due; frames only in time, as `train`."""
        now = self._clock()
        if not self.playing or self._curves.is_due(now):
            self._flush()
        if self.playing and now - self._told >= STATUS_EVERY:
            self._tell()
        if self._unsaved and now >= self._save_due:
            self._save()
        self._looking.look(until)

    # --- training ------------------------------------------------------------------------------

    def _finish(self, until: float) -> bool:
        """Goes on with what comes before a step; whether it is done, and there is time left."""
        self._looking.go_on(until)
        if self._looking.busy or (self._owing and not self._score(until)):
            return False
        return self._clock() < until

    def _piece(self, end: int) -> None:
        """Steps up to `end`, the next point of the curves or the end of what was asked."""
        state = self._training.state
        count = min(end, self._next_point(state.step)) - state.step
        outcome = self._training.advance(min(count, self._left()))
        if outcome.diverged_at is not None:
            self._diverged = (outcome.diverged_at, outcome.layer)
            # One taken at this very step has the parameters that the step could not be made from.
            self._snapshots.drop_above(max(0, outcome.diverged_at - 1))
            self._halt()
            return
        self._owes_point = state.step == self._next_point(state.step - 1)
        if self._left() == 0:
            self._halt()

    @property
    def _owing(self) -> bool:
        """Whether the last step is still to be scored, for the schedule or the curves."""
        return self._owes_point or self._training.must_score_epoch

    def _score(self, until: float) -> bool:
        """A piece or more of what is owed; whether that is all."""
        if self._scoring is None:
            self._scoring = self._scores()
        if not run_until(self._scoring, self._clock, until):
            return False
        self._scoring = None
        return True

    def _scores(self) -> Cooperative[None]:
        if self._training.must_score_epoch:
            yield from self._training.score_epoch()
        if self._owes_point:
            self._curves.add((yield from self._training.point()))
            self._owes_point = False

    def _next_point(self, step: int) -> int:
        return next_point(step, thinning(self._training.spec))

    @property
    def _stepping(self) -> bool:
        return self._until_step is not None or self._until_epoch is not None

    def _left(self) -> int:
        """Steps until the run pauses itself; the end of several epochs is found one by one."""
        state = self._training.state
        if self._until_step is not None:
            return max(0, self._until_step - state.step)
        if self._until_epoch is not None:
            return self._training.left_in_epoch if state.epoch < self._until_epoch else 0
        return 2**62

    def _halt(self) -> None:
        self.playing = False
        self._until_step = self._until_epoch = None
        self._speed.forget()

    def _forget_later(self) -> None:
        """Training goes on from an earlier step: what lay after it will not come."""
        self._rewound = False
        step = self._training.state.step
        self._snapshots.drop_above(step)
        self._flush()
        self._curves.drop_above(step)

    # --- telling -------------------------------------------------------------------------------

    def _flush(self) -> None:
        if event := self._curves.flush(self._clock()):
            self._emit(event)

    def _keep(self) -> None:
        """Unless it has diverged: that is no place to come back to."""
        if self._diverged is not None:
            return
        self._snapshots.take(self._training.state, self._training.spec)
        self._kept = self._clock()

    @property
    def _unsaved(self) -> bool:
        return self._saved_version != self._training.version

    @property
    def _save_due(self) -> float:
        state = self._training.state
        size = state.parameters.nbytes * (1 + len(state.optimizer_state))
        return self._saved + max(SAVE_EVERY, size / SAVED_BYTES_PER_SECOND)

    def _save(self, mark: int = 0) -> None:
        training = self._training
        step, data = training.state.step, training.state.to_bytes()
        self._emit(
            contract.Snapshot(self.id, step=step, revision=training.revision, data=data, mark=mark)
        )
        self._saved, self._saved_version = self._clock(), training.version

    def _tell(self) -> None:
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
                snapshots=self._snapshots.steps,
                diverged_step=step,
                diverged_layer=layer,
                until_step=self._until_step,
                until_epoch=self._until_epoch,
            )
        )
        self._told = now

    # --- requests ------------------------------------------------------------------------------

    def _open(self, snapshot: bytes | None) -> None:
        if snapshot is not None:
            try:
                self._training.resume(snapshot)
            except RefusedError as problem:
                code, sentence = problem.code, problem.sentence
                self._emit(contract.Failed(self.id, code=code, sentence=sentence))
            else:
                self._curves.drop_above(self._training.state.step)
                self._flush()
                self._keep()
                return
        self._training.begin()
        self._from_zero()

    def _from_zero(self) -> None:
        self._snapshots = Snapshots()
        self._keep()
        self._curves.drop_above(-1)
        self._owes_point, self._scoring = True, None
        self._score(self._clock() + SLICE)
        self._flush()

    def _edit(self, request: contract.Edit) -> None:
        report = self._training.edit(request.spec, request.revision)
        # Points that wait are of the layers before the edit.
        self._flush()
        if report["data"] == "other_nature":
            self._begin_again()
        else:
            # An edit does not heal what has diverged: the user is told of it until they step back,
            # begin again or try to go on.
            self._keep()
        self._emit(contract.Carried(self.id, revision=request.revision, report=report))
        self._save()
        self._tell()

    def _reset(self, request: contract.Reset) -> None:
        self._training.renew(request.spec, request.revision)
        self._flush()
        self._begin_again()
        self._save()
        self._tell()

    def _begin_again(self) -> None:
        """All that was before is no longer true; what was playing goes on playing."""
        if self._stepping:
            self._halt()
        self._diverged = None
        self._rewound = False
        self._speed.forget()
        self._from_zero()

    def _play(self, request: contract.Play) -> None:
        self.playing = True
        self._until_step, self._until_epoch = request.until_step, request.until_epoch
        self._diverged = None
        if self._left() == 0:
            self._halt()
        self._tell()

    def _pause(self, _: contract.Pause) -> None:
        if self.playing:
            self._halt()
            self._keep()
            self._save()
        self._tell()

    def _step(self, request: contract.Step) -> None:
        state = self._training.state
        # What is asked while steps are being made comes on top of them.
        if request.epochs:
            self._until_epoch = max(state.epoch, self._until_epoch or 0) + request.count
            self._until_step = None
        else:
            self._until_step = max(state.step, self._until_step or 0) + request.count
            self._until_epoch = None
        self.playing = True
        self._diverged = None

    def _seek(self, request: contract.Seek) -> None:
        if kept := self._snapshots.at(request.step):
            self._halt()
            self._flush()
            self._training.restore(kept)
            self._owes_point = False
            self._diverged = None
            self._rewound = True
        self._tell()

    def _set_pace(self, request: contract.Pace) -> None:
        self._pace, self._max_pace = request.steps_per_second, request.most
        self._tell()

    def _set_parameter(self, request: contract.SetParameter) -> None:
        self._training.set_parameter(request)
        self._keep()
        self._tell()

    def _set_parameters(self, request: contract.SetParameters) -> None:
        self._training.set_parameters(request)
        self._keep()
        self._save()
        self._tell()

    def _watch(self, request: contract.Watch) -> None:
        probes = PROBE_SPECS.validate_python(request.probes)
        self._watching.watch(probes, request.fps, request.slower)

    def _score_on(self, request: contract.Score) -> None:
        self._looking.ask(DataSpec.model_validate(request.data))

    def _save_now(self, request: contract.Save) -> None:
        self._save(request.mark)


HANDLERS: dict[type[Any], Callable[[Run, Any], None]] = {
    contract.Edit: Run._edit,
    contract.Reset: Run._reset,
    contract.Play: Run._play,
    contract.Pause: Run._pause,
    contract.Step: Run._step,
    contract.Seek: Run._seek,
    contract.Pace: Run._set_pace,
    contract.SetParameter: Run._set_parameter,
    contract.SetParameters: Run._set_parameters,
    contract.Watch: Run._watch,
    contract.Score: Run._score_on,
    contract.Save: Run._save_now,
}
"""Request → what the run does; Open and Close are the worker's."""
