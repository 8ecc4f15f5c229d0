"""The areas of the page to which a change belongs."""

from __future__ import annotations

from typing import Any

from playground.classroom.areas import areas_of, changed_areas
from playground.spec.project import parse
from playground.wire.commands import (
    SESSION_COMMANDS,
    Reset,
)
from support.classroom_desk import SPEC


def test_every_command_and_part_of_a_set_up_has_its_area() -> None:
    for row in SESSION_COMMANDS:
        assert row.areas or row.makes_session, row.name
    assert areas_of(Reset(new_seed=True)) == ("transport", "training")
    document = SPEC.model_dump(mode="json")

    def areas(**changed: Any) -> tuple[str, ...]:
        return changed_areas(SPEC, parse(document | changed))

    assert areas(name="x") == ()
    assert areas(seed=SPEC.seed + 1) == ("training",)
    assert areas(data=document["data"] | {"noise": 0.5}) == ("data",)
    assert areas(training=document["training"] | {"l2": 0.5}) == ("training",)
    assert areas(network=document["network"] | {"layers": []}) == ("network",)
