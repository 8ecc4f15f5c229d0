"""Points of the curves tell of every step since the point before, whatever comes between."""

from __future__ import annotations

import math

import pytest

from playground.engine import contract
from playground.export.curve_columns import about

LONG = [1] * 100 + [5] * 180 + [50] * 20
"""Steps from each point to the next."""


def points(made):
    """The rows that tell of steps: all but the first, at step 0."""
    return [row for row in made.curves() if row["batch_loss"] is not None]


def by_single_steps(bench, document, steps, **options):
    """Each step's loss and gradient norm: at a step a turn, read from what the trainer says of it."""
    made = bench(document(**options))
    training = made.run._training
    found = []
    for _ in range(steps):
        outcome = training.advance(1)
        found.append((outcome.loss, float(outcome.gradient[:12].norm())))
    return found


def told(rows, singles):
    """Hold each row against the steps since the row before."""
    last = 0
    for row in rows:
        steps = singles[last : row["step"]]
        last = row["step"]
        for name, values in (
            ("batch_loss", [loss for loss, _ in steps]),
            ("gradient:h1", [norm for _, norm in steps]),
        ):
            expected = [sum(values) / len(values), min(values), max(values)]
            found = [row[name + end] for end in ("", ":min", ":max")]
            assert found == pytest.approx(expected, rel=1e-4), (name, row["step"])
    return last


@pytest.mark.parametrize("backend", ["dense", "eager"])
def test_every_step_is_in_a_bucket(bench, document, backend):
    # A layer of parameters that rest is trained by torch.
    options = {"training": {"batch_size": 10}}
    if backend == "eager":
        options["training"]["averaging"] = 0.9
    singles = by_single_steps(bench, document, 1200, **options)
    made = bench(document(**options))
    assert made.status.tier == backend
    made.ask(contract.Step("r", count=1200))
    made.train(3, 300, 1, 700, 1000)
    rows = points(made)
    assert [row["step"] for row in rows][:3] == [1, 2, 3]
    assert told(rows, singles) == 1200


def test_a_pause_and_a_look_around_end_no_bucket(bench, document):
    singles = by_single_steps(bench, document, 260)
    made = bench(document())
    for count in (101, 1, 2, 3, 53, 100):
        made.ask(contract.Step("r", count=count))
        made.train(1000)
        made.ask(contract.Pause("r"))
        made.ask(contract.Save("r", mark=1))
    assert told(points(made), singles) == 260


def test_gone_back_to_a_checkpoint_within_a_bucket_all_its_steps_are_told(bench, document):
    """The checkpoint at step 1,020 lies between the points at 1,000 and at 1,050."""
    singles = by_single_steps(bench, document, 1100)
    made = bench(document())
    made.ask(contract.Step("r", count=1020))
    made.train(5000)
    before, state = points(made), made.saved()
    made.ask(contract.Step("r", count=80))
    made.train(5000)
    made.go_back(state, document())
    assert made.status.step == 1020
    made.events.clear()
    made.ask(contract.Step("r", count=80))
    made.train(5000)
    assert told([*before, *points(made)], singles) == 1100


@pytest.mark.parametrize("stop", [1020, 1050])
def test_another_trainer_goes_on_with_the_open_bucket(bench, document, stop):
    """At 1,050 a point is owed: reached, and not yet made."""
    singles = by_single_steps(bench, document, 1100)
    made = bench(document())
    made.ask(contract.Step("r", count=1100))
    made.train(1019)
    made.run.train(stop - 1019, until=made.now + 2e-5)
    (opened, *_) = made.run.leave(proven=True)
    assert opened.left_off.owes_point == (stop == 1050)
    moved = bench(opened.spec)
    moved.events.clear()
    moved.run = type(moved.run)(
        contract.request_decoder.decode(contract.encoder.encode(opened)),
        made.run._device,
        moved.events.append,
        moved._clock,
        lambda: 2**30,
    )
    moved.train(1000)
    assert told([*points(made), *points(moved)], singles) == 1100


def test_a_cold_start_goes_on_with_the_open_bucket(bench, document):
    """A server that was killed has the newest checkpoint and the curves up to it."""
    singles = by_single_steps(bench, document, 1100)
    made = bench(document())
    made.ask(contract.Step("r", count=1020))
    made.train(5000)
    before = points(made)
    made.ask(contract.Save("r"))
    again = bench(document(), checkpoint=made.of(contract.Checkpoint)[-1].data)
    again.ask(contract.Step("r", count=80))
    again.train(1000)
    assert told([*before, *points(again)], singles) == 1100


def test_a_layer_that_an_edit_takes_away_is_told_of_once_more(bench, document):
    made = bench(document((4, 3)))
    made.ask(contract.Step("r", count=1020))
    made.train(5000)
    made.ask(contract.Edit("r", spec=document((4,)), revision=2))
    made.ask(contract.Step("r", count=80))
    made.train(1000)
    first, second = made.curves()[-2:]
    assert (first["step"], second["step"]) == (1050, 1100)
    assert first["gradient:h2"] is not None
    assert "gradient:h2" not in second or second["gradient:h2"] is None
    assert second["gradient:h1"] is not None


def test_a_layer_that_was_not_there_is_null_and_begun_again_nothing_is_left(bench, document):
    made = bench(document())
    made.ask(contract.Step("r", count=1020))
    made.train(5000)
    made.ask(contract.Reset("r", spec=document((4, 3)), revision=2))
    (row,) = made.curves()
    assert row["step"] == 0
    assert row["not_finite"] == 0
    assert {row[f"{name}{end}"] for name in ("batch_loss", "gradient:h1", "gradient:h2")
            for end in ("", ":min", ":max")} == {None}  # fmt: skip
    made.ask(contract.Step("r", count=1))
    made.train(10)
    row = made.curves()[-1]
    assert row["batch_loss"] == row["batch_loss:min"] == row["batch_loss:max"]


def test_where_a_run_diverges_its_curves_end_and_say_so(bench, document):
    spec = document(
        data={"dataset": "plane", "samples": 100},
        training={"optimizer": {"kind": "sgd"}, "learning_rate": 40.0, "loss": {"kind": "mse"}},
        activation="relu",
    )
    made = bench(spec)
    made.ask(contract.Play("r"))
    made.train(*[100] * 20)
    status = made.status
    assert status.state == "diverged"
    rows = made.curves()
    assert rows[-1]["step"] == status.diverged_step == status.step
    assert [row["not_finite"] for row in rows] == [0] * (len(rows) - 1) + [1]
    values = [value for row in rows for value in row.values() if value is not None]
    assert all(map(math.isfinite, values))
    for _ in range(3):
        made.ask(contract.Play("r"))
        made.train(100, 100)
    assert made.curves() == rows


def test_there_is_no_column_of_which_nothing_is_told(bench, document):
    (row,) = bench(document()).curves()
    assert [name for name in row if not about(name)] == []


def test_a_slider_that_is_dragged_changes_the_data_once(bench, document):
    made = bench(document())
    revision = 1
    for gesture in range(2):
        for noise in (0.15, 0.2, 0.3):
            made.ask(contract.Step("r", count=3))
            made.train(10)
            revision += 1
            data = {"samples": 100, "noise": noise + gesture / 50}
            made.ask(contract.Edit("r", spec=document(data=data), revision=revision))
            made.now += 0.3
        made.now += 3
    made.ask(contract.Step("r", count=3))
    made.train(10)
    rows = made.curves()
    assert len({row["data"] for row in rows}) == 7
    changes = [row["data_changes"] for row in rows]
    assert sorted(set(changes)) == [0, 1, 2]
    assert changes == sorted(changes)
