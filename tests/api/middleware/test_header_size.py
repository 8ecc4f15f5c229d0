"""What a request says before its body is bounded, whatever header it is in."""

from __future__ import annotations

import pytest
from websockets.exceptions import InvalidStatus

from playground.api.middleware.header_size import MAX_HEAD, MAX_HEADER, MAX_HEADERS, MAX_TARGET
from support.problems import is_a_problem
from support.web import Made, Web

ROOM = 2000
"""Bytes for what the test's own client sends with each request."""


@pytest.mark.parametrize("name", ["Cookie", "Authorization", "Accept-Language", "If-Match", "X-A"])
def test_a_header_has_at_most_8_kb(served: Web, name: str) -> None:
    fits = "a" * (MAX_HEADER - len(name))
    assert served.http.get("/healthz", headers={name: fits}).status_code == 200
    answer = served.http.get("/healthz", headers={name: fits + "a"})
    assert is_a_problem(answer, 431)["code"] == "headers_too_big"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["connection"] == "close"


def test_all_headers_together_have_at_most_32_kb(served: Web) -> None:
    part = (MAX_HEAD - ROOM) // 8
    fits = {f"X-{number}": "a" * part for number in range(8)}
    assert served.http.get("/healthz", headers=fits).status_code == 200
    answer = served.http.get("/healthz", headers={**fits, "X-8": "a" * ROOM})
    assert is_a_problem(answer, 431)
    many = {f"X-{number}": "" for number in range(MAX_HEADERS)}
    assert is_a_problem(served.http.get("/healthz", headers=many), 431)


def test_an_address_has_at_most_8_kb(served: Web) -> None:
    fits = "/healthz?" + "a" * (MAX_TARGET - len("/healthz"))
    assert served.http.get(fits).status_code == 200
    assert is_a_problem(served.http.get(fits + "a"), 414)["code"] == "address_too_long"
    path = "/api/sessions/" + "a" * MAX_TARGET
    assert is_a_problem(served.http.get(path), 414)


def test_the_target_counts_with_the_headers(served: Web) -> None:
    headers = {f"X-{number}": "a" * ((MAX_HEAD - ROOM) // 8) for number in range(8)}
    assert served.http.get("/healthz", headers=headers).status_code == 200
    answer = served.http.get("/healthz?" + "a" * ROOM, headers=headers)
    assert is_a_problem(answer, 431)


def test_a_stream_is_bounded_alike(made: Made) -> None:
    with made.socket(additional_headers={"X-A": "a" * (MAX_HEADER - 100)}):
        pass
    many = {f"X-{number}": "a" * 7000 for number in range(6)}
    with pytest.raises(InvalidStatus) as refused:
        made.socket(additional_headers=many)
    assert refused.value.response.status_code == 431
    assert b'"headers_too_big"' in (refused.value.response.body or b"")
    # The library beneath has bounds of its own, which it tells as well.
    for more in ({"X-A": "a" * (MAX_HEADER + 1)}, {f"X-{n}": "" for n in range(MAX_HEADERS)}):
        with pytest.raises(InvalidStatus) as refused:
            made.socket(additional_headers=more)
        assert refused.value.response.status_code == 431
