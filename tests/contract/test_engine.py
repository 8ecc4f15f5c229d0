"""What every engine does, over its real transport."""

import subprocess
import sys

import pytest

from playground.engine import contract as c
from playground.wire.frame import decode

ALL_PROBES = [
    {"probe": "metrics"},
    {"probe": "boundary"},
    {"probe": "neurons"},
    {"probe": "weights"},
    {"probe": "histograms", "layer": "h1"},
    {"probe": "neuron", "layer": "h2", "unit": 0},
]


def test_a_whole_life(stage, document):
    stage.send(
        c.Open("r", spec=document(), revision=1),
        c.Save("r", mark=1),
        c.Watch("r", probes=ALL_PROBES, fps=30),
        c.Play("r"),
    )
    begun = stage.until(c.Checkpoint, mark=1)
    stage.until(c.Curves, columns=lambda columns: max(columns.get("step", [0])) > 50)
    for probe in ALL_PROBES:
        stage.until(
            c.Frame,
            key=lambda key, probe=probe: key.split(":")[0] == probe["probe"],
            body=lambda body: decode(body).step > 0,
        )
    stage.until(c.Status, state="playing", steps_per_second=lambda speed: speed > 0)
    stage.send(c.Edit("r", spec=document(units=(8, 4, 8)), revision=2))
    carried = stage.until(c.TransferReport, revision=2)
    assert carried.report["layers_new"] == ["h3"]
    stage.until(c.Frame, key="weights", body=lambda body: decode(body).revision == 2)
    stage.send(c.Pause("r"))
    paused = stage.until(c.Status, state="paused", revision=2)
    assert paused.steps_per_second == 0
    assert stage.until(c.Checkpoint, step=paused.step, revision=2).data
    stage.send(c.Begin("r", spec=document(), revision=3, state=begun.data))
    stage.until(c.Status, step=0, state="paused", revision=3)
    stage.until(c.Frame, key="weights", body=lambda body: decode(body).step == 0)
    assert stage.of(c.Failed) == []


def test_nothing_is_said_after_close(stage, document):
    stage.send(c.Open("r", spec=document(), revision=1, playing=True))
    stage.until(c.Status, step=lambda step: step > 0)
    stage.send(c.Close("r"), c.Open("other", spec=document(), revision=1))
    stage.until(c.Status, run="other")
    heard = len(stage.of(c.Event))
    stage.send(c.Step("other", count=2000))
    stage.until(c.Status, run="other", step=2000)
    assert len(stage.of(c.Event)) == heard


def test_the_same_seed_gives_the_same_curves_at_any_pace(stage, document):
    stage.send(
        c.Open("flat out", spec=document(), revision=1, playing=True),
        c.Open("paced", spec=document(), revision=1, playing=True, pace=1500.0),
        c.Watch("paced", probes=ALL_PROBES, fps=30),
    )
    for run in ("flat out", "paced"):
        stage.until(c.Curves, run, columns=lambda columns: max(columns.get("step", [0])) >= 1000)
    flat, paced = (rows(stage.of(c.Curves, run), 1000) for run in ("flat out", "paced"))
    assert len(flat) == 101 + 180
    assert flat == paced


def rows(events, end):
    found = []
    for event in events:
        found += [
            dict(zip(event.columns, values, strict=True))
            for values in zip(*event.columns.values(), strict=True)
        ]
    return [row for row in found if row["step"] <= end]


def test_pace_is_kept(stage, document):
    stage.send(c.Open("r", spec=document(), revision=1, playing=True, pace=200.0))
    status = stage.until(c.Status, step=lambda step: step >= 300)
    assert status.steps_per_second == pytest.approx(200, rel=0.2)
    assert status.pace == 200


def test_a_huge_net_does_not_starve_a_small_one(stage, document):
    """Turns of equal time: in step with each other, the small net would be at 30 as well. How equal
    the time is, the scheduler's own tests say, with a clock that no other program disturbs."""
    huge = document(units=(256, 256, 256), training={"batch_size": 350})
    stage.send(
        c.Open("huge", spec=huge, revision=1, playing=True),
        c.Open("small", spec=document(), revision=1, playing=True),
    )
    reached = stage.until(c.Status, "huge", step=lambda step: step >= 30)
    small = stage.of(c.Status, "small")[-1]
    assert small.step > 20 * reached.step


def test_divergence_at_a_wild_rate(stage, document):
    wild = {"learning_rate": 100.0, "loss": {"kind": "mse"}, "optimizer": {"kind": "sgd"}}
    spec = document(activation="relu", training=wild, data={"dataset": "plane"})
    stage.send(c.Open("r", spec=spec, revision=1), c.Save("r", mark=1), c.Play("r"))
    status = stage.until(c.Status, state="diverged")
    assert status.diverged_step == status.step
    begun = stage.until(c.Checkpoint, mark=1)
    at = len(stage.events)
    stage.send(c.Begin("r", spec=spec, revision=2, state=begun.data))
    assert stage.until(c.Status, after=at, state="paused").diverged_step is None


def test_what_cannot_be_opened_is_refused(stage, document):
    stage.send(
        c.Open("bad", spec={"network": 1}, revision=1),
        c.Open("good", spec=document(), revision=1),
    )
    failed = stage.until(c.Failed, "bad")
    assert failed.fatal
    assert failed.sentence
    stage.until(c.Status, "good")


def test_one_broken_run_ends_alone(stage, document, capfd):
    stage.send(
        c.Open("bad", spec=document(), revision=1, playing=True),
        c.Open("good", spec=document(), revision=1, playing=True),
        c.Watch("bad", probes=[{"probe": "no such"}], fps=30),
    )
    failed = stage.until(c.Failed, "bad")
    assert (failed.code, failed.fatal) == ("run_failed", True)
    place = len(stage.events)
    stage.until(c.Status, "good", after=place)


def test_a_snapshot_goes_on_elsewhere(stage, document):
    stage.send(c.Open("r", spec=document(), revision=1), c.Step("r", count=300), c.Save("r"))
    stage.until(c.Status, step=300)
    checkpoint = stage.until(c.Checkpoint, step=300)
    stage.send(
        c.Open("fork", spec=document(), revision=1, checkpoint=checkpoint.data),
        c.Step("r", count=100),
        c.Step("fork", count=100),
    )
    last = [
        stage.until(c.Curves, run, columns=lambda columns: columns.get("step", [0])[-1] == 400)
        for run in ("r", "fork")
    ]
    assert last[0].columns["train_loss"][-1] == last[1].columns["train_loss"][-1]


def test_requests_for_unknown_runs_are_dropped(stage, document):
    stage.send(c.Play("nobody"), c.Close("nobody"), c.Open("r", spec=document(), revision=1))
    stage.until(c.Status)
    assert stage.of(c.Event, "nobody") == []


def test_the_web_process_stays_without_torch():
    code = "import sys; import playground.engine.local; print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
