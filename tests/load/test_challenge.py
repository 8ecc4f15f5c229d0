"""A challenge of a whole class: all are scored at exactly the last step, alike where they are alike, and soon."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import connect

from playground.wire.stream import SUBPROTOCOL
from support.serving import serve

SCORED_WITHIN_S = 10.0
KINDS = 3
"""Set-ups: pupils of one have the same."""

Json = dict[str, Any]


async def challenge(url: str, pupils: int, steps: int) -> tuple[list[Json], float]:
    """Give the entries of the board when all are scored, and the seconds since all pressed Play."""
    async with httpx.AsyncClient(base_url=url, timeout=60, trust_env=False) as http:

        async def ask(method: str, path: str, token: str | None, **more: Any) -> Json:
            headers = more.pop("headers", {})
            if token is not None:
                headers |= {"Authorization": f"Bearer {token}"}
            answer = await http.request(method, path, headers=headers, **more)
            answer.raise_for_status()
            found: Json = answer.json()
            return found

        made = await ask("POST", "/api/sessions", None, json={"preset": "xor", "play": False})
        room = await ask(
            "POST", "/api/classes", made["links"]["edit"], json={"session": made["id"]}
        )

        async def join(number: int) -> tuple[str, str]:
            body = {"code": room["code"], "nickname": f"{number % KINDS} {number}"}
            got = (await ask("POST", "/api/classes/join", None, json=body))["made"]
            patch = [{"op": "replace", "path": "/seed", "value": 1 + number % KINDS}]
            token, revision = got["links"]["edit"], {"If-Match": "1"}
            path = f"/api/sessions/{got['id']}/spec"
            await ask("PATCH", path, token, json={"patch": patch}, headers=revision)
            return got["id"], token

        seats = [await join(number) for number in range(pupils)]
        begin = {"type": "begin_challenge", "budget": {"steps": steps}}
        await ask("POST", f"/api/classes/{room['id']}/commands", room["token"], json=begin)
        address = url.replace("http", "ws", 1) + f"/api/classes/{room['id']}/stream"
        async with connect(address, subprotocols=[SUBPROTOCOL], max_size=None) as socket:  # type: ignore[list-item]
            await socket.send(json.dumps({"type": "hello", "token": room["token"], "max_fps": 0}))
            began = time.monotonic()
            play = [
                ask("POST", f"/api/sessions/{id}/commands", token, json={"type": "play"})
                for id, token in seats
            ]
            await asyncio.gather(*play)
            async for received in socket:
                told = json.loads(received) if isinstance(received, str) else {}
                entries: list[Json] = (told.get("challenge") or {}).get("entries", [])
                if entries and all(entry["score"] is not None for entry in entries):
                    return entries, time.monotonic() - began
    raise AssertionError("the class's stream ended")


@pytest.mark.parametrize(
    ("pupils", "steps"),
    [
        pytest.param(6, 1000, id="a small class"),
        pytest.param(60, 5000, id="a class of 60", marks=pytest.mark.slow),
    ],
)
def test_all_are_scored_at_the_last_step(pupils: int, steps: int) -> None:
    with serve("--device", "cpu") as server:
        entries, seconds = asyncio.run(
            asyncio.wait_for(challenge(server.url, pupils, steps), timeout=120)
        )
    print(f"{pupils} pupils were scored at step {steps:,} within {seconds:.1f} s")
    assert len(entries) == pupils
    assert {(entry["step"], entry["now"]) for entry in entries} == {(steps, steps)}
    alike = {(entry["nickname"][0], entry["score"]) for entry in entries}
    assert len(alike) == KINDS, "two of one set-up have different scores"
    assert seconds <= SCORED_WITHIN_S
