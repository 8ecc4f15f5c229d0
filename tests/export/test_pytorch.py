"""The script, run by itself, prints the session's losses, and is pleasant to read."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given

from playground.data.loader import load
from playground.export.pytorch.network import TAKEN, Names
from playground.export.pytorch.points import Samples
from playground.export.pytorch.script import to_pytorch
from playground.nn.program import Program
from playground.spec.activations import ACTIVATIONS
from playground.spec.base import SpecProblem
from playground.spec.project import Spec
from playground.train.backends import Trainer
from playground.train.losses import loss
from playground.train.state import TrainState, begin
from support.nets import CE, FLAT, LAYERS, SKIPS, conv, dense, images, spec_of
from support.specs import specs

STEPS, EVERY = 30, 10
REGRESSION = {"dataset": "plane", "noise": 0.3}


def mlp(**training: Any) -> Spec:
    return spec_of(dense("a", 6), dense("b", 4), training={"batch_size": 16, **training})


def optimized(kind: str, rate: float = 0.01, **settings: Any) -> Spec:
    return mlp(optimizer={"kind": kind, **settings}, learning_rate=rate)


def scheduled(**schedule: Any) -> Spec:
    return mlp(schedule=schedule, optimizer={"kind": "sgd", "momentum": 0.8}, learning_rate=0.1)


def begun(init: dict[str, Any], activation: str = "tanh") -> Spec:
    return spec_of(dense("a", 8, activation, init=init), dense("b", 4, init=init, initial_bias=0.2))


OPTIMIZERS: dict[str, Spec] = {
    "sgd": optimized("sgd", 0.1),
    "sgd with momentum": optimized("sgd", momentum=0.9, dampening=0.3),
    "sgd with nesterov": optimized("sgd", momentum=0.9, nesterov=True),
    "adam": optimized("adam", beta1=0.8),
    "adamw": optimized("adamw", weight_decay=0.1),
    "rmsprop": optimized("rmsprop", momentum=0.5),
    "asgd": optimized("asgd", 0.1, lambd=0.01),
    "adagrad": optimized("adagrad", rate_decay=0.01),
    "adadelta": optimized("adadelta", 1.0),
    "adamax": optimized("adamax"),
    "nadam": optimized("nadam"),
    "radam": optimized("radam"),
    "adafactor": optimized("adafactor", 0.1),
    "rprop": optimized("rprop"),
    "lbfgs": optimized("lbfgs", 0.1, history=5),
    "lbfgs with decay": mlp(optimizer={"kind": "lbfgs"}, learning_rate=0.1, weight_decay=0.1),
    "muon": optimized("muon", weight_decay=0.1),
    # Its bfloat16 turns a gradient's last bit into 0.4 % of a step: hence the low rate.
    "muon of kernels": images(
        conv("c"), FLAT, training=CE | {"optimizer": {"kind": "muon"}, "learning_rate": 0.001}
    ),
}
SCHEDULES: dict[str, Spec] = {
    "step": scheduled(kind="step", every=7, factor=0.5),
    "multi step": scheduled(kind="multi_step", milestones=[3, 20]),
    "exponential": scheduled(kind="exponential", factor=0.95),
    "linear": scheduled(kind="linear", total=15),
    "linear down": scheduled(kind="linear", start=1, end=0.1, total=15),
    "polynomial": scheduled(kind="polynomial", total=30, power=1.5),
    "cosine": scheduled(kind="cosine", period=25, floor=0.1),
    "warm restarts": scheduled(kind="warm_restarts", period=5, multiplier=2),
    "equal restarts": scheduled(kind="warm_restarts", period=7, multiplier=1, floor=0.2),
    "inverse time": scheduled(kind="inverse_time", scale=10),
    "cyclic": scheduled(kind="cyclic", period=9),
    "cyclic, halved": scheduled(kind="cyclic", period=8, mode="triangular2", low=0),
    "cyclic, falling": scheduled(kind="cyclic", period=8, mode="exp_range", gamma=0.9),
    "one cycle": scheduled(kind="one_cycle", total=30),
    "one cycle without warm-up": scheduled(kind="one_cycle", total=30, warm_up=0.01),
    "plateau": scheduled(kind="plateau", patience=0, threshold=0.05, factor=0.5),
    "chain": scheduled(
        kind="chain",
        parts=[
            {"schedule": {"kind": "linear"}, "steps": 10},
            {"schedule": {"kind": "constant"}, "steps": 8},
            {"schedule": {"kind": "cosine", "period": 20}, "steps": 5},
        ],
    ),
}
NORM = {"kind": "batch_norm", "id": "n"}
DROP = {"kind": "dropout", "id": "d", "probability": 0.3}
FORMED: dict[str, Spec] = {
    "penalties": mlp(l1=0.01, l2=0.02, clip_value=0.05, clip_norm=0.1),
    "decay and smoothing": mlp(weight_decay=0.5, label_smoothing=0.1),
    "smoothed classes": spec_of(
        dense("a"),
        data={"dataset": "gaussians", "classes": 4},
        training=CE | {"label_smoothing": 0.2},
    ),
    "smoothing that has nothing to act on": spec_of(
        dense("a"), data=REGRESSION, training={"loss": {"kind": "mse"}, "label_smoothing": 0.2}
    ),
    "noise and dropout": spec_of(dense("a"), DROP, dense("b"), training={"input_noise": 0.3}),
    "average": spec_of(dense("a"), NORM, training={"averaging": 0.9}),
    "plateau of an average": mlp(
        averaging=0.8, schedule={"kind": "plateau", "patience": 0, "threshold": 0.05}
    ),
    "convolutions": images(
        conv("c"), NORM, {"kind": "max_pool", "id": "p"}, DROP, conv("e"), FLAT,
        training=CE | {"input_noise": 0.1, "batch_size": 8},
    ),
    "batches of one": spec_of(dense("a"), NORM, training={"batch_size": 41}),
    "frozen": spec_of(
        dense("a", 6, frozen=True),
        dense("b", 6, frozen_units=[0, 2, 99], frozen_weights=[[1, 3], [4, -1], [5, 99]]),
        training={"optimizer": {"kind": "adamw"}, "weight_decay": 0.1, "l2": 0.1},
    ),
    "all frozen": spec_of(dense("a", frozen=True), output={"frozen": True}),
    "wired": spec_of(
        dense("a", 8, density=0.5),
        dense("b", 8, density=0.3, frozen_weights=[[0, 0]]),
        dense("c", 8, density=0.3, frozen=True),
        training={"optimizer": {"kind": "muon"}},
    ),
    "frozen kernels": images(conv("c", frozen_weights=[[0, 3], [1, -1]]), FLAT),
    "rates of layers": spec_of(
        dense("a", 6, rate_factor=0.1, frozen_units=[1]),
        dense("b", 6, "prelu", rate_factor=3),
        training={"weight_decay": 0.5, "optimizer": {"kind": "rmsprop"}},
    ),
    **{
        f"rates of layers by {kind}": spec_of(
            dense("a", 6, rate_factor=0.1, frozen_units=[1]),
            dense("b", 6, "prelu", rate_factor=3),
            training={
                "optimizer": {"kind": kind},
                "learning_rate": 0.02,
                "schedule": {"kind": "cosine", "period": 25, "floor": 0.1},
            },
        )
        for kind in ("asgd", "adafactor", "rprop", "muon")
    },
    "curvature with rates of layers": spec_of(
        dense("a", 6, rate_factor=0.2),
        dense("b", 6, "prelu", rate_factor=3, frozen_units=[1]),
        dense("c", 4),
        training={
            "optimizer": {"kind": "lbfgs", "history": 5},
            "learning_rate": 0.1,
            "batch_size": 16,
        },
    ),
    "curvature, decay and a layer at rest": spec_of(
        dense("a", 6, rate_factor=0),
        dense("b", 6, rate_factor=0.5),
        training={
            "optimizer": {"kind": "lbfgs"},
            "learning_rate": 0.1,
            "weight_decay": 0.1,
            "schedule": {"kind": "cosine", "period": 25, "floor": 0.1},
        },
    ),
    "odd names": spec_of(
        dense("1st-layer"), dense("train"), dense("a-b"), dense("a_b"), dense("class"), dense("x"),
        skips=[{"source": "1st-layer", "target": "x"}, {"source": "x", "target": "output"}],
    ),
}  # fmt: skip
FIRST: dict[str, Spec] = {
    "zeros": begun({"kind": "zeros"}),
    "constant": begun({"kind": "constant", "value": 0.3}),
    "normal": begun({"kind": "normal", "deviation": 0.3}),
    "uniform": begun({"kind": "uniform", "bound": 0.5}),
    "xavier": begun({"kind": "xavier", "gain": 2}),
    "xavier normal": begun({"kind": "xavier", "distribution": "normal"}),
    "kaiming": begun({"kind": "kaiming"}),
    "kaiming normal": begun({"kind": "kaiming", "distribution": "normal", "gain": 1.1}),
    "orthogonal": begun({"kind": "orthogonal", "gain": 0.7}),
    **{f"auto for {name}": begun({"kind": "auto"}, name) for name in ACTIVATIONS},
}
ALL: dict[str, Spec] = {
    f"{group}: {name}": spec
    for group, specs in {
        "layer": LAYERS,
        "skip": SKIPS,
        "optimizer": OPTIMIZERS,
        "schedule": SCHEDULES,
        "formed": FORMED,
        "first": FIRST,
    }.items()
    for name, spec in specs.items()
}
RUNNER = """
import contextlib, io, json, runpy, sys, torch
torch.set_num_threads(1)
for path in sys.argv[1:]:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        runpy.run_path(path, run_name="__main__")
    print(json.dumps(printed.getvalue()))
"""
LINE = re.compile(r"step +(\d+) +training loss (\S+) +test loss (\S+)")
Losses = list[tuple[int, float, float]]


def script_of(spec: Spec, steps: int = STEPS, every: int = EVERY) -> str:
    points = load(spec.data)
    samples = Samples(points.inputs, points.labels, points.train)
    return to_pytorch(spec, samples, steps, every)


def read(printed: str) -> Losses:
    return [(int(step), float(train), float(test)) for step, train, test in LINE.findall(printed)]


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Of all specs, in their order."""
    folder = tmp_path_factory.mktemp("scripts")
    paths = [folder / f"{number:03}.py" for number in range(len(ALL))]
    for path, spec in zip(paths, ALL.values(), strict=True):
        path.write_text(script_of(spec), "utf-8")
    return paths


@pytest.fixture(scope="module")
def printed(scripts: list[Path]) -> dict[str, str]:
    """What each script prints; all run in one process, since each import of torch takes 2 s."""
    done = subprocess.run(
        [sys.executable, "-c", RUNNER, *map(str, scripts)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    outputs = [json.loads(line) for line in done.stdout.splitlines()]
    return dict(zip(ALL, outputs, strict=True))


def losses_of_the_session(spec: Spec, steps: int, every: int) -> Losses:
    program = Program.build(spec)
    trainer, state = Trainer(spec, program, load(spec.data)), begin(spec, program)
    found = [(0, trainer.train_loss(state), test_loss(trainer, state))]
    while state.step < steps:
        assert trainer.advance(state, every).diverged_at is None
        found.append((state.step, trainer.train_loss(state), test_loss(trainer, state)))
    return found


def test_loss(trainer: Trainer, state: TrainState) -> float:
    with torch.no_grad():
        outputs = trainer.program.forward(state.evaluated, trainer.test_x, state.buffers)
        return float(loss(trainer.spec, outputs.activations[-1], trainer.test_labels))


test_loss.__test__ = False  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ALL)
def test_it_prints_the_sessions_losses(name: str, printed: dict[str, str]) -> None:
    expected = losses_of_the_session(ALL[name], STEPS, EVERY)
    found = read(printed[name])
    assert [step for step, _, _ in found] == [step for step, _, _ in expected]
    for mine, theirs in zip(found, expected, strict=True):
        assert mine[1:] == pytest.approx(theirs[1:], rel=1e-5, abs=1e-5)


def test_it_runs_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "network.py"
    path.write_text(script_of(mlp()), "utf-8")
    done = subprocess.run([sys.executable, path], capture_output=True, text=True, check=True)
    assert read(done.stdout)[-1][0] == STEPS
    assert done.stderr == ""


def test_a_simple_network_makes_a_short_script() -> None:
    assert len(script_of(mlp()).splitlines()) <= 120


def test_all_are_formatted(scripts: list[Path]) -> None:
    plain = ["--isolated", "--line-length", "100", *map(str, scripts)]
    for command in (["format", "--diff"], ["check", "--select", "E,F,I", "--ignore", "E501"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, *plain],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout


def test_nothing_is_made_that_is_not_used(scripts: list[Path]) -> None:
    for path in scripts:
        text = path.read_text("utf-8")
        nodes = list(ast.walk(ast.parse(text)))
        made = {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)}
        made |= {node.id for node in nodes if isinstance(node, ast.Name) and node.id.isupper()}
        for name in made - {"__init__", "forward"}:
            assert len(re.findall(rf"\b{name}\b", text)) > 1, f"{name} is made and not used"


def test_no_attribute_hides_one_of_a_module() -> None:
    usable = {name for name in dir(torch.nn.Module()) if re.fullmatch("[a-z][a-z0-9_]*", name)}
    assert usable <= TAKEN


def test_names_are_kept_apart() -> None:
    spec = spec_of(dense("a", activation="prelu"), dense("a_slope"), dense("a-slope"))
    names = Names(spec.shapes)
    given = [names.of("a"), names.of("a", "slope"), names.of("a_slope"), names.of("a-slope")]
    assert len(set(given)) == 4


def test_data_that_would_fill_the_script_are_refused() -> None:
    upload = {
        "id": "a" * 16,
        "rows": 10**6,
        "columns": [
            *({"name": f"c{i}"} for i in range(20)),
            {"name": "y", "role": "target"},
        ],
    }
    spec = spec_of(data={"dataset": "upload", "upload": upload}, training={"loss": {"kind": "mse"}})
    points = load(mlp().data)
    with pytest.raises(SpecProblem) as caught:
        to_pytorch(spec, Samples(points.inputs, points.labels, points.train))
    assert caught.value.code == "export_too_large"


@pytest.mark.parametrize("name", ["a\nimport os", "a\0b", '"""\nraise', "a\rb"])
def test_a_column_cannot_write_code_into_the_script(name: str) -> None:
    columns = [{"name": name}, {"name": "y", "role": "target"}]
    upload = {"id": "a" * 16, "rows": 20, "columns": columns}
    spec = spec_of(data={"dataset": "upload", "upload": upload}, training={"loss": {"kind": "mse"}})
    samples = Samples(np.zeros((20, 1), np.float32), np.zeros(20), spec.data.train_samples)
    script = to_pytorch(spec, samples)
    compile(script, "network.py", "exec")
    assert name not in script


@given(specs())
def test_any_set_up_makes_a_script(spec: Spec) -> None:
    raw = (spec.data.kind.dimensions,) if spec.data.form != "image" else spec.data.input_shape
    inputs = np.zeros((spec.data.size, *raw), np.float32)
    samples = Samples(inputs, np.zeros(spec.data.size), spec.data.train_samples)
    compile(to_pytorch(spec, samples), "network.py", "exec")
