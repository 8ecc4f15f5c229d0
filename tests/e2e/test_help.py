"""Help in the browser: a page opens and a word is found, and no policy is broken."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from support.browser import Bench
from support.serving import Server

pytestmark = pytest.mark.browser


def test_the_page_leads_to_the_help_in_its_language(page: Page, server: Server) -> None:
    page.goto(server.url)
    page.get_by_test_id("help").click()
    with page.expect_popup() as opened:
        page.get_by_test_id("help-site").click()
    expect(opened.value.get_by_role("heading", level=1)).to_contain_text("Help")


def test_a_word_is_searched_and_its_page_opened(page: Page, server: Server) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{server.url}/help/")
    page.get_by_role("textbox", name="Search").fill("floors")
    result = page.get_by_role("link", name="Architecture").first
    expect(result).to_be_visible()
    page.keyboard.press("Escape")
    page.goto(f"{server.url}/help/architecture/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Architecture")
    assert [line for line in said if "Content Security Policy" in line] == []


def test_the_page_tells_what_it_is_made_of_and_opens_each_license(bench: Bench) -> None:
    bench.at("help").click()
    bench.at("about-open").click()
    expect(bench.at("about-npm").get_by_role("link", name="preact", exact=True)).to_be_visible()
    torch = bench.at("about-pypi").get_by_role("link", name="torch", exact=True)
    with bench.page.context.expect_page() as opened:
        torch.click()
    expect(opened.value.locator("body")).to_contain_text("Redistribution")
