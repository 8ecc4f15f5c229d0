"""The training in the script: loss, optimizer and loop, with what the spec uses and nothing more."""

from __future__ import annotations

from playground.export.pytorch.lines import WIDTH, wrapped
from playground.export.pytorch.network import Names, weighted_classes
from playground.spec import losses, optimizers, schedules
from playground.spec.layers import LAYERS
from playground.spec.project import Spec
from playground.spec.shapes import LayerShape

BATCHES = '''\
def batches(samples):
    """The rows of each step, forever: every epoch has an order of its own."""
    for epoch in itertools.count():
        key = np.array([SEED, epoch], dtype=np.uint64)
        order = np.random.Generator(np.random.Philox(key=key)).permutation(samples)
        yield from torch.from_numpy(order).split(BATCH_SIZE)
'''

PROJECTIONS = {2: "nn.Linear", 3: "nn.Conv1d", 4: "nn.Conv2d"}
"""Axes of a projection's weight → its class."""

# --- loss -----------------------------------------------------------------------------------------


def smooths(spec: Spec) -> bool:
    """Tell whether the spec's label smoothing has something to act on."""
    return bool(losses.kind_of(spec.training.loss).smoothed) and spec.training.label_smoothing > 0


def loss_functions(spec: Spec) -> list[str]:
    """Write the loss as a function, and with label smoothing as another."""
    kind = losses.kind_of(spec.training.loss)
    lines = [f"def loss(output, target):\n    return {kind.pytorch(spec.training.loss)}\n"]
    if smooths(spec):
        body = "".join(f"    {line}\n" for line in kind.smoothed)
        lines.append(f"def smoothed_loss(output, target):\n{body}")
    return lines


def evaluation(spec: Spec) -> str:
    """Write the function that returns the mean loss over many samples."""
    mean = ["value = loss(model(x), y).item()"]
    if spec.data.is_image:
        mean = [
            "parts = zip(x.split(500), y.split(500))",
            "value = sum(loss(model(a), b).item() * len(a) for a, b in parts) / len(x)",
        ]
    if _has_modes(spec):
        lines = ["model.eval()", *mean, "model.train()", "return value"]
    else:
        lines = [*mean[:-1], mean[-1].replace("value = ", "return ")]
    body = "\n".join(f"    {line}" for line in lines)
    return (
        '@torch.no_grad()\ndef mean_loss(model, x, y):\n    """Over all of these samples."""\n'
        + body
        + "\n"
    )


def _has_modes(spec: Spec) -> bool:
    return any(LAYERS[shape.kind].differs_in_training for shape in spec.shapes)


def draws(spec: Spec) -> bool:
    """Tell whether training steps are random."""
    return bool(spec.training.input_noise) or any(
        LAYERS[shape.kind].random for shape in spec.shapes
    )


# --- optimizer ------------------------------------------------------------------------------------


def optimizer_lines(spec: Spec, *, factors: dict[str, float]) -> list[str]:
    """Write what makes the optimizer."""
    optimizer = spec.training.optimizer
    pytorch = optimizers.kind_of(optimizer).pytorch
    made = f"torch.optim.{pytorch.make(optimizer)}"
    if pytorch.rest is not None:
        return _lines_for_matrices(spec, made, f"torch.optim.{pytorch.rest(optimizer)}")
    given, lines = "model.parameters()", []
    if _in_groups(spec, factors):
        given = "groups"
        lines = [
            "groups = [",
            '    {"params": [each], "lr": LEARNING_RATE * factors.get(each, 1)}',
            "    for each in model.parameters()",
            "]",
        ]
    return [*lines, *wrapped(f"optimizer = {made.format(given)}"), *pytorch.after(optimizer)]


def _in_groups(spec: Spec, factors: dict[str, float]) -> bool:
    """Tell whether layers' rates are those of parameter groups, which not every optimizer takes."""
    pytorch = optimizers.kind_of(spec.training.optimizer).pytorch
    return bool(factors) and pytorch.rest is None and not pytorch.closure


def _lines_for_matrices(spec: Spec, made: str, rest: str) -> list[str]:
    """Write what makes the optimizer of matrices, and that of the rest."""
    lines = ["rest = [each for each in model.parameters() if not any(each is w for w in weights)]"]
    matrices = "weights"
    if _flattens(spec):
        matrices = "matrices"
        name = made.partition("(")[0].removeprefix("torch.optim.")
        lines += [
            f"# torch's {name} takes matrices: a kernel [out, in, ...] is one [out, in * ...].",
            "matrices = [each.detach().flatten(1).requires_grad_() for each in weights]",
        ]
    kind = spec.training.optimizer.kind
    return [
        *lines,
        *wrapped(f"{kind} = {made.format(matrices)}"),
        *wrapped(f"optimizer = {rest.format('rest')}"),
    ]


def _flattens(spec: Spec) -> bool:
    return any(
        len(size) > 2 and (name == "weight" or name.startswith("skip-"))
        for shape in spec.shapes
        if LAYERS[shape.kind].weighted or has_projection(shape)
        for name, size in shape.tensors.items()
    )


def has_projection(shape: LayerShape) -> bool:
    """Tell whether a skip brings a projection to the layer."""
    return any(name.startswith("skip-") for name in shape.tensors)


def weights_line(spec: Spec) -> list[str]:
    """Write the list of parameters that penalties, decay and optimizers of matrices act on."""
    training = spec.training
    if not (training.l1 or training.l2 or training.weight_decay or takes_matrices(spec)):
        return []
    projections = {
        PROJECTIONS[len(size)]
        for shape in spec.shapes
        for name, size in shape.tensors.items()
        if name.startswith("skip-")
    }
    listed = sorted({*weighted_classes(spec), *projections})
    among = listed[0] if len(listed) == 1 else f"({', '.join(listed)})"
    listing = f"each.weight for each in model.modules() if isinstance(each, {among})"
    line = f"weights = [{listing}]"
    return [line] if len(line) <= WIDTH else ["weights = [", f"    {listing}", "]"]


def takes_matrices(spec: Spec) -> bool:
    """Tell whether the optimizer takes matrices alone, and another one the rest."""
    return optimizers.kind_of(spec.training.optimizer).pytorch.rest is not None


# --- the loop -------------------------------------------------------------------------------------


def step_lines(spec: Spec, *, masked: bool, factors: dict[str, float]) -> list[str]:
    """Write one step, given `step` and `rows`."""
    lines: list[str] = []
    if draws(spec):
        lines.append('noise.manual_seed(number_of(f"{SEED}/step/{step}") >> 1)')
    lines += _input_lines(spec)
    lines += _rate_lines(spec, factors)
    gradient = _gradient_lines(spec, masked=masked)
    decay = _decay_lines(spec, masked=masked, factors=factors)
    scaled = bool(factors) and not _in_groups(spec, factors)
    kept = ["before = [each.detach().clone() for each in model.parameters()]"]
    kept = kept if masked or scaled else []
    pytorch = optimizers.kind_of(spec.training.optimizer).pytorch
    if pytorch.closure:
        lines += _closure_lines(gradient, decay, kept)
        lines += pytorch.after_step if factors else ()
    else:
        lines += [*gradient, *decay, *kept, *_update_lines(spec)]
    lines += _kept_lines(masked=masked, scaled=scaled)
    return lines + _average_lines(spec)


def _closure_lines(gradient: list[str], decay: list[str], kept: list[str]) -> list[str]:
    """Write the update by an optimizer that evaluates the network within its step."""
    closure = ["", "def closure():", *(f"    {line}" for line in gradient), "    return value", ""]
    if decay:
        # The gradient is taken before the decay, as in every other optimizer.
        return [*closure, "found = closure()", *decay, *kept, "optimizer.step(lambda: found)"]
    return [*closure, *kept, "optimizer.step(closure)"]


def _update_lines(spec: Spec) -> list[str]:
    """Write the update by an optimizer that is given gradients, or by the two of matrices and rest."""
    if not takes_matrices(spec):
        return ["optimizer.step()"]
    lines = [f"{spec.training.optimizer.kind}.step()", "optimizer.step()"]
    if not _flattens(spec):
        return lines
    return [
        "for matrix, weight in zip(matrices, weights):",
        "    matrix.grad = weight.grad.flatten(1)",
        *lines,
    ]


def _average_lines(spec: Spec) -> list[str]:
    if spec.training.averaging is None:
        return []
    lines = [
        "with torch.no_grad():",
        "    for mean, each in zip(average.parameters(), model.parameters()):",
        "        mean.lerp_(each, 1 - AVERAGING)",
    ]
    if any(shape.buffers for shape in spec.shapes):
        lines += [
            "    for kept, each in zip(average.buffers(), model.buffers()):",
            "        kept.copy_(each)",
        ]
    return lines


def _input_lines(spec: Spec) -> list[str]:
    if not spec.training.input_noise:
        return ["x, y = train_x[rows], train_y[rows]"]
    return [
        "x, y = train_x[rows], train_y[rows]",
        "x = x + INPUT_NOISE * torch.randn(x.shape, generator=noise)",
    ]


def _rate_lines(spec: Spec, factors: dict[str, float]) -> list[str]:
    factor = schedules.kind_of(spec.training.schedule).pytorch.factor
    if not factor:
        return []
    groups = "optimizer.param_groups"
    if takes_matrices(spec):
        groups = f"{spec.training.optimizer.kind}.param_groups + optimizer.param_groups"
    rate = f"LEARNING_RATE * {factor}"
    if _in_groups(spec, factors):
        rate += ' * factors.get(group["params"][0], 1)'
    return [f"for group in {groups}:", f'    group["lr"] = {rate}']


def _gradient_lines(spec: Spec, *, masked: bool) -> list[str]:
    training = spec.training
    name = "smoothed_loss" if smooths(spec) else "loss"
    lines = [f"value = {name}(model(x), y)"]
    if training.l1:
        lines.append("value = value + L1 * sum(weight.abs().sum() for weight in weights)")
    if training.l2:
        lines.append("value = value + L2 / 2 * sum(weight.square().sum() for weight in weights)")
    lines += ["model.zero_grad()", "value.backward()"]
    if masked:
        lines += [
            "for parameter, mask in masks.items():",
            "    parameter.grad[~mask] = 0",
        ]
    if training.clip_value is not None:
        lines.append("nn.utils.clip_grad_value_(model.parameters(), CLIP_VALUE)")
    if training.clip_norm is not None:
        lines.append("nn.utils.clip_grad_norm_(model.parameters(), CLIP_NORM)")
    return lines


def _decay_lines(spec: Spec, *, masked: bool, factors: dict[str, float]) -> list[str]:
    if not spec.training.weight_decay:
        return []
    factor = schedules.kind_of(spec.training.schedule).pytorch.factor
    rate = f"LEARNING_RATE * {factor}" if factor else "LEARNING_RATE"
    shares = ["masks.get(weight, True)"] * masked + ["factors.get(weight, 1)"] * bool(factors)
    lines = ["with torch.no_grad():", "    for weight in weights:"]
    if not shares:
        return [*lines, f"        weight -= {rate} * WEIGHT_DECAY * weight"]
    return [
        *lines,
        f"        share = {' * '.join(shares)}",
        f"        weight -= share * {rate} * WEIGHT_DECAY * weight",
    ]


def _kept_lines(*, masked: bool, scaled: bool) -> list[str]:
    """Write, after an update, what rates of layers leave of it and what may not change."""
    if not masked and not scaled:
        return []
    lines = ["with torch.no_grad():", "    for each, old in zip(model.parameters(), before):"]
    if scaled:
        lines += [
            "        if each in factors:",
            "            each.copy_(torch.lerp(old, each, factors[each]))",
        ]
    if masked:
        lines += [
            "        if each in masks:",
            "            each.copy_(torch.where(masks[each], each, old))",
        ]
    return lines


def epoch_lines(spec: Spec) -> list[str]:
    """Write what follows each epoch, where the schedule hears its loss."""
    schedule = spec.training.schedule
    lines = schedules.kind_of(schedule).pytorch.after_epoch(schedule)
    if not lines:
        return []
    return [
        f"if (step + 1) % {spec.steps_per_epoch} == 0:",
        f"    found = mean_loss({evaluated(spec)}, train_x, train_y)",
        *(f"    {line}" for line in lines),
    ]


def evaluated(spec: Spec) -> str:
    """Return the name of the network that is evaluated."""
    return "model" if spec.training.averaging is None else "average"


def factor_lines(spec: Spec, names: Names, factors: dict[str, float]) -> list[str]:
    """Write, by parameter, what its layer's learning rate is multiplied by."""
    if not factors:
        return []
    lines = ["factors = {"]
    for shape in spec.shapes:
        if shape.id in factors:
            for name in shape.tensors:
                lines.append(f"    {names.tensor(shape.id, name)}: {factors[shape.id]},")
    lines.append("}")
    return [*lines, *optimizers.kind_of(spec.training.optimizer).pytorch.before_training]
