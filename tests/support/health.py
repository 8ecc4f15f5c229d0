"""A run that trains with its curves, as a trainer makes it, and what is found of its health."""

from __future__ import annotations

from typing import Any

import torch

from playground.engine.contract import LeftOff
from playground.engine.curves import next_point, thinning
from playground.engine.device import Device
from playground.engine.training import Training
from playground.observe.view import View
from playground.spec.project import parse
from playground.train.cooperative import run_all


def trained(document: dict[str, Any], steps: int) -> Training:
    """Train so many steps with the points of the curves; what diverges stands still."""
    spec = parse(document)
    device = Device(torch.device("cpu"), 2**30)
    training = Training(spec.model_dump(mode="json"), 1, device, lambda: 2**30, LeftOff())
    training.begin()
    run_all(training.point())
    return go_on(training, steps)


def go_on(training: Training, steps: int) -> Training:
    thin = thinning(training.spec)
    end = training.state.step + steps
    while training.state.step < end:
        before = training.state.step
        upto = min(end, next_point(before, thin))
        if training.advance(upto - before).diverged_at is not None:
            break
        if training.must_score_epoch:
            run_all(training.score_epoch())
        if training.state.step == next_point(before, thin):
            run_all(training.point())
    return training


def view_of_run(document: dict[str, Any], steps: int) -> View:
    return trained(document, steps).look()
