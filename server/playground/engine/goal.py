"""The end at which a run pauses itself: a step, the beginning of an epoch, or none."""

from __future__ import annotations

from dataclasses import dataclass

from playground.engine.training import Training

NO_END = 2**62
"""Steps left of a run that trains until told otherwise."""


@dataclass(frozen=True, slots=True)
class Goal:
    """`step` or `epoch`, or neither."""

    step: int | None = None
    epoch: int | None = None

    @property
    def is_set(self) -> bool:
        return self.step is not None or self.epoch is not None

    def steps_left(self, training: Training) -> int:
        """Count the steps to it; the end of several epochs is found one by one."""
        state = training.state
        if self.step is not None:
            return max(0, self.step - state.step)
        if self.epoch is not None:
            return training.left_in_epoch if state.epoch < self.epoch else 0
        return NO_END

    def after_steps(self, count: int, training: Training) -> Goal:
        """Make the goal of so many more steps: what is asked on the way comes on top."""
        return Goal(step=max(training.state.step, self.step or 0) + count)

    def after_epochs(self, count: int, training: Training) -> Goal:
        """Make the goal of so many more epochs, in the same way."""
        return Goal(epoch=max(training.state.epoch, self.epoch or 0) + count)


NO_GOAL = Goal()
