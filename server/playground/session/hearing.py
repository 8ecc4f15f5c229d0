"""What a session does when its run has something to say."""

from __future__ import annotations

from functools import singledispatchmethod
from typing import TYPE_CHECKING

from playground.engine import contract
from playground.session import measures
from playground.session.history import Snapshot
from playground.session.saved import save_progress
from playground.wire import messages

if TYPE_CHECKING:
    from playground.session.session import Session

CRASHES_IN_A_ROW_S = 60.0


class Hearing:
    """Of one session. `in_force` is the revision that the run trains, as far as it has told."""

    def __init__(self, session: Session, in_force: int) -> None:
        self._session, self.in_force = session, in_force
        self.resetting: int | None = None
        """The revision with which the run is told to begin again, until it has."""
        self._crashed_at: float | None = None

    def forgive(self) -> None:
        """The user has acted: the next crash is a first one again."""
        self._crashed_at = None

    @singledispatchmethod
    def hear(self, event: contract.Event) -> None:
        """One event of the run."""

    @hear.register
    def _(self, event: contract.Status) -> None:
        session = self._session
        if session.handle.heard(event):
            session.save()
        self.in_force = event.revision
        session.tell_status(
            messages.StatusMessage.model_validate(
                {
                    "state": event.state,
                    "step": event.step,
                    "epoch": event.epoch,
                    "steps_per_second": event.steps_per_second,
                    "pace": event.pace,
                    "device": event.device,
                    "tier": event.tier,
                    "snapshots": event.snapshots,
                    "diverged": None
                    if event.diverged_step is None
                    else {"step": event.diverged_step, "layer": event.diverged_layer},
                }
            )
        )

    @hear.register
    def _(self, event: contract.Carried) -> None:
        self._session.room.tell(
            messages.CarriedMessage(
                revision=event.revision, carried=messages.Carried.model_validate(event.report)
            )
        )

    @hear.register
    def _(self, event: contract.Curves) -> None:
        session = self._session
        if event.keep_until is not None:
            # The run has begun again: its states are what was wished for.
            if event.keep_until < 0:
                self.resetting = None
            session.history.curves.cut(event.keep_until)
            session.room.curves_changed(event.keep_until)
        session.history.curves.append(event.columns)
        session.room.curves_changed(None)

    @hear.register
    def _(self, event: contract.Frame) -> None:
        self._session.room.show(event.key, event.body)

    @hear.register
    def _(self, event: contract.Scored) -> None:
        self._session.membership.scored(event)

    @hear.register
    def _(self, event: contract.Snapshot) -> None:
        session = self._session
        spec = session.history.spec_at(event.revision)
        # One from before a reset, still on its way, is not to be gone back to.
        if spec is not None and self.resetting is None:
            snapshot = Snapshot(event.step, event.revision, spec, event.data)
            session.history.snapshot = snapshot
            save_progress(session.store, session.id, snapshot, session.history.curves)
        session.handle.answered(event.mark)

    @hear.register
    def _(self, event: contract.Failed) -> None:
        session = self._session
        self._tell_error(event.code, event.sentence)
        if event.fatal or event.revision == self.resetting:
            self.resetting = None
        if event.fatal:
            session.tell_status(session.status_in("failed"))
        elif event.revision == session.revision:
            session.take_back(self.in_force)

    @hear.register
    def _(self, event: contract.TrainerLost) -> None:
        session = self._session
        measures.LOST.inc()
        session.handle.lost()
        now, suspect = session.clock(), session.handle.wish.playing and event.at_work
        again = self._crashed_at is not None and now - self._crashed_at < CRASHES_IN_A_ROW_S
        self._crashed_at = now if suspect else self._crashed_at
        if suspect and again:
            session.tell_status(session.status_in("failed"))
            session.wish(playing=False)
            self._tell_error(
                "set_aside",
                "Training this network ended its trainer twice: it is set aside."
                " Make it smaller or change it, then press Play.",
            )
            return
        session.tell_status(session.status_in("restarting"))
        self._tell_error(
            "trainer_lost",
            "The trainer of this session ended unexpectedly. It is being started again"
            " and goes on from the last snapshot.",
        )
        session.open(session.handle.wish)

    def _tell_error(self, code: str, sentence: str) -> None:
        problem = messages.Problem.of(503, code, sentence)
        self._session.room.tell(messages.ErrorMessage(problem=problem))
