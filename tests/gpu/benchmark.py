"""Figures of a card beside one core and a bare torch loop: `python tests/gpu/benchmark.py` prints JSON."""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch import nn

if __name__ == "__main__":
    sys.path += [str(Path(__file__).parents[1]), str(Path(__file__).parents[2] / "server")]

from playground.data.loader import load
from playground.engine.device import Device, acquire
from playground.nn.program import Program
from playground.spec.project import Spec, parse
from playground.train.backends import Trainer
from playground.train.cost import step_work
from playground.train.placement import belongs_on_card
from playground.train.state import adapt_state, begin

SECONDS = 1.2
"""Of each figure."""

CNN = [
    {"kind": "conv2d", "id": "c1", "units": 16, "kernel": 3, "padding": 1, "activation": "relu"},
    {"kind": "max_pool", "id": "p1"},
    {"kind": "conv2d", "id": "c2", "units": 32, "kernel": 3, "padding": 1, "activation": "relu"},
    {"kind": "flatten", "id": "f"},
    {"kind": "dense", "id": "h", "units": 64, "activation": "relu"},
]


def dense(units: int, layers: int = 3) -> list[dict[str, Any]]:
    return [
        {"kind": "dense", "id": f"h{n}", "units": units, "activation": "relu"}
        for n in range(layers)
    ]


def spec_of(layers: list[dict[str, Any]], batch: int, *, images: bool = False) -> Spec:
    data: dict[str, Any] = {"dataset": "xor", "samples": 5000, "train_fraction": 0.9}
    loss = {}
    if images:
        data = {"dataset": "digits", "classes": 10, "samples": 1797, "train_fraction": 0.9}
        loss = {"loss": {"kind": "cross_entropy"}}
    return parse(
        {"data": data, "network": {"layers": layers}, "training": {"batch_size": batch, **loss}}
    )


NETS: dict[str, tuple[list[dict[str, Any]], bool]] = {
    "2-8x3-1": (dense(8), False),
    "2-64x3-1 with batch norm": (
        [*dense(64, 2), {"kind": "batch_norm", "id": "n"}, *dense(64, 3)[2:]],
        False,
    ),
    "2-256x3-1": (dense(256), False),
    "2-256x6-1": (dense(256, 6), False),
    "CNN of the digits": (CNN, True),
}
BATCHES = (32, 512, 5000)


def steps_per_second(spec: Spec, device: Device, seconds: float = SECONDS) -> float:
    """Train flat out and wait for the device at the end of each chunk, as a trainer does."""
    program = Program.build(spec)
    trainer = Trainer(spec, program, load(spec.data), device.torch)
    state = begin(spec, program).to(device.torch)
    trainer.advance(state, 3)
    chunk, begun, steps = 4, time.perf_counter(), 0
    while (spent := time.perf_counter() - begun) < seconds:
        trainer.advance(state, chunk)
        steps += chunk
        chunk = max(1, min(256, round(steps / max(spent, 1e-3) * 0.02)))
    return steps / (time.perf_counter() - begun)


def bare(spec: Spec, device: torch.device, seconds: float = SECONDS) -> float:
    """The same net, data and batches in a plain torch loop with Adam, without looking at anything."""
    points = load(spec.data)
    x = torch.from_numpy(points.inputs[: points.train]).float().to(device)
    labels = torch.from_numpy(points.labels[: points.train]).to(device)
    if spec.data.has_features:
        x = x[:, :2]
    layers: list[nn.Module] = []
    inputs = spec.data.input_shape
    for shape in spec.shapes:
        weight = shape.tensors.get("weight")
        match shape.kind:
            case "dense":
                layers += [*([nn.Flatten()] if shape.flatten else []), nn.LazyLinear(shape.units)]
            case "conv2d":
                layers.append(nn.Conv2d(weight[1], weight[0], weight[2], padding=1))
            case "max_pool":
                layers.append(nn.MaxPool2d(2))
            case "batch_norm":
                layers.append(nn.LazyBatchNorm1d())
            case "flatten":
                layers.append(nn.Flatten())
        if shape.activation == "relu":
            layers.append(nn.ReLU())
    model = nn.Sequential(*layers).to(device)
    many = spec.outputs > 1
    loss_of: nn.Module = nn.CrossEntropyLoss() if many else nn.BCEWithLogitsLoss()
    targets = labels.long() if many else labels.float()[:, None]
    x = x.view(len(x), *inputs)
    model(x[:4])
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)

    def epoch() -> int:
        batches = torch.randperm(len(x), device=device).split(spec.training.batch_size)
        for batch in batches:
            optimizer.zero_grad()
            loss_of(model(x[batch]), targets[batch]).backward()
            optimizer.step()
        return len(batches)

    def wait() -> None:
        if device.type == "cuda":
            torch.cuda.synchronize(device)

    epoch()
    wait()
    begun, steps = time.perf_counter(), 0
    while time.perf_counter() - begun < seconds:
        steps += epoch()
        wait()
    return steps / (time.perf_counter() - begun)


def timed(do: Callable[[], object]) -> float:
    begun = time.perf_counter()
    do()
    torch.cuda.synchronize()
    return time.perf_counter() - begun


def edits(device: Device, count: int = 20) -> float:
    """Give the median seconds of an edit of 2-256×3-1 that adds a unit, up to its first step."""
    one = spec_of(dense(256), 32)
    two = spec_of([*dense(256)[:2], dense(255)[2]], 32)
    program = Program.build(one)
    Trainer(one, program, load(one.data), device.torch)
    state, took = begin(one, program).to(device.torch), []
    for number in range(count):
        old, new = (one, two) if number % 2 == 0 else (two, one)

        def edit(old: Spec = old, new: Spec = new) -> None:
            nonlocal state
            state, _, _ = adapt_state(state, old, new)
            trainer = Trainer(new, Program.build(new), load(new.data), device.torch)
            trainer.advance(state, 1)

        took.append(timed(edit))
    return statistics.median(took)


def measure() -> dict[str, Any]:
    """Measure everything; `rows` has steps a second of each net and batch."""
    begun = time.perf_counter()
    card = acquire("cuda:0", None)
    torch.cuda.synchronize()
    ready = time.perf_counter() - begun
    first = timed(lambda: steps_per_second(spec_of(dense(256), 32), card, 0.0))
    cpu = acquire("cpu", None)
    rows = []
    for name, (layers, images) in NETS.items():
        for batch in BATCHES:
            spec = spec_of(layers, batch, images=images)
            torch.cuda.reset_peak_memory_stats()
            on_card = steps_per_second(spec, card)
            rows.append(
                {
                    "net": name,
                    "batch": batch,
                    "card": on_card,
                    "bare_on_card": bare(spec, card.torch),
                    "core": steps_per_second(spec, cpu),
                    "bare_on_core": bare(spec, cpu.torch),
                    "step_work": step_work(spec),
                    "placed": "card" if belongs_on_card(spec, Program.build(spec)) else "core",
                    "peak_bytes": torch.cuda.max_memory_allocated(),
                }
            )
    return {
        "card": torch.cuda.get_device_name(0),
        "torch": torch.__version__,
        "ready_s": ready,
        "first_run_s": first,
        "edit_s": edits(card),
        "rows": rows,
    }


def table(figures: dict[str, Any]) -> str:
    """Write the figures as a Markdown table."""
    lines = [
        f"{figures['card']}, torch {figures['torch']}: ready in {figures['ready_s']:.1f} s, a first run's"
        f" first steps in {figures['first_run_s']:.2f} s, an edit of 2-256x3-1 and its first step in"
        f" {figures['edit_s'] * 1e3:.1f} ms. Steps a second:",
        "",
        "| net, batch | card | bare torch there | one core | bare torch there | faster | placed on the |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| {row['net']}, {row['batch']} | {row['card']:,.0f} | {row['bare_on_card']:,.0f} |"
        f" {row['core']:,.0f} | {row['bare_on_core']:,.0f} |"
        f" {'card' if row['card'] > row['core'] else 'core'} | {row['placed']} |"
        for row in figures["rows"]
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(json.dumps(measure()))
