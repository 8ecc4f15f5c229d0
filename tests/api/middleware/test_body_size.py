"""Bodies are held within bounds: of one, of an address, and of all together."""

from __future__ import annotations

import pytest

from playground.api.accounts import networks_of
from playground.api.middleware import body_size
from playground.api.middleware.body_size import NoRoom, Room
from support.web import Web


def test_an_address_has_its_part_of_the_room_and_all_have_the_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(body_size, "MAX_TOGETHER", 100)
    monkeypatch.setattr(body_size, "MAX_OF_ONE_ADDRESS", 60)
    room = Room()
    a, b = (networks_of(address) for address in ("192.0.2.1", "192.0.2.2"))
    with room.share(a) as first, room.share(a) as second, room.share(b) as other:
        first.take(40)
        second.take(20)
        with pytest.raises(NoRoom):
            second.take(1)
        other.take(40)
        with pytest.raises(NoRoom):
            other.take(1)
    assert room.together == 0
    assert not room.held


def test_what_finds_no_room_is_told_so_and_what_follows_is_taken(
    served: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as narrow:
        narrow.setattr(body_size, "MAX_OF_ONE_ADDRESS", 10)
        refused = served.http.post("/api/sessions", json={"preset": "xor"})
        assert refused.status_code == 503
        assert refused.json()["code"] == "bodies_busy"
    assert served.http.post("/api/sessions", json={"preset": "xor"}).status_code == 201
