"""Ears without eyes: what is said by itself, what can be read when it is asked for, and by what names."""

from __future__ import annotations

from itertools import pairwise

from playwright.sync_api import expect

from support.browser import Bench

LISTEN = """() => {
  window.heard = [];
  const region = document.querySelector('[data-testid="said"]');
  new MutationObserver(() => window.heard.push([performance.now(), region.textContent]))
    .observe(region, {childList: true, subtree: true, characterData: true});
}"""


class Ears:
    """Hears what the page's live region says."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        bench.page.evaluate(LISTEN)

    @property
    def heard(self) -> list[tuple[float, str]]:
        return [(at, text) for at, text in self.bench.page.evaluate("() => window.heard")]

    def hears(self, words: str, times: int = 1) -> None:
        self.bench.page.wait_for_function(
            """([words, times]) =>
              window.heard.filter(([, text]) => text.includes(words)).length >= times""",
            arg=[words, times],
        )


def test_each_edit_is_said_and_the_second_of_the_same_outcome_too(bench: Bench) -> None:
    bench.pause()
    ears = Ears(bench)
    bench.type_number("learning-rate", 0.1)
    ears.hears("Learning rate: 0.1")
    ears.hears("Kept everything it had learned")
    bench.type_number("learning-rate", 0.2)
    ears.hears("Learning rate: 0.2")
    ears.hears("Kept everything it had learned", 2)
    bench.at("remove-h1").click()
    ears.hears("Removed: Layer 1")
    bench.at("undo").click()
    ears.hears("Added: Layer 1")
    bench.at("reset").click()
    ears.hears("Reset to step 0.")
    bench.at("reset").click()
    ears.hears("Reset to step 0.", 2)


def test_a_drag_and_a_run_are_no_flood(bench: Bench) -> None:
    bench.play()
    ears = Ears(bench)
    slider = bench.at("learning-rate-slider")
    slider.focus()
    for _ in range(40):
        slider.press("ArrowRight")
    bench.wait_for_steps(bench.step + 200)
    ears.hears("Learning rate")
    heard = ears.heard
    assert len(heard) <= 8
    gaps = [later - at for (at, _), (later, _) in pairwise(heard)]
    assert all(gap > 400 for gap in gaps), gaps


def test_a_weight_s_slider_says_the_weight(bench: Bench) -> None:
    bench.pause()
    bench.at("neuron-h1-0").click()
    bench.page.locator(".row-name").first.click()
    slider = bench.at("edge-weight-slider")
    slider.focus()
    slider.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", "−5.00")
