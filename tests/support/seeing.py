"""Looking at a view as a viewer does, and what a plain recomputation is compared with."""

import numpy as np
import pytest
import torch
from torch.nn import functional

from playground.data.loader import load
from playground.nn.program import Program
from playground.observe.frames import observe
from playground.observe.view import View
from playground.train.backends import Trainer
from playground.train.state import begin
from playground.wire.frame import decode, encode, to_numpy


def view_of(spec, steps=7):
    program = Program.build(spec)
    trainer = Trainer(spec, program, load(spec.data))
    state = begin(spec, program)
    gradient = trainer.advance(state, steps).gradient if steps else None
    return View(spec, program, trainer, state, 3, gradient)


def seen(view, probe):
    frame = decode(encode(observe(view, probe)))
    return frame, {name: to_numpy(array) for name, array in frame.arrays.items()}


def raw_loss(view, outputs, labels):
    kind = view.spec.training.loss.kind
    if kind == "cross_entropy":
        return functional.cross_entropy(outputs, labels)
    if view.spec.data.task == "multiclass":
        targets = torch.eye(view.spec.outputs)[labels]
    elif view.spec.data.task == "binary" and kind != "binary_cross_entropy":
        targets = 2.0 * labels[:, None] - 1
    else:
        targets = labels[:, None].float()
    if kind == "binary_cross_entropy":
        return functional.binary_cross_entropy(outputs.sigmoid(), targets)
    if kind == "mse":
        return (outputs - targets).square().mean()
    return functional.huber_loss(outputs, targets, delta=view.spec.training.loss.delta)


def back(maps, low, high):
    return maps.astype(np.float64) / 255 * (high - low) + low


def histogram(values, bins):
    return np.histogram(values, bins=bins, range=(values.min(), values.max()))[0]


def assert_same_counts(found, values, low, high):
    """Values on a bin's edge may fall to either side, by rounding."""
    assert found.dtype == np.uint32
    assert low == pytest.approx(values.min(), rel=1e-4, abs=1e-7)
    assert high == pytest.approx(values.max(), rel=1e-4, abs=1e-7)
    assert found.sum() == values.size
    moved = np.abs(np.cumsum(found) - np.cumsum(histogram(values, len(found))))
    assert moved.max() <= max(2, values.size // 100)
