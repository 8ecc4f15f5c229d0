"""The page as a user handles it: by what is on it, with waits on state and never on time."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from typing import Self

from playwright.sync_api import Browser, Locator, Page, Playwright, expect

from support import programs
from support.serving import Server

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

LEARNS_WITHIN_MS = 60_000

DATA_GROUPS = {
    "points": ("circle", "xor", "gaussians", "spiral", "moons", "checkerboard"),
    "many": ("rings", "sectors"),
    "curves": ("curve", "plane", "multi_gauss"),
    "images": ("digits", "edges", "bars", "shapes"),
    "tables": ("iris", "wine", "breast_cancer", "diabetes"),
    "own": ("formula_curve", "formula_surface", "painted", "upload"),
    "tensorflow": ("tf_circle", "tf_xor", "tf_gauss", "tf_spiral", "tf_plane", "tf_multi_gauss"),
}
"""Data sets as the panel folds them."""


def figure(text: str) -> float:
    """The number in a readout such as “12,480” or “0.0312”."""
    found = re.search(r"[-−]?[\d,]*\.?\d+(?:e[-+−]?\d+)?", text)
    assert found, f"no number in {text!r}"
    return float(found[0].replace(",", "").replace("−", "-"))


def launch(playwright: Playwright) -> Browser:
    found = programs.browser()
    assert found, "no Chromium is here: python tests/support/programs.py"
    environment = {**os.environ, **found.environment}
    return playwright.chromium.launch(
        executable_path=found.program, args=CHROMIUM_FLAGS, env=environment
    )


class Bench:
    def __init__(self, page: Page, server: Server) -> None:
        self.page = page
        self.server = server

    def open(self, fragment: str = "") -> Self:
        self.page.goto(f"{self.server.url}/{fragment}")
        expect(self.at("boundary")).to_be_visible()
        self.wait_for_steps(1)
        return self

    def at(self, name: str) -> Locator:
        return self.page.get_by_test_id(name)

    def number(self, name: str) -> float:
        return figure(self.at(name).inner_text())

    @property
    def step(self) -> int:
        return int(self.number("steps"))

    def wait_for_steps(self, least: int, within_ms: int = LEARNS_WITHIN_MS) -> None:
        self.wait_for("steps", f"value >= {least}", within_ms)

    def wait_for(self, name: str, condition: str, within_ms: int = LEARNS_WITHIN_MS) -> None:
        """Until the number shown at `name` meets a JavaScript condition on `value`."""
        self.page.wait_for_function(
            f"""() => {{
              const shown = document.querySelector('[data-testid="{name}"]');
              if (shown === null) return false;
              const text = shown.textContent.replaceAll(',', '').replace('−', '-');
              const found = text.match(/-?\\d*\\.?\\d+(?:e[-+]?\\d+)?/);
              if (found === null) return false;
              const value = Number(found[0]);
              return {condition};
            }}""",
            timeout=within_ms,
        )

    def playing(self) -> bool:
        return self.at("play").get_attribute("data-playing") == "true"

    def play(self) -> None:
        if not self.playing():
            self.at("play").click()
        expect(self.at("play")).to_have_attribute("data-playing", "true")

    def pause(self) -> None:
        if self.playing():
            self.at("play").click()
        expect(self.at("play")).to_have_attribute("data-playing", "false")
        self.wait_until_still()

    def wait_until_still(self) -> None:
        """Until the readouts have kept their numbers for 15 drawn frames: the last one has come."""
        self.page.evaluate(
            """() => new Promise(done => {
              const read = () => ['steps', 'loss-train', 'loss-test'].map((name) =>
                document.querySelector(`[data-testid="${name}"]`)?.textContent).join();
              let was = read(), still = 0;
              const look = () => {
                const now = read();
                still = now === was ? still + 1 : 0;
                was = now;
                if (still < 15) requestAnimationFrame(look); else done();
              };
              requestAnimationFrame(look);
            })"""
        )

    def type_number(self, name: str, value: float) -> None:
        """Types a number into a control's field."""
        field = self.at(name)
        field.fill(str(value))
        field.press("Enter")

    def choose(self, name: str, value: str) -> None:
        self.at(name).select_option(value)

    def open_data(self, group: str) -> None:
        """Unfolds a group of data sets."""
        head = self.at(f"sets-{group}")
        if head.locator("xpath=..").get_attribute("open") is None:
            head.click()

    def choose_data(self, name: str) -> None:
        """Clicks a data set, wherever it is folded away."""
        self.open_data(next(group for group, sets in DATA_GROUPS.items() if name in sets))
        self.at(f"dataset-{name}").click()

    def reset_paused(self) -> None:
        """Paused at step 0."""
        self.pause()
        self.at("reset").click()
        self.wait_for("steps", "value === 0")

    def wait_for_both_shades(self) -> None:
        """Until the boundary's picture shows the colors of both classes."""
        self.page.wait_for_function(
            """() => {
              const holder = document.querySelector('[data-testid="boundary"]');
              const canvas = holder.matches('canvas') ? holder : holder.querySelector('canvas');
              const {data} = canvas.getContext('2d')
                .getImageData(0, 0, canvas.width, canvas.height);
              let blue = 0, orange = 0;
              for (let at = 0; at < data.length; at += 4) {
                if (data[at] > data[at + 2] + 60) orange += 1;
                if (data[at + 2] > data[at] + 60) blue += 1;
              }
              const least = data.length / 4 / 20;
              return blue > least && orange > least;
            }""",
            timeout=LEARNS_WITHIN_MS,
        )


Visit = Callable[[str], Bench]
"""Opens an address in a browser of its own, as somebody else would."""
