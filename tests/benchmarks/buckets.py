"""What it costs the compiled loop to note every step's loss and gradient norms, measured in one process.

`python tests/benchmarks/buckets.py` prints a table. Each pair of runs has the loop as it is and the same
loop without the notes, in turn, on the same data; the ratio is the median of the pairs.
"""

from __future__ import annotations

import itertools
import statistics
import sys
import time
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from playground.train import kernel

PAIRS = 200
NETS = ((2, 4, 2, 1), (2, 8, 8, 8, 1), (2, 64, 64, 64, 64, 64, 64, 1))
BATCHES = (1, 10, 32)
OPTIMIZERS = {"SGD": (kernel.SGD, (0.0,) * 4), "Adam": (kernel.ADAM, (0.9, 0.999, 1e-8, 0.0))}
SAMPLES = 350
SECONDS = 0.002

Steps = Callable[..., int]

NOTES = {
    "square += total * total": "pass",
    "squares[1 + layer] = square": "pass",
    "_record(sizes, loss, gradient, squares, penalized, bucket)": "pass",
}
"""All that the loop does for the buckets, and what stands there without."""


def without_notes() -> Steps:
    """Compile the same loop, of which all lines are left out that make notes."""
    source = Path(kernel.__file__).read_text().replace(", cache=True", "")
    for line, other in NOTES.items():
        assert line in source, f"the compiled loop has no line “{line}” any more"
        source = source.replace(line, other)
    module = types.ModuleType("kernel_without_notes")
    exec(compile(source, module.__name__, "exec"), module.__dict__)  # noqa: S102
    steps: Any = module.steps
    steps.compile(module.SIGNATURE)
    return steps  # type: ignore[no-any-return]


def seconds(steps: Steps, sizes: tuple[int, ...], batch: int, optimizer: str, count: int) -> float:
    """Time so many steps from the same first parameters."""
    random = np.random.default_rng(1)
    layers = len(sizes) - 1
    parameters = sum((inputs + 1) * units for inputs, units in itertools.pairwise(sizes))
    kind, settings = OPTIMIZERS[optimizer]
    bucket = np.zeros((3, kernel.LANES))
    bucket[1], bucket[2] = np.inf, -np.inf
    given = (
        np.array(sizes), np.array([kernel.TANH] * (layers - 1) + [kernel.IDENTITY]),
        kernel.BINARY_CROSS_ENTROPY, np.float32(1), kind, np.array(settings),
        np.float32(0), np.float32(0),
        random.normal(size=(sizes[0], SAMPLES)).astype(np.float32),
        (random.random((1, SAMPLES)) > 0.5).astype(np.float32),
        random.integers(0, SAMPLES, count * batch), np.arange(count + 1) * batch,
        np.full(count, 0.003), 0,
        (0.3 * random.normal(size=parameters)).astype(np.float32),
        *np.zeros((3, parameters), np.float32), np.zeros(1), bucket,
    )  # fmt: skip
    start = time.perf_counter()
    made = steps(*given)
    took = time.perf_counter() - start
    assert made == count
    return took


def main() -> int:
    """Print a row a net, batch and optimizer."""
    if not kernel.steps.signatures:
        kernel.steps.compile(kernel.SIGNATURE)
    plain = without_notes()
    print("| net | batch | optimizer | steps/s | time of a step ÷ without the notes |")
    print("| --- | --- | --- | --- | --- |")
    for sizes in NETS:
        for batch in BATCHES:
            for optimizer in OPTIMIZERS:
                case = sizes, batch, optimizer
                once = min(seconds(kernel.steps, *case, 20) for _ in range(20)) / 20
                count = max(10, int(SECONDS / once))
                ratios, best = [], float("inf")
                for number in range(PAIRS):
                    order = (kernel.steps, plain) if number % 2 else (plain, kernel.steps)
                    took = {each: seconds(each, *case, count) for each in order}
                    ratios.append(took[kernel.steps] / took[plain])
                    best = min(best, took[kernel.steps])
                net = "-".join(map(str, sizes)) if len(sizes) < 6 else "2-64×6-1"
                ratio = statistics.median(ratios)
                print(f"| {net} | {batch} | {optimizer} | {count / best:,.0f} | {ratio:.3f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
