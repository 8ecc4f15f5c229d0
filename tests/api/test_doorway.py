"""Who may come in: of one address, of all, and how many descriptors allow."""

from __future__ import annotations

import ipaddress

import pytest

from playground.api.accounts import networks_of
from playground.api.doorway import Doorway, places


def come_in(doorway: Doorway, host: str, many: int) -> int:
    return sum(doorway.enter(host) is not None for _ in range(many))


def test_an_address_has_its_share_and_others_theirs() -> None:
    doorway = Doorway(100, 30)
    assert come_in(doorway, "192.0.2.1", 50) == 30
    assert come_in(doorway, "192.0.2.2", 50) == 30
    assert come_in(doorway, "::ffff:192.0.2.1", 1) == 0
    doorway.leave(networks_of("192.0.2.1"))
    assert come_in(doorway, "192.0.2.1", 2) == 1
    assert len(doorway) == 60


def test_newcomers_of_one_address_are_heard_in_turn_and_others_at_once() -> None:
    now = [7.0]
    proxies = [ipaddress.ip_network("10.0.0.0/8")]
    doorway = Doorway(1000, 500, proxies, clock=lambda: now[0])
    waits = [doorway.turn("192.0.2.1") for _ in range(192)]
    assert waits[:64] == [0.0] * 64
    assert waits == sorted(waits)
    assert waits[-1] == pytest.approx(0.5)
    assert doorway.turn("192.0.2.2") == 0
    assert [doorway.turn("10.0.0.1") for _ in range(300)] == [0.0] * 300
    now[0] += 1.0
    assert doorway.turn("192.0.2.1") == 0


def test_who_leaves_makes_place_for_one_more() -> None:
    doorway = Doorway(4, 0)
    assert come_in(doorway, "192.0.2.1", 9) == 2
    assert come_in(doorway, "192.0.2.2", 9) == 2
    assert come_in(doorway, "192.0.2.3", 9) == 0
    doorway.leave(networks_of("192.0.2.1"))
    assert come_in(doorway, "192.0.2.3", 9) == 1


def test_a_subscriber_of_ipv6_is_one_address() -> None:
    doorway = Doorway(100, 3)
    hosts = [f"2001:db8:1:2::{number:x}" for number in range(1, 9)]
    assert sum(come_in(doorway, host, 1) for host in hosts) == 3


def test_a_trusted_proxy_counts_in_the_whole_only() -> None:
    doorway = Doorway(10, 3, [ipaddress.ip_network("10.0.0.0/8")])
    assert come_in(doorway, "10.1.1.1", 20) == 10


@pytest.mark.parametrize(
    ("wanted", "descriptors", "expected"),
    [(5000, 65536, 5000), (0, 65536, 65280), (5000, 1024, 768), (5000, 256, 128), (9, 256, 9)],
)
def test_connections_leave_descriptors_to_others(
    wanted: int, descriptors: int, expected: int
) -> None:
    assert places(wanted, descriptors) == expected
