"""ONNX in onnxruntime gives what the program gives, layer upon layer and with skips."""

from __future__ import annotations

import json

import numpy as np
import onnx
import pytest
from numpy.testing import assert_allclose

from playground.export.onnx import to_onnx
from playground.spec.project import parse
from support.exported_network import compared
from support.nets import LAYERS, SKIPS, random_tensors


@pytest.mark.parametrize("name", LAYERS)
def test_each_kind_of_layer(name: str) -> None:
    compared(LAYERS[name])


@pytest.mark.parametrize("name", SKIPS)
def test_each_way_of_joining(name: str) -> None:
    compared(SKIPS[name])


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
