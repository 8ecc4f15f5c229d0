"""A bare training loop in plain PyTorch, the yardstick: prints its steps a second.

python tests/benchmarks/bare_torch.py SECONDS
"""

from __future__ import annotations

import sys
import time
from itertools import pairwise

import torch
from torch import nn

WIDTHS = (2, 8, 8, 8, 1)
BATCH = 32
SAMPLES = 350


def steps_per_second(seconds: float) -> float:
    """Adam on a 2-8-8-8-1 tanh net, batch 32, one thread, for so many seconds."""
    torch.set_num_threads(1)
    torch.manual_seed(1)
    layers: list[nn.Module] = []
    for inputs, units in pairwise(WIDTHS):
        layers += [nn.Linear(inputs, units), nn.Tanh()]
    model = nn.Sequential(*layers[:-1])
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    loss_of = nn.BCEWithLogitsLoss()
    inputs_NF = torch.rand(SAMPLES, WIDTHS[0]) * 12 - 6
    labels_N1 = (inputs_NF[:, :1] * inputs_NF[:, 1:] > 0).float()

    def epoch() -> int:
        order = torch.randperm(SAMPLES)
        batches = order.split(BATCH)
        for batch in batches:
            optimizer.zero_grad()
            loss_of(model(inputs_NF[batch]), labels_N1[batch]).backward()
            optimizer.step()
        return len(batches)

    epoch()
    begun, steps = time.perf_counter(), 0
    while time.perf_counter() - begun < seconds:
        steps += epoch()
    return steps / (time.perf_counter() - begun)


if __name__ == "__main__":
    print(steps_per_second(float(sys.argv[1])))
