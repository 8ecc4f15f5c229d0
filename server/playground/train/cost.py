"""The cost of a run for its device, estimated from the spec before anything is made."""

from __future__ import annotations

import math
from typing import Any

from playground.data.loader import rows_in_memory
from playground.spec.layers import LAYERS
from playground.spec.project import Spec
from playground.spec.shapes import LayerShape
from playground.train.optimizers import state_names

EVALUATION_FLOATS = 1 << 22
"""Activations held at once when all training samples are scored."""

EVALUATION_ROWS = 160**2
"""Points of the finest picture, the largest batch that a probe evaluates, block by block."""

PIECE_FLOATS = {"cpu": 1 << 20, "cuda": 1 << 26}
"""Values held at once by an evaluation: 4 MiB stay near a core's caches, 256 MiB fill a card."""
OTHER_PIECE_FLOATS = 1 << 22

PIECE_WORK = {"cpu": 1 << 27, "cuda": 1 << 38}
OTHER_PIECE_WORK = 1 << 33
"""As `work` counts, of one piece of an evaluation: about 17 ms, since between two of them other
runs have their turn.
"""


def memory_bytes(spec: Spec, device: str = "cpu") -> int:
    """Estimate the memory that one run takes of a device of this type, without the allocator's own.

    Parameters, gradient, optimizer state and a copy of them to fall back on; the samples; and
    pre-activations, activations and what skips are joined to, of a batch, for its gradient, and of
    a block of an evaluation.
    """
    remembered = len(state_names(spec.training.optimizer)) + (spec.training.averaging is not None)
    vectors = 4 + 2 * remembered
    sizes = sum(shape.size for shape in spec.shapes)
    joined = sum(math.prod(shape.inputs) * len(shape.joins) for shape in spec.shapes)
    kept = 2 * sizes + joined
    held = _held(spec)
    rows = max(EVALUATION_ROWS, held)
    most = max(EVALUATION_FLOATS, PIECE_FLOATS.get(device, OTHER_PIECE_FLOATS))
    block = min(rows * kept, max(2 * most, 16 * kept))
    samples = held * (spec.data.inputs + 1 + spec.outputs)
    on_plane = spec.data.has_features
    inputs = EVALUATION_ROWS * spec.data.inputs if on_plane else block // 2
    batch = _batch(spec)
    gathered = batch * spec.data.inputs
    return 4 * (vectors * spec.parameter_count + batch * kept + gathered + block + samples + inputs)


def work(spec: Spec) -> int:
    """Estimate the multiplications in the longest thing that a run waits for.

    That is scoring all samples, drawing the plane, or a step, which is about three passes. Only a
    step is done at one go: it alone keeps other runs waiting too. Units are multiplications of a
    wide dense layer, of which a core makes about 8 · 10⁹ a second; what is slower counts for more.
    """
    # Pictures over tables and images are coarser where they would take too long.
    pictured = EVALUATION_ROWS if spec.data.form == "plane" else 0
    rows = max(3 * _batch(spec), _held(spec), pictured)
    return rows * sum(map(_of_a_sample, spec.shapes))


def step_work(spec: Spec) -> int:
    """Estimate the multiplications in one step: three passes of a batch, and the update."""
    passes = 3 * _batch(spec) * sum(map(_of_a_sample, spec.shapes))
    optimizer = spec.training.optimizer
    update = spec.parameter_count * (AN_UPDATE + A_VECTOR * len(state_names(optimizer)))
    iterations = getattr(optimizer, "iterations", 0)
    return passes + update + iterations * sum(map(_orthogonalized, spec.shapes))


def rows_at_once(spec: Spec, device: str) -> int:
    """Return how many samples are one piece of an evaluation on a device of this type."""
    values = spec.data.inputs + sum(2 * shape.size for shape in spec.shapes)
    most = PIECE_WORK.get(device, OTHER_PIECE_WORK) // sum(map(_of_a_sample, spec.shapes))
    floats = PIECE_FLOATS.get(device, OTHER_PIECE_FLOATS)
    return max(1, min(floats // values, most))


def multiplications(shape: LayerShape) -> int:
    """Estimate how many the layer takes for one sample; a value without weights counts as one."""
    if not LAYERS[shape.kind].weighted:
        return shape.size
    return math.prod(shape.tensors["weight"]) * math.prod(shape.outputs[1:])


AN_OUTPUT = 64
"""The cost of an activation such as tanh."""
GROUPED = 8
"""The factor by which grouped convolutions are slower, each of which reads few channels."""
A_POOL, IN_A_POOL = 500, 16
"""The cost of each pool, and of each value in it."""
AN_UPDATE, A_VECTOR = 100, 20
"""The cost of a parameter's gradient and update, and of each value that the optimizer keeps of it."""


def _of_a_sample(shape: LayerShape) -> int:
    layer: Any = shape.layer
    slower = GROUPED if getattr(layer, "groups", 1) > 1 else 1
    total = AN_OUTPUT * shape.size + slower * multiplications(shape)
    total += math.prod(shape.inputs) * len(shape.joins)
    taps = LAYERS[shape.kind].taps
    if taps is not None:
        total += shape.size * (A_POOL + IN_A_POOL * taps(shape))
    for join in shape.joins:
        if join.projection is not None:
            kernel = shape.tensors[join.projection]
            places = math.prod(shape.inputs[1:]) if len(kernel) > 2 else 1
            total += math.prod(kernel) * places
    return total


def _orthogonalized(shape: LayerShape) -> int:
    """Estimate one iteration of Newton-Schulz on the layer's weights, taken for a matrix."""
    rows, *rest = shape.tensors.get("weight", (0,))
    columns = math.prod(rest)
    short, long = min(rows, columns), max(rows, columns)
    return 2 * short**2 * long + short**3


def _batch(spec: Spec) -> int:
    return min(spec.training.batch_size, spec.data.train_samples)


def _held(spec: Spec) -> int:
    """Return the number of samples in memory, by which the network is scored."""
    return rows_in_memory(spec.data)
