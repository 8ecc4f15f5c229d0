"""Every probe against a recomputation with plain torch modules."""

import math

import numpy as np
import pytest
import torch

from playground.observe.frames import observe
from playground.observe.histogram import count
from playground.observe.view import NotThereError
from playground.spec.probes.boundary import BoundaryProbe
from playground.spec.probes.histograms import HistogramsProbe
from playground.spec.probes.metrics import MetricsProbe
from playground.spec.probes.neuron import NeuronProbe
from playground.spec.probes.neurons import NeuronsProbe
from playground.spec.probes.weights import WeightsProbe
from playground.wire.frame import Frame
from support.seeing import assert_same_counts, back, raw_loss, seen

BINARY = {"kind": "binary_cross_entropy"}
CROSS = {"kind": "cross_entropy"}
MSE = {"kind": "mse"}
HUBER = {"kind": "huber", "delta": 0.5}
PROBLEMS = [
    ({"dataset": "spiral"}, BINARY),
    ({"dataset": "spiral"}, CROSS),
    ({"dataset": "xor", "features": ("x1", "x2", "x1x2")}, MSE),
    ({"dataset": "gaussians", "classes": 4}, CROSS),
    ({"dataset": "gaussians", "classes": 3}, MSE),
    ({"dataset": "plane"}, MSE),
    ({"dataset": "curve", "features": ("x1", "sin_x1")}, HUBER),
]
R = 20


@pytest.fixture(
    params=PROBLEMS, ids=lambda problem: f"{problem[0]['dataset']}-{problem[1]['kind']}"
)
def view(request, make_spec, make_view):
    data, loss = request.param
    return make_view(make_spec(data=data, loss=loss, l1=0.01, l2=0.02))


def picture_inputs(view, resolution):
    """The features of the picture's points, written down anew."""
    edge = 6 - 6 / resolution
    across = torch.linspace(-edge, edge, resolution)
    if view.spec.data.kind.dimensions == 1:
        x1, x2 = across, across
    else:
        x1 = across.repeat(resolution)
        x2 = across.flip(0).repeat_interleave(resolution)
    columns = {"x1": x1, "x2": x2, "x1x2": x1 * x2, "sin_x1": x1.sin()}
    return torch.stack([columns[name] for name in view.spec.data.features], dim=1)


def test_frame_says_where_it_was_made(view):
    frame, _ = seen(view, MetricsProbe())
    assert isinstance(frame, Frame)
    assert (frame.probe, frame.key, frame.step, frame.revision) == ("metrics", "metrics", 7, 3)
    assert frame.epoch == view.state.epoch


def test_metrics(view, make_module):
    frame, arrays = seen(view, MetricsProbe())
    module, trainer, values = make_module(view), view.trainer, frame.values
    with torch.no_grad():
        for part, x, labels in (
            ("train", trainer.train_x, trainer.train_labels),
            ("test", trainer.test_x, trainer.test_labels),
        ):
            outputs = module(x)
            assert values[f"{part}_loss"] == pytest.approx(
                raw_loss(view, outputs, labels).item(), rel=1e-4
            )
            if view.spec.data.task == "regression":
                score = (outputs[:, 0] - labels).square().mean().sqrt().item()
            else:
                told = outputs.argmax(1) if outputs.shape[1] > 1 else (outputs[:, 0] > 0).long()
                score = sum(int(a == b) for a, b in zip(told, labels, strict=True)) / len(labels)
            assert values[f"{part}_score"] == pytest.approx(score, rel=1e-5)
    weights = [part.weight for part in module if hasattr(part, "weight")]
    penalty = sum(0.01 * w.abs().sum().item() + 0.01 * w.square().sum().item() for w in weights)
    assert values["penalty"] == pytest.approx(penalty, rel=1e-4)
    assert values["learning_rate"] == pytest.approx(0.01)
    assert values["layers"] == ["h1", "h2", "output"]
    assert values["score"] == ("rmse" if view.spec.data.task == "regression" else "accuracy")
    gradients = view.program.layout.views(view.last_gradient)
    norms = [
        math.hypot(gradients[f"{id}.weight"].norm(), gradients[f"{id}.bias"].norm())
        for id in ("h1", "h2", "output")
    ]
    np.testing.assert_allclose(arrays["gradient_norms"], norms, rtol=1e-4)


@pytest.mark.parametrize("size", [1e-30, 1e25])
def test_gradients_whose_squares_float32_cannot_hold_have_their_norms(view, size):
    view.last_gradient.copy_(size * torch.randn_like(view.last_gradient))
    _, arrays = seen(view, MetricsProbe())
    parts = torch.split(view.last_gradient, [shape.parameters for shape in view.program.shapes])
    norms = [part.double().norm().item() for part in parts]
    np.testing.assert_allclose(arrays["gradient_norms"], norms, rtol=1e-5)


def test_before_any_step_the_gradient_is_that_of_the_next_batch(make_spec, make_view, make_module):
    view = make_view(make_spec(batch_size=100), steps=0)
    module, trainer = make_module(view), view.trainer
    # 84 points train, so the batch is all of them.
    raw_loss(view, module(trainer.train_x), trainer.train_labels).backward()
    _, arrays = seen(view, WeightsProbe())
    np.testing.assert_allclose(arrays["h1.weight.gradient"], module[0].weight.grad, atol=1e-6)
    _, arrays = seen(view, MetricsProbe())
    assert arrays["gradient_norms"][2] == pytest.approx(
        math.hypot(module[4].weight.grad.norm(), module[4].bias.grad.norm()), rel=1e-4
    )


def test_boundary(view, make_module):
    frame, arrays = seen(view, BoundaryProbe(resolution=R))
    outputs = make_module(view)(picture_inputs(view, R)).detach()
    kind = view.spec.training.loss.kind
    if view.spec.data.kind.dimensions == 1:
        assert frame.values == {"kind": "line"}
        np.testing.assert_allclose(arrays["x"], picture_inputs(view, R)[:, 0], atol=1e-5)
        np.testing.assert_allclose(arrays["y"], outputs[:, 0], atol=1e-5)
    elif view.spec.data.task == "multiclass":
        assert frame.values == {"kind": "classes"}
        shares = outputs.softmax(1) if kind == "cross_entropy" else outputs.clamp(0, 1)
        confidence = shares.max(1).values.reshape(R, R).numpy()
        np.testing.assert_allclose(back(arrays["confidence"], 0, 1), confidence, atol=0.5 / 254)
        told = np.take_along_axis(
            shares.numpy(), arrays["classes"].reshape(-1, 1).astype(np.int64), axis=1
        )
        np.testing.assert_allclose(told[:, 0], confidence.ravel(), atol=1e-6)
    else:
        assert frame.values == {"kind": "signed", "low": -1.0, "high": 1.0}
        signed = {
            "binary_cross_entropy": lambda: 2 * outputs[:, 0].sigmoid() - 1,
            "cross_entropy": lambda: 2 * outputs.softmax(1)[:, 1] - 1,
        }.get(kind, lambda: outputs[:, 0].clamp(-1, 1))()
        expected = signed.reshape(R, R).numpy()
        assert arrays["map"].dtype == np.uint8
        np.testing.assert_allclose(back(arrays["map"], -1, 1), expected, atol=1.01 / 255)


def test_a_picture_stands_upright(make_spec, make_view):
    """A network that answers x2 is high in the first row."""
    view = make_view(make_spec(units=(), data={"dataset": "plane"}, loss=MSE))
    view.state.parameters.copy_(torch.tensor([0.0, 1.0, 0.0]))
    _, arrays = seen(view, BoundaryProbe(resolution=R))
    assert (arrays["map"][0] == 255).all()
    assert (arrays["map"][-1] == 0).all()


def test_neurons(view, make_module):
    frame, arrays = seen(view, NeuronsProbe(resolution=R))
    rows = 1 if view.spec.data.kind.dimensions == 1 else R
    assert frame.values["layers"] == ["input", "h1", "h2", "output"] == list(arrays)
    signal = picture_inputs(view, R)
    module = make_module(view)
    for number, layer in enumerate(arrays):
        if number:
            signal = module[2 * number - 1](module[2 * number - 2](signal)).detach()
        bound = frame.values["bounds"][number]
        assert bound == pytest.approx(signal.abs().max().item(), rel=1e-5)
        expected = signal.T.reshape(-1, rows, R).numpy()
        own = signal.abs().amax(0).tolist() if number == 0 else [bound] * len(expected)
        if number == 0:
            assert frame.values["input_bounds"] == pytest.approx(own, rel=1e-5)
        for map_, limit, values in zip(arrays[layer], own, expected, strict=True):
            np.testing.assert_allclose(back(map_, -limit, limit), values, atol=1.01 * limit / 255)


def test_of_a_wide_layer_the_first_units_are_sent(make_spec, make_view):
    _, arrays = seen(make_view(make_spec(units=(100,))), NeuronsProbe(resolution=8))
    assert arrays["h1"].shape == (64, 8, 8)


def test_a_silent_layer_is_neutral(make_spec, make_view):
    view = make_view(make_spec(units=(3,), activation="relu"))
    view.state.parameters.zero_()
    frame, arrays = seen(view, NeuronsProbe(resolution=8))
    assert frame.values["bounds"][1] == 1.0
    assert (abs(arrays["h1"].astype(int) - 127.5) < 1).all()


def test_weights(view, make_module):
    frame, arrays = seen(view, WeightsProbe())
    module = make_module(view)
    gradients = view.program.layout.views(view.last_gradient)
    assert frame.values == {}
    assert len(arrays) == 12
    for number, layer in enumerate(("h1", "h2", "output")):
        for name in ("weight", "bias"):
            key = f"{layer}.{name}"
            expected = getattr(module[2 * number], name).detach()
            np.testing.assert_array_equal(arrays[key], expected)
            np.testing.assert_array_equal(arrays[f"{key}.gradient"], gradients[key])


@pytest.mark.parametrize(("layer", "number"), [("h1", 1), ("h2", 2), ("output", 3)])
def test_histograms(view, make_module, layer, number):
    frame, arrays = seen(view, HistogramsProbe(layer=layer, bins=16))
    module = make_module(view)
    gradients = view.program.layout.views(view.last_gradient)
    expected = {
        "gradients": gradients[f"{layer}.weight"].numpy(),
        "activations": module[: 2 * number](view.trainer.train_x).detach().numpy(),
        "weights": module[2 * number - 2].weight.detach().numpy(),
    }
    assert frame.values["layer"] == layer
    for name, values in expected.items():
        low, high = frame.values[f"{name}_low"], frame.values[f"{name}_high"]
        assert_same_counts(arrays[name], values.ravel(), low, high)


def test_histograms_count_the_weights_that_exist(make_spec, make_view):
    spec = make_spec()
    first = spec.network.layers[0].model_copy(update={"density": 0.25})
    network = spec.network.model_copy(update={"layers": (first, *spec.network.layers[1:])})
    view = make_view(spec.model_copy(update={"network": network}))
    weights = view.program.layout.views(view.state.parameters)[f"{first.id}.weight"]
    frame, arrays = seen(view, HistogramsProbe(layer=first.id, bins=16))
    existing = weights[weights != 0].numpy()
    assert existing.size == view.program.shapes[0].connections < weights.numel()
    low, high = frame.values["weights_low"], frame.values["weights_high"]
    assert_same_counts(arrays["weights"], existing, low, high)
    assert arrays["gradients"].sum() == existing.size


@pytest.mark.parametrize(
    ("values", "low", "high", "total"),
    [([2.0, 2.0], 1.5, 2.5, 2), ([], 0.0, 1.0, 0), ([math.nan, 1.0, 3.0, math.inf], 1.0, 3.0, 2)],
)
def test_odd_histograms(values, low, high, total):
    counts, found_low, found_high = count(torch.tensor(values), 8)
    assert (found_low, found_high, counts.sum()) == (low, high, total)


@pytest.mark.parametrize(
    ("layer", "number", "unit"), [("h1", 1, 4), ("h2", 2, 0), ("output", 3, 0)]
)
def test_neuron(view, make_module, layer, number, unit):
    frame, arrays = seen(view, NeuronProbe(layer=layer, unit=unit, resolution=R, bins=16))
    module, values = make_module(view), frame.values
    linear, upto = module[2 * number - 2], module[: 2 * number]
    rows = 1 if view.spec.data.kind.dimensions == 1 else R
    picture = upto(picture_inputs(view, R)).detach()[:, unit]
    bound = picture.abs().max().item()
    assert values["high"] == -values["low"] == pytest.approx(bound, rel=1e-5)
    np.testing.assert_allclose(
        back(arrays["map"], -bound, bound), picture.reshape(rows, R), atol=1.01 * bound / 255
    )
    np.testing.assert_array_equal(arrays["weights"], linear.weight[unit].detach())
    gradients = view.program.layout.views(view.last_gradient)
    np.testing.assert_array_equal(arrays["weight_gradients"], gradients[f"{layer}.weight"][unit])
    assert values["bias"] == pytest.approx(linear.bias[unit].item())
    activations = upto(view.trainer.train_x)
    activations.retain_grad()
    raw_loss(view, module[2 * number :](activations), view.trainer.train_labels).backward()
    for name, expected in (
        ("activations", activations.detach()[:, unit].numpy()),
        ("gradients", activations.grad[:, unit].numpy()),
    ):
        assert_same_counts(arrays[name], expected, values[f"{name}_low"], values[f"{name}_high"])
    names = {"h1": list(view.spec.data.features), "h2": [f"h1·{i}" for i in range(1, 6)]}
    assert values["inputs"] == names.get(layer, [f"h2·{i}" for i in range(1, 5)])


def test_large_sweeps_in_blocks_are_the_same(view, make_view, monkeypatch):
    whole = seen(view, NeuronProbe(layer="h1", unit=0))
    monkeypatch.setattr("playground.train.cost.PIECE_FLOATS", {"cpu": 700})
    parts = seen(make_view(view.spec), NeuronProbe(layer="h1", unit=0))
    # A product of fewer rows may round differently, so a count may move by a bin.
    np.testing.assert_allclose(whole[1]["map"].astype(int), parts[1]["map"].astype(int), atol=1)
    assert whole[0].values["gradients_high"] == pytest.approx(parts[0].values["gradients_high"])


@pytest.mark.parametrize(
    "probe",
    [
        HistogramsProbe(layer="gone"),
        HistogramsProbe(layer="input"),
        NeuronProbe(layer="gone", unit=0),
        NeuronProbe(layer="h1", unit=5),
    ],
    ids=str,
)
def test_what_is_gone_cannot_be_seen(make_spec, make_view, probe):
    with pytest.raises(NotThereError):
        observe(make_view(make_spec()), probe)
