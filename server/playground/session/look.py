"""A look at the past: a run of its own is shown to all who view, while the session's own run trains on."""

from __future__ import annotations

from collections.abc import Callable

from playground.engine import contract
from playground.session.history import History, Kept
from playground.session.past import Past
from playground.session.refusals import Refusal, Refused
from playground.session.room import Room, Watched
from playground.session.run_proxy import Clock, Send
from playground.spec.project import Spec
from playground.store.contract import StoreProblem
from playground.wire.branches import Place
from playground.wire.sessions import LayerShapeMessage
from playground.wire.stream import LookMessage

LONGEST_S = 10.0
"""How long it is trained to come to a step; what has been reached by then is shown."""


class Look:
    """At most one. `tell` tells everybody where it is, and has pictures made of what is shown."""

    def __init__(
        self,
        session: str,
        history: History,
        past: Past,
        room: Room,
        send: Send,
        clock: Clock,
        tell: Callable[[], None],
    ) -> None:
        self._session, self._history, self._past, self._room = session, history, past, room
        self._send, self._clock, self._tell = send, clock, tell
        self._number = 0
        self._run: str | None = None
        self._arrived = False
        self._began = 0.0
        self.place: Place | None = None
        """What is looked at: a step of the past, or None for the present."""
        self._spec: Spec | None = None

    async def begin(
        self, kept: Kept, step: int, branch: str, max_pace: float | None = None
    ) -> None:
        """Show a step of a branch, to which one comes from a kept state. Raises `STATE_NOT_KEPT` and `NOT_SAVED`."""
        spec = self._history.spec_at(kept.revision)
        try:
            data = await self._past.state_of(kept)
        except StoreProblem:
            raise Refused(Refusal.NOT_SAVED) from None
        if spec is None or data is None:
            raise Refused(Refusal.STATE_NOT_KEPT)
        self._close()
        self._spec = spec
        self._number += 1
        self._run = f"{self._session}.look{self._number}"
        self._began = self._clock()
        further = step > kept.step
        self.place = Place(branch=branch, step=step, revision=kept.revision)
        self._arrived = not further
        self._send(
            contract.Open(
                self._run,
                spec=spec.model_dump(mode="json"),
                revision=kept.revision,
                checkpoint=data,
                playing=further,
                max_pace=max_pace,
                until_step=step if further else None,
            )
        )
        self._tell()

    @property
    def message(self) -> LookMessage | None:
        """What viewers are told of it, once its step is reached."""
        if self.place is None or self._spec is None or not self._arrived:
            return None
        shapes = LayerShapeMessage.all_of(self._spec)
        return LookMessage(spec=self._spec, shapes=shapes, **self.place.model_dump())

    def end(self) -> None:
        """Show the present again."""
        if self._run is not None:
            self._close()
            self._tell()

    def watch(self, watched: Watched) -> None:
        """Have pictures made of these, once the step is reached."""
        if self._run is not None and self._arrived:
            probes = [probe.model_dump(mode="json") for probe in watched.probes]
            self._send(contract.Watch(self._run, probes=probes, fps=watched.fps))

    def hurry(self) -> None:
        """Show what has been reached, where it takes too long to come to the step."""
        late = self._clock() - self._began > LONGEST_S
        if self._run is not None and not self._arrived and late:
            self._send(contract.Pause(self._run))

    def hear(self, event: contract.Event) -> None:
        """Take in what its run says; the present is told of by another."""
        if event.run != self._run or self.place is None:
            return
        match event:
            case contract.Frame():
                self._room.show_viewers(event.key, event.body)
            case contract.Status() if event.state != "playing" and not self._arrived:
                self._arrived = True
                self.place = self.place.model_copy(update={"step": event.step})
                self._tell()
            case contract.Failed(fatal=True) | contract.TrainerLost():
                # It was only looked at: whoever looks again gets another.
                self.end()

    def _close(self) -> None:
        if self._run is not None:
            self._send(contract.Close(self._run))
        self._run, self.place = None, None
