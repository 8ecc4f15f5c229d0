"""Maps of units' values, as pictures."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from playground.nn.program import Trace
from playground.observe.answers import predicted_class
from playground.observe.view import View
from playground.wire.frame import Value, eight_bit


def symmetric(values: Tensor) -> tuple[Any, float]:
    """Give values [...] as uint8 [...] between ∓ the bound, and the bound: the largest size among them."""
    finite = torch.nan_to_num(values)
    bound = float(finite.abs().max()) or 1.0
    # Made small first: twice the largest float would be infinite.
    return eight_bit((finite / bound).cpu().numpy(), -1, 1), bound


def means(values: Tensor) -> Tensor:
    """Give [B, units] of values [B, units, *positions]: of a channel its mean over all positions."""
    return values if values.ndim == 2 else values.flatten(2).mean(dim=2)


def as_maps(values_1: Tensor) -> Tensor:
    """Give [units, rows, columns] of one sample's values [1, *outputs]: a unit is one cell."""
    values = values_1[0]
    if values.ndim == 3:
        return values
    return values.reshape(len(values), 1, -1)


def sample_values(view: View, sample: int) -> tuple[Tensor, Trace, dict[str, Value]]:
    """Give the sample [1, *input shape], the network's values of it, its label and its prediction.

    Raises `NotThereError`.
    """
    x, label = view.sample(sample)
    with torch.inference_mode():
        trace = view.forward(x)
    outputs = trace.activations[-1]
    regression = view.spec.data.task == "regression"
    return (
        x,
        trace,
        {
            "sample": sample,
            "label": label.item(),
            "prediction": outputs[0, 0].item() if regression else int(predicted_class(outputs)),
        },
    )
