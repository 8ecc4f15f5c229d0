"""Tokens are nowhere but with those to whom they were given."""

from __future__ import annotations

import io
import json
from pathlib import Path

import httpx
from PIL import Image
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from playground.wire.messages import SUBPROTOCOL
from support.serving import Server, serve

WITHIN_S = 20.0


def test_a_server_prints_and_keeps_no_token(tmp_path: Path) -> None:
    log, data = tmp_path / "log", tmp_path / "data"
    data.mkdir()
    with log.open("wb") as printed:
        arguments = ("--device", "cpu", "--trainers", "1", "--data-dir", str(data))
        with serve(*arguments, log=printed) as server:
            tokens = used(server)
    assert len(tokens) == 6
    kept = [path for path in data.rglob("*") if path.is_file()]
    assert any(path.name == "playground.db" for path in kept)
    for path in (log, *kept):
        found = path.read_bytes()
        assert not [token for token in tokens if token.encode() in found], path
    assert "token" not in log.read_text().lower()


def used(server: Server) -> list[str]:
    """Sends tokens in every way, right and wrong; gives all of them."""
    with httpx.Client(base_url=server.url, timeout=WITHIN_S, trust_env=False) as http:
        made = http.post("/api/sessions", json={"preset": "xor", "pace": 100}).json()
        path, links = f"/api/sessions/{made['id']}", made["links"]
        edit = {"Authorization": f"Bearer {links['edit']}"}

        def ask(method: str, rest: str, **more: object) -> httpx.Response:
            headers = edit | dict(more.pop("headers", {}))  # type: ignore[call-overload]
            return http.request(method, f"{path}{rest}", headers=headers, **more)  # type: ignore[arg-type]

        given = ask("POST", "/links", json={"right": "edit", "label": "For Ada"}).json()
        forked = ask("POST", "/commands", json={"type": "fork"}).json()["links"]
        wrong = "wrong-token-0123456789-abcdef"
        tokens = [*links.values(), given["token"], *forked.values(), wrong]

        hear(server, made["id"], given["token"])
        hear(server, made["id"], wrong)
        hear(server, made["id"], links["edit"], "not json")
        assert http.get(path, headers={"Authorization": f"Bearer {wrong}"}).status_code == 401
        patched = ask("PATCH", "/spec", json=[], headers={"If-Match": "1"})
        assert patched.status_code == 200
        assert ask("PATCH", "/spec", json={"patch": 5}).status_code in (422, 428)
        assert ask("POST", "/weights", content=b"\xff").status_code == 422
        assert ask("DELETE", f"/links/{given['link']['id']}").status_code == 204
        hear(server, made["id"], given["token"])
        assert ask("GET", "/history").status_code == 200
        assert ask("PUT", "/preview", json={"on": True}).status_code == 200
        picture = http.get(f"{path}/picture.png")
        assert Image.open(io.BytesIO(picture.content)).size == (1200, 630)
        assert http.get(f"/s/{made['id']}").status_code in (200, 503)
        assert not any(token in http.get("/metrics").text for token in tokens)
    return tokens


def hear(server: Server, session: str, token: str, then: str = '{"type": "ping"}') -> None:
    """Says hello and one thing more, and hears the answer or the end."""
    url = f"{server.url.replace('http', 'ws')}/api/sessions/{session}/stream"
    with connect(url, subprotocols=[Subprotocol(SUBPROTOCOL)], open_timeout=WITHIN_S) as socket:
        try:
            socket.send(json.dumps({"type": "hello", "token": token, "name": "Ada"}))
            socket.recv(WITHIN_S)
            socket.send(then)
            while '"pong"' not in str(socket.recv(WITHIN_S)):
                pass
        except ConnectionClosed:
            pass
