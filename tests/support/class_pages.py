"""The pages of a class: a teacher's and three pupils', each in a browser of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, Locator, Page, expect

from support.browser import Bench
from support.serving import Server

NAMES = ("Mina", "Jun", "하늘")


@dataclass
class Room:
    """The pages of a class: its teacher's, and those of its pupils by name."""

    teacher: Page
    code: str
    pupils: dict[str, Bench]

    def at(self, name: str) -> Locator:
        return self.teacher.get_by_test_id(name)

    def tile(self, nickname: str) -> Locator:
        return self.at(f"pupil-{nickname}")

    def deed(self, nickname: str, deed: str) -> None:
        """Something from a tile's menu."""
        self.tile(nickname).get_by_test_id("tile-menu").click()
        expect(self.teacher.locator(".popover")).to_be_in_viewport(ratio=1)
        self.at(deed).click()

    def put(self, choice: str) -> None:
        """A choice of the menu that hides and locks parts of the pupils' pages."""
        self.at("controls").click()
        self.at(choice).check()
        self.teacher.keyboard.press("Escape")


def opened(chromium: Browser, width: int = 1440) -> Page:
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, locale="en-US", reduced_motion="no-preference"
    )
    return context.new_page()


def joined(chromium: Browser, server: Server, code: str, nickname: str, width: int = 1440) -> Bench:
    bench = Bench(opened(chromium, width), server)
    bench.page.goto(f"{server.url}/join/{code}")
    bench.at("join-nickname").fill(nickname)
    bench.at("join-class").click()
    expect(bench.at("pupil-name")).to_have_text(nickname)
    expect(bench.at("boundary")).to_be_visible()
    return bench


@contextmanager
def room_of(chromium: Browser, server: Server) -> Iterator[Room]:
    failures: list[str] = []
    teacher = opened(chromium)
    Bench(teacher, server).open()
    teacher.get_by_test_id("class").click()
    teacher.get_by_test_id("open-class").click()
    code = teacher.get_by_test_id("class-code").inner_text().replace(" ", "")
    pupils = {name: joined(chromium, server, code, name) for name in NAMES}
    pages = [teacher, *(bench.page for bench in pupils.values())]
    for page in pages:
        page.on("pageerror", lambda error: failures.append(str(error)))
    yield Room(teacher, code, pupils)
    for page in pages:
        page.context.close()
    assert failures == []
