"""Every route, stream and command has a price, and who has spent their tokens waits."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from fastapi.routing import APIRoute

from playground.api import prices
from playground.api.accounts import Bound
from playground.api.app import create_app
from playground.api.limiter.tokens import Tokens
from playground.api.limits import Limits
from playground.api.settings import Settings
from playground.session.refusals import Refusal, Refused
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


# --- the accounts --------------------------------------------------------------------------------


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def left(tokens: Tokens, account: Bound) -> int:
    """How many single tokens can be taken now."""
    for count in range(1000):
        try:
            tokens.spend(1, account)
        except Refused:
            return count
    return 1000


def test_tokens_come_back_at_a_steady_rate_and_are_not_hoarded() -> None:
    clock = Clock()
    tokens, account = Tokens(clock), Bound("a", 60)
    assert left(tokens, account) == 60
    clock.now += 5
    assert left(tokens, account) == 5
    clock.now += 10_000
    assert left(tokens, account) == 60
    assert left(tokens, Bound("b", 60)) == 60


def test_a_price_is_taken_from_all_accounts_or_none_and_it_is_told_how_long_to_wait() -> None:
    clock = Clock()
    tokens, mine, ours = Tokens(clock), Bound("mine", 60), Bound("ours", 30)
    tokens.spend(20, mine, ours)
    with pytest.raises(Refused) as refused:
        tokens.spend(20, mine, ours)
    assert refused.value.reason is Refusal.TOO_FAST
    assert refused.value.params == {"seconds": 20}
    assert left(tokens, mine) == 40
    clock.now += 20
    tokens.spend(20, ours)


def test_what_costs_more_than_a_minute_gives_can_be_had_once_a_minute() -> None:
    clock = Clock()
    tokens, account = Tokens(clock), Bound("a", 10)
    tokens.spend(100, account)
    with pytest.raises(Refused):
        tokens.spend(1, account)
    clock.now += 60
    tokens.spend(100, account)


def test_accounts_that_are_full_again_are_forgotten() -> None:
    clock = Clock()
    tokens = Tokens(clock)
    for number in range(50_000):
        tokens.spend(1, Bound(str(number), 60))
    clock.now += 2
    tokens.spend(60, Bound("last", 60))
    assert len(tokens._full_at) == 1


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
