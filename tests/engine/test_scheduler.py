"""Turns under a clock that only the test moves."""

from collections import Counter

import pytest

from playground.engine.scheduler import CHUNK, CYCLE, MAX_OWED, TICK, Scheduler


class Device:
    """Plays the worker: every step of a run costs what the test says, plus 20 µs a turn."""

    def __init__(self, costs):
        self.costs, self.now = costs, 100.0
        self.scheduler = Scheduler()
        self.steps, self.seconds, self.longest = Counter(), Counter(), 0.0

    def play(self, run, pace=None, playing=True):
        self.scheduler.set(run, self.now, playing=playing, pace=pace)

    def run(self, seconds):
        end = self.now + seconds
        while self.now < end:
            turn = self.scheduler.next(self.now)
            if turn is None:
                wait = self.scheduler.wait(self.now)
                self.now = end if wait is None else min(end, self.now + max(wait, 1e-6))
                continue
            took = turn.steps * self.costs[turn.run] + 20e-6
            self.now += took
            self.longest = max(self.longest, took)
            self.steps[turn.run] += turn.steps
            self.seconds[turn.run] += took
            self.scheduler.done(turn.run, turn.steps, took)


def test_a_huge_net_and_small_ones_get_equal_time():
    device = Device({"huge": 15e-3, "a": 10e-6, "b": 10e-6, "c": 40e-6})
    for run in device.costs:
        device.play(run)
    device.run(10)
    for run in device.costs:
        assert device.seconds[run] == pytest.approx(2.5, rel=0.05)


def test_turns_are_about_as_long_as_the_aim():
    device = Device({"a": 10e-6, "b": 3e-6})
    device.play("a")
    device.play("b")
    device.run(1)
    assert CHUNK * 0.9 < device.longest < CHUNK * 1.1


def test_one_step_may_be_longer_than_the_aim():
    device = Device({"a": 0.1})
    device.play("a")
    device.run(1)
    assert device.steps["a"] == 10


@pytest.mark.parametrize("back", ["new", "paused"])
def test_who_comes_later_has_no_credit(back):
    device = Device({"old": 10e-6, "late": 10e-6})
    device.play("old")
    if back == "paused":
        device.play("late")
        device.play("late", playing=False)
    device.run(5)
    device.seconds.clear()
    device.play("late")
    device.run(1)
    assert device.seconds["late"] == pytest.approx(0.5, abs=0.05)


def test_a_paced_run_saves_up_no_credit_for_when_it_is_let_go():
    device = Device({"free": 10e-6, "slow": 10e-6})
    device.play("free")
    device.play("slow", pace=10)
    device.run(5)
    device.seconds.clear()
    device.play("slow")
    device.run(1)
    assert device.seconds["slow"] == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize("pace", [0.5, 1, 7, 60, 1500, 20_000])
@pytest.mark.parametrize("others", [0, 3])
def test_pace_is_kept(pace, others):
    device = Device({"paced": 10e-6} | {f"other{i}": 10e-6 for i in range(others)})
    for run in device.costs:
        device.play(run, pace=pace if run == "paced" else None)
    device.run(20)
    assert device.steps["paced"] == pytest.approx(20 * pace, rel=0.05, abs=1)


def test_a_pace_beyond_the_device_is_all_that_it_can():
    device = Device({"a": 1e-3})
    device.play("a", pace=100_000)
    device.run(2)
    assert device.steps["a"] == pytest.approx(2000, rel=0.05)


def test_after_a_stall_little_is_caught_up():
    device = Device({"a": 10e-6})
    device.play("a", pace=1000)
    device.run(1)
    device.now += 60
    device.steps.clear()
    device.run(1)
    assert device.steps["a"] <= 1000 * (1 + MAX_OWED) + 20


def test_a_paced_run_comes_at_once_and_then_in_ticks():
    device = Device({"a": 10e-6})
    device.play("a", pace=6000)
    turn = device.scheduler.next(device.now)
    assert turn.run == "a"
    device.scheduler.done("a", 100, 1e-3)
    assert device.scheduler.next(device.now) is None
    assert device.scheduler.wait(device.now) == pytest.approx(TICK, rel=0.01)


def test_a_frame_that_is_due_cuts_the_turn():
    device = Device({"a": 10e-6})
    device.play("a")
    device.run(1)
    whole = device.scheduler.next(device.now).steps
    cut = device.scheduler.next(device.now, {"a": device.now + 0.005}).steps
    late = device.scheduler.next(device.now, {"a": device.now - 1}).steps
    assert whole * 0.2 < cut < whole * 0.3
    assert 1 < late < cut


def test_another_net_is_measured_anew():
    device = Device({"a": 10e-6})
    device.play("a")
    device.run(1)
    device.scheduler.changed("a")
    assert device.scheduler.next(device.now).steps == 1


def test_nothing_to_do():
    scheduler = Scheduler()
    scheduler.set("a", 0.0, playing=False, pace=None)
    assert scheduler.next(1.0) is None
    assert scheduler.wait(1.0) is None
    scheduler.set("a", 1.0, playing=True, pace=None)
    assert scheduler.wait(1.0) == 0
    scheduler.forget("a")
    assert scheduler.next(2.0) is None


def test_looking_is_charged_as_training_is():
    device = Device({"watched": 10e-6, "plain": 10e-6})
    device.play("watched")
    device.play("plain")
    for _ in range(200):
        turn = device.scheduler.next(device.now)
        device.seconds[turn.run] += 0.02
        device.scheduler.done(turn.run, turn.steps, 0.02)
        if turn.run == "watched":
            device.scheduler.charge("watched", 0.02)
    assert device.seconds["plain"] == pytest.approx(2 * device.seconds["watched"], rel=0.1)


@pytest.mark.parametrize("pace", [None, 2])
def test_a_busy_run_has_turns_though_it_is_paused(pace):
    device = Device({"plain": 10e-6, "busy": 10e-6})
    device.play("plain")
    device.play("busy", pace=pace, playing=False)
    device.run(5)
    device.scheduler.set("busy", device.now, playing=False, pace=pace, busy=True)
    turns = []
    for _ in range(100):
        turn = device.scheduler.next(device.now)
        turns.append(turn.run)
        device.now += 0.02
        device.scheduler.done(turn.run, 0 if turn.run == "busy" else turn.steps, 0.02)
    # Level with the others from when it came: the five seconds before give it no credit.
    assert turns.count("busy") == pytest.approx(50, abs=1)
    device.scheduler.set("plain", device.now, playing=False, pace=None)
    assert device.scheduler.wait(device.now) == 0
    device.scheduler.set("busy", device.now, playing=False, pace=pace)
    assert device.scheduler.next(device.now) is None
    assert device.scheduler.wait(device.now) is None


def test_a_paced_run_that_is_busy_makes_no_step_before_its_time():
    device = Device({"a": 10e-6})
    device.play("a", pace=2)
    device.run(0.1)
    device.scheduler.set("a", device.now, playing=True, pace=2, busy=True)
    assert device.scheduler.next(device.now).steps == 0


def test_among_many_a_run_comes_up_again_within_a_cycle():
    device = Device({f"r{i}": 10e-6 for i in range(60)})
    for run in device.costs:
        device.play(run)
    device.run(2)
    assert device.longest < CYCLE / 60 * 1.2
