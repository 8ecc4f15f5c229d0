"""Maps of units' values, as pictures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from playground.nn.program import Trace
from playground.observe.answers import predicted_class
from playground.observe.view import View
from playground.wire.frame import Value


def symmetric(pictures: Sequence[Tensor]) -> tuple[list[Any], list[float]]:
    """Give each picture [...] as uint8 [...] between ∓ its bound, and its bound: the largest size among its values.

    The device is waited for twice, however many pictures there are.
    """
    finite = [torch.nan_to_num(picture) for picture in pictures]
    sizes = torch.stack([picture.abs().max() for picture in finite])
    bounds = torch.where(sizes == 0, 1, sizes)
    # Made small first: twice the largest float would be infinite.
    small = [(picture / bound).flatten() for picture, bound in zip(finite, bounds, strict=True)]
    bytes_ = eight_bit_within_one(torch.cat(small)).cpu().numpy()
    ends = np.cumsum([picture.numel() for picture in pictures])[:-1]
    parts = np.split(bytes_, ends)
    shaped = [part.reshape(of.shape) for part, of in zip(parts, pictures, strict=True)]
    return shaped, bounds.tolist()


def eight_bit_within_one(values: Tensor) -> Tensor:
    """Give values [...] within ∓1 as uint8 [...]: what `wire.frame.eight_bit` gives, where they lie."""
    return ((values + 1) * (255 / 2)).round().clamp(0, 255).to(torch.uint8)


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
