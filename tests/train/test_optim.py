"""Optimizers against torch's own, over long sequences of gradients."""

import pytest
import torch

from playground.spec import training
from playground.train.optim import OPTIMIZERS

CASES = [
    (training.Sgd(), lambda p: torch.optim.SGD(p, lr=0.05)),
    (training.Sgd(momentum=0.9), lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9)),
    (
        training.Sgd(momentum=0.8, nesterov=True),
        lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.8, nesterov=True),
    ),
    (training.Adam(), lambda p: torch.optim.Adam(p, lr=0.05)),
    (
        training.Adam(beta1=0.5, beta2=0.9, epsilon=1e-3),
        lambda p: torch.optim.Adam(p, lr=0.05, betas=(0.5, 0.9), eps=1e-3),
    ),
    (
        training.AdamW(weight_decay=0.1),
        lambda p: torch.optim.AdamW(p, lr=0.05, weight_decay=0.1),
    ),
    (training.RmsProp(), lambda p: torch.optim.RMSprop(p, lr=0.05)),
    (
        training.RmsProp(alpha=0.9, momentum=0.7, epsilon=1e-4),
        lambda p: torch.optim.RMSprop(p, lr=0.05, alpha=0.9, momentum=0.7, eps=1e-4),
    ),
]


@pytest.mark.parametrize(("settings", "make"), CASES)
def test_updates_equal_those_of_torch(settings, make):
    generator = torch.Generator().manual_seed(1)
    ours = torch.randn(20, generator=generator)
    theirs = ours.clone().requires_grad_()
    optimizer, schedule = make([theirs]), 0.05
    kind = OPTIMIZERS[settings.kind]
    slots = {name: torch.zeros(20) for name in kind.slots}
    for step in range(400):
        gradient = ours * 0.3 + torch.randn(20, generator=generator)
        rate = schedule * (0.5 + (step % 7) / 7)
        optimizer.param_groups[0]["lr"] = rate
        theirs.grad = gradient.clone()
        optimizer.step()
        kind.update(settings, ours, gradient, slots, rate, step)
        torch.testing.assert_close(ours, theirs.detach(), rtol=1e-4, atol=1e-5)


def test_nesterov_without_momentum_changes_nothing():
    one, two = torch.ones(3), torch.ones(3)
    for parameters, nesterov in ((one, False), (two, True)):
        settings = training.Sgd(nesterov=nesterov)
        OPTIMIZERS["sgd"].update(
            settings, parameters, torch.full((3,), 0.5), {"momentum": torch.zeros(3)}, 0.1, 0
        )
    assert torch.equal(one, two)
