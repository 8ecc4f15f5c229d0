"""A page that is gone without a word is let go; one that is slow or quiet is not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import pytest

from playground.api import serving
from playground.api.transport import PING_EVERY_S, PONG_WITHIN_S, Transport
from support.deaf import raw
from support.web import Made, Web, web

HELLO = '{"type":"hello","token":"%s"}'


@pytest.fixture(scope="module")
def hurried() -> Iterator[Web]:
    """A server that waits a tenth of the time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(serving, "PING_EVERY_S", 0.1)
        patch.setattr(serving, "PONG_WITHIN_S", 0.3)
        with web() as running:
            yield running


@pytest.fixture
def watched(hurried: Web) -> Made:
    return hurried.create()


def test_a_loss_is_known_within_four_seconds() -> None:
    assert PING_EVERY_S + PONG_WITHIN_S < 4


def test_a_page_that_is_gone_without_a_word_gives_its_place_back(watched: Made) -> None:
    """Its connection stands, and nothing comes from it any more."""
    with watched.page() as page:
        page.greeted()
        with raw(watched, HELLO % watched.edit):
            assert page.next("presence")["viewers"] == 2
            assert page.next("presence")["viewers"] == 1
        page.pong()


class Peer(Transport):
    """A connection whose timers are seen, and go off when the test says so."""

    def __init__(self) -> None:
        self.on_its_way: list[int] = []
        self.is_let_go = False
        self.pings = 0
        self.pong_timer = None
        self.conn = self.loop = self.logger = cast(Any, Anything())
        self.ping_timeout = 1.0
        self.close_sent = False
        self.transport = cast(Any, Anything(abort=self._let_go))

    def _let_go(self) -> None:
        self.is_let_go = True

    def schedule_ping(self) -> None:
        self.pings += 1

    def _on_its_way(self) -> int:
        return self.on_its_way.pop(0)


class Anything:
    """Takes whatever it is told."""

    def __init__(self, **known: Any) -> None:
        self.__dict__.update(known)

    def __getattr__(self, name: str) -> Any:
        return lambda *_: {"is_closing": False, "data_to_send": [], "time": 0.0}.get(name)


@pytest.mark.parametrize(
    ("on_its_way", "goes_on"),
    [([0, 0], False), ([9000, 9000], False), ([9000, 12000], False), ([9000, 4000], True)],
    ids=["silent", "a dead line", "a dead line that more is sent on", "a slow line"],
)
def test_who_takes_what_is_sent_is_alive(on_its_way: list[int], goes_on: bool) -> None:
    peer = Peer()
    peer.on_its_way = on_its_way
    peer.send_keepalive_ping()
    peer.keepalive_timeout()
    assert (peer.is_let_go, peer.pings == 1) == (not goes_on, goes_on)
