"""Schedules against torch's own."""

import math
import subprocess
import sys
import warnings

import numpy as np
import pytest
import torch
from torch.optim import lr_scheduler

from playground.spec.schedules.chain import Chain, ChainPart
from playground.spec.schedules.constant import Constant
from playground.spec.schedules.cosine import Cosine
from playground.spec.schedules.cyclic import Cyclic
from playground.spec.schedules.exponential import ExponentialDecay
from playground.spec.schedules.inverse_time import InverseTime
from playground.spec.schedules.linear import Linear
from playground.spec.schedules.multi_step import MultiStep
from playground.spec.schedules.one_cycle import OneCycle
from playground.spec.schedules.plateau import ReduceOnPlateau
from playground.spec.schedules.polynomial import Polynomial
from playground.spec.schedules.step import StepDecay
from playground.spec.schedules.warm_restarts import WarmRestarts
from playground.spec.training import TrainingSpec
from playground.train.schedules import SCHEDULES, rates
from playground.train.schedules.base import Plateau

RATE = 0.2


def cyclic(period, low, mode="triangular", gamma=1.0):
    return lambda o: lr_scheduler.CyclicLR(
        o,
        base_lr=low * RATE,
        max_lr=RATE,
        step_size_up=period // 2,
        step_size_down=period - period // 2,
        mode=mode,
        gamma=gamma,
        cycle_momentum=False,
    )


def one_cycle(total, warm_up):
    return lambda o: lr_scheduler.OneCycleLR(o, RATE, total_steps=total, pct_start=warm_up)


def restarts(period, multiplier, floor=0.0):
    return lambda o: lr_scheduler.CosineAnnealingWarmRestarts(
        o, period, multiplier, eta_min=floor * RATE
    )


def sequence(milestones, *makes):
    return lambda o: lr_scheduler.SequentialLR(o, [make(o) for make in makes], list(milestones))


def warm_up(start, total):
    return lambda o: lr_scheduler.LinearLR(o, start, 1.0, total)


def chain(*parts):
    return Chain(
        parts=tuple(ChainPart(schedule=schedule, steps=steps) for schedule, steps in parts)
    )


CASES = [
    (Constant(), lambda o: lr_scheduler.LambdaLR(o, lambda _: 1.0)),
    (StepDecay(every=30, factor=0.5), lambda o: lr_scheduler.StepLR(o, 30, 0.5)),
    (StepDecay(every=1, factor=0.9), lambda o: lr_scheduler.StepLR(o, 1, 0.9)),
    (
        MultiStep(milestones=(1, 30, 31, 200), factor=0.5),
        lambda o: lr_scheduler.MultiStepLR(o, [1, 30, 31, 200], 0.5),
    ),
    (
        MultiStep(milestones=(1000,), factor=0.5),
        lambda o: lr_scheduler.MultiStepLR(o, [1000], 0.5),
    ),
    (ExponentialDecay(factor=0.99), lambda o: lr_scheduler.ExponentialLR(o, 0.99)),
    (Linear(start=0.1, end=1.0, total=50), warm_up(0.1, 50)),
    (
        Linear(start=1.0, end=0.0, total=7),
        lambda o: lr_scheduler.LinearLR(o, 1.0, 0.0, 7),
    ),
    (
        Linear(start=0.3, end=0.6, total=1),
        lambda o: lr_scheduler.LinearLR(o, 0.3, 0.6, 1),
    ),
    (
        Linear(start=0.0, total=40),
        lambda o: lr_scheduler.LambdaLR(o, lambda t: min(t / 40, 1)),
    ),
    (
        Polynomial(total=120, power=2.0),
        lambda o: lr_scheduler.PolynomialLR(o, 120, 2.0),
    ),
    (
        Polynomial(total=99, power=0.5),
        lambda o: lr_scheduler.PolynomialLR(o, 99, 0.5),
    ),
    (Polynomial(total=1, power=1.0), lambda o: lr_scheduler.PolynomialLR(o, 1, 1.0)),
    (
        Cosine(period=70, floor=0.1),
        lambda o: lr_scheduler.CosineAnnealingLR(o, 70, eta_min=0.1 * RATE),
    ),
    (WarmRestarts(period=10, multiplier=1), restarts(10, 1)),
    (WarmRestarts(period=1, multiplier=1, floor=0.5), restarts(1, 1, 0.5)),
    (WarmRestarts(period=7, multiplier=2, floor=0.1), restarts(7, 2, 0.1)),
    (WarmRestarts(period=1, multiplier=3), restarts(1, 3)),
    (WarmRestarts(period=5, multiplier=10), restarts(5, 10)),
    (
        InverseTime(scale=40),
        lambda o: lr_scheduler.LambdaLR(o, lambda t: 1 / (1 + t / 40)),
    ),
    (Cyclic(period=20, low=0.25), cyclic(20, 0.25)),
    (Cyclic(period=21, low=0.0), cyclic(21, 0.0)),
    (Cyclic(period=2, low=0.5), cyclic(2, 0.5)),
    (Cyclic(period=21, low=0.2, mode="triangular2"), cyclic(21, 0.2, "triangular2")),
    (Cyclic(period=2, low=0.0, mode="triangular2"), cyclic(2, 0.0, "triangular2")),
    (
        Cyclic(period=20, low=0.2, mode="exp_range", gamma=0.98),
        cyclic(20, 0.2, "exp_range", 0.98),
    ),
    (
        Cyclic(period=3, low=0.0, mode="exp_range", gamma=0.5),
        cyclic(3, 0.0, "exp_range", 0.5),
    ),
    (OneCycle(total=300, warm_up=0.3), one_cycle(300, 0.3)),
    (OneCycle(total=101, warm_up=0.77), one_cycle(101, 0.77)),
    (OneCycle(total=10, warm_up=0.05), one_cycle(10, 0.05)),
    (
        chain((Linear(start=0.1, total=20), 20), (Cosine(period=50), 1)),
        sequence([20], warm_up(0.1, 20), lambda o: lr_scheduler.CosineAnnealingLR(o, 50)),
    ),
    (
        chain(
            (Linear(start=0.1, total=30), 10),
            (Constant(), 25),
            (MultiStep(milestones=(5, 9), factor=0.5), 30),
            (Polynomial(total=60, power=1.0), 1),
        ),
        sequence(
            [10, 35, 65],
            warm_up(0.1, 30),
            lambda o: lr_scheduler.ConstantLR(o, 1.0, 1),
            lambda o: lr_scheduler.MultiStepLR(o, [5, 9], 0.5),
            lambda o: lr_scheduler.PolynomialLR(o, 60, 1.0),
        ),
    ),
    (
        chain(
            (ExponentialDecay(factor=0.9), 1),
            (WarmRestarts(period=10, multiplier=2), 100),
        ),
        sequence([1], lambda o: lr_scheduler.ExponentialLR(o, 0.9), restarts(10, 2)),
    ),
]


def torch_rates(make, count):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=RATE)
    found = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch wants optimizer.step() before the scheduler's
        theirs = make(optimizer)
        for _ in range(count):
            found.append(theirs.get_last_lr()[0])
            theirs.step()
    return found


@pytest.mark.parametrize(("schedule", "make"), CASES, ids=[repr(case[0])[:90] for case in CASES])
def test_rates_equal_those_of_torch(schedule, make):
    steps = schedule.total - 1 if schedule.kind == "one_cycle" else 300
    spec = TrainingSpec(learning_rate=RATE, schedule=schedule)
    np.testing.assert_allclose(
        rates(spec, 0, steps), torch_rates(make, steps), rtol=1e-6, atol=1e-9
    )
    for start in (1, 5, steps - 3):
        np.testing.assert_array_equal(
            rates(spec, start, 3), rates(spec, 0, steps)[start : start + 3]
        )


def test_one_cycle_holds_its_last_value():
    schedule = OneCycle(total=50)
    spec = TrainingSpec(learning_rate=RATE, schedule=schedule)
    np.testing.assert_allclose(rates(spec, 49, 20), RATE / 250_000)
    assert rates(spec, 0, 1)[0] == pytest.approx(RATE / 25)


@pytest.mark.parametrize(("period", "multiplier"), [(1, 2), (3, 3), (1000, 10), (7, 1)])
def test_restarts_are_exact_at_their_borders(period, multiplier):
    """Even far out, where a logarithm of the step would round to the wrong side."""
    schedule = WarmRestarts(period=period, multiplier=multiplier)
    spec = TrainingSpec(learning_rate=RATE, schedule=schedule)
    border, length = 0, period
    for _ in range(12):
        border, length = border + length, length * multiplier
        before, at = rates(spec, border - 1, 2)
        assert at == RATE
        assert before == pytest.approx(
            RATE / 2 * (1 + math.cos(math.pi * (1 - multiplier / length))), rel=1e-6, abs=1e-15
        )


def test_a_chain_goes_on_with_its_last_part_and_each_counts_from_0():
    schedule = chain(
        (Cyclic(period=10, low=0.0), 15),
        (StepDecay(every=4, factor=0.5), 2),
    )
    spec = TrainingSpec(learning_rate=1.0, schedule=schedule)
    np.testing.assert_allclose(rates(spec, 14, 10), [0.8, *[1] * 4, *[0.5] * 4, 0.25])
    np.testing.assert_allclose(rates(spec, 15 + 400, 1), 0.5**100)


def losses(seed, epochs):
    """Falling in jumps, with stretches that hardly fall, rises, and numbers that are none."""
    drawn = np.random.default_rng(seed)
    falling = np.cumprod(drawn.choice([1, 1, 1, 0.9999, 0.99, 0.5, 1.2], epochs))
    falling[drawn.random(epochs) < 0.05] = math.nan
    falling[drawn.random(epochs) < 0.02] = math.inf
    return [float(loss) for loss in falling]


@pytest.mark.parametrize(
    "settings",
    [
        ReduceOnPlateau(),
        ReduceOnPlateau(factor=0.9, patience=0, threshold=0.0, floor=0.0),
        ReduceOnPlateau(factor=0.3, patience=1, threshold=0.02, floor=0.1),
        ReduceOnPlateau(factor=0.5, patience=4, threshold=0.4, floor=1.0),
    ],
)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_plateau_lowers_the_rate_when_torch_does(settings, seed):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=RATE)
    theirs = lr_scheduler.ReduceLROnPlateau(
        optimizer,
        factor=settings.factor,
        patience=settings.patience,
        threshold=settings.threshold,
        min_lr=settings.floor * RATE,
        eps=0.0,
    )
    ours, seen = Plateau(), set()
    for loss in losses(seed, 200):
        theirs.step(loss)
        ours = SCHEDULES[settings.kind].after(ours, settings, loss)
        seen.add(ours.factor)
        assert ours.factor * RATE == pytest.approx(optimizer.param_groups[0]["lr"], rel=1e-9)
        assert (ours.best, ours.waited) == (theirs.best, theirs.num_bad_epochs)
    assert len(seen) > 1 or settings.floor == 1
    assert min(seen) >= settings.floor


def test_before_any_plateau_the_rate_is_whole():
    spec = TrainingSpec(learning_rate=RATE, schedule=ReduceOnPlateau())
    np.testing.assert_array_equal(rates(spec, 0, 5), RATE)
    assert Plateau().factor == 1


def test_a_preview_needs_no_torch():
    code = "import sys, playground.train.schedules, playground.data.loader; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
