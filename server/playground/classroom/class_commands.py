"""The commands of a class's teacher, carried out one after the other."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable

from playground.classroom.budget import UNBOUNDED, Budget
from playground.classroom.challenge import Challenge
from playground.classroom.classroom import TEACHER, Classroom, Shown
from playground.classroom.nickname import clean_nickname, free
from playground.classroom.pupil import Pupil, SavedCopy
from playground.classroom.seats import Seats
from playground.session.commands import execute
from playground.session.kept import estimate_of_copy
from playground.session.links import derive_token, digest
from playground.session.origin import Origin
from playground.session.points import points_frame
from playground.session.refusals import Refusal, Refused
from playground.session.registry import Registry
from playground.session.session import Session
from playground.spec.base import Model, SpecProblem
from playground.spec.data import DataSpec
from playground.spec.project import Spec, parse
from playground.wire.commands import (
    CLASS_COMMAND_OF,
    BeginChallenge,
    CloseDoor,
    Controls,
    EndChallenge,
    EndClass,
    EyesHere,
    LowerHand,
    Pause,
    Push,
    RemovePupil,
    RenamePupil,
    Show,
)
from playground.wire.rights import Right

Giving = Callable[[Pupil, Session], None]

MAX_COPIES = 20
"""Saved copies kept of one pupil; older ones that were never opened are deleted."""
BY_TEACHER = "@teacher"
"""The author of a set-up that pupils are given; the page has its name in each language."""
KEPT = "kept"
"""The label of the links to what was put aside."""


class ClassCommands:
    """The teacher's commands of one class."""

    def __init__(
        self, classroom: Classroom, registry: Registry, key: bytes, budget: Budget = UNBOUNDED
    ) -> None:
        self.classroom, self._registry, self._key = classroom, registry, key
        self._budget = budget
        self.seats = Seats(key, budget.max_wrong_seats)
        for pupil in classroom.pupils:
            self.seats.give(pupil, classroom.pupils)
        for pupil in classroom.everyone.values():
            for copy in pupil.copies:
                copy.token = self._token(copy)
        self._turn = asyncio.Lock()
        self._has_ended = False
        self._fallen: list[SavedCopy] = []
        """Off the list of what was put aside."""
        self._pictures: tuple[DataSpec, bytes] | None = None

    async def execute(self, command: Model) -> None:
        """Carry out a command.

        Raises `NO_SUCH_PUPIL`, `SpecProblem` for a name, and what keeps a pupil's session from being
        woken or from what it is given; the others have then got what was meant for all.
        """
        async with self._turn:
            if self.classroom.over:
                raise Refused(Refusal.CLASS_OVER)
            await getattr(self, CLASS_COMMAND_OF[type(command)].name)(command)

    async def picture(self, spec: Spec) -> bytes:
        """Return the picture of a spec's data, drawn once for all, beside the event loop. Raises `SpecProblem`."""
        if self._pictures is None or self._pictures[0] != spec.data:
            self._pictures = spec.data, await asyncio.to_thread(points_frame, spec, 1)
        return self._pictures[1]

    async def provide(self, pupil: Pupil) -> None:
        """Make up for what an earlier process of the server knew, for a pupil who comes back."""
        async with self._turn:
            showing = self.classroom.showing
            if showing is not None and showing.token is None and not self.classroom.over:
                await self._registry.revoke(showing.session, showing.link)
                await self._call_up(showing.whose, showing.session)
                self.classroom.tell()
            for copy in pupil.copies:
                # It opens them already, unless the server's key has changed.
                await self._registry.admit(copy.session, self._token(copy), Right.EDIT, label=KEPT)

    async def end(self) -> None:
        """End the class for good: everybody keeps what they have. Can be called again where it was cut off."""
        classroom = self.classroom
        if self._has_ended:
            return
        classroom.ended = classroom.ended or time.time()
        if classroom.challenge is not None and classroom.challenge.runs:
            classroom.challenge.ended = classroom.ended
        # Before anything that may fail or wait: whoever reads the class meanwhile finds it over.
        classroom.save()
        await self._take_down()
        classroom.save_figures()
        classroom.save()
        self._let_all_train_on()
        for pupil, session in classroom.pupils_awake():
            classroom.grid.dismiss(pupil, session)
            session.run.give_back()
        classroom.tell()
        classroom.grid.close(Refused(Refusal.CLASS_OVER))
        for pupil in classroom.pupils:
            await self._dismiss_teacher(pupil)
        self._has_ended = True

    # --- the commands, each by the name that it has in its messages ----------------------------

    async def eyes_here(self, command: EyesHere) -> None:
        self.classroom.eyes_here = command.on
        self._changed()
        for _, session in self.classroom.pupils_awake():
            if command.on:
                session.run.hold()
            else:
                session.run.give_back()

    async def push(self, command: Push) -> None:
        pupils = self.classroom.pupils
        if command.pupils is not None:
            pupils = [self.classroom.pupil(id) for id in dict.fromkeys(command.pupils)]
        spec = (await self._registry.find(self.classroom.session)).spec
        picture = await self.picture(spec)

        def push(pupil: Pupil, session: Session) -> None:
            self._budget.change(session, spec)
            if command.keep:
                self._save_copy(pupil, session)
            self._give(pupil, session, spec, picture)

        await self._for_each(pupils, push)

    async def controls(self, command: Controls) -> None:
        locked = tuple(dict.fromkeys(command.locked))
        if "transport" in locked and "transport" not in self.classroom.locked:
            # Whoever cannot press Pause must not be left running.
            for _, session in self.classroom.pupils_awake():
                execute(session, Pause())
        self.classroom.hidden = tuple(dict.fromkeys(command.hidden))
        self.classroom.locked = locked
        self._changed()

    async def begin_challenge(self, command: BeginChallenge) -> None:
        spec = (await self._registry.find(self.classroom.session)).spec
        picture = await self.picture(spec)
        # First, so that the data are locked before anybody gets them.
        challenge = self.classroom.challenge = Challenge.begin(spec, command)
        self.classroom.save()

        def give(pupil: Pupil, session: Session) -> None:
            keep = session.status.step > 0
            try:
                changed = with_data(session.spec, spec.data)
            except SpecProblem:
                # Their network cannot learn these.
                keep, changed = True, spec
            self._budget.change(session, changed)
            if keep:
                self._save_copy(pupil, session)
            self._give(pupil, session, changed, picture)
            # Once it has begun anew: what it was before has no part in this.
            challenge.entered.add(pupil.id)
            self.classroom.compete(pupil, session)

        await self._for_each(self.classroom.pupils, give)

    async def end_challenge(self, command: EndChallenge) -> None:
        if self.classroom.challenge is not None and self.classroom.challenge.runs:
            self.classroom.challenge.ended = time.time()
            self._let_all_train_on()
            self._changed()

    async def show(self, command: Show) -> None:
        session = self.classroom.session
        if command.whose not in (None, TEACHER):
            session = self.classroom.pupil(command.whose or "").session
        await self._take_down()
        if command.whose is not None:
            await self._call_up(command.whose, session)
        self._changed()

    async def rename_pupil(self, command: RenamePupil) -> None:
        pupil = self.classroom.pupil(command.pupil)
        others = [each.nickname for each in self.classroom.pupils if each is not pupil]
        pupil.nickname = free(clean_nickname(command.nickname), others)
        self._changed(pupil)

    async def remove_pupil(self, command: RemovePupil) -> None:
        pupil = self.classroom.pupil(command.pupil)
        pupil.removed, pupil.hand = time.time(), None
        self.classroom.save(pupil)
        session = self._registry.sessions.get(pupil.session)
        self.classroom.grid.dismiss(pupil, session)
        if session is not None:
            session.run.give_back()
            self.classroom.compete(pupil, session)
        if self.classroom.showing is not None and self.classroom.showing.whose == pupil.id:
            await self._take_down()
        self.classroom.tell(pupil)
        self._changed(pupil)
        await self._dismiss_teacher(pupil)

    async def lower_hand(self, command: LowerHand) -> None:
        pupil = self.classroom.pupil(command.pupil)
        pupil.hand = None
        self._changed(pupil)

    async def close_door(self, command: CloseDoor) -> None:
        self.classroom.door_closed = command.closed
        self._changed()

    async def end_class(self, command: EndClass) -> None:
        await self.end()

    # --- inside -------------------------------------------------------------------------------

    def _let_all_train_on(self) -> None:
        for pupil, session in self.classroom.pupils_awake():
            self.classroom.compete(pupil, session)

    def _changed(self, *pupils: Pupil) -> None:
        self.classroom.save(*pupils)
        self.classroom.tell()

    async def _for_each(self, pupils: Iterable[Pupil], give: Giving) -> None:
        """Wake their sessions one by one. Raises what kept one asleep, at the end."""
        failure: Refused | None = None
        for pupil in pupils:
            try:
                session = await self._registry.find(pupil.session)
            except Refused as refused:
                if refused.reason is not Refusal.NO_SUCH_SESSION:
                    failure = refused
                continue
            if pupil.removed is None and not self.classroom.over:
                try:
                    give(pupil, session)
                except Refused as refused:
                    failure = refused
                self.classroom.save(pupil)
        self.classroom.tell()
        while self._fallen:
            copy = self._fallen.pop()
            await self._registry.delete_unseen(copy.session, copy.when)
        if failure is not None:
            raise failure

    def _give(self, pupil: Pupil, session: Session, spec: Spec, picture: bytes) -> None:
        """Give a set-up, paused at its step 0; `picture` is of its data."""
        execute(session, Pause())
        session.data_picture.hold(spec.data, picture)
        session.begin_with(spec, author=BY_TEACHER)
        pupil.given = time.time()

    def _token(self, copy: SavedCopy) -> str:
        return derive_token(self._key, f"{KEPT} {copy.session}")

    def _save_copy(self, pupil: Pupil, session: Session) -> None:
        # Their own from now on: it lasts longer than the class, which only has to answer for it.
        origin = Origin(networks=self.classroom.networks)
        self._budget.check_kept(origin, estimate_of_copy(session.history))
        kept = self._registry.save_copy(session, origin)
        copy = SavedCopy(kept.id, time.time())
        copy.token = self._token(copy)
        kept.links.admit(digest(copy.token), Right.EDIT, label=KEPT)
        copies = [*pupil.copies, copy]
        self._fallen += copies[:-MAX_COPIES]
        pupil.copies = copies[-MAX_COPIES:]

    async def _call_up(self, whose: str, session: str) -> None:
        link, token = await self._registry.issue(
            session, Right.VIEW, label="show", until=self.classroom.until
        )
        self.classroom.showing = Shown(whose, session, link, token)
        self.classroom.save()

    async def _take_down(self) -> None:
        if (showing := self.classroom.showing) is not None:
            await self._registry.revoke(showing.session, showing.link)
            self.classroom.showing = None

    async def _dismiss_teacher(self, pupil: Pupil) -> None:
        for link in await self._registry.links_of(pupil.session):
            if self.classroom.teachers(link) and link.revoked is None:
                await self._registry.revoke(pupil.session, link.id)


def with_data(spec: Spec, data: DataSpec) -> Spec:
    """Return a spec with other data. Raises `SpecProblem` where the network cannot learn them."""
    return parse(spec.model_dump(mode="json") | {"data": data.model_dump(mode="json")})
