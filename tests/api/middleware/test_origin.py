"""Origins and headers: the one layer around HTTP and WebSockets alike."""

from __future__ import annotations

import pytest
from websockets.exceptions import InvalidStatus

from playground.api.options import content_sources
from playground.api.settings import Settings
from support.web import Made, Web, web

FOREIGN = [
    "http://evil.example",
    "null",
    "http://127.0.0.1",
    "http://127.0.0.1:1",
    "https://127.0.0.1:{port}",
    "http://127.0.0.1:{port}.evil.example",
    "http://127.0.0.1.evil.example:{port}",
    "http://evil.example:{port}",
    "http://127.0.0.1:{port}@evil.example",
    "http://127.0.0.1:{port}/",
    "file://",
    "",
]
OWN = ["http://127.0.0.1:{port}", "http://localhost:{port}", "http://LOCALHOST:{port}"]


@pytest.mark.parametrize("origin", FOREIGN)
def test_a_foreign_page_is_refused(served: Web, made: Made, origin: str) -> None:
    headers = {"Origin": origin.format(port=served.port)}
    answer = served.http.post("/api/sessions", json={}, headers=headers)
    assert answer.status_code == 403
    assert answer.json()["code"] == "foreign_origin"
    assert "access-control-allow-origin" not in answer.headers
    with pytest.raises(InvalidStatus) as refused:
        made.socket(additional_headers=headers)
    assert refused.value.response.status_code == 403


def test_the_host_header_vouches_for_nobody(served: Web) -> None:
    headers = {"Host": "evil.example", "Origin": "http://evil.example"}
    assert served.http.post("/api/sessions", json={}, headers=headers).status_code == 403


def test_a_second_origin_spoils_the_first(served: Web) -> None:
    own, foreign = f"http://127.0.0.1:{served.port}", "http://evil.example"
    for origins in ((own, foreign), (foreign, own)):
        headers = [("Origin", each) for each in origins]
        assert served.http.post("/api/sessions", json={}, headers=headers).status_code == 403


@pytest.mark.parametrize("origin", OWN)
def test_its_own_page_is_served(served: Web, made: Made, origin: str) -> None:
    headers = {"Origin": origin.format(port=served.port)}
    assert served.http.post("/api/sessions", json={}, headers=headers).status_code == 201
    with made.socket(additional_headers=headers):
        pass


def test_no_preflight_is_granted(served: Web) -> None:
    answer = served.http.options(
        "/api/sessions",
        headers={"Origin": served.origin, "Access-Control-Request-Method": "POST"},
    )
    assert answer.status_code in (404, 405)
    assert not any(name.startswith("access-control") for name in answer.headers)


@pytest.mark.parametrize("path", ["/", "/api/presets", "/api/nothing", "/healthz", "/metrics"])
def test_every_answer_carries_the_headers(served: Web, path: str) -> None:
    headers = served.http.get(path).headers
    policy = headers["content-security-policy"]
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
    assert "default-src 'none'" in policy or "default-src 'self'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_refusals_carry_the_headers_too(served: Web) -> None:
    headers = {"Origin": "http://evil.example"}
    refused = served.http.get("/", headers=headers)
    assert refused.headers["x-content-type-options"] == "nosniff"


def test_origins_of_the_command_line_are_served() -> None:
    origin = "https://class.example"
    with web(origins=(f"{origin}/",)) as running:
        made = running.http.post("/api/sessions", json={}, headers={"Origin": origin})
        assert made.status_code == 201


def test_a_machine_open_to_others_knows_its_own_names() -> None:
    closed = Settings(port=8000).allowed_origins
    assert closed == {
        "http://127.0.0.1:8000",
        "http://localhost:8000",
        "http://[::1]:8000",
    }
    assert closed <= Settings(host="0.0.0.0", port=8000).allowed_origins
    named = Settings(host="192.168.1.10", port=8000).allowed_origins
    assert "http://192.168.1.10:8000" in named


def test_pages_of_a_school_may_embed_it() -> None:
    def ancestors(**settings: str) -> str:
        with web(**settings) as running:
            policies = {
                running.http.get(path).headers["content-security-policy"]
                for path in ("/", "/api/presets", "/api/nothing")
            }
        (policy,) = policies
        return policy.partition("frame-ancestors ")[2]

    assert ancestors() == "'self'"
    school = content_sources("  'self'  https://school.example ")
    assert ancestors(frame_ancestors=school) == "'self' https://school.example"


@pytest.mark.parametrize(
    "sources",
    [
        "'none'",
        "*",
        "'self' https://*.school.example http://localhost:8000",
        "https://school.example:*",
    ],
)
def test_what_may_stand_in_frame_ancestors(sources: str) -> None:
    assert content_sources(sources) == sources


@pytest.mark.parametrize(
    "sources",
    ["", "https://a.example; script-src *", "'unsafe-inline'", "a.example", "https://a/b", "a\nb"],
)
def test_what_may_not_stand_in_frame_ancestors(sources: str) -> None:
    with pytest.raises(ValueError, match=r"^$"):
        content_sources(sources)
