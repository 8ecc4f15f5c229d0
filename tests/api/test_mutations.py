"""Thousands of damaged messages on one stream: each is explained or ends the stream, no more."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from playground.engine import contract
from support.web import Made, Page, Web, until

MUTANTS = 2500
MANY_MUTANTS = 50_000
AT_ONCE = 12
VALID: list[dict[str, Any]] = [
    {"type": "hello", "token": "t", "probes": [{"probe": "weights"}], "max_fps": 30, "name": "n"},
    {"type": "watch", "probes": [{"probe": "boundary", "resolution": 50}], "max_fps": 5},
    {"type": "watch", "probes": [{"probe": "neuron", "layer": "h1", "unit": 3, "bins": 20}]},
    {"type": "watch", "probes": [{"probe": "histograms", "layer": "output"}]},
    {"type": "name", "name": "n"},
    {"type": "ack", "frame": 1},
    {"type": "ping"},
]
VALUES: list[Any] = [
    *(None, True, -1, 0, 1e308, -0.0, 2**63, 10**400, "", "\x00", "\ud800", "a" * 5000),
    *([], {}, [[]], {"": {}}, ["x"] * 50, {"type": "ping"}, "weights", float("nan"), float("inf")),
]
CLOSES = {4400, 4429, 1007, 1009}


def damaged(rng: random.Random) -> str | bytes:
    """A valid message with one to three things wrong, as JSON or as text."""
    message: Any = json.loads(json.dumps(rng.choice(VALID)))
    for _ in range(rng.randint(1, 3)):
        spoil(message, rng)
    text = json.dumps(message)
    if rng.random() < 0.05:
        at = rng.randrange(len(text))
        text = text[:at] + rng.choice(['"', "{", "]", "\\", "é", ""]) + text[at + 1 :]
    return text.encode() if rng.random() < 0.005 else text


def spoil(container: Any, rng: random.Random) -> None:
    while True:
        keys = list(container) if isinstance(container, dict) else list(range(len(container)))
        if not keys:
            return
        key = rng.choice(keys)
        inner = container[key]
        if isinstance(inner, dict | list) and inner and rng.random() < 0.7:
            container = inner
            continue
        action = rng.random()
        if action < 0.6:
            container[key] = copy.deepcopy(rng.choice(VALUES))
        elif action < 0.8:
            del container[key]
        elif isinstance(container, dict):
            container[rng.choice(["x", "type", "probe", ""])] = copy.deepcopy(rng.choice(VALUES))
        return


@pytest.mark.parametrize(
    "mutants",
    [
        MUTANTS,
        pytest.param(MANY_MUTANTS, marks=[pytest.mark.slow, pytest.mark.timeout(1800)]),
    ],
)
def test_no_message_harms_the_server(served: Web, made: Made, mutants: int) -> None:
    rng = random.Random(20261124 + mutants)
    sent = explained = closed = 0
    codes: set[int] = set()
    with made.page(made.view) as other:
        other.greeted()
        while sent < mutants:
            with made.page() as page:
                page.greeted()
                try:
                    for _ in range(AT_ONCE):
                        sent += 1
                        page.connection.send(damaged(rng))
                    explained += sum(
                        isinstance(each, dict) and each["type"] == "error" for each in page.pong()
                    )
                except ConnectionClosed:
                    closed += 1
                    codes.add(page.closed()[0])
            # Read as it comes: a client whose queue is full answers no ping.
            comings = [each for each in other.pong() if isinstance(each, dict)]
            assert {each["type"] for each in comings} <= {"presence"}
        goes_on(served, made, other)
    assert explained > mutants / 10
    assert closed > 10
    assert codes <= CLOSES


def goes_on(served: Web, made: Made, other: Page) -> None:
    """Whoever else is in the session has noticed nothing but comings and goings."""
    served.engine.emit(made.status(state="playing", step=123))
    told = [each for each in other.pong() if isinstance(each, dict)]
    assert {each["type"] for each in told} <= {"presence", "status"}
    assert [each["step"] for each in told if each["type"] == "status"] == [123]
    until(lambda: served.engine.asked(contract.Watch, made.run)[-1].probes == [])
    assert made.command(type="play").status_code == 202
