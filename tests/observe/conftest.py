"""Views of runs a few steps old, and the same networks as plain torch modules."""

import pytest
import torch
from torch import nn

from playground.spec.project import parse
from support.seeing import view_of
from support.threads import one_thread  # noqa: F401

ACTIVATIONS = {"tanh": nn.Tanh, "relu": nn.ReLU, "sigmoid": nn.Sigmoid, "identity": nn.Identity}


def spec_of(units=(5, 4), activation="tanh", data=None, **training):
    layers = [
        {"id": f"h{i + 1}", "units": count, "activation": activation}
        for i, count in enumerate(units)
    ]
    return parse(
        {
            "network": {"layers": layers},
            "data": {"samples": 120} | (data or {}),
            "training": training,
        }
    )


def load_module(module, view, skips=()):
    """Gives a plain module, whose parts are named as the view's layers, the view's weights.

    `skips` are pairs of a part's name and of the projection that it stands for. Evaluates.
    """
    keys = {f"{key}.weight": name for key, name in skips}
    values = dict(view.program.layout.views(view.evaluated))
    for key, value in view.program.buffer_layout.views(view.state.buffers).items():
        layer, _, name = key.partition(".")
        values[f"{layer}.running_{'mean' if name == 'mean' else 'var'}"] = value
    own = {
        name: values[keys.get(name, name)]
        for name in module.state_dict()
        if not name.endswith("num_batches_tracked")
    }
    assert len(own) == len(values)
    module.load_state_dict(own, strict=False)
    return module.eval()


def module_of(view):
    """nn.Sequential with the view's weights: linear, activation, linear, activation, …"""
    values = view.program.layout.views(view.state.parameters)
    parts = []
    for shape in view.program.shapes:
        linear = nn.Linear(shape.inputs[0], shape.units)
        with torch.no_grad():
            linear.weight.copy_(values[f"{shape.id}.weight"])
            linear.bias.copy_(values[f"{shape.id}.bias"])
        parts += [linear, ACTIVATIONS[shape.activation]()]
    return nn.Sequential(*parts)


@pytest.fixture
def make_spec():
    return spec_of


@pytest.fixture
def make_view():
    return view_of


@pytest.fixture
def make_module():
    return module_of


@pytest.fixture
def fill_module():
    return load_module
