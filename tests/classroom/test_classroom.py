"""A class: who joins, what the teacher's commands do to pupils' sessions, and who may do what then."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import msgspec
import pytest

from playground.classroom.areas import areas_of, changed_areas
from playground.classroom.challenge import Challenge
from playground.classroom.class_commands import BY_TEACHER, MAX_COPIES, ClassCommands
from playground.classroom.classroom_registry import ClassroomRegistry, Joining, plain
from playground.classroom.nickname import cleaned, free
from playground.classroom.results import text
from playground.engine import contract
from playground.session.commands import execute
from playground.session.links import Link
from playground.session.refusals import Refusal, Refused
from playground.session.registry import Registry
from playground.session.room import Viewer
from playground.session.session import Session
from playground.spec.base import SpecProblem
from playground.spec.edit import Operation
from playground.spec.presets import PRESETS
from playground.spec.project import Spec, parse
from playground.store.rows import ClassroomRow
from playground.wire import classroom as wire
from playground.wire import frame
from playground.wire.commands import (
    SESSION_COMMANDS,
    BeginChallenge,
    CloseDoor,
    Controls,
    EndChallenge,
    EndClass,
    EyesHere,
    LowerHand,
    Play,
    Push,
    RemovePupil,
    RenamePupil,
    Reset,
    Show,
    Step,
)
from playground.wire.rights import Right
from playground.wire.stream import Pong
from support.desk import Desk, desk, status
from support.refusals import refused

SPEC = PRESETS["xor"]
T = TypeVar("T")


def run(awaitable: Awaitable[T]) -> T:
    async def inner() -> T:
        return await awaitable

    return asyncio.run(inner())


class Room:
    """An open class of a teacher's session."""

    def __init__(self, engine: Desk, registry: Registry, spec: Spec = SPEC) -> None:
        self.engine, self.registry = engine, registry
        self.classrooms = ClassroomRegistry(registry, b"key", clock=lambda: engine.now)
        self.session = registry.create(spec, play=False, pace=None)
        self.classroom, self.token = run(self.classrooms.open(self.session))

    @property
    def class_commands(self) -> ClassCommands:
        return run(self.classrooms.taught(self.classroom.id, self.token))

    def with_code(self, code: str, nickname: str) -> Joining:
        return run(self.classrooms.join(run(self.classrooms.with_code(code)), nickname))

    def join(self, nickname: str) -> Joining:
        joining = self.with_code(self.classroom.code, nickname)
        self.engine.say(status(joining.session, "paused", step=0))
        return joining

    def execute(self, *commands: Any) -> None:
        for command in commands:
            run(self.class_commands.execute(command))

    def tick(self, seconds: float = 1.0) -> None:
        self.engine.now += seconds
        self.classrooms.tick()

    def asked(self, kind: type[Any], joining: Joining) -> list[Any]:
        runs = joining.session.run.id
        return [
            each for each in self.engine.requests if isinstance(each, kind) and each.run == runs
        ]

    def scored(self, joining: Joining, step: int, score: float | None, **more: Any) -> None:
        """The trainer's answer, and the status before it."""
        session = joining.session
        self.engine.say(status(session, step=step))
        self.tick()
        plain = {"step": step, "revision": session.revision, "loss": 0.5, "score": score}
        self.engine.say(contract.Scored(session.run.id, **(plain | more)))

    @property
    def entries(self) -> list[wire.Entry]:
        challenge = self.classroom.challenge_message()
        assert challenge is not None
        return list(challenge.entries)


@contextmanager
def opened(spec: Spec = SPEC, **limits: Any) -> Iterator[Room]:
    with desk(**limits) as (engine, registry):
        yield Room(engine, registry, spec)


def edit_link(joining: Joining) -> Link:
    """A link as the pupil has it."""
    return joining.session.links.opened_by(joining.session.links.issue(Right.EDIT), time.time())


def teachers_link(room: Room, joining: Joining) -> Link:
    return joining.session.links.opened_by(room.token, time.time())


def enter(session: Session, link: Link) -> Viewer:
    return session.enter(link.right, (), 30, link.id)


def heard(viewer: Viewer) -> list[Any]:
    """All messages that wait for the viewer, in order, as JSON."""
    viewer.outbox.tell(Pong())
    taken = [json.loads(each) for each in run(viewer.outbox.take()) if isinstance(each, str)]
    return [each for each in taken if each["type"] != "pong"]


def newest(viewer: Viewer) -> dict[str, Any]:
    """What the page last heard of its class."""
    return [each for each in heard(viewer) if each["type"] == "pupil"][-1]


# --- joining --------------------------------------------------------------------------------------


def test_a_pupil_gets_the_teachers_set_up_untrained_in_a_session_of_their_own() -> None:
    with opened() as room:
        room.engine.say(contract.Curves(room.session.run.id, None, {"step": [0, 9]}))
        room.engine.say(contract.Checkpoint(room.session.run.id, step=9, revision=1, data=b"nine"))
        ada = room.join("Ada")
        assert (ada.session.spec, ada.session.revision) == (SPEC, 1)
        opening = room.engine.newest(contract.Open)
        assert (opening.run, opening.checkpoint, opening.playing) == (
            ada.session.run.id,
            None,
            False,
        )
        assert ada.session.classroom == room.classroom.id
        assert ada.session.parent == room.session.id
        assert ada.session.data_picture.has(SPEC.data)
        assert teachers_link(room, ada).right is Right.EDIT


def test_codes_have_no_look_alikes_and_are_read_however_they_are_typed() -> None:
    with opened() as room:
        code = room.classroom.code
        assert len(code) == 6
        assert not set(code) & set("AEIOU01L5S8B2Z")
        typed = f" {code[:3].lower()}-{code[3:]} "
        assert plain(typed) == code
        joined = room.with_code(typed, "Ada")
        assert joined.classroom is room.classroom
        other, _ = run(room.classrooms.open(room.session))
        assert other.code != code
        with refused(Refusal.NO_SUCH_CLASS):
            room.with_code("CCCCCC" if code != "CCCCCC" else "DDDDDD", "Ada")


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
    assert cleaned(given) == clean


@pytest.mark.parametrize("given", [" ", "\u0007", "\u200b\u200d"])
def test_a_nickname_must_be_seen(given: str) -> None:
    with pytest.raises(SpecProblem):
        cleaned(given)


def test_a_numbered_nickname_is_no_longer_than_any_other() -> None:
    name = "x" * 24
    assert free(name, [name]) == "x" * 22 + " 2"


def test_nobody_fills_the_server_by_joining_and_being_removed() -> None:
    with opened(most=1000) as room:
        for number in range(wire.MAX_PUPILS):
            room.join(f"P{number}")
            room.execute(RemovePupil(pupil=room.classroom.pupils[0].id))
        with refused(Refusal.CLASS_FULL):
            room.join("Ada")


def test_who_may_not_join() -> None:
    with opened(most=1000) as room:
        room.execute(CloseDoor(closed=True))
        with refused(Refusal.DOOR_CLOSED):
            room.join("Ada")
        room.execute(CloseDoor(closed=False))
        for number in range(wire.MAX_PUPILS):
            room.join(f"P{number}")
        with refused(Refusal.CLASS_FULL):
            room.join("Ada")
        room.execute(RemovePupil(pupil=room.classroom.pupils[0].id))
        room.join("Ada")
        room.execute(EndClass())
        for _ in range(2):
            with refused(Refusal.CLASS_OVER):
                room.join("Bo")
            run(room.classrooms.tidy())


# --- tokens ---------------------------------------------------------------------------------------


def test_whose_token_it_is() -> None:
    with opened() as room:
        ada, id = room.join("Ada"), room.classroom.id
        other, others = run(room.classrooms.open(room.session))
        assert run(room.classrooms.attended(id, ada.token))[1] is ada.pupil
        with refused(Refusal.CLASS_FORBIDDEN):
            run(room.classrooms.attended(id, room.token))
        with refused(Refusal.CLASS_FORBIDDEN):
            run(room.classrooms.taught(id, ada.token))
        for wrong in (None, "", "x", others, room.session.links.issue(Right.EDIT)):
            with refused(Refusal.NO_CLASS_TOKEN):
                run(room.classrooms.taught(id, wrong))
            with refused(Refusal.NO_CLASS_TOKEN):
                run(room.classrooms.attended(id, wrong))
        with refused(Refusal.NO_SUCH_CLASS):
            run(room.classrooms.taught("none", room.token))
        assert run(room.classrooms.taught(other.id, others)).classroom is other


def test_who_is_removed_keeps_the_session_and_leaves_the_class() -> None:
    with opened() as room:
        ada, bo = room.join("Ada"), room.join("Bo")
        link = edit_link(ada)
        viewer = enter(ada.session, link)
        room.execute(Show(whose=ada.pupil.id), EyesHere(on=True))
        room.execute(RemovePupil(pupil=ada.pupil.id))
        assert [pupil.nickname for pupil in room.classroom.pupils] == ["Bo"]
        assert room.classroom.showing is None
        told = newest(viewer)
        assert (told["over"], told["removed"]) == (True, True)
        assert (told["eyes_here"], told["showing"]) == (False, None)
        with refused(Refusal.NO_CLASS_TOKEN):
            run(room.classrooms.attended(room.classroom.id, ada.token))
        with refused(Refusal.LINK_REVOKED):
            teachers_link(room, ada)
        ada.session.membership.allow(link, ("data",))
        assert ada.session.links.opened_by(ada.session.links.issue(Right.EDIT), 0)
        with refused(Refusal.NO_SUCH_PUPIL):
            room.execute(LowerHand(pupil=ada.pupil.id))
        assert teachers_link(room, bo)


# --- eyes here, locks -----------------------------------------------------------------------------


def test_eyes_here_pauses_all_and_gives_back_to_those_that_played() -> None:
    with opened() as room:
        plays, rests, late = room.join("Ada"), room.join("Bo"), room.join("Cem")
        for joining in (plays, rests, late):
            enter(joining.session, edit_link(joining))
        execute(plays.session, Play())
        room.engine.say(status(plays.session))
        room.execute(EyesHere(on=True))
        assert len(room.asked(contract.Pause, plays)) == 1
        room.engine.say(status(plays.session, "paused"))
        for joining in (plays, rests):
            with refused(Refusal.HELD):
                joining.session.membership.allow(edit_link(joining), ())
            joining.session.membership.allow(teachers_link(room, joining), ("data", "transport"))
        enter(plays.session, edit_link(plays))
        assert len(room.asked(contract.Play, plays)) == 1
        room.execute(EyesHere(on=False))
        assert len(room.asked(contract.Play, plays)) == 2
        assert not room.asked(contract.Play, rests)
        plays.session.membership.allow(edit_link(plays), ("transport",))


def test_what_the_teacher_plays_meanwhile_sleeps_like_any_other() -> None:
    with opened() as room:
        ada = room.join("Ada")
        room.execute(EyesHere(on=True))
        execute(ada.session, Step(count=100_000))
        room.engine.say(status(ada.session))
        room.engine.now += 60
        room.registry.tidy()
        assert len(room.asked(contract.Pause, ada)) == 1


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


def test_locked_areas_are_the_teachers_alone() -> None:
    with opened() as room:
        ada = room.join("Ada")
        viewer = enter(ada.session, edit_link(ada))
        room.execute(Controls(hidden=("inside",), locked=("network", "transport")))
        told = newest(viewer)
        assert (told["hidden"], told["locked"]) == (["inside"], ["network", "transport"])
        member, link = ada.session.membership, edit_link(ada)
        for areas in (("network",), ("data", "transport")):
            with refused(Refusal.LOCKED):
                member.allow(link, areas)
            member.allow(teachers_link(room, ada), areas)
        member.allow(link, ("data", "training"))
        with refused(Refusal.LOCKED):
            member.allow_weights(link)
        room.execute(Controls())
        member.allow(link, ("network",))
        member.allow_weights(link)


# --- what pupils are told -------------------------------------------------------------------------


def test_the_pupil_is_told_first_after_the_spec_and_who_only_looks_is_not() -> None:
    with opened() as room:
        ada = room.join("Ada")
        viewer = enter(ada.session, edit_link(ada))
        kinds = [each["type"] for each in heard(viewer)]
        assert kinds[:3] == ["spec", "pupil", "status"]
        looker = ada.session.links.opened_by(ada.session.links.issue(Right.VIEW), 0)
        other = enter(ada.session, looker)
        room.execute(Controls(locked=("data",)))
        assert "pupil" not in [each["type"] for each in heard(other)]


def test_of_what_changes_only_the_newest_waits() -> None:
    with opened() as room:
        ada = room.join("Ada")
        viewer = enter(ada.session, edit_link(ada))
        heard(viewer)
        for on in (True, False) * 20:
            room.execute(EyesHere(on=on))
        assert [each["eyes_here"] for each in heard(viewer) if each["type"] == "pupil"] == [False]


def test_a_screen_that_is_shown_opens_to_look_and_closes_again() -> None:
    with opened() as room:
        ada, bo = room.join("Ada"), room.join("Bo")
        viewer = enter(bo.session, edit_link(bo))
        room.execute(Show(whose=ada.pupil.id))
        showing = newest(viewer)["showing"]
        assert (showing["whose"], showing["nickname"]) == (ada.pupil.id, "Ada")
        link = ada.session.links.opened_by(showing["token"], time.time())
        assert link.right is Right.VIEW
        room.execute(Show(whose="teacher"))
        second = newest(viewer)["showing"]
        assert second["session"] == room.session.id
        with refused(Refusal.LINK_REVOKED):
            ada.session.links.opened_by(showing["token"], time.time())
        room.execute(Show(whose=None))
        assert newest(viewer)["showing"] is None
        with refused(Refusal.LINK_REVOKED):
            room.session.links.opened_by(second["token"], time.time())


# --- pushing --------------------------------------------------------------------------------------


def test_a_pushed_set_up_replaces_or_keeps_what_they_had() -> None:
    with opened() as room:
        ada, bo = room.join("Ada"), room.join("Bo")
        viewer = enter(ada.session, edit_link(ada))
        ada.session.edit([Operation(op="replace", path="/network/layers/0/units", value=3)], 1)
        theirs = ada.session.spec
        room.engine.say(contract.Curves(ada.session.run.id, None, {"step": [0, 7]}))
        room.engine.say(contract.Checkpoint(ada.session.run.id, step=7, revision=1, data=b"seven"))
        execute(ada.session, Play())
        room.session.edit([Operation(op="replace", path="/seed", value=77)], 1)
        room.execute(Push(keep=True, pupils=(ada.pupil.id,)))
        assert (ada.session.spec, bo.session.spec) == (room.session.spec, SPEC)
        assert room.asked(contract.Reset, ada)[-1].revision == ada.session.revision
        assert not ada.session.run.desired.playing
        (kept,) = newest(viewer)["kept"]
        before = len(room.registry.sessions)
        grant = run(room.registry.authorised(kept["session"], kept["token"], Right.EDIT))
        assert len(room.registry.sessions) == before + 1
        assert grant.session.spec == theirs
        assert grant.session.history.curves.columns == {"step": [0, 7]}
        reopened = room.engine.newest(contract.Open)
        assert (reopened.checkpoint, parse(reopened.spec)) == (b"seven", SPEC)
        assert parse(room.engine.newest(contract.Edit).spec) == theirs
        room.execute(Push(keep=False))
        assert bo.session.spec == room.session.spec
        assert [len(pupil.copies) for pupil in room.classroom.pupils] == [1, 0]


def test_what_was_put_aside_long_ago_is_deleted_unless_somebody_has_looked_at_it() -> None:
    with opened() as room:
        ada = room.join("Ada")
        viewer = enter(ada.session, edit_link(ada))
        for _ in range(MAX_COPIES):
            room.execute(Push(keep=True))
        first, second = newest(viewer)["kept"][:2]
        grant = run(room.registry.authorised(first["session"], first["token"], Right.EDIT))
        looking = grant.session.enter(Right.EDIT, (), 0)
        grant.session.leave(looking)
        room.engine.now += 301
        room.registry.tidy()
        assert first["session"] not in room.registry.sessions
        room.execute(Push(keep=True), Push(keep=True))
        assert len(ada.pupil.copies) == MAX_COPIES
        assert run(room.registry.find(first["session"])).spec == SPEC
        with refused(Refusal.NO_SUCH_SESSION):
            run(room.registry.find(second["session"]))


def test_what_was_put_aside_opens_by_the_same_link_after_a_restart() -> None:
    with opened() as room:
        ada = room.join("Ada")
        room.execute(Push(keep=True))
        (before,) = ada.pupil.copies
        links = run(room.registry.links_of(before.session))

        async def comes_back(key: bytes) -> tuple[str, int]:
            classrooms = ClassroomRegistry(room.registry, key)
            class_commands = await classrooms.taught(room.classroom.id, room.token)
            pupil = class_commands.classroom.everyone[ada.pupil.id]
            await class_commands.provide(pupil)
            (copy,) = pupil.copies
            granted = await room.registry.authorised(copy.session, copy.token, Right.EDIT)
            return copy.token, len([*granted.session.links])

        assert run(comes_back(b"key")) == (before.token, len(links))
        # Another key of the server makes other tokens, and the earlier ones go on opening it.
        token, count = run(comes_back(b"another"))
        assert (token != before.token, count) == (True, len(links) + 1)
        assert run(room.registry.authorised(before.session, before.token, Right.EDIT))


def test_a_push_wakes_who_is_parked() -> None:
    with opened() as room:
        ada = room.join("Ada")
        room.session.edit([Operation(op="replace", path="/seed", value=77)], 1)
        room.engine.now += 301
        room.registry.tidy()
        assert ada.session.id not in room.registry.sessions
        room.execute(Push(keep=False))
        assert room.registry.sessions[ada.session.id].spec.seed == 77


# --- challenges -----------------------------------------------------------------------------------


def begin_challenge(room: Room, **fields: Any) -> None:
    room.execute(BeginChallenge.model_validate(fields))


def test_a_challenge_gives_all_the_data_locked_and_begins_at_step_0() -> None:
    with opened() as room:
        ada = room.join("Ada")
        viewer = enter(ada.session, edit_link(ada))
        ada.session.edit([Operation(op="replace", path="/network/layers/0/units", value=3)], 1)
        room.session.edit([Operation(op="replace", path="/data/noise", value=0.4)], 1)
        begin_challenge(room, budget={"layers": 2}, target=0.9)
        assert ada.session.spec.data == room.session.spec.data
        assert ada.session.spec.network.layers[0].units == 3
        assert room.asked(contract.Reset, ada)
        told = newest(viewer)
        assert told["locked"] == ["data"]
        assert told["challenge"]["fresh"]
        assert str(room.classroom.challenge.seed) not in str(told)
        with refused(Refusal.LOCKED):
            ada.session.membership.allow(edit_link(ada), ("data",))
        with refused(Refusal.LOCKED):
            ada.session.membership.allow_weights(edit_link(ada))
        ada.session.membership.allow(teachers_link(room, ada), ("data",))
        late = room.join("Bo")
        assert late.session.spec == room.session.spec
        room.execute(EndChallenge())
        told = newest(viewer)
        assert told["locked"] == []
        assert told["challenge"]["ended"] is not None


def test_a_challenge_keeps_what_was_trained() -> None:
    with opened() as room:
        ada, bo = room.join("Ada"), room.join("Bo")
        room.engine.say(status(ada.session, "paused", step=40))
        room.engine.say(contract.Checkpoint(ada.session.run.id, step=40, revision=1, data=b"forty"))
        viewer = enter(ada.session, edit_link(ada))
        assert newest(viewer)["given"] is None
        begin_challenge(room, target=0.9)
        told = newest(viewer)
        assert told["given"] is not None
        assert [len(pupil.copies) for pupil in (ada.pupil, bo.pupil)] == [1, 0]
        (kept,) = told["kept"]
        grant = run(room.registry.authorised(kept["session"], kept["token"], Right.EDIT))
        assert grant.session.history.checkpoint.data == b"forty"


def test_what_is_given_to_pupils_begins_anew_and_is_the_teachers() -> None:
    with opened() as room:
        ada = room.join("Ada")
        room.session.edit([Operation(op="replace", path="/seed", value=77)], 1)
        before = len(room.asked(contract.Edit, ada))
        room.execute(Push(keep=False))
        assert len(room.asked(contract.Edit, ada)) == before, "nothing is carried over"
        reset = room.asked(contract.Reset, ada)[-1]
        assert (reset.revision, parse(reset.spec).seed) == (ada.session.revision, 77)
        assert ada.session.history.edits[-1].author == BY_TEACHER


def test_the_teachers_page_of_a_pupils_session_is_told_whose_it_is() -> None:
    with opened() as room:
        ada = room.join("Ada")
        room.execute(EyesHere(on=True), Controls(locked=("data",)), Show(whose="teacher"))
        viewer = enter(ada.session, teachers_link(room, ada))
        told = newest(viewer)
        assert (told["teaching"], told["nickname"]) == (True, "Ada")
        assert (told["eyes_here"], told["locked"], told["showing"]) == (False, [], None)
        room.execute(RenamePupil(pupil=ada.pupil.id, nickname="Ada L."))
        assert newest(viewer)["nickname"] == "Ada L."
        assert not newest(enter(ada.session, edit_link(ada)))["teaching"]


def test_what_cannot_learn_the_data_is_put_aside() -> None:
    with opened() as room:
        ada = room.join("Ada")
        curve = {"dataset": "plane"}
        document = SPEC.model_dump(mode="json")
        training = document["training"] | {"loss": {"kind": "mse"}}
        changed = parse(document | {"data": document["data"] | curve, "training": training})
        room.session.take(changed, 1)
        begin_challenge(room)
        assert ada.session.spec == changed
        assert len(ada.pupil.copies) == 1
        assert room.classroom.challenge_message().board == "test_rmse"


def test_scores_are_asked_for_once_a_second_where_something_has_changed() -> None:
    with opened() as room:
        ada, bo = room.join("Ada"), room.join("Bo")
        begin_challenge(room)
        room.tick()
        asked = room.asked(contract.Score, ada)
        assert len(asked) == len(room.asked(contract.Score, bo)) == 1
        hidden = room.classroom.challenge.hidden
        assert asked[0].data == hidden.model_dump(mode="json")
        assert hidden.seed != SPEC.data.seed
        room.engine.say(contract.Scored(ada.session.run.id, 0, 1, 0.7, 0.5))
        room.tick()
        assert len(room.asked(contract.Score, ada)) == 1
        room.engine.say(status(ada.session, step=10))
        room.engine.say(status(bo.session, step=10))
        room.tick(0.5)
        assert len(room.asked(contract.Score, ada)) == 1
        room.tick(0.5)
        assert len(room.asked(contract.Score, ada)) == 2
        # Nothing more of one that has not answered yet.
        assert len(room.asked(contract.Score, bo)) == 1
        room.execute(EndChallenge())
        room.engine.say(contract.Scored(ada.session.run.id, 10, 1, 0.1, 0.9))
        assert room.entries[0].score == 0.5


def test_the_best_within_the_budget_counts() -> None:
    with opened() as room:
        ada, bo, cem = room.join("Ada"), room.join("Bo"), room.join("Cem")
        begin_challenge(room, budget={"steps": 100}, target=0.9)
        assert [entry.score for entry in room.entries] == [None] * 3
        room.scored(ada, 50, 0.8)
        room.scored(bo, 90, 0.95)
        room.scored(ada, 60, 0.7)
        room.scored(ada, 101, 0.99)
        room.scored(cem, 40, 0.8)
        room.scored(cem, 45, None)
        found = [(each.nickname, each.score, each.step, each.reached) for each in room.entries]
        assert found == [("Bo", 0.95, 90, True), ("Cem", 0.8, 40, False), ("Ada", 0.8, 50, False)]
        assert [each.over for each in room.entries] == [(), (), ("steps",)]
        room.execute(RemovePupil(pupil=bo.pupil.id))
        assert [each.nickname for each in room.entries] == ["Cem", "Ada"]


@pytest.mark.parametrize(
    ("budget", "over"),
    [
        ({"parameters": 10}, ("parameters",)),
        ({"layers": 1}, ("layers",)),
        ({"layers": 2, "parameters": 1000}, ()),
        ({"steps": 4, "layers": 1}, ("steps", "layers")),
    ],
)
def test_budgets(budget: dict[str, int], over: tuple[str, ...]) -> None:
    document = SPEC.model_dump(mode="json")
    layer = document["network"]["layers"][0]
    layers = [layer | {"id": "a", "units": 4}, layer | {"id": "b", "units": 4}]
    spec = parse(document | {"network": {"layers": layers}})
    challenge = Challenge.begin(spec, BeginChallenge.model_validate({"budget": budget}))
    assert challenge.over(spec, 5) == over
    assert challenge.offer("p", spec, 5, 0.5) is (not over)


def test_an_error_is_better_when_it_is_smaller() -> None:
    spec = parse({"data": {"dataset": "plane"}, "training": {"loss": {"kind": "mse"}}})
    challenge = Challenge.begin(spec, BeginChallenge(target=0.5))
    assert challenge.offer("p", spec, 5, 0.9)
    assert not challenge.offer("p", spec, 6, 1.0)
    assert not challenge.reached("p")
    assert challenge.offer("p", spec, 7, 0.4)
    assert challenge.reached("p")
    assert challenge.hidden.seed != spec.data.seed
    assert Challenge.of(challenge.document()) == challenge


def test_of_finite_sets_the_test_part_decides() -> None:
    spec = parse(
        {"data": {"dataset": "iris", "classes": 3}, "training": {"loss": {"kind": "cross_entropy"}}}
    )
    challenge = Challenge.begin(spec, BeginChallenge())
    assert (challenge.fresh, challenge.hidden) == (False, spec.data)


def test_data_that_were_changed_after_all_do_not_count() -> None:
    with opened() as room:
        ada = room.join("Ada")
        begin_challenge(room)
        ada.session.edit(
            [Operation(op="replace", path="/data/noise", value=0)], ada.session.revision
        )
        room.scored(ada, 5, 1.0)
        assert not room.asked(contract.Score, ada)
        assert room.entries[0].score is None


def test_an_answer_about_an_earlier_challenge_does_not_count() -> None:
    with opened() as room:
        ada = room.join("Ada")
        begin_challenge(room)
        room.tick()
        begin_challenge(room)
        room.engine.say(contract.Scored(ada.session.run.id, 900, ada.session.revision, 0.0, 1.0))
        assert room.entries[0].score is None
        room.scored(ada, 5, 0.7)
        assert room.entries[0].score == 0.7


# --- the grid -------------------------------------------------------------------------------------


def seen(session: Session, step: int) -> contract.Frame:
    body = frame.encode(frame.Frame("boundary", "boundary:40", step, 0, 1, 0.0, {}, {}))
    return contract.Frame(session.run.id, key="boundary:40", body=body)


def test_the_grid_watches_while_a_page_is_open_and_is_nobody() -> None:
    with opened() as room:
        ada = room.join("Ada")
        assert room.asked(contract.Watch, ada)[-1].probes == []
        page = room.classroom.grid.enter(4, room.classroom.pupils)
        watch = room.asked(contract.Watch, ada)[-1]
        assert [(each["probe"], each["resolution"]) for each in watch.probes] == [("boundary", 40)]
        assert (watch.fps, watch.slower) == (4, {"boundary:40": 4})
        bo = room.join("Bo")
        assert room.asked(contract.Watch, bo)[-1].fps == 4
        assert not ada.session.room.viewers
        assert [tile.online for tile in room.classroom.message().pupils] == [False, False]
        viewer = enter(ada.session, edit_link(ada))
        assert [tile.online for tile in room.classroom.message().pupils] == [True, False]
        assert room.asked(contract.Watch, ada)[-1].slower == {"boundary:40": 4}
        ada.session.leave(viewer)

        room.engine.say(seen(ada.session, 5))
        room.engine.say(seen(ada.session, 6))
        taken = [each for each in run(page.outbox.take()) if isinstance(each, bytes)]
        (bundle,) = [msgspec.msgpack.decode(each, type=frame.Bundle) for each in taken]
        (picture,) = [frame.decode(bytes(each)) for each in bundle.frames]
        assert (picture.key, picture.probe, picture.step) == (ada.pupil.key, "boundary", 6)

        execute(ada.session, Play())
        room.engine.say(status(ada.session))
        room.engine.now += 31
        room.registry.tidy()
        assert len(room.asked(contract.Pause, ada)) == 1
        room.classroom.grid.leave(page)
        assert room.asked(contract.Watch, ada)[-1].probes == []


def test_a_parked_session_stays_in_the_grid_and_comes_back_to_it() -> None:
    with opened() as room:
        ada = room.join("Ada")
        page = room.classroom.grid.enter(2, room.classroom.pupils)
        room.engine.say(
            contract.Curves(
                ada.session.run.id, None, {"step": [5], "test_loss": [0.5], "test_accuracy": [0.75]}
            )
        )
        room.engine.say(status(ada.session, "paused", step=5))
        room.engine.say(seen(ada.session, 5))
        before = room.classroom.message().pupils
        assert (before[0].step, before[0].test_loss, before[0].score) == (5, 0.5, 0.75)
        room.engine.now += 301
        room.registry.tidy()
        assert ada.session.id not in room.registry.sessions
        assert room.classroom.message().pupils == before
        second = room.classroom.grid.enter(2, room.classroom.pupils)
        assert any(isinstance(each, bytes) for each in run(second.outbox.take()))
        woken = run(room.registry.find(ada.session.id))
        assert woken.membership.__class__.__name__ == "Member"
        assert room.engine.newest(contract.Watch).fps == 2
        room.classroom.grid.leave(page)


def test_a_teachers_page_is_told_at_most_twice_a_second_and_only_news() -> None:
    with opened() as room:
        room.join("Ada")
        page = room.classroom.grid.enter(0, room.classroom.pupils)
        count = 0

        def told() -> int:
            page.outbox.tell(Pong())
            return sum('"class"' in str(each)[:20] for each in run(page.outbox.take()))

        assert told() == 1
        for _ in range(20):
            room.join("Bo")
            room.tick(0.1)
            count += told()
        assert 4 <= count <= 5
        room.tick()
        told()
        room.tick(5)
        assert told() == 0


# --- the end --------------------------------------------------------------------------------------


def test_the_end_leaves_everybody_what_they_have(monkeypatch: pytest.MonkeyPatch) -> None:
    with opened() as room:
        ada = room.join("Ada")
        link = edit_link(ada)
        viewer = enter(ada.session, link)
        page = room.classroom.grid.enter(2, room.classroom.pupils)
        execute(ada.session, Play())
        room.execute(EyesHere(on=True), Show(whose="teacher"))
        later = time.time() + 24 * 3600 + 1
        monkeypatch.setattr(time, "time", lambda: later)
        run(room.classrooms.tidy())
        told = newest(viewer)
        assert (told["over"], told["eyes_here"], told["showing"]) == (True, False, None)
        assert len(room.asked(contract.Play, ada)) == 2
        ada.session.membership.allow(link, ("data",))
        with refused(Refusal.CLASS_OVER):
            run(page.outbox.take())
        with refused(Refusal.CLASS_OVER):
            run(room.classrooms.taught(room.classroom.id, room.token))
        assert run(room.classrooms.taught(room.classroom.id, room.token, over=True))
        monkeypatch.setattr(time, "time", lambda: later + 8 * 24 * 3600)
        room.engine.now += 4000
        run(room.classrooms.tidy())
        assert not run(room.registry.store.find(ClassroomRow))


def test_an_end_that_was_cut_off_is_brought_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    with opened() as room:
        ada = room.join("Ada")
        viewer = enter(ada.session, edit_link(ada))
        room.execute(EyesHere(on=True), Show(whose="teacher"))
        room.engine.now += 301
        showing = room.classroom.showing
        with monkeypatch.context() as broken:

            async def unsaved(*_: object) -> None:
                raise Refused(Refusal.NOT_SAVED)

            broken.setattr(room.registry, "revoke", unsaved)
            with refused(Refusal.NOT_SAVED):
                run(room.classrooms.end(room.classroom.id))
        run(room.classrooms.tidy())
        assert newest(viewer)["over"]
        with refused(Refusal.LINK_REVOKED):
            teachers_link(room, ada)
        links = run(room.registry.links_of(showing.session))
        assert [link.revoked is None for link in links if link.id == showing.link] == [False]


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@x", "＝1"])
def test_no_nickname_is_a_formula(name: str) -> None:
    assert text(name) == f"'{name}"
    assert text("Ada = 1") == "Ada = 1"
