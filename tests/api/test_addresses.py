"""Whose limits count: what asks from this machine may ask for somebody else."""

from __future__ import annotations

import ipaddress
from typing import Any

import httpx
import pytest
from starlette.datastructures import Headers

from playground.api.addresses import address_of
from playground.api.limits import Limits
from playground.api.settings import Settings
from support.serving import serve
from support.web import web

LOCAL = {"host": "127.0.0.1:8000"}


def address(
    headers: dict[str, str], peer: str = "127.0.0.1", *, opened: bool = False, **more: Any
) -> str | None:
    scope = {"type": "http", "client": (peer, 1), "http_version": "1.1", **more}
    return address_of(scope, Headers(headers), (), opened=opened)


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "[::1]:8000", "LOCALHOST"])
def test_this_machines_own_user_has_no_address(host: str) -> None:
    assert address({"host": host}) is None
    page = f"http://{host}"
    assert address({"host": host, "origin": page, "referer": f"{page}/s/1"}, "::1") is None


@pytest.mark.parametrize(
    "sign",
    [
        {"host": "class.example"},
        {"host": "localhost.class.example"},
        {"host": "127.0.0.1.class.example"},
        {"host": "192.168.1.10:8000"},
        {"host": ""},
        LOCAL | {"origin": "https://class.example"},
        LOCAL | {"referer": "https://class.example/s/1"},
        LOCAL | {"origin": "null"},
        LOCAL | {"x-forwarded-for": "1.2.3.4"},
        LOCAL | {"x-forwarded-proto": "https"},
        LOCAL | {"x-real-ip": "1.2.3.4"},
        LOCAL | {"forwarded": "for=1.2.3.4"},
        LOCAL | {"via": "1.1 proxy"},
        {},
    ],
)
def test_a_proxy_on_this_machine_lifts_no_limit(sign: dict[str, str]) -> None:
    assert address(sign) == "127.0.0.1"


def test_a_proxy_that_hides_itself_lifts_none_either() -> None:
    assert address(LOCAL, http_version="1.0") == "127.0.0.1", "as nginx asks"
    assert address(LOCAL, opened=True) == "127.0.0.1"
    assert Settings(origins=("https://class.example",)).opened
    assert not Settings(origins=("http://localhost:9000",)).opened


def test_no_proxy_on_this_machine_opens_the_metrics() -> None:
    token = "0123456789abcdef"
    with web(operator_token=token) as running:
        assert running.http.get("/metrics").status_code == 200
        for sign in ({"Host": "class.example"}, {"X-Real-IP": "1.2.3.4"}):
            assert running.http.get("/metrics", headers=sign).status_code == 401
    with web(operator_token=token, origins=("https://class.example",)) as running:
        assert running.http.get("/metrics").status_code == 401
        kept = {"Authorization": f"Bearer {token}"}
        assert running.http.get("/metrics", headers=kept).status_code == 200


def test_who_says_that_a_proxy_is_there_has_no_user_of_its_own() -> None:
    """One that gives its own name for the page's, speaks HTTP/1.1 and adds nothing."""
    assert not Settings().opened
    assert Settings(behind_proxy=True).opened
    assert Settings(trusted_proxies=("127.0.0.1",)).opened
    assert Settings(trusted_proxies=("::1/128",)).opened
    assert not Settings(trusted_proxies=("10.0.0.0/8",)).opened
    limits = Limits(classes_per_hour=1)

    def classes(**settings: Any) -> list[int]:
        with web(limits=limits, **settings) as running:
            made = [running.create() for _ in range(3)]
            return [
                running.http.post(
                    "/api/classes",
                    json={"session": each.id},
                    headers={"Authorization": f"Bearer {each.edit}"},
                ).status_code
                for each in made
            ]

    assert classes() == [201, 201, 201]
    assert classes(behind_proxy=True) == [201, 429, 429]


@pytest.mark.parametrize(
    ("arguments", "status"), [((), 200), (("--behind-proxy",), 401)], ids=["alone", "behind one"]
)
def test_a_server_behind_a_proxy_that_hides_all_shows_no_metrics(
    arguments: tuple[str, ...], status: int
) -> None:
    with serve("--device", "cpu", "--operator-token", "0123456789abcdef", *arguments) as server:
        # As the proxy asks, for whomever.
        answer = httpx.get(f"{server.url}/metrics", timeout=10)
        assert answer.status_code == status
        kept = {"Authorization": "Bearer 0123456789abcdef"}
        assert httpx.get(f"{server.url}/metrics", headers=kept).status_code == 200


def test_of_a_thousand_proxies_the_nearest_count() -> None:
    trusted = (ipaddress.ip_network("127.0.0.0/8"),)
    scope = {"client": ("127.0.0.1", 1)}
    told = Headers({"x-forwarded-for": "9.9.9.9," + "127.0.0.1," * 1000 + "127.0.0.1"})
    assert address_of(scope, told, trusted) == "127.0.0.1"
    near = Headers({"x-forwarded-for": "1.1.1.1," * 1000 + "9.9.9.9, 127.0.0.1"})
    assert address_of(scope, near, trusted) == "9.9.9.9"
