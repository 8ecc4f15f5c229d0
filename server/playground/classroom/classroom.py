"""A class: a teacher's session, the pupils' sessions, and what holds in all of them."""

from __future__ import annotations

import hmac
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playground.classroom.challenge import Challenge, Standing
from playground.classroom.grid import Grid
from playground.classroom.pupil import Pupil
from playground.classroom.turned_away import Door
from playground.engine import contract
from playground.session.links import Link, digest
from playground.session.origin import Origin
from playground.session.refusals import Refusal, Refused
from playground.session.room import Viewer
from playground.session.session import Session
from playground.spec.base import SpecProblem
from playground.store.contract import Store
from playground.store.rows import ClassroomRow, PupilRow
from playground.wire import classroom as wire
from playground.wire.classroom import Area, ClassMessage, PupilMessage, Showing
from playground.wire.rights import Right

TEACHER = "teacher"
"""The teacher, as the owner of a screen and as the label of their links."""

TELL_EVERY_S = 1.0
"""Seconds between two leaderboards that pupils are sent."""

Awake = Callable[[str], Session | None]


@dataclass(slots=True)
class Shown:
    """A screen on every pupil's page: its session, and the link that each of them looks by.

    The token is lost with the server's process, and then made anew.
    """

    whose: str
    session: str
    link: str
    token: str | None = None


class Classroom:
    """`digest` is of the teacher's token, `until` is seconds since 1970, `owner` opened it from `networks`, and pays.

    `awake` gives a session that is not parked. Whatever changes is put to the store at once.
    """

    def __init__(
        self,
        id: str,
        code: str,
        session: str,
        token_digest: bytes,
        until: float,
        store: Store,
        awake: Awake,
        pupils: Iterable[Pupil] = (),
        owner: str | None = None,
        networks: tuple[str, ...] = (),
    ) -> None:
        self.id, self.code, self.session = id, code, session
        self.digest, self.until = token_digest, until
        self.owner, self.networks = owner, networks
        self.door = Door()
        self.made = time.time()
        self.ended: float | None = None
        self.eyes_here = self.door_closed = False
        self.hidden: tuple[Area, ...] = ()
        self.locked: tuple[Area, ...] = ()
        self.showing: Shown | None = None
        self.challenge: Challenge | None = None
        self.awake = awake
        self.everyone = {pupil.id: pupil for pupil in pupils}
        """All pupils by id, those who were removed included."""
        self._store = store
        self.grid = Grid(self.pupils_awake, self.message)
        self._board_stale = False
        self._told_at = float("-inf")

    def origin(self, parent: str) -> Origin:
        """Return the origin of a pupil's session."""
        return Origin(self.owner, parent, self.id, self.networks)

    # --- who is in it -------------------------------------------------------------------------

    @property
    def over(self) -> bool:
        return self.ended is not None or self.until <= time.time()

    @property
    def pupils(self) -> list[Pupil]:
        """The pupils who are in the class now, in the order in which they came."""
        here = [pupil for pupil in self.everyone.values() if pupil.removed is None]
        return sorted(here, key=lambda pupil: pupil.joined)

    def pupil(self, id: str) -> Pupil:
        """Return the pupil with this id. Raises `NO_SUCH_PUPIL`."""
        found = self.everyone.get(id)
        if found is None or found.removed is not None:
            raise Refused(Refusal.NO_SUCH_PUPIL)
        return found

    def pupils_awake(self) -> Iterator[tuple[Pupil, Session]]:
        for pupil in self.pupils:
            if (session := self.awake(pupil.session)) is not None:
                yield pupil, session

    def who(self, token: str | None) -> Pupil | None:
        """Return the pupil whose token it is; None is the teacher. Raises `NO_CLASS_TOKEN`.

        Each token is compared, in constant time.
        """
        asked = digest(token or "")
        teacher = hmac.compare_digest(self.digest, asked)
        found = [each for each in self.pupils if hmac.compare_digest(each.digest, asked)]
        if not token or not (teacher or found):
            raise Refused(Refusal.NO_CLASS_TOKEN)
        return None if teacher else found[0]

    def admit_teacher(self, session: Session) -> None:
        session.links.admit(self.digest, Right.EDIT, label=TEACHER, until=self.until)

    def teachers(self, link: Link) -> bool:
        return hmac.compare_digest(link.digest, self.digest)

    def owns(self, pupil: Pupil, link: str) -> bool:
        """Tell whether the class needs this link to a pupil's session: to teach there, or to show it."""
        if self.showing is not None and self.showing.link == link:
            return True
        session = self.awake(pupil.session)
        found = session.links.get(link) if session else None
        return found is not None and self.teachers(found)

    @contextmanager
    def at_the_door(self) -> Iterator[None]:
        """Hold while somebody comes in; if they cannot, the teacher sees that, and why."""
        try:
            yield
        except Refused as reason:
            self.door.refuse(reason)
            self.grid.changed()
            raise

    # --- what holds in it ---------------------------------------------------------------------

    @property
    def locked_now(self) -> tuple[Area, ...]:
        """The areas that pupils cannot change now; during a challenge the data are locked, too."""
        runs = self.challenge is not None and self.challenge.runs
        return tuple(dict.fromkeys((*self.locked, "data"))) if runs else self.locked

    def message(self) -> ClassMessage:
        return ClassMessage(
            id=self.id,
            code=self.code,
            until=self.until,
            session=self.session,
            eyes_here=self.eyes_here,
            door_closed=self.door_closed,
            hidden=self.hidden,
            locked=self.locked,
            showing=self.showing.whose if self.showing else None,
            challenge=self.challenge_message(),
            pupils=tuple(
                pupil.tile(session := self.awake(pupil.session), online=self.is_here(session))
                for pupil in self.pupils
            ),
            turned_away=self.door.turned_away,
        )

    def challenge_message(self) -> wire.Challenge | None:
        if self.challenge is None:
            return None
        standings = []
        for pupil in self.pupils:
            session = self.awake(pupil.session)
            figures = pupil.look(session)
            standings.append(
                Standing(
                    pupil.id,
                    pupil.nickname,
                    session.spec if session else None,
                    figures.step,
                    figures.state == "diverged",
                )
            )
        return self.challenge.message(standings)

    def message_for(self, pupil: Pupil, challenge: wire.Challenge | None) -> PupilMessage:
        over = self.over or pupil.removed is not None
        showing = None if over else self._showing()
        return PupilMessage(
            classroom=self.id,
            pupil=pupil.id,
            nickname=pupil.nickname,
            hand=pupil.hand is not None and not over,
            eyes_here=self.eyes_here and not over,
            hidden=() if over else self.hidden,
            locked=() if over else self.locked_now,
            showing=showing,
            challenge=challenge,
            kept=tuple(
                wire.SavedWork(session=copy.session, token=copy.token, when=copy.when)
                for copy in pupil.copies
            ),
            over=over,
            removed=pupil.removed is not None,
            given=pupil.given,
            seat="" if over else pupil.seat,
        )

    def message_to(
        self, viewer: Viewer, session: Session, pupil: Pupil, challenge: wire.Challenge | None
    ) -> PupilMessage | None:
        """Return what holds on this page of a pupil's session: their own, or the teacher's who looks in."""
        if self.hears(viewer, session):
            return self.message_for(pupil, challenge)
        if not self.is_teachers(viewer, session):
            return None
        return PupilMessage(
            classroom=self.id,
            pupil=pupil.id,
            nickname=pupil.nickname,
            hand=pupil.hand is not None,
            eyes_here=False,
            hidden=(),
            locked=(),
            showing=None,
            challenge=None,
            teaching=True,
        )

    def tell(self, *pupils: Pupil) -> None:
        """Tell those pupils' pages (all pupils' without a name) what holds for them now."""
        challenge = self.challenge_message()
        for pupil in pupils or self.pupils:
            if (session := self.awake(pupil.session)) is None:
                continue
            for viewer in session.room.viewers:
                if (message := self.message_to(viewer, session, pupil, challenge)) is not None:
                    viewer.outbox.tell_newest("pupil", message)
        self.grid.changed()

    def hears(self, viewer: Viewer, session: Session | None) -> bool:
        """Tell whether a viewer hears as the pupil does: not the teacher, nor who only looks on.

        There are tokens in what they hear.
        """
        if session is None or viewer.right < Right.EDIT:
            return False
        return not self.is_teachers(viewer, session)

    def is_teachers(self, viewer: Viewer, session: Session) -> bool:
        link = session.links.get(viewer.link)
        return link is not None and self.teachers(link)

    def compete(self, pupil: Pupil, session: Session) -> None:
        """Have a pupil's run keep to the rules of the challenge, if there is one for them now."""
        bound = self.challenge is not None and pupil.removed is None and not self.over
        rules = self.challenge.rules(pupil.id) if bound and self.challenge else None
        if rules != session.run.rules:
            session.run.compete(rules)

    def is_here(self, session: Session | None) -> bool:
        """Tell whether the pupil has a page open, or somebody to whom they gave the right to edit."""
        viewers = session.room.viewers if session else ()
        return any(self.hears(viewer, session) for viewer in viewers)

    # --- as time goes by ----------------------------------------------------------------------

    def tick(self, now: float) -> None:
        """Call it some times a second, with a clock that never goes back."""
        if self._board_stale and now - self._told_at >= TELL_EVERY_S:
            self._told_at, self._board_stale = now, False
            self.save()
            self.tell()
        self.grid.tick(now)

    def save(self, *pupils: Pupil) -> None:
        state: dict[str, Any] = {
            "ended": self.ended,
            "owner": self.owner,
            "networks": self.networks,
            "eyes_here": self.eyes_here,
            "door_closed": self.door_closed,
            "hidden": [*self.hidden],
            "locked": [*self.locked],
            "showing": [self.showing.whose, self.showing.session, self.showing.link]
            if self.showing
            else None,
            "challenge": self.challenge.document() if self.challenge else None,
        }
        row = ClassroomRow(
            self.id, self.code, self.session, self.digest, self.made, self.until, state
        )
        self._store.put(row, *(pupil.row(self.id) for pupil in pupils))

    def save_figures(self) -> None:
        """Save how far the pupils are, for when their sessions are parked."""
        for pupil in self.pupils:
            pupil.look(self.awake(pupil.session))
            if pupil.figures != pupil.saved_figures:
                self._store.put(pupil.row(self.id))

    @classmethod
    def of(
        cls, row: ClassroomRow, pupils: Iterable[PupilRow], store: Store, awake: Awake
    ) -> Classroom:
        """Make a class as it was last saved."""
        found = [Pupil.of(pupil) for pupil in pupils]
        classroom = cls(row.id, row.code, row.session, row.digest, row.until, store, awake, found)
        state = row.state
        classroom.owner = state.get("owner")
        classroom.networks = tuple(state.get("networks", ()))
        classroom.made, classroom.ended = row.made, state["ended"]
        classroom.eyes_here, classroom.door_closed = state["eyes_here"], state["door_closed"]
        classroom.hidden, classroom.locked = tuple(state["hidden"]), tuple(state["locked"])
        if state["showing"] is not None:
            classroom.showing = Shown(*state["showing"])
        if state["challenge"] is not None:
            try:
                classroom.challenge = Challenge.of(state["challenge"])
            except SpecProblem:
                # Of another version: the class goes on without it.
                classroom.challenge = None
        return classroom

    # --- inside -------------------------------------------------------------------------------

    def _showing(self) -> Showing | None:
        if self.showing is None or self.showing.token is None:
            return None
        whose = self.everyone.get(self.showing.whose)
        return Showing(
            whose=self.showing.whose,
            nickname=whose.nickname if whose else "",
            session=self.showing.session,
            token=self.showing.token,
        )

    def scored(self, pupil: Pupil, event: contract.Scored) -> None:
        """Take a score at a step, unless it is of another challenge than there is now."""
        session, challenge = self.awake(pupil.session), self.challenge
        if session is None or challenge is None or event.score is None or pupil.removed is not None:
            return
        if event.mark != challenge.seed:
            return
        spec = session.history.spec_at(event.revision)
        if spec is not None and challenge.offer(pupil.id, spec, event.step, event.score):
            self._board_stale = True
