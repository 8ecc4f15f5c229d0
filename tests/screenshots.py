"""`make screenshot`: the README's picture, and with --all every view that a change may touch.

python tests/screenshots.py [--all]
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from support.browser import CHROMIUM_FLAGS, Bench
from support.serving import Server, serve

SHOWN = Path(__file__).parents[1] / "frontend/screenshots"
LOOKED_AT = Path(__file__).parents[1] / "artifacts"

SIZES = {"wide": (1440, 900), "tablet": (1024, 768), "phone": (390, 844)}


def learned(browser: Browser, server: Server, size: str, scheme: str, locale: str) -> Bench:
    width, height = SIZES[size]
    page = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,  # type: ignore[arg-type]
        locale=locale,
    ).new_page()
    bench = Bench(page, server).open()
    bench.wait_for_steps(2500)
    bench.pause()
    return bench


def readme(browser: Browser, server: Server) -> None:
    SHOWN.mkdir(exist_ok=True)
    bench = learned(browser, server, "wide", "light", "en-US")
    bench.page.screenshot(path=SHOWN / "playground.png")


def all_views(browser: Browser, server: Server) -> None:
    LOOKED_AT.mkdir(exist_ok=True)
    for size in SIZES:
        for scheme, locale in (("light", "ko-KR"), ("dark", "en-US")):
            bench = learned(browser, server, size, scheme, locale)
            bench.page.screenshot(path=LOOKED_AT / f"{size}-{scheme}-{locale[:2]}.png")
            if size == "wide":
                bench.at("neuron-h2-3").click()
                bench.at("neuron-map").wait_for()
                bench.page.screenshot(path=LOOKED_AT / f"selected-{scheme}.png")
                bench.at("tab-distributions").click()
                bench.at("histogram-weights").wait_for()
                bench.page.screenshot(path=LOOKED_AT / f"distributions-{scheme}.png")
            bench.page.close()


if __name__ == "__main__":
    with serve() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=CHROMIUM_FLAGS
        )
        readme(browser, server)
        if "--all" in sys.argv:
            all_views(browser, server)
