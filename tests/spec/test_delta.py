"""What leads from one document to another leads exactly there, and takes few bytes."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from playground.spec.delta import delta, follow
from playground.spec.project import Spec
from support.specs import specs

documents = st.recursive(
    st.none() | st.integers(-3, 3) | st.text(max_size=2),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(start=documents, end=documents)
def test_the_way_leads_there_and_alters_nothing(start: Any, end: Any) -> None:
    before = copy.deepcopy(start)
    assert follow(start, delta(start, end)) == end
    assert start == before


@given(start=specs(), end=specs())
def test_it_leads_from_spec_to_spec(start: Spec, end: Spec) -> None:
    one, other = (each.model_dump(mode="json") for each in (start, end))
    assert follow(one, delta(one, other)) == other


def test_a_point_more_takes_the_bytes_of_a_point() -> None:
    points = [[at / 7, -at / 7, at % 2] for at in range(1000)]
    for more in (
        [*points, [1, 2, 0]],
        [[1, 2, 0], *points],
        [*points[:500], [1, 2, 0], *points[500:]],
    ):
        assert len(delta({"data": points}, {"data": more})) < 60
        assert len(delta({"data": more}, {"data": points})) < 60


def test_a_unit_more_takes_the_bytes_of_a_number() -> None:
    layers = [{"id": f"h{at}", "units": at} for at in range(8)]
    other = copy.deepcopy(layers)
    other[5]["units"] = 9
    assert len(delta({"layers": layers}, {"layers": other})) < 40
