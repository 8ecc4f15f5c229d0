"""All sessions of this server: who has which id, whose run spoke, who sleeps, who is parked.

A session that nobody looks at sleeps; later it is parked, which leaves it to the store alone. The
next visit wakes it.
"""

from __future__ import annotations

import asyncio
import hmac
import secrets
import time
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace

import structlog

from playground.engine import contract
from playground.session import measures
from playground.session.admission import CLASS_SHARE, Admission
from playground.session.answered import Answered
from playground.session.desired_state import DesiredState
from playground.session.kept import BEGINNING_BYTES, Kept, estimate
from playground.session.links import Link, Links, digest
from playground.session.origin import NOWHERE, Origin
from playground.session.persistence import link_of, link_row, load
from playground.session.refusals import Refusal, Refused
from playground.session.run_proxy import Clock
from playground.session.session import Session
from playground.session.single_flight import SingleFlight
from playground.spec.base import SpecProblem
from playground.spec.project import Spec
from playground.store.contract import Store, StoreProblem
from playground.store.rows import LinkRow, SessionRow
from playground.wire.rights import Right

LAST_SAVES_WITHIN_S = 1.2
DAY_S = 86_400.0

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Grant:
    """The result of authorization: a session, and what the token's link allows there."""

    session: Session
    right: Right
    link: Link


class Registry:
    """The sessions that are awake, and the way to those that are parked.

    `max_awake` sessions are awake, pupils' no more than `class_share` of them, and `max_waiting` more
    wait for a place; one that nobody looks at
    sleeps after `sleep_s` and is parked after `park_s`. What nobody has looked at for `keep_days`
    is deleted (0: nothing is). No run trains faster than `max_pace` steps a second.
    """

    def __init__(
        self,
        engine: contract.Engine,
        store: Store,
        *,
        max_awake: int = 200,
        max_waiting: int = 500,
        class_share: float = CLASS_SHARE,
        max_pace: float | None = None,
        sleep_s: float = 30.0,
        park_s: float = 300.0,
        keep_days: float = 90.0,
        clock: Clock = time.monotonic,
    ) -> None:
        self.sessions: dict[str, Session] = {}
        self.store = store
        self.max_awake = max_awake
        self.kept = Kept()
        self._engine, self._clock = engine, clock
        self._sleep_s, self._park_s, self._keep_days = sleep_s, park_s, keep_days
        self._max_pace = max_pace
        self.admission = Admission(
            max_awake, max_waiting, lambda: self.memory, self.make_room, class_share
        )
        self._memories: dict[str, int] = {}
        self._ready = False
        self._unsaved: set[str] = set()
        """The sessions whose last states were asked for, as the server ends, and have not come."""
        self._waiting: list[contract.AnyRequest] = []
        self._waking = SingleFlight(self._wake)
        self.answered = Answered(clock)
        self._cleared_at = -DAY_S
        self._kept_since = float("-inf")
        """What was last seen before this is deleted."""
        self.woken: Callable[[Session], Awaitable[None]] = alone
        """Is awaited with each session that is woken, before anybody enters it."""

    async def start(self) -> None:
        """Start the engine; sessions opened before it is ready wait for it, in order."""
        await self._engine.start(self.hear)
        self._ready = True
        waiting, self._waiting = self._waiting, []
        for request in waiting:
            self._engine.send(request)

    async def stop(self) -> None:
        """Save what is still unsaved, and end the engine. The store is the caller's.

        Whatever the trainers do it takes three seconds at most; `unsaved` then tells what is lost.
        """
        if self._ready:
            await self._last_saves()
        self._ready = False
        await self._engine.stop()

    def unsaved(self) -> set[str]:
        """Give the ids of the sessions of which something is not durable, as the server ends."""
        return self._unsaved | self.store.unsaved()

    @property
    def devices(self) -> tuple[str, ...]:
        """The device of each trainer that is ready."""
        return self._engine.devices

    @property
    def memory(self) -> int | None:
        """The bytes of the devices together, once all have told."""
        devices = self._engine.devices
        if not devices or not all(device in self._memories for device in devices):
            return None
        return sum(self._memories[device] for device in devices)

    @property
    def ready(self) -> bool:
        return self._ready and bool(self._engine.devices)

    async def why_not_ready(self) -> str | None:
        """Return why nothing can be trained or kept now, in words for whoever runs the server."""
        if not self._ready:
            return "starting"
        if not self._engine.devices:
            return "no trainer is alive"
        try:
            await self.store.check()
        except StoreProblem as problem:
            return str(problem)
        return None

    def create(
        self, spec: Spec, *, play: bool, pace: float | None, origin: Origin = NOWHERE
    ) -> Session:
        """Make a session, which waits in the queue when all places are taken. Raises as `Admission.check_open`."""
        self.admission.check_open(in_class=origin.classroom is not None)
        session = self._made(spec, origin)
        self._enter(session, DesiredState(playing=play, pace=pace))
        return session

    def fork(self, original: Session, origin: Origin = NOWHERE) -> Session:
        """Make a session of its own that begins where this one is, paused. Raises as `create`."""
        self.admission.check_open()
        session = self.save_copy(original, origin)
        self._enter(session, DesiredState(pace=original.run.desired.pace))
        return session

    def save_copy(self, original: Session, origin: Origin = NOWHERE) -> Session:
        """Make a session as `fork` does, but parked from the beginning: it needs no place."""
        session = self._made(original.spec, replace(origin, parent=original.id))
        session.adopt(original.history)
        self.kept.note(session.id, estimate(session.history), session.origin)
        return session

    async def issue(
        self, id: str, right: Right, *, label: str = "", until: float | None = None
    ) -> tuple[str, str]:
        """Return the id and the token of a new link to a session, which is not woken."""
        await self._waking.settled(id)
        if (session := self.sessions.get(id)) is not None:
            link, token = session.links.issue_link(right, label=label, until=until)
        else:
            link, token = Links().issue(right, time.time(), label=label, until=until)
            self.store.put(link_row(id, link))
        return link.id, token

    async def admit(self, id: str, token: str, right: Right, *, label: str = "") -> None:
        """Open a session, which is not woken, to a token, if it does not do so already.

        Raises `NOT_SAVED`.
        """
        wanted = digest(token)
        links = await self.links_of(id)
        if not links or any(hmac.compare_digest(link.digest, wanted) for link in links):
            return
        await self._waking.settled(id)
        if (session := self.sessions.get(id)) is not None:
            session.links.admit(wanted, right, label=label)
        else:
            link = Links().admit(wanted, right, time.time(), label=label)
            self.store.put(link_row(id, link))

    async def links_of(self, id: str) -> list[Link]:
        """Return a session's links, and do not wake it. Raises `NOT_SAVED`."""
        await self._waking.settled(id)
        if (session := self.sessions.get(id)) is not None:
            return list(session.links)
        try:
            return [link_of(row) for row in await self.store.find(LinkRow, session=id)]
        except StoreProblem:
            raise Refused(Refusal.NOT_SAVED) from None

    async def revoke(self, id: str, link: str) -> None:
        """Switch a link off, if it is still on, and do not wake its session."""
        try:
            rows = [] if id in self.sessions else await self.store.find(LinkRow, id=link)
        except StoreProblem:
            raise Refused(Refusal.NOT_SAVED) from None
        for row in rows:
            self.store.put(replace(row, revoked=row.revoked or time.time()))
        # A visit may have read the link meanwhile, when it was still on.
        await self._waking.settled(id)
        session = self.sessions.get(id)
        if session is not None and session.links.get(link) is not None:
            session.links.revoke(link)

    async def find(self, id: str) -> Session:
        """Return the session, woken if it was parked. Raises `NO_SUCH_SESSION`, `SERVER_FULL` or `NOT_SAVED`."""
        if (session := self.sessions.get(id)) is not None:
            return session
        return await self._waking.get(id)

    async def authorize(
        self,
        id: str,
        token: str | None,
        needed: Right,
        *,
        waking: Callable[[], object] = lambda: None,
    ) -> Grant:
        """Return what the token grants. Before a session that is parked is woken for it, `waking` may refuse.

        Raises `NO_SUCH_SESSION`, `NO_TOKEN`, `LINK_REVOKED`, `LINK_ENDED`, `FORBIDDEN`, `NOT_SAVED`,
        `SERVER_FULL`, and what `waking` raises.
        """
        if id not in self.sessions:
            await self._check(id, token, needed)
            waking()
        session = await self.find(id)
        link = session.links.opened_by(token, time.time())
        if link.right < needed:
            raise Refused(Refusal.FORBIDDEN)
        return Grant(session, link.right, link)

    async def _check(self, id: str, token: str | None, needed: Right) -> None:
        """Check the token of a session that is parked, and do not wake it."""
        try:
            rows = await self.store.find(LinkRow, session=id)
            known = bool(rows) or bool(await self.store.find(SessionRow, id=id))
        except StoreProblem:
            raise Refused(Refusal.NOT_SAVED) from None
        # One that was woken meanwhile may have other links by now.
        if id in self.sessions:
            return
        if not known:
            raise Refused(Refusal.NO_SUCH_SESSION)
        if Links(map(link_of, rows)).opened_by(token, time.time()).right < needed:
            raise Refused(Refusal.FORBIDDEN)

    async def flush(self) -> None:
        """Wait until all that was accepted so far is durable. Raises `NOT_SAVED`."""
        began = time.perf_counter()
        try:
            await self.store.flush()
            measures.KEPT.observe(time.perf_counter() - began)
        except StoreProblem as problem:
            measures.NOT_KEPT.inc()
            log.error("not saved", problem=str(problem))
            raise Refused(Refusal.NOT_SAVED) from None

    def hear(self, event: contract.AnyEvent) -> None:
        if isinstance(event, contract.Ready):
            if self._ready:
                measures.RESTARTS.labels(event.device).inc()
            self._memories[event.device] = event.memory
            self.admission.advance()
        session = self.sessions.get(event.run.rpartition(".")[0])
        if session is not None:
            session.hear(event)

    def tidy(self) -> None:
        """Put to sleep, park and delete what nobody looks at. Call it every few seconds."""
        now = self._clock()
        for session in list(self.sessions.values()):
            session.links.dismiss_ended()
            session.look.hurry()
            self.kept.grow(session.id, estimate(session.history))
            if session.empty_since is None:
                continue
            alone = now - session.empty_since
            waits_in_vain = alone > self._sleep_s and self.admission.waits(session)
            if waits_in_vain or (alone > self._park_s and session.parkable):
                self._park(session)
            elif alone > self._sleep_s and session.run.playing:
                session.run.sleep()
        self.admission.advance()
        if now - self._cleared_at > DAY_S / 24:
            self._cleared_at = now
            self._clear()

    def park(self, id: str) -> None:
        """Take a session's place from it; its pages come again, to the end of the queue."""
        self._send_away(id, Refused(Refusal.PARKED))

    async def delete(self, id: str) -> None:
        """Delete a session and all that is kept of it, for good."""
        # One that is just waking would put itself into the store again.
        await self._waking.settled(id)
        self._send_away(id, Refused(Refusal.NO_SUCH_SESSION))
        self.store.drop(SessionRow, id=id)
        self.kept.forget(id)

    async def delete_unseen(self, id: str, since: float) -> None:
        """Delete a parked session, if nobody has looked at it since. Raises `NOT_SAVED`."""
        try:
            rows = await self.store.find(SessionRow, id=id)
        except StoreProblem:
            raise Refused(Refusal.NOT_SAVED) from None
        await self._waking.settled(id)
        if id not in self.sessions and all(row.seen <= since for row in rows):
            await self.delete(id)

    def make_room(self, among: Iterable[Session] | None = None) -> bool:
        """Park the session that has been alone for longest, if one sleeps."""
        now = self._clock()
        alone = [
            (session.empty_since, session.id)
            for session in (self.sessions.values() if among is None else among)
            if session.empty_since is not None
            and now - session.empty_since > self._sleep_s
            and (among is not None or not self.admission.waits(session))
        ]
        if not alone:
            return False
        self._park(self.sessions[min(alone)[1]])
        return True

    # --- inside -------------------------------------------------------------------------------

    async def _wake(self, id: str) -> Session:
        try:
            saved = await load(self.store, id)
        except StoreProblem as problem:
            log.error("not read", problem=str(problem))
            raise Refused(Refusal.NOT_SAVED) from None
        except SpecProblem as problem:
            log.error("unreadable", session=id, problem=problem.sentence)
            raise Refused(Refusal.NO_SUCH_SESSION) from None
        if saved is None:
            raise Refused(Refusal.NO_SUCH_SESSION)
        self.admission.check_room(in_class=saved.row.classroom is not None)
        session = Session.waking(saved, self._send, self.store, self._clock)
        try:
            await self.woken(session)
        except StoreProblem:
            raise Refused(Refusal.NOT_SAVED) from None
        if saved.row.seen < self._kept_since:
            # Deleted since it was read: to save it now would keep it without its links and edits.
            raise Refused(Refusal.NO_SUCH_SESSION)
        self._enter(session, saved.desired)
        return session

    def _send_away(self, id: str, reason: Refused) -> None:
        """Send away all who look at the session, if it is awake, and itself from its place."""
        if (session := self.sessions.get(id)) is not None:
            for viewer in session.room.viewers:
                viewer.outbox.end(reason)
            self._park(session)
            self.admission.advance()

    def _park(self, session: Session) -> None:
        self.kept.grow(session.id, estimate(session.history))
        session.close()
        del self.sessions[session.id]
        self.admission.leave(session)

    def _clear(self) -> None:
        """Forget the sessions that nobody has looked at for long."""
        for session in self.sessions.values():
            session.seen = time.time()
            session.save()
        if not self._keep_days:
            return
        self._kept_since = time.time() - self._keep_days * DAY_S
        self.store.drop_below(SessionRow, "seen", self._kept_since)

    async def _last_saves(self) -> None:
        async def save(session: Session) -> None:
            with suppress(Refused):
                await session.run.save(LAST_SAVES_WITHIN_S)
                self._unsaved.discard(session.id)

        running = [session for session in self.sessions.values() if session.runs]
        self._unsaved = {session.id for session in running}
        await asyncio.gather(*map(save, running))

    def _enter(self, session: Session, desired: DesiredState) -> None:
        self.sessions[session.id] = session
        session.run.max_pace = self._max_pace
        self.admission.enter(session, desired)

    def _made(self, spec: Spec, origin: Origin) -> Session:
        session = Session(secrets.token_hex(8), spec, self._send, self.store, self._clock, origin)
        session.begin()
        self.kept.note(session.id, BEGINNING_BYTES, session.origin)
        return session

    def _send(self, request: contract.AnyRequest) -> None:
        if self._ready:
            self._engine.send(request)
        else:
            self._waiting.append(request)


async def alone(session: Session) -> None:
    """Tell nobody: it belongs to nothing that would have to know of it."""
