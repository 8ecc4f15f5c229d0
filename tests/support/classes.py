"""A class as its teacher knows it, and a pupil as they know themselves, on a server of the test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from fakes import WITHIN_S
from playground.wire.stream import SUBPROTOCOL
from support.web import Json, Made, Page, Web


@dataclass
class Pupil:
    made: Made
    answer: Json

    @property
    def id(self) -> str:
        return str(self.answer["pupil"])

    @property
    def token(self) -> str:
        return str(self.answer["token"])


@dataclass
class Class:
    web: Web
    session: Made
    answer: Json

    @property
    def id(self) -> str:
        return str(self.answer["id"])

    @property
    def token(self) -> str:
        return str(self.answer["token"])

    def call(self, method: str, path: str, token: str | None, **more: Any) -> httpx.Response:
        headers = more.pop("headers", {})
        if token is not None:
            headers = {"Authorization": f"Bearer {token}", **headers}
        return self.web.http.request(
            method, f"/api/classes/{self.id}{path}", headers=headers, **more
        )

    def obey(self, **command: Any) -> None:
        answer = self.call("POST", "/commands", self.token, json=command)
        assert answer.status_code == 202, answer.text

    def join(self, nickname: str) -> Pupil:
        answer = self.ask_to_join(nickname)
        assert answer.status_code == 201, answer.text
        return Pupil(Made(self.web, answer.json()["made"]), answer.json())

    def ask_to_join(self, nickname: str, code: str | None = None) -> httpx.Response:
        body = {"code": code or self.answer["code"], "nickname": nickname}
        return self.web.http.post("/api/classes/join", json=body)

    def get(self) -> Json:
        found: Json = self.call("GET", "", self.token).json()
        return found

    @contextmanager
    def page(self, token: str | None = None, **hello: Any) -> Iterator[Page]:
        with connect(
            f"ws://127.0.0.1:{self.web.port}/api/classes/{self.id}/stream",
            subprotocols=[Subprotocol(SUBPROTOCOL)],
            open_timeout=WITHIN_S,
        ) as connection:
            yield Page(connection).send(type="hello", token=token or self.token, **hello)


def open_class(running: Web, **session: Any) -> Class:
    made = running.create(**session)
    answer = running.http.post(
        "/api/classes",
        json={"session": made.id},
        headers={"Authorization": f"Bearer {made.edit}"},
    )
    assert answer.status_code == 201, answer.text
    return Class(running, made, answer.json())
