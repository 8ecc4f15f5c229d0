"""A training takes weights from elsewhere, whole or not at all."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from safetensors.numpy import save

from playground.engine.contract import LeftOff, SetParameters
from playground.engine.device import Device
from playground.engine.training import RefusedError, Training
from playground.export.weights import flat
from playground.nn.program import Program
from playground.spec.project import Spec
from support.nets import dense, random_tensors, spec_of

NORM = {"kind": "batch_norm", "id": "n"}
SPEC = spec_of(dense("a", 8, density=0.5), NORM, training={"averaging": 0.9})


def training_of(spec: Spec) -> Training:
    device = Device(torch.device("cpu"), 2**30)
    training = Training(spec.model_dump(mode="json"), 3, device, lambda: 2**30, LeftOff())
    training.begin()
    training.advance(5)
    return training


def test_parameters_buffers_and_average_are_those_given() -> None:
    training = training_of(SPEC)
    parameters, buffers, tensors = random_tensors(SPEC)
    training.set_parameters(SetParameters("r", revision=3, values=flat(SPEC, save(tensors))))
    mask = Program.build(SPEC).connection_mask
    assert mask is not None
    state = training.state
    assert torch.equal(state.parameters, parameters * mask)
    assert torch.equal(state.buffers, buffers)
    assert torch.equal(state.optimizer_state["average"], state.parameters)
    assert not state.optimizer_state["mean"].any()
    assert (state.step, state.updates) == (5, 0)
    assert training.advance(5).diverged_at is None


@pytest.mark.parametrize(
    ("revision", "values"),
    [(2, np.zeros(0)), (4, np.zeros(0)), (3, np.zeros(7))],
    ids=["older", "newer", "other length"],
)
def test_weights_of_another_network_are_refused(revision: int, values: np.ndarray) -> None:
    training = training_of(SPEC)
    before = training.state.clone()
    if revision != 3:
        values = np.zeros(len(before.parameters) + len(before.buffers))
    with pytest.raises(RefusedError) as caught:
        training.set_parameters(
            SetParameters("r", revision=revision, values=values.astype("<f4").tobytes())
        )
    assert caught.value.code == "weights_late"
    assert torch.equal(training.state.parameters, before.parameters)
