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


def test_a_run_keeps_to_the_rules_from_its_new_beginning_to_the_end() -> None:
    with opened() as room:
        ada = room.join("Ada")
        begin_challenge(room, budget={"steps": 5000})
        challenge = room.classroom.challenge
        rules = contract.Rules(challenge.hidden.model_dump(mode="json"), challenge.seed, 5000)
        assert challenge.hidden.seed != SPEC.data.seed
        kinds = [type(each) for each in room.engine.requests if each.run == ada.session.run.id]
        assert kinds.index(contract.Reset) < kinds.index(contract.Compete)
        (asked,) = room.asked(contract.Compete, ada)
        assert asked.rules == ada.session.run.rules == rules
        late = room.join("Bo")
        assert late.session.run.rules == rules
        # Also where the trainer dies, and in a session that is woken.
        room.engine.say(contract.TrainerLost(ada.session.run.id))
        assert room.asked(contract.Open, ada)[-1].rules == rules
        restored = Challenge.of(challenge.document())
        assert restored.rules(ada.pupil.id) == rules
        room.execute(RemovePupil(pupil=late.pupil.id))
        assert room.asked(contract.Compete, late)[-1].rules is None
        room.execute(EndChallenge())
        assert room.asked(contract.Compete, ada)[-1].rules is None
        room.scored(ada, 5000, 0.9)
        assert room.entries[0].score is None


def test_the_score_at_the_last_step_counts() -> None:
    with opened() as room:
        ada, bo, cem = room.join("Ada"), room.join("Bo"), room.join("Cem")
        begin_challenge(room, budget={"steps": 100}, target=0.9)
        assert [entry.score for entry in room.entries] == [None] * 3
        room.scored(ada, 50, 0.99)
        room.scored(bo, 100, 0.95)
        room.scored(ada, 100, 0.8)
        room.scored(ada, 100, 0.7)
        room.scored(cem, 100, None)
        found = [(each.nickname, each.score, each.step, each.reached) for each in room.entries]
        assert found == [
            ("Bo", 0.95, 100, True),
            ("Ada", 0.8, 100, False),
            ("Cem", None, None, False),
        ]
        room.execute(RemovePupil(pupil=bo.pupil.id))
        assert [each.nickname for each in room.entries] == ["Ada", "Cem"]


def test_without_a_limit_of_steps_the_best_counts() -> None:
    with opened() as room:
        ada, bo = room.join("Ada"), room.join("Bo")
        begin_challenge(room)
        room.scored(ada, 50, 0.8)
        room.scored(bo, 40, 0.8)
        room.scored(ada, 60, 0.7)
        assert [(each.nickname, each.step, each.now) for each in room.entries] == [
            ("Bo", 40, 40),
            ("Ada", 50, 60),
        ]


def test_who_cannot_be_scored_is_listed_with_the_reason() -> None:
    with opened() as room:
        ada, bo, cem = room.join("Ada"), room.join("Bo"), room.join("Cem")
        begin_challenge(room, budget={"steps": 100, "parameters": 20})
        room.classroom.challenge.entered.discard(bo.pupil.id)
        room.engine.say(status(cem.session, "diverged", step=30))
        units = [Operation(op="replace", path="/network/layers/0/units", value=6)]
        ada.session.edit(units, ada.session.revision)
        room.scored(ada, 100, 1.0)
        room.scored(bo, 100, 1.0)
        found = {each.nickname: (each.score, each.over, each.now) for each in room.entries}
        assert found["Ada"] == (None, ("parameters",), 100)
        assert found["Bo"] == (None, ("set_up",), 100)
        assert found["Cem"][1][-1] == "diverged"


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
    challenge.entered.add("p")
    assert challenge.over(spec, 5) == over
    assert challenge.offer("p", spec, 5, 0.5) is (not over)
    assert not challenge.offer("q", spec, 5, 0.5), "who has not been given it"


def test_an_error_is_better_when_it_is_smaller() -> None:
    spec = parse({"data": {"dataset": "plane"}, "training": {"loss": {"kind": "mse"}}})
    challenge = Challenge.begin(spec, BeginChallenge(target=0.5))
    challenge.entered.add("p")
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
        assert (room.entries[0].score, room.entries[0].over) == (None, ("set_up",))


def test_an_answer_about_an_earlier_challenge_does_not_count() -> None:
    with opened() as room:
        ada = room.join("Ada")
        begin_challenge(room)
        earlier = room.classroom.challenge.seed
        begin_challenge(room)
        room.scored(ada, 900, 1.0, mark=earlier)
        assert room.entries[0].score is None
        room.scored(ada, 5, 0.7)
        assert room.entries[0].score == 0.7
