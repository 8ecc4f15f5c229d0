"""Fills a data directory through a server's public doors, and writes down what must be found in it.

    python tests/golden/make_data_directory.py FOLDER

`tests/golden/data-directory-1` was made so by the first release (schema step 0002). It is never made
again: what a later version makes goes to a folder with the next number. FOLDER must not exist yet.
"""

from __future__ import annotations

import hashlib
import io
import json
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx

WITHIN_S = 60.0
STEPS = 40
IN_THIS_CENTURY = 4_000_000_000
"""Seconds since 1970: the year 2096."""

DIGITS = {
    "name": "Digits",
    "data": {"dataset": "digits"},
    "network": {
        "layers": [
            {"kind": "conv2d", "id": "c1", "units": 4},
            {"kind": "max_pool", "id": "p1"},
            {"kind": "flatten", "id": "f1"},
            {"kind": "dropout", "id": "d1"},
            {"kind": "dense", "id": "h1", "units": 8, "activation": "relu"},
        ]
    },
    "training": {"loss": {"kind": "cross_entropy"}, "optimizer": {"kind": "adam"}},
}
RESIDUAL = {
    "name": "Residual blocks",
    "data": {"dataset": "spiral", "noise": 0.2, "features": ["x1", "x2", "x1x2"]},
    "network": {
        "layers": [
            {"kind": "dense", "id": "h1", "units": 6},
            {
                "kind": "block",
                "id": "b1",
                "repeat": 2,
                "skip": "add",
                "layers": [
                    {"kind": "dense", "id": "r1", "units": 6, "density": 0.7},
                    {"kind": "batch_norm", "id": "n1"},
                    {"kind": "activation", "id": "a1", "activation": "prelu"},
                ],
            },
        ],
        "skips": [{"source": "h1", "target": "output", "mode": "concat"}],
    },
    "training": {
        "optimizer": {"kind": "nadam"},
        "schedule": {"kind": "one_cycle"},
        "l2": 0.001,
        "clip_norm": 1.0,
        "averaging": 0.9,
    },
}
CURVE = {
    "name": "Curve",
    "data": {"dataset": "curve", "features": ["x1"]},
    "training": {"loss": {"kind": "huber"}, "optimizer": {"kind": "lbfgs"}},
}


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class Maker:
    """The doors of one server, and what was made through them."""

    def __init__(self, url: str) -> None:
        self._http = httpx.Client(base_url=url, timeout=30, trust_env=False)

    def close(self) -> None:
        self._http.close()

    def call(self, method: str, path: str, token: str | None = None, **more: Any) -> Any:
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        answer = self._http.request(
            method, path, headers={**headers, **more.pop("headers", {})}, **more
        )
        if answer.status_code >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status_code} {answer.text}")
        return answer.json() if answer.content else None

    def raw(self, path: str, token: str) -> bytes:
        answer = self._http.get(path, headers={"Authorization": f"Bearer {token}"})
        return answer.raise_for_status().content

    def begin(self, **body: Any) -> Any:
        return self.call("POST", "/api/sessions", json={"play": False, **body})

    def train(self, id: str, token: str, count: int = STEPS) -> None:
        body = {"type": "step", "count": count}
        path = f"/api/sessions/{id}"
        before = self.call("GET", path, token)["status"]["step"]
        self.call("POST", f"{path}/commands", token, json=body)
        deadline = time.monotonic() + WITHIN_S
        while time.monotonic() < deadline:
            status = self.call("GET", path, token)["status"]
            if status["state"] == "paused" and status["step"] >= before + count:
                return
            time.sleep(0.05)
        raise RuntimeError(f"{id} was not trained in time: {status}")

    def edit(self, id: str, token: str, *patch: dict[str, Any]) -> None:
        revision = self.call("GET", f"/api/sessions/{id}", token)["revision"]
        self.call(
            "PATCH",
            f"/api/sessions/{id}/spec",
            token,
            json={"patch": list(patch)},
            headers={"If-Match": str(revision)},
        )

    def found(self, id: str, token: str) -> dict[str, Any]:
        """What the session says of itself, and digests of what it exports."""
        told = self.call("GET", f"/api/sessions/{id}", token)
        path = f"/api/sessions/{id}/export"
        weights = self.raw(f"{path}/safetensors", token)
        return {
            "spec": told["spec"],
            "revision": told["revision"],
            "step": told["status"]["step"],
            "curves": self.raw(f"{path}/csv", token).decode(),
            "tensors": hashlib.sha256(tensors_of(weights)).hexdigest(),
            "edits": self.call("GET", f"/api/sessions/{id}/history", token),
            "links": self.call("GET", f"/api/sessions/{id}/links", token),
        }


def tensors_of(weights: bytes) -> bytes:
    """The numbers of a safetensors file, without its header, whose words may change."""
    return weights[8 + int.from_bytes(weights[:8], "little") :]


def trained_and_edited(maker: Maker, spec: dict[str, Any]) -> dict[str, Any]:
    made = maker.begin(spec=spec)
    id, token = made["id"], made["links"]["edit"]
    maker.train(id, token)
    rate = {"op": "replace", "path": "/training/learning_rate", "value": 0.005}
    maker.edit(id, token, rate)
    maker.edit(id, token, {"op": "replace", "path": "/training/batch_size", "value": 16})
    maker.train(id, token)
    return {"id": id, "edit": token, "view": made["links"]["view"]}


def with_an_upload(maker: Maker) -> dict[str, Any]:
    rows = "\n".join(f"{n % 7},{(n * 5) % 11},{'yes' if n % 3 else 'no'}" for n in range(60))
    body = io.BytesIO(f"a,b,c\n{rows}\n".encode())
    upload = maker.call("PUT", "/api/uploads?name=table.csv", content=body.getvalue())
    spec = {"name": "Table", "data": {"dataset": "upload", "upload": upload["upload"]}}
    return trained_and_edited(maker, spec)


def a_class(maker: Maker) -> dict[str, Any]:
    made = maker.begin(preset="xor")
    id, token = made["id"], made["links"]["edit"]
    opened = maker.call("POST", "/api/classes", token, json={"session": id})
    pupils = []
    for nickname in ("Ada", "별이"):
        body = {"code": opened["code"], "nickname": nickname}
        joined = maker.call("POST", "/api/classes/join", json=body)
        of = joined["made"]
        maker.train(of["id"], of["links"]["edit"])
        pupils.append(
            {
                "pupil": joined["pupil"],
                "token": joined["token"],
                "nickname": nickname,
                "id": of["id"],
                "edit": of["links"]["edit"],
            }
        )
    return {
        "session": {"id": id, "edit": token},
        "class": opened["id"],
        "code": opened["code"],
        "token": opened["token"],
        "pupils": pupils,
    }


def fill(maker: Maker) -> dict[str, Any]:
    sessions = {
        name: trained_and_edited(maker, spec)
        for name, spec in (("digits", DIGITS), ("residual", RESIDUAL), ("curve", CURVE))
    }
    sessions["upload"] = with_an_upload(maker)
    shared = sessions["residual"]
    links = {}
    for right in ("view", "fork", "edit"):
        body = {"right": right, "label": f"To {right}", "until": IN_THIS_CENTURY}
        path = f"/api/sessions/{shared['id']}/links"
        links[right] = maker.call("POST", path, shared["edit"], json=body)["token"]
    classroom = a_class(maker)
    everything = {**sessions, "class": classroom["session"]}
    everything |= {each["nickname"]: each for each in classroom["pupils"]}
    return {
        "sessions": sessions,
        "links": links,
        "classroom": classroom,
        "found": {
            name: {"id": at["id"], "edit": at["edit"], **maker.found(at["id"], at["edit"])}
            for name, at in everything.items()
        },
    }


def main(folder: Path) -> None:
    folder.mkdir(parents=True)
    port = free_port()
    serving = ["serve", "--host", "127.0.0.1", "--port", str(port), "--device", "cpu"]
    command = [sys.executable, "-m", "playground", *serving, "--data-dir", str(folder)]
    process = subprocess.Popen(command)
    try:
        maker = Maker(f"http://127.0.0.1:{port}")
        deadline = time.monotonic() + WITHIN_S
        while True:
            try:
                maker.call("GET", "/readyz")
                break
            except (httpx.TransportError, RuntimeError):
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)
        made = fill(maker)
        maker.close()
    finally:
        process.terminate()
        process.wait(20)
    database = sqlite3.connect(folder / "playground.db", isolation_level=None)
    database.execute("PRAGMA journal_mode=DELETE")
    # A class lasts a day, and this one is to be open whenever a test opens it.
    database.execute("UPDATE classrooms SET until = ?", (IN_THIS_CENTURY,))
    database.close()
    (folder / "playground.db.lock").unlink(missing_ok=True)
    (folder / "made.json").write_text(json.dumps(made, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
