"""Losses against their formulas."""

import numpy as np
import pytest
import torch

from playground.spec.project import parse
from playground.train.losses import loss, targets


def spec(kind, dataset="xor", **fields):
    data = {"dataset": dataset, "classes": fields.pop("classes", 2)}
    return parse({"data": data, "training": {"loss": {"kind": kind} | fields}})


Z = torch.tensor([[0.3], [-2.0], [40.0]])


def test_binary_cross_entropy():
    z, y = Z[:, 0].double().numpy(), np.array([0, 1, 1])
    got = loss(spec("binary_cross_entropy"), Z, torch.tensor([0, 1, 1]))
    assert got.item() == pytest.approx(np.mean(np.log1p(np.exp(z)) - y * z), rel=1e-6)


@pytest.mark.parametrize("classes", [2, 3])
def test_cross_entropy(classes):
    z = torch.tensor([[0.3, -1.0, 2.0], [4.0, 1.0, 0.0]])[:, :classes]
    y = torch.tensor([1, 0])
    got = loss(spec("cross_entropy", "spiral", classes=classes), z, y)
    share = np.exp(z.numpy()) / np.exp(z.numpy()).sum(axis=1, keepdims=True)
    assert got.item() == pytest.approx(-np.log(share[[0, 1], [1, 0]]).mean(), rel=1e-5)


def test_squared_error_of_two_classes_aims_at_minus_one_and_one():
    got = loss(spec("mse"), Z[:2], torch.tensor([0, 1]))
    assert got.item() == pytest.approx((1.3**2 + 3.0**2) / 2, rel=1e-6)


def test_squared_error_of_more_classes_aims_at_one_hot_rows():
    settings = spec("mse", "spiral", classes=3)
    y = torch.tensor([2, 0])
    assert targets(settings, y).tolist() == [[0, 0, 1], [1, 0, 0]]
    assert loss(settings, torch.zeros(2, 3), y).item() == pytest.approx(2 / 6)


def test_squared_error_of_a_regression_aims_at_the_value():
    got = loss(spec("mse", "plane"), Z[:2], torch.tensor([0.5, -1.0]))
    assert got.item() == pytest.approx((0.2**2 + 1.0**2) / 2, rel=1e-6)


def test_huber_is_quadratic_within_delta_and_linear_beyond():
    got = loss(spec("huber", "plane", delta=0.5), Z[:2], torch.tensor([0.5, -4.0]))
    assert got.item() == pytest.approx((0.5 * 0.2**2 + 0.5 * (2 - 0.25)) / 2, rel=1e-5)
