"""Every probe of a convolutional network with skips, against the same network as a plain module."""

import numpy as np
import pytest
import torch
from torch import nn

from playground.observe import view as view_module
from playground.observe.frames import observe
from playground.observe.view import NotThereError
from playground.spec.planes import ColumnsPlane, PrincipalPlane
from playground.spec.probes.boundary import BoundaryProbe
from playground.spec.probes.histograms import HistogramsProbe
from playground.spec.probes.metrics import MetricsProbe
from playground.spec.probes.neuron import NeuronProbe
from playground.spec.probes.neurons import NeuronsProbe
from playground.spec.probes.points_on_plane import PointsProbe
from playground.spec.probes.predictions import PredictionsProbe
from playground.spec.probes.weights import WeightsProbe
from playground.spec.project import parse
from support.seeing import assert_same_counts, back, raw_loss, seen

R = 12
DOCUMENT = {
    "data": {"dataset": "digits", "classes": 3, "samples": 150},
    "network": {
        "layers": [
            {"kind": "conv2d", "id": "c1", "units": 4},
            {"kind": "batch_norm", "id": "n1"},
            {"kind": "max_pool", "id": "p1"},
            {"kind": "conv2d", "id": "c2", "units": 6, "groups": 2, "activation": "tanh"},
            {"kind": "dropout", "id": "d1", "probability": 0.5},
            {"kind": "activation", "id": "a1", "activation": "prelu"},
            {"kind": "flatten", "id": "f1"},
            {"kind": "dense", "id": "h1", "units": 5},
        ],
        "skips": [
            {"source": "c1", "target": "d1"},
            {"source": "p1", "target": "h1", "mode": "concat"},
            {"source": "f1", "target": "output"},
        ],
    },
    "training": {
        "loss": {"kind": "cross_entropy"},
        "learning_rate": 0.02,
        "l1": 0.01,
        "l2": 0.02,
    },
}
LAYERS = ["c1", "n1", "p1", "c2", "d1", "a1", "f1", "h1", "output"]


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.c1 = nn.Conv2d(1, 4, 3, padding=1)
        self.n1 = nn.BatchNorm2d(4)
        self.c2 = nn.Conv2d(4, 6, 3, padding=1, groups=2)
        self.skip_d1 = nn.Conv2d(4, 6, 1, bias=False)
        self.dropout = nn.Dropout(0.5)
        self.slope = nn.PReLU()
        self.h1 = nn.Linear(96 + 64, 5)
        self.skip_output = nn.Linear(96, 5, bias=False)
        self.output = nn.Linear(5, 3)

    def forward(self, x):
        """Every layer's values by its name."""
        c1 = self.c1(x).relu()
        n1 = self.n1(c1)
        p1 = nn.functional.max_pool2d(n1, 2)
        c2 = self.c2(p1).tanh()
        d1 = self.dropout(c2 + self.skip_d1(nn.functional.avg_pool2d(c1, 2)))
        a1 = self.slope(d1)
        f1 = a1.flatten(1)
        h1 = self.h1(torch.cat([f1, p1.flatten(1)], dim=1)).tanh()
        output = self.output(h1 + self.skip_output(f1))
        values = (c1, n1, p1, c2, d1, a1, f1, h1, output)
        return dict(zip(LAYERS, values, strict=True))


SKIPS = [("skip_d1", "d1.skip-c1"), ("skip_output", "output.skip-f1"), ("slope", "a1.slope")]


@pytest.fixture(params=[None, 0.8], ids=["plain", "averaged"])
def view(request, make_view):
    training = DOCUMENT["training"] | {"averaging": request.param}
    return make_view(parse(DOCUMENT | {"training": training}), steps=15)


@pytest.fixture
def net(view, fill_module):
    return fill_module(Net(), view, SKIPS)


def pictures(view):
    """Training and test pictures one after the other, and their labels."""
    trainer = view.trainer
    return (
        torch.cat([trainer.train_x, trainer.test_x]),
        torch.cat([trainer.train_labels, trainer.test_labels]),
    )


def test_the_running_statistics_and_the_average_are_not_the_first_ones(view):
    """Else the others would tell nothing of them."""
    buffers = view.program.buffer_layout.views(view.state.buffers)
    assert (buffers["n1.mean"] > 0.01).any()
    assert (buffers["n1.variance"] - 1).abs().min() > 0.1
    averaged = view.spec.training.averaging is not None
    assert torch.equal(view.evaluated, view.state.parameters) is not averaged


def test_feature_maps(view, net):
    x, labels = pictures(view)
    sample = len(view.trainer.train_x) + 4
    frame, arrays = seen(view, NeuronsProbe(sample=sample))
    values = net(x[sample : sample + 1])
    assert frame.values["layers"] == ["input", *LAYERS] == list(arrays)
    assert arrays["input"].shape == (1, 8, 8)
    np.testing.assert_allclose(
        back(arrays["input"][0], -1, 1) * frame.values["input_bounds"][0],
        x[sample, 0],
        atol=1.01 / 255,
    )
    for layer, bound in zip(LAYERS, frame.values["bounds"][1:], strict=True):
        expected = values[layer].detach()[0]
        expected = expected if expected.ndim == 3 else expected[:64, None, None]
        assert bound == pytest.approx(expected.abs().max().item(), rel=1e-4)
        assert arrays[layer].shape == expected.shape
        np.testing.assert_allclose(
            back(arrays[layer], -bound, bound), expected, atol=1.01 * bound / 255
        )
    assert frame.values["sample"] == sample
    assert frame.values["label"] == labels[sample].item()
    assert frame.values["prediction"] == values["output"].argmax().item()


def test_another_sample_has_another_key():
    assert NeuronsProbe(sample=3).key != NeuronsProbe().key
    assert NeuronProbe(layer="c1", unit=0, sample=3).key != NeuronProbe(layer="c1", unit=0).key


def test_predictions(view, net):
    frame, arrays = seen(view, PredictionsProbe(most=20))
    outputs = net(view.trainer.test_x)["output"]
    told, labels = outputs.argmax(1), view.trainer.test_labels
    assert frame.values == {}
    np.testing.assert_array_equal(arrays["predicted"], told[:20])
    np.testing.assert_array_equal(arrays["labels"], labels[:20])
    np.testing.assert_allclose(
        arrays["probability"], outputs.softmax(1).max(1).values.detach()[:20], atol=1e-5
    )
    expected = np.zeros((3, 3), dtype=np.uint32)
    for label, class_ in zip(labels, told, strict=True):
        expected[label, class_] += 1
    np.testing.assert_array_equal(arrays["confusion"], expected)
    # The network has learned something by now, and not all.
    assert 15 < expected.trace() <= len(labels) == expected.sum()


def test_the_score_is_the_share_on_the_confusions_diagonal(view):
    frame, _ = seen(view, MetricsProbe())
    _, arrays = seen(view, PredictionsProbe())
    counts = arrays["confusion"]
    assert frame.values["test_score"] == pytest.approx(counts.trace() / counts.sum())


def test_metrics(view, net):
    frame, arrays = seen(view, MetricsProbe())
    trainer = view.trainer
    for part, x, labels in (
        ("train", trainer.train_x, trainer.train_labels),
        ("test", trainer.test_x, trainer.test_labels),
    ):
        outputs = net(x)["output"]
        assert frame.values[f"{part}_loss"] == pytest.approx(
            raw_loss(view, outputs, labels).item(), rel=1e-4
        )
        score = (outputs.argmax(1) == labels).float().mean().item()
        assert frame.values[f"{part}_score"] == pytest.approx(score)
    assert frame.values["layers"] == LAYERS
    views = view.program.layout.views(view.last_gradient)
    for layer, norm in zip(LAYERS, arrays["gradient_norms"], strict=True):
        own = [part.flatten() for key, part in views.items() if key.startswith(f"{layer}.")]
        expected = torch.cat(own).norm().item() if own else 0.0
        assert norm == pytest.approx(expected, rel=1e-4)


def test_the_penalty_is_of_weights_and_projections_and_of_those_that_the_losses_are_of(view, net):
    values = view.program.layout.views(view.state.evaluated)
    keys = [*(f"{layer}.weight" for layer in ("c1", "c2", "h1", "output"))]
    weights = [values[key] for key in [*keys, "d1.skip-c1", "output.skip-f1"]]
    expected = sum(0.01 * w.abs().sum().item() + 0.01 * w.square().sum().item() for w in weights)
    frame, _ = seen(view, MetricsProbe())
    assert frame.values["penalty"] == pytest.approx(expected, rel=1e-4)


def test_weights(view):
    _, arrays = seen(view, WeightsProbe())
    parameters = view.program.layout.views(view.state.parameters)
    gradients = view.program.layout.views(view.last_gradient)
    assert arrays["c2.weight"].shape == (6, 2, 3, 3)
    assert arrays["d1.skip-c1"].shape == (6, 4, 1, 1)
    assert arrays["a1.slope"].shape == (1,)
    assert len(arrays) == 2 * len(parameters)
    for key, values in parameters.items():
        np.testing.assert_array_equal(arrays[key], values)
        np.testing.assert_array_equal(arrays[f"{key}.gradient"], gradients[key])


@pytest.mark.parametrize("layer", LAYERS)
def test_histograms(view, net, layer):
    frame, arrays = seen(view, HistogramsProbe(layer=layer, bins=16))
    assert frame.values["samples"] == len(view.trainer.train_x)
    activations = net(view.trainer.train_x)[layer].detach().numpy()
    parameters = view.program.layout.views(view.state.parameters)
    gradients = view.program.layout.views(view.last_gradient)
    expected = {"activations": activations}
    if f"{layer}.weight" in parameters:
        expected["weights"] = parameters[f"{layer}.weight"].numpy()
        expected["gradients"] = gradients[f"{layer}.weight"].numpy()
    else:
        for name in ("weights", "gradients"):
            np.testing.assert_array_equal(arrays[name], np.zeros(16))
            assert (frame.values[f"{name}_low"], frame.values[f"{name}_high"]) == (0, 1)
    for name, values in expected.items():
        low, high = frame.values[f"{name}_low"], frame.values[f"{name}_high"]
        assert_same_counts(arrays[name], values.ravel(), low, high)


@pytest.mark.parametrize(
    ("layer", "unit"), [(layer, 1) for layer in LAYERS] + [("c2", 5), ("output", 2)]
)
def test_neuron(view, net, layer, unit):
    x, labels = pictures(view)
    frame, arrays = seen(view, NeuronProbe(layer=layer, unit=unit, sample=7, bins=16))
    values = net(x[7:8])
    picture = values[layer].detach()[0, unit]
    picture = picture if picture.ndim else picture[None, None]
    bound = frame.values["high"]
    assert bound == -frame.values["low"] == pytest.approx(picture.abs().max().item(), rel=1e-4)
    assert arrays["map"].shape == picture.shape
    np.testing.assert_allclose(back(arrays["map"], -bound, bound), picture, atol=1.01 * bound / 255)
    assert frame.values["prediction"] == values["output"].argmax().item()
    assert frame.values["label"] == labels[7].item()
    values = net(view.trainer.train_x)
    values[layer].retain_grad()
    raw_loss(view, values["output"], view.trainer.train_labels).backward()
    for name, expected in (
        ("activations", values[layer].detach()[:, unit]),
        ("gradients", values[layer].grad[:, unit]),
    ):
        low, high = frame.values[f"{name}_low"], frame.values[f"{name}_high"]
        assert_same_counts(arrays[name], expected.numpy().ravel(), low, high)
    parameters = view.program.layout.views(view.state.parameters)
    gradients = view.program.layout.views(view.last_gradient)
    key = f"{layer}.weight"
    assert len(arrays["weights"]) == len(arrays["weight_gradients"]) == len(frame.values["inputs"])
    assert ("kernel" in arrays) is (layer in ("c1", "c2"))
    if key not in parameters:
        assert len(arrays["weights"]) == 0
        assert frame.values["bias"] is None
        return
    np.testing.assert_array_equal(arrays["weights"], parameters[key][unit].flatten())
    np.testing.assert_array_equal(arrays["weight_gradients"], gradients[key][unit].flatten())
    assert frame.values["bias"] == parameters[f"{layer}.bias"][unit].item()
    if "kernel" in arrays:
        np.testing.assert_array_equal(arrays["kernel"], parameters[key][unit])


@pytest.mark.parametrize(
    ("layer", "unit", "places"),
    [
        ("c1", 0, {0: "input·1 (0,0)", 5: "input·1 (1,2)"}),
        ("c2", 0, {0: "p1·1 (0,0)", 17: "p1·2 (2,2)"}),
        ("c2", 3, {0: "p1·3 (0,0)", 17: "p1·4 (2,2)"}),
        ("n1", 2, {0: "c1·3"}),
        ("h1", 0, {0: "a1·1 (0,0)", 95: "a1·6 (3,3)", 96: "p1·1 (0,0)", 159: "p1·4 (3,3)"}),
        ("output", 0, {0: "h1·1+f1", 4: "h1·5+f1"}),
    ],
)
def test_inputs_are_named_after_what_they_come_from(view, layer, unit, places):
    frame, arrays = seen(view, NeuronProbe(layer=layer, unit=unit))
    names = frame.values["inputs"]
    assert {place: names[place] for place in places} == places
    assert max(places) == len(names) - 1 or layer == "c1"
    assert len(names) == len(arrays["weights"])


def test_a_dense_first_layer_sees_pixels(make_view):
    network = {"layers": [{"kind": "dense", "id": "h1", "units": 3}]}
    view = make_view(parse(DOCUMENT | {"network": network}))
    frame, arrays = seen(view, NeuronProbe(layer="h1", unit=1))
    assert frame.values["inputs"][:9] == [*(f"(0,{column})" for column in range(8)), "(1,0)"]
    assert arrays["weights"].shape == (64,)
    assert arrays["map"].shape == (1, 1)


def test_a_skip_without_a_projection_names_both(make_view):
    network = {
        "layers": [
            {"kind": "conv2d", "id": "c1", "units": 2},
            {"kind": "conv2d", "id": "c2", "units": 2},
            {"kind": "conv2d", "id": "c3", "units": 2, "kernel": 1, "padding": 0},
            {"kind": "global_pool", "id": "g1"},
        ],
        "skips": [{"source": "c1", "target": "c3"}, {"source": "input", "target": "g1"}],
    }
    view = make_view(parse(DOCUMENT | {"network": network}))
    frame, _ = seen(view, NeuronProbe(layer="c3", unit=1))
    assert frame.values["inputs"] == ["c2·1+c1·1 (0,0)", "c2·2+c1·2 (0,0)"]


def principal(x):
    """Mean and the two components scaled by their deviations, by torch's SVD; signs are open."""
    flat = x.flatten(1).double()
    mean = flat.mean(0)
    _, sizes, components = torch.linalg.svd(flat - mean, full_matrices=False)
    return mean, components[:2] * sizes[:2, None] / len(flat) ** 0.5, sizes.square()


@pytest.mark.parametrize("plane", [None, PrincipalPlane()], ids=["default", "asked"])
def test_boundary_on_the_principal_plane(view, net, plane):
    frame, arrays = seen(view, BoundaryProbe(resolution=R, plane=plane))
    mean, axes, variances = principal(view.trainer.train_x)
    for axis in axes:
        axis *= axis[axis.abs().argmax()].sign()
    across = (torch.arange(R) + 0.5) / R * 7 - 3.5
    x, y = across.repeat(R), across.flip(0).repeat_interleave(R)
    inputs = (mean + x[:, None] * axes[0] + y[:, None] * axes[1]).float().view(-1, 1, 8, 8)
    shares = net(inputs)["output"].softmax(1).detach()
    confidence, classes = shares.max(1)
    close = shares.topk(2).values.diff().abs()[:, 0] < 1e-3
    assert close.sum() < R
    same = torch.from_numpy(arrays["classes"].reshape(-1).astype(np.int64)) == classes
    assert (same | close).all()
    np.testing.assert_allclose(
        back(arrays["confidence"], 0, 1), confidence.reshape(R, R), atol=1 / 254
    )
    values = frame.values
    assert (values["kind"], values["x_name"], values["y_name"]) == ("classes", "PC1", "PC2")
    assert (values["domain_low"], values["domain_high"]) == (-3.5, 3.5)
    for name, variance in (("explained_x", variances[0]), ("explained_y", variances[1])):
        assert values[name] == pytest.approx((variance / variances.sum()).item(), rel=1e-4)


def test_boundary_over_two_pixels(view, net):
    held = tuple(float(value) for value in np.linspace(0, 1, 64))
    plane = ColumnsPlane(x=20, y=35, held=held)
    frame, arrays = seen(view, BoundaryProbe(resolution=R, plane=plane))
    inputs = torch.tensor(held).repeat(R * R, 1)
    across = (torch.arange(R) + 0.5) / R * 7 - 3.5
    inputs[:, 20], inputs[:, 35] = across.repeat(R), across.flip(0).repeat_interleave(R)
    shares = net(inputs.view(-1, 1, 8, 8))["output"].softmax(1).detach()
    np.testing.assert_allclose(
        back(arrays["confidence"], 0, 1), shares.max(1).values.reshape(R, R), atol=1 / 254
    )
    assert (frame.values["x_name"], frame.values["y_name"]) == ("(2,4)", "(4,3)")
    assert "explained_x" not in frame.values


def test_points_on_the_principal_plane(view):
    frame, arrays = seen(view, PointsProbe())
    x, labels = pictures(view)
    mean, axes, _ = principal(view.trainer.train_x)
    away = x.flatten(1).double() - mean
    for name, axis in (("x", axes[0]), ("y", axes[1])):
        axis = axis * axis[axis.abs().argmax()].sign()
        expected = away @ axis / axis.square().sum()
        np.testing.assert_allclose(arrays[name], expected, atol=1e-4)
        # In deviations of the training pictures.
        train = arrays[name][: len(view.trainer.train_x)]
        assert (train.mean(), train.std()) == (pytest.approx(0, abs=1e-4), pytest.approx(1))
    np.testing.assert_array_equal(arrays["labels"], labels)
    assert frame.values["train"] == len(view.trainer.train_x)
    assert (frame.values["task"], frame.values["classes"]) == ("multiclass", 3)


def test_blocks_are_the_same_as_the_whole(view, make_view, monkeypatch):
    probes = (
        BoundaryProbe(resolution=R),
        NeuronProbe(layer="c2", unit=0),
        HistogramsProbe(layer="p1"),
    )
    whole = [seen(view, probe) for probe in probes]
    monkeypatch.setattr("playground.train.cost.PIECE_FLOATS", {"cpu": 3 * 1500})
    again = make_view(view.spec, steps=15)
    assert next(again.trainer.blocks(100)).stop < 5
    parts = [seen(again, probe) for probe in probes]
    # Products of fewer rows may round differently.
    for before, after in zip(whole, parts, strict=True):
        for name, value in before[0].values.items():
            if isinstance(value, float):
                assert after[0].values[name] == pytest.approx(value, rel=1e-4, abs=1e-6)
    np.testing.assert_allclose(
        whole[0][1]["confidence"].astype(int), parts[0][1]["confidence"].astype(int), atol=1
    )


def test_a_large_network_is_looked_at_in_fewer_points(view, monkeypatch):
    # Kernels at every position, matrices, and a value of what has no weights.
    each = 4 * 9 * 64 + 4 * 64 + 64 + 6 * 18 * 16 + 3 * 96 + 160 * 5 + 5 * 3
    monkeypatch.setattr(view_module, "WORK", {"cpu": 20 * 20 * each})
    _, arrays = seen(view, BoundaryProbe(resolution=100))
    assert arrays["classes"].shape == (20, 20)
    monkeypatch.setattr(view_module, "WORK", {"cpu": 30 * each})
    frame, arrays = seen(view, HistogramsProbe(layer="c1"))
    assert frame.values["samples"] == 30
    assert arrays["activations"].sum() == 30 * 4 * 64


@pytest.mark.parametrize(
    "probe",
    [
        NeuronsProbe(sample=150),
        NeuronProbe(layer="c1", unit=0, sample=150),
        NeuronProbe(layer="c1", unit=4),
        BoundaryProbe(plane=ColumnsPlane(x=64, y=0)),
        PointsProbe(plane=ColumnsPlane(x=3, y=3)),
    ],
    ids=str,
)
def test_what_is_gone_cannot_be_seen(make_view, probe):
    with pytest.raises(NotThereError):
        observe(make_view(parse(DOCUMENT), steps=0), probe)
