"""Exported PyTorch scripts, run in the test's own process."""

from __future__ import annotations

import contextlib
import io
import re
from dataclasses import dataclass
from typing import Any

import torch

from playground.data.loader import load
from playground.export.pytorch.points import Samples
from playground.export.pytorch.script import to_pytorch
from playground.spec.project import Spec

LINE = re.compile(r"step +(\d+) +training loss (\S+) +test loss (\S+)")


@dataclass
class Ran:
    """What a script printed, its own names, and the parameters of its network at the end."""

    losses: list[tuple[int, float, float]]
    names: dict[str, Any]
    parameters: torch.Tensor


def script_of(spec: Spec, steps: int, every: int) -> str:
    points = load(spec.data)
    samples = Samples(points.inputs, points.labels, points.train)
    return to_pytorch(spec, samples, steps, every)


def names_of(spec: Spec) -> dict[str, Any]:
    """The functions and constants of its script, which is not run."""
    names: dict[str, Any] = {"__name__": "exported"}
    exec(compile(script_of(spec, 1, 1), "exported.py", "exec"), names)  # noqa: S102
    return names


def run(spec: Spec, steps: int, every: int) -> Ran:
    """Train for `steps` steps: by itself the script makes one more, after its last report."""
    text = script_of(spec, steps, every).replace("range(STEPS + 1)", "range(STEPS)")
    names: dict[str, Any] = {"__name__": "exported"}
    exec(compile(text, "exported.py", "exec"), names)  # noqa: S102
    made: list[torch.nn.Module] = []
    network = names["Network"]

    class Kept(network):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            made.append(self)

    names["Network"] = Kept
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        names["main"]()
    found = [(int(a), float(b), float(c)) for a, b, c in LINE.findall(printed.getvalue())]
    flat = torch.cat([each.detach().flatten() for each in made[0].parameters()])
    return Ran(found, names, flat)
