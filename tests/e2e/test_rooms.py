"""The page in every room: from a window of 320 pixels to a wall, in both languages.

Nothing scrolls sideways and no word is cut; from afar the picture is the largest thing and type is
large; a finger hits what it points at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from support.browser import Bench
from support.serving import Server

TOUCHED = ((320, 256), (320, 568), (390, 844), (768, 1024), (1024, 768))
POINTED = ((720, 450), (1280, 720), (1440, 900))
LARGE = ((1920, 1080), (2560, 1440))
PROJECTED = ((1024, 768), (1280, 720), (1920, 1080))
AXE = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"
RULES = """axe.run({
  resultTypes: ['violations'],
  runOnly: {type: 'tag',
    values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']},
  rules: {'target-size': {enabled: true}},
})"""
MIN_TYPE = 20
MIN_TARGET = 24

CUT = """() => {
  const clips = (style) => /hidden|clip/.test(style.overflowX + style.overflowY);
  const scrolls = (style) => /auto|scroll/.test(style.overflowX + style.overflowY);
  const found = [];
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const text = words.currentNode.textContent.trim();
    const around = words.currentNode.parentElement;
    if (text === '' || !around.checkVisibility({visibilityProperty: true})) continue;
    if (around.closest('.visually-hidden, option, script, style, [aria-hidden=true] svg')) continue;
    const range = document.createRange();
    range.selectNodeContents(words.currentNode);
    const box = range.getBoundingClientRect();
    for (let one = around; one !== null && one !== document.body; one = one.parentElement) {
      const style = getComputedStyle(one);
      if (scrolls(style)) break;
      if (!clips(style)) continue;
      const room = one.getBoundingClientRect();
      // What is as small as that is there to be heard.
      if (room.width < 2) break;
      if (box.right > room.right + 1 || box.left < room.left - 1 ||
          box.bottom > room.bottom + 3 || box.top < room.top - 3) {
        found.push(`${text} in ${one.className || one.tagName}`);
        break;
      }
    }
  }
  const pen = document.createElement('canvas').getContext('2d');
  const ARROW = 16;
  for (const select of document.querySelectorAll('select')) {
    if (!select.checkVisibility({visibilityProperty: true})) continue;
    const style = getComputedStyle(select);
    pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const text = select.selectedOptions[0]?.textContent ?? '';
    const padding = parseFloat(style.paddingLeft) + parseFloat(style.paddingRight);
    const arrow = style.appearance === 'none' ? 0 : ARROW;
    if (pen.measureText(text).width + padding + arrow > select.clientWidth + 1)
      found.push(`${text} in select ${select.dataset.testid}`);
  }
  for (const field of document.querySelectorAll('input[type=text]')) {
    if (field.checkVisibility({visibilityProperty: true}) && field.scrollWidth > field.clientWidth + 1)
      found.push(`${field.value} in input ${field.dataset.testid}`);
  }
  return found;
}"""

SMALL_TYPE = """(least) => {
  const found = new Set();
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const around = words.currentNode.parentElement;
    const text = words.currentNode.textContent.trim();
    if (text === '' || around.closest('.visually-hidden, script, style')) continue;
    if (!around.checkVisibility({visibilityProperty: true})) continue;
    const size = parseFloat(getComputedStyle(around).fontSize);
    if (size < least - 0.01) found.add(`${text}: ${size}`);
  }
  return [...found];
}"""

SMALL_TARGETS = """(least) => [...document.querySelectorAll(
    'button, select, summary, a[href], [role=button], [role=tab], input:not([type=radio])')]
  .filter(one => one.checkVisibility({visibilityProperty: true}) && !one.closest('.visually-hidden'))
  .map(one => [one, (one.closest('label') ?? one).getBoundingClientRect()])
  // A skip link is a pixel until a key shows it.
  .filter(([, {width, height}]) => width > 1 && Math.min(width, height) < least - 0.05)
  .map(([one, {width, height}]) =>
    `${one.dataset.testid ?? one.className ?? one.tagName}: ${width} x ${height}`)"""

SMALL_FIELDS = """() => [...document.querySelectorAll('input:not([type=range]), select, textarea')]
  .filter(one => one.checkVisibility() && parseFloat(getComputedStyle(one).fontSize) < 16)
  .map(one => one.dataset.testid ?? one.className)"""


@contextmanager
def opened(
    chromium: Browser, server: Server, language: str, *, touch: bool, projector: bool = False
) -> Iterator[Bench]:
    context = chromium.new_context(
        viewport={"width": 1024, "height": 768}, has_touch=touch, reduced_motion="no-preference"
    )
    page = context.new_page()
    page.add_init_script(
        f"localStorage.setItem('language', '{language}');"
        f"localStorage.setItem('projector', '{'on' if projector else 'off'}');"
    )
    bench = Bench(page, server).open()
    bench.pause()
    yield bench
    context.close()


def resized(page: Page, size: tuple[int, int]) -> None:
    """In a window of that size, when the page has found its place in it."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.evaluate(
        """() => new Promise(done => requestAnimationFrame(() =>
          requestAnimationFrame(() => requestAnimationFrame(done))))"""
    )


def convolutions(bench: Bench) -> None:
    """The deepest of the examples, with the longest names of layers."""
    bench.at("presets").click()
    bench.at("preset-digits").click()
    expect(bench.page.locator(".card")).to_have_count(9)
    bench.pause()


def walk(
    bench: Bench,
    sizes: Iterable[tuple[int, int]],
    *checks: Callable[[Bench, tuple[int, int]], None],
) -> None:
    """In each size nothing is cut, and what is checked beside that holds."""
    for size in sizes:
        resized(bench.page, size)
        assert_whole(bench.page, size)
        for check in checks:
            check(bench, size)


def assert_whole(page: Page, size: tuple[int, int]) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0], size
    assert page.evaluate(CUT) == [], size


def assert_large(bench: Bench, size: tuple[int, int]) -> None:
    page, height = bench.page, size[1]
    picture, diagram, curves, chart = (
        page.locator(name).evaluate("one => one.getBoundingClientRect().toJSON()")
        for name in ("[data-testid=boundary]", ".stage", ".run-curves", "[data-testid=curves]")
    )
    assert picture["height"] > 0.55 * height, size
    assert picture["height"] > diagram["height"], size
    assert curves["bottom"] <= height, size
    assert chart["height"] > 0.12 * height, size
    expect(page.locator("#setup")).to_be_hidden()
    assert page.evaluate(SMALL_TYPE, MIN_TYPE) == [], size


def assert_clean(page: Page, size: tuple[int, int]) -> None:
    """By every rule of axe, its best practices and its least size of what is pressed too."""
    if not page.evaluate("'axe' in window"):
        # The page's policy lets no script in by a tag; the debugger's evaluate may.
        page.evaluate(AXE.read_text())
    found = page.evaluate(RULES)
    told = [f"{each['id']}: {each['nodes'][0]['html'][:150]}" for each in found["violations"]]
    assert told == [], size


def assert_fits_a_finger(bench: Bench, size: tuple[int, int]) -> None:
    assert bench.page.evaluate(SMALL_TARGETS, MIN_TARGET) == [], size
    assert bench.page.evaluate(SMALL_FIELDS) == [], size


@pytest.mark.parametrize("language", ["en", "ko"])
def test_under_a_finger(chromium: Browser, server: Server, language: str) -> None:
    with opened(chromium, server, language, touch=True) as bench:
        walk(bench, TOUCHED, assert_fits_a_finger)
        convolutions(bench)
        walk(bench, TOUCHED, assert_fits_a_finger)
        for size in ((390, 844), (1024, 768)):
            resized(bench.page, size)
            bench.page.locator(".drawer-button").click()
            assert_whole(bench.page, size)
            assert_fits_a_finger(bench, size)
            bench.page.keyboard.press("Escape")


@pytest.mark.parametrize("language", ["en", "ko"])
def test_on_a_desk(chromium: Browser, server: Server, language: str) -> None:
    with opened(chromium, server, language, touch=False) as bench:
        walk(bench, POINTED)
        for name in ("batch-size", "fold-penalties"):
            expect(bench.at(name)).to_be_in_viewport(ratio=1)
        convolutions(bench)
        walk(bench, POINTED + LARGE)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_from_afar(chromium: Browser, server: Server, language: str) -> None:
    with opened(chromium, server, language, touch=False) as bench:
        walk(bench, LARGE, assert_large)
    with opened(chromium, server, language, touch=False, projector=True) as bench:
        walk(bench, PROJECTED, assert_large)
        bench.page.locator(".drawer-button").click()
        expect(bench.at("learning-rate")).to_be_visible()
        assert bench.page.evaluate(CUT) == []
        assert bench.page.evaluate(SMALL_TYPE, MIN_TYPE) == []
        bench.page.keyboard.press("Escape")
        convolutions(bench)
        walk(bench, PROJECTED)


def test_axe_finds_nothing_in_any_room(chromium: Browser, server: Server) -> None:
    with opened(chromium, server, "en", touch=True) as bench:
        for size in ((320, 568), (390, 844), (1024, 768)):
            resized(bench.page, size)
            assert_clean(bench.page, size)
        bench.page.locator(".drawer-button").click()
        assert_clean(bench.page, size)
    with opened(chromium, server, "ko", touch=False) as bench:
        for size in ((1440, 900), (1920, 1080)):
            resized(bench.page, size)
            assert_clean(bench.page, size)


def test_a_tablet_shows_the_whole_network(chromium: Browser, server: Server) -> None:
    with opened(chromium, server, "en", touch=True) as bench:
        resized(bench.page, (768, 1024))
        scrolled = bench.page.locator(".diagram-scroll")
        assert scrolled.evaluate("one => one.scrollWidth <= one.clientWidth")


def test_low_bars_leave_half_of_the_height(chromium: Browser, server: Server) -> None:
    with opened(chromium, server, "en", touch=True) as bench:
        resized(bench.page, (320, 256))
        bench.page.mouse.wheel(0, 100)
        bars: list[dict[str, Any]] = bench.page.locator(".topbar, .transport").evaluate_all(
            """all => all.filter(one => /sticky|fixed/.test(getComputedStyle(one).position))
              .map(one => ({height: one.getBoundingClientRect().height}))"""
        )
        assert sum(bar["height"] for bar in bars) < 256 / 2
