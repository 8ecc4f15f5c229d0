"""The limiter of one server: rates, sizes, bandwidth and step shares, asked in the terms of routes."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from weakref import WeakValueDictionary

from playground.api.accounts import bounds_of, in_order
from playground.api.caller import Caller
from playground.api.limiter.awake_sessions import AwakeSessions
from playground.api.limiter.bandwidth import Bandwidth
from playground.api.limiter.class_budget import ClassBudget
from playground.api.limiter.kept_bytes import KeptBytes
from playground.api.limiter.open_streams import OpenStreams
from playground.api.limiter.rates import HOUR_S, MINUTE_S, Rate, Rates
from playground.api.limiter.sizes import Sizes
from playground.api.limiter.step_shares import StepShares
from playground.api.limiter.turns import Turns
from playground.api.limits import Limits
from playground.api.prices import COMMANDS, price_of
from playground.classroom.classroom import Classroom
from playground.session.bandwidth_share import BandwidthShare
from playground.session.origin import Origin
from playground.session.refusals import Refusal, Refused
from playground.session.registry import Registry
from playground.session.session import Session
from playground.spec.data import DataSpec
from playground.spec.project import Spec


class Limiter:
    """A person without a cookie of ours counts by address only."""

    def __init__(self, limits: Limits, registry: Registry, max_kept_bytes: int = 0) -> None:
        self._limits = limits
        self._awake = AwakeSessions(limits, registry)
        self._rates = Rates()
        self._turns = Turns()
        self._sizes = Sizes(limits, self._awake)
        self.kept = KeptBytes(limits, max_kept_bytes, registry)
        self.class_budget = ClassBudget(limits, self._awake, self._sizes, self.kept)
        self._streams = OpenStreams(limits)
        self._bandwidth = Bandwidth(limits)
        self._drawing: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._guessing: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self.share_steps = StepShares(limits, self._awake).share
        self.busiest = self._awake.busiest

    def charge(self, caller: Caller, price: int) -> None:
        """Take the price of what is asked, before it is done. Raises `TOO_FAST`."""
        if not price:
            return
        limits = self._limits
        bounds = caller.bounds(own=limits.person_tokens, address=limits.address_tokens)
        self._rates.spend(Rate("token", MINUTE_S, bounds), price=price)

    @asynccontextmanager
    async def drawing(self, caller: Caller, data: DataSpec) -> AsyncIterator[None]:
        """Take the price of data and hold while they are drawn, one set of a network after the other.

        Raises `TOO_FAST`.
        """
        self.charge(caller, price_of(data))
        turn = self._drawing.setdefault(caller.widest, asyncio.Lock())
        async with turn:
            yield

    def turn(self, caller: Caller, bytes: int) -> AbstractAsyncContextManager[None]:
        """Hold while a document of so many bytes is worked on, one large one after the other."""
        return self._turns.turn(caller.widest, bytes)

    def body(self, caller: Caller, bytes: int) -> AbstractAsyncContextManager[None]:
        """Hold while a body of so many bytes is read and answered, one large one of a network at a time."""
        return self._turns.body(caller.widest, bytes)

    def charge_command(self, caller: Caller, name: str) -> None:
        """Take the price of a command. Raises `TOO_FAST`, and `FORBIDDEN` where the table has none."""
        if name not in COMMANDS:
            raise Refused(Refusal.FORBIDDEN)
        self.charge(caller, COMMANDS[name])

    def begin(self, caller: Caller, spec: Spec, more: int = 0) -> Origin:
        """Count a session that is to be made of this spec, of which so many bytes will be kept at once.

        Raises a `Refused`, and `SpecProblem` for a spec that this server is not for.
        """
        limits = self._limits
        self._sizes.check_one(spec)
        self._sizes.check_together(spec, caller.owner, caller.networks)
        self.kept.check(caller, more)
        self._awake.check(caller)
        self._count_sessions(caller, limits.sessions_per_minute, limits.sessions_per_hour)
        return Origin(caller.owner, networks=caller.keys)

    def wake(self, caller: Caller, id: str) -> bool:
        """Return whether a session that is to be looked at is parked, and would be woken from here.

        Raises `TOO_MANY_HERE`.
        """
        if id in self._awake or not caller.networks:
            return False
        self._awake.check_networks(caller.networks, Refusal.TOO_MANY_HERE)
        return True

    def woke(self, caller: Caller, session: Session) -> None:
        """Remember from where a session was woken, by somebody with a right to it."""
        self._awake.remember(session, caller)

    def change(self, session: Session, spec: Spec) -> None:
        """Check the spec that a session is to get. Raises as `begin`."""
        self._sizes.check_change(session, spec)

    def edit(self, caller: Caller) -> None:
        """Count an edit or a command. Raises `TOO_FAST`."""
        limits = self._limits
        bounds = caller.bounds(own=limits.edits_per_minute, address=limits.address_edits_per_minute)
        self._rates.spend(Rate("edit", MINUTE_S, bounds))

    def open_class(self, caller: Caller, running: Iterable[Classroom]) -> None:
        """Count a class that is to be opened beside those. Raises `TOO_FAST` or `TOO_MANY_CLASSES_OPEN`."""
        limits = self._limits
        open = Counter[str]()
        for each in running:
            networks = in_order(*each.networks)
            open.update(bound.key for bound in bounds_of(each.owner, networks, own=1, address=1))
        for bound in caller.bounds(own=limits.person_classes, address=limits.address_classes):
            if open[bound.key] >= bound.most:
                raise Refused(Refusal.TOO_MANY_CLASSES_OPEN, most=bound.most)
        bounds = caller.bounds(address=limits.classes_per_hour)
        self._rates.spend(Rate("class", HOUR_S, bounds))

    def join(self, caller: Caller) -> None:
        """Count a session that is to be made in a class: a code makes nobody faster. Raises `TOO_FAST`."""
        self._count_sessions(caller)

    def _count_sessions(self, caller: Caller, minutely: int = 0, hourly: int = 0) -> None:
        """Count one session more, of a person if these are bounds."""
        limits = self._limits
        self._rates.spend(
            Rate(
                "session",
                MINUTE_S,
                caller.bounds(own=minutely, address=limits.address_sessions_per_minute),
            ),
            Rate(
                "session",
                HOUR_S,
                caller.bounds(own=hourly, address=limits.address_sessions_per_hour),
            ),
        )

    def upload(self, caller: Caller) -> None:
        """Count a file that is to be uploaded. Raises `TOO_FAST`."""
        bounds = caller.bounds(address=self._limits.uploads_per_hour)
        self._rates.spend(Rate("upload", HOUR_S, bounds))

    def push(self, caller: Caller) -> None:
        """Count a set-up that is to be given to pupils. Raises `TOO_FAST`.

        Each of them may get another session by it.
        """
        bounds = caller.bounds(address=self._limits.pushes_per_minute)
        self._rates.spend(Rate("push", MINUTE_S, bounds))

    @asynccontextmanager
    async def guess(self, caller: Caller) -> AsyncIterator[None]:
        """Hold while a class, or a seat in it, is looked for by its code, one code of a network after the other.

        Raises `TOO_MANY_CODES`.
        """
        bounds = caller.bounds(address=self._limits.wrong_codes_per_minute)
        rate = Rate("code", MINUTE_S, bounds)
        async with self._guessing.setdefault(caller.widest, asyncio.Lock()):
            if seconds := self._rates.wait(rate):
                raise Refused(Refusal.TOO_MANY_CODES, seconds=seconds)
            try:
                yield
            except Refused as refused:
                if refused.reason in (Refusal.NO_SUCH_CLASS, Refusal.NO_SUCH_SEAT):
                    self._rates.take(rate)
                raise

    @contextmanager
    def stream(self, caller: Caller) -> Iterator[tuple[BandwidthShare, ...]]:
        """Hold while a stream is open; gives what its pictures go through. Raises a `Refused`."""
        limits = self._limits
        bounds = caller.bounds(
            own=limits.streams_per_minute, address=limits.address_streams_per_minute
        )
        self._rates.spend(Rate("stream", MINUTE_S, bounds))
        with self._streams.holding(caller):
            yield self._bandwidth.shares(caller.networks)
