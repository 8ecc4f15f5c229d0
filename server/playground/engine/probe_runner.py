"""The observations of a run that somebody watches, made in pieces while the run stands still."""

from __future__ import annotations

from collections.abc import Callable

import torch

from playground.engine.contract import Failed, Frame
from playground.engine.probe_schedule import ProbeSchedule, ScheduledProbe
from playground.engine.training import Training
from playground.observe.frames import observe_in_pieces
from playground.observe.view import NotThereError
from playground.train.cooperative import Cooperative, run_until
from playground.wire.frame import encode

NO_MEMORY_TO_LOOK = (
    "The device has no memory left to draw this picture. The network trains on. Look at fewer things"
    " at a time, or make the network smaller."
)


class ProbeRunner:
    """While it is `busy` the run must not train: all pictures of a round are of one step."""

    def __init__(
        self,
        run: str,
        training: Training,
        watching: ProbeSchedule,
        emit: Callable[[Frame | Failed], None],
        clock: Callable[[], float],
    ) -> None:
        self._run, self._training, self._schedule = run, training, watching
        self._emit, self._clock = emit, clock
        self._round: Cooperative[None] | None = None
        self._dropped = False
        self._no_memory_at: int | None = None

    @property
    def busy(self) -> bool:
        """Whether an observation is begun and not finished."""
        return self._round is not None

    def look(self, until: float) -> None:
        """Begin what is due, and make it up to the piece in which the clock passes `until`."""
        if self._round is None and self._due():
            self._round = self._pictures()
        if self._clock() < until:
            self.go_on(until)

    def go_on(self, until: float) -> None:
        """Make more of what is begun, a piece at least."""
        if self._round is not None and run_until(self._round, self._clock, until):
            self._round = None

    def changed(self) -> None:
        """Drop what is being made: a request has changed the run, and it is of how it was.

        But not twice in a row, or who drags a slider would see no picture until they let go.
        """
        if self._round is not None and not self._dropped:
            self._round, self._dropped = None, True

    def _due(self) -> list[ScheduledProbe]:
        return self._schedule.due(self._clock(), self._training.version)

    def _pictures(self) -> Cooperative[None]:
        while due := self._due():
            yield from self._picture(due[0])
            yield

    def _tell_no_memory(self) -> None:
        """Tell once for each revision that a picture is left out: the training goes on without it."""
        revision = self._training.revision
        if self._no_memory_at != revision:
            self._no_memory_at = revision
            self._emit(Failed(self._run, code="picture_memory", sentence=NO_MEMORY_TO_LOOK))

    def _picture(self, watched: ScheduledProbe) -> Cooperative[None]:
        start, version = self._clock(), self._training.version
        body = b""
        try:
            body = encode((yield from observe_in_pieces(self._training.look(), watched.probe)))
        except NotThereError:
            pass  # An edit took it away; the viewer will soon ask for something else.
        except torch.OutOfMemoryError:
            self._tell_no_memory()
        else:
            self._emit(Frame(self._run, key=watched.probe.key, body=body))
        self._dropped = False
        self._schedule.made(watched, start, version, self._clock() - start, len(body))
        if version != self._training.version:
            # It is of how the run was: what it has become is due at once.
            self._schedule.hurry()
