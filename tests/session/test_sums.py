"""Sums of bytes under keys: a thing counts once for each, and not at all once it is gone."""

from __future__ import annotations

from playground.session.sums import ALL, Sums, keys_of

ADA, HOME, SITE = ("person", "ada"), ("network", "home"), ("network", "site")


def test_a_thing_counts_for_its_person_its_networks_and_all() -> None:
    sums = Sums()
    sums.set("a", keys_of("ada", ("home", "site")), 5)
    sums.set("b", keys_of("bo", ("elsewhere", "site")), 7)
    sums.set("c", keys_of(None), 1)
    assert [sums.of(key) for key in (ADA, HOME, SITE, ALL)] == [5, 5, 12, 13]
    assert sums.under(SITE) == ["a", "b"]
    assert sums.people_above(6) == ["bo"]


def test_what_changes_or_goes_leaves_nothing_behind() -> None:
    sums = Sums()
    sums.set("a", keys_of("ada", ("home",)), 5)
    sums.set("a", keys_of("bo"), 2)
    assert [sums.of(key) for key in (ADA, HOME, ("person", "bo"), ALL)] == [0, 0, 2, 2]
    assert (sums.bytes("a"), sums.keys("a")) == (2, (("person", "bo"),))
    sums.drop("a")
    sums.drop("a")
    assert (sums.of(ALL), sums.ids, sums.bytes("a"), sums.keys("a")) == (0, frozenset(), 0, ())
