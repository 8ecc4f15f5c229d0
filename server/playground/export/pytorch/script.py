"""The exported script as a whole: it trains as the session did from step 0, on a CPU."""

from __future__ import annotations

import re

from playground.export.names import input_text, plain
from playground.export.pytorch import first, points, training
from playground.export.pytorch.network import Names, helpers, network_class
from playground.export.pytorch.points import Samples
from playground.export.pytorch.schedules import factor_functions
from playground.spec import schedules
from playground.spec.layers.base import Trainable
from playground.spec.project import Spec

IMPORTS = {
    "base64": "import base64",
    "copy": "import copy",
    "hashlib": "import hashlib",
    "itertools": "import itertools",
    "math": "import math",
    "zlib": "import zlib",
}
LIBRARIES = {
    "np": "import numpy as np",
    "torch": "import torch",
    "nn": "from torch import nn",
    "F": "from torch.nn import functional as F",
}
STEPS = 1000
REPORTS = 10


def to_pytorch(
    spec: Spec, samples: Samples, steps: int = STEPS, report_every: int | None = None
) -> str:
    """Write the script. Raises `SpecProblem` when the samples are too many to stand in one."""
    points.check_size(spec)
    names = Names(spec.shapes)
    every = report_every or max(1, steps // REPORTS)
    masks = first.may_change(spec, names)
    functions = [
        points.load_function(spec, samples),
        points.UNPACKED,
        *helpers(spec),
        network_class(spec, names),
        first.first_weights(spec, names),
        *([] if masks is None else [masks]),
    ]
    functions += _called(functions, (first.UNIFORM, first.NORMAL, first.WIRED))
    functions += _called(functions, (first.STREAM,))
    random = training.draws(spec)
    if random or _called(functions, (first.NUMBER_OF,)):
        functions.append(first.NUMBER_OF)
    functions += training.loss_functions(spec)
    functions += [training.evaluation(spec), *factor_functions(spec.training.schedule)]
    functions += [training.BATCHES, _main(spec, names, masked=masks is not None)]
    body = "\n\n".join(functions)
    head = [
        _docstring(spec),
        _imports(body),
        _settings(spec, steps, every),
    ]
    if random:
        head.append("noise = torch.Generator()\n")
    tail = (
        f"\n\n# {input_text(spec)}, and what they are: float32 and"
        f" {'float32' if spec.data.task == 'regression' else 'uint8'}, compressed, in base64.\n"
        f"{points.literals(spec, samples)}\n"
        'if __name__ == "__main__":\n    main()\n'
    )
    return "\n".join(head) + "\n\n" + body + tail


def _called(functions: list[str], candidates: tuple[str, ...]) -> list[str]:
    """Return those of the functions that the text calls."""
    text = "\n".join(functions)
    return [each for each in candidates if f"{_name(each)}(" in text]


def _name(function: str) -> str:
    return function.partition("def ")[2].partition("(")[0]


def _docstring(spec: Spec) -> str:
    title = plain(spec.name) or f"A network that learns “{spec.data.dataset}”"
    return (
        f'"""{title}: a set-up of Neural Playground, trained from step 0.\n\n'
        "Needs PyTorch and NumPy. Prints the losses that the session had with the same seed.\n"
        '"""\n'
    )


def _imports(body: str) -> str:
    def used(names: dict[str, str]) -> list[str]:
        return [line for name, line in names.items() if re.search(rf"\b{name}\.", body)]

    return "\n".join([*used(IMPORTS), "", *used(LIBRARIES)]) + "\n"


def _settings(spec: Spec, steps: int, every: int) -> str:
    given = spec.training
    values: dict[str, object] = {
        "SEED": spec.seed,
        "STEPS": steps,
        "REPORT_EVERY": every,
        "BATCH_SIZE": given.batch_size,
        "LEARNING_RATE": given.learning_rate,
        "L1": given.l1 or None,
        "L2": given.l2 or None,
        "WEIGHT_DECAY": given.weight_decay or None,
        "LABEL_SMOOTHING": given.label_smoothing if training.smooths(spec) else None,
        "INPUT_NOISE": given.input_noise or None,
        "CLIP_VALUE": given.clip_value,
        "CLIP_NORM": given.clip_norm,
        "AVERAGING": given.averaging,
    }
    return "".join(f"{name} = {value}\n" for name, value in values.items() if value is not None)


def _factors(spec: Spec) -> dict[str, float]:
    return {
        shape.id: shape.layer.rate_factor
        for shape in spec.shapes
        if isinstance(shape.layer, Trainable) and shape.layer.rate_factor != 1 and shape.tensors
    }


def _main(spec: Spec, names: Names, *, masked: bool) -> str:
    factors = _factors(spec)
    model = training.evaluated(spec)
    report = [
        f"losses = mean_loss({model}, train_x, train_y), mean_loss({model}, test_x, test_y)",
        'print(f"step {step:6}   training loss {losses[0]:.8f}   test loss {losses[1]:.8f}")',
    ]
    lines = [
        "train_x, train_y, test_x, test_y = load_samples()",
        "model = Network()",
        "first_weights(model)",
    ]
    if masked:
        lines.append("masks = may_change(model)")
    lines += training.factor_lines(spec, names, factors)
    if spec.training.averaging is not None:
        lines.append("average = copy.deepcopy(model)")
    lines += training.weights_line(spec)
    lines += training.optimizer_lines(spec, factors=factors)
    lines += [
        *schedules.kind_of(spec.training.schedule).pytorch.before_training,
        "for step, rows in zip(range(STEPS + 1), batches(len(train_x))):",
        "    if step % REPORT_EVERY == 0:",
        *(f"        {line}" for line in report),
        *(
            f"    {line}" if line else ""
            for line in training.step_lines(spec, masked=masked, factors=factors)
        ),
        *(f"    {line}" for line in training.epoch_lines(spec)),
    ]
    return "\n".join(["def main():", *(f"    {line}" if line else "" for line in lines)]) + "\n"
