"""Schedules against torch's own."""

import subprocess
import sys
import warnings

import numpy as np
import pytest
import torch
from torch.optim import lr_scheduler

from playground.spec import training
from playground.train.schedule import SCHEDULES, rates

RATE = 0.2


def cyclic(period, low):
    return lambda o: lr_scheduler.CyclicLR(
        o,
        base_lr=low * RATE,
        max_lr=RATE,
        step_size_up=period // 2,
        step_size_down=period - period // 2,
        cycle_momentum=False,
    )


def one_cycle(total, warm_up):
    return lambda o: lr_scheduler.OneCycleLR(o, RATE, total_steps=total, pct_start=warm_up)


CASES = [
    (training.Constant(), lambda o: lr_scheduler.LambdaLR(o, lambda _: 1.0)),
    (training.StepDecay(every=30, factor=0.5), lambda o: lr_scheduler.StepLR(o, 30, 0.5)),
    (training.ExponentialDecay(factor=0.99), lambda o: lr_scheduler.ExponentialLR(o, 0.99)),
    (
        training.Cosine(period=70, floor=0.1),
        lambda o: lr_scheduler.CosineAnnealingLR(o, 70, eta_min=0.1 * RATE),
    ),
    (
        training.InverseTime(scale=40),
        lambda o: lr_scheduler.LambdaLR(o, lambda t: 1 / (1 + t / 40)),
    ),
    (training.Cyclic(period=20, low=0.25), cyclic(20, 0.25)),
    (training.Cyclic(period=21, low=0.0), cyclic(21, 0.0)),
    (training.Cyclic(period=2, low=0.5), cyclic(2, 0.5)),
    (training.OneCycle(total=300, warm_up=0.3), one_cycle(300, 0.3)),
    (training.OneCycle(total=101, warm_up=0.77), one_cycle(101, 0.77)),
    (training.OneCycle(total=10, warm_up=0.05), one_cycle(10, 0.05)),
]


@pytest.mark.parametrize(("schedule", "make"), CASES)
def test_rates_equal_those_of_torch(schedule, make):
    steps = getattr(schedule, "total", 300)
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=RATE)
    theirs = make(optimizer)
    want = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch wants optimizer.step() before the scheduler's
        for _ in range(steps - 1):
            want.append(theirs.get_last_lr()[0])
            theirs.step()
    spec = training.TrainingSpec(learning_rate=RATE, schedule=schedule)
    np.testing.assert_allclose(rates(spec, 0, steps - 1), want, rtol=1e-6, atol=1e-9)
    np.testing.assert_array_equal(rates(spec, 5, 3), rates(spec, 0, 8)[5:])


def test_one_cycle_holds_its_last_value():
    schedule = training.OneCycle(total=50)
    spec = training.TrainingSpec(learning_rate=RATE, schedule=schedule)
    np.testing.assert_allclose(rates(spec, 49, 20), RATE / 250_000)
    assert rates(spec, 0, 1)[0] == pytest.approx(RATE / 25)


def test_every_schedule_of_the_spec_is_in_the_table():
    assert set(SCHEDULES) == {schedule.kind for schedule, _ in CASES}


def test_a_preview_needs_no_torch():
    code = "import sys, playground.train.schedule, playground.data.loader; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
