"""Pictures of a net on a card are those of the same net on the processor, and states travel both ways."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from gpu.nets import SAMPLES
from playground.data.loader import load
from playground.engine.device import Device
from playground.nn.program import Program
from playground.observe.frames import observe
from playground.observe.view import NotThereError, View
from playground.spec.probes import PROBES
from playground.spec.project import Spec
from playground.train.backends import Trainer
from playground.train.state import TrainState, adapt_state, begin
from playground.wire.frame import to_numpy

NETS = ("dense", "line", "classes", "table", "conv2d", "batch norm", "conv1d")


def view_on(spec: Spec, state: TrainState, device: torch.device | str) -> View:
    program = Program.build(spec)
    trainer = Trainer(spec, program, load(spec.data), device)
    return View(spec, program, trainer, state.to(device), 1)


def trained_here(spec: Spec, steps: int = 7) -> TrainState:
    program = Program.build(spec)
    state = begin(spec, program)
    Trainer(spec, program, load(spec.data)).advance(state, steps)
    return state


def arrays_of(view: View, name: str, layer: str) -> dict[str, Any] | None:
    model = PROBES[name].model
    wanted = {"layer": layer, "unit": 0, "resolution": 16, "bins": 8}
    given = {key: value for key, value in wanted.items() if key in model.model_fields}
    try:
        frame = observe(view, model(**given))
    except NotThereError:
        return None
    return {key: to_numpy(array) for key, array in frame.arrays.items()}


@pytest.mark.parametrize("net", NETS)
@pytest.mark.parametrize("name", PROBES)
def test_every_probe_sees_what_it_sees_on_a_processor(card: Device, name: str, net: str) -> None:
    spec = SAMPLES[f"layer {net}"]
    state = trained_here(spec)
    layer = spec.shapes[0].id
    here = arrays_of(view_on(spec, state, "cpu"), name, layer)
    there = arrays_of(view_on(spec, state, card.torch), name, layer)
    assert (here is None) == (there is None)
    for key, expected in (here or {}).items():
        found = (there or {})[key]
        assert found.dtype == expected.dtype
        if expected.dtype == np.float32:
            assert found == pytest.approx(expected, rel=1e-3, abs=1e-4)
        elif expected.dtype == np.uint8:
            # A value between two shades, or a point on the boundary, may fall to either side.
            apart = np.abs(found.astype(int) - expected.astype(int))
            assert (apart <= 1).mean() > 0.99
        else:
            # Likewise one between two bins.
            assert np.abs(found.astype(int) - expected.astype(int)).sum() <= 2 + expected.sum() / 50


@pytest.mark.parametrize("net", ["layer dense", "layer batch norm", "optimizer adam"])
def test_a_state_is_saved_and_brought_back_bit_for_bit_both_ways(card: Device, net: str) -> None:
    state = trained_here(SAMPLES[net])
    there = TrainState.from_bytes(state.to_bytes()).to(card.torch)
    assert there.parameters.device.type == "cuda"
    back = TrainState.from_bytes(there.to_bytes())
    assert torch.equal(back.parameters, state.parameters)
    assert torch.equal(back.buffers, state.buffers)
    for name, vector in state.optimizer_state.items():
        assert torch.equal(back.optimizer_state[name], vector)


def test_an_edit_keeps_on_a_card_what_it_keeps_on_a_processor(card: Device) -> None:
    old, new = SAMPLES["layer dense"], SAMPLES["layer sparse"]
    state = trained_here(old)
    expected, _, _ = adapt_state(state, old, new)
    found, _, _ = adapt_state(state.to(card.torch), old, new)
    assert torch.equal(found.parameters.cpu(), expected.parameters)
    for name, vector in expected.optimizer_state.items():
        assert found.optimizer_state[name].cpu().numpy() == pytest.approx(vector.numpy())
