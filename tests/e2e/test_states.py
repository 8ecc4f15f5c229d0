"""What a session can come to, seen in every room: told faults, many layers, classes, comparisons.

As `test_rooms.py`, of states that a first visit does not show.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from e2e.test_layouts import box, inside, meet, shown
from e2e.test_rooms import CUT, MIN_TYPE, SMALL_TYPE, assert_whole, resized
from playground.links import ours
from playground.spec.project import parse
from support.browser import LEARNS_WITHIN_MS, Bench
from support.serving import Server
from support.web import until

LANGUAGES = ["en", "ko"]
SMALL_PROJECTOR = (1280, 720)
TABLET = (1024, 768)

SQUEEZED = """() => {
  const found = [];
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const around = words.currentNode.parentElement;
    const text = words.currentNode.textContent.trim();
    if (text.length < 12 || around.closest('.visually-hidden, script, style')) continue;
    if (!around.checkVisibility({visibilityProperty: true})) continue;
    const range = document.createRange();
    range.selectNodeContents(words.currentNode);
    const lines = new Set([...range.getClientRects()].map(({top}) => Math.round(top))).size;
    if (lines > 3 && text.length / lines < 6) found.push(`${text}: ${lines} lines`);
  }
  return found;
}"""
"""Words in a column so narrow that nobody reads them."""


def dense(**layer: object) -> dict[str, object]:
    return {
        "layers": [
            {"kind": "dense", "id": f"h{at}", "units": 8, "activation": "relu", **layer}
            for at in (1, 2)
        ]
    }


DEAD = {"seed": 11, "data": {"dataset": "circle"}, "network": dense(initial_bias=-20)}
DIVERGES = {
    "data": {"dataset": "plane"},
    "network": {"layers": [{"kind": "dense", "id": "h1", "units": 8, "activation": "relu"}]},
    "training": {"loss": {"kind": "mse"}, "optimizer": {"kind": "sgd"}, "learning_rate": 90},
}
DEEP = {
    "data": {"dataset": "spiral"},
    "network": {
        "layers": [
            {"kind": "dense", "id": f"h{at}", "units": 12, "activation": "tanh"}
            for at in range(1, 9)
        ],
        "skips": [{"source": "h1", "target": "h4"}, {"source": "input", "target": "h6"}],
    },
}


@contextmanager
def opened(chromium: Browser, language: str, *, projector: bool = False) -> Iterator[Page]:
    context = chromium.new_context(
        viewport={"width": 1440, "height": 900}, reduced_motion="no-preference"
    )
    page = context.new_page()
    page.add_init_script(
        f"localStorage.setItem('language', '{language}');"
        f"localStorage.setItem('projector', '{'on' if projector else 'off'}');"
    )
    yield page
    context.close()


def of(page: Page, server: Server, document: object) -> Bench:
    page.goto(f"{server.url}/#s={ours.encode(parse(document))}")
    bench = Bench(page, server)
    bench.wait_for_steps(1)
    return bench


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_divergence_is_read_in_the_narrowest_window(
    chromium: Browser, server: Server, language: str
) -> None:
    with opened(chromium, language) as page:
        bench = of(page, server, DIVERGES)
        expect(bench.at("diverged")).to_be_visible(timeout=LEARNS_WITHIN_MS)
        for size in ((320, 568), (390, 844), (768, 1024), SMALL_PROJECTOR):
            resized(page, size)
            assert_whole(page, size)
            assert page.evaluate(SQUEEZED) == [], size


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_told_on_a_projector_leaves_figures_and_curves(
    chromium: Browser, server: Server, language: str
) -> None:
    with opened(chromium, language, projector=True) as page:
        bench = of(page, server, DEAD)
        bench.play()
        expect(bench.at("told")).to_be_visible(timeout=LEARNS_WITHIN_MS)
        bench.pause()
        for size in (SMALL_PROJECTOR, (1920, 1080)):
            resized(page, size)
            part = box(page.locator(".centre"))
            for name in (".figures", ".run-curves", "[data-testid=curves]", "[data-testid=told]"):
                assert inside(box(page.locator(name)), part), (size, name)
            assert page.evaluate(CUT) == [], size


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("projector", [False, True])
def test_what_a_column_leaves_out_is_counted_beneath_it_alone(
    chromium: Browser, server: Server, language: str, projector: bool
) -> None:
    with opened(chromium, language, projector=projector) as page:
        bench = of(page, server, DEEP)
        bench.pause()
        sizes = (SMALL_PROJECTOR, (1920, 1080)) if projector else ((390, 844), TABLET, (1440, 500))
        seen = 0
        for size in sizes:
            resized(page, size)
            counts = shown(page, ".more")
            seen += len(counts)
            for at, (_, one) in enumerate(counts):
                assert not [name for name, other in counts[at + 1 :] if meet(one, other)], size
        assert seen > 0 or not projector


@pytest.mark.parametrize("language", LANGUAGES)
def test_cards_of_many_units_and_classes_are_whole(
    chromium: Browser, server: Server, language: str
) -> None:
    with opened(chromium, language) as page:
        bench = Bench(page, server).open()
        bench.choose_data("digits")
        bench.pause()
        for size in (TABLET, (1280, 720), (1440, 900), (1920, 1080)):
            resized(page, size)
            assert_whole(page, size)
            for name, card in shown(page, ".card"):
                parts = shown(page, f"[data-testid={name}] :is(.quiet-line, .shape-line, .brief)")
                assert [part for part, at in parts if not inside(at, card)] == [], (size, name)
        page.evaluate("localStorage.setItem('projector', 'on')")
        page.reload()
        resized(page, SMALL_PROJECTOR)
        expect(bench.at("layer-input")).to_be_visible()
        assert page.evaluate(CUT) == []


@pytest.mark.parametrize("dataset", ["digits", "breast_cancer"])
def test_a_tablet_shows_picture_figures_and_curves(
    chromium: Browser, server: Server, dataset: str
) -> None:
    with opened(chromium, "en") as page:
        bench = Bench(page, server).open()
        bench.choose_data(dataset)
        bench.pause()
        resized(page, TABLET)
        column = box(page.locator("#outcome"))
        for tab in ("plane", "confusion"):
            bench.at(f"result-{tab}").click()
            expect(
                page.locator({"plane": ".picture", "confusion": ".confusion"}[tab])
            ).to_be_visible()
            for name in (".plot-room", ".figures", "[data-testid=curves]"):
                assert inside(box(page.locator(name)), column), (tab, name)
            assert box(bench.at("curves"))["height"] > 80, tab


def frames(page: Page, lesson: str) -> list[Frame]:
    return [one for one in page.frames if one.name.startswith(f"{lesson}/")]


PICTURE_IS_SEEN = """() => {
  const {top, bottom, left, right} = document.querySelector('.picture').getBoundingClientRect();
  const bar = document.querySelector('.transport').getBoundingClientRect();
  const floor = getComputedStyle(document.querySelector('.transport')).position === 'fixed'
    ? bar.top : innerHeight;
  return top >= 0 && left >= 0 && right <= innerWidth && bottom <= floor + 1 && right - left > 120;
}"""


BACK_UP = "() => { for (const each of document.querySelectorAll('*')) each.scrollTop = 0; }"


def is_large(frame: Frame) -> bool:
    return bool(frame.evaluate(SMALL_TYPE, MIN_TYPE) == [])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("lesson", "count"), [("xor", 2), ("sgd", 3)])
def test_beside_each_other_each_picture_is_whole(
    chromium: Browser, server: Server, language: str, lesson: str, count: int
) -> None:
    with opened(chromium, language) as page:
        page.goto(f"{server.url}/#lesson={lesson}")
        expect(page.get_by_test_id("side-play")).to_be_enabled(timeout=LEARNS_WITHIN_MS)
        assert len(frames(page, lesson)) == count
        for large in (False, True):
            sizes = [TABLET, (1440, 900), (1920, 1080), (2560, 1440)]
            if large:
                page.get_by_test_id("projector").click()
                sizes = [SMALL_PROJECTOR, (1920, 1080)]
            for size in sizes:
                resized(page, size)
                for frame in frames(page, lesson):
                    frame.wait_for_function(PICTURE_IS_SEEN, timeout=10_000)
                    wide = "document.documentElement.scrollWidth <= innerWidth"
                    assert frame.evaluate(wide), (size, frame.name)
                    assert frame.evaluate(CUT) == [], (size, frame.name)
                    if large or size[0] >= 1900:
                        # A chart is drawn anew once it is in sight, a moment after its room has changed.
                        frame.locator(".run-curves").scroll_into_view_if_needed()
                        until(partial(is_large, frame))
                        frame.evaluate(BACK_UP)
