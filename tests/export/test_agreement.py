"""The live session, its script, its ONNX file and its weights come back in: all one network."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest
from safetensors import safe_open

from playground.data.loader import load
from playground.engine.local import LocalEngine
from playground.spec.project import Spec
from support.nets import BARS, CE, FLAT, conv, dense, images, spec_of
from support.web import Made, Web, until, web

STEPS = 30
WITHIN_S = 120.0
"""A deadline for a busy machine, not what is expected."""

SPECS = {
    "dense": spec_of(dense("a"), dense("b"), data={"features": ["x1", "x2", "sin_x1"]}),
    "convolutions": images(
        conv("c"),
        {"kind": "batch_norm", "id": "n"},
        {"kind": "max_pool", "id": "p"},
        FLAT,
        {"kind": "dropout", "id": "d"},
        data=BARS | {"samples": 60},
        training=CE | {"optimizer": {"kind": "sgd", "momentum": 0.9}, "averaging": 0.9},
    ),
}


@pytest.fixture(scope="module")
def served() -> Iterator[Web]:
    engine: Any = LocalEngine("cpu", trainers=1)
    with web(engine) as running:
        until(lambda: running.http.get("/readyz").status_code == 200, WITHIN_S)
        yield running


def trained(served: Web, spec: Spec) -> Made:
    made = served.create(spec=spec.model_dump(mode="json"))
    made.command(type="step", count=STEPS)
    until(lambda: saved_step(made) == STEPS, WITHIN_S)
    return made


def saved_step(made: Made) -> int | None:
    answer = made.call("GET", "/export/safetensors")
    if answer.status_code != 200:
        return None
    length = int.from_bytes(answer.content[:8], "little")
    return int(json.loads(answer.content[8 : 8 + length])["__metadata__"]["step"])


def live_loss(made: Made) -> float:
    lines = made.call("GET", "/export/csv").text.split()
    names, last = lines[0].split(","), lines[-1].split(",")
    row = dict(zip(names, last, strict=True))
    assert row["step"] == str(STEPS)
    return float(row["train_loss"])


def loss_by_onnx(made: Made, spec: Spec) -> float:
    session = onnxruntime.InferenceSession(made.call("GET", "/export/onnx").content)
    points = load(spec.data)
    (probabilities,) = session.run(["probabilities"], {"input": points.inputs[: points.train]})
    rows = np.arange(points.train)
    return float(-np.log(probabilities[rows, points.labels[: points.train]]).mean())


def loss_by_script(made: Made, folder: Path) -> float:
    path = folder / "network.py"
    script = made.call("GET", "/export/pytorch").text
    path.write_text(script.replace("STEPS = 100\n", f"STEPS = {STEPS}\n"), "utf-8")
    done = subprocess.run([sys.executable, path], capture_output=True, text=True, check=True)
    step, loss = done.stdout.splitlines()[-1].split()[1:5:3]
    assert int(step) == STEPS
    return float(loss)


@pytest.mark.parametrize("name", SPECS)
def test_session_script_and_onnx_agree(served: Web, name: str, tmp_path: Path) -> None:
    spec = SPECS[name]
    made = trained(served, spec)
    live = live_loss(made)
    assert loss_by_onnx(made, spec) == pytest.approx(live, rel=1e-5, abs=1e-5)
    assert loss_by_script(made, tmp_path) == pytest.approx(live, rel=1e-5, abs=1e-5)


@pytest.mark.parametrize("name", SPECS)
def test_weights_come_back_in(served: Web, name: str, tmp_path: Path) -> None:
    first = trained(served, SPECS[name])
    path = tmp_path / "network.safetensors"
    path.write_bytes(first.call("GET", "/export/safetensors").content)
    second = served.create(spec=SPECS[name].model_dump(mode="json"))
    until(lambda: saved_step(second) == 0, WITHIN_S)
    assert second.call("POST", "/weights", content=path.read_bytes()).status_code == 202
    with safe_open(path, "np") as file:
        expected = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118

    # They are there, and in the store, as soon as that is answered.
    other = tmp_path / "other.safetensors"
    other.write_bytes(second.call("GET", "/export/safetensors").content)
    with safe_open(other, "np") as file:
        assert all(np.array_equal(file.get_tensor(key), expected[key]) for key in expected)


def test_a_network_that_trains_is_taken_home_as_it_is_now(served: Web) -> None:
    """A file is of no earlier step than its curves told before it was asked for."""

    def told() -> int:
        lines = made.call("GET", "/export/csv").text.split()
        return int(lines[-1].split(",")[0]) if len(lines) > 1 else 0

    made = served.create(spec=SPECS[next(iter(SPECS))].model_dump(mode="json"), play=True)
    until(lambda: told() > 0, WITHIN_S)
    for _ in range(5):
        before = told()
        taken = saved_step(made)
        assert taken is not None
        assert taken >= before
    made.command(type="pause")
    # Requests are done in their order: it stands.
    assert saved_step(made) == saved_step(made)
