"""A user without a mouse: presses keys, counts them, and knows where the focus is."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from support.browser import Bench

FOCUSED = """() => {
  const on = document.activeElement;
  if (on === null || on === document.body) return '';
  return on.dataset.testid ?? on.id ?? '';
}"""


class Hands:
    """Nothing is clicked, and nothing gets the focus but by keys."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.keys = 0

    @property
    def on(self) -> str:
        """What has the focus, by its test id; "" for the page itself."""
        found: str = self.bench.page.evaluate(FOCUSED)
        return found

    @property
    def name(self) -> str:
        """What a screen reader would call what has the focus."""
        found: str | None = self.bench.page.evaluate(
            "() => document.activeElement.getAttribute('aria-label')"
        )
        return found or ""

    def pause(self) -> None:
        """Pauses the run; its key is not counted."""
        self.bench.page.keyboard.press(" ")
        expect(self.bench.at("play")).to_have_attribute("data-playing", "false")
        self.bench.wait_until_still()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.bench.page.keyboard.press(key)
            self.keys += 1

    def type(self, text: str) -> None:
        self.bench.page.keyboard.type(text)
        self.keys += len(text)

    def skip_to(self, part: str) -> None:
        """Takes a skip link, on a page on which nothing has had the focus yet."""
        assert self.on == ""
        self.tab_to(f"skip-to-{part}", 6)
        self.press("Enter")
        self.bench.page.wait_for_function(
            "() => document.activeElement.closest('.skip-links') === null"
        )

    def tab_to(self, name: str, most: int = 60, back: bool = False) -> None:
        """Presses Tab until the element of that test id has the focus."""
        for _ in range(most):
            self.press("Shift+Tab" if back else "Tab")
            if self.on == name:
                return
        raise AssertionError(f"{name} is not within {most} Tabs; the focus is on {self.on!r}")

    def waits_on(self, name: str) -> None:
        """Until the focus has come to what bears that test id."""
        expect(self.bench.at(name)).to_be_focused()


def snapshot(bench: Bench, selector: str) -> str:
    """The part of the accessibility tree beneath an element."""
    found: Any = bench.page.locator(selector).aria_snapshot()
    return str(found)
