"""Names that pupils give themselves."""

from __future__ import annotations

import pytest

from playground.classroom.nickname import clean_nickname, free
from playground.spec.base import SpecProblem
from playground.wire.commands import (
    RenamePupil,
)
from support.classroom_desk import opened


def test_the_same_nickname_is_numbered() -> None:
    with opened() as room:
        names = [room.join(name).pupil.nickname for name in ("Ada", "ada", " Ada ", "Bo")]
        assert names == ["Ada", "ada 2", "Ada 3", "Bo"]
        room.execute(RenamePupil(pupil=room.classroom.pupils[3].id, nickname="ADA"))
        assert room.classroom.pupils[3].nickname == "ADA 4"


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("  Ada \t Lovelace\n", "Ada Lovelace"),
        ("A\u0000d\u202ea\u200b", "Ada"),
        ("e\u0301", "é"),
        ("\u1112\u1161\u11ab", "한"),
        ("👩\u200d🔬", "👩\u200d🔬"),
    ],
)
def test_nicknames_are_cleaned(given: str, clean: str) -> None:
    assert clean_nickname(given) == clean


@pytest.mark.parametrize("given", [" ", "\u0007", "\u200b\u200d"])
def test_a_nickname_must_be_seen(given: str) -> None:
    with pytest.raises(SpecProblem):
        clean_nickname(given)


def test_a_numbered_nickname_is_no_longer_than_any_other() -> None:
    name = "x" * 24
    assert free(name, [name]) == "x" * 22 + " 2"
