"""The script's `nn.Module`: a line a layer, and what its attributes are called."""

from __future__ import annotations

import keyword
import math
from collections.abc import Callable, Mapping
from typing import Any

from playground.spec.network import INPUT, ActivationName
from playground.spec.project import Spec
from playground.spec.shapes import Join, LayerShape, Shape

ACTIVATIONS: dict[ActivationName, str] = {
    "identity": "{}",
    "relu": "F.relu({})",
    "leaky_relu": "F.leaky_relu({})",
    "relu6": "F.relu6({})",
    "elu": "F.elu({})",
    "selu": "F.selu({})",
    "gelu": "F.gelu({})",
    "silu": "F.silu({})",
    "mish": "F.mish({})",
    "tanh": "torch.tanh({})",
    "sigmoid": "torch.sigmoid({})",
    "softplus": "F.softplus({})",
    "softsign": "F.softsign({})",
    "hard_tanh": "F.hardtanh({})",
    "hard_sigmoid": "F.hardsigmoid({})",
    "hard_swish": "F.hardswish({})",
    "sine": "torch.sin({})",
}
"""All but PReLU, which is a module with a parameter."""

METHODS = """
    add_module apply bfloat16 buffers call_super_init children compile cpu cuda double dump_patches
    eval extra_repr float forward get_buffer get_extra_state get_parameter get_submodule half ipu
    load_state_dict modules mtia named_buffers named_children named_modules named_parameters
    parameters register_backward_hook register_buffer register_forward_hook
    register_forward_pre_hook register_full_backward_hook register_full_backward_pre_hook
    register_load_state_dict_post_hook register_load_state_dict_pre_hook register_module
    register_parameter register_state_dict_post_hook register_state_dict_pre_hook requires_grad_
    set_extra_state set_submodule share_memory state_dict to to_empty train training type xpu
    zero_grad
"""
TAKEN = frozenset({*keyword.kwlist, *METHODS.split()})
"""What an attribute of a module may not be called."""

SLOPE = "slope"

DROPOUT = '''\
class Dropout(nn.Module):
    """Drops by the generator `noise`, so that a run can be repeated."""

    def __init__(self, probability):
        super().__init__()
        self.probability = probability

    def forward(self, x):
        if not self.training:
            return x
        kept = torch.rand(x.shape, generator=noise) >= self.probability
        return x * kept / (1 - self.probability)
'''

BATCH_NORM = '''\
class BatchNorm(nn.BatchNorm1d):
    """A batch with one value a channel has no variance: it is treated as in evaluation."""

    def forward(self, x):
        if x.numel() > x.shape[1]:
            return super().forward(x)
        mean, variance = self.running_mean, self.running_var
        return F.batch_norm(x, mean, variance, self.weight, self.bias, eps=self.eps)
'''


PRELU = '''\
class PReLU(nn.PReLU):
    """The same function as torch's; its gradient is summed in the session's order."""

    def forward(self, x):
        return torch.where(x > 0, x, self.weight * x)
'''


class Names:
    """Attributes of the module: of each layer, and of its slope and projections."""

    def __init__(self, shapes: tuple[LayerShape, ...]) -> None:
        self._given: dict[tuple[str, str], str] = {}
        used: set[str] = set(TAKEN)
        for shape in shapes:
            for part in ("", *shape.tensors):
                if part in ("weight", "bias"):
                    continue
                name = _identifier(shape.id, part)
                while name in used:
                    name += "_"
                used.add(name)
                self._given[shape.id, part] = name

    def of(self, layer: str, part: str = "") -> str:
        return self._given[layer, part]

    def tensor(self, layer: str, name: str) -> str:
        """One tensor as an expression, such as `model.h1.weight`."""
        if name in ("weight", "bias"):
            return f"model.{self.of(layer)}.{name}"
        return f"model.{self.of(layer, name)}.weight"

    def kept(self, source: str) -> str:
        """The variable in `forward` that keeps a skip's source."""
        return "from_input" if source == INPUT else f"from_{self.of(source)}"


def network_class(spec: Spec, names: Names) -> str:
    lines = ["class Network(nn.Module):", "    def __init__(self):", "        super().__init__()"]
    for shape in spec.shapes:
        lines += [f"        self.{line}" for line in _modules(spec, shape, names)]
    lines += ["", "    def forward(self, x):"]
    lines += [f"        {line}" for line in _forward(spec.shapes, names)]
    return "\n".join(lines) + "\n"


def helpers(spec: Spec) -> list[str]:
    """Classes that the network needs besides torch's own."""
    found: list[str] = []
    if any(shape.kind == "dropout" for shape in spec.shapes):
        found.append(DROPOUT)
    if any(_is_careful(spec, shape) for shape in spec.shapes):
        found.append(BATCH_NORM)
    if any(SLOPE in shape.tensors for shape in spec.shapes):
        found.append(PRELU)
    return found


def _identifier(layer: str, part: str) -> str:
    text = layer if not part else f"{layer}_{part}"
    if part.startswith("skip-"):
        text = f"{layer}_from_{part.removeprefix('skip-')}"
    text = text.replace("-", "_")
    return f"layer_{text}" if text[0].isdigit() else text


# --- what __init__ makes ------------------------------------------------------------------------


def _modules(spec: Spec, shape: LayerShape, names: Names) -> list[str]:
    lines: list[str] = []
    for join in shape.joins:
        if join.projection is not None:
            kernel = shape.tensors[join.projection]
            module = _projection(kernel)
            lines.append(f"{names.of(shape.id, join.projection)} = {module}")
    if shape.kind in MODULES:
        lines.append(f"{names.of(shape.id)} = {MODULES[shape.kind](spec, shape)}")
    if SLOPE in shape.tensors:
        lines.append(f"{names.of(shape.id, SLOPE)} = PReLU()")
    return lines


def _projection(kernel: Shape) -> str:
    to, source = kernel[:2]
    if len(kernel) == 2:
        return f"nn.Linear({source}, {to}, bias=False)"
    return f"nn.Conv{len(kernel) - 2}d({source}, {to}, 1, bias=False)"


def _call(name: str, *positional: object, **named: tuple[object, object]) -> str:
    """A call that leaves out what has its default; `named` are pairs of value and default."""
    given = [str(each) for each in positional]
    given += [f"{key}={value}" for key, (value, default) in named.items() if value != default]
    return f"{name}({', '.join(given)})"


def _dense(_: Spec, shape: LayerShape) -> str:
    return f"nn.Linear({shape.inputs[0]}, {shape.outputs[0]})"


def _convolution(_: Spec, shape: LayerShape) -> str:
    layer: Any = shape.layer
    channels = shape.inputs[0] if len(shape.inputs) == len(shape.outputs) else 1
    return _call(
        f"nn.Conv{len(shape.outputs) - 1}d",
        channels,
        layer.units,
        layer.kernel,
        stride=(layer.stride, 1),
        padding=(layer.padding, 0),
        dilation=(layer.dilation, 1),
        groups=(layer.groups, 1),
    )


def _pool(name: str) -> Callable[[Spec, LayerShape], str]:
    def module(_: Spec, shape: LayerShape) -> str:
        layer: Any = shape.layer
        return _call(
            f"nn.{name}{len(shape.outputs) - 1}d",
            layer.kernel,
            stride=(layer.stride, layer.kernel),
            padding=(layer.padding, 0),
        )

    return module


def _is_careful(spec: Spec, shape: LayerShape) -> bool:
    """Whether a batch may hold one value a channel, which torch's own batch norm refuses."""
    if shape.kind != "batch_norm" or math.prod(shape.inputs[1:]) > 1:
        return False
    samples, size = spec.data.train_samples, spec.training.batch_size
    return samples % size == 1 or size == 1 or samples == 1


def _batch_norm(spec: Spec, shape: LayerShape) -> str:
    layer: Any = shape.layer
    name = f"nn.BatchNorm{max(1, len(shape.inputs) - 1)}d"
    return _call(
        "BatchNorm" if _is_careful(spec, shape) else name,
        shape.inputs[0],
        eps=(layer.epsilon, 1e-5),
        momentum=(layer.momentum, 0.1),
    )


def _layer_norm(_: Spec, shape: LayerShape) -> str:
    layer: Any = shape.layer
    size = shape.inputs[0] if len(shape.inputs) == 1 else shape.inputs
    return _call("nn.LayerNorm", size, eps=(layer.epsilon, 1e-5))


def _group_norm(_: Spec, shape: LayerShape) -> str:
    layer: Any = shape.layer
    return _call("nn.GroupNorm", layer.groups, shape.inputs[0], eps=(layer.epsilon, 1e-5))


def _dropout(_: Spec, shape: LayerShape) -> str:
    layer: Any = shape.layer
    return f"Dropout({layer.probability})"


MODULES: Mapping[str, Callable[[Spec, LayerShape], str]] = {
    "dense": _dense,
    "conv1d": _convolution,
    "conv2d": _convolution,
    "max_pool": _pool("MaxPool"),
    "average_pool": _pool("AvgPool"),
    "batch_norm": _batch_norm,
    "layer_norm": _layer_norm,
    "group_norm": _group_norm,
    "dropout": _dropout,
}
"""The other kinds are expressions in `forward`."""

# --- what forward does --------------------------------------------------------------------------


def _forward(shapes: tuple[LayerShape, ...], names: Names) -> list[str]:
    sources = {join.source for shape in shapes for join in shape.joins}
    lines = [f"{names.kept(INPUT)} = x"] if INPUT in sources else []
    for position, shape in enumerate(shapes):
        x = "x"
        if shape.flatten:
            x = "x.flatten(1)"
            if shape.joins:
                lines.append(f"x = {x}")
                x = "x"
        lines += [_joined(shape, join, names) for join in shape.joins]
        result = _activated(shape, _applied(shape, x, names), names)
        if position == len(shapes) - 1:
            lines.append(f"return {result}")
        elif result != "x":
            lines.append(f"x = {result}")
        if shape.id in sources:
            lines.append(f"{names.kept(shape.id)} = x")
    return lines


def _applied(shape: LayerShape, x: str, names: Names) -> str:
    layer: Any = shape.layer
    if shape.kind == "flatten":
        return f"{x}.flatten(1)"
    if shape.kind == "global_pool":
        how = "mean" if layer.mode == "average" else "amax"
        return f"{x}.flatten(2).{how}(dim=2)"
    if shape.kind == "activation":
        return x
    if shape.kind == "conv1d" and len(shape.inputs) == 1:
        x = f"{x}.unsqueeze(1)"
    return f"self.{names.of(shape.id)}({x})"


def _activated(shape: LayerShape, x: str, names: Names) -> str:
    if SLOPE in shape.tensors:
        return f"self.{names.of(shape.id, SLOPE)}({x})"
    return ACTIVATIONS[shape.activation].format(x)


def _joined(shape: LayerShape, join: Join, names: Names) -> str:
    source = names.kept(join.source)
    if join.flatten:
        source = f"{source}.flatten(1)"
    if join.pool is not None:
        size = join.pool[0] if len(join.pool) == 1 else join.pool
        source = f"F.adaptive_avg_pool{len(join.pool)}d({source}, {size})"
    if join.projection is not None:
        source = f"self.{names.of(shape.id, join.projection)}({source})"
    if join.reshape is not None:
        source = f"{source}.reshape(-1, {', '.join(map(str, join.reshape))})"
    return f"x = torch.cat([x, {source}], dim=1)" if join.mode == "concat" else f"x = x + {source}"
