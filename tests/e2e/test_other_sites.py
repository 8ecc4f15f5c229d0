"""Whoever comes from another site's page stays who they are. 127.0.0.1 and localhost are two sites."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from support.serving import Server, serve

COOKIE, FRAME_COOKIE = "playground", "__Host-playground-frame"


@contextmanager
def other_site(html: str) -> Iterator[str]:
    """Serve one page at localhost."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listener:
        thread = threading.Thread(target=listener.serve_forever)
        thread.start()
        try:
            yield f"http://localhost:{listener.server_address[1]}/"
        finally:
            listener.shutdown()
            thread.join()


@pytest.fixture
def visitor(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(locale="en-US")
    yield context.new_page()
    context.close()


def cookie(context: BrowserContext, server: Server, name: str = COOKIE) -> str | None:
    found = [each for each in context.cookies(server.url) if each.get("name") == name]
    return found[0].get("value") if found else None


def follow_link(page: Page, server: Server) -> None:
    with other_site(f'<a href="{server.url}/">there</a>') as site:
        page.goto(site)
        page.click("a")
        expect(page.get_by_test_id("play")).to_be_enabled()


@pytest.mark.parametrize("same_site", ["Lax", "Strict"])
def test_a_link_from_another_site_leads_to_who_one_was(
    visitor: Page, server: Server, same_site: str
) -> None:
    visitor.goto(server.url)
    mine = cookie(visitor.context, server)
    assert mine is not None
    if same_site == "Strict":
        # As the first releases gave it.
        visitor.context.add_cookies(
            [{"name": COOKIE, "value": mine, "url": server.url, "sameSite": "Strict"}]
        )
    follow_link(visitor, server)
    assert cookie(visitor.context, server) == mine


def test_who_comes_by_a_link_for_the_first_time_gets_a_cookie_from_the_page_itself(
    visitor: Page, server: Server
) -> None:
    follow_link(visitor, server)
    assert cookie(visitor.context, server) is not None


def test_a_frame_on_another_sites_page_is_somebody_and_replaces_nobody(visitor: Page) -> None:
    with (
        serve("--trusted-proxy", "127.0.0.1", "--frame-ancestors", "*") as server,
        other_site(f'<iframe src="{server.url}/?embed=1"></iframe>') as site,
    ):
        visitor.goto(server.url)
        mine = cookie(visitor.context, server)
        assert mine is not None
        visitor.goto(site)
        expect(visitor.frame_locator("iframe").locator("body")).not_to_be_empty()
        assert cookie(visitor.context, server) == mine
        assert cookie(visitor.context, server, FRAME_COOKIE) is None, "only by HTTPS"
        # As a proxy says it that speaks HTTPS.
        visitor.context.set_extra_http_headers({"X-Forwarded-Proto": "https"})
        visitor.goto(site)
        frame = visitor.frames[1]
        frame.wait_for_load_state()
        kept = cookie(visitor.context, server, FRAME_COOKIE)
        assert kept is not None
        with visitor.expect_response("**/api/presets") as answer:
            frame.evaluate("fetch('/api/presets')")
        sent = answer.value.request.all_headers().get("cookie", "")
        assert f"{FRAME_COOKIE}={kept}" in sent
        assert f"{COOKIE}={mine}" not in sent
        assert cookie(visitor.context, server) == mine
