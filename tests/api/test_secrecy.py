"""Tokens are nowhere but with those to whom they were given."""

from __future__ import annotations

import asyncio
import io
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from playground.store.rows import SessionRow
from playground.store.sql import SqlStore
from playground.wire.stream import SUBPROTOCOL
from support.serving import Server, serve
from support.web import web

WITHIN_S = 20.0
OPERATORS = "an-operators-own-secret-0123456789"
WRONG = "wrong-secret-0123456789-abcdef"

Json = dict[str, Any]


@pytest.mark.parametrize("form", ["lines for people", "lines of JSON"])
def test_a_server_prints_and_keeps_no_token(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLAYGROUND_OPERATOR_TOKEN", OPERATORS)
    log, data = tmp_path / "log", tmp_path / "data"
    data.mkdir()
    with log.open("wb") as printed:
        arguments = ["--device", "cpu", "--trainers", "1", "--data-dir", str(data)]
        arguments += ["--log-json"] if form == "lines of JSON" else []
        with serve(*arguments, log=printed) as server, Client.of(server) as asking:
            share(asking)
            teach(asking)
            operate(asking)
            mislay(asking)
    tokens = asking.tokens
    assert len(set(tokens.values())) == len(tokens)
    assert tokens.keys() >= {"edit", "teacher", "ada", "ada edit", "show", "kept", "operator"}
    kept = [path for path in data.rglob("*") if path.is_file()]
    assert any(path.name == "playground.db" for path in kept)
    for path in (log, *kept):
        found = path.read_bytes()
        assert not [name for name, token in tokens.items() if token.encode() in found], path
    text = log.read_text()
    assert "token" not in text.lower()
    if form == "lines of JSON":
        for route in ("/api/sessions/{id}/stream", "/api/classes/{id}/stream", "/api/operator"):
            assert f'"{route}"' in text, "all of them were logged"


def test_networks_are_kept_by_digests_and_no_address_is(tmp_path: Path) -> None:
    hosts = {"teacher": "203.0.113.99", "pupil": "2001:db8:77:1234::1"}
    url = f"sqlite:///{tmp_path / 'playground.db'}"
    with web(store=SqlStore(url), trusted_proxies=("127.0.0.1",)) as running:

        def made(who: str, path: str, token: str = "none", **body: Any) -> Json:
            headers = {"X-Forwarded-For": hosts[who], "Authorization": f"Bearer {token}"}
            answer = running.http.post(path, json=body, headers=headers)
            assert answer.status_code == 201, answer.text
            found: Json = answer.json()
            return found

        lesson = made("teacher", "/api/sessions", play=False)
        code = made("teacher", "/api/classes", lesson["links"]["edit"], session=lesson["id"])[
            "code"
        ]
        joined = made("pupil", "/api/classes/join", code=code, nickname="Ada")["made"]
        own = made("pupil", "/api/sessions", play=False)

    networks = kept_networks(url)
    teachers, pupils = networks[lesson["id"]].split(), networks[own["id"]].split()
    assert (len(teachers), len(pupils)) == (1, 2)
    assert networks[joined["id"]].split() == teachers, "whoever opened the class answers for it"
    written = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for plain in ("203.0.113", "2001:db8", "1234::"):
        assert plain.encode() not in written


def kept_networks(url: str) -> dict[str, str]:
    async def read() -> dict[str, str]:
        store = SqlStore(url)
        await store.start()
        found = {row.id: row.networks or "" for row in await store.find(SessionRow)}
        await store.stop()
        return found

    return asyncio.run(read())


@dataclass
class Client:
    """Asks a server by tokens, right and wrong, and remembers all of them by what they are."""

    server: Server
    http: httpx.Client
    tokens: dict[str, str] = field(default_factory=lambda: {"operator": OPERATORS, "wrong": WRONG})
    paths: dict[str, str] = field(default_factory=dict)
    """Of a session and a class, as routes begin with them."""

    @classmethod
    def of(cls, server: Server) -> Client:
        return cls(server, httpx.Client(base_url=server.url, timeout=WITHIN_S, trust_env=False))

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def ask(
        self, method: str, path: str, by: str, *, status: int | None = None, **more: Any
    ) -> httpx.Response:
        """By the token of this name."""
        headers = {"Authorization": f"Bearer {self.tokens[by]}"} | dict(more.pop("headers", {}))
        answer = self.http.request(method, path, headers=headers, **more)
        assert answer.status_code == (status or answer.status_code), answer.text
        return answer

    def learn(self, **tokens: str) -> None:
        self.tokens |= {name.replace("_", " "): token for name, token in tokens.items()}

    def hear(
        self, path: str, by: str, then: str = '{"type": "ping"}', *, last: bool = False
    ) -> list[Json]:
        """Says hello and one thing more; hears what comes before the answer, or the end."""
        heard: list[Json] = []
        url = f"{self.server.url.replace('http', 'ws')}{path}/stream"
        token = self.tokens[by]
        with connect(
            f"{url}?token={token}" if last else url,
            subprotocols=[Subprotocol(SUBPROTOCOL)],
            open_timeout=WITHIN_S,
            additional_headers={"Referer": f"{self.server.url}/?token={token}"} if last else {},
        ) as socket:
            try:
                socket.send(json.dumps({"type": "hello", "token": token}))
                socket.send(then)
                while not heard or heard[-1]["type"] != "pong":
                    if isinstance(message := socket.recv(WITHIN_S), str):
                        heard.append(json.loads(message))
            except ConnectionClosed:
                pass
        return heard


def share(asking: Client) -> None:
    """A session and its links."""
    made = asking.http.post("/api/sessions", json={"preset": "xor", "pace": 100}).json()
    path = asking.paths["session"] = f"/api/sessions/{made['id']}"
    asking.learn(**made["links"])

    def ask(method: str, rest: str, **more: Any) -> httpx.Response:
        return asking.ask(method, f"{path}{rest}", "edit", **more)

    given = ask("POST", "/links", json={"right": "edit", "label": "For Ada"}).json()
    forked = ask("POST", "/commands", json={"type": "fork"}).json()["links"]
    asking.learn(given=given["token"], forked_view=forked["view"], forked_edit=forked["edit"])

    for by in ("given", "wrong"):
        assert bool(asking.hear(path, by)) == (by == "given")
    asking.hear(path, "edit", "not json")
    asking.ask("GET", path, "wrong", status=401)
    ask("PATCH", "/spec", json=[], headers={"If-Match": "1"}, status=200)
    assert ask("PATCH", "/spec", json={"patch": 5}).status_code in (422, 428)
    ask("POST", "/weights", content=b"\xff", status=422)
    ask("DELETE", f"/links/{given['link']['id']}", status=204)
    assert not asking.hear(path, "given")
    ask("GET", "/history", status=200)
    ask("PUT", "/preview", json={"on": True}, status=200)
    picture = asking.http.get(f"{path}/picture.png")
    assert Image.open(io.BytesIO(picture.content)).size == (1200, 630)
    assert asking.http.get(path.replace("/api/sessions", "/s")).status_code in (200, 503)


def teach(asking: Client) -> None:
    """A class: its teacher, its pupils, a screen that is shown and work that is put aside."""
    session = asking.paths["session"].rpartition("/")[2]
    opened = asking.ask("POST", "/api/classes", "edit", json={"session": session}).json()
    path = asking.paths["class"] = f"/api/classes/{opened['id']}"
    asking.learn(teacher=opened["token"])
    ada, bo = (join(asking, name, opened["code"]) for name in ("ada", "bo"))
    theirs = f"/api/sessions/{ada['made']['id']}"

    def obey(status: int = 202, **command: Any) -> None:
        asking.ask("POST", f"{path}/commands", "teacher", json=command, status=status)

    obey(type="push", keep=True, pupils=[ada["pupil"]])
    obey(type="show", whose=bo["pupil"])
    (told,) = [each for each in asking.hear(theirs, "ada edit") if each["type"] == "pupil"]
    (kept,), showing = told["kept"], told["showing"]
    asking.learn(kept=kept["token"], show=showing["token"])
    asking.ask("GET", f"/api/sessions/{kept['session']}", "kept", status=200)
    assert asking.hear(f"/api/sessions/{kept['session']}", "kept")
    assert asking.hear(f"/api/sessions/{showing['session']}", "show")
    asking.ask("GET", theirs, "teacher", status=200)
    assert asking.hear(theirs, "teacher")
    assert asking.hear(path, "teacher")
    asking.ask("POST", f"{path}/hand", "ada", json={"raised": True}, status=202)
    for by in ("ada", "ada edit", "wrong", "operator"):
        assert not asking.hear(path, by)
        asking.ask("POST", f"{path}/commands", by, json={"type": "end_class"})
    obey(422, type="push")
    obey(404, type="remove_pupil", pupil="nobody")
    obey(type="remove_pupil", pupil=bo["pupil"])
    asking.ask("POST", f"{path}/hand", "bo", json={"raised": True}, status=401)
    assert not asking.hear(f"/api/sessions/{showing['session']}", "show")
    asking.ask("GET", f"{path}/results.csv", "teacher", status=200)


def join(asking: Client, name: str, code: str) -> Json:
    joined: Json = asking.http.post(
        "/api/classes/join", json={"code": code, "nickname": name}
    ).json()
    links = joined["made"]["links"]
    asking.learn(
        **{name: joined["token"], f"{name}_view": links["view"], f"{name}_edit": links["edit"]}
    )
    return joined


def operate(asking: Client) -> None:
    for by in ("wrong", "teacher", "edit"):
        asking.ask("GET", "/api/operator", by, status=401)
    session = asking.paths["session"].rpartition("/")[2]
    commands = {"type": "park", "session": session}, {"type": "end_class", "classroom": "none"}
    for command, status in zip(commands, (202, 404), strict=True):
        asking.ask("POST", "/api/operator/commands", "operator", json=command, status=status)
    asking.ask("POST", "/api/operator/commands", "operator", json={"type": "none"}, status=422)
    for path in ("/api/operator", "/metrics"):
        text = asking.ask("GET", path, "operator", status=200).text
        assert not [name for name, token in asking.tokens.items() if token in text], path


def mislay(asking: Client) -> None:
    """Tokens where they have no business: in addresses, and in those from which somebody comes."""
    for name, token in asking.tokens.items():
        for path in ("/nothing", "/operator", *asking.paths.values()):
            referer = f"{asking.server.url}{path}?token={token}"
            asking.ask("GET", path, name, params={"token": token}, headers={"Referer": referer})
        for place in ("/s", "/class", "/api/sessions"):
            asking.http.get(f"{place}/{token}", headers={"Referer": f"{place}/{token}"})
        for path in asking.paths.values():
            asking.hear(path, name, last=True)
