"""Probes of networks that see a table's columns, or read features as a line of values."""

import numpy as np
import pytest
import torch
from torch import nn

from playground.data.plane import label_bound
from playground.observe.frames import observe
from playground.observe.probes import points_on_plane
from playground.observe.view import NotThereError
from playground.spec.datasets import DATASETS
from playground.spec.planes import ColumnsPlane, PrincipalPlane
from playground.spec.probes.boundary import BoundaryProbe
from playground.spec.probes.metrics import MetricsProbe
from playground.spec.probes.neuron import NeuronProbe
from playground.spec.probes.neurons import NeuronsProbe
from playground.spec.probes.points_on_plane import PointsProbe
from playground.spec.probes.predictions import PredictionsProbe
from playground.spec.project import parse
from support.seeing import back, raw_loss, seen

R = 16
WINE = DATASETS["wine"].columns
LAYERS = ["c1", "p1", "n1", "g1", "h1", "output"]
DOCUMENT = {
    "data": {"dataset": "wine", "classes": 3, "samples": 178},
    "network": {
        "layers": [
            {"kind": "conv1d", "id": "c1", "units": 3, "activation": "tanh"},
            {"kind": "average_pool", "id": "p1"},
            {"kind": "layer_norm", "id": "n1"},
            {"kind": "global_pool", "id": "g1", "mode": "max"},
            {"kind": "dense", "id": "h1", "units": 4},
        ],
        "skips": [{"source": "input", "target": "h1", "mode": "concat"}],
    },
    "training": {"loss": {"kind": "cross_entropy"}},
}


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.c1 = nn.Conv1d(1, 3, 3, padding=1)
        self.n1 = nn.LayerNorm((3, 6))
        self.h1 = nn.Linear(3 + 13, 4)
        self.output = nn.Linear(4, 3)

    def forward(self, x):
        c1 = self.c1(x[:, None]).tanh()
        p1 = nn.functional.avg_pool1d(c1, 2)
        n1 = self.n1(p1)
        g1 = n1.amax(2)
        h1 = self.h1(torch.cat([g1, x], dim=1)).tanh()
        return dict(zip(LAYERS, (c1, p1, n1, g1, h1, self.output(h1)), strict=True))


@pytest.fixture
def view(make_view):
    return make_view(parse(DOCUMENT), steps=10)


@pytest.fixture
def net(view, fill_module):
    return fill_module(Net(), view)


def on_columns(x, y, held=(), columns=13):
    """The inputs of a picture over two columns, written down anew."""
    inputs = torch.zeros(R * R, columns)
    inputs[:, : len(held)] = torch.tensor(held)
    across = (torch.arange(R) + 0.5) / R * 7 - 3.5
    inputs[:, x] = across.repeat(R)
    inputs[:, y] = across.flip(0).repeat_interleave(R)
    return inputs


PLANES = [
    (None, (0, 1)),
    (ColumnsPlane(x=12, y=4), (12, 4)),
    (ColumnsPlane(x=2, y=0, held=(9.0, -1.0, 9.0, 0.5)), (2, 0)),
]


@pytest.mark.parametrize(("plane", "columns"), PLANES, ids=str)
def test_boundary_over_columns(view, net, plane, columns):
    frame, arrays = seen(view, BoundaryProbe(resolution=R, plane=plane))
    inputs = on_columns(*columns, held=plane.held if plane else ())
    shares = net(inputs)["output"].softmax(1).detach()
    np.testing.assert_allclose(
        back(arrays["confidence"], 0, 1), shares.max(1).values.reshape(R, R), atol=1 / 254
    )
    names = [WINE[column] for column in columns]
    assert frame.values == {
        "kind": "classes",
        "domain_low": -3.5,
        "domain_high": 3.5,
        "x_name": names[0],
        "y_name": names[1],
    }


@pytest.mark.parametrize(("plane", "columns"), PLANES, ids=str)
def test_neurons_over_columns(view, net, plane, columns):
    """Of what gives a line of values a channel: its mean."""
    frame, arrays = seen(view, NeuronsProbe(resolution=R, plane=plane))
    inputs = on_columns(*columns, held=plane.held if plane else ())
    values = {"input": inputs} | net(inputs)
    assert list(arrays) == ["input", *LAYERS] == frame.values["layers"]
    for number, layer in enumerate(arrays):
        expected = values[layer].detach()
        expected = expected if expected.ndim == 2 else expected.mean(2)
        expected = expected.T.reshape(-1, R, R)
        own = [frame.values["bounds"][number]] * len(expected)
        assert own[0] == pytest.approx(expected.abs().max().item(), rel=1e-4)
        if layer == "input":
            own = frame.values["input_bounds"]
        for map_, bound, picture in zip(arrays[layer], own, expected, strict=True):
            np.testing.assert_allclose(back(map_, -bound, bound), picture, atol=1.01 * bound / 255)


def test_a_channel_up_close(view, net):
    plane = ColumnsPlane(x=5, y=6)
    frame, arrays = seen(view, NeuronProbe(layer="c1", unit=2, resolution=R, plane=plane))
    picture = net(on_columns(5, 6))["c1"].detach()[:, 2].mean(1).reshape(R, R)
    bound = frame.values["high"]
    assert bound == pytest.approx(picture.abs().max().item(), rel=1e-4)
    np.testing.assert_allclose(back(arrays["map"], -bound, bound), picture, atol=1.01 * bound / 255)
    assert frame.values["inputs"] == ["input (0)", "input (1)", "input (2)"]
    assert arrays["kernel"].shape == (1, 3)
    assert arrays["activations"].sum() == len(view.trainer.train_x) * 13
    assert "sample" not in frame.values


def test_names_of_columns_and_of_a_norms_values(view):
    frame, _ = seen(view, NeuronProbe(layer="h1", unit=0))
    assert frame.values["inputs"] == ["g1·1", "g1·2", "g1·3", *WINE]
    frame, arrays = seen(view, NeuronProbe(layer="n1", unit=1))
    assert frame.values["inputs"] == [f"p1·2 ({place})" for place in range(6)]
    assert arrays["weights"].shape == (6,)
    # It has a shift a value, not one bias.
    assert frame.values["bias"] is None


@pytest.mark.parametrize("columns", [(), ("hue", "ash", "proline")], ids=["all", "chosen"])
def test_the_principal_plane_is_that_of_the_columns_chosen(make_view, columns):
    data = DOCUMENT["data"] | {"columns": columns}
    document = {"data": data, "training": DOCUMENT["training"]}
    view = make_view(parse(document), steps=0)
    train = view.trainer.train_x.double()
    _, sizes, components = torch.linalg.svd(train - train.mean(0), full_matrices=False)
    frame, arrays = seen(view, PointsProbe(plane=PrincipalPlane()))
    expected = (train - train.mean(0)) @ components[0] / sizes[0] * len(train) ** 0.5
    np.testing.assert_allclose(
        np.abs(arrays["x"][: len(train)]), expected.abs(), rtol=1e-3, atol=1e-4
    )
    share = (sizes[0].square() / sizes.square().sum()).item()
    assert frame.values["explained_x"] == pytest.approx(share, rel=1e-4)


def test_points_over_columns(view):
    frame, arrays = seen(view, PointsProbe(plane=ColumnsPlane(x=3, y=1, held=(1.0,) * 13)))
    trainer = view.trainer
    everything = torch.cat([trainer.train_x, trainer.test_x])
    np.testing.assert_array_equal(arrays["x"], everything[:, 3])
    np.testing.assert_array_equal(arrays["y"], everything[:, 1])
    labels = torch.cat([trainer.train_labels, trainer.test_labels])
    np.testing.assert_array_equal(arrays["labels"], labels)
    assert frame.values == {
        "train": len(trainer.train_x),
        "task": "multiclass",
        "classes": 3,
        "label_bound": 1.0,
        "domain_low": -3.5,
        "domain_high": 3.5,
        "x_name": "alcalinity_of_ash",
        "y_name": "malic_acid",
    }


def test_of_many_points_some_of_both_parts_are_sent(view, monkeypatch):
    monkeypatch.setattr(points_on_plane, "MAX_POINTS", 50)
    frame, arrays = seen(view, PointsProbe())
    trainer = view.trainer
    train, test = frame.values["train"], 50 - frame.values["train"]
    assert train == round(50 * 125 / 178)
    expected = torch.cat([trainer.train_x[:train, 0], trainer.test_x[:test, 0]])
    np.testing.assert_array_equal(arrays["x"], expected)
    assert len(arrays["labels"]) == 50


def test_a_table_of_one_column_is_flat(make_view):
    data = DOCUMENT["data"] | {"columns": ("hue",)}
    view = make_view(parse({"data": data, "training": DOCUMENT["training"]}))
    for plane in (None, ColumnsPlane(), PrincipalPlane()):
        frame, arrays = seen(view, BoundaryProbe(resolution=R, plane=plane))
        assert (arrays["confidence"] == arrays["confidence"][0]).all()
        assert len({*arrays["confidence"][0].tolist()}) > 1
        _, points = seen(view, PointsProbe(plane=plane))
        assert (points["y"] == 0).all()
        assert points["x"].std() > 0.5
    assert frame.values["explained_x"] == pytest.approx(1)


@pytest.mark.parametrize("kind", ["binary_cross_entropy", "cross_entropy", "mse", "huber"])
def test_two_classes_by_every_loss(make_view, make_module, kind):
    document = {
        "data": {"dataset": "breast_cancer", "samples": 120},
        "training": {"loss": {"kind": kind}},
    }
    view = make_view(parse(document), steps=30)
    outputs = make_module(view)(view.trainer.test_x).detach()
    _, arrays = seen(view, PredictionsProbe(most=10))
    if kind == "cross_entropy":
        second = outputs.softmax(1)[:, 1]
    elif kind == "binary_cross_entropy":
        second = outputs[:, 0].sigmoid()
    else:
        second = (outputs[:, 0].clamp(-1, 1) + 1) / 2
    labels, told = view.trainer.test_labels, second > 0.5
    np.testing.assert_array_equal(arrays["predicted"], told[:10])
    np.testing.assert_allclose(
        arrays["probability"], torch.maximum(second, 1 - second)[:10], atol=1e-5
    )
    for label in (0, 1):
        for class_ in (0, 1):
            count = ((labels == label) & (told == class_)).sum()
            assert arrays["confusion"][label, class_] == count


def test_numbers_to_predict(make_view, make_module):
    document = {
        "data": {"dataset": "diabetes", "samples": 200},
        "training": {"loss": {"kind": "mse"}},
    }
    view = make_view(parse(document), steps=10)
    module, trainer = make_module(view), view.trainer
    outputs = module(trainer.test_x).detach()
    frame, arrays = seen(view, PredictionsProbe(most=25))
    assert arrays.keys() == {"predicted", "labels"}
    np.testing.assert_allclose(arrays["predicted"], outputs[:25, 0], atol=1e-5)
    np.testing.assert_array_equal(arrays["labels"], trainer.test_labels[:25])
    frame, arrays = seen(view, BoundaryProbe(resolution=R))
    bound = frame.values["high"]
    # Standardized targets go well beyond 1.
    assert (
        bound == -frame.values["low"] == label_bound(view.spec.data, trainer.train_labels.numpy())
    )
    assert 1.5 < bound < 3
    picture = module(on_columns(0, 1, columns=10)).detach()[:, 0].clamp(-bound, bound)
    np.testing.assert_allclose(
        back(arrays["map"], -bound, bound), picture.reshape(R, R), atol=1.01 * bound / 255
    )
    frame, _ = seen(view, PointsProbe())
    assert (frame.values["task"], frame.values["label_bound"]) == ("regression", bound)
    frame, _ = seen(view, MetricsProbe())
    assert frame.values["test_loss"] == pytest.approx(
        raw_loss(view, outputs, trainer.test_labels).item(), rel=1e-4
    )


def test_features_read_as_a_line(make_view, fill_module):
    """A convolution over the features of the plane's points."""

    class Line(nn.Module):
        def __init__(self):
            super().__init__()
            self.c1 = nn.Conv1d(1, 2, 3, padding=1)
            self.output = nn.Linear(6, 1)

        def forward(self, x):
            c1 = self.c1(x[:, None]).relu()
            return {"c1": c1, "f1": c1.flatten(1), "output": self.output(c1.flatten(1))}

    layers = [{"kind": "conv1d", "id": "c1", "units": 2}, {"kind": "flatten", "id": "f1"}]
    data = {"dataset": "xor", "features": ("x1", "x2", "x1x2")}
    view = make_view(parse({"data": data, "network": {"layers": layers}}))
    net = fill_module(Line(), view)
    edge = 6 - 6 / R
    across = torch.linspace(-edge, edge, R)
    x1, x2 = across.repeat(R), across.flip(0).repeat_interleave(R)
    values = net(torch.stack([x1, x2, x1 * x2], dim=1))
    frame, arrays = seen(view, NeuronsProbe(resolution=R))
    for layer, bound in zip(("c1", "f1", "output"), frame.values["bounds"][1:], strict=True):
        expected = values[layer].detach()
        expected = expected.mean(2) if layer == "c1" else expected
        np.testing.assert_allclose(
            back(arrays[layer], -bound, bound),
            expected.T.reshape(-1, R, R),
            atol=1.01 * bound / 255,
        )
    frame, _ = seen(view, NeuronProbe(layer="output", unit=0))
    assert frame.values["inputs"] == [f"c1·{unit} ({at})" for unit in (1, 2) for at in range(3)]
    with pytest.raises(NotThereError):
        observe(view, PointsProbe())


@pytest.mark.parametrize(
    "plane",
    [ColumnsPlane(x=13), ColumnsPlane(y=13), ColumnsPlane(x=2, y=2)],
    ids=lambda plane: f"{plane.x}-{plane.y}",
)
@pytest.mark.parametrize("kind", [BoundaryProbe, NeuronsProbe, PointsProbe])
def test_a_column_that_is_not_there(view, kind, plane):
    with pytest.raises(NotThereError):
        observe(view, kind(plane=plane))


def test_copies_of_a_block_are_layers_of_their_own(make_view):
    block = {
        "kind": "block",
        "id": "b1",
        "repeat": 2,
        "skip": "add",
        "layers": [{"kind": "dense", "id": "h", "units": 13}, {"kind": "dropout", "id": "d"}],
    }
    view = make_view(parse(DOCUMENT | {"network": {"layers": [block]}}))
    frame, arrays = seen(view, MetricsProbe())
    assert frame.values["layers"] == ["h-1", "d-1", "h-2", "d-2", "output"]
    assert [norm > 0 for norm in arrays["gradient_norms"]] == [True, False, True, False, True]
    frame, _ = seen(view, NeuronProbe(layer="h-2", unit=12))
    assert frame.values["inputs"][0] == "d-1·1+alcohol"
    frame, _ = seen(view, NeuronProbe(layer="output", unit=0))
    assert frame.values["inputs"][12] == "d-2·13+d-1·13"
