"""Group norm as a first layer, of images whose memory may be read channels last."""

import pytest
import torch
from torch.nn import functional

from playground.nn.layers import LAYERS
from playground.nn.layers.base import ForwardContext
from playground.spec.project import parse


@pytest.mark.parametrize("needs_gradient", [False, True])
@pytest.mark.parametrize("layout", [torch.contiguous_format, torch.channels_last], ids=str)
def test_its_gradient_is_torchs(layout, needs_gradient):
    layers = [{"kind": "conv2d", "id": "c1", "units": 4}, {"kind": "group_norm", "id": "g1"}]
    document = {
        "data": {"dataset": "digits"},
        "network": {"layers": [*layers, {"kind": "flatten", "id": "f1"}]},
    }
    shape = parse(document).shapes[1]
    x = torch.randn(6, 4, 8, 8, generator=torch.Generator().manual_seed(1))
    weight, bias = torch.tensor([1.0, 2.0, -0.5, 3.0]), torch.tensor([0.0, 1.0, 0.5, -1.0])
    theirs = [part.clone().requires_grad_() for part in (x, weight, bias)]
    ours = [part.clone().requires_grad_() for part in (weight, bias)]
    seen = x.contiguous(memory_format=layout).requires_grad_(needs_gradient)
    expected = functional.group_norm(theirs[0], 2, theirs[1], theirs[2])
    given = dict(zip(("weight", "bias"), ours, strict=True))
    found = LAYERS["group_norm"].forward(shape, given, seen, ForwardContext())
    torch.testing.assert_close(found, expected)
    expected.sin().sum().backward()
    found.sin().sum().backward()
    pairs = [*zip(ours, theirs[1:], strict=True)] + [(seen, theirs[0])] * needs_gradient
    for own, other in pairs:
        torch.testing.assert_close(own.grad, other.grad, rtol=1e-4, atol=1e-4)
