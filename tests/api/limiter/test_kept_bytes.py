"""How much is kept of a person, of an address and of all: refused, told before, and what goes by itself."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from playground.api.accounts import IN_A_SITE, networks_of
from playground.api.caller import Caller
from playground.api.limiter.kept_bytes import KeptBytes
from playground.api.limits import MB, Limits
from playground.engine import contract
from playground.session.origin import Origin
from playground.session.refusals import Refusal
from playground.session.registry import Registry
from playground.session.session import Session
from playground.store.rows import SessionRow
from playground.wire.rights import Right
from support.desk import Desk, desk, status
from support.refusals import refused
from support.session_desk import SPEC

ADA = Caller("a", "ada", False, networks_of("198.51.100.7"))
BO = Caller("b", "bo", False, networks_of("198.51.100.7"))
CEM = Caller("c", "cem", False, networks_of("203.0.113.9"))
WEEK_S = 7 * 86_400.0


@contextmanager
def keeping(whole: int = 0, **limits: int) -> Iterator[tuple[Desk, Registry, KeptBytes]]:
    none = {"person_kept": 0, "address_kept": 0}
    with desk() as (engine, registry):
        yield engine, registry, KeptBytes(Limits(**(none | limits)), whole, registry)


def kept(engine: Desk, registry: Registry, caller: Caller, size: int) -> Session:
    """A session with a state of so many bytes."""
    origin = Origin(caller.owner, networks=caller.keys)
    session = registry.create(SPEC, play=False, pace=None, origin=origin)
    engine.say(status(session, "paused"))
    engine.say(contract.Checkpoint(session.run.id, step=9, revision=1, data=bytes(size)))
    registry.tidy()
    return session


def park(engine: Desk, registry: Registry, *, seen: float) -> None:
    """All of them, last looked at so many seconds ago."""
    engine.now += 301
    registry.tidy()
    assert not registry.sessions
    store: Any = registry.store
    for row in asyncio.run(store.find(SessionRow)):
        store.put(replace(row, seen=min(row.seen, time.time() - seen)))


def ids(registry: Registry) -> set[str]:
    return {row.id for row in asyncio.run(registry.store.find(SessionRow))}


def test_who_keeps_too_much_is_refused_and_nobody_else() -> None:
    with keeping(person_kept=3) as (engine, registry, bytes):
        kept(engine, registry, ADA, 2 * MB)
        bytes.check(ADA)
        with refused(Refusal.TOO_MUCH_KEPT):
            bytes.check(ADA, 1 * MB)
        bytes.check(BO, 1 * MB)


def test_an_address_is_refused_whoever_asks_from_there() -> None:
    with keeping(address_kept=3) as (engine, registry, bytes):
        kept(engine, registry, ADA, 2 * MB)
        kept(engine, registry, BO, 2 * MB)
        with refused(Refusal.TOO_MUCH_KEPT_HERE):
            bytes.check(replace(ADA, owner="new", new=True))
        bytes.check(CEM)


def test_a_full_store_takes_in_nothing_new() -> None:
    with keeping(whole=3 * MB) as (engine, registry, bytes):
        kept(engine, registry, ADA, 2 * MB)
        with refused(Refusal.STORE_FULL):
            bytes.check(CEM, 2 * MB)


def test_a_copy_counts_at_once() -> None:
    with keeping(person_kept=3) as (engine, registry, bytes):
        session = kept(engine, registry, ADA, 2 * MB)
        registry.fork(session, Origin(owner=ADA.owner))
        with refused(Refusal.TOO_MUCH_KEPT):
            bytes.check(ADA)


def test_what_is_deleted_counts_no_more() -> None:
    with keeping(person_kept=2) as (engine, registry, bytes):
        session = kept(engine, registry, ADA, 2 * MB)
        with refused(Refusal.TOO_MUCH_KEPT):
            bytes.check(ADA, MB)
        asyncio.run(registry.delete(session.id))
        bytes.check(ADA, MB)


def test_what_the_store_has_from_before_counts_once_it_was_counted() -> None:
    with keeping(person_kept=2) as (engine, registry, _):
        kept(engine, registry, ADA, 2 * MB)
        park(engine, registry, seen=0)
        after = Registry(engine, registry.store, clock=lambda: engine.now)
        bytes = KeptBytes(Limits(person_kept=2, address_kept=0), 0, after)
        bytes.check(ADA, MB)
        asyncio.run(bytes.tidy())
        with refused(Refusal.TOO_MUCH_KEPT):
            bytes.check(ADA, MB)


def test_networks_are_known_after_a_restart_and_a_site_has_no_new_limit_with_each() -> None:
    def from_network(number: int) -> Caller:
        return Caller("e", "eve", False, networks_of(f"2001:db8:77:{number:x}::/64"))

    with keeping() as (engine, registry, _):
        for number in range(IN_A_SITE):
            kept(engine, registry, from_network(number), 2 * MB)
        park(engine, registry, seen=0)
        after = Registry(engine, registry.store, clock=lambda: engine.now)
        bytes = KeptBytes(Limits(person_kept=0, address_kept=2), 0, after)
        asyncio.run(bytes.tidy())
        for number in (0, IN_A_SITE, 65_535):
            with refused(Refusal.TOO_MUCH_KEPT_HERE):
                bytes.check(from_network(number), MB)
        bytes.check(CEM, MB)


def test_the_longest_unseen_go_when_a_person_has_too_much() -> None:
    with keeping(person_kept=5) as (engine, registry, bytes):
        old = kept(engine, registry, ADA, 2 * MB)
        park(engine, registry, seen=2 * WEEK_S)
        others = kept(engine, registry, BO, 2 * MB)
        newer = kept(engine, registry, ADA, 2 * MB)
        park(engine, registry, seen=WEEK_S)
        awake = kept(engine, registry, ADA, 2 * MB)
        asyncio.run(bytes.tidy())
        assert ids(registry) == {others.id, newer.id, awake.id}
        assert old.id not in ids(registry)


def test_what_is_shared_or_was_just_seen_stays_and_is_refused_instead() -> None:
    with keeping(person_kept=3) as (engine, registry, bytes):
        shared = kept(engine, registry, ADA, 2 * MB)
        for _ in range(2):
            shared.links.issue(Right.VIEW)
        shared.links.issue(Right.VIEW, label="class 7b")
        park(engine, registry, seen=WEEK_S)
        new = kept(engine, registry, ADA, 2 * MB)
        park(engine, registry, seen=0)
        asyncio.run(bytes.tidy())
        assert ids(registry) == {shared.id, new.id}
        with refused(Refusal.TOO_MUCH_KEPT):
            bytes.check(ADA)


def test_a_full_store_makes_room_from_what_nobody_looks_at() -> None:
    with keeping(whole=4 * MB) as (engine, registry, bytes):
        old = kept(engine, registry, ADA, 2 * MB)
        park(engine, registry, seen=WEEK_S)
        new = kept(engine, registry, CEM, 2 * MB)
        asyncio.run(bytes.tidy())
        assert ids(registry) == {new.id}
        assert old.id != new.id
        bytes.check(CEM)


def test_a_session_says_beforehand_that_work_will_go() -> None:
    with keeping(person_kept=4) as (engine, registry, bytes):
        session = kept(engine, registry, ADA, 2 * MB)
        assert not bytes.is_low(session)
        kept(engine, registry, ADA, 2 * MB)
        assert bytes.is_low(session)
        assert not bytes.is_low(kept(engine, registry, BO, 1 * MB))
