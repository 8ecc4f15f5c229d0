"""A session's life: sleep, crashes, failures, forks, and who may stay when all places are taken."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pytest

from playground.engine import contract
from playground.session.capability import Right
from playground.session.refusal import Conflict, Forbidden, Full, NoToken, Unknown
from playground.session.registry import Registry
from playground.session.room import Viewer
from playground.session.session import Session
from playground.spec.presets import PRESETS
from playground.spec.project import parse
from playground.wire import messages

SPEC = PRESETS["xor"]
Asked = TypeVar("Asked")


@dataclass
class Desk:
    """A registry with a clock and an engine in the test's hand."""

    requests: list[contract.AnyRequest] = field(default_factory=list)
    now: float = 1000.0
    devices: tuple[str, ...] = ("fake",)

    async def start(self, listener: contract.Listener) -> None:
        self.say = listener

    def send(self, request: contract.AnyRequest) -> None:
        self.requests.append(request)

    async def stop(self) -> None:
        pass

    def newest(self, kind: type[Asked]) -> Asked:
        return [each for each in self.requests if isinstance(each, kind)][-1]

    def count(self, kind: type[Any]) -> int:
        return sum(isinstance(each, kind) for each in self.requests)


@contextmanager
def desk(**limits: Any) -> Iterator[tuple[Desk, Registry]]:
    engine = Desk()
    registry = Registry(engine, clock=lambda: engine.now, **limits)
    asyncio.run(registry.start())
    yield engine, registry


def status(session: Session, state: str = "playing", **more: Any) -> contract.Status:
    plain: dict[str, Any] = {
        "step": 1,
        "epoch": 0,
        "steps_per_second": 1.0,
        "pace": None,
        "device": "cpu",
        "tier": "eager",
        "revision": session.revision,
        "snapshots": [0],
    }
    return contract.Status(session.run, state=state, **{**plain, **more})


def enter(session: Session) -> Viewer:
    return session.enter(Right.EDIT, (), 30)


def edited(session: Session, units: int) -> None:
    session.edit(
        [_replace("/network/layers/0/units", units)],
        session.revision,
    )


def _replace(path: str, value: object) -> Any:
    return messages.Operation(op="replace", path=path, value=value)


def told(viewer: Viewer) -> list[Any]:
    """The messages that wait for the viewer, taken out."""
    viewer.outbox.tell(messages.Pong())
    taken = asyncio.run(viewer.outbox.take())
    heard = [messages.server_message.validate_json(each) for each in taken if isinstance(each, str)]
    return [each for each in heard if not isinstance(each, messages.Pong)]


# --- sleep ---------------------------------------------------------------------------------------


def test_a_session_that_nobody_looks_at_sleeps_and_wakes() -> None:
    with desk() as (engine, registry):
        session = registry.create(SPEC, play=True, pace=None)
        engine.say(status(session))
        viewer = enter(session)
        engine.now += 1000
        registry.tidy()
        assert engine.count(contract.Pause) == 0
        session.leave(viewer)
        engine.now += 29
        registry.tidy()
        assert engine.count(contract.Pause) == 0
        engine.now += 2
        registry.tidy()
        assert engine.count(contract.Pause) == 1
        engine.say(status(session, "paused"))
        enter(session)
        assert engine.count(contract.Play) == 1


def test_a_paused_session_stays_paused_when_somebody_comes() -> None:
    with desk() as (engine, registry):
        session = registry.create(SPEC, play=False, pace=None)
        engine.say(status(session, "paused"))
        engine.now += 60
        registry.tidy()
        enter(session)
        assert engine.count(contract.Play) == 0


@pytest.mark.parametrize("wish", [messages.Play(), messages.Step(count=1_000_000)])
def test_what_trains_sleeps_however_it_was_begun(wish: messages.Command) -> None:
    """Also when a status from before the command comes after it."""
    with desk() as (engine, registry):
        session = registry.create(SPEC, play=False, pace=None)
        session.command(wish)
        engine.say(status(session, "paused"))
        engine.say(status(session, "playing"))
        engine.now += 60
        registry.tidy()
        assert engine.count(contract.Pause) == 1


def test_a_session_ends_after_an_hour_alone() -> None:
    with desk() as (engine, registry):
        session = registry.create(SPEC, play=False, pace=None)
        engine.now += 3599
        registry.tidy()
        assert registry.find(session.id) is session
        engine.now += 2
        registry.tidy()
        assert engine.newest(contract.Close).run == session.run
        with pytest.raises(Unknown):
            registry.find(session.id)


def test_when_all_places_are_taken_the_longest_asleep_makes_room() -> None:
    with desk(most=2) as (engine, registry):
        first, second = (registry.create(SPEC, play=False, pace=None) for _ in range(2))
        viewer = enter(first)
        with pytest.raises(Full):
            registry.create(SPEC, play=False, pace=None)
        engine.now += 31
        third = registry.create(SPEC, play=False, pace=None)
        assert engine.newest(contract.Close).run == second.run
        assert set(registry.sessions) == {first.id, third.id}
        session_left = viewer
        first.leave(session_left)
        with pytest.raises(Full):
            registry.create(SPEC, play=False, pace=None)


# --- crashes -------------------------------------------------------------------------------------


def lost(engine: Desk, session: Session) -> None:
    engine.say(contract.TrainerLost(session.run))


def test_one_crash_begins_again_from_the_newest_snapshot() -> None:
    with desk() as (engine, registry):
        session = registry.create(SPEC, play=True, pace=50)
        engine.say(status(session))
        engine.say(contract.Snapshot(session.run, step=9, revision=1, data=b"nine"))
        before = session.run
        lost(engine, session)
        opened = engine.newest(contract.Open)
        assert opened.run == session.run != before
        assert (opened.snapshot, opened.playing, opened.pace) == (b"nine", True, 50)


def test_a_snapshot_is_opened_under_its_own_spec_and_edited_to_the_newest() -> None:
    with desk() as (engine, registry):
        session = registry.create(SPEC, play=True, pace=None)
        engine.say(contract.Snapshot(session.run, step=9, revision=1, data=b"nine"))
        edited(session, 3)
        lost(engine, session)
        opened, edit = engine.newest(contract.Open), engine.newest(contract.Edit)
        assert (parse(opened.spec), opened.revision) == (SPEC, 1)
        assert (parse(edit.spec), edit.revision, edit.run) == (session.spec, 2, session.run)


def test_two_crashes_in_a_row_set_a_session_aside() -> None:
    with desk() as (engine, registry):
        session = registry.create(SPEC, play=True, pace=None)
        viewer = enter(session)
        engine.say(status(session))
        lost(engine, session)
        engine.now += 10
        lost(engine, session)
        assert engine.count(contract.Open) == 2
        heard = told(viewer)
        problems = [each.problem for each in heard if isinstance(each, messages.ErrorMessage)]
        assert [each.code for each in problems] == ["trainer_lost", "set_aside"]
        assert session.status.state == "failed"
        edited(session, 3)
        assert engine.count(contract.Open) == 3
        assert session.status.state == "loading"


def test_crashes_far_apart_or_while_paused_do_not_count() -> None:
    with desk() as (engine, registry):
        session = registry.create(SPEC, play=True, pace=None)
        engine.say(status(session))
        for _ in range(3):
            lost(engine, session)
            engine.say(status(session))
            engine.now += 61
        assert session.status.state == "playing"
        engine.say(status(session, "paused"))
        for _ in range(3):
            lost(engine, session)
            engine.say(status(session, "paused"))
        assert session.status.state == "paused"


def test_a_reset_of_what_failed_begins_at_nothing() -> None:
    with desk() as (engine, registry):
        session = registry.create(SPEC, play=True, pace=None)
        engine.say(contract.Snapshot(session.run, step=9, revision=1, data=b"nine"))
        engine.say(contract.Failed(session.run, code="run_failed", sentence="S.", fatal=True))
        assert session.status.state == "failed"
        session.command(messages.Reset())
        assert engine.newest(contract.Open).snapshot is None


# --- edits ---------------------------------------------------------------------------------------


def test_an_edit_that_the_trainer_cannot_take_over_is_taken_back() -> None:
    with desk() as (engine, registry):
        session = registry.create(SPEC, play=True, pace=None)
        viewer = enter(session)
        engine.say(status(session))
        edited(session, 200)
        engine.say(
            contract.Failed(session.run, code="device_memory", sentence="Too much.", revision=2)
        )
        assert (session.spec, session.revision) == (SPEC, 3)
        edit = engine.newest(contract.Edit)
        assert (parse(edit.spec), edit.revision) == (SPEC, 3)
        specs = [each for each in told(viewer) if isinstance(each, messages.SpecMessage)]
        assert [each.revision for each in specs] == [1, 2, 3]


def test_a_later_edit_is_not_taken_back_with_an_earlier_one() -> None:
    with desk() as (engine, registry):
        session = registry.create(SPEC, play=True, pace=None)
        engine.say(status(session))
        edited(session, 200)
        edited(session, 3)
        engine.say(contract.Failed(session.run, code="device_memory", sentence="S.", revision=2))
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
            session.edit([_replace("/seed", 5)], 1)
        assert (conflict.value.revision, conflict.value.spec) == (2, session.spec)


# --- rights and rooms ------------------------------------------------------------------------------


def test_rights_by_token() -> None:
    with desk() as (_, registry):
        session = registry.create(SPEC, play=False, pace=None)
        other = registry.create(SPEC, play=False, pace=None)
        view, edit = session.tokens.issue(Right.VIEW), session.tokens.issue(Right.EDIT)
        assert registry.authorised(session.id, edit, Right.EDIT) == (session, Right.EDIT)
        assert registry.authorised(session.id, view, Right.VIEW) == (session, Right.VIEW)
        with pytest.raises(Forbidden):
            registry.authorised(session.id, view, Right.EDIT)
        for wrong in (None, "", "x", other.tokens.issue(Right.EDIT)):
            with pytest.raises(NoToken):
                registry.authorised(session.id, wrong, Right.VIEW)
        with pytest.raises(Unknown):
            registry.authorised("none", edit, Right.VIEW)


def test_events_of_unknown_and_older_runs_are_not_heard() -> None:
    with desk() as (engine, registry):
        session = registry.create(SPEC, play=True, pace=None)
        older = session.run
        lost(engine, session)
        for run in (older, "none.1", "none", ""):
            engine.say(contract.Failed(run, code="x", sentence="S.", fatal=True))
        assert session.status.state == "restarting"
