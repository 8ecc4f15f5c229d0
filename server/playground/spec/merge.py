"""Two changes of one JSON document put together: a three-way merge.

Objects are merged by key, and lists whose items have names (layers and blocks by their `id`,
skip connections by where they lead) by item; anything else is a leaf. Only what both have changed,
and differently, is in conflict.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeGuard

Json = Any
Items = dict[Hashable, Json]


class _Absent:
    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = _Absent()


@dataclass(frozen=True, slots=True)
class Merge:
    """`conflicts` are JSON pointers into `theirs`; the document has there what `theirs` has.

    What `theirs` has no more is named by the object or list that held it.
    """

    document: Json
    conflicts: tuple[str, ...] = ()


def merge(base: Json, theirs: Json, ours: Json) -> Merge:
    """Put together what both have made of `base`.

    None of the three is altered; the result may share their parts.
    """
    conflicts: list[str] = []
    document = _merged(base, theirs, ours, "", "", conflicts)
    return Merge(document, tuple(dict.fromkeys(conflicts)))


def changes(before: Json, after: Json) -> tuple[str, ...]:
    """Return the JSON pointers, into `after`, of what differs from `before`.

    A removed value is named by the object or list that held it, an object of another kind by itself.
    """
    return tuple(dict.fromkeys(_changes(before, after, "")))


# --- merging --------------------------------------------------------------------------------------


def _merged(
    base: Json, theirs: Json, ours: Json, at: str, holder: str, conflicts: list[str]
) -> Json:
    """Merge one value. `at` is its pointer in theirs, `holder` the pointer of its parent there."""
    if ours in (base, theirs):
        return theirs
    if theirs == base:
        return ours
    if isinstance(theirs, dict) and isinstance(ours, dict):
        before = {} if base is ABSENT else base
        if isinstance(before, dict):
            return _objects(before, theirs, ours, at, conflicts)
    listed = [_items(each) for each in ([] if base is ABSENT else base, theirs, ours)]
    if _all_listed(listed):
        base_items, their_items, our_items = listed
        return _lists(base_items, their_items, our_items, at, conflicts)
    conflicts.append(holder if theirs is ABSENT else at)
    return theirs


def _objects(
    base: dict[str, Json],
    theirs: dict[str, Json],
    ours: dict[str, Json],
    at: str,
    conflicts: list[str],
) -> dict[str, Json]:
    merged = {}
    for key in dict.fromkeys((*theirs, *ours)):
        one, two, three = (each.get(key, ABSENT) for each in (base, theirs, ours))
        value = _merged(one, two, three, f"{at}/{_escaped(key)}", at, conflicts)
        if value is not ABSENT:
            merged[key] = value
    return merged


def _lists(base: Items, theirs: Items, ours: Items, at: str, conflicts: list[str]) -> list[Json]:
    places = {identity: place for place, identity in enumerate(theirs)}
    merged = {}
    for identity in dict.fromkeys((*theirs, *ours)):
        one, two, three = (each.get(identity, ABSENT) for each in (base, theirs, ours))
        pointer = f"{at}/{places[identity]}" if identity in places else at
        item = _merged(one, two, three, pointer, at, conflicts)
        if item is not ABSENT:
            merged[identity] = item
    return [
        merged[identity]
        for identity in _order(base, theirs, ours, at, conflicts)
        if identity in merged
    ]


def _order(
    base: Items, theirs: Items, ours: Items, at: str, conflicts: list[str]
) -> list[Hashable]:
    """Order all items of theirs and ours.

    Items that both sides have give the order; every other item follows the nearest shared one before it.
    """
    shared = [identity for identity in theirs if identity in ours]
    in_ours = [identity for identity in ours if identity in theirs]
    if shared != in_ours:
        known = [identity for identity in base if identity in theirs and identity in ours]
        if shared == known:
            shared = in_ours
        elif in_ours != known:
            conflicts.append(at)
    after_theirs, after_ours = (_followers(items, set(shared)) for items in (theirs, ours))
    order: list[Hashable] = []
    for leader in (ABSENT, *shared):
        runs = [run.get(leader, []) for run in (after_theirs, after_ours)]
        # In one order, whichever side came first.
        order += [leader] if leader is not ABSENT else []
        order += [identity for run in sorted(runs, key=repr) for identity in run]
    return order


def _followers(items: Items, shared: set[Hashable]) -> dict[Hashable, list[Hashable]]:
    """Find the items that only one side has, by the nearest of the shared ones before them."""
    leader: Hashable = ABSENT
    found: dict[Hashable, list[Hashable]] = {}
    for identity in items:
        if identity in shared:
            leader = identity
        else:
            found.setdefault(leader, []).append(identity)
    return found


# --- what has changed -----------------------------------------------------------------------------


def _changes(before: Json, after: Json, at: str) -> Iterator[str]:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        if before.get("kind") != after.get("kind"):
            yield at
            return
        if before.keys() - after.keys():
            yield at
        for key, value in after.items():
            yield from _changes(before.get(key, ABSENT), value, f"{at}/{_escaped(key)}")
        return
    listed = [_items(before), _items(after)]
    if not _all_listed(listed):
        yield at
        return
    old, new = listed
    moved = [each for each in old if each in new] != [each for each in new if each in old]
    if moved or old.keys() - new.keys():
        yield at
    for place, (identity, item) in enumerate(new.items()):
        yield from _changes(old.get(identity, ABSENT), item, f"{at}/{place}")


# --- inside ---------------------------------------------------------------------------------------


def _items(node: Json) -> Items | None:
    """Index a list's items by what names them; None where that cannot be told of each."""
    if not isinstance(node, list):
        return None
    found = {_identity(item): item for item in node}
    return None if None in found or len(found) < len(node) else found


def _all_listed(listed: Sequence[Items | None]) -> TypeGuard[list[Items]]:
    """Tell whether all are lists of named items: an empty one may be, but not all of them."""
    return all(items is not None for items in listed) and any(listed)


def _identity(item: Json) -> Hashable:
    if not isinstance(item, dict):
        return None
    if isinstance(id := item.get("id"), str):
        return id
    ends = item.get("source"), item.get("target")
    return ends if all(isinstance(end, str) for end in ends) else None


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")
