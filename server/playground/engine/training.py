"""One network being trained: a spec, its program and trainer, and the state they work on."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch
from torch import Tensor

from playground.data.loader import load
from playground.data.points import Points
from playground.engine.contract import (
    Begin,
    Destination,
    FreshWeights,
    LeftOff,
    SetParameter,
    SetParameters,
    SwapWeights,
)
from playground.engine.curves import samples_number
from playground.engine.device import Device
from playground.engine.replaced_weights import ReplacedWeights
from playground.engine.transfer_report import begun_anew, report
from playground.nn.program import Program
from playground.observe import scores
from playground.observe.view import View
from playground.spec.data import DataSpec
from playground.spec.project import Spec, parse
from playground.train.backends import Outcome, Trainer
from playground.train.buckets import Bucket
from playground.train.cooperative import Cooperative
from playground.train.cost import memory_bytes, step_work, work
from playground.train.placement import belongs_on_card
from playground.train.state import AVERAGE, StateError, TrainState, adapt_state, begin

NO_MEMORY = "The device has no memory left for this network. Make it smaller: fewer layers, units or samples."
GESTURE_S = 2.0
"""Changes of data that follow each other sooner are one."""
TRAIL = 60
"""Points of the curves by which a run's health is told."""


class RefusedError(Exception):
    """A request that cannot be done; everything is as it was before."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code, self.sentence = code, sentence


class MisplacedError(Exception):
    """A spec that another trainer should train, as `to` says; everything is as it was before."""

    def __init__(self, to: Destination) -> None:
        super().__init__(to)
        self.to = to


class Training:
    """`free` gives the device bytes that it may take. `left_off` tells what is known of a run that was elsewhere.

    Stands at no state until `begin` or `resume`. Raises `RefusedError` or `SpecProblem` for a spec
    that it cannot take, and `MisplacedError` for one that another trainer should.
    """

    state: TrainState

    def __init__(
        self,
        document: dict[str, Any],
        revision: int,
        device: Device,
        free: Callable[[], int],
        left_off: LeftOff,
    ) -> None:
        self._device, self._free = device, free
        self._longest_step = math.inf if left_off.proven else device.longest_step
        self._may_move = device.has_other_kind and not (left_off.here or left_off.stays)
        self._gradient: Tensor | None = None
        self._points: tuple[DataSpec, Points] | None = None
        self._view: View | None = None
        self._replaced = ReplacedWeights(left_off.replaced)
        self._trail: deque[tuple[int, float]] = deque(maxlen=TRAIL)
        self._bucket = Bucket.read(left_off.bucket)
        """The steps up to the point of the curves that is made next."""
        self._data_changes, self._data_changed_at = 0, -math.inf
        self.version = 0
        """Rises whenever there is something else to see."""
        with self._or_as_before():
            self._load(parse(document), revision)
        self._may_move = device.has_other_kind and not left_off.stays
        if left_off.proven:
            # What is slower by its estimate is not.
            self._longest_step = max(device.longest_step, device.seconds(step_work(self.spec)))

    @property
    def backend(self) -> str:
        return self._trainer.backend

    @property
    def held_bytes(self) -> int:
        """Device memory held between steps."""
        trainer = self._trainer
        points = (trainer.train_x, trainer.test_x, trainer.train_labels, trainer.test_labels)
        tensors = (
            self.state.parameters,
            self.state.buffers,
            *self.state.optimizer_state.values(),
            *points,
        )
        return sum(tensor.nbytes for tensor in tensors) + self._replaced.held_bytes

    @property
    def replaced(self) -> list[tuple[str, bytes]]:
        """What an undo of fresh weights puts back, as another trainer takes it over."""
        return self._replaced.pack()

    @property
    def left_in_epoch(self) -> int:
        """Steps up to the end of this epoch."""
        rest = self._trainer.samples - self.state.position
        return max(1, -(-rest // self.spec.training.batch_size))

    def begin(self) -> None:
        """Stand at step 0."""
        self.set_state(begin(self.spec, self._program))

    def resume(self, checkpoint: bytes) -> None:
        """Stand at the saved state. Raises `RefusedError` when it is not one of this spec."""
        fresh = begin(self.spec, self._program)
        try:
            state = TrainState.from_bytes(checkpoint)
        except StateError:
            state = None
        if (
            state is None
            or state.parameters.shape != fresh.parameters.shape
            or state.buffers.shape != fresh.buffers.shape
            or state.optimizer_state.keys() != fresh.optimizer_state.keys()
        ):
            raise RefusedError(
                "snapshot_unusable",
                "The saved state no longer fits, so the run starts over.",
            )
        self.set_state(state)

    def renew(self, document: dict[str, Any], revision: int) -> None:
        """Stand at step 0 of this spec."""
        with self._or_as_before():
            self._load(parse(document), revision)
            self.begin()

    def edit(self, document: dict[str, Any], revision: int) -> dict[str, Any]:
        """Take over a changed spec, and give what was kept of what was learned.

        Nothing is kept where the data have another signature: the training is then at step 0. Weights
        that were trained for the one, saturated as they may be, learn the other worse than new ones.
        """
        old, new = self.spec, parse(document)
        with self._or_as_before():
            self._load(new, revision)
            if old.data.data_signature != new.data.data_signature:
                self.begin()
                return begun_anew(old, new)
            state, transfer, notes = adapt_state(self.state, old, new)
            self.set_state(state)
            return report(old, new, transfer, notes)

    def begin_from(self, request: Begin) -> None:
        """Stand at a state with its spec, edited to another where that is wanted.

        Raises `RefusedError` when it is not one of this spec.
        """
        with self._or_as_before():
            self._load(parse(request.of or request.spec), request.revision)
            self.resume(request.state)
            if request.of is not None:
                self.edit(request.spec, request.revision)

    def set_parameter(self, request: SetParameter) -> None:
        """Set a weight or a bias. Raises `RefusedError` when the network has no such parameter."""
        place = self._place(request)
        mask = self._program.connection_mask
        value = request.value if mask is None or mask[place] else 0.0
        # A copy: a picture that is being made goes on seeing what it began with.
        self.state = self.state.clone()
        self.state.parameters[place] = value
        if AVERAGE in self.state.optimizer_state:
            self.state.optimizer_state[AVERAGE][place] = value
        self._changed(None)

    def set_parameters(self, request: SetParameters) -> None:
        """Take weights from elsewhere: the optimizer's memory, which is not theirs, begins anew.

        Raises `RefusedError` when an edit has come between.
        """
        state, program = self.state, self._program
        count = len(state.parameters)
        values = torch.from_numpy(np.frombuffer(request.values, dtype="<f4").copy())
        if request.revision != self.revision or len(values) != count + len(state.buffers):
            raise RefusedError(
                "weights_late",
                "The network changed while the weights were being sent. Send them again.",
            )
        fresh = begin(self.spec, program)
        fresh.parameters.copy_(values[:count])
        if program.connection_mask is not None:
            fresh.parameters.copy_(torch.where(program.connection_mask == 0, 0, fresh.parameters))
        fresh.buffers.copy_(values[count:])
        if AVERAGE in fresh.optimizer_state:
            fresh.optimizer_state[AVERAGE].copy_(fresh.parameters)
        fresh.step, fresh.epoch, fresh.position = state.step, state.epoch, state.position
        fresh.bucket = state.bucket.copy()
        self.set_state(fresh)

    def fresh_weights(self, request: FreshWeights) -> None:
        """Draw layers' weights again. Raises `RefusedError` when there is none of these layers."""
        state = self._replaced.draw(
            self.state, self.spec, self._program, request.layers, request.mark, request.seed
        )
        if state is None:
            raise RefusedError("layers_gone", "These layers are no longer part of the network.")
        self.set_state(state)

    def swap_weights(self, request: SwapWeights) -> None:
        """Put back what layers had before their weights were drawn again, or the other way.

        Raises `RefusedError` when that is forgotten.
        """
        state = self._replaced.swap(self.state, self.spec, self._program, request.mark)
        if state is None:
            raise RefusedError(
                "weights_gone",
                "The earlier weights are no longer there. Go back in time with the time slider.",
            )
        self.set_state(state)

    def advance(self, steps: int) -> Outcome:
        """Make the steps, or as many of them as stay finite, or are left until `score_epoch` is due."""
        outcome = self._trainer.train(self.state, steps)
        # A gradient that is not finite belongs to a step that was not made.
        self._changed(outcome.gradient if outcome.diverged_at is None else None)
        return outcome

    @property
    def must_score_epoch(self) -> bool:
        return self.state.plateau.due

    def score_epoch(self) -> Cooperative[None]:
        """Let the schedule hear how the last epoch went, before the next step."""
        yield from self._trainer.score_epoch(self.state)
        self._changed(self._gradient)

    def look(self) -> View:
        """View the training as probes see it, until it next changes."""
        if self._view is None:
            self._view = View(
                self.spec, self._program, self._trainer, self.state, self.revision, self._gradient
            )
            self._view.trail = tuple(self._trail)
        return self._view

    @property
    def made_since_point(self) -> bool:
        """Whether a step was made since the last point of the curves."""
        return bool(self.state.bucket.bands())

    @property
    def closed_bucket(self) -> str:
        """The steps of the point that is owed, as another trainer takes them over."""
        return self._bucket.written()

    def close_bucket(self) -> None:
        """End the steps that the next point tells of here; those from now on are the one's after it."""
        self._bucket, self.state.bucket = self.state.bucket, Bucket()

    def note_other_data(self, now: float) -> None:
        """Count that other samples train it from now on; who drags a slider changes them once."""
        self._data_changes += now - self._data_changed_at > GESTURE_S
        self._data_changed_at = now

    def point(self) -> Cooperative[dict[str, float | None]]:
        """Make a point of the curves, by column. The run must stand still until it is made."""
        view = self.look()
        found = yield from scores.measure(view)
        self._trail.append((self.state.step, found.train_loss))
        view.trail = tuple(self._trail)
        score = scores.score_name(self.spec)
        return {
            "step": self.state.step,
            "epoch": self.state.epoch,
            "data": self._samples,
            "data_changes": self._data_changes,
            "train_loss": found.train_loss,
            "test_loss": found.test_loss,
            f"train_{score}": found.train_score,
            f"test_{score}": found.test_score,
            "learning_rate": scores.learning_rate(view),
        } | self._bucket.columns([shape.id for shape in self._program.shapes])

    def set_state(self, state: TrainState) -> None:
        """Stand at this state from now on, with no step behind it."""
        device = self._device.torch
        state.parameters = state.parameters.to(device)
        state.buffers = state.buffers.to(device)
        state.optimizer_state = {
            name: slot.to(device) for name, slot in state.optimizer_state.items()
        }
        self.state = state
        self._trail.clear()
        self._changed(None)

    @contextmanager
    def _or_as_before(self) -> Iterator[None]:
        """Bring back all that was there where what is made fails.

        Raises `RefusedError` where the device has no memory for it: the estimate that was to tell it
        before is one.
        """
        before = vars(self).copy()
        try:
            yield
        except BaseException as problem:
            vars(self).clear()
            vars(self).update(before)
            if isinstance(problem, torch.OutOfMemoryError):
                raise RefusedError("device_memory", NO_MEMORY) from None
            raise

    def _place(self, request: SetParameter) -> int:
        """Find where the parameter lies in the flat vector."""
        name = "bias" if request.input is None else "weight"
        key = f"{request.layer}.{name}"
        slot = next((slot for slot in self._program.layout.slots if slot.key == key), None)
        unit, column = request.unit, request.input or 0
        columns = slot.size // slot.shape[0] if slot else 0
        if slot is None or not (0 <= unit < slot.shape[0] and 0 <= column < columns):
            raise RefusedError("no_such_parameter", "This weight is no longer part of the network.")
        return slot.offset + unit * columns + column

    def _load(self, spec: Spec, revision: int) -> None:
        """Load all but the state."""
        device, program = self._device, Program.build(spec)
        if self._may_move and belongs_on_card(spec, program) != (device.kind == "gpu"):
            raise MisplacedError("gpu" if device.kind == "cpu" else "cpu")
        if work(spec) > device.max_work:
            raise RefusedError(
                "device_time",
                "This network is too slow for this device. Use fewer channels or samples,"
                " smaller kernels or smaller batches.",
            )
        if device.seconds(step_work(spec)) > self._longest_step:
            raise MisplacedError("apart")
        needed, free = memory_bytes(spec, device.torch.type), self._free()
        if needed > free:
            raise RefusedError(
                "device_memory",
                f"This network needs about {_megabytes(needed)} of memory, and the device has"
                f" {_megabytes(free)} left. Make it smaller: fewer layers, units or samples.",
            )
        self._trainer = Trainer(spec, program, self._loaded(spec.data), device.torch)
        self.spec, self.revision, self._program = spec, revision, program
        self._samples = samples_number(spec.data)

    def _loaded(self, data: DataSpec) -> Points:
        """Load the samples, or give those at hand: to draw 5,000 pictures takes 70 ms at each edit."""
        if self._points is None or self._points[0] != data:
            self._points = data, load(data)
        return self._points[1]

    def _changed(self, gradient: Tensor | None) -> None:
        self._gradient, self._view = gradient, None
        self.version += 1


def _megabytes(count: int) -> str:
    return f"{max(1, round(count / 2**20)):,} MB"
