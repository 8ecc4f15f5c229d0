"""Edits on an older revision: put together with what came since, or refused plainly."""

from __future__ import annotations

from typing import Any

import pytest

from playground.session.history import History
from playground.session.rebase import rebase
from playground.session.refusals import Conflict
from playground.spec.base import SpecProblem
from playground.spec.edit import Operation, apply
from playground.spec.presets import PRESETS

SPEC = PRESETS["xor"]
UNITS = "/network/layers/0/units"


def replaced(path: str, value: Any) -> list[Operation]:
    return [Operation(op="replace", path=path, value=value)]


def history(*edits: tuple[str, list[Operation]]) -> History:
    """The revisions that these people made of the XOR set-up, one after another."""
    past = History(SPEC)
    past.record(1, SPEC, 0.0)
    for revision, (author, patch) in enumerate(edits, 2):
        past.record(revision, apply(past.spec, patch), 0.0, author)
    return past


def test_edits_of_different_fields_are_both_in_force() -> None:
    past = history(("Ada", replaced(UNITS, 7)), ("Bo", replaced("/name", "Ours")))
    spec = rebase(past, replaced("/training/batch_size", 5), base=1)
    assert (spec.network.layers[0].units, spec.name, spec.training.batch_size) == (7, "Ours", 5)


def test_an_edit_that_was_made_already_changes_nothing() -> None:
    past = history(("Ada", replaced(UNITS, 7)))
    assert rebase(past, replaced(UNITS, 7), base=1) == past.spec


def test_a_conflict_names_the_field_and_who_changed_it() -> None:
    past = history(
        ("Ada", replaced("/name", "Ada's")),
        ("Bo", replaced(UNITS, 7)),
        ("Chae", replaced("/seed", 9)),
    )
    with pytest.raises(Conflict) as refused:
        rebase(past, [*replaced(UNITS, 8), *replaced("/name", "Mine")], base=2)
    conflict = refused.value
    assert (conflict.author, conflict.pointers) == ("Bo", (UNITS,))
    assert (conflict.revision, conflict.spec) == (4, past.spec)
    assert "Bo" in conflict.sentence
    assert (conflict.code, conflict.params) == ("conflict_with", {"author": "Bo"})


def test_of_somebody_without_a_name_it_says_somebody() -> None:
    with pytest.raises(Conflict) as refused:
        rebase(history(("", replaced(UNITS, 7))), replaced(UNITS, 8), base=1)
    assert (refused.value.code, refused.value.author) == ("conflict", "")


def test_edits_that_make_no_valid_set_up_together_are_in_conflict() -> None:
    """Numbers to predict, and a loss for classes: each would do by itself."""
    numbers = [
        *replaced("/data/dataset", "plane"),
        *replaced("/training/loss", {"kind": "mse"}),
    ]
    past = history(("Ada", replaced("/training/loss", {"kind": "mse"})), ("Bo", numbers[:1]))
    assert past.spec.data.task == "regression"
    with pytest.raises(Conflict) as refused:
        rebase(past, replaced("/training/loss", {"kind": "cross_entropy"}), base=2)
    assert refused.value.author == "Bo"
    assert refused.value.pointers == ("/training/loss/kind",)


def test_what_nobody_remembers_and_what_is_not_yet_is_in_conflict() -> None:
    past = history(("Ada", replaced(UNITS, 7)))
    past.edits.popleft()
    for base in (0, 1, 3, 10**15):
        with pytest.raises(Conflict) as refused:
            rebase(past, replaced("/seed", 4), base)
        assert refused.value.pointers == ()


def test_an_edit_that_is_wrong_by_itself_is_told_so() -> None:
    past = history(("Ada", replaced(UNITS, 7)))
    for base in (1, 2):
        with pytest.raises(SpecProblem) as wrong:
            rebase(past, replaced("/training/batch_size", -1), base)
        assert wrong.value.code == "too_small"
