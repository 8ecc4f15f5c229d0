"""How well a run does on samples that are not its own, and pictures that may come more slowly."""

import math

import msgspec
import numpy as np
import pytest
import torch

from playground.data.loader import load
from playground.engine import contract
from playground.spec.data import DataSpec
from playground.wire.frame import decode, to_numpy

WEIGHTS = {"probe": "weights"}
METRICS = {"probe": "metrics"}


def hidden(document, **changed):
    return document["data"] | {"seed": 77, "samples": 1000, "train_fraction": 0.1} | changed


def compete(made, data):
    """Have it scored at once, where it is."""
    rules = contract.Rules(data, mark=3, last_step=made.status.step)
    made.ask(contract.Compete("r", rules=rules))
    made.train(1)
    made.run.train(1)


def weights(made):
    made.ask(contract.Watch("r", probes=[WEIGHTS], fps=1))
    arrays = decode(made.of(contract.Frame)[-1].body).arrays
    return {name: torch.from_numpy(to_numpy(each).copy()) for name, each in arrays.items()}


def test_scored_as_plain_torch_does_on_samples_never_seen(bench, document):
    spec = document(data={"dataset": "circle", "samples": 100, "features": ["x1", "x1x2"]})
    made = bench(spec, playing=True)
    made.train(*[20] * 15)
    made.ask(contract.Pause("r"))
    data = hidden(spec)
    compete(made, data)
    (scored,) = made.of(contract.Scored)
    assert (scored.step, scored.revision) == (300, 1)

    points = load(DataSpec.model_validate(data))
    raw = torch.from_numpy(points.inputs[points.train :])
    labels = torch.from_numpy(points.labels[points.train :])
    assert len(labels) == 900
    x = torch.stack([raw[:, 0], raw[:, 0] * raw[:, 1]], dim=1)
    w = weights(made)
    hidden_layer = torch.tanh(x @ w["h1.weight"].T + w["h1.bias"])
    logits = (hidden_layer @ w["output.weight"].T + w["output.bias"])[:, 0]
    loss = torch.nn.functional.binary_cross_entropy_with_logits(logits, labels.float())
    assert scored.loss == pytest.approx(loss.item(), rel=1e-5)
    assert scored.score == pytest.approx((((logits > 0) == labels).float().mean()).item())
    assert scored.score > 0.6


def test_a_regression_is_scored_by_its_error(bench, document):
    spec = document(data={"dataset": "plane", "samples": 100}, training={"loss": {"kind": "mse"}})
    made = bench(spec)
    compete(made, hidden(spec))
    (scored,) = made.of(contract.Scored)
    points = load(DataSpec.model_validate(hidden(spec)))
    labels = points.labels[points.train :]
    w = {name: each.numpy() for name, each in weights(made).items()}
    layer = np.tanh(points.inputs[points.train :] @ w["h1.weight"].T + w["h1.bias"])
    output = (layer @ w["output.weight"].T + w["output.bias"])[:, 0]
    assert scored.score == pytest.approx(math.sqrt(np.square(output - labels).mean()), rel=1e-4)


def test_its_own_test_samples_give_the_score_of_its_curves(bench, document):
    spec = document(
        data={"dataset": "iris", "classes": 3, "features": ["x1"]},
        training={"loss": {"kind": "cross_entropy"}},
    )
    made = bench(spec)
    compete(made, spec["data"])
    (scored,) = made.of(contract.Scored)
    (row,) = made.curves()
    assert (scored.loss, scored.score) == pytest.approx((row["test_loss"], row["test_accuracy"]))


@pytest.mark.parametrize(
    "changed",
    [{"features": ["x1"]}, {"dataset": "spiral", "classes": 3}, {"dataset": "plane"}],
    ids=["features", "classes", "task"],
)
def test_what_the_network_is_not_made_for_is_answered_without_figures(bench, document, changed):
    spec = document(data={"dataset": "circle"})
    made = bench(spec)
    compete(made, hidden(spec, **changed))
    (scored,) = made.of(contract.Scored)
    assert msgspec.structs.asdict(scored) == {
        "run": "r", "step": 0, "revision": 1, "loss": None, "score": None, "mark": 3,
    }  # fmt: skip
    assert not made.of(contract.Failed)


def test_a_run_stops_at_the_last_step_and_is_scored_exactly_there(bench, document):
    spec = document(data={"dataset": "circle"})
    rules = contract.Rules(hidden(spec), mark=3, last_step=137)
    found = []
    # However its turns are cut, and whatever is asked of it on the way.
    for turns in ([1000], [1] * 200, [60, 60, 60]):
        made = bench(spec)
        made.ask(contract.Compete("r", rules=rules))
        made.ask(contract.Play("r"))
        for turn in turns:
            made.train(turn)
            made.ask(contract.Watch("r", probes=[METRICS], fps=10))
        made.ask(contract.Play("r"))
        made.train(10)
        made.ask(contract.Step("r", count=5))
        made.train(10)
        assert (made.status.step, made.status.state) == (137, "paused")
        (scored,) = made.of(contract.Scored)
        assert (scored.step, scored.mark) == (137, 3)
        found.append(scored)
    assert found == [found[0]] * 3


def test_what_is_asked_at_the_last_step_comes_after_the_score(bench, document):
    spec = document(data={"dataset": "circle"})
    rules = contract.Rules(hidden(spec), mark=3, last_step=50)
    plain = bench(spec, playing=True, rules=rules)
    plain.train(100, 1)
    for request in (
        contract.Reset("r", spec=spec, revision=2),
        contract.Edit("r", spec=document(units=(3,), data={"dataset": "circle"}), revision=2),
    ):
        made = bench(spec, playing=True, rules=rules)
        # Cut off as soon as the last step is made.
        made.run.train(100, made.now + 1e-4)
        while made.run.playing:
            made.run.train(100, made.now + 1e-4)
        made.run.handle(request)
        assert made.of(contract.Scored)[0] == plain.of(contract.Scored)[0]
    # What was changed at the last step is scored once more, as it is then.
    made.run.train(1)
    again = made.of(contract.Scored)[-1]
    assert (again.step, again.revision) == (50, 2)


def test_a_run_that_begins_again_is_scored_again(bench, document):
    spec = document(data={"dataset": "circle"})
    made = bench(spec, playing=True, rules=contract.Rules(hidden(spec), mark=3, last_step=50))
    made.train(100)
    made.ask(contract.Reset("r", spec=spec, revision=2))
    made.ask(contract.Play("r"))
    made.train(100)
    first, again = made.of(contract.Scored)
    assert (first.step, first.score) == (again.step, again.score)
    made.ask(contract.Compete("r", rules=None))
    made.ask(contract.Play("r"))
    made.train(20)
    assert made.of(contract.Status)[-1].step == 50 or made.run.playing
    assert len(made.of(contract.Scored)) == 2


def test_without_a_last_step_scores_are_at_the_same_steps_for_all(bench, document):
    spec = document(data={"dataset": "circle"})
    found = []
    for turns in ([230], [7] * 33):
        made = bench(spec, playing=True, rules=contract.Rules(hidden(spec), mark=3))
        made.train(*turns)
        found.append({each.step: each.score for each in made.of(contract.Scored)})
    assert list(found[0]) == [*range(1, 11), *range(15, 100, 5), 100, 150, 200]
    assert found[0] == found[1]


def test_a_run_that_moves_keeps_to_the_rules(bench, document):
    spec = document(data={"dataset": "circle"})
    made = bench(spec, playing=True, rules=contract.Rules(hidden(spec), mark=3, last_step=50))
    made.train(30)
    (opened,) = made.run.leave(proven=True)
    assert opened.rules == contract.Rules(hidden(spec), mark=3, last_step=50)


def test_a_probe_may_come_more_slowly_than_the_others(bench, document):
    made = bench(document(), playing=True)
    made.ask(contract.Watch("r", probes=[WEIGHTS, METRICS], fps=10, slower={"metrics": 2}))
    made.events.clear()
    made.train(*[10] * 100)  # 2 s
    keys = [frame.key for frame in made.of(contract.Frame)]
    assert 18 <= keys.count("weights") <= 21
    assert 3 <= keys.count("metrics") <= 5
