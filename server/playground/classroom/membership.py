"""The membership of a pupil's session in a class: what it is sent, what it may do, its scores."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from playground.classroom.classroom import Classroom
from playground.classroom.pupil import Pupil
from playground.engine import contract
from playground.session.links import Link
from playground.session.refusals import Refusal, Refused
from playground.session.room import Viewer
from playground.session.session import Session
from playground.spec.base import Model
from playground.wire.classroom import WEIGHTS, Area


@dataclass(frozen=True, slots=True)
class Member:
    """A pupil's place in a class, which the pupil's session asks."""

    classroom: Classroom
    pupil: Pupil

    def greeting(self, viewer: Viewer) -> Iterable[Model]:
        classroom = self.classroom
        if (session := classroom.awake(self.pupil.session)) is not None:
            message = classroom.message_to(
                viewer, session, self.pupil, classroom.challenge_message()
            )
            if message is not None:
                yield message

    def allow(self, link: Link, areas: Collection[Area]) -> None:
        if self._free(link):
            return
        if self.classroom.eyes_here:
            raise Refused(Refusal.HELD)
        for area in areas:
            if area in self.classroom.locked_now:
                raise Refused(Refusal.LOCKED, area=area)

    def allow_weights(self, link: Link) -> None:
        self.allow(link, WEIGHTS)
        challenge = self.classroom.challenge
        if not self._free(link) and challenge is not None and challenge.runs:
            raise Refused(Refusal.LOCKED, area="inside")

    def allow_revoking(self, link: Link, which: str) -> None:
        if not self._free(link) and self.classroom.owns(self.pupil, which):
            raise Refused(Refusal.CLASS_LINK)

    def allow_deleting(self) -> None:
        # Not even by the teacher: whose seat it is would sit before nothing.
        if not self.classroom.over and self.pupil.removed is None:
            raise Refused(Refusal.IN_CLASS)

    def scored(self, event: contract.Scored) -> None:
        self.classroom.scored(self.pupil, event)

    def _free(self, link: Link) -> bool:
        """Tell whether the class binds this link no longer, or it is the teacher's."""
        gone = self.classroom.over or self.pupil.removed is not None
        return gone or self.classroom.teachers(link)


def attach(classroom: Classroom, pupil: Pupil, session: Session) -> None:
    """Make a pupil's session, new or just woken, belong to the class from now on."""
    session.membership = Member(classroom, pupil)
    classroom.compete(pupil, session)
    if pupil.removed is None and not classroom.over:
        if classroom.eyes_here:
            session.run.hold()
        classroom.grid.welcome(pupil, session)
