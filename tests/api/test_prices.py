"""Every route, stream and command has a price, and who has spent their tokens waits."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from fastapi.routing import APIRoute

from playground.api import prices
from playground.api.app import create_app
from playground.api.limits import Limits
from playground.api.settings import Settings
from playground.spec.data import DataSpec
from playground.wire.close_codes import CloseCode
from playground.wire.commands import CLASS_COMMAND_OF, SESSION_COMMAND_OF
from support.web import Page, Web, inner, web

from .test_rights import walk

HERE, THERE = {"X-Forwarded-For": "198.51.100.7"}, {"X-Forwarded-For": "203.0.113.9"}
DATA = {"data": {"dataset": "xor"}}


def test_every_route_has_a_price_and_every_price_a_route() -> None:
    found = set()
    for route in walk(list(inner(create_app(Settings())).routes)):
        if isinstance(route, APIRoute):
            found |= {(method, route.path) for method in route.methods}
        elif "WebSocket" in type(route).__name__:
            found.add((prices.STREAM, route.path))  # type: ignore[attr-defined]
    assert found == set(prices.ROUTES)


def test_every_command_has_a_price_and_every_price_a_command() -> None:
    rows = [*SESSION_COMMAND_OF.values(), *CLASS_COMMAND_OF.values()]
    assert {row.name for row in rows} == set(prices.COMMANDS)
    assert all(price > 0 for price in prices.COMMANDS.values())


def test_only_what_machines_ask_is_free() -> None:
    free = {path for (_, path), price in prices.ROUTES.items() if price == prices.FREE}
    assert free == {"/healthz", "/readyz", "/metrics"}


def test_what_has_no_price_is_done_for_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    with web() as running:
        made = running.create()
        monkeypatch.delitem(prices.COMMANDS, "play")
        assert made.command(type="play").status_code == 403
        for method, path in (("POST", "/api/previews/data"), ("GET", "/"), ("GET", "/healthz")):
            monkeypatch.delitem(prices.ROUTES, (method, path))
            answer = running.http.request(method, path, json=DATA)
            assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
        monkeypatch.delitem(prices.ROUTES, (prices.STREAM, "/api/sessions/{id}/stream"))
        with made.socket() as connection:
            assert Page(connection).closed()[0] == CloseCode.NO_TOKEN


def test_data_that_take_long_to_draw_cost_more() -> None:
    few, many = (DataSpec(dataset="shapes", samples=samples) for samples in (100, 5000))
    assert prices.price_of(many) > 10 * prices.price_of(few)
    assert prices.price_of(DataSpec(dataset="spiral")) == 1


# --- over HTTP -----------------------------------------------------------------------------------


def person(running: Web, headers: dict[str, str]) -> dict[str, str]:
    given = running.http.get("/", headers=headers).headers["set-cookie"]
    return headers | {"Cookie": given.partition(";")[0]}


def preview(running: Web, headers: dict[str, str], body: Any = DATA) -> httpx.Response:
    return running.http.post("/api/previews/data", json=body, headers=headers)


def refused_for_now(answer: httpx.Response) -> None:
    assert (answer.status_code, answer.json()["code"]) == (429, "too_fast")
    assert 1 <= int(answer.headers["retry-after"]) <= 60


def test_a_person_has_so_many_tokens_a_minute_and_an_address_too() -> None:
    price = prices.ROUTES["POST", "/api/previews/data"] + 1
    limits = Limits(person_tokens=2 * price, address_tokens=5 * price)
    with web(trusted_proxies=("127.0.0.1",), limits=limits) as running:
        first, second = person(running, HERE), person(running, HERE)
        for headers in (first, first, second, second):
            assert preview(running, headers).status_code == 200
        refused_for_now(preview(running, first))
        refused_for_now(preview(running, HERE))
        elsewhere = person(running, THERE)
        assert preview(running, elsewhere).status_code == 200
        assert running.http.get("/healthz", headers=HERE).status_code == 200


def test_what_is_wrong_costs_as_much_as_what_is_right() -> None:
    price = prices.ROUTES["POST", "/api/previews/data"] + 1
    with web(
        trusted_proxies=("127.0.0.1",), limits=Limits(address_tokens=2 * price - 2)
    ) as running:
        for _ in range(2):
            assert preview(running, THERE, {"data": 1}).status_code == 422
        refused_for_now(preview(running, THERE, {"data": 1}))


def test_commands_and_streams_are_paid_for_too() -> None:
    one = prices.COMMANDS["seek"] + prices.ROUTES["POST", "/api/sessions/{id}/commands"]
    limits = Limits(address_tokens=5 * one)
    with web(trusted_proxies=("127.0.0.1",), limits=limits) as running:
        made = running.create()
        seek = {"type": "seek", "step": 0}
        for _ in range(5):
            answer = made.call("POST", "/commands", json=seek, headers=HERE)
            assert answer.status_code == 202, answer.text
        refused_for_now(made.call("POST", "/commands", json=seek, headers=HERE))
        with made.socket(additional_headers=HERE) as connection:
            assert Page(connection).closed()[0] == CloseCode.TOO_MANY
