"""All sessions of this server: who has which id, whose run spoke, who sleeps, who goes."""

from __future__ import annotations

import secrets
import time

from playground.engine import contract
from playground.session.capability import Right
from playground.session.refusal import Forbidden, Full, NoToken, Unknown
from playground.session.session import Clock, Session
from playground.spec.project import Spec


class Registry:
    """`most` sessions; one that nobody looks at sleeps after `sleep_s` and ends after `end_s`."""

    def __init__(
        self,
        engine: contract.Engine,
        *,
        most: int = 200,
        sleep_s: float = 30.0,
        end_s: float = 3600.0,
        clock: Clock = time.monotonic,
    ) -> None:
        self.sessions: dict[str, Session] = {}
        self.most = most
        self._engine, self._clock = engine, clock
        self._sleep_s, self._end_s = sleep_s, end_s
        self._ready = False
        self._waiting: list[contract.AnyRequest] = []

    async def start(self) -> None:
        """Starts the engine; sessions opened before it is ready wait for it, in order."""
        await self._engine.start(self.hear)
        self._ready = True
        waiting, self._waiting = self._waiting, []
        for request in waiting:
            self._engine.send(request)

    async def stop(self) -> None:
        self._ready = False
        await self._engine.stop()

    @property
    def ready(self) -> bool:
        return self._ready and bool(self._engine.devices)

    def create(self, spec: Spec, *, play: bool, pace: float | None) -> Session:
        """Raises `Full`."""
        session = self._place(spec)
        session.open(play=play, pace=pace)
        return session

    def fork(self, original: Session) -> Session:
        """A session of its own that begins where this one is, paused. Raises `Full`."""
        session = self._place(original.spec)
        curves = original.history.curves
        session.history.curves.append({name: list(c) for name, c in curves.columns.items()})
        if original.history.snapshot is not None:
            session.adopt(original.history.snapshot)
        session.open(play=False, pace=original.status.pace)
        return session

    def find(self, id: str) -> Session:
        """Raises `Unknown`."""
        if id not in self.sessions:
            raise Unknown
        return self.sessions[id]

    def authorised(self, id: str, token: str | None, needed: Right) -> tuple[Session, Right]:
        """The session and what the token grants. Raises `Unknown`, `NoToken` or `Forbidden`."""
        session = self.find(id)
        right = session.tokens.right(token) if token else None
        if right is None:
            raise NoToken
        if right < needed:
            raise Forbidden
        return session, right

    def hear(self, event: contract.AnyEvent) -> None:
        session = self.sessions.get(event.run.rpartition(".")[0])
        if session is not None and session.run == event.run:
            session.hear(event)

    def tidy(self) -> None:
        """Puts to sleep and ends what nobody looks at. Call it every few seconds."""
        now = self._clock()
        for session in list(self.sessions.values()):
            if session.empty_since is None:
                continue
            alone = now - session.empty_since
            if alone > self._end_s:
                session.close()
                del self.sessions[session.id]
            elif alone > self._sleep_s and session.playing:
                session.sleep()

    def _place(self, spec: Spec) -> Session:
        if len(self.sessions) >= self.most:
            self._make_room()
        session = Session(secrets.token_hex(8), spec, self._send, self._clock)
        self.sessions[session.id] = session
        return session

    def _make_room(self) -> None:
        """Ends the session that has been alone for longest. Raises `Full` when none sleeps."""
        now = self._clock()
        alone = [
            (session.empty_since, session.id)
            for session in self.sessions.values()
            if session.empty_since is not None and now - session.empty_since > self._sleep_s
        ]
        if not alone:
            raise Full(self.most)
        self.sessions.pop(min(alone)[1]).close()

    def _send(self, request: contract.AnyRequest) -> None:
        if self._ready:
            self._engine.send(request)
        else:
            self._waiting.append(request)
