"""Edits of a session: taken, taken back, or in conflict."""

from __future__ import annotations

import pytest

from playground.engine import contract
from playground.session.refusals import Conflict
from playground.spec.project import parse
from playground.wire.stream import SpecMessage
from support.desk import desk, status
from support.session_desk import SPEC, _replace, edited, enter, told


def test_an_edit_that_the_trainer_cannot_take_over_is_taken_back() -> None:
    with desk() as (engine, registry):
        session = registry.create(SPEC, play=True, pace=None)
        viewer = enter(session)
        engine.say(status(session))
        edited(session, 200)
        engine.say(
            contract.Failed(session.run.id, code="device_memory", sentence="Too much.", revision=2)
        )
        assert (session.spec, session.revision) == (SPEC, 3)
        edit = engine.newest(contract.Edit)
        assert (parse(edit.spec), edit.revision) == (SPEC, 3)
        specs = [each for each in told(viewer) if isinstance(each, SpecMessage)]
        assert [each.revision for each in specs] == [1, 2, 3]


def test_a_later_edit_is_not_taken_back_with_an_earlier_one() -> None:
    with desk() as (engine, registry):
        session = registry.create(SPEC, play=True, pace=None)
        engine.say(status(session))
        edited(session, 200)
        edited(session, 3)
        engine.say(contract.Failed(session.run.id, code="device_memory", sentence="S.", revision=2))
        assert (session.spec.network.layers[0].units, session.revision) == (3, 3)


def test_an_edit_that_changes_nothing_makes_no_revision() -> None:
    with desk() as (engine, registry):
        session = registry.create(SPEC, play=False, pace=None)
        edited(session, SPEC.network.layers[0].units)
        assert (session.revision, engine.count(contract.Edit)) == (1, 0)


def test_of_two_edits_on_one_revision_the_first_wins() -> None:
    with desk() as (_, registry):
        session = registry.create(SPEC, play=False, pace=None)
        edited(session, 3)
        with pytest.raises(Conflict) as conflict:
            session.edit([_replace("/network/layers/0/units", 9)], 1)
        assert (conflict.value.revision, conflict.value.spec) == (2, session.spec)
