"""In Chromium: from Play and from an edit to the first new picture, and the cost of a redraw."""

from __future__ import annotations

import statistics

from playwright.sync_api import Browser, Page, sync_playwright

from support.browser import Bench, launch
from support.serving import Server, serve

TIMES = 20
OPENINGS = 5

# Resolves with the milliseconds from the act to the end of the first redraw whose frame is wanted.
UNTIL_PICTURE = """([selector, act, value, wanted]) => new Promise((done) => {
  const last = performance.getEntriesByName('diagram').at(-1).detail;
  let begun = 0;
  const seen = new PerformanceObserver((list) => {
    for (const {name, startTime, duration, detail} of list.getEntries()) {
      if (name === 'diagram' && startTime >= begun && detail[wanted] > last[wanted]) {
        seen.disconnect();
        done(startTime + duration - begun);
        return;
      }
    }
  });
  seen.observe({type: 'measure', buffered: false});
  const target = document.querySelector(`[data-testid="${selector}"]`);
  begun = performance.now();
  if (act === 'click') {
    target.click();
  } else {
    target.value = value;
    target.dispatchEvent(new Event('change', {bubbles: true}));
  }
})"""


def until_picture(page: Page, selector: str, act: str, wanted: str, value: str = "") -> float:
    return float(page.evaluate(UNTIL_PICTURE, [selector, act, value, wanted]))


def openings(browser: Browser, server: Server) -> list[float]:
    """Milliseconds from the start of a navigation to the first picture, each in a new profile."""
    times: list[float] = []
    for _ in range(OPENINGS):
        page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        Bench(page, server).open()
        first = "performance.getEntriesByName('diagram').find(({detail}) => detail.step >= 0)"
        page.wait_for_function(f"() => {first} !== undefined")
        times.append(page.evaluate(f"(({{startTime, duration}}) => startTime + duration)({first})"))
        page.context.close()
    return times


def from_play(bench: Bench) -> list[float]:
    times: list[float] = []
    for _ in range(TIMES):
        bench.pause()
        times.append(until_picture(bench.page, "play", "click", "step"))
    return times


def from_edit(bench: Bench) -> list[float]:
    bench.play()
    return [
        until_picture(bench.page, "activation-h1", "change", "revision", ("relu", "tanh")[turn % 2])
        for turn in range(TIMES)
    ]


def redraws(bench: Bench) -> list[float]:
    """Milliseconds of each redraw of 6 layers of 8 neurons, over some seconds of training."""
    while bench.page.locator('[data-testid^="layer-h"]').count() < 6:
        count = bench.page.locator('[data-testid^="layer-h"]').count()
        bench.at(f"add-layer-{count}").click()
        bench.at("add-dense").click()
        bench.page.wait_for_function(
            "(count) => document.querySelectorAll('[data-testid^=\"layer-h\"]').length === count",
            arg=count + 1,
        )
    for card in bench.page.locator('[data-testid^="layer-h"]').all():
        name = (card.get_attribute("data-testid") or "").removeprefix("layer-")
        bench.page.wait_for_selector(f'[data-testid="neuron-{name}-0"]')
    bench.page.evaluate("performance.clearMeasures('diagram')")
    bench.page.wait_for_function(
        "() => performance.getEntriesByName('diagram').length >= 150", timeout=60_000
    )
    found: list[float] = bench.page.evaluate(
        "performance.getEntriesByName('diagram').map(({duration}) => duration)"
    )
    return found


def measure() -> list[str]:
    with serve("--device", "cpu") as server, sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="en-US")
        opened = openings(browser, server)
        bench = Bench(page, server).open()
        play, edit, drawn = from_play(bench), from_edit(bench), sorted(redraws(bench))
        browser.close()
    return [
        f"from opening the page to the first picture: median {statistics.median(opened):.0f} ms"
        f" of {OPENINGS}  (goal ≤ 1000 ms)",
        f"from Play to the first new picture: median {statistics.median(play):.0f} ms of {TIMES}"
        "  (goal ≤ 150 ms)",
        f"from an edit to its first picture: median {statistics.median(edit):.0f} ms of {TIMES}"
        "  (goal ≤ 200 ms)",
        f"redraw of 6 layers × 8 neurons: median {statistics.median(drawn):.1f} ms,"
        f" p95 {drawn[int(len(drawn) * 0.95)]:.1f} ms of {len(drawn)}  (goal p95 ≤ 16 ms)",
    ]
