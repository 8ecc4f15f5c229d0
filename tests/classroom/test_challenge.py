"""A challenge: what it gives to pupils, whose score counts, and how they rank."""

from __future__ import annotations

import pytest

from playground.classroom.challenge import Challenge
from playground.engine import contract
from playground.session.refusals import Refusal
from playground.spec.edit import Operation
from playground.spec.project import parse
from playground.wire.commands import (
    BeginChallenge,
    EndChallenge,
    RemovePupil,
)
from playground.wire.rights import Right
from support.classroom_desk import (
    SPEC,
    begin_challenge,
    edit_link,
    enter,
    newest,
    opened,
    run,
    teachers_link,
)
from support.desk import status
from support.refusals import refused


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
        grant = run(room.registry.authorize(kept["session"], kept["token"], Right.EDIT))
        assert grant.session.history.checkpoint.data == b"forty"


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
