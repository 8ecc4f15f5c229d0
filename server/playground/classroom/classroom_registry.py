"""All classes of this server: who has which code, whose token it is, and when they end.

A class is read from the store when somebody comes to it, or to the session of one of its pupils.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

from playground.classroom import membership
from playground.classroom.budget import UNBOUNDED, Budget
from playground.classroom.class_commands import ClassCommands
from playground.classroom.classroom import Classroom
from playground.classroom.nickname import clean_nickname, free
from playground.classroom.pupil import Pupil
from playground.classroom.seats import LETTERS, plain
from playground.session.kept import BEGINNING_BYTES
from playground.session.links import TOKEN_BYTES, digest
from playground.session.refusals import Refusal, Refused
from playground.session.registry import DAY_S, Registry
from playground.session.run_proxy import Clock
from playground.session.session import Session
from playground.session.single_flight import SingleFlight
from playground.store.contract import StoreProblem
from playground.store.rows import ClassroomRow, PupilRow
from playground.wire.classroom import CODE_LENGTH

LASTS_S = DAY_S
REMEMBERED_S = 7 * DAY_S
"""After its end: so long its results can be had."""
FORGET_EVERY_S = DAY_S / 24


@dataclass(frozen=True, slots=True)
class Joining:
    """A pupil who has just joined, with their new session and their token in the class."""

    classroom: Classroom
    pupil: Pupil
    session: Session
    token: str


class ClassroomRegistry:
    def __init__(
        self,
        registry: Registry,
        key: bytes,
        clock: Clock = time.monotonic,
        budget: Budget = UNBOUNDED,
    ) -> None:
        """`key` makes the tokens that are told again after a restart; see `derive_token`."""
        self._registry, self._key, self._clock = registry, key, clock
        self._budget = budget
        self._classes: dict[str, ClassCommands] = {}
        self._codes: dict[str, str] = {}
        self._reading = SingleFlight(self._read)
        self._tasks: set[asyncio.Task[Any]] = set()
        self._forgot_at = -FORGET_EVERY_S
        registry.woken = self.attach

    @property
    def running(self) -> list[Classroom]:
        """The running classes that are loaded: somebody has come to them since the server's start."""
        return [
            commands.classroom for commands in self._classes.values() if not commands.classroom.over
        ]

    async def open(
        self, session: Session, owner: str | None = None, networks: tuple[str, ...] = ()
    ) -> tuple[Classroom, str]:
        """Open a class from a session, and return it with the teacher's token.

        Its pupils' sessions belong to `owner`, who pays for them, and count for `networks`. Raises `SERVER_FULL` or `NOT_SAVED`.
        """
        code = await self._new_code()
        token = secrets.token_urlsafe(TOKEN_BYTES)
        classroom = Classroom(
            secrets.token_hex(8),
            code,
            session.id,
            digest(token),
            time.time() + LASTS_S,
            self._registry.store,
            self._registry.sessions.get,
            owner=owner,
            networks=networks,
        )
        self._keep(ClassCommands(classroom, self._registry, self._key, self._budget))
        classroom.admit_teacher(session)
        classroom.save()
        return classroom, token

    async def with_code(self, code: str) -> ClassCommands:
        """Return the class with this code, however it was typed. Raises `NO_SUCH_CLASS` or `NOT_SAVED`."""
        typed = plain(code)
        if (id := self._codes.get(typed)) is not None:
            return self._classes[id]
        for row in await self._rows(typed):
            return await self._find(row.id)
        raise Refused(Refusal.NO_SUCH_CLASS)

    async def join(self, commands: ClassCommands, nickname: str, *, asks: bool = False) -> Joining:
        """Make a pupil of whoever comes; who `asks` wants no second seat beside one that may be theirs.

        Raises `CLASS_OVER`, `DOOR_CLOSED`, `CLASS_FULL`, `NAME_HERE`, `NOT_SAVED`, what the class's budget and the
        server's places raise, and `SpecProblem` for a name that cannot be seen.
        """
        name = clean_nickname(nickname)
        classroom = commands.classroom
        self._check_door(classroom)
        if asks:
            _check_name(classroom, name)
        teacher = await self._registry.find(classroom.session)
        challenge = classroom.challenge
        spec = challenge.spec if challenge is not None and challenge.runs else teacher.spec
        picture = await commands.picture(spec)
        # Others may have come while it was drawn.
        self._check_door(classroom)
        if asks:
            _check_name(classroom, name)
        origin = classroom.origin(teacher.id)
        self._budget.check_kept(origin, BEGINNING_BYTES)
        self._budget.check_one_more(origin, spec)
        session = self._registry.create(
            spec, play=False, pace=teacher.run.desired.pace, origin=origin
        )
        session.data_picture.hold(spec.data, picture)
        classroom.admit_teacher(session)
        token = secrets.token_urlsafe(TOKEN_BYTES)
        name = free(name, [pupil.nickname for pupil in classroom.pupils])
        pupil = Pupil(session.id, name, digest(token))
        classroom.everyone[pupil.id] = pupil
        commands.seats.give(pupil, classroom.pupils)
        if challenge is not None and challenge.runs and challenge is classroom.challenge:
            challenge.entered.add(pupil.id)
        membership.attach(classroom, pupil, session)
        classroom.save(pupil)
        classroom.grid.changed()
        return Joining(classroom, pupil, session, token)

    async def take_seat(self, commands: ClassCommands, code: str) -> Joining:
        """Let a pupil go on in their seat from here, by its code: whoever was in it is sent away.

        Raises `CLASS_OVER`, `NO_SUCH_SEAT`, `TOO_MANY_SEAT_CODES`, and as `Registry.find`.
        """
        classroom = commands.classroom
        if classroom.over:
            raise Refused(Refusal.CLASS_OVER)
        pupil = commands.seats.find(code, classroom.pupils)
        session = await self._registry.find(pupil.session)
        # Another device may have used it while the session was woken.
        if commands.seats.find(code, classroom.pupils) is not pupil:
            raise Refused(Refusal.NO_SUCH_SEAT)
        return self._readmit(commands, pupil, session)

    async def join_again(self, commands: ClassCommands, id: str) -> Joining:
        """Answer once more who has joined as this pupil and heard no answer. Raises `NO_SUCH_PUPIL`."""
        pupil = commands.classroom.pupil(id)
        session = await self._registry.find(pupil.session)
        return self._readmit(commands, pupil, session)

    def _readmit(self, commands: ClassCommands, pupil: Pupil, session: Session) -> Joining:
        """Give a pupil's seat new tokens and a new code, and take the old ones back."""
        classroom = commands.classroom
        token = secrets.token_urlsafe(TOKEN_BYTES)
        before, pupil.link, pupil.digest = pupil.link, "", digest(token)
        commands.seats.renew(pupil, classroom.pupils)
        if before and session.links.get(before) is not None:
            session.links.revoke(before)
        classroom.save(pupil)
        classroom.tell(pupil)
        return Joining(classroom, pupil, session, token)

    async def end(self, id: str) -> None:
        """End a class for good, whoever its teacher is. Raises `NO_SUCH_CLASS` or `NOT_SAVED`."""
        await (await self._find(id)).end()

    async def authorize_teacher(
        self, id: str, token: str | None, *, over: bool = False
    ) -> ClassCommands:
        """Return the class whose teacher's token it is; a class that is over only if `over`.

        Raises `NO_SUCH_CLASS`, `NO_CLASS_TOKEN`, `CLASS_FORBIDDEN`, `CLASS_OVER` or `NOT_SAVED`.
        """
        commands = await self._find(id)
        if commands.classroom.who(token) is not None:
            raise Refused(Refusal.CLASS_FORBIDDEN)
        if commands.classroom.over and not over:
            raise Refused(Refusal.CLASS_OVER)
        return commands

    async def authorize_pupil(self, id: str, token: str | None) -> tuple[Classroom, Pupil]:
        """Return the class and the pupil whose token it is. Raises as `authorize_teacher`."""
        classroom = (await self._find(id)).classroom
        pupil = classroom.who(token)
        if pupil is None:
            raise Refused(Refusal.CLASS_FORBIDDEN)
        if classroom.over:
            raise Refused(Refusal.CLASS_OVER)
        return classroom, pupil

    async def allow_deleting(self, session: Session) -> None:
        """Check whether no running class needs a session. Raises `IN_CLASS` or `NOT_SAVED`."""
        session.membership.allow_deleting()
        try:
            rows = await self._registry.store.find(ClassroomRow, session=session.id)
        except StoreProblem:
            raise Refused(Refusal.NOT_SAVED) from None
        if not all(is_over(row) for row in rows):
            raise Refused(Refusal.IN_CLASS)

    async def attach(self, session: Session) -> None:
        """Bring a session that was woken back to its class. Raises `NOT_SAVED`."""
        if session.classroom is None:
            return
        try:
            commands = await self._find(session.classroom)
        except Refused as refused:
            if refused.reason is not Refusal.NO_SUCH_CLASS:
                raise
            return
        self._budget.check_one_more(session.origin, session.spec)
        for pupil in commands.classroom.everyone.values():
            if pupil.session == session.id:
                membership.attach(commands.classroom, pupil, session)
                self._spawn(commands.provide(pupil))

    def tick(self) -> None:
        """Call it some times a second."""
        now = self._clock()
        for classroom in self.running:
            classroom.tick(now)

    async def tidy(self) -> None:
        """End classes whose day is over. Call it every few seconds."""
        for commands in list(self._classes.values()):
            if commands.classroom.over:
                await commands.end()
                del self._classes[commands.classroom.id]
                self._codes.pop(commands.classroom.code, None)
            else:
                commands.classroom.save_figures()
        now = self._clock()
        if now - self._forgot_at >= FORGET_EVERY_S:
            self._forgot_at = now
            self._registry.store.drop_below(ClassroomRow, "until", time.time() - REMEMBERED_S)

    async def stop(self) -> None:
        for classroom in self.running:
            classroom.save_figures()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # --- inside -------------------------------------------------------------------------------

    async def _new_code(self) -> str:
        if len(self.running) >= self._registry.max_awake:
            raise Refused(Refusal.SERVER_FULL, most=self._registry.max_awake)
        while True:
            code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
            taken = any(not is_over(row) for row in await self._rows(code))
            if not taken and code not in self._codes:
                return code

    async def _rows(self, code: str) -> list[ClassroomRow]:
        """Return the classes with this code, those that are not over first."""
        try:
            rows = await self._registry.store.find(ClassroomRow, code=code)
        except StoreProblem:
            raise Refused(Refusal.NOT_SAVED) from None
        return sorted(rows, key=is_over)

    async def _find(self, id: str) -> ClassCommands:
        if (commands := self._classes.get(id)) is not None:
            return commands
        return await self._reading.get(id)

    async def _read(self, id: str) -> ClassCommands:
        store = self._registry.store
        try:
            rows = await store.find(ClassroomRow, id=id)
            pupils = await store.find(PupilRow, classroom=id)
        except StoreProblem:
            raise Refused(Refusal.NOT_SAVED) from None
        if not rows:
            raise Refused(Refusal.NO_SUCH_CLASS)
        classroom = Classroom.of(rows[0], pupils, store, self._registry.sessions.get)
        commands = ClassCommands(classroom, self._registry, self._key, self._budget)
        if not classroom.over:
            self._keep(commands)
        return commands

    def _check_door(self, classroom: Classroom) -> None:
        """Check whether one more may come. Raises `CLASS_OVER`, `DOOR_CLOSED` or `CLASS_FULL`."""
        if classroom.over:
            raise Refused(Refusal.CLASS_OVER)
        if classroom.door_closed:
            raise Refused(Refusal.DOOR_CLOSED)
        most = self._budget.max_pupils
        gone = len(classroom.everyone) - len(classroom.pupils)
        if len(classroom.pupils) >= most or gone >= most:
            raise Refused(Refusal.CLASS_FULL, most=most)

    def _keep(self, commands: ClassCommands) -> None:
        self._classes[commands.classroom.id] = commands
        self._codes[commands.classroom.code] = commands.classroom.id

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _check_name(classroom: Classroom, name: str) -> None:
    """Check that nobody of this name is away: who comes may be the same person. Raises `NAME_HERE`."""
    for pupil in classroom.pupils:
        alike = pupil.nickname.casefold() == name.casefold()
        if alike and not classroom.is_here(classroom.awake(pupil.session)):
            raise Refused(Refusal.NAME_HERE, nickname=pupil.nickname)


def is_over(row: ClassroomRow) -> bool:
    return row.until <= time.time() or row.state["ended"] is not None
