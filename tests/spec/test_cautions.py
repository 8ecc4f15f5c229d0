"""What a set-up can never do: told for what cannot, silent for what can, and mended by each way out."""

from __future__ import annotations

import itertools
from typing import Any

import jsonpatch
import pytest
import torch

from playground.nn.activations import activate
from playground.observe.answers import likelihoods, predicted_class
from playground.spec.activations import ACTIVATIONS
from playground.spec.cautions import SURE, cautions
from playground.spec.data import Task
from playground.spec.project import Spec, parse

DATA: dict[Task, dict[str, Any]] = {
    "binary": {"dataset": "circle"},
    "multiclass": {"dataset": "gaussians", "classes": 3},
    "regression": {"dataset": "plane"},
}
TARGETS = {"binary": None, "multiclass": None, "regression": (-1.0, 1.0)}
PAIRS: list[tuple[Task, str]] = [
    ("binary", "binary_cross_entropy"),
    ("binary", "mse"),
    ("binary", "huber"),
    ("binary", "cross_entropy"),
    ("multiclass", "mse"),
    ("multiclass", "cross_entropy"),
    ("regression", "mse"),
    ("regression", "huber"),
]


def set_up(
    task: Task = "binary", loss: str = "mse", output: str = "identity", **training: Any
) -> Spec:
    return parse(
        {
            "data": DATA[task],
            "network": {"output": {"activation": output}},
            "training": {"loss": {"kind": loss}, **training},
        }
    )


def codes(spec: Spec, targets: tuple[float, float] | None = None) -> list[str]:
    return [each.code for each in cautions(spec, targets)]


# --- against numbers: the outputs that there are, over a wide grid ------------------------------

FAR = torch.logspace(1, 6, 20_001, dtype=torch.float64)
GRID = torch.cat([-FAR, torch.linspace(-18, 18, 36_001, dtype=torch.float64), FAR])
NEAR = 1e-3


def lacks_something(spec: Spec) -> bool:
    """Whether no output of the grid comes near a target, is of a class, or is sure of one."""
    given = activate(spec.network.output.activation, GRID)
    task = spec.data.task
    if "cross_entropy" in spec.training.loss.kind:
        if spec.outputs == 1:
            outputs = given[:, None].float()
        else:
            # The class that is meant as high as can be, the others as low.
            outputs = torch.stack([given.max(), *[given.min()] * (spec.outputs - 1)])[None].float()
        found = likelihoods(spec, outputs)
        of = [found[:, 0].max()] if spec.outputs > 1 else list(found.max(dim=0).values)
        sure = all(float(most) >= SURE for most in of)
        return not sure or (spec.outputs == 1 and len(predicted_class(outputs).unique()) < 2)
    aims = (0.0, 1.0) if task == "multiclass" else (-1.0, 1.0)
    return any(float((given - aim).abs().min()) > NEAR for aim in aims)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize(("task", "loss"), PAIRS)
def test_it_is_told_for_just_those_outputs_that_lack_something(
    task: Task, loss: str, activation: str
) -> None:
    spec = set_up(task, loss, activation)
    told = codes(spec, TARGETS[task])
    assert len(told) == lacks_something(spec), told
    for each in cautions(spec, TARGETS[task]):
        assert each.pointer == "/network/output"
        assert 1 <= len(each.fixes) <= 3


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize(("task", "loss"), PAIRS)
def test_each_way_out_is_one(task: Task, loss: str, activation: str) -> None:
    spec = set_up(task, loss, activation)
    for each in cautions(spec, TARGETS[task]):
        for fix in each.fixes:
            mended = parse(jsonpatch.apply_patch(spec.model_dump(mode="json"), list(fix.patch)))
            assert codes(mended, TARGETS[task]) == [], fix.code


# --- which it is ----------------------------------------------------------------------------------


@pytest.mark.parametrize("output", ["sigmoid", "hard_sigmoid", "relu", "relu6", "softplus"])
@pytest.mark.parametrize("loss", ["binary_cross_entropy", "mse", "huber"])
def test_an_output_that_is_never_negative_means_one_class(loss: str, output: str) -> None:
    (told,) = cautions(set_up("binary", loss, output))
    assert told.code == "output_never_negative"
    linear = [fix for fix in told.fixes if fix.code == "output_linear"]
    assert linear
    assert ("output_tanh" in {fix.code for fix in told.fixes}) == (loss != "binary_cross_entropy")


def test_the_textbooks_nets_are_told() -> None:
    xor = {
        "data": {"dataset": "painted", "painted": [[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]]},
        "network": {
            "layers": [{"kind": "dense", "id": "h1", "units": 2, "activation": "sigmoid"}],
            "output": {"activation": "sigmoid"},
        },
        "training": {"loss": {"kind": "mse"}, "optimizer": {"kind": "sgd"}},
    }
    assert codes(parse(xor)) == ["output_never_negative"]


@pytest.mark.parametrize(
    ("loss", "output", "code", "most"),
    [
        ("binary_cross_entropy", "tanh", "output_unsure", 73),
        ("binary_cross_entropy", "gelu", "output_unsure_first", 54),
        ("binary_cross_entropy", "elu", "output_unsure_first", 73),
        ("cross_entropy", "sigmoid", "output_unsure", 73),
        ("cross_entropy", "tanh", "output_unsure", 88),
    ],
)
def test_bounded_logits_say_how_sure_they_can_be(
    loss: str, output: str, code: str, most: int
) -> None:
    (told,) = cautions(set_up("binary", loss, output))
    assert (told.code, told.params["most"]) == (code, most)
    assert f"{most}%" in told.sentence


def test_smoothed_targets_ask_for_less() -> None:
    assert codes(set_up("binary", "cross_entropy", "tanh", label_smoothing=0.2)) == [
        "output_unsure"
    ]
    assert codes(set_up("binary", "cross_entropy", "tanh", label_smoothing=0.25)) == []
    assert codes(set_up("binary", "binary_cross_entropy", "tanh", label_smoothing=0.54)) == []


@pytest.mark.parametrize(
    ("output", "targets", "code"),
    [
        ("sigmoid", (0.0, 1.0), None),
        ("sigmoid", (0.2, 0.9), None),
        ("sigmoid", (3.0, 180.0), "output_too_low"),
        ("sigmoid", (-2.0, 0.5), "output_too_high"),
        ("sigmoid", (-2.0, 3.0), "output_too_narrow"),
        ("relu", (0.0, 500.0), None),
        ("relu", (-1.0, 500.0), None),
        ("relu", (-50.0, 500.0), "output_too_high"),
        ("tanh", (-1.04, 1.04), None),
        ("tanh", (-3.0, 3.0), "output_too_narrow"),
        ("identity", (-1e9, 1e9), None),
    ],
)
def test_a_regression_is_measured_by_its_targets(
    output: str, targets: tuple[float, float], code: str | None
) -> None:
    assert codes(set_up("regression", "mse", output), targets) == ([code] if code else [])


def test_targets_that_nobody_knows_are_no_reason_to_doubt() -> None:
    assert codes(set_up("regression", "mse", "sigmoid")) == []


# --- what learns ----------------------------------------------------------------------------------


def frozen(hidden: dict[str, Any], output: dict[str, Any]) -> Spec:
    layer = {"kind": "dense", "id": "a", "units": 3, **hidden}
    return parse({"network": {"layers": [layer], "output": output}})


def test_a_network_in_which_nothing_learns_is_told() -> None:
    still = ({"frozen": True}, {"rate_factor": 0.0})
    for hidden, output in itertools.product([*still, {}], [*still, {}]):
        spec = frozen(hidden, output)
        found = cautions(spec)
        assert [each.code for each in found] == (["nothing_learns"] if hidden and output else [])
        for each in found:
            assert each.pointer == "/network/layers/0"
            (fix,) = each.fixes
            mended = parse(jsonpatch.apply_patch(spec.model_dump(mode="json"), list(fix.patch)))
            assert all(
                not layer.frozen and layer.rate_factor == 1
                for layer in (*mended.network.layers, mended.network.output)
            )
