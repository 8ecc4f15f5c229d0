"""Two changes of one document put together, or said to be in conflict, and where."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.spec.merge import Merge, changes, merge
from playground.spec.presets import PRESETS
from playground.spec.project import parse
from support.specs import specs

Json = Any

SCALARS = st.none() | st.integers(-3, 3) | st.text("ab", max_size=2)
KEYS = st.sampled_from(("a", "b", "c", "~/"))
IDS = ("h1", "h2", "h3", "h4", "h5")


def items(inner: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    """Lists of objects of which each has an id of its own."""
    described = st.dictionaries(st.sampled_from(("units", "part")), inner, max_size=2)
    return st.lists(st.tuples(st.sampled_from(IDS), described), unique_by=lambda it: it[0]).map(
        lambda listed: [{**rest, "id": id} for id, rest in listed]
    )


DOCUMENTS: st.SearchStrategy[Json] = st.recursive(
    SCALARS,
    lambda inner: (
        st.dictionaries(KEYS, inner, max_size=3) | st.lists(inner, max_size=3) | items(inner)
    ),
    max_leaves=12,
)


@given(DOCUMENTS, DOCUMENTS)
def test_with_a_side_that_is_unchanged_it_is_the_other(base: Json, other: Json) -> None:
    assert merge(base, base, other) == Merge(other)
    assert merge(base, other, base) == Merge(other)


@given(DOCUMENTS, DOCUMENTS)
def test_the_same_change_twice_is_that_change(base: Json, other: Json) -> None:
    assert merge(base, other, copy.deepcopy(other)) == Merge(other)


@given(DOCUMENTS, DOCUMENTS, DOCUMENTS)
def test_what_is_no_conflict_commutes(base: Json, theirs: Json, ours: Json) -> None:
    one, other = merge(base, theirs, ours), merge(base, ours, theirs)
    assert bool(one.conflicts) == bool(other.conflicts)
    if not one.conflicts:
        assert one.document == other.document


@given(DOCUMENTS, DOCUMENTS, DOCUMENTS)
def test_merging_alters_none_of_the_three(base: Json, theirs: Json, ours: Json) -> None:
    before = copy.deepcopy((base, theirs, ours))
    merge(base, theirs, ours)
    assert (base, theirs, ours) == before


@given(DOCUMENTS, DOCUMENTS)
def test_changes_are_none_only_where_there_is_none(before: Json, after: Json) -> None:
    assert (changes(before, after) == ()) == (before == after)


@st.composite
def leaves(draw: st.DrawFn) -> tuple[Json, list[tuple[str | int, ...]]]:
    """The document of a spec, and the places of two different leaves in it."""
    document = draw(specs()).model_dump(mode="json")
    places = list(places_in(document, ()))
    return document, draw(st.lists(st.sampled_from(places), min_size=2, max_size=2, unique=True))


def places_in(node: Json, path: tuple[str | int, ...]) -> Any:
    """Of what stands in objects, and in lists of objects with an id; never of an id."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key != "id":
                yield from places_in(value, (*path, key))
    elif isinstance(node, list) and node and all(is_item(each) for each in node):
        for place, value in enumerate(node):
            yield from places_in(value, (*path, place))
    else:
        yield path


def is_item(node: Json) -> bool:
    return isinstance(node, dict) and "id" in node


def put(document: Json, place: tuple[str | int, ...], value: Json) -> Json:
    changed = copy.deepcopy(document)
    node = changed
    for part in place[:-1]:
        node = node[part]
    node[place[-1]] = value
    return changed


@given(leaves())
def test_changes_of_two_fields_are_both_made(drawn: Any) -> None:
    document, (first, second) = drawn
    theirs, ours = put(document, first, "theirs"), put(document, second, "ours")
    assert merge(document, theirs, ours) == Merge(put(theirs, second, "ours"))


@given(leaves())
def test_two_changes_of_one_field_are_a_conflict_there(drawn: Any) -> None:
    document, (place, _) = drawn
    theirs, ours = put(document, place, "theirs"), put(document, place, "ours")
    pointer = "".join(f"/{part}" for part in place)
    assert merge(document, theirs, ours) == Merge(theirs, (pointer,))


# --- lists of layers ------------------------------------------------------------------------------


def layers(*names: str) -> list[Json]:
    """Each a layer's id, with its units after a colon where they are not 4."""
    parts = [name.partition(":") for name in names]
    return [{"id": id, "units": int(units or 4)} for id, _, units in parts]


@pytest.mark.parametrize(
    ("base", "theirs", "ours", "merged"),
    [
        # Insertions keep their neighbor.
        ("a b", "a x b", "a b y", "a x b y"),
        ("a b", "x a b", "a b y", "x a b y"),
        ("a b", "a x b", "a b:8", "a x b:8"),
        # Into one gap: in the order of their ids, whoever came first.
        ("a b", "a x b", "a w b", "a w x b"),
        ("", "x", "y", "x y"),
        # Deletions.
        ("a b c", "a c", "a b c:8", "a c:8"),
        ("a b c", "a c", "a b", "a"),
        ("a b c", "a c", "a c", "a c"),
        ("a b", "b", "a x b", "x b"),
        ("a b", "", "a b x", "x"),
        # Moves.
        ("a b c", "c a b", "a b c:8", "c:8 a b"),
        ("a b c", "c a b", "a x b c", "c a x b"),
        ("a b c", "c a b", "a c", "c a"),
        ("a b c", "b a c", "b a c x", "b a c x"),
    ],
)
def test_layers_are_merged_by_id(base: str, theirs: str, ours: str, merged: str) -> None:
    three = [{"layers": layers(*each.split())} for each in (base, theirs, ours)]
    expected = Merge({"layers": layers(*merged.split())})
    assert merge(*three) == expected
    assert merge(three[0], three[2], three[1]) == expected


@pytest.mark.parametrize(
    ("base", "theirs", "ours", "pointer"),
    [
        ("a b", "a b:5", "a b:6", "/layers/1/units"),
        # Pointers lead into what the others have made of it.
        ("a b", "x a b:5", "a b:6", "/layers/2/units"),
        ("a b", "a", "a b:6", "/layers"),
        ("a b", "a b:6", "a", "/layers/1"),
        ("a b", "a x:5 b", "a x:6 b", "/layers/1/units"),
        ("a b c", "b a c", "a c b", "/layers"),
        ("a b", "a x b", "a b x", "/layers"),
    ],
)
def test_layers_in_conflict(base: str, theirs: str, ours: str, pointer: str) -> None:
    three = [{"layers": layers(*each.split())} for each in (base, theirs, ours)]
    assert merge(*three).conflicts == (pointer,)


def test_skips_are_merged_by_where_they_lead() -> None:
    def skips(*pairs: str) -> Json:
        return [{"source": pair[0], "target": pair[1], "mode": pair[2:]} for pair in pairs]

    found = merge(skips("acadd"), skips("acadd", "bdadd"), skips("acconcat", "aeadd"))
    assert found == Merge(skips("acconcat", "aeadd", "bdadd"))


@pytest.mark.parametrize(
    ("base", "theirs", "ours"),
    [
        ([1, 2], [1, 2, 3], [0, 1, 2]),
        ([["a", 1]], [["a", 2]], [["a", 1], ["b", 1]]),
        ([{"id": 1}, {"id": 1}], [{"id": 1}], [{"id": 1}, {"id": 2}]),
        ([{"name": "a"}], [{"name": "b"}], []),
        ({"x": 1}, [1], {"x": 2}),
    ],
)
def test_other_lists_are_leaves(base: Json, theirs: Json, ours: Json) -> None:
    assert merge({"l": base}, {"l": theirs}, {"l": ours}) == Merge({"l": theirs}, ("/l",))


def test_another_kind_of_thing_is_in_conflict_with_a_field_that_it_lacks() -> None:
    base = {"o": {"kind": "sgd", "rate": 1}}
    theirs = {"o": {"kind": "adam", "beta": 1}}
    assert merge(base, theirs, {"o": {"kind": "sgd", "rate": 2}}).conflicts == ("/o",)


# --- what has changed ----------------------------------------------------------------------------


def test_changes_are_pointers_into_the_newer_one() -> None:
    spec = PRESETS["xor"]
    document = spec.model_dump(mode="json")
    changed = copy.deepcopy(document)
    first = changed["network"]["layers"][0]
    changed["network"]["layers"].insert(0, {"kind": "dense", "id": "new"})
    first["units"] = 7
    changed["training"]["optimizer"] = {"kind": "adam"}
    changed["name"] = "Mine"
    after = parse(changed).model_dump(mode="json")
    assert changes(document, after) == (
        "/name",
        "/network/layers/0",
        "/network/layers/1/units",
        "/training/optimizer",
    )
    # What is gone is named by what held it.
    assert changes(after, document)[1] == "/network/layers"


def test_moved_layers_are_a_change_of_their_list() -> None:
    assert changes(layers("a", "b"), layers("b", "a:5")) == ("", "/1/units")
    assert changes({"~/": 1}, {"~/": 2}) == ("/~0~1",)
