"""ONNX in onnxruntime gives what the program gives, for each layer, activation and skip."""

from __future__ import annotations

import json
from typing import get_args

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from numpy.testing import assert_allclose
from numpy.typing import NDArray

from playground.data.features import network_inputs
from playground.export.onnx import to_onnx
from playground.nn.program import Program
from playground.spec.activations import ActivationName
from playground.spec.layers import PlainLayer
from playground.spec.project import Spec, parse
from support.nets import LAYERS, SKIPS, dense, random_tensors, spec_of


def raw_inputs(spec: Spec, rows: int) -> NDArray[np.float32]:
    data = spec.data
    shape = (data.kind.dimensions,) if data.form in ("line", "plane") else data.input_shape
    return np.random.default_rng(3).normal(0, 2, (rows, *shape)).astype(np.float32)


def compared(spec: Spec) -> dict[str, NDArray[np.generic]]:
    """All outputs of a batch, after the first has been compared with the program's."""
    parameters, buffers, tensors = random_tensors(spec)
    session = onnxruntime.InferenceSession(to_onnx(spec, tensors))
    names = [output.name for output in session.get_outputs()]
    for rows in (1, 7):
        inputs = raw_inputs(spec, rows)
        x = torch.from_numpy(network_inputs(spec.data, inputs))
        expected = Program.build(spec).forward(parameters, x, buffers).activations[-1]
        found = dict(zip(names, session.run(None, {"input": inputs}), strict=True))
        assert_allclose(found["output"], expected.numpy(), rtol=1e-5, atol=1e-5)
    return found


@pytest.mark.parametrize("name", LAYERS)
def test_each_kind_of_layer(name: str) -> None:
    compared(LAYERS[name])


def test_all_kinds_of_layers_are_tried() -> None:
    kinds = {get_args(kind.model_fields["kind"].annotation)[0] for kind in get_args(PlainLayer)}
    assert kinds == {shape.kind for spec in LAYERS.values() for shape in spec.shapes}


@pytest.mark.parametrize("name", SKIPS)
def test_each_way_of_joining(name: str) -> None:
    compared(SKIPS[name])


@pytest.mark.parametrize("activation", get_args(ActivationName))
def test_each_activation(activation: str) -> None:
    compared(spec_of(dense("a", 40, activation), dense("b", 40, activation)))


def test_two_classes_have_probabilities_from_one_logit() -> None:
    found = compared(LAYERS["dense"])
    logit = found["output"][:, 0].astype(np.float64)
    second = 1 / (1 + np.exp(-logit))
    assert_allclose(found["probabilities"], np.stack([1 - second, second], 1), atol=1e-6)
    assert found["class"].tolist() == (logit > 0).astype(int).tolist()


def test_many_classes_have_a_softmax() -> None:
    found = compared(LAYERS["classes"])
    exponentials = np.exp(found["output"].astype(np.float64))
    expected = exponentials / exponentials.sum(1, keepdims=True)
    assert_allclose(found["probabilities"], expected, atol=1e-6)
    assert found["class"].tolist() == expected.argmax(1).tolist()


def test_distances_tell_classes_and_no_probabilities() -> None:
    two, three = compared(LAYERS["distance to two"]), compared(LAYERS["distance to three"])
    assert "probabilities" not in two
    assert two["class"].tolist() == (two["output"][:, 0] > 0).astype(int).tolist()
    assert three["class"].tolist() == three["output"].argmax(1).tolist()


def test_a_regression_gives_its_output_alone() -> None:
    assert list(compared(LAYERS["surface"])) == ["output"]


def test_the_file_carries_its_set_up() -> None:
    spec = LAYERS["nine features"]
    model = onnx.load_model_from_string(to_onnx(spec, random_tensors(spec)[2], step=12))
    properties = {each.key: each.value for each in model.metadata_props}
    assert parse(json.loads(properties["spec"])) == spec
    assert properties["step"] == "12"
    assert "x1, x2" in model.doc_string
