"""The program against plain torch modules."""

import math

import pytest
import torch
from torch import nn

from playground.nn.activations import activate
from playground.nn.layout import Layout
from playground.nn.program import Program
from playground.spec.project import parse


class Sine(nn.Module):
    def forward(self, z):
        return z.sin()


MODULES = {
    "identity": nn.Identity,
    "relu": nn.ReLU,
    "leaky_relu": nn.LeakyReLU,
    "elu": nn.ELU,
    "gelu": nn.GELU,
    "silu": nn.SiLU,
    "tanh": nn.Tanh,
    "sigmoid": nn.Sigmoid,
    "softplus": nn.Softplus,
    "prelu": nn.PReLU,
    "relu6": nn.ReLU6,
    "selu": nn.SELU,
    "mish": nn.Mish,
    "softsign": nn.Softsign,
    "hard_tanh": nn.Hardtanh,
    "hard_sigmoid": nn.Hardsigmoid,
    "hard_swish": nn.Hardswish,
    "sine": Sine,
}


def spec(*units, activation="tanh", **fields):
    layers = [
        {"id": f"h{i}", "units": count, "activation": activation} for i, count in enumerate(units)
    ]
    return parse({"network": {"layers": layers}} | fields)


def module(program, flat):
    """The same network as a module of torch's own."""
    parts = []
    views = program.layout.views(flat)
    for shape in program.shapes:
        linear = nn.Linear(shape.inputs[0], shape.units)
        linear.weight.data.copy_(views[f"{shape.id}.weight"])
        linear.bias.data.copy_(views[f"{shape.id}.bias"])
        parts += [linear, MODULES[shape.activation]()]
    return nn.Sequential(*parts)


@pytest.mark.parametrize("activation", MODULES)
def test_outputs_and_gradients_equal_those_of_a_torch_module(activation):
    program = Program.build(spec(6, 5, activation=activation))
    flat = program.init(3).requires_grad_()
    plain = module(program, flat.detach())
    x = torch.linspace(-6, 6, 40).view(20, 2).requires_grad_()
    twin = x.detach().clone().requires_grad_()
    outputs, want = program.forward(flat, x).activations[-1], plain(twin)
    torch.testing.assert_close(outputs, want)
    outputs.square().mean().backward()
    want.square().mean().backward()
    gradient = torch.cat([parameter.grad.flatten() for parameter in plain.parameters()])
    torch.testing.assert_close(flat.grad, gradient)
    torch.testing.assert_close(x.grad, twin.grad)


def test_a_trace_holds_every_layer():
    program = Program.build(spec(6, 5))
    trace = program.forward(program.init(1), torch.zeros(7, 2))
    assert [tuple(z.shape) for z in trace.preactivations] == [(7, 6), (7, 5), (7, 1)]
    for before, after, shape in zip(
        trace.preactivations, trace.activations, program.shapes, strict=True
    ):
        assert torch.equal(activate(shape.activation, before), after)


def test_views_share_memory_and_cover_the_vector():
    layout = Layout.of(spec(3, 2).shapes)
    flat = torch.zeros(layout.size)
    for view in layout.views(flat).values():
        view += 1
    assert torch.equal(flat, torch.ones(layout.size))
    assert layout.views(flat)["h1.weight"].shape == (2, 3)
    assert [layout.layer_at(i) for i in (0, 8, 9, 17)] == ["h0", "h0", "h1", "output"]
    assert Program.build(spec(3, 2)).weight_mask().sum() == 2 * 3 + 3 * 2 + 2 * 1


def test_a_network_without_hidden_layers_is_linear():
    program = Program.build(spec())
    flat = torch.tensor([2.0, -1.0, 0.5])
    assert program.forward(flat, torch.tensor([[1.0, 3.0]])).activations[-1].item() == -0.5


def test_first_weights_are_the_seeds_and_the_layers_own():
    small, large = spec(6, 5), spec(6, 5, 4)
    first = Program.build(small).layout.views(Program.build(small).init(1))
    second = Program.build(large).layout.views(Program.build(large).init(1))
    for key in ("h0.weight", "h1.weight"):
        assert torch.equal(first[key], second[key])
    assert not torch.equal(Program.build(small).init(1), Program.build(small).init(2))


@pytest.mark.parametrize(
    ("activation", "bound"),
    [
        ("relu", math.sqrt(6 / 200)),
        ("tanh", 5 / 3 * math.sqrt(6 / 300)),
        ("identity", math.sqrt(6 / 300)),
    ],
)
def test_first_weights_fill_their_bound(activation, bound):
    program = Program.build(spec(200, 100, activation=activation))
    weight = program.layout.views(program.init(1))["h1.weight"]
    assert 0.99 * bound < weight.abs().max() <= bound
    assert weight.std().item() == pytest.approx(bound / math.sqrt(3), rel=0.02)
    assert program.layout.views(program.init(1))["h1.bias"].abs().max() == 0
