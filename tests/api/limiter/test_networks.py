"""Every bound of the server, tried by who has a site of IPv6: a new one of its 65,536 networks each time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack, ExitStack
from dataclasses import fields
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest

from playground.api.accounts import IN_A_SITE, networks_of
from playground.api.addresses import parse_address, subscriber
from playground.api.app import make_services
from playground.api.caller import Caller
from playground.api.doorway import Doorway
from playground.api.limiter import sizes
from playground.api.limits import KB, MB, Limits
from playground.api.middleware import body_size
from playground.api.options import ROW
from playground.api.settings import Settings
from playground.api.uploading import receiving, slots
from playground.session.origin import Origin
from playground.session.refusals import Refusal, Refused
from playground.session.session import Session
from playground.spec.base import SpecProblem
from playground.spec.data import DataSpec
from playground.store.memory import MemoryStore
from support.desk import Desk
from support.session_desk import SPEC, edited

NETWORKS = 65_536
SITE, OTHER_SITE = "2001:db8:77", "2001:db8:78"
PLACES = 40
MANY_UNITS = 8


def caller(number: int, site: str = SITE) -> Caller:
    """Somebody new, from a network of their own; the address is their identity."""
    host = f"{site}:{number:x}::1"
    address = parse_address(host)
    assert address is not None
    return Caller(host, f"owner of {host}", False, networks_of(subscriber(address)))


class World:
    """A server's parts, of whose limits these alone hold, and what those who came in have."""

    def __init__(self, **some: int) -> None:
        limits = Limits(**({each.name: 0 for each in fields(Limits)} | some))
        settings = Settings(limits=limits, max_sessions=PLACES, max_waiting=NETWORKS)
        services = make_services(settings, Desk(), MemoryStore())
        asyncio.run(services.registry.start())
        self.limiter, self.registry = services.limiter, services.registry
        self.uploads = services.uploads
        self.doorway = Doorway(5000, limits.address_connections)
        self.bodies, self.reception = body_size.Room(), receiving.Reception()
        self.held, self.numbers = ExitStack(), count()
        self.classes: list[Any] = []

    def begin(self, who: Caller) -> Session:
        origin = self.limiter.begin(who, SPEC)
        return self.registry.create(SPEC, play=True, pace=None, origin=origin)

    def join(self, who: Caller) -> None:
        self.limiter.join(who)

    def wake(self, who: Caller) -> None:
        assert self.limiter.wake(who, "parked")
        session = self.registry.create(SPEC, play=False, pace=None)
        self.limiter.woke(who, session)

    def enlarge(self, who: Caller) -> None:
        """Have a session, and edit its network into a larger one."""
        origin = Origin(who.owner, networks=who.keys)
        session = self.registry.create(SPEC, play=False, pace=None, origin=origin)
        larger = self.registry.create(SPEC, play=False, pace=None)
        edited(larger, MANY_UNITS)
        self.limiter.change(session, larger.spec)
        edited(session, MANY_UNITS)

    def open_class(self, who: Caller) -> None:
        self.limiter.open_class(who, self.classes)
        self.classes.append(SimpleNamespace(owner=who.owner, networks=who.keys))

    def let_a_pupil_in(self, who: Caller) -> None:
        origin = Origin(who.owner, None, f"class {next(self.numbers)}", who.keys)
        self.limiter.class_budget.check_one_more(origin, SPEC)
        self.registry.create(SPEC, play=False, pace=None, origin=origin)

    def keep(self, who: Caller) -> None:
        self.limiter.kept.check(who, MB)
        origin = Origin(who.owner, networks=who.keys)
        self.registry.kept.note(f"{next(self.numbers)}", MB, origin)

    def keep_in_class(self, who: Caller) -> None:
        """Keep what a pupil had, in a class that somebody has opened."""
        origin = Origin(networks=who.keys)
        self.limiter.class_budget.check_kept(origin, MB)
        self.registry.kept.note(f"{next(self.numbers)}", MB, origin)

    def give(self, who: Caller) -> None:
        self.uploads.ledger.grow(f"{next(self.numbers)}", self.uploads.giver(who), MB)

    def guess(self, who: Caller) -> None:
        async def wrong() -> None:
            async with self.limiter.guess(who):
                raise Refused(Refusal.NO_SUCH_CLASS)

        with pytest.raises(Refused) as refused:
            asyncio.run(wrong())
        if refused.value.reason is not Refusal.NO_SUCH_CLASS:
            raise refused.value

    def connect(self, who: Caller) -> None:
        if self.doorway.enter(who.identity) is None:
            raise Refused(Refusal.UPLOADS_BUSY)

    def send_a_body(self, who: Caller) -> None:
        self.held.enter_context(self.bodies.share(who.networks)).take(MB)

    def bring(self, who: Caller) -> None:
        self.held.enter_context(self.reception.place(self.uploads.giver(who)))

    def stream(self, who: Caller) -> None:
        self.held.enter_context(self.limiter.stream(who))


Door = Callable[[World, Caller], object]

ALIKE: dict[str, tuple[Door, ...]] = {
    "address_sessions_per_minute": (World.begin, World.join),
    "address_sessions_per_hour": (World.begin, World.join),
    "address_tokens": (lambda world, who: world.limiter.charge(who, 1),),
    "address_awake_sessions": (World.begin, World.wake, World.let_a_pupil_in),
    "address_connections": (World.connect,),
    "address_streams_per_minute": (World.stream,),
    "address_streams": (World.stream,),
    "address_edits_per_minute": (lambda world, who: world.limiter.edit(who),),
    "wrong_codes_per_minute": (World.guess,),
    "classes_per_hour": (World.open_class,),
    "address_classes": (World.open_class,),
    "pushes_per_minute": (lambda world, who: world.limiter.push(who),),
    "uploads_per_hour": (lambda world, who: world.limiter.upload(who),),
    "address_uploads": (World.give,),
    "address_kept": (World.keep, World.keep_in_class),
}
"""The doors at which each limit holds, where one comes for one of what it counts."""
SIZES = {"address_parameters", "address_memory"}
SHARES = {"address_steps_per_second", "address_bandwidth"}
"""Of these nobody is refused anything: all have less."""


def let_in(world: World, door: Door, site: str = SITE) -> int:
    """How many come in, each from another network of the site, until one does not."""
    for number in range(NETWORKS):
        try:
            door(world, caller(number, site))
        except (Refused, SpecProblem, body_size.NoRoom):
            return number
    raise AssertionError("all of the site's networks were let through")


@pytest.mark.parametrize(
    ("limit", "door"), [(limit, door) for limit, doors in ALIKE.items() for door in doors]
)
def test_a_site_has_no_new_limit_with_each_of_its_networks(limit: str, door: Door) -> None:
    world = World(**{limit: 2})
    assert let_in(world, door) == 2 * IN_A_SITE
    assert let_in(world, door, OTHER_SITE) == 2 * IN_A_SITE


@pytest.mark.parametrize("door", [World.begin, World.enlarge, World.let_a_pupil_in])
@pytest.mark.parametrize("limit", sorted(SIZES))
def test_sizes_count_by_site(limit: str, door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sizes, "held_bytes", lambda spec: MB * spec.parameter_count)
    most = 2 * SPEC.parameter_count
    assert 0 < let_in(World(**{limit: most}), door) <= 2 * IN_A_SITE


def test_every_limit_of_an_address_has_its_doors_here() -> None:
    of_an_address = {
        each.name
        for each in fields(Limits)
        if each.name.startswith("address_") or "one address" in each.metadata[ROW].help
    }
    assert of_an_address == ALIKE.keys() | SIZES | SHARES


def test_what_a_site_trains_is_parted_among_its_runs() -> None:
    world = World(address_steps_per_second=100)
    sessions = [world.begin(caller(number)) for number in range(20)]
    world.limiter.share_steps()
    paces = [session.run.max_pace or float("inf") for session in sessions]
    assert sum(paces) == pytest.approx(100 * IN_A_SITE)


def test_the_streams_of_a_site_have_its_bandwidth_together() -> None:
    world = World(address_bandwidth=100)
    lines = []
    for number in range(100):
        lines += world.held.enter_context(world.limiter.stream(caller(number)))
    ends = [line.carry(KB, 0) for line in lines]
    assert max(ends) >= 100 * KB / (100 * KB * IN_A_SITE)


# --- bounds that are no limits of the table ---------------------------------------------------------


def test_a_site_leaves_something_of_each_whole_to_others() -> None:
    assert let_in(World(address_awake_sessions=15), World.begin) == PLACES // 2
    assert let_in(World(address_connections=1500), World.connect) == 2500
    world = World()
    assert let_in(world, World.send_a_body) * MB <= body_size.MAX_OF_ONE_ADDRESS
    assert let_in(world, World.bring) == receiving.TOGETHER // 2
    assert let_in(world, World.bring, OTHER_SITE) == receiving.TOGETHER // 2


def test_a_site_reads_no_more_files_at_a_time_than_an_address() -> None:
    world = World()

    async def story() -> int:
        shared, came = slots.Slots(), 0
        async with AsyncExitStack() as stack:
            for number in range(slots.TOGETHER):
                turn = shared.turn(world.uploads.giver(caller(number)), long=False)
                try:
                    async with asyncio.timeout(0.05):
                        await stack.enter_async_context(turn)
                except TimeoutError:
                    continue
                came += 1
        return came

    assert asyncio.run(story()) == slots.BY_ADDRESS


def test_a_site_draws_and_guesses_one_after_the_other() -> None:
    async def at_once(hold: Callable[[Caller], Any]) -> int:
        inside = most = 0

        async def one(who: Caller) -> None:
            nonlocal inside, most
            async with hold(who):
                inside += 1
                most = max(most, inside)
                await asyncio.sleep(0)
                inside -= 1

        await asyncio.gather(*(one(caller(number)) for number in range(20)))
        return most

    limiter = World(wrong_codes_per_minute=30).limiter
    assert asyncio.run(at_once(lambda who: limiter.drawing(who, DataSpec()))) == 1
    assert asyncio.run(at_once(limiter.guess)) == 1


# --- whom an address stands for ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "keys"),
    [
        ("192.0.2.1", ["192.0.2.1"]),
        ("::ffff:9.9.9.9", ["9.9.9.9"]),
        ("2002:909:909:1::1", ["9.9.9.9"]),
        ("2002:909:909:ffff::1", ["9.9.9.9"]),
        ("64:ff9b::909:909", ["9.9.9.9"]),
        # A Teredo server's clients are all in one /64: theirs are the last bits, inverted.
        ("2001:0:4136:e378:8000:63bf:f6f6:f6f6", ["9.9.9.9"]),
        ("2600:db8:1:2::3", ["2600:db8:1:2::/64", "2600:db8:1::/48"]),
    ],
)
def test_what_stands_for_an_address_of_ipv4_counts_for_it(host: str, keys: list[str]) -> None:
    address = parse_address(host)
    assert address is not None
    assert [each.key for each in networks_of(subscriber(address))] == keys


@pytest.mark.parametrize("host", ["2002:7f00:1::1", "64:ff9b::7f00:1", "64:ff9b::a00:1"])
def test_nobody_is_taken_for_this_machine_or_its_neighbours(host: str) -> None:
    address = parse_address(host)
    assert address is not None
    assert address.version == 6, "it is no trusted proxy either"
    assert all("::" in each.key for each in networks_of(subscriber(address)))
