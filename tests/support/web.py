"""The web process in a thread of the test, on loopback, with an engine that is a stand-in."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Self

import httpx
import msgspec
from fastapi import FastAPI
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from fakes import WITHIN_S, FakeEngine
from playground.api.app import create_app
from playground.api.doorway import doorway_of
from playground.api.listening import listen
from playground.api.serving import server_of
from playground.api.settings import Settings
from playground.engine import contract
from playground.store.contract import Store
from playground.store.memory import MemoryStore
from playground.wire import frame
from playground.wire.stream import SUBPROTOCOL

Json = dict[str, Any]


def until(what: Callable[[], bool], within_s: float = WITHIN_S) -> None:
    """Waits for what no message tells of. Raises `TimeoutError`."""
    deadline = time.monotonic() + within_s
    while not what():
        if time.monotonic() > deadline:
            raise TimeoutError
        threading.Event().wait(0.01)


def inner(app: Any) -> FastAPI:
    """The application with its routes, within the layers that are around it."""
    while not isinstance(app, FastAPI):
        app = app._app
    return app


@dataclass
class Web:
    port: int
    engine: FakeEngine
    http: httpx.Client

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def create(self, **body: Any) -> Made:
        """A session, paused unless told otherwise."""
        answer = self.http.post("/api/sessions", json={"play": False, **body})
        assert answer.status_code == 201, answer.text
        return Made(self, answer.json())


@dataclass
class Made:
    """A session as its maker knows it."""

    web: Web
    answer: Json

    @property
    def id(self) -> str:
        return str(self.answer["id"])

    @property
    def edit(self) -> str:
        return str(self.answer["links"]["edit"])

    @property
    def view(self) -> str:
        return str(self.answer["links"]["view"])

    @property
    def run(self) -> str:
        """The id of its newest run."""
        opened = self.web.engine.asked(contract.Open)
        return next(each.run for each in reversed(opened) if each.run.startswith(f"{self.id}."))

    def call(self, method: str, path: str, token: str | None = None, **more: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token or self.edit}", **more.pop("headers", {})}
        return self.web.http.request(
            method, f"/api/sessions/{self.id}{path}", headers=headers, **more
        )

    def command(self, token: str | None = None, **command: Any) -> httpx.Response:
        return self.call("POST", "/commands", token, json=command)

    def patch(self, revision: object, *operations: Json) -> httpx.Response:
        return self.call(
            "PATCH",
            "/spec",
            json={"patch": operations},
            headers={"If-Match": str(revision)},
        )

    def status(self, **changed: Any) -> contract.Status:
        """A status of its newest run, to be emitted."""
        plain = {
            "run": self.run,
            "state": "paused",
            "step": 0,
            "epoch": 0,
            "steps_per_second": 0.0,
            "pace": None,
            "device": "fake",
            "tier": "fake",
            "revision": self.answer["revision"],
        }
        return contract.Status(**{**plain, **changed})

    def frame(self, key: str, step: int, size: int = 0) -> contract.Frame:
        """A frame of its newest run, to be emitted."""
        body = frame.encode(
            frame.Frame(
                probe=key.partition(":")[0],
                key=key,
                step=step,
                epoch=0,
                revision=1,
                time=0.0,
                arrays={"map": frame.Array("u8", (size,), bytes(size))},
                values={},
            )
        )
        return contract.Frame(self.run, key=key, body=body)

    @contextmanager
    def page(self, token: str | None = None, **hello: Any) -> Iterator[Page]:
        """A page that has said hello."""
        with self.socket() as connection:
            page = Page(connection)
            page.send(type="hello", token=token or self.edit, **hello)
            yield page

    def socket(self, **more: Any) -> ClientConnection:
        return connect(
            f"ws://127.0.0.1:{self.web.port}/api/sessions/{self.id}/stream",
            subprotocols=[Subprotocol(SUBPROTOCOL)],
            open_timeout=WITHIN_S,
            **more,
        )


class Page:
    """A browser's end of the stream. Acknowledges nothing by itself."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    def send(self, **message: Any) -> Self:
        self.connection.send(json.dumps(message))
        return self

    def receive(self) -> Json | frame.Bundle:
        """The next message, whatever it is."""
        received = self.connection.recv(WITHIN_S)
        if isinstance(received, str):
            found: Json = json.loads(received)
            return found
        return msgspec.msgpack.decode(received, type=frame.Bundle)

    def next(self, kind: str) -> Json:
        """The next message of this type; what comes before is passed over."""
        while True:
            received = self.receive()
            if isinstance(received, dict) and received["type"] == kind:
                return received

    def bundle(self) -> tuple[int, dict[str, frame.Frame]]:
        """The next bundle: its number, and its frames by key."""
        while True:
            received = self.receive()
            if isinstance(received, frame.Bundle):
                frames = [frame.decode(bytes(body)) for body in received.frames]
                return received.frame, {each.key: each for each in frames}

    def greeted(self) -> Self:
        """Reads up to the bundle with the points, and acknowledges it."""
        number, _ = self.bundle()
        return self.send(type="ack", frame=number)

    def pong(self) -> list[Json | frame.Bundle]:
        """What comes before the answer to a ping: everything that waited."""
        self.send(type="ping")
        before: list[Json | frame.Bundle] = []
        while not isinstance(received := self.receive(), dict) or received["type"] != "pong":
            before.append(received)
        return before

    def closed(self) -> tuple[int, str]:
        """The code and reason with which the server closes, after anything else it says."""
        with suppress(ConnectionClosed):
            while True:
                self.connection.recv(WITHIN_S)
        code, reason = self.connection.close_code, self.connection.close_reason
        assert code not in (None, 1006), "the connection broke without a close frame"
        return int(code or 0), reason or ""


@contextmanager
def web(
    engine: FakeEngine | None = None, store: Store | None = None, **settings: Any
) -> Iterator[Web]:
    engine = engine or FakeEngine()
    doorway = doorway_of(Settings(**settings))
    with listen("127.0.0.1", 0, doorway) as listener:
        port = listener.getsockname()[1]
        chosen = Settings(port=port, **settings)
        server = server_of(create_app(chosen, engine, store or MemoryStore()), chosen, doorway)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            until(lambda: server.started)
            with httpx.Client(
                base_url=f"http://127.0.0.1:{port}", timeout=WITHIN_S, trust_env=False
            ) as http:
                # A new person each time, unless a test keeps a cookie itself.
                http.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))
                yield Web(port, engine, http)
        finally:
            server.should_exit = True
            thread.join(WITHIN_S)
            assert not thread.is_alive()
