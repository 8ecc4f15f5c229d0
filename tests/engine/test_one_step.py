"""Pictures that are seen beside each other are of one step, or say of which they are."""

from __future__ import annotations

import pytest

from playground.engine import contract, probe_runner
from playground.wire.frame import decode

PROBES = [{"probe": "metrics"}, {"probe": "boundary"}, {"probe": "neurons"}]
HEAVY_S = 0.5


@pytest.fixture
def slow(bench, document, monkeypatch):
    """A fast net on a machine that takes half a second to draw its boundary."""
    made = bench(document(), playing=True)
    observe = probe_runner.observe_in_pieces

    def observed(view, probe):
        frame = yield from observe(view, probe)
        if probe.probe == "boundary":
            made.now += HEAVY_S
            yield
        return frame

    monkeypatch.setattr(probe_runner, "observe_in_pieces", observed)
    made.ask(contract.Watch("r", probes=PROBES, fps=30))
    return made


def shown(made):
    """The newest frame of each probe after every event, as a page has them."""
    newest = {}
    for event in made.of(contract.Frame):
        frame = decode(event.body)
        newest[frame.probe] = frame
        yield dict(newest)


def test_a_picture_that_is_seldom_made_is_behind_and_tells_its_step(slow):
    slow.train(*[200] * 150)
    behind = [
        seen["metrics"].step - seen["boundary"].step for seen in shown(slow) if len(seen) == 3
    ]
    assert max(behind) > 1000
    steps = [decode(event.body).step for event in slow.of(contract.Frame)]
    assert steps == sorted(steps)


def test_what_is_drawn_in_one_round_is_of_one_step_also_when_its_turns_are_short(slow):
    slow.train(*[50] * 40)
    slow.events.clear()
    slow.ask(contract.Watch("r", probes=PROBES, fps=30))
    while slow.run.busy:
        assert slow.run.train(50, until=slow.now + 1e-4) == 0
        slow.run.report(slow.now + 1e-4)
    frames = [decode(event.body) for event in slow.of(contract.Frame)]
    assert {frame.probe for frame in frames} == {"metrics", "boundary", "neurons"}
    assert len({frame.step for frame in frames}) == 1


def test_paused_all_are_of_the_very_last_step(slow):
    slow.train(*[200] * 60)
    slow.ask(contract.Pause("r"))
    while slow.run.busy:
        slow.run.report()
    *_, last = shown(slow)
    assert {frame.step for frame in last.values()} == {slow.status.step}
