"""What goes wrong in a network is found where it is so, measured as plain torch measures it.

Each rule has a network that really fails, with plain settings, on seeds chosen beforehand; and
networks that learn, in which nothing may be found on the way.
"""

from __future__ import annotations

from typing import Any

import jsonpatch
import numpy as np
import pytest
import torch
from torch import Tensor, nn

from playground.engine.training import Training
from playground.observe.health import SAMPLES, constant_loss, health_of
from playground.observe.view import View
from playground.spec.faults import FIRES, RULES, Finding, Health, findings
from playground.spec.normalizing import normalize
from playground.spec.presets import PRESETS
from playground.spec.probes.health import HealthProbe
from playground.spec.project import Spec, parse
from playground.wire.problems import FindingMessage
from support.health import go_on, trained
from support.seeing import raw_loss, seen
from support.strings import missing

SEEDS = (11, 12, 13)
TORCH = {
    "tanh": nn.Tanh,
    "relu": nn.ReLU,
    "sigmoid": nn.Sigmoid,
    "identity": nn.Identity,
    "hard_tanh": nn.Hardtanh,
}


def hidden(count: int, units: int, activation: str, **settings: Any) -> list[dict[str, Any]]:
    return [
        {"kind": "dense", "id": f"h{at}", "units": units, "activation": activation, **settings}
        for at in range(count)
    ]


def document(
    layers: list[dict[str, Any]], dataset: str = "circle", optimizer: str = "adam", **changed: Any
) -> dict[str, Any]:
    data = {"dataset": dataset} | ({"features": ["x1"]} if dataset == "curve" else {})
    regression = dataset in ("plane", "curve")
    training = {
        "loss": {"kind": "mse" if regression else "binary_cross_entropy"},
        "optimizer": {"kind": optimizer},
        "learning_rate": 0.01,
        **changed,
    }
    return {"data": data, "network": {"layers": layers}, "training": training}


def told(training: Training) -> list[Finding]:
    return list(findings(training.spec, health_of(training.look())))


def firing(training: Training) -> list[str]:
    return [each.code for each in told(training) if each.level == FIRES]


# --- networks that fail ---------------------------------------------------------------------------

SMALL = {"kind": "normal", "deviation": 0.05}
WIDE = {"kind": "normal", "deviation": 10}
LARGE = {"kind": "normal", "deviation": 0.6}

FAILING: dict[str, tuple[dict[str, Any], int, str | None]] = {
    "dead": (document(hidden(2, 8, "relu", initial_bias=-20)), 60, "h0"),
    "saturated": (document(hidden(2, 8, "tanh", init=WIDE)), 60, "h0"),
    "blocked": (document(hidden(2, 8, "tanh", init={"kind": "zeros"})), 60, "h1"),
    "vanishing": (document(hidden(8, 8, "sigmoid"), optimizer="sgd", learning_rate=0.1), 60, None),
    "exploding": (
        document(hidden(10, 32, "relu", init=LARGE), optimizer="sgd", learning_rate=1e-6),
        60,
        "h0",
    ),
    "rate_too_high": (document(hidden(2, 8, "tanh"), "spiral", learning_rate=3), 1000, None),
    "ragged": (
        document(hidden(2, 8, "tanh"), "spiral", optimizer="sgd", learning_rate=10),
        400,
        None,
    ),
    "loss_flat": (document(hidden(1, 8, "identity"), "xor"), 600, None),
}


def test_every_rule_has_a_network_that_fails_and_says_where_its_bounds_are_from() -> None:
    assert FAILING.keys() == {rule.code for rule in RULES}
    for rule in RULES:
        assert rule.fires >= rule.clears > 0
        assert any(character.isdigit() for character in rule.source)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("code", FAILING)
def test_a_network_that_fails_is_told_why(code: str, seed: int) -> None:
    failing, steps, layer = FAILING[code]
    training = trained(failing | {"seed": seed}, steps)
    # A rate that is too high is told at some of the points, as the loss goes up and down.
    found: list[Finding] = []
    for _ in range(12):
        found = [each for each in told(training) if each.code == code and each.level == FIRES]
        if found:
            break
        go_on(training, 100)
    assert found, told(training)
    if layer is not None:
        assert found[0].layer is not None
        assert found[0].layer.id in (layer, "h0")
    assert found[0].fixes


@pytest.mark.parametrize("code", FAILING)
def test_each_way_out_fits_the_set_up(code: str) -> None:
    failing, steps, _ = FAILING[code]
    training = trained(failing | {"seed": SEEDS[0]}, steps)
    for each in told(training):
        assert 1 <= len(each.fixes) <= 3
        for fix in each.fixes:
            mended = parse(
                jsonpatch.apply_patch(training.spec.model_dump(mode="json"), list(fix.patch))
            )
            assert fix.patch or fix.fresh
            assert set(fix.fresh) <= {shape.id for shape in mended.shapes if shape.tensors}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("code", ["dead", "saturated", "blocked", "exploding"])
def test_first_weights_that_suit_the_activation_cure_it(code: str, seed: int) -> None:
    failing, steps, _ = FAILING[code]
    training = trained(failing | {"seed": seed}, steps)
    (finding,) = [each for each in told(training) if each.code == code]
    (cure,) = [fix for fix in finding.fixes if fix.code == "good_start"]
    spec = training.spec.model_dump(mode="json")
    cured = trained(jsonpatch.apply_patch(spec, list(cure.patch)), 60)
    assert code not in firing(cured)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("code", ["saturated", "vanishing", "exploding"])
def test_normalization_cures_what_it_is_offered_for(code: str, seed: int) -> None:
    failing, steps, _ = FAILING[code]
    training = trained(failing | {"seed": seed}, steps)
    (finding,) = [each for each in told(training) if each.code == code]
    (cure,) = [fix for fix in finding.fixes if fix.code == "normalize"]
    spec = training.spec.model_dump(mode="json")
    # As the page does it: the weights that the layers have stay.
    training.edit(jsonpatch.apply_patch(spec, list(cure.patch)), 2)
    go_on(training, 60)
    assert code not in firing(training)
    assert "normalize" not in {fix.code for each in told(training) for fix in each.fixes}


BLOCK = [
    {
        "kind": "block",
        "id": "b",
        "repeat": 3,
        "skip": "add",
        "layers": [{"kind": "dense", "id": "c", "units": 8, "activation": "tanh"}],
    }
]
SKIPPED = {"skips": [{"source": "h0", "target": "h2"}]}


@pytest.mark.parametrize(
    ("network", "kinds"),
    [
        (
            {"layers": hidden(3, 8, "tanh"), **SKIPPED},
            ["dense", "batch_norm", "activation"] * 3,
        ),
        (
            {"layers": hidden(1, 8, "relu") + BLOCK},
            ["dense", "batch_norm", "activation"] * 4,
        ),
        (
            {"layers": [*hidden(1, 8, "identity"), {"kind": "activation", "id": "norm1"}]},
            ["dense", "batch_norm", "activation"],
        ),
        ({"layers": [*hidden(1, 8, "tanh"), {"kind": "layer_norm", "id": "n"}]}, None),
        ({"layers": hidden(16, 8, "tanh")}, None),
        ({"layers": []}, None),
    ],
)
def test_normalization_stands_between_weights_and_activation(
    network: dict[str, Any], kinds: list[str] | None
) -> None:
    spec = parse(document([]) | {"network": network})
    fixes = list(normalize(spec))
    if kinds is None:
        assert fixes == []
        return
    mended = parse(jsonpatch.apply_patch(spec.model_dump(mode="json"), list(fixes[0].patch)))
    assert [shape.kind for shape in mended.shapes[:-1]] == kinds
    joined = [shape.id for shape in mended.shapes for _ in shape.joins if "skips" in network]
    assert joined == (["h2"] if "skips" in network else [])
    for skip in mended.network.skips:
        assert next(each for each in mended.shapes if each.id == skip.source).kind == "activation"


def test_few_samples_are_normalized_each_by_itself() -> None:
    spec = parse(document(hidden(2, 8, "tanh"), batch_size=4))
    (fix,) = normalize(spec)
    assert {each["value"]["kind"] for each in fix.patch if each["op"] == "add"} == {
        "layer_norm",
        "activation",
    }


# --- networks that learn --------------------------------------------------------------------------

LEARNING: dict[str, dict[str, Any]] = {
    "tanh": document(hidden(3, 8, "tanh"), "spiral"),
    "relu": document(hidden(3, 8, "relu"), "spiral"),
    "a few rectifiers": document(hidden(1, 4, "relu")),
    "gradient descent": document(hidden(1, 4, "tanh"), optimizer="sgd", learning_rate=0.1),
    "sigmoid": document(hidden(1, 6, "sigmoid"), learning_rate=0.03),
    "xor": document(hidden(1, 4, "tanh"), "xor"),
    "plane": document(hidden(2, 6, "tanh"), "plane"),
    "curve": document(hidden(2, 16, "tanh"), "curve"),
    "deep rectifiers": document(hidden(8, 16, "relu"), "spiral", learning_rate=0.003),
    "deep tanh": document(hidden(8, 16, "tanh"), learning_rate=0.003),
}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", LEARNING)
def test_a_network_that_learns_is_left_alone(name: str, seed: int) -> None:
    training = trained(LEARNING[name] | {"seed": seed}, 0)
    for steps in (1, 4, 5, 20, 30, 40, 100, 100, 100, 200, 400):
        go_on(training, steps)
        assert firing(training) == [], training.state.step


@pytest.mark.parametrize("name", [name for name in PRESETS if name != "vanishing"])
def test_an_example_is_left_alone(name: str) -> None:
    training = trained(PRESETS[name].model_dump(mode="json"), 0)
    for steps in (10, 40, 150):
        go_on(training, steps)
        assert firing(training) == [], training.state.step


# --- against plain torch --------------------------------------------------------------------------


def plain(view: View) -> tuple[list[nn.Module], list[Tensor], Tensor]:
    """The network as torch's own modules, each layer's pre-activations, and their gradients."""
    values = view.program.layout.views(view.state.parameters)
    signal = view.trainer.train_x[:SAMPLES].clone()
    before: list[Tensor] = []
    functions: list[nn.Module] = []
    for shape in view.program.shapes:
        linear = nn.Linear(shape.inputs[0], shape.units)
        linear.weight = nn.Parameter(values[f"{shape.id}.weight"].clone())
        linear.bias = nn.Parameter(values[f"{shape.id}.bias"].clone())
        functions.append(TORCH[shape.activation]())
        before.append(linear(signal))
        before[-1].retain_grad()
        signal = functions[-1](before[-1])
    raw_loss(view, signal, view.trainer.train_labels[:SAMPLES]).backward()
    return functions, before, signal


@pytest.mark.parametrize("activation", ["relu", "tanh", "sigmoid", "hard_tanh"])
@pytest.mark.parametrize("seed", SEEDS)
def test_shares_and_gradients_are_those_of_plain_torch(activation: str, seed: int) -> None:
    layers = hidden(3, 16, activation, init={"kind": "normal", "deviation": 1.5}, initial_bias=-1)
    view = trained(document(layers, "moons") | {"seed": seed}, 30).look()
    functions, before, _ = plain(view)
    health = health_of(view)
    for at, (function, z) in enumerate(zip(functions, before, strict=True)):
        assert z.grad is not None
        length = float((z.grad.double() ** 2).sum(dim=1).mean().sqrt())
        assert health.arriving[at] == pytest.approx(length, rel=1e-4)
        if at == 3:
            continue
        leaf = z.detach().requires_grad_()
        function(leaf).sum().backward()
        assert leaf.grad is not None
        steep = leaf.grad.abs().numpy()
        if activation == "relu":
            values = function(z).detach().numpy()
            assert health.dead[at] == pytest.approx((values == 0).all(axis=0).mean())
            assert health.saturated[at] == 0
        else:
            least = {"tanh": 0.05, "hard_tanh": 0.05, "sigmoid": 0.0125}[activation]
            assert health.saturated[at] == pytest.approx((steep < least).mean(), abs=1e-3)
            assert health.dead[at] == 0


@pytest.mark.parametrize(
    ("dataset", "loss"),
    [
        ("circle", "binary_cross_entropy"),
        ("circle", "mse"),
        ("circle", "cross_entropy"),
        ("rings", "cross_entropy"),
        ("rings", "mse"),
        ("plane", "mse"),
        ("plane", "huber"),
    ],
)
def test_no_constant_output_is_better_than_the_best(dataset: str, loss: str) -> None:
    spec = parse({"data": {"dataset": dataset}, "training": {"loss": {"kind": loss}}})
    training = trained(spec.model_dump(mode="json"), 0)
    view = training.look()
    labels = view.trainer.train_labels
    found = float(constant_loss(spec, labels))
    output = torch.zeros(1, spec.outputs, requires_grad=True)
    descent = torch.optim.Adam([output], lr=0.05)
    for _ in range(600):
        descent.zero_grad()
        best = raw_loss(view, output.expand(len(labels), -1), labels)
        best.backward()
        descent.step()
    assert found == pytest.approx(float(best.detach()), rel=0.01)


# --- the rules by themselves ----------------------------------------------------------------------


def spec_of(layers: int = 2, **changed: Any) -> Spec:
    return parse(document(hidden(layers, 4, "tanh"), **changed))


def health(spec: Spec, **changed: Any) -> Health:
    still = [0.0] * len(spec.shapes)
    figures = {"dead": still, "saturated": still, "arriving": [1.0] * len(still)}
    return Health(**{**figures, "loss": 1.0, "constant": 1.0, **changed})


def levels(spec: Spec, **changed: Any) -> dict[str, int]:
    return {each.code: each.level for each in findings(spec, health(spec, **changed))}


def test_between_its_bounds_a_finding_goes_on_but_does_not_begin() -> None:
    spec = spec_of()
    for dead, level in ((0.5, 2), (0.45, 1), (0.39, 0)):
        assert levels(spec, dead=[0, dead, 0]).get("dead", 0) == level
    for part, level in ((1e-3, 2), (5e-3, 1), (0.02, 0)):
        assert levels(spec, arriving=[part, 1, 1]).get("vanishing", 0) == level


def test_a_network_that_has_learned_is_not_told_of_its_units() -> None:
    spec = spec_of()
    for loss, level in ((0.6, 2), (0.45, 1), (0.3, 0)):
        assert levels(spec, dead=[1, 1, 0], loss=loss).get("dead", 0) == level


def test_it_begins_at_the_first_layer_in_the_order_in_which_it_spreads() -> None:
    spec = spec_of(4)
    found = findings(spec, health(spec, saturated=[0.7, 0.9, 0.95, 0.9, 0]))
    assert [(each.code, each.layer and each.layer.id) for each in found] == [("saturated", "h1")]
    found = findings(spec, health(spec, arriving=[1e-6, 1e-5, 1e-4, 0.1, 1]))
    assert [(each.code, each.layer and each.layer.id) for each in found] == [("vanishing", "h2")]


def trail(*losses: float, every: int = 5) -> list[tuple[int, float]]:
    return [(at * every, loss) for at, loss in enumerate(losses)]


def test_a_loss_that_falls_from_far_above_has_no_rate_that_is_too_high() -> None:
    spec = spec_of()
    assert levels(spec, trail=trail(*np.geomspace(50, 2, 40).tolist())) == {}
    jumping = trail(*[1.5, 1.4, 1.7] * 14)
    assert levels(spec, trail=jumping, constant=1.0) == {"rate_too_high": 2}
    assert levels(spec, trail=jumping, constant=1.4) == {"rate_too_high": 1}
    assert levels(spec, trail=jumping, constant=1.6) == {}
    assert levels(spec, trail=trail(*[0.8, 1.1] * 20), constant=1.6) == {"ragged": 2}
    assert levels(spec, trail=trail(*[0.8, 1.0] * 20), constant=1.6) == {"ragged": 1}


def test_a_loss_stands_still_only_after_many_steps_and_at_that_of_a_constant() -> None:
    spec = spec_of()
    still = [1.0] * 40
    assert levels(spec, trail=trail(*still)) == {"loss_flat": 2}
    assert levels(spec, trail=trail(*still, every=1)) == {}
    assert levels(spec, trail=trail(*still[:30])) == {}
    assert levels(spec, trail=trail(*still), constant=1.2) == {}
    assert levels(spec, trail=trail(*np.linspace(1.1, 1.0, 40).tolist())) == {}


def test_an_edit_begins_a_new_trail() -> None:
    training = trained(document(hidden(1, 4, "tanh")), 50)
    assert len(training.look().trail) > 20
    spec = training.spec.model_dump(mode="json")
    spec["training"]["learning_rate"] = 0.02
    training.edit(spec, 2)
    assert training.look().trail == ()


# --- as it travels --------------------------------------------------------------------------------


def test_the_frame_carries_findings_with_their_ways_out() -> None:
    view = trained(FAILING["dead"][0] | {"seed": 11}, 60).look()
    frame, arrays = seen(view, HealthProbe())
    assert frame.values["layers"] == ["h0", "h1", "output"]
    assert arrays["dead"][0] == 1
    written = frame.values["findings"]
    assert isinstance(written, list)
    first = FindingMessage.model_validate_json(str(written[0]))
    assert (first.code, first.layer, first.level) == ("dead", "h0", 2)
    assert first.mends[0].code == "good_start"
    assert "100%" in first.detail


def test_the_page_has_a_text_for_each_rule() -> None:
    assert missing(*(f"finding.{rule.code}" for rule in RULES)) == []


def test_the_example_of_vanishing_gradients_says_so() -> None:
    training = trained(PRESETS["vanishing"].model_dump(mode="json"), 20)
    assert firing(training) == ["vanishing"]
