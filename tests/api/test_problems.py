"""What the server cannot answer is a problem document: wrong addresses, bodies and its own faults."""

from __future__ import annotations

import httpx
import pytest

from support.problems import is_a_problem
from support.web import Made, Web, web


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing/here", 404),
        ("GET", "/api/nothing", 404),
        ("GET", "/api/sessions/none", 404),
        ("POST", "/api/sessions/none/commands", 404),
        ("GET", "/api/sessions", 405),
        ("DELETE", "/api/presets", 405),
        ("GET", "/..%2f..%2fetc/passwd", 404),
    ],
)
def test_wrong_addresses_are_problems(served: Web, method: str, path: str, status: int) -> None:
    body = {"json": {"type": "play"}} if method == "POST" else {}
    answer = served.http.request(method, path, headers={"Authorization": "Bearer x"}, **body)
    is_a_problem(answer, status)
    if status == 405:
        assert answer.headers["allow"]


JSON_BODY = {"Content-Type": "application/json"}


def test_what_is_no_json_is_a_problem(served: Web, made: Made) -> None:
    headers = {"Content-Type": "application/json"}
    answer = served.http.post("/api/sessions", content=b"{", headers=headers)
    assert is_a_problem(answer, 400)["code"] == "not_json"
    answer = served.http.post("/api/sessions", content=b"[" * 100_000, headers=headers)
    assert answer.status_code in (400, 422)
    is_a_problem(answer, answer.status_code)
    answer = served.http.post("/api/sessions", content=b"\xff\xfe", headers=headers)
    assert answer.status_code in (400, 422)
    is_a_problem(answer, answer.status_code)


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b"5", b'"text"'])
def test_a_body_that_is_no_object_is_called_the_request(served: Web, body: bytes) -> None:
    answer = served.http.post("/api/sessions", content=body, headers=JSON_BODY)
    document = is_a_problem(answer, 422)
    assert document["params"]["field"] == "request"
    assert "“request”" in document["detail"]
    assert document["pointer"] == ""


def test_what_was_not_sent_as_json_is_told_so(served: Web) -> None:
    headers = {"Content-Type": "text/plain"}
    answer = served.http.post("/api/sessions", content=b"{}", headers=headers)
    assert is_a_problem(answer, 415)["code"] == "wrong_content_type"


def test_what_is_too_big_is_a_problem(served: Web) -> None:
    big = b" " * (384 * 1024 + 1)
    headers = {"Content-Type": "application/json"}
    is_a_problem(served.http.post("/api/sessions", content=big, headers=headers), 413)
    in_pieces = (big[at : at + 50_000] for at in range(0, len(big), 50_000))
    is_a_problem(served.http.post("/api/sessions", content=in_pieces, headers=headers), 413)


def test_an_unexpected_error_is_a_problem_too(monkeypatch: pytest.MonkeyPatch) -> None:
    from playground.api.routes import openapi

    def broken() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(openapi, "wire_schema", broken)
    with web() as own:
        document = is_a_problem(own.http.get("/api/schema"), 500)
        assert document["code"] == "server_error"
        assert httpx.get(f"{own.origin}/healthz").status_code == 200
