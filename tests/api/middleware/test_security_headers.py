"""What every answer says to the browser, and that nothing that a user types becomes markup."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from starlette.responses import RedirectResponse
from starlette.types import Receive, Scope, Send

from playground.api.middleware.security_headers import SecurityHeadersMiddleware
from playground.api.routes import pages
from support.uploading import csv_of
from support.web import Web, web

TOKEN = "an-operators-own-token"
MARKUP = "<img src=x onerror=alert(1)>\"'&<script>x</script>"
PATHS = (
    "/",
    "/s/none",
    "/join/CDFGHJ",
    "/class/none",
    "/docs",
    "/operator",
    "/operator/page.js",
    "/operator/page.css",
    "/operator/none",
    "/vendor/plotly.min.js",
    "/assets/main-1a2b.js",
    "/icon.svg",
    "/nothing",
    "/api/presets",
    "/api/openapi.json",
    "/api/sessions/none",
    "/api/sessions/none/picture.png",
    "/healthz",
    "/metrics",
)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    static: Path = tmp_path_factory.mktemp("static")
    (static / "assets").mkdir()
    (static / "index.html").write_text("<!doctype html><head></head><p>page")
    (static / "icon.svg").write_text("<svg/>")
    (static / "assets" / "main-1a2b.js").write_text("1;")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages, "STATIC", static)
        with web(operator_token=TOKEN) as running:
            yield running


def directives(answer: httpx.Response) -> dict[str, list[str]]:
    (policy,) = answer.headers.get_list("content-security-policy")
    parts = [part.split() for part in policy.split(";")]
    assert len(parts) == len({part[0] for part in parts}), "of two the browser takes the first"
    return {name: sources for name, *sources in parts}


@pytest.mark.parametrize("path", PATHS)
def test_every_path_is_under_the_strict_policy(running: Web, path: str) -> None:
    answer = running.http.get(path)
    policy = directives(answer)
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == ["'self'"]
    assert policy["base-uri"] == policy["form-action"] == ["'none'"]
    assert policy["frame-ancestors"] == ["'self'"]
    assert not [each for sources in policy.values() for each in sources if "unsafe" in each]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert "server" not in answer.headers
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("path", ["/healthz/", "/api/presets/", "/docs/", "/join/", "/help"])
def test_a_redirect_stays_with_this_server_whatever_the_host_is_said_to_be(
    running: Web, path: str
) -> None:
    answer = running.http.get(
        f"{path}?a=b", headers={"Host": "elsewhere.example"}, follow_redirects=False
    )
    assert answer.status_code == 307
    assert answer.headers["location"] == (f"{path}/" if path == "/help" else path[:-1]) + "?a=b"


def test_a_path_that_begins_as_a_host_does_leads_to_no_host() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await RedirectResponse("//elsewhere.example/x")(scope, receive, send)

    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(SecurityHeadersMiddleware(app))
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            return await client.get("/")

    assert asyncio.run(asked()).headers["location"] == "/x"


@pytest.mark.parametrize(
    "path", ["/", "/s/none", "/join/CDFGHJ", "/class/none", "/docs", "/operator"]
)
def test_no_page_needs_what_the_policy_forbids(running: Web, path: str) -> None:
    text = running.http.get(path).text
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text)
    assert not re.search(r"(?:src|href)=[\"']?(?:https?:)?//", text)


def everything_with_markup(running: Web) -> dict[str, Any]:
    """A session whose every text is markup; what was made of it."""
    session = running.create(spec={"name": MARKUP[:80]})
    headers = {"Authorization": f"Bearer {session.edit}"}
    running.http.put(f"/api/sessions/{session.id}/preview", json={"on": True}, headers=headers)
    running.http.post(
        f"/api/sessions/{session.id}/links",
        json={"right": "view", "label": MARKUP[:40]},
        headers=headers,
    )
    opened = running.http.post("/api/classes", json={"session": session.id}, headers=headers).json()
    running.http.post("/api/classes/join", json={"code": opened["code"], "nickname": MARKUP[:20]})
    return {"session": session, "class": opened}


def test_no_text_of_a_user_becomes_markup(running: Web) -> None:
    made = everything_with_markup(running)
    session, classroom = made["session"], made["class"]
    # Not first: a file that begins with a tag is taken for a page.
    table = csv_of({"answer": ["<b>no", "<b>yes"] * 30, MARKUP.replace('"', ""): [1, 2, 3] * 20})
    uploaded = running.http.put(
        "/api/uploads", params={"name": f"{MARKUP}.csv"}, content=table, timeout=60
    )
    assert uploaded.status_code == 201, uploaded.text
    edit = {"Authorization": f"Bearer {session.edit}"}
    teacher = {"Authorization": f"Bearer {classroom['token']}"}
    wrong = quote(MARKUP, safe="")
    answers = [
        uploaded,
        running.http.get(f"/s/{session.id}"),
        running.http.get(f"/s/{wrong}"),
        running.http.get(f"/join/{wrong}"),
        running.http.get(f"/class/{wrong}"),
        running.http.get(f"/{wrong}"),
        running.http.get("/docs"),
        running.http.get(f"/api/sessions/{session.id}", headers=edit),
        running.http.get(f"/api/sessions/{session.id}/links", headers=edit),
        running.http.get(f"/api/sessions/{session.id}/history", headers=edit),
        running.http.get(f"/api/sessions/{session.id}/export/json", headers=edit),
        running.http.get(f"/api/sessions/{session.id}/export/pytorch", headers=edit),
        running.http.get(f"/api/sessions/{session.id}/export/{wrong}", headers=edit),
        running.http.get(f"/api/classes/{classroom['id']}", headers=teacher),
        running.http.get(f"/api/classes/{classroom['id']}/results.csv", headers=teacher),
        running.http.get("/api/operator", headers={"Authorization": f"Bearer {TOKEN}"}),
        running.http.post("/api/sessions", json={"preset": MARKUP[:40]}),
        running.http.post("/api/sessions", json={"spec": {MARKUP: 1}}),
        running.http.post(
            "/api/sessions", json={"spec": {"network": {"layers": [{"id": MARKUP[:16]}]}}}
        ),
    ]
    told = 0
    for answer in answers:
        kind = answer.headers["content-type"].partition(";")[0]
        told += "onerror" in answer.text
        if kind == "text/html":
            assert "<img" not in answer.text, answer.url
            assert "<script>x" not in answer.text, answer.url
            assert '""' not in answer.text, answer.url
        else:
            # Not what a browser shows as a page, and it is told not to guess.
            assert kind in {
                "application/json",
                "application/problem+json",
                "text/csv",
                "text/x-python",
            }, answer.url
            assert answer.headers["x-content-type-options"] == "nosniff"
        for name in ("content-disposition", "location"):
            assert "<" not in answer.headers.get(name, "")
    assert told > 5, "the texts are there at all"
    card = running.http.get(f"/s/{session.id}").text
    assert "&lt;img src=x onerror=alert(1)&gt;" in card
