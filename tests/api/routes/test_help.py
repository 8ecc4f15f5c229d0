"""The documentation is served by the app itself, whole, searchable, and within the page's policy."""

from __future__ import annotations

import json
import re

import pytest

from playground.api.routes.pages import HELP
from support.web import Web

PAGES = sorted(path.relative_to(HELP).as_posix() for path in HELP.rglob("*.html"))


def test_help_begins_at_its_address_with_and_without_a_stroke(served: Web) -> None:
    answer = served.http.get("/help", follow_redirects=True)
    assert (answer.status_code, answer.url.path) == (200, "/help/")
    assert "Neural Playground" in answer.text


def test_every_page_can_be_searched(served: Web) -> None:
    index = json.loads(served.http.get("/help/search/search_index.json").text)
    found = {entry["location"].partition("#")[0] for entry in index["docs"]}
    written = {page.removesuffix("index.html") for page in PAGES} - {"404.html"}
    assert written <= found


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_nothing_of_other_hosts_and_has_no_script_within(page: str) -> None:
    text = (HELP / page).read_text(encoding="utf-8")
    within = re.findall(r"<script(?![^>]*(?:src=|application/json))[^>]*>", text)
    assert within == []
    assert "<style" not in text
    assert re.findall(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=\"(?:https?:)?//", text) == []


def test_what_is_not_there_is_told_by_a_page_of_the_help(served: Web) -> None:
    answer = served.http.get("/help/no-such-page/")
    assert answer.status_code == 404
    assert "text/html" in answer.headers["content-type"]
