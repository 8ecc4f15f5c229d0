"""What people and addresses may take, checked before it is given. Counts live in memory alone."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from weakref import WeakValueDictionary

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from playground.api.caller import Caller
from playground.api.limits import Limits
from playground.session.bandwidth_share import BandwidthShare
from playground.session.origin import Origin
from playground.session.refusals import Refusal, Refused
from playground.session.registry import Registry
from playground.session.session import Session
from playground.session.size import held_bytes
from playground.spec.base import SpecProblem
from playground.spec.project import Spec

MB = 10**6
HOUR_S = 3600.0
"""The longest window."""
MAX_REMEMBERED = 100_000
"""Sessions whose address is known, the newest."""


@dataclass(frozen=True, slots=True)
class Rate:
    """`most` of `what` for whom `key` names; a key of None is never counted."""

    what: str
    window: type[RateLimitItem]
    most: int
    key: str | None

    @property
    def counts(self) -> bool:
        return self.most > 0 and self.key is not None

    @property
    def item(self) -> RateLimitItem:
        return self.window(self.most, namespace=self.what)


class Limiter:
    """Of one server. A person without a cookie of ours counts by address only."""

    def __init__(self, limits: Limits, registry: Registry) -> None:
        self._limits, self._registry = limits, registry
        self._rates = MovingWindowRateLimiter(MemoryStorage())
        self._counted: dict[tuple[RateLimitItem, str], float] = {}
        self._forgot_at = time.monotonic()
        self._addresses: dict[str, str] = {}
        self._streams: Counter[str] = Counter()
        self._pipes: dict[str, BandwidthShare] = {}
        self._guessing: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    # --- sessions -----------------------------------------------------------------------------

    def begin(self, caller: Caller, spec: Spec) -> Origin:
        """Before a session is made of this spec. Raises a `Refused`, and `SpecProblem` for a spec
        that this server is not for."""
        limits, person, address = self._limits, caller.known, caller.address
        self.check_size(spec)
        self._check_together(spec, caller.owner, address)
        self._check_awake(caller)
        minute, hour = RateLimitItemPerMinute, RateLimitItemPerHour
        self._spend(
            Rate("person", minute, limits.sessions_per_minute, person),
            Rate("person", hour, limits.sessions_per_hour, person),
            Rate("address", minute, limits.address_sessions_per_minute, address),
            Rate("address", hour, limits.address_sessions_per_hour, address),
        )
        return Origin(owner=caller.owner)

    def began(self, caller: Caller, id: str) -> None:
        """Remembers from where a session was made."""
        if caller.address is None:
            return
        self._addresses[id] = caller.address
        while len(self._addresses) > MAX_REMEMBERED:
            del self._addresses[next(iter(self._addresses))]

    def wake(self, caller: Caller, id: str) -> bool:
        """Before a session is looked at: whether it is parked, and would be woken from here.

        Raises `TOO_MANY_HERE`.
        """
        if id in self._registry.sessions or caller.address is None:
            return False
        self._check_address(caller)
        return True

    def woke(self, caller: Caller, id: str) -> None:
        """A session that was parked is awake, for somebody with a right to it."""
        if id not in self._addresses:
            self.began(caller, id)

    def change(self, session: Session, spec: Spec) -> None:
        """Before a session gets this spec. Raises as `begin`; its owner's sessions count."""
        grows = held_bytes(spec) > held_bytes(session.spec)
        if grows or spec.parameter_count > session.spec.parameter_count:
            self.check_size(spec)
            self._check_together(spec, session.owner, self.address_of(session), session)

    def check_size(self, spec: Spec) -> None:
        most, count = self._limits.session_parameters, spec.parameter_count
        if 0 < most < count:
            raise SpecProblem(
                "too_many_parameters",
                f"This network would have {count} parameters; the limit is {most}. Take away units"
                " or layers.",
                "/network/layers",
                {"count": count, "most": most},
            )
        memory, needed = self._limits.session_memory, held_bytes(spec) / MB
        if 0 < memory < needed:
            raise SpecProblem(
                "too_much_memory",
                f"This would take about {needed:.0f} MB of memory; the limit is {memory} MB. Take"
                " away units or layers, or use fewer points.",
                "/network/layers",
                {"needed": round(needed), "most": memory},
            )

    def address_of(self, session: Session) -> str | None:
        """From where it was made; a class's counts for no address."""
        return None if session.classroom else self._addresses.get(session.id)

    # --- classes, streams, uploads ------------------------------------------------------------

    def open_class(self, caller: Caller) -> None:
        most = self._limits.classes_per_hour
        self._spend(Rate("class", RateLimitItemPerHour, most, caller.address))

    def upload(self, caller: Caller) -> None:
        most = self._limits.uploads_per_hour
        self._spend(Rate("upload", RateLimitItemPerHour, most, caller.address))

    def push(self, caller: Caller) -> None:
        """Before a set-up is given to pupils: each of them may get another session by it."""
        most = self._limits.pushes_per_minute
        self._spend(Rate("push", RateLimitItemPerMinute, most, caller.address))

    @asynccontextmanager
    async def guess(self, caller: Caller) -> AsyncIterator[None]:
        """While a class is looked for by its code, one code of an address after the other.

        Raises `TOO_MANY_CODES`.
        """
        most = self._limits.wrong_codes_per_minute
        rate = Rate("code", RateLimitItemPerMinute, most, caller.address)
        async with self._guessing.setdefault(caller.address or "", asyncio.Lock()):
            if not self._has_room(rate):
                raise Refused(Refusal.TOO_MANY_CODES, seconds=self._seconds(rate))
            try:
                yield
            except Refused as refused:
                if refused.reason is Refusal.NO_SUCH_CLASS:
                    self._hit(rate)
                raise

    @contextmanager
    def stream(self, caller: Caller) -> Iterator[tuple[BandwidthShare, ...]]:
        """While a stream is open: what its pictures go through. Raises a `Refused`."""
        limits, person, address = self._limits, caller.known, caller.address
        minute = RateLimitItemPerMinute
        self._spend(
            Rate("stream", minute, limits.streams_per_minute, person),
            Rate("streams", minute, limits.address_streams_per_minute, address),
        )
        held = [f"person {person}"] if person else []
        held += [f"address {address}"] if address else []
        most = {"person": limits.person_streams, "address": limits.address_streams}
        for key in held:
            allowed = most[key.partition(" ")[0]]
            if 0 < allowed <= self._streams[key]:
                raise Refused(Refusal.TOO_MANY_STREAMS, most=allowed)
        self._streams.update(held)
        try:
            yield self._through(address)
        finally:
            self._streams.subtract(held)
            for key in held:
                if self._streams[key] <= 0:
                    del self._streams[key]
            if address is not None and not self._streams[f"address {address}"]:
                self._pipes.pop(address, None)

    def share_steps(self) -> None:
        """What a person and an address may train is parted among what they play. Call it some times
        a second."""
        limits, sessions = self._limits, self._registry.sessions.values()
        if not (limits.person_steps_per_second or limits.address_steps_per_second):
            return
        at = {each.id: self.address_of(each) for each in sessions}
        people = Counter(each.owner for each in sessions if each.run.playing)
        addresses = Counter(at[each.id] for each in sessions if each.run.playing)
        for session in sessions:
            address, shares = at[session.id], [(limits.steps_per_second, 1)]
            if session.owner is not None:
                shares.append((limits.person_steps_per_second, people[session.owner]))
            if address is not None:
                shares.append((limits.address_steps_per_second, addresses[address]))
            paces = [most / max(1, count) for most, count in shares if most]
            session.run.allow(min(paces, default=None))

    def busiest(self, most: int) -> list[tuple[str, int]]:
        """Who has most sessions awake, by the digest of their identity."""
        owners = Counter(each.owner for each in self._registry.sessions.values() if each.owner)
        return owners.most_common(most)

    # --- inside -------------------------------------------------------------------------------

    def _of(self, owner: str | None) -> list[Session]:
        return [
            each
            for each in self._registry.sessions.values()
            if owner is not None and each.owner == owner and each.classroom is None
        ]

    def _at(self, address: str | None) -> list[Session]:
        return [
            each
            for each in self._registry.sessions.values()
            if address is not None and self.address_of(each) == address
        ]

    def _check_together(
        self,
        spec: Spec,
        owner: str | None,
        address: str | None,
        instead_of: Session | None = None,
    ) -> None:
        """A spec beside what else is awake of its owner, and from its address."""
        limits = self._limits
        bounds = (
            (
                (self._of(owner), limits.person_parameters, limits.person_memory),
                (Refusal.TOO_MANY_PARAMETERS_TOGETHER, Refusal.TOO_MUCH_MEMORY_TOGETHER),
            ),
            (
                (self._at(address), limits.address_parameters, limits.address_memory),
                (Refusal.TOO_MANY_PARAMETERS_HERE, Refusal.TOO_MUCH_MEMORY_HERE),
            ),
        )
        for (sessions, parameters, memory), (too_many, too_much) in bounds:
            others = [each.spec for each in sessions if each is not instead_of]
            if not others:
                continue
            together = [*others, spec]
            if 0 < parameters < sum(each.parameter_count for each in together):
                raise Refused(too_many, most=parameters)
            if 0 < memory * MB < sum(map(held_bytes, together)):
                raise Refused(too_much, most=memory)

    def _check_awake(self, caller: Caller) -> None:
        most = self._limits.awake_sessions
        mine = self._of(caller.owner)
        if 0 < most <= len(mine) and not self._registry.make_room(mine):
            raise Refused(Refusal.TOO_MANY_SESSIONS, most=most)
        self._check_address(caller)

    def _check_address(self, caller: Caller) -> None:
        most = self._limits.address_awake_sessions
        here = self._at(caller.address) if most else []
        if most and len(here) >= most and not self._registry.make_room(here):
            raise Refused(Refusal.TOO_MANY_HERE, most=most)

    def _spend(self, *rates: Rate) -> None:
        """One of each, or none and `TOO_FAST`."""
        full = [self._seconds(rate) for rate in rates if not self._has_room(rate)]
        if full:
            raise Refused(Refusal.TOO_FAST, seconds=max(full))
        self._hit(*rates)

    def _hit(self, *rates: Rate) -> None:
        now = time.monotonic()
        for rate in rates:
            if rate.counts:
                self._rates.hit(rate.item, str(rate.key))
                self._counted[rate.item, str(rate.key)] = now
        if now - self._forgot_at > HOUR_S:
            self._forget(now)

    def _forget(self, now: float) -> None:
        """The storage keeps a key for ever, if it is not told that nobody asks for it again."""
        self._forgot_at = now
        for (item, key), hit in list(self._counted.items()):
            if now - hit > HOUR_S:
                self._rates.clear(item, key)
                del self._counted[item, key]

    def _has_room(self, rate: Rate) -> bool:
        return not rate.counts or self._rates.test(rate.item, str(rate.key))

    def _seconds(self, rate: Rate) -> int:
        reset = self._rates.get_window_stats(rate.item, str(rate.key)).reset_time
        return max(1, round(reset - time.time()))

    def _through(self, address: str | None) -> tuple[BandwidthShare, ...]:
        limits, shares = self._limits, []
        if limits.viewer_bandwidth:
            shares.append(BandwidthShare(limits.viewer_bandwidth * 1000))
        if limits.address_bandwidth and address is not None:
            shared = BandwidthShare(limits.address_bandwidth * 1000)
            shares.append(self._pipes.setdefault(address, shared))
        return tuple(shares)
