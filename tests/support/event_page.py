"""A page that comes without a WebSocket: server-sent events one way, requests the other."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import msgspec

from playground.wire import frame
from support.web import Web

Event = tuple[str, Any]


class EventPage:
    """`events` are those that came, decoded; comments are beats."""

    def __init__(self, web: Web, path: str, token: str, answer: httpx.Response) -> None:
        self.web, self.path, self.token = web, path, token
        self._lines = answer.iter_lines()
        self.beats = 0
        self.id = str(self.event("open")["stream"])

    def _events(self) -> Iterator[Event]:
        kind = ""
        for line in self._lines:
            if line.startswith(":"):
                self.beats += 1
                yield "beat", None
            elif line.startswith("event: "):
                kind = line.removeprefix("event: ")
            elif line.startswith("data: "):
                data = line.removeprefix("data: ")
                if kind == "bundle":
                    yield kind, msgspec.msgpack.decode(base64.b64decode(data), type=frame.Bundle)
                else:
                    yield kind, json.loads(data)

    def event(self, kind: str) -> Any:
        """The next event of this kind; what comes before is passed over."""
        return next(data for found, data in self._events() if found == kind)

    def next(self, kind: str) -> Any:
        """The next message of this type."""
        while (message := self.event("message"))["type"] != kind:
            pass
        return message

    def say(self, *messages: dict[str, Any], token: str | None = None) -> httpx.Response:
        return self.web.http.post(
            f"{self.path}/{self.id}",
            json={"messages": messages},
            headers={"Authorization": f"Bearer {token or self.token}"},
        )

    def greeted(self) -> None:
        """Reads up to the bundle with the points, and acknowledges it."""
        bundle = self.event("bundle")
        assert self.say({"type": "ack", "frame": bundle.frame}).status_code == 204


@contextmanager
def event_page(web: Web, path: str, token: str) -> Iterator[EventPage]:
    """A page that looks at `path`, such as `/api/sessions/ID/events`."""
    headers = {"Authorization": f"Bearer {token}", "Playground-Name": "Ada"}
    with web.http.stream("GET", path, headers=headers) as answer:
        assert answer.status_code == 200, answer.read()
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield EventPage(web, path, token, answer)
