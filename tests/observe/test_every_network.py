"""No network of the language is without its pictures: every probe of any network, any layer."""

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playground.observe.probes.neurons import MAX_UNITS
from playground.spec.data import DataSpec
from playground.spec.datasets import DATASETS
from playground.spec.probes.boundary import BoundaryProbe
from playground.spec.probes.histograms import HistogramsProbe
from playground.spec.probes.metrics import MetricsProbe
from playground.spec.probes.neuron import NeuronProbe
from playground.spec.probes.neurons import NeuronsProbe
from playground.spec.probes.points_on_plane import PointsProbe
from playground.spec.probes.predictions import PredictionsProbe
from playground.spec.probes.weights import WeightsProbe
from playground.spec.project import parse
from support.networks import networks
from support.seeing import seen

R = 8
PAINTED = [[1.0, 2.0, 0], [-2.0, 1.0, 1], [0.5, -1.0, 1]]


def tame(found):
    """Without settings at which values are not finite, which no histogram counts."""
    if isinstance(found, dict):
        # Less than the least float32 is no epsilon at all.
        at_least = {"epsilon": max(found["epsilon"], 1e-5)} if "epsilon" in found else {}
        return {name: tame(value) for name, value in found.items()} | at_least
    return [tame(value) for value in found] if isinstance(found, list) else found


@st.composite
def documents(draw):
    """Any drawn or given data set with a network that fits it."""
    dataset = draw(st.sampled_from([name for name in DATASETS if name != "upload"]))
    data = {"dataset": dataset, "samples": 30, "painted": PAINTED}
    if DATASETS[dataset].form == "line":
        data["features"] = ("x1", "sin_x1", "cos_x1")
    loss = "mse" if DATASETS[dataset].regression else "cross_entropy"
    return {
        "data": data,
        "network": tame(draw(networks(DataSpec.model_validate(data).input_shape))),
        "training": {"loss": {"kind": loss}, "batch_size": 8},
    }


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(document=documents())
def test_every_probe_sees_any_network(make_view, document):
    view = make_view(parse(document), steps=2)
    form = view.spec.data.form
    square = form in ("plane", "table")
    _, arrays = seen(view, MetricsProbe())
    assert len(arrays["gradient_norms"]) == len(view.program.shapes)
    seen(view, WeightsProbe())
    _, predicted = seen(view, PredictionsProbe())
    if view.spec.data.task != "regression":
        assert predicted["confusion"].sum() == len(view.trainer.test_x)
    _, arrays = seen(view, BoundaryProbe(resolution=R))
    assert form == "line" or next(iter(arrays.values())).shape == (R, R)
    if form in ("table", "image"):
        _, arrays = seen(view, PointsProbe())
        assert arrays["x"].shape == arrays["y"].shape == arrays["labels"].shape == (30,)
    _, pictures = seen(view, NeuronsProbe(resolution=R))
    for shape in view.program.shapes:
        sides = (R, R) if square else (1, R)
        if form == "image":
            sides = {3: shape.outputs[1:], 2: (1, shape.outputs[-1]), 1: (1, 1)}[len(shape.outputs)]
        assert pictures[shape.id].shape == (min(shape.units, MAX_UNITS), *sides)
        _, counts = seen(view, HistogramsProbe(layer=shape.id))
        assert counts["activations"].sum() == len(view.trainer.train_x) * shape.size
        last = shape.units - 1
        frame, arrays = seen(view, NeuronProbe(layer=shape.id, unit=last, resolution=R))
        assert arrays["map"].shape == sides
        weights = int(np.prod(shape.tensors["weight"][1:])) if "weight" in shape.tensors else 0
        assert len(arrays["weights"]) == len(frame.values["inputs"]) == weights
        assert ("kernel" in arrays) is (shape.kind in ("conv1d", "conv2d"))
        assert arrays["gradients"].sum() == arrays["activations"].sum()
