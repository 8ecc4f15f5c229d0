"""Earlier states of a run, kept in memory so that it can be taken back."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from playground.spec.project import Spec, parse
from playground.train.state import TrainState

MAX = 64
MAX_BYTES = 64 * 2**20
MAX_PACKED_BYTES = 8 * 2**20
"""Of what goes along to another trainer: the web process has it in its hands on the way."""
BLOWN_UP = 30.0
"""How many times larger than at its smallest a run's largest weight is when it is on its way to infinity."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A state that nobody changes, and the spec that it was trained by."""

    state: TrainState
    spec: Spec

    @property
    def held_bytes(self) -> int:
        state = self.state
        tensors = (state.parameters, state.buffers, *state.optimizer_state.values())
        return sum(tensor.nbytes for tensor in tensors)


class Checkpoints:
    """Bounded in number and bytes: the first and the latest stay, between them old ones thin out."""

    def __init__(self, most: int = MAX, max_bytes: int = MAX_BYTES) -> None:
        self._max, self._max_bytes = most, max_bytes
        self._kept: list[Checkpoint] = []

    @property
    def steps(self) -> list[int]:
        """The steps of the checkpoints, ascending."""
        return [checkpoint.state.step for checkpoint in self._kept]

    @property
    def held_bytes(self) -> int:
        return sum(checkpoint.held_bytes for checkpoint in self._kept)

    def take(self, state: TrainState, spec: Spec) -> None:
        """Keep a copy, in place of one of the same step."""
        position = bisect_right(self.steps, state.step)
        if position and self._kept[position - 1].state.step == state.step:
            position -= 1
            del self._kept[position]
        self._kept.insert(position, Checkpoint(state.clone(), spec))
        while len(self._kept) > 2 and self._too_much():
            del self._kept[self._least_missed()]

    def at(self, step: int) -> Checkpoint | None:
        """Find the latest at or before the step, or else the first."""
        if not self._kept:
            return None
        return self._kept[max(0, bisect_right(self.steps, step) - 1)]

    def drop_above(self, step: int) -> None:
        self._kept = [checkpoint for checkpoint in self._kept if checkpoint.state.step <= step]

    def drop_blown_up(self) -> None:
        """Drop the latest whose weights had begun to grow without end: they would break again."""
        sizes = [float(checkpoint.state.parameters.abs().max()) for checkpoint in self._kept]
        most = BLOWN_UP * min(sizes, default=0.0)
        while len(self._kept) > 1 and sizes[len(self._kept) - 1] > most:
            self._kept.pop()

    def pack(self) -> list[tuple[dict[str, Any], list[bytes]]]:
        """Pack the first and as many of the latest as may go to another trainer, grouped by their specs."""
        left, chosen = MAX_PACKED_BYTES, list[Checkpoint]()
        for checkpoint in [*self._kept[:1], *self._kept[:0:-1]]:
            left -= checkpoint.held_bytes + checkpoint.spec.json_bytes
            if left >= 0:
                chosen.append(checkpoint)
        chosen.sort(key=lambda each: each.state.step)
        return [
            (spec.model_dump(mode="json"), [each.state.to_bytes() for each in group])
            for spec, group in groupby(chosen, key=lambda each: each.spec)
        ]

    def unpack(self, packed: list[tuple[dict[str, Any], list[bytes]]]) -> None:
        """Keep those that have come along."""
        for document, states in packed:
            spec = parse(document)
            for state in states:
                self.take(TrainState.from_bytes(state), spec)

    def _too_much(self) -> bool:
        return len(self._kept) > self._max or self.held_bytes > self._max_bytes

    def _least_missed(self) -> int:
        """Find the checkpoint whose neighbors are closest together, relative to how long ago it was."""
        steps = self.steps

        def gap(i: int) -> float:
            return (steps[i + 1] - steps[i - 1]) / (steps[-1] - steps[i])

        return min(range(1, len(steps) - 1), key=gap)
