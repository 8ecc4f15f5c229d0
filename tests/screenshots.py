"""`make screenshot`: the README's picture, and with --all every view that a change may touch.

python tests/screenshots.py [--all]
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from playground.links import ours
from playground.spec.presets import PRESETS
from support.browser import Bench, launch
from support.serving import Server, serve

SHOWN = Path(__file__).parents[1] / "frontend/screenshots"
LOOKED_AT = Path(__file__).parents[1] / "artifacts"

SIZES = {"wide": (1440, 900), "tablet": (1024, 768), "phone": (390, 844)}


def learned(
    browser: Browser,
    server: Server,
    size: str,
    scheme: str,
    locale: str,
    fragment: str = "",
    steps: int = 2500,
) -> Bench:
    width, height = SIZES[size]
    page = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,  # type: ignore[arg-type]
        locale=locale,
    ).new_page()
    bench = Bench(page, server).open(fragment)
    bench.wait_for_steps(steps)
    bench.pause()
    return bench


def readme(browser: Browser, server: Server) -> None:
    SHOWN.mkdir(exist_ok=True)
    bench = learned(browser, server, "wide", "light", "en-US")
    bench.page.screenshot(path=SHOWN / "playground.png")
    for preset, tab in (("digits", "tab-kernels"), ("residual", None)):
        fragment = f"#s={ours.encode(PRESETS[preset])}"
        bench = learned(browser, server, "wide", "light", "en-US", fragment, 300)
        if tab is not None:
            bench.at(tab).click()
            bench.at("kernels").wait_for()
        bench.page.screenshot(path=SHOWN / f"{preset}.png")


def states(bench: Bench, name: str) -> None:
    """What opens from the main view: tabs, popovers, notices, other kinds of data."""

    def shoot(what: str) -> None:
        bench.page.screenshot(path=LOOKED_AT / f"{name}-{what}.png")

    bench.at("neuron-h2-3").click()
    bench.page.get_by_role("table").wait_for()
    shoot("neuron")
    bench.at("tab-distributions").click()
    bench.at("histogram-weights").wait_for()
    shoot("distributions")
    bench.at("fold-schedule").click()
    bench.at("schedule-cosine").hover()
    bench.at("schedule-curve").wait_for()
    shoot("schedule")
    bench.choose_data("curve")
    bench.wait_until_still()
    shoot("one-input")
    bench.at("presets").click()
    shoot("presets")
    bench.page.keyboard.press("Escape")
    bench.at("help").click()
    shoot("help")
    bench.page.keyboard.press("Escape")
    bench.choose("optimizer", "sgd")
    bench.choose("activation-h1", "relu")
    bench.type_number("learning-rate", 100)
    # It may break before the button shows that it plays.
    bench.at("play").click()
    bench.at("diverged").wait_for()
    shoot("diverged")


def all_views(browser: Browser, server: Server) -> None:
    LOOKED_AT.mkdir(exist_ok=True)
    for size in SIZES:
        for scheme in ("light", "dark"):
            for locale in ("en-US", "ko-KR"):
                bench = learned(browser, server, size, scheme, locale)
                name = f"{size}-{scheme}-{locale[:2]}"
                bench.page.screenshot(path=LOOKED_AT / f"{name}.png", full_page=size == "phone")
                if size == "wide" and (scheme, locale) in (("light", "ko-KR"), ("dark", "en-US")):
                    states(bench, name)
                bench.page.context.close()


if __name__ == "__main__":
    with serve() as server, sync_playwright() as playwright:
        browser = launch(playwright)
        readme(browser, server)
        if "--all" in sys.argv:
            all_views(browser, server)
