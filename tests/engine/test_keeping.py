"""Curve steps, the speed and what is watched."""

import itertools
import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from playground.engine.curves import POINTS_A_DECADE, CurveLog, next_point
from playground.engine.probe_schedule import ProbeSchedule, largest_share
from playground.engine.speed import Speed
from playground.spec.probes.boundary import BoundaryProbe
from playground.spec.probes.histograms import HistogramsProbe
from playground.spec.probes.metrics import MetricsProbe
from playground.spec.project import Spec
from playground.train.state import TrainState

SPEC = Spec()


def state(step, size=4):
    return TrainState(torch.zeros(size), {"momentum": torch.zeros(size)}, step=step)


def points(end):
    return list(itertools.takewhile(lambda step: step <= end, iterate(next_point, 0)))


def iterate(function, value):
    while True:
        yield value
        value = function(value)


def test_curve_steps():
    found = points(100_000)
    assert found[:101] == list(range(101))
    assert found[101:104] == [105, 110, 115]
    for low in (100, 1000, 10_000):
        assert low in found
        assert sum(low <= step < 10 * low for step in found) == POINTS_A_DECADE


@given(st.integers(0, 10**12))
def test_curve_steps_are_the_same_from_anywhere(step):
    following = next_point(step)
    assert following > step
    assert next_point(following - 1) == following


def test_curves_wait_for_each_other():
    log = CurveLog("r")
    log.add({"step": 1, "train_loss": math.inf})
    log.add({"step": 2, "train_loss": 0.5})
    event = log.flush(10.0)
    assert (event.keep_until, event.columns) == (None, {"step": [1, 2], "train_loss": [None, 0.5]})
    assert log.flush(10.0) is None
    assert not log.is_due(10.01)
    assert log.is_due(10.04)
    log.drop_above(1)
    assert (log.flush(11.0).keep_until, log.flush(11.0)) == (1, None)


def test_speed_is_that_of_the_last_second():
    speed = Speed()
    assert speed.at(0.0) == 0
    for tenth in range(30):
        speed.add(tenth / 10, 100 if tenth < 15 else 5)
    assert speed.at(2.9) == pytest.approx(50, rel=0.15)
    speed.forget()
    assert speed.at(3.0) == 0


def frames(schedule, seconds, every, cost=0.0, size=0):
    """When frames were made, with a run that changes all the time and has a turn every so often."""
    made, now, version = [], 0.0, 0
    while now < seconds:
        version += 1
        for watched in schedule.due(now, version):
            made.append((now, watched.probe.probe))
            schedule.made(watched, now, version, cost, size)
        now += every
    return made


@pytest.mark.parametrize(
    ("fps", "every", "cost", "size", "expected"),
    [
        (30, 0.02, 0.0, 0, 30),
        (30, 0.007, 0.0, 0, 30),
        (10, 0.001, 0.0, 0, 10),
        (60, 0.5, 0.0, 0, 2),
        (30, 0.001, 0.1, 0, 4),
        (30, 0.001, 0.0, 4_000_000, 2),
    ],
)
def test_frames_a_second(fps, every, cost, size, expected):
    schedule = ProbeSchedule()
    schedule.watch([BoundaryProbe()], fps)
    made = frames(schedule, 10, every, cost, size)
    assert len(made) == pytest.approx(10 * expected, rel=0.05, abs=1)


def test_looking_takes_its_share_of_what_a_crowd_leaves_to_each():
    """20 runs that each have a turn every 100 ms: all of them together look at most 40 % of it."""
    schedule = ProbeSchedule(lambda: 20)
    schedule.watch([BoundaryProbe(), MetricsProbe()], 30)
    made = frames(schedule, 10, 0.1, cost=0.01)
    assert 20 * 0.01 * len(made) == pytest.approx(0.4 * 10, rel=0.1)


@pytest.mark.parametrize(
    ("needs", "share"),
    [
        ([], math.inf),
        ([0.1, 0.2], math.inf),
        ([3.0], 0.4),
        ([3.0, 0.5], 0.2),
        ([0.05, 3.0, 0.05], 0.3),
        ([0.1, 0.0, 2.0, 1.0], 0.15),
    ],
)
def test_costly_probes_share_what_cheap_ones_leave(needs, share):
    assert largest_share(needs) == pytest.approx(share)


def test_some_probes_come_less_often():
    schedule = ProbeSchedule()
    schedule.watch([BoundaryProbe(), HistogramsProbe(layer="h1")], 60)
    kinds = [kind for _, kind in frames(schedule, 2, 0.001)]
    assert kinds.count("boundary") > 2 * kinds.count("histograms")


def test_what_did_not_change_is_not_seen_again():
    schedule = ProbeSchedule()
    schedule.watch([MetricsProbe(), MetricsProbe()], 30)
    (watched,) = schedule.due(0.0, 1)
    schedule.made(watched, 0.0, 1, 0.0, 0)
    schedule.hurry()
    assert schedule.due(9.0, 1) == []
    assert schedule.due(0.0, 2) == [watched]


def test_a_hidden_page_sees_nothing():
    schedule = ProbeSchedule()
    schedule.watch([MetricsProbe()], 0)
    assert schedule.due(0.0, 1) == []
    assert schedule.next_due == math.inf
