"""Links as they arrive by mail and chat: what was meant opens, and what cannot be understood is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from e2e.test_shared_links import link
from support.browser import Bench, Visit


@pytest.mark.parametrize(
    "mangled",
    [
        lambda link: link.replace("#", "%23"),
        lambda link: link.replace("#", "%2523"),
        lambda link: link.replace("#", "%23") + "?utm_source=mail",
        lambda link: link + ".",
        lambda link: link + ")",
        lambda link: link + "%20",
    ],
)
def test_a_shared_session_opens_whatever_was_done_to_its_link(
    bench: Bench, visit: Visit, mangled: Callable[[str], str]
) -> None:
    guest = visit(mangled(link(bench, "view")))
    expect(guest.at("watching")).to_be_visible()


def test_a_set_up_opens_from_a_path(bench: Bench, visit: Visit) -> None:
    bench.at("units-h1").fill("5")
    bench.at("units-h1").press("Enter")
    bench.at("share").click()
    bench.at("copy-link").click()
    expect(bench.at("copy-link")).to_have_text("Copied")
    address = bench.page.evaluate("navigator.clipboard.readText()")
    guest = visit(address.replace("#", "%23") + ".")
    expect(guest.at("units-h1")).to_have_value("5")


@pytest.mark.parametrize(
    ("path", "said"),
    [("/nothing/here", "no page"), ("/s/", "cut off"), ("/s/a/b", "cut off")],
)
def test_an_address_that_leads_nowhere_says_so_and_leads_home(
    bench: Bench, visit: Visit, path: str, said: str
) -> None:
    guest = visit(f"{bench.server.url}{path}")
    expect(guest.at("sent-away-why")).to_contain_text(said)
    guest.at("begin-own").click()
    guest.wait_for_steps(1)
