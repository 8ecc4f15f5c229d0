"""Frames of the stream: what is watched, and the newest wins."""

from __future__ import annotations

from playground.engine import contract
from support.streams import WEIGHTS, kinds
from support.web import Made, Web, until


def test_what_the_viewers_watch_goes_to_the_trainer(served: Web, made: Made) -> None:
    engine = served.engine

    def watched() -> tuple[list[str], float]:
        last = engine.asked(contract.Watch, made.run)[-1]
        return sorted(str(probe["probe"]) for probe in last.probes), last.fps

    with made.page(probes=[WEIGHTS], max_fps=10) as first:
        first.greeted()
        assert watched() == (["weights"], 10)
        neurons = [{"probe": "neuron", "layer": "h1", "unit": unit} for unit in (0, 1)]
        with made.page(probes=neurons[:1], max_fps=20) as second:
            second.greeted()
            assert watched() == (["neuron", "weights"], 20)
            first.send(type="watch", probes=[WEIGHTS, neurons[1]]).pong()
            assert watched() == (["neuron", "neuron", "weights"], 20)
            second.send(type="watch", probes=neurons, max_fps=0).pong()
            assert watched() == (["neuron", "weights"], 10)
        until(lambda: watched() == (["neuron", "weights"], 10))
    until(lambda: watched()[0] == [])


def test_a_frame_goes_to_those_who_look(served: Web, made: Made) -> None:
    with made.page(probes=[WEIGHTS]) as looks, made.page(probes=[{"probe": "metrics"}]) as not_:
        looks.greeted()
        not_.greeted()
        served.engine.emit(made.frame("weights", 5))
        assert looks.bundle()[1]["weights"].step == 5
        assert "bundle" not in kinds(not_.pong())


def test_two_bundles_wait_for_an_answer_and_the_newest_wins(served: Web, made: Made) -> None:
    with made.page(probes=[WEIGHTS, {"probe": "metrics"}]) as page:
        page.greeted()
        numbers = []
        for step in (1, 2):
            served.engine.emit(made.frame("weights", step))
            number, frames = page.bundle()
            numbers.append(number)
            assert frames["weights"].step == step
        for step in range(3, 50):
            served.engine.emit(made.frame("weights", step), made.frame("metrics", step))
        assert "bundle" not in kinds(page.pong()), "two are unanswered"
        page.send(type="ack", frame=numbers[0])
        number, frames = page.bundle()
        assert (frames["weights"].step, frames["metrics"].step) == (49, 49)
        assert "bundle" not in kinds(page.pong()), "nothing is left"
        served.engine.emit(made.frame("weights", 50))
        assert "bundle" not in kinds(page.pong()), "again two are unanswered"
        page.send(type="ack", frame=number)
        assert page.bundle()[1]["weights"].step == 50


def test_old_and_wrong_answers_do_no_harm(served: Web, made: Made) -> None:
    with made.page(probes=[WEIGHTS]) as page:
        page.greeted()
        for number in (0, 2**53, 1, 1):
            page.send(type="ack", frame=number)
        served.engine.emit(made.frame("weights", 1))
        assert page.bundle()[1]["weights"].step == 1


def test_events_pass_a_viewer_who_answers_nothing(served: Web, made: Made) -> None:
    with made.page(probes=[WEIGHTS]) as page:
        page.next("spec")
        for step in range(20):
            served.engine.emit(made.frame("weights", step), made.status(step=step))
        told = [each for each in page.pong() if kinds([each]) == ["status"]]
        assert told[-1]["step"] == 19  # type: ignore[call-overload]
