"""One training: obeys requests, trains when it is told to, and says what there is to see."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from typing import Any

import torch
from pydantic import TypeAdapter
from torch import Tensor

from playground.data.loader import load
from playground.engine import contract
from playground.engine.carried import report
from playground.engine.contract import AnyEvent, AnyRequest
from playground.engine.curves import CurveLog, next_point
from playground.engine.device import Device
from playground.engine.snapshots import Snapshots
from playground.engine.watching import Watching
from playground.nn.program import Program
from playground.observe import metrics
from playground.observe.probe import observe
from playground.observe.view import NotThere, View
from playground.spec.probe import ProbeSpec
from playground.spec.project import Spec, parse
from playground.train.state import BadState, TrainState, begin, edited
from playground.train.tiers import Trainer, memory_bytes
from playground.wire.frame import encode

STATUS_EVERY = 0.25
SNAPSHOT_EVERY = 0.25
SAVE_EVERY = 1.0
SAVED_BYTES_PER_SECOND = 4_000_000
SPEED_OVER = 1.0
"""Seconds."""

ProbeSpecs: TypeAdapter[list[ProbeSpec]] = TypeAdapter(list[ProbeSpec])


class Refused(Exception):
    """The request cannot be done, and the run is as it was."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code, self.sentence = code, sentence


class Run:
    """`clock` gives seconds that never go back; `free` the device bytes that a run may take.

    Raises `Refused` or `SpecProblem` when it cannot be opened.
    """

    def __init__(
        self,
        request: contract.Open,
        device: Device,
        emit: Callable[[AnyEvent], None],
        clock: Callable[[], float],
        free: Callable[[], int],
    ) -> None:
        self.id = request.run
        self._device, self._emit, self._clock, self._free = device, emit, clock, free
        self._pace = request.pace
        self._playing = request.playing
        self._until_step: int | None = None
        self._until_epoch: int | None = None
        self._diverged: tuple[int, str | None] | None = None
        self._version = 0
        self._rewound = False
        self._watching = Watching()
        self._speed: deque[tuple[float, int]] = deque()
        self._told = self._kept = self._saved = -math.inf
        self._unsaved = True
        self._load(parse(request.spec), request.revision)
        self._begin(request.snapshot)
        self._tell()

    # --- what the worker asks ------------------------------------------------------------------

    @property
    def playing(self) -> bool:
        return self._playing

    @property
    def pace(self) -> float | None:
        """Steps a second now; single steps are made as fast as can be."""
        return None if self._stepping else self._pace

    @property
    def frame_due(self) -> float:
        return self._watching.next_due

    @property
    def held_bytes(self) -> int:
        """Device memory that the run keeps between its turns."""
        trainer, state = self._trainer, self._state
        points = (trainer.train_x, trainer.test_x, trainer.train_labels, trainer.test_labels)
        tensors = (state.parameters, *state.slots.values(), *points)
        return self._snapshots.bytes + sum(tensor.nbytes for tensor in tensors)

    @property
    def wakes_at(self) -> float:
        """When a paused run has something to do by itself."""
        return self._save_due if self._unsaved and not self._playing else math.inf

    def handle(self, request: AnyRequest) -> None:
        """Raises `Refused` or `SpecProblem`, and is then as it was."""
        HANDLERS[type(request)](self, request)
        self._watching.hurry()

    def train(self, steps: int) -> int:
        """At most so many steps; fewer when the run pauses itself. Gives the number made."""
        if self._rewound:
            self._forget_later()
        first = self._state.step
        while self._playing and (made := self._state.step - first) < steps:
            self._piece(steps - made)
        now = self._clock()
        self._version += 1
        self._unsaved = True
        self._speed.append((now, self._state.step - first))
        if not self._playing or now - self._kept >= SNAPSHOT_EVERY:
            self._keep()
        if not self._playing:
            self._watching.hurry()
            self._tell()
        return self._state.step - first

    def report(self) -> None:
        """Sends the curves, status, save and frames that are due."""
        now = self._clock()
        if self._curves.is_due(now) or not self._playing:
            self._flush()
        if self._playing and now - self._told >= STATUS_EVERY:
            self._tell()
        if self._unsaved and now >= self._save_due:
            self._save()
        self._show()

    # --- training ------------------------------------------------------------------------------

    def _piece(self, most: int) -> None:
        """Steps up to the next point of the curves or the end of what was asked."""
        state = self._state
        outcome = self._trainer.advance(
            state, min(most, next_point(state.step) - state.step, self._left())
        )
        self._gradient = outcome.gradient
        self._view = None
        if outcome.diverged_at is not None:
            self._diverged = (outcome.diverged_at, outcome.layer)
            self._gradient = None
            self._pause()
            return
        if state.step == next_point(state.step - 1):
            self._point()
        if self._left() == 0:
            self._pause()

    @property
    def _stepping(self) -> bool:
        return self._until_step is not None or self._until_epoch is not None

    def _left(self) -> int:
        """Steps until the run pauses itself; an epoch's end is looked for one epoch at a time."""
        if self._until_step is not None:
            return max(0, self._until_step - self._state.step)
        if self._until_epoch is None:
            return 2**62
        if self._state.epoch >= self._until_epoch:
            return 0
        rest = self.spec.data.train_samples - self._state.position
        return max(1, -(-rest // self.spec.training.batch_size))

    def _pause(self) -> None:
        self._playing = False
        self._until_step = self._until_epoch = None
        self._speed.clear()

    def _point(self) -> None:
        """Takes a point of the curves at this step."""
        view = self._look()
        scores = metrics.measure(view)
        norms = metrics.gradient_norms(view).tolist()
        self._curves.add(
            {
                "step": self._state.step,
                "epoch": self._state.epoch,
                "train_loss": scores.train_loss,
                "test_loss": scores.test_loss,
                "train_score": scores.train_score,
                "test_score": scores.test_score,
                "learning_rate": metrics.learning_rate(view),
            }
            | {
                f"gradient:{shape.id}": norm
                for shape, norm in zip(self._program.shapes, norms, strict=True)
            }
        )

    def _forget_later(self) -> None:
        """Training goes on from an earlier step: what lay after it will not come."""
        self._rewound = False
        self._snapshots.drop_above(self._state.step)
        self._flush()
        self._curves.drop_above(self._state.step)

    # --- telling -------------------------------------------------------------------------------

    def _look(self) -> View:
        if self._view is None:
            self._view = View(
                self.spec, self._program, self._trainer, self._state, self.revision, self._gradient
            )
        return self._view

    def _show(self) -> None:
        for watched in self._watching.due(self._clock(), self._version):
            start = self._clock()
            body = b""
            try:
                body = encode(observe(self._look(), watched.probe))
            except NotThere:
                pass  # An edit took it away; the viewer will soon ask for something else.
            else:
                self._emit(contract.Frame(self.id, key=watched.probe.key, body=body))
            took = self._clock() - start
            self._watching.made(watched, start, self._version, took, len(body))

    def _flush(self) -> None:
        if event := self._curves.flush(self._clock()):
            self._emit(event)

    def _keep(self) -> None:
        self._snapshots.take(self._state, self.spec)
        self._kept = self._clock()

    @property
    def _save_due(self) -> float:
        size = 4 * self.spec.parameter_count * (1 + len(self._state.slots))
        return self._saved + max(SAVE_EVERY, size / SAVED_BYTES_PER_SECOND)

    def _save(self) -> None:
        self._emit(
            contract.Snapshot(
                self.id,
                step=self._state.step,
                revision=self.revision,
                data=self._state.to_bytes(),
            )
        )
        self._saved = self._clock()
        self._unsaved = False

    def _steps_per_second(self) -> float:
        if not self._speed:
            return 0.0
        now = self._clock()
        while len(self._speed) > 1 and now - self._speed[1][0] > SPEED_OVER:
            self._speed.popleft()
        # The first entry only marks the time from which the others count.
        elapsed = now - self._speed[0][0]
        steps = sum(made for _, made in list(self._speed)[1:])
        return steps / elapsed if elapsed > 0 else 0.0

    def _tell(self) -> None:
        step, layer = self._diverged or (None, None)
        state = "playing" if self._playing else "paused" if self._diverged is None else "diverged"
        self._emit(
            contract.Status(
                self.id,
                state=state,
                step=self._state.step,
                epoch=self._state.epoch,
                steps_per_second=self._steps_per_second(),
                pace=self._pace,
                device=self._device.name,
                tier=self._trainer.tier,
                revision=self.revision,
                snapshots=self._snapshots.steps,
                diverged_step=step,
                diverged_layer=layer,
            )
        )
        self._told = self._clock()

    # --- beginning and changing ----------------------------------------------------------------

    def _load(self, spec: Spec, revision: int) -> None:
        """Takes over a spec, all but its state. Raises `Refused` and changes nothing."""
        needed, free = memory_bytes(spec), self._free()
        if needed > free:
            raise Refused(
                "device_memory",
                f"This network needs about {_megabytes(needed)} of memory and the device has"
                f" {_megabytes(free)} left for it. Make it smaller: fewer layers or units, or"
                " fewer samples.",
            )
        program = Program.build(spec)
        self._trainer = Trainer(spec, program, load(spec.data), self._device.torch)
        self.spec, self.revision, self._program = spec, revision, program

    def _begin(self, snapshot: bytes | None = None) -> None:
        """From the snapshot, or from step 0 if there is none that fits."""
        state = self._restored(snapshot) if snapshot is not None else None
        self._curves = CurveLog(self.id)
        self._curves.drop_above(-1 if state is None else state.step)
        self._snapshots = Snapshots()
        self._set(state or begin(self.spec, self._program))
        if state is None:
            self._point()
        self._keep()
        self._flush()

    def _restored(self, snapshot: bytes) -> TrainState | None:
        fresh = begin(self.spec, self._program)
        try:
            state = TrainState.from_bytes(snapshot)
        except BadState:
            state = None
        fits = (
            state is not None
            and state.parameters.shape == fresh.parameters.shape
            and state.slots.keys() == fresh.slots.keys()
        )
        if fits:
            return state
        self._fail("snapshot_unusable", "What was saved does not fit; the run begins anew.")
        return None

    def _set(self, state: TrainState) -> None:
        """The run stands at this state, with no step behind it."""
        device = self._device.torch
        state.parameters = state.parameters.to(device)
        state.slots = {name: slot.to(device) for name, slot in state.slots.items()}
        self._state = state
        self._gradient: Tensor | None = None
        self._diverged = None
        self._changed()

    def _changed(self) -> None:
        self._view: View | None = None
        self._version += 1
        self._unsaved = True

    def _fail(self, code: str, sentence: str) -> None:
        self._emit(contract.Failed(self.id, code=code, sentence=sentence))

    # --- requests ------------------------------------------------------------------------------

    def _edit(self, request: contract.Edit) -> None:
        old = self.spec
        new = parse(request.spec)
        self._load(new, request.revision)
        self._flush()
        state, transfer, notes = edited(self._state, old, new)
        self._set(state)
        self._keep()
        self._emit(
            contract.Carried(
                self.id, revision=self.revision, report=report(old, new, transfer, notes)
            )
        )
        self._save()
        self._tell()

    def _reset(self, request: contract.Reset) -> None:
        self._load(parse(request.spec), request.revision)
        self._flush()
        self._until_step = self._until_epoch = None
        self._rewound = False
        self._speed.clear()
        self._begin()
        self._save()
        self._tell()

    def _play(self, _: contract.Play) -> None:
        self._playing = True
        self._until_step = self._until_epoch = None
        self._diverged = None
        self._tell()

    def _stop(self, _: contract.Pause) -> None:
        if self._playing:
            self._pause()
            self._keep()
            self._save()
        self._tell()

    def _step(self, request: contract.Step) -> None:
        self._until_step = self._until_epoch = None
        if request.epochs:
            self._until_epoch = self._state.epoch + request.count
        else:
            self._until_step = self._state.step + request.count
        self._playing = True
        self._diverged = None

    def _seek(self, request: contract.Seek) -> None:
        self._pause()
        kept = self._snapshots.at(request.step)
        if kept is None:
            return
        self._flush()
        state = kept.state.clone()
        if kept.spec != self.spec:
            # What was learned by then, in the network as it is now.
            state = edited(state, kept.spec, self.spec)[0]
        self._set(state)
        self._rewound = True
        self._tell()

    def _set_pace(self, request: contract.Pace) -> None:
        self._pace = request.steps_per_second
        self._tell()

    def _set_parameter(self, request: contract.SetParameter) -> None:
        name = "bias" if request.input is None else "weight"
        tensor = self._program.layout.views(self._state.parameters).get(f"{request.layer}.{name}")
        place = (request.unit,) if request.input is None else (request.unit, request.input)
        if tensor is None or any(i >= n for i, n in zip(place, tensor.shape, strict=True)):
            raise Refused("no_such_parameter", "This weight is no longer part of the network.")
        with torch.no_grad():
            tensor[place] = request.value
        self._gradient = None
        self._diverged = None
        self._changed()
        self._keep()

    def _watch(self, request: contract.Watch) -> None:
        self._watching.watch(ProbeSpecs.validate_python(request.probes), request.fps)

    def _save_now(self, _: contract.Save) -> None:
        self._save()


Handler = Callable[[Run, Any], None]

HANDLERS: dict[type[Any], Handler] = {
    contract.Edit: Run._edit,
    contract.Reset: Run._reset,
    contract.Play: Run._play,
    contract.Pause: Run._stop,
    contract.Step: Run._step,
    contract.Seek: Run._seek,
    contract.Pace: Run._set_pace,
    contract.SetParameter: Run._set_parameter,
    contract.Watch: Run._watch,
    contract.Save: Run._save_now,
}
"""Request → what the run does; Open and Close are the worker's."""


def _megabytes(count: int) -> str:
    return f"{max(1, round(count / 2**20)):,} MB"
