"""What a run does with each request."""

import math

import msgspec
import numpy as np
import pytest
from pydantic import TypeAdapter

from playground.data.loader import load
from playground.engine import contract
from playground.engine.saves import SAVE_EVERY
from playground.engine.training import RefusedError
from playground.session.history import FIRST, Spot, Tree
from playground.spec.base import SpecProblem
from playground.spec.project import parse
from playground.train.state import TrainState
from playground.wire.frame import decode, to_numpy
from playground.wire.stream import TransferReport

WEIGHTS = {"probe": "weights"}
METRICS = {"probe": "metrics"}
ENDS = ("", ":min", ":max")


def weights(frame):
    return {name: to_numpy(array) for name, array in decode(frame.body).arrays.items()}


def test_every_request_is_handled():
    from playground.engine.run import HANDLERS

    kinds = set(contract.AnyRequest.__args__) - {
        contract.Open,
        contract.HandOver,
        contract.Close,
    }
    assert HANDLERS.keys() == kinds


def test_opened_it_stands_at_step_0(bench, document):
    made = bench(document(), pace=25.0)
    assert msgspec.structs.asdict(made.status) == {
        "run": "r", "state": "paused", "step": 0, "epoch": 0, "steps_per_second": 0.0,
        "pace": 25.0, "device": "cpu", "tier": "dense", "revision": 1,
        "diverged_step": None, "diverged_layer": None, "until_step": None, "until_epoch": None,
    }  # fmt: skip
    (row,) = made.curves()
    assert row.keys() == {
        "step", "epoch", "data", "train_loss", "test_loss", "train_accuracy", "test_accuracy",
        "learning_rate", "not_finite", "data_changes",
        *(f"{name}{end}" for name in ("batch_loss", "gradient:h1", "gradient:output") for end in ENDS),
    }  # fmt: skip
    assert made.of(contract.Curves)[0].keep_until == -1


def test_the_same_curves_however_chunked(bench, document):
    turns = [(1,) * 1200, (7,) * 172, (5000,), (13, 400, 1, 2000)]
    found = []
    for chunks in turns:
        made = bench(document())
        made.ask(contract.Step("r", count=1200))
        made.train(*chunks)
        assert made.status.state == "paused"
        found.append(made.curves())
    assert [row["step"] for row in found[0]][-3:] == [1100, 1150, 1200]
    assert found[0] == found[1] == found[2] == found[3]


def test_step_and_epoch_end_where_they_should(bench, document):
    made = bench(document(training={"batch_size": 32}))  # 70 points: 3 steps an epoch
    made.ask(contract.Step("r", count=4))
    made.train(100)
    assert (made.status.state, made.status.step, made.status.epoch) == ("paused", 4, 1)
    made.ask(contract.Step("r", count=2, epochs=True))
    made.train(1, 1, 100)
    assert (made.status.state, made.status.step, made.status.epoch) == ("paused", 9, 3)
    assert not made.run.playing


def test_steps_asked_for_ignore_the_pace(bench, document):
    made = bench(document(), pace=1.0, playing=True)
    assert made.run.pace == 1.0
    made.ask(contract.Step("r", count=4))
    assert made.run.pace is None
    made.train(100)
    assert made.run.pace == 1.0


@pytest.mark.parametrize("epochs", [False, True])
def test_steps_asked_for_while_steps_are_made_come_on_top(bench, document, epochs):
    made = bench(document())
    for _ in range(5):
        made.ask(contract.Step("r", count=1, epochs=epochs))
    made.train(*[100] * 10)
    assert made.status.state == "paused"
    assert (made.status.epoch if epochs else made.status.step) == 5


def test_steps_asked_for_are_no_faster_than_may_be(bench, document):
    made = bench(document(), pace=1.0, max_pace=50.0, playing=True)
    made.ask(contract.Step("r", count=4))
    assert made.run.pace == 50.0
    made.ask(contract.Pace("r", steps_per_second=20.0, most=30.0))
    assert made.run.pace == 30.0
    made.train(100)
    assert made.run.pace == 20.0


def test_while_playing_little_is_said(bench, document):
    made = bench(document(), playing=True)
    made.ask(contract.Watch("r", probes=[WEIGHTS], fps=10))
    made.events.clear()
    made.train(*[10] * 100)  # 2 s
    assert 6 <= len(made.of(contract.Status)) <= 9
    assert 5 <= len(made.of(contract.Checkpoint)) <= 7
    assert len(made.of(contract.Curves)) <= 62
    assert 18 <= len(made.of(contract.Frame)) <= 21
    assert made.status.steps_per_second == pytest.approx(500, rel=0.1)


def test_nothing_watched_nothing_computed(bench, document, monkeypatch):
    made = bench(document(), playing=True)
    monkeypatch.setattr("playground.engine.probe_runner.observe_in_pieces", None)
    made.train(10, 10)


def test_actions_show_at_once(bench, document):
    made = bench(document(), playing=True)
    made.ask(contract.Watch("r", probes=[WEIGHTS, METRICS], fps=1))
    state = made.saved()
    made.train(10)
    for request in (
        contract.SetParameter("r", layer="h1", unit=0, input=1, value=0.5),
        contract.Edit("r", spec=document(units=(4, 2)), revision=2),
        contract.Begin("r", spec=document(), revision=3, state=state),
        contract.Reset("r", spec=document(), revision=4),
        contract.Watch("r", probes=[WEIGHTS, METRICS], fps=2),
    ):
        made.events.clear()
        made.ask(request)
        assert [frame.key for frame in made.of(contract.Frame)] == ["weights", "metrics"], request
    made.ask(contract.Step("r", count=1))
    made.events.clear()
    made.train(1)
    (frame, _) = made.of(contract.Frame)
    assert decode(frame.body).step == 1


def test_pausing_shows_the_very_last_step(bench, document):
    made = bench(document(), playing=True)
    made.ask(contract.Watch("r", probes=[WEIGHTS], fps=1))
    made.train(10, 10, 10)
    made.ask(contract.Pause("r"))
    assert decode(made.of(contract.Frame)[-1].body).step == 30 == made.status.step
    assert made.of(contract.Checkpoint)[-1].step == 30


def test_a_weight_set_by_hand(bench, document):
    made = bench(document())
    made.ask(contract.Watch("r", probes=[WEIGHTS], fps=30))
    before = weights(made.of(contract.Frame)[-1])
    made.ask(contract.SetParameter("r", layer="h1", unit=2, input=1, value=-3.25))
    made.ask(contract.SetParameter("r", layer="output", unit=0, input=None, value=1.5))
    after = weights(made.of(contract.Frame)[-1])
    assert after["h1.weight"][2, 1] == -3.25
    assert after["output.bias"][0] == 1.5
    before["h1.weight"] = before["h1.weight"].copy()
    before["h1.weight"][2, 1] = -3.25
    np.testing.assert_array_equal(after["h1.weight"], before["h1.weight"])


def test_a_weight_set_by_hand_is_what_is_scored_under_averaging_too(bench, document):
    made = bench(document(training={"averaging": 0.99}))
    made.ask(contract.Step("r", count=20))
    made.train(20)
    made.ask(contract.Watch("r", probes=[METRICS], fps=30))
    before = made.of(contract.Frame)[-1]
    made.now += 1
    made.ask(contract.SetParameter("r", layer="output", unit=0, input=None, value=90.0))
    after = made.of(contract.Frame)[-1]
    loss = [decode(frame.body).values["train_loss"] for frame in (before, after)]
    assert loss[1] > loss[0] + 10


@pytest.mark.parametrize(("layer", "unit", "input"), [("h9", 0, 0), ("h1", 4, 0), ("h1", 0, 2)])
def test_a_weight_that_is_gone(bench, document, layer, unit, input):
    made = bench(document())
    with pytest.raises(RefusedError, match="no longer part of the network"):
        made.ask(contract.SetParameter("r", layer=layer, unit=unit, input=input, value=1.0))


def test_an_edit_keeps_what_was_learned_and_loses_no_step(bench, document):
    made = bench(document(), playing=True)
    made.train(50, 30)
    made.ask(contract.Watch("r", probes=[WEIGHTS], fps=30))
    before = weights(made.of(contract.Frame)[-1])
    made.events.clear()
    made.ask(contract.Edit("r", spec=document(units=(6,), data={"samples": 100}), revision=2))
    kinds = [type(event).__name__ for event in made.events]
    assert kinds.index("TransferReport") < kinds.index("Frame")
    (carried,) = made.of(contract.TransferReport)
    report = TypeAdapter(TransferReport).validate_python(carried.report)
    assert (report.parameters_kept, report.parameters_new, report.parameters_dropped) == (17, 8, 0)
    assert report.layers_partly == ("h1", "output")
    assert (report.optimizer, report.data) == ("kept", "kept")
    frame = made.of(contract.Frame)[-1]
    assert decode(frame.body).step == 80
    assert decode(frame.body).revision == 2 == made.status.revision
    np.testing.assert_array_equal(weights(frame)["h1.weight"][:4], before["h1.weight"])
    assert made.of(contract.Checkpoint)[-1].revision == 2
    made.train(20)
    assert made.run._training.state.step == 100
    assert made.run.playing


@pytest.mark.parametrize(
    ("change", "optimizer", "data"),
    [
        ({"training": {"optimizer": {"kind": "rmsprop"}}}, "new", "kept"),
        ({"training": {"optimizer": {"kind": "sgd"}}}, "none", "kept"),
        ({"data": {"samples": 100, "noise": 0.5}}, "kept", "new"),
        ({"data": {"samples": 100, "features": ["x1"]}}, "kept", "kept"),
        ({"data": {"samples": 20, "seed": 4}}, "kept", "new"),
        ({"data": {"dataset": "moons"}}, "kept", "other_set"),
    ],
)
def test_what_an_edit_says_of_optimizer_and_data(bench, document, change, optimizer, data):
    made = bench(document(), playing=True)
    made.train(5)
    made.ask(contract.Edit("r", spec=document(**change), revision=2))
    report = made.of(contract.TransferReport)[0].report
    assert (report["optimizer"], report["data"]) == (optimizer, data)
    made.train(50)
    assert made.run.playing


DIGITS = {
    "data": {"dataset": "digits", "classes": 10, "samples": 300},
    "training": {"loss": {"kind": "cross_entropy"}},
}


@pytest.mark.parametrize(
    ("change", "removed"),
    [
        (DIGITS, ()),
        (DIGITS | {"units": (4,)}, ("h2",)),
        ({"data": {"dataset": "plane"}, "training": {"loss": {"kind": "mse"}}}, ()),
        ({"data": {"dataset": "spiral", "classes": 3}, "training": DIGITS["training"]}, ()),
    ],
)
def test_data_of_another_nature_begin_it_anew(bench, document, change, removed):
    made = bench(document(units=(4, 3)), playing=True)
    made.ask(contract.Watch("r", probes=[WEIGHTS], fps=30))
    made.train(*[50] * 20)
    other = document(**({"units": (4, 3)} | change))
    fresh = bench(other)
    made.events.clear()
    made.ask(contract.Edit("r", spec=other, revision=2))
    assert (made.status.state, made.status.step) == ("playing", 0)
    (carried,) = made.of(contract.TransferReport)
    report = TypeAdapter(TransferReport).validate_python(carried.report)
    assert (report.data, report.parameters_kept) == ("other_nature", 0)
    assert report.parameters_new == parse(other).parameter_count
    assert report.layers_removed == removed
    frame = made.of(contract.Frame)[-1]
    assert (decode(frame.body).step, decode(frame.body).revision) == (0, 2)
    assert made.of(contract.Curves)[-1].keep_until == -1
    assert made.curves() == fresh.curves(), "as if it had been opened with these data"
    assert made.of(contract.Checkpoint)[-1].revision == 2
    made.ask(contract.Step("r", count=20))
    fresh.ask(contract.Step("r", count=20))
    made.train(20)
    fresh.train(20)
    assert made.curves() == fresh.curves()


def test_back_to_the_data_of_before_it_begins_anew_too(bench, document):
    spiral = document()
    made = bench(spiral, playing=True)
    made.train(*[100] * 5)
    first = made.curves()
    made.ask(contract.Edit("r", spec=document(**DIGITS), revision=2))
    made.train(50, 50)
    made.ask(contract.Edit("r", spec=spiral, revision=3))
    assert made.status.step == 0
    made.train(*[100] * 5)
    assert made.curves() == first


def test_what_diverged_or_was_asked_of_other_data_is_over(bench, document):
    wild = {"learning_rate": 100.0, "loss": {"kind": "mse"}, "optimizer": {"kind": "sgd"}}
    steep = document(units=(8, 8), activation="relu", training=wild, data={"dataset": "plane"})
    made = bench(steep, playing=True)
    made.train(500)
    assert made.status.state == "diverged"
    made.ask(contract.Edit("r", spec=document(**DIGITS), revision=2))
    assert (made.status.state, made.status.step) == ("paused", 0)
    made.ask(contract.Step("r", count=50))
    made.train(10)
    made.ask(contract.Edit("r", spec=document(), revision=3))
    assert (made.status.state, made.status.step) == ("paused", 0)


def test_an_edit_that_leaves_the_data_alone_does_not_load_them_again(bench, document, monkeypatch):
    made = bench(document())
    loads = []
    monkeypatch.setattr(
        "playground.engine.training.load", lambda data: loads.append(data) or load(data)
    )
    slower = document(training={"learning_rate": 0.5})
    made.ask(contract.Edit("r", spec=slower, revision=2))
    assert loads == []
    made.ask(contract.Edit("r", spec=document(data={"samples": 90}), revision=3))
    assert [data.samples for data in loads] == [90]
    made.ask(contract.Edit("r", spec=document(), revision=4))
    assert [data.samples for data in loads] == [90, 100]


def test_other_data_that_cannot_be_taken_leave_the_run_as_it_was(bench, document):
    made = bench(document(), playing=True)
    made.train(10)
    made.memory = 1000
    with pytest.raises(RefusedError):
        made.ask(contract.Edit("r", spec=document(**DIGITS), revision=2))
    made.memory = 2**30
    made.ask(contract.Edit("r", spec=document(), revision=3))
    made.train(10)
    assert made.run._training.state.step == 20


def test_the_curves_tell_which_samples_they_are_of(bench, document):
    made = bench(document(), playing=True)
    made.train(20)
    made.ask(contract.Edit("r", spec=document(data={"samples": 100, "noise": 0.4}), revision=2))
    made.train(20)
    made.ask(contract.Pause("r"))
    found = [(row["step"], row["data"]) for row in made.curves()]
    before, after = found[0][1], found[-1][1]
    assert before != after
    assert found == [(step, before if step <= 20 else after) for step in range(41)]


def test_a_bad_edit_leaves_the_run_as_it_was(bench, document):
    made = bench(document(), playing=True)
    made.train(10)
    with pytest.raises(SpecProblem):
        made.ask(contract.Edit("r", spec={"network": 3}, revision=2))
    made.memory = 1000
    with pytest.raises(RefusedError, match="Make it smaller") as caught:
        made.ask(contract.Edit("r", spec=document(units=(256,)), revision=2))
    assert caught.value.code == "device_memory"
    made.train(10)
    assert (made.run._training.state.step, made.run._training.revision) == (20, 1)


def test_too_large_to_open(bench, document):
    with pytest.raises(RefusedError, match="MB of memory"):
        bench(document(units=(256, 256)), memory=2**20)


SLOW = {
    "data": {"dataset": "shapes", "classes": 4, "image_size": 28, "samples": 5000},
    "network": {
        "layers": [
            *({"kind": "conv2d", "id": f"c{i}", "units": 16, "kernel": 15, "padding": 7}
              for i in range(8)),
            {"kind": "global_pool", "id": "g"},
        ]
    },
    "training": {"loss": {"kind": "cross_entropy"}},
}  # fmt: skip
"""Within every other limit, and minutes to score its samples once."""


def test_too_slow_to_open_or_to_edit_to(bench, document):
    with pytest.raises(RefusedError, match="too slow") as caught:
        bench(SLOW)
    assert caught.value.code == "device_time"
    made = bench(document())
    with pytest.raises(RefusedError, match="too slow"):
        made.ask(contract.Edit("r", spec=SLOW, revision=2))
    made.ask(contract.Step("r", count=10))
    made.train(10)
    assert (made.status.step, made.status.revision) == (10, 1)


def test_from_a_state_of_the_past_it_goes_on_bit_for_bit(bench, document):
    made = bench(document(), playing=True, branch="b1")
    made.train(10)
    state = made.saved()
    made.train(10)
    later = made.saved()
    made.train(5)
    made.events.clear()
    made.go_back(state, document(), 2, branch="b2")
    left, back = made.of(contract.Checkpoint)
    assert (left.step, left.revision, left.branch) == (25, 1, "b1"), "Undo can bring this back"
    assert (back.step, back.revision, back.branch, back.why) == (10, 2, "b2", "branch")
    assert back.data == state
    assert (made.status.state, made.status.step, made.status.revision) == ("playing", 10, 2)
    made.train(10)
    assert made.saved() == later
    made.ask(contract.Pause("r"))
    assert {event.branch for event in made.of(contract.Curves) if event.columns} == {"b2"}


def test_a_state_of_another_set_up_is_edited_to_the_one_that_is_wanted(bench, document):
    made = bench(document(), playing=True)
    made.train(10)
    state = made.saved()
    made.ask(contract.Edit("r", spec=document(units=(6, 3)), revision=2))
    edited = made.saved()
    made.train(10)
    made.go_back(state, document(units=(6, 3)), 3, of=document(), pauses=True)
    assert (made.status.state, made.status.step, made.status.revision) == ("paused", 10, 3)
    assert made.saved() == edited


@pytest.mark.parametrize("playing", [True, False])
def test_it_trains_up_to_the_step_where_it_is_to_begin(bench, document, playing):
    made = bench(document(), playing=True)
    made.train(10)
    state = made.saved()
    made.train(7)
    wanted = made.saved()
    made.train(20)
    made.go_back(state, document(), 2, step=17, pauses=not playing)
    assert made.status.until_step == 17
    made.train(5, 5)
    left, come = [each.data for each in made.of(contract.Checkpoint) if each.why == "branch"]
    assert left != come == wanted
    assert (made.status.state, made.status.until_step) == (
        "playing" if playing else "paused",
        None,
    )
    made.train(5)
    assert made.run._training.state.step == (25 if playing else 17)


def test_a_state_that_does_not_fit_changes_nothing(bench, document):
    made = bench(document(), playing=True)
    made.train(10)
    before = made.saved()
    for state in (b"nonsense", bench(document(units=(9,))).saved()):
        with pytest.raises(RefusedError):
            made.go_back(state, document(), 2)
        assert made.saved() == before
    made.train(5)
    assert (made.run._training.state.step, made.run._training.revision) == (15, 1)


def test_before_every_change_the_state_is_told_that_it_takes_away(bench, document):
    made = bench(document(), playing=True)
    made.train(10)
    begun = made.saved()
    for request in (
        contract.Edit("r", spec=document(units=(5,)), revision=2),
        contract.Reset("r", spec=document(units=(5,)), revision=3),
        contract.Begin("r", spec=document(), revision=4, state=begun),
    ):
        made.train(3)
        state = made.run._training.state.to_bytes()
        made.events.clear()
        made.ask(request)
        told = made.of(contract.Checkpoint)[0]
        assert (told.data, told.revision) == (state, request.revision - 1)


def test_weights_set_by_hand_are_told_before_the_next_step(bench, document):
    made = bench(document(), playing=True)
    made.train(10)
    made.events.clear()
    for value in (0.25, 0.5):
        made.run.handle(contract.SetParameter("r", layer="h1", unit=0, input=1, value=value))
    assert not made.of(contract.Checkpoint), "a weight is dragged: only the last of a step counts"
    made.train(5)
    (told, *_) = made.of(contract.Checkpoint)
    assert (told.step, told.why) == (10, "weights")
    assert 0.5 in TrainState.from_bytes(told.data).parameters


def test_reset_begins_again(bench, document):
    made = bench(document(), playing=True)
    made.train(10, 10)
    before = made.curves()
    made.ask(contract.Reset("r", spec=document(), revision=2))
    assert (made.status.state, made.status.step) == ("playing", 0)
    assert made.curves() == before[:1]
    made.train(20)
    assert made.curves() == before
    made.ask(contract.Reset("r", spec=document(seed=9), revision=3))
    assert made.curves()[0]["train_loss"] != before[0]["train_loss"]


def test_reset_in_the_middle_of_steps_pauses(bench, document):
    made = bench(document())
    made.ask(contract.Step("r", count=50))
    made.train(10)
    made.ask(contract.Reset("r", spec=document(), revision=2))
    assert (made.status.state, made.status.step) == ("paused", 0)


@pytest.mark.parametrize("unit", ["step", "epoch"])
def test_a_run_that_was_cut_off_in_its_steps_ends_where_they_end(bench, document, unit):
    made = bench(document())
    made.ask(contract.Step("r", count=20 if unit == "epoch" else 50, epochs=unit == "epoch"))
    made.train(10)
    made.ask(contract.Save("r"))
    made.run._send_status()
    told, saved = made.status, made.of(contract.Checkpoint)[-1]
    until = {"until_step": told.until_step, "until_epoch": told.until_epoch}
    made.train(1000)
    ended = made.status
    assert (ended.state, ended.until_step, ended.until_epoch) == ("paused", None, None)
    again = bench(document(), checkpoint=saved.data, playing=True, **until)
    again.train(1000)
    assert (again.status.state, again.status.step) == ("paused", ended.step)
    # Where that is reached already, nothing more is trained.
    again.ask(contract.Play("r", **until))
    assert (again.status.state, again.run.train(10)) == ("paused", 0)
    assert again.status.step == ended.step


def test_from_its_snapshot_a_run_goes_on_as_if_nothing_had_been(bench, document):
    whole = bench(document(), playing=True)
    whole.train(60)
    whole.ask(contract.Save("r", mark=3))
    saved = whole.of(contract.Checkpoint)[-1]
    assert saved.mark == 3
    whole.train(60)
    whole.ask(contract.Pause("r"))
    again = bench(document(), checkpoint=saved.data, playing=True)
    assert again.of(contract.Curves)[0].keep_until == 60
    assert again.status.step == 60
    again.train(60)
    again.ask(contract.Pause("r"))
    assert again.curves() == whole.curves()[61:]


@pytest.mark.parametrize("bad", ["bytes", "other spec"])
def test_an_unusable_snapshot_is_said_and_left(bench, document, bad):
    data = b"nonsense"
    if bad == "other spec":
        data = bench(document(units=(9,))).run._training.state.to_bytes()
    made = bench(document(), checkpoint=data)
    (failed,) = made.of(contract.Failed)
    assert (failed.code, failed.fatal, made.status.step) == ("snapshot_unusable", False, 0)


def test_divergence_is_told_and_can_be_left(bench, document):
    wild = {"learning_rate": 100.0, "loss": {"kind": "mse"}, "optimizer": {"kind": "sgd"}}
    steep = document(units=(8, 8), activation="relu", training=wild, data={"dataset": "plane"})
    made = bench(steep, playing=True)
    begun = made.saved()
    made.train(500)
    status = made.status
    assert (status.state, made.run.playing) == ("diverged", False)
    assert status.step == status.diverged_step
    assert status.diverged_layer in ("h1", "h2", "output")
    state = made.run._training.state
    assert state.parameters.isfinite().all()
    made.ask(contract.Watch("r", probes=[METRICS, WEIGHTS, {"probe": "neurons"}], fps=30))
    assert len(made.of(contract.Frame)) == 3
    made.go_back(begun, steep)
    assert (made.status.state, made.status.step) == ("paused", 0)
    made.ask(contract.Play("r"))
    made.train(500)
    assert made.status.state == "diverged"
    calm = steep | {"training": steep["training"] | {"learning_rate": 1e-6}}
    made.ask(contract.Edit("r", spec=calm, revision=2))
    assert made.status.state == "diverged", "an edit does not heal what has grown too large"
    made.ask(contract.SetParameter("r", layer="h1", unit=0, input=0, value=0.5))
    assert made.status.state == "diverged", "nor does one weight"
    made.go_back(begun, calm, 3)
    made.ask(contract.Play("r"))
    made.train(50)
    made.ask(contract.Pause("r"))
    assert (made.status.state, made.status.step) == ("paused", 50)
    assert all(math.isfinite(row["train_loss"]) for row in made.curves()[-50:])


@pytest.mark.parametrize("seed", [3, 14, 159])
@pytest.mark.parametrize("rate", [0.3, 3.0, 100.0])
def test_the_last_checkpoint_before_it_diverged_is_one_to_go_on_from(bench, document, seed, rate):
    """However often checkpoints are taken: one of weights on their way to infinity is none."""
    set_up = {"units": (8, 8), "activation": "relu", "data": {"dataset": "plane"}, "seed": seed}
    calm = {"learning_rate": 0.001, "loss": {"kind": "mse"}, "optimizer": {"kind": "sgd"}}
    made = bench(document(**set_up, training=calm), playing=True)
    made.train(*[20] * 50)
    wild = document(**set_up, training=calm | {"learning_rate": rate})
    made.ask(contract.Edit("r", spec=wild, revision=2))
    for _ in range(2000):
        made.train(1)
        made.now += SAVE_EVERY
    if rate > 1:
        assert made.status.state == "diverged"
    if made.status.state == "diverged":
        tree, states = Tree(), {}
        for told in made.of(contract.Checkpoint):
            spot = Spot(FIRST, told.step, told.revision)
            kept, _ = tree.take(spot, told.why, len(told.data), 2, told.largest)
            states[kept.step] = told.data
        good = tree.steps(made.status.step, below=made.status.diverged_step)[-1]
        made.go_back(states[good], document(**set_up, training=calm), 3)
        made.ask(contract.Play("r"))
        made.train(*[20] * 50)
        assert made.run.playing
        assert made.curves()[-1]["train_loss"] < 1


def test_a_paused_run_saves_what_was_set_by_hand(bench, document):
    made = bench(document())
    made.run.report()
    assert made.run.wakes_at == math.inf
    made.ask(contract.SetParameter("r", layer="h1", unit=0, input=0, value=2.0))
    assert len(made.of(contract.Checkpoint)) == 1
    made.now = made.run.wakes_at
    made.run.report()
    saved = TrainState.from_bytes(made.of(contract.Checkpoint)[-1].data)
    assert 2.0 in saved.parameters
    assert made.run.wakes_at == math.inf
