"""How a network does at a step: slopes and gradients of each layer, over some training samples."""

from __future__ import annotations

import torch
from torch import Tensor

from playground.nn.activations import activate
from playground.nn.program import Trace
from playground.observe.view import View
from playground.spec.activations import ACTIVATIONS, SLOPE
from playground.spec.faults import Health
from playground.spec.losses import kind_of
from playground.spec.project import Spec
from playground.spec.shapes import LayerShape
from playground.train.losses import loss, targets

SAMPLES = 128
"""Training samples that are looked at."""

PASSES = 3
"""A pass backward costs two forward."""

NO_SLOPE = 1e-4
"""A slope that passes nothing on."""

LITTLE_SLOPE = 0.05
"""The part of its slope at 0 below which a squashing activation is saturated."""


def health_of(view: View) -> Health:
    """Measure the parameters that train, in evaluation: nothing drops out, norms use what they remember."""
    count = min(SAMPLES, max(1, view.affordable // PASSES))
    x, labels = view.trainer.train_x[:count], view.trainer.train_labels[:count]
    slopes = {
        name.removesuffix(f".{SLOPE}"): value
        for name, value in view.program.layout.views(view.state.parameters).items()
        if name.endswith(f".{SLOPE}")
    }
    with torch.enable_grad():
        # Copies: what was made for inference alone has no gradient.
        flat = view.state.parameters.detach().clone().requires_grad_()
        trace = view.program.forward(flat, x.clone(), view.state.buffers.clone())
        found = loss(view.spec, trace.activations[-1], labels)
        arriving = torch.autograd.grad(found, trace.preactivations, allow_unused=True)
    dead, saturated = _flat_shares(view.program.shapes, trace, slopes)
    return Health(
        dead=dead,
        saturated=saturated,
        arriving=[0.0 if each is None else _finite(each.detach()) for each in arriving],
        loss=float(found.detach()),
        constant=float(constant_loss(view.spec, labels)),
        trail=view.trail,
    )


def constant_loss(spec: Spec, labels_N: Tensor) -> Tensor:
    """Return the loss [] of the constant output that fits these labels [N] best, or nearly so."""
    wanted = targets(spec, labels_N)
    likelihood = kind_of(spec.training.loss).likelihood
    if likelihood == "softmax":
        counts = torch.bincount(wanted, minlength=spec.outputs).to(torch.float32)
        best = counts.clamp(min=1e-3).log().unsqueeze(0)
    elif likelihood == "sigmoid":
        best = wanted.mean(dim=0, keepdim=True).clamp(1e-3, 1 - 1e-3).logit()
    else:
        middle = wanted.median(dim=0, keepdim=True).values
        means = [wanted.mean(dim=0, keepdim=True), middle]
        return torch.stack(
            [loss(spec, each.expand(len(labels_N), -1), labels_N) for each in means]
        ).min()
    return loss(spec, best.expand(len(labels_N), -1), labels_N)


def _finite(gradient: Tensor) -> float:
    """Give the length of a sample's gradient [B, *outputs], as the root of the mean of its square."""
    squares = gradient.to(torch.float64).square().sum() / len(gradient)
    return float(torch.nan_to_num(squares.sqrt(), nan=0.0, posinf=1e30).clamp(max=1e30))


def _flat_shares(
    shapes: tuple[LayerShape, ...], trace: Trace, slopes: dict[str, Tensor]
) -> tuple[list[float], list[float]]:
    """Give each layer's share of dead units, and of saturated activations."""
    dead, saturated = [], []
    for shape, z in zip(shapes, trace.preactivations, strict=True):
        row = ACTIVATIONS[shape.activation]
        squashes = row.reach.high - row.reach.low < float("inf")
        # A rectifier that is cut off above is one all the same, and a wave has no bounds to stand at.
        rectifies = row.gain.rule == "kaiming"
        if shape.activation in ("identity", "sine") or not (squashes or rectifies):
            dead.append(0.0)
            saturated.append(0.0)
            continue
        steep = slope_of(shape, z.detach(), slopes.get(shape.id)).abs()
        if rectifies:
            by_unit = steep.movedim(1, 0).flatten(1).amax(dim=1)
            dead.append(float((by_unit <= NO_SLOPE).to(torch.float32).mean()))
            saturated.append(0.0)
        else:
            zero = torch.zeros(1, dtype=z.dtype, device=z.device)
            least = LITTLE_SLOPE * slope_of(shape, zero, slopes.get(shape.id)).abs()
            dead.append(0.0)
            saturated.append(float((steep < least).to(torch.float32).mean()))
    return dead, saturated


def slope_of(shape: LayerShape, z: Tensor, learned: Tensor | None) -> Tensor:
    """Return σ′ [...] at z [...], of a layer without or with what its activation has learned [1]."""
    with torch.enable_grad():
        leaf = z.clone().requires_grad_()
        given = None if learned is None else learned.clone()
        total = activate(shape.activation, leaf, given).sum()
        return torch.autograd.grad(total, leaf)[0]
