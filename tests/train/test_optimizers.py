"""Optimizers against torch's own, over long sequences of gradients, on tensors of all shapes."""

import pytest
import torch

from playground.nn.program import Program
from playground.spec.optimizers import OPTIMIZERS as KINDS
from playground.spec.optimizers import (
    adadelta,
    adafactor,
    adagrad,
    adam,
    adamax,
    adamw,
    asgd,
    lbfgs,
    muon,
    nadam,
    radam,
    rmsprop,
    rprop,
    sgd,
)
from playground.spec.project import parse
from playground.train.optimizers import OPTIMIZERS, first_state, state_names
from playground.train.optimizers.base import Part, Parts
from playground.train.state import adapt_state, begin
from support.tensors import SHAPES, layout

RATE = 0.05


class Muon:
    """Torch's for the matrices, its AdamW for the rest, as torch itself advises."""

    def __init__(self, tensors, **settings):
        matrix = dict(SHAPES)
        self.kernels = [t for t in tensors if matrix[tuple(t.shape)]]
        self.flat = [t.detach().flatten(1).requires_grad_() for t in self.kernels]
        rest = [t for t in tensors if not matrix[tuple(t.shape)]]
        decay = settings["weight_decay"]
        self.both = (
            torch.optim.Muon(self.flat, lr=RATE, **settings),
            torch.optim.AdamW(rest, lr=RATE, betas=(0.9, 0.95), eps=1e-8, weight_decay=decay),
        )
        self.param_groups = [group for each in self.both for group in each.param_groups]

    def step(self):
        for kernel, flat in zip(self.kernels, self.flat, strict=True):
            flat.grad = kernel.grad.flatten(1)
        for each in self.both:
            each.step()


def torch_lbfgs(tensors, **settings):
    optimizer = torch.optim.LBFGS(tensors, lr=RATE, max_iter=1, **settings)
    plain = optimizer.step
    optimizer.step = lambda: plain(lambda: torch.zeros(()))
    return optimizer


CASES = [
    (sgd.Sgd(), torch.optim.SGD, {}),
    (sgd.Sgd(momentum=0.9), torch.optim.SGD, {"momentum": 0.9}),
    (
        sgd.Sgd(momentum=0.9, dampening=0.4),
        torch.optim.SGD,
        {"momentum": 0.9, "dampening": 0.4},
    ),
    (sgd.Sgd(dampening=0.4), torch.optim.SGD, {"dampening": 0.4}),
    (
        sgd.Sgd(momentum=0.8, nesterov=True),
        torch.optim.SGD,
        {"momentum": 0.8, "nesterov": True},
    ),
    (adam.Adam(), torch.optim.Adam, {}),
    (
        adam.Adam(beta1=0.5, beta2=0.9, epsilon=1e-3),
        torch.optim.Adam,
        {"betas": (0.5, 0.9), "eps": 1e-3},
    ),
    (adamw.AdamW(weight_decay=0.1), torch.optim.AdamW, {"weight_decay": 0.1}),
    (rmsprop.RmsProp(), torch.optim.RMSprop, {}),
    (
        rmsprop.RmsProp(alpha=0.9, momentum=0.7, epsilon=1e-4),
        torch.optim.RMSprop,
        {"alpha": 0.9, "momentum": 0.7, "eps": 1e-4},
    ),
    (asgd.Asgd(), torch.optim.ASGD, {}),
    (
        asgd.Asgd(lambd=0.1, alpha=0.5, start=7),
        torch.optim.ASGD,
        {"lambd": 0.1, "alpha": 0.5, "t0": 7},
    ),
    (adagrad.Adagrad(), torch.optim.Adagrad, {}),
    (
        adagrad.Adagrad(rate_decay=0.1, epsilon=1e-3),
        torch.optim.Adagrad,
        {"lr_decay": 0.1, "eps": 1e-3},
    ),
    (adadelta.Adadelta(), torch.optim.Adadelta, {}),
    (adadelta.Adadelta(rho=0.5, epsilon=1e-2), torch.optim.Adadelta, {"rho": 0.5, "eps": 1e-2}),
    (adamax.Adamax(), torch.optim.Adamax, {}),
    (
        adamax.Adamax(beta1=0.5, beta2=0.8, epsilon=1e-2),
        torch.optim.Adamax,
        {"betas": (0.5, 0.8), "eps": 1e-2},
    ),
    (nadam.NAdam(), torch.optim.NAdam, {}),
    (
        nadam.NAdam(beta1=0.6, beta2=0.9, epsilon=1e-3, momentum_decay=0.1),
        torch.optim.NAdam,
        {"betas": (0.6, 0.9), "eps": 1e-3, "momentum_decay": 0.1},
    ),
    (radam.RAdam(), torch.optim.RAdam, {}),
    (
        radam.RAdam(beta1=0.6, beta2=0.95, epsilon=1e-3),
        torch.optim.RAdam,
        {"betas": (0.6, 0.95), "eps": 1e-3},
    ),
    (radam.RAdam(beta1=0.0, beta2=0.0), torch.optim.RAdam, {"betas": (0.0, 0.0)}),
    (adafactor.Adafactor(), torch.optim.Adafactor, {}),
    (
        adafactor.Adafactor(beta2_decay=-0.4, clip=1.2),
        torch.optim.Adafactor,
        {"beta2_decay": -0.4, "d": 1.2},
    ),
    (rprop.Rprop(), torch.optim.Rprop, {}),
    (
        rprop.Rprop(shrink=0.3, grow=1.5, least=1e-3, most=0.2),
        torch.optim.Rprop,
        {"etas": (0.3, 1.5), "step_sizes": (1e-3, 0.2)},
    ),
    (muon.Muon(), Muon, {"momentum": 0.95, "weight_decay": 0.0}),
    (
        muon.Muon(momentum=0.5, nesterov=False, weight_decay=0.2, iterations=3),
        Muon,
        {"momentum": 0.5, "nesterov": False, "weight_decay": 0.2, "ns_steps": 3},
    ),
]

LBFGS_CASES = [
    (lbfgs.Lbfgs(), {"history_size": 10}),
    (lbfgs.Lbfgs(history=1), {"history_size": 1}),
    (lbfgs.Lbfgs(history=3), {"history_size": 3}),
]


def compare(settings, make, gradient_at, steps, tolerance, rate_at):
    """The two side by side on one sequence of gradients."""
    generator = torch.Generator().manual_seed(1)
    parts, size = layout()
    ours = torch.randn(size, generator=generator)
    theirs = [part.view(ours.clone()).clone().requires_grad_() for part in parts.tensors]
    optimizer = make(theirs)
    memory = first_state(settings, ours, RATE)
    for step in range(steps):
        gradient = gradient_at(ours, generator)
        rate = rate_at(step)
        for group in optimizer.param_groups:
            group["lr"] = rate
        for part, tensor in zip(parts.tensors, theirs, strict=True):
            tensor.grad = part.view(gradient).clone()
        optimizer.step()
        before = gradient.clone()
        OPTIMIZERS[settings.kind].update(settings, ours, gradient, memory, rate, step, parts)
        assert torch.equal(gradient, before)
        want = {id(tensor): tensor.detach() for tensor in theirs}
        for kernel, flat in zip(
            getattr(optimizer, "kernels", ()), getattr(optimizer, "flat", ()), strict=True
        ):
            want[id(kernel)] = flat.detach().view(kernel.shape)
        for part, tensor in zip(parts.tensors, theirs, strict=True):
            torch.testing.assert_close(part.view(ours), want[id(tensor)], **tolerance)
    return ours, memory, optimizer


def noisy(ours, generator):
    return ours * 0.3 + torch.randn(len(ours), generator=generator)


def uneven(step):
    return RATE * (0.5 + (step % 7) / 7)


@pytest.mark.parametrize(
    ("settings", "make", "arguments"), CASES, ids=[repr(case[0]) for case in CASES]
)
def test_updates_equal_those_of_torch(settings, make, arguments):
    def built(tensors):
        return (
            make(tensors, lr=RATE, **arguments) if make is not Muon else Muon(tensors, **arguments)
        )

    tolerance = {"rtol": 1e-5, "atol": 1e-6}
    compare(settings, built, noisy, 120, tolerance, uneven)


@pytest.mark.parametrize(("settings", "arguments"), LBFGS_CASES)
def test_lbfgs_equals_that_of_torch(settings, arguments):
    """On a full batch, here the gradient of a convex function that is not quadratic."""
    _, size = layout()
    scales = torch.linspace(0.2, 3, size)

    def gradient_at(ours, _):
        return scales * (ours - 1) + 0.3 * ours**3

    ours, memory, _ = compare(
        settings,
        lambda tensors: torch_lbfgs(tensors, **arguments),
        gradient_at,
        60,
        {"rtol": 1e-4, "atol": 1e-5},
        lambda step: 0.6 + 0.05 * (step % 7),
    )
    assert memory["change-0"].any()
    if settings.history > 1:
        assert gradient_at(ours, None).abs().max() < 1e-3


def test_lbfgs_keeps_no_pair_that_bends_downwards():
    """Gradients of which about half the pairs have y·s ≤ 0, as mini-batches give them."""

    def gradient_at(ours, generator):
        return 0.02 * ours + 0.1 * torch.randn(len(ours), generator=generator)

    compare(
        lbfgs.Lbfgs(history=4),
        lambda tensors: torch_lbfgs(tensors, history_size=4),
        gradient_at,
        40,
        {"rtol": 1e-3, "atol": 1e-4},
        lambda _: 0.01,
    )


def test_lbfgs_waits_where_it_is_flat():
    """A gradient of zeros changes nothing and does not count as the first step."""
    flat = iter([True, False, True, False, False, True])

    def gradient_at(ours, _):
        return torch.zeros_like(ours) if next(flat) else ours.clone()

    compare(
        lbfgs.Lbfgs(history=2),
        lambda tensors: torch_lbfgs(tensors, history_size=2),
        gradient_at,
        6,
        {"rtol": 1e-5, "atol": 1e-6},
        lambda _: 0.5,
    )


def test_asgd_averages_as_torch_does():
    settings = asgd.Asgd(lambd=0.01, start=20)
    _, memory, optimizer = compare(
        settings,
        lambda tensors: torch.optim.ASGD(tensors, lr=RATE, lambd=0.01, t0=20),
        noisy,
        60,
        {"rtol": 1e-5, "atol": 1e-6},
        uneven,
    )
    averages = [optimizer.state[p]["ax"].flatten() for p in optimizer.param_groups[0]["params"]]
    torch.testing.assert_close(memory["averaged"], torch.cat(averages), rtol=1e-5, atol=1e-6)


def test_nesterov_without_momentum_changes_nothing():
    one, two = torch.ones(3), torch.ones(3)
    for parameters, nesterov in ((one, False), (two, True)):
        settings = sgd.Sgd(nesterov=nesterov)
        memory = first_state(settings, parameters, 0.1)
        OPTIMIZERS["sgd"].update(settings, parameters, torch.full((3,), 0.5), memory, 0.1, 0)
    assert torch.equal(one, two)


def test_a_programs_parts_know_matrices_from_norms():
    spec = parse(
        {
            "data": {"dataset": "bars", "classes": 3},
            "network": {
                "layers": [
                    {"kind": "conv2d", "id": "c", "units": 2, "activation": "prelu"},
                    {"kind": "layer_norm", "id": "n"},
                    {"kind": "flatten", "id": "f"},
                    {"kind": "dense", "id": "h", "units": 3},
                ],
                "skips": [{"source": "c", "target": "h"}],
            },
            "training": {"loss": {"kind": "cross_entropy"}},
        }
    )
    program = Program.build(spec)
    parts = Parts.of(program)
    found = {
        slot.key: (part.shape, part.matrix)
        for slot, part in zip(program.layout.slots, parts.tensors, strict=True)
    }
    assert found["c.weight"] == ((2, 1, 3, 3), True)
    assert found["n.weight"] == ((2, 16, 16), False)
    assert {key for key, (_, matrix) in found.items() if matrix} == {
        "c.weight",
        "h.weight",
        "output.weight",
    }


def test_an_edit_carries_a_history_of_another_length():
    def document(history, units=3):
        return {
            "network": {"layers": [{"kind": "dense", "id": "h", "units": units}]},
            "training": {"optimizer": {"kind": "lbfgs", "history": history}},
        }

    before = parse(document(2))
    state = begin(before, Program.build(before))
    for number, slot in enumerate(state.optimizer_state.values()):
        slot.fill_(number + 1)
    state.updates = 9
    longer, _, notes = adapt_state(state, before, parse(document(4, units=4)))
    assert notes == ()
    assert tuple(longer.optimizer_state) == state_names(lbfgs.Lbfgs(history=4))
    assert longer.optimizer_state["change-1"].unique().tolist() == [
        0,
        state.optimizer_state["change-1"][0].item(),
    ]
    assert not longer.optimizer_state["change-3"].any()
    shorter, _, _ = adapt_state(state, before, parse(document(1)))
    assert torch.equal(shorter.optimizer_state["bend-0"], state.optimizer_state["bend-0"])


def test_adafactor_goes_on_after_a_matrix_has_grown():
    """New elements are 0 in the expanded rows and columns: their row and column know better."""
    settings = adafactor.Adafactor()
    parts = Parts((Part(0, (3, 4), True),))
    generator = torch.Generator().manual_seed(2)
    small = torch.randn(3, 3, generator=generator)
    first_step = torch.randn(3, 3, generator=generator)
    memory = first_state(settings, small.flatten(), RATE)
    OPTIMIZERS["adafactor"].update(
        settings, small.view(-1), first_step.flatten(), memory, RATE, 0, Parts((Part(0, (3, 3)),))
    )
    grown = {
        name: torch.cat([slot.view(3, 3), torch.zeros(3, 1)], dim=1)
        for name, slot in memory.items()
    }
    rows = grown["rows"][:, 0].clone()
    gradient = torch.randn(12, generator=generator)
    flat = {name: slot.flatten() for name, slot in grown.items()}
    OPTIMIZERS["adafactor"].update(settings, torch.randn(12), gradient, flat, RATE, 1, parts)
    want = torch.lerp(rows, gradient.view(3, 4).square().mean(dim=1), 2**-0.8)
    torch.testing.assert_close(flat["rows"].view(3, 4), want[:, None].expand(3, 4))


def test_full_batches_are_advised_where_the_sign_or_the_curvature_counts():
    assert {kind for kind, row in KINDS.items() if row.full_batches} == {"rprop", "lbfgs"}


def test_parameters_that_join_nadam_have_the_momentum_product_of_the_step():
    """As torch's, which has one for a tensor: its state grown by an element of zeros goes on the same."""
    settings = nadam.NAdam()
    generator = torch.Generator().manual_seed(4)
    ours = torch.randn(3, generator=generator)
    theirs = ours.clone().requires_grad_()
    optimizer = torch.optim.NAdam([theirs], lr=RATE)
    memory = first_state(settings, ours, RATE)
    for step in range(200):
        gradient = torch.randn(3, generator=generator)
        theirs.grad = gradient.clone()
        optimizer.step()
        OPTIMIZERS["nadam"].update(settings, ours, gradient, memory, RATE, step)
    joined = first_state(settings, torch.zeros(1), RATE, 200)
    ours = torch.cat((ours, torch.zeros(1)))
    memory = {name: torch.cat((vector, joined[name])) for name, vector in memory.items()}
    grown = torch.cat((theirs.detach(), torch.zeros(1))).requires_grad_()
    then = torch.optim.NAdam([grown], lr=RATE)
    before = optimizer.state[theirs]
    then.state[grown] = {
        name: torch.cat((value, torch.zeros(1))) if value.ndim else value
        for name, value in before.items()
    }
    for step in range(200, 240):
        gradient = torch.randn(4, generator=generator)
        grown.grad = gradient.clone()
        then.step()
        OPTIMIZERS["nadam"].update(settings, ours, gradient, memory, RATE, step)
        torch.testing.assert_close(ours, grown.detach(), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("updates", [0, 1, 5, 60, 100_000])
def test_the_momentum_product_of_nadam_is_that_of_so_many_steps(updates):
    settings = nadam.NAdam(beta1=0.7, momentum_decay=0.05)
    ours = torch.ones(1)
    memory = first_state(settings, ours, RATE)
    for step in range(min(updates, 200)):
        OPTIMIZERS["nadam"].update(settings, ours, torch.ones(1), memory, RATE, step)
    got = first_state(settings, ours, RATE, updates)["product"]
    torch.testing.assert_close(got, memory["product"], rtol=1e-4, atol=1e-10)


def test_a_rate_that_has_fallen_is_that_of_parameters_that_join_asgd():
    settings = asgd.Asgd(lambd=0.1, alpha=0.75)
    ours, memory = torch.ones(2), first_state(settings, torch.ones(2), RATE)
    for step in range(30):
        OPTIMIZERS["asgd"].update(settings, ours, torch.ones(2), memory, RATE, step)
    torch.testing.assert_close(
        first_state(settings, ours, RATE, 30)["eta"], memory["eta"], rtol=1e-5, atol=0
    )


def test_a_unit_that_joins_has_a_first_step_of_its_layers_rate():
    def document(units):
        return {
            "network": {"layers": [{"kind": "dense", "id": "h", "units": units, "rate_factor": 4}]},
            "training": {"optimizer": {"kind": "rprop"}, "learning_rate": 0.01},
        }

    before, after = parse(document(3)), parse(document(4))
    state = begin(before, Program.build(before))
    state.updates = 9
    got, transfer, _ = adapt_state(state, before, after)
    program = Program.build(after)
    sizes = program.layout.views(got.optimizer_state["size"])
    assert sizes["h.weight"][3].tolist() == pytest.approx([0.04, 0.04])
    assert program.layout.views(transfer.source)["h.weight"][3].tolist() == [-1, -1]
