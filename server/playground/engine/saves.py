"""The states of a run that are told as it trains, so that no other process has to know where it stands."""

from __future__ import annotations

import math
from collections.abc import Callable

from playground.engine import contract
from playground.engine.training import Training

SAVE_EVERY = 0.3
SAVED_BYTES_PER_SECOND = 16_000_000


class Saves:
    """Tells a state when something is new since the last, at most so often; at once where something changes."""

    def __init__(
        self,
        run: str,
        training: Training,
        emit: Callable[[contract.Checkpoint], None],
        clock: Callable[[], float],
    ) -> None:
        self._run, self._training, self._emit, self._clock = run, training, emit, clock
        self._at, self._version = -math.inf, -1
        self._by_hand = False
        self.branch = ""
        """What the states are told to be of."""

    @property
    def due(self) -> float:
        """The time at which the state must be told, if it is new."""
        state = self._training.state
        size = state.parameters.nbytes * (1 + len(state.optimizer_state))
        return self._at + max(SAVE_EVERY, size / SAVED_BYTES_PER_SECOND)

    @property
    def owed(self) -> bool:
        return self._version != self._training.version

    def note_weights(self) -> None:
        """Have the state told before the next step: no training leads to it from before."""
        self._by_hand = True

    def tell_weights(self) -> None:
        """Tell the state with the weights that were set by hand, if it is not told."""
        if self._by_hand:
            self.tell("weights")

    def tell_new(self, why: contract.Reason) -> None:
        """Tell the state, unless it is the one that was told last."""
        if self.owed:
            self.tell(why)

    def tell(self, why: contract.Reason = "train", mark: int = 0) -> None:
        training = self._training
        state = training.state
        values = state.parameters
        self._emit(
            contract.Checkpoint(
                self._run,
                step=state.step,
                revision=training.revision,
                data=state.to_bytes(),
                mark=mark,
                branch=self.branch,
                why="weights" if self._by_hand else why,
                largest=float(values.abs().max()) if len(values) else 0.0,
            )
        )
        self._at, self._version, self._by_hand = self._clock(), training.version, False
