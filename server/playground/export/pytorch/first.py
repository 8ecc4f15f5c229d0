"""The script's first weights, drawn as the session draws them, and what of them never changes."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from playground.export.pytorch.gains import GAINS
from playground.export.pytorch.network import Names
from playground.spec.network import BIAS, ActivationName, Trainable, Weighted
from playground.spec.project import Spec
from playground.spec.shapes import LayerShape, Shape
from playground.spec.signal import activation_after

NUMBER_OF = '''\
def number_of(text):
    """A seed from a text."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")
'''
STREAM = '''\
def stream(name):
    """Each layer draws from a generator of its own."""
    return torch.Generator().manual_seed(number_of(f"{SEED}/{name}"))
'''
UNIFORM = """\
def uniform(weight, bound, name):
    weight.copy_(bound * (2 * torch.rand(weight.shape, generator=stream(name)) - 1))
"""
NORMAL = """\
def normal(weight, deviation, name):
    weight.copy_(deviation * torch.randn(weight.shape, generator=stream(name)))
"""
WIRED = '''\
def wired(weight, kept, name):
    """Leaves so many connections of a layer, and tells which: the others are 0 for good."""
    mask = torch.ones(weight.numel(), dtype=torch.bool)
    mask[torch.randperm(len(mask), generator=stream(name))[kept:]] = False
    weight[~mask.view_as(weight)] = 0
    return mask.view_as(weight)
'''

Line = Callable[[Any, str, Shape, ActivationName, str], str]
"""(settings, tensor, size, activation, stream's name) → the line that draws it."""


def fans(size: Shape) -> tuple[int, int]:
    kernel = math.prod(size[2:])
    return size[1] * kernel, size[0] * kernel


def _auto(_: Any, tensor: str, size: Shape, activation: ActivationName, name: str) -> str:
    gain = GAINS[activation]
    fan_in, fan_out = fans(size)
    fan = f"3 / {fan_in}" if gain.rule == "kaiming" else f"6 / ({fan_in} + {fan_out})"
    scale = f"{gain.text} * " if gain.text else ""
    return f'uniform({tensor}, {scale}math.sqrt({fan}), "{name}")'


def _zeros(_: Any, tensor: str, __: Shape, ___: ActivationName, ____: str) -> str:
    return f"nn.init.zeros_({tensor})"


def _constant(settings: Any, tensor: str, _: Shape, __: ActivationName, ___: str) -> str:
    return f"nn.init.constant_({tensor}, {settings.value})"


def _normal(settings: Any, tensor: str, _: Shape, __: ActivationName, name: str) -> str:
    return f'normal({tensor}, {settings.deviation}, "{name}")'


def _uniform(settings: Any, tensor: str, _: Shape, __: ActivationName, name: str) -> str:
    return f'uniform({tensor}, {settings.bound}, "{name}")'


def _xavier(settings: Any, tensor: str, size: Shape, _: ActivationName, name: str) -> str:
    fan_in, fan_out = fans(size)
    scale = "" if settings.gain == 1 else f"{settings.gain} * "
    deviation = f"{scale}math.sqrt(2 / ({fan_in} + {fan_out}))"
    return _spread(settings.distribution, deviation, tensor, name)


def _kaiming(settings: Any, tensor: str, size: Shape, _: ActivationName, name: str) -> str:
    return _spread(
        settings.distribution, f"{settings.gain} / math.sqrt({fans(size)[0]})", tensor, name
    )


def _spread(distribution: str, deviation: str, tensor: str, name: str) -> str:
    if distribution == "normal":
        return f'normal({tensor}, {deviation}, "{name}")'
    return f'uniform({tensor}, math.sqrt(3) * ({deviation}), "{name}")'


def _orthogonal(settings: Any, tensor: str, _: Shape, __: ActivationName, name: str) -> str:
    return f'nn.init.orthogonal_({tensor}, {settings.gain}, generator=stream("{name}"))'


INITIALISERS: dict[str, Line] = {
    "auto": _auto,
    "zeros": _zeros,
    "constant": _constant,
    "normal": _normal,
    "uniform": _uniform,
    "xavier": _xavier,
    "kaiming": _kaiming,
    "orthogonal": _orthogonal,
}


def first_weights(spec: Spec, names: Names) -> str:
    lines = ["@torch.no_grad()", "def first_weights(model):"]
    biased = [shape for shape in spec.shapes if isinstance(shape.layer, Weighted)]
    for position in range(len(spec.shapes)):
        lines += [f"    {line}" for line in _drawn(spec.shapes, position, names)]
    if all(_bias(shape) == 0 for shape in biased):
        lines += [
            "    for name, parameter in model.named_parameters():",
            '        if name.endswith("bias"):',
            "            nn.init.zeros_(parameter)",
        ]
    else:
        lines += [
            f"    nn.init.constant_({names.tensor(shape.id, 'bias')}, {_bias(shape)})"
            for shape in biased
        ]
    return "\n".join(lines) + "\n"


def _bias(shape: LayerShape) -> float:
    layer: Any = shape.layer
    return float(layer.initial_bias)


def _drawn(shapes: tuple[LayerShape, ...], position: int, names: Names) -> list[str]:
    shape = shapes[position]
    lines: list[str] = []
    if isinstance(shape.layer, Weighted):
        draw = INITIALISERS[shape.layer.init.kind]
        activation = activation_after(shapes, position)
        tensor = names.tensor(shape.id, "weight")
        size = shape.tensors["weight"]
        lines.append(draw(shape.layer.init, tensor, size, activation, shape.id))
    for name, size in shape.tensors.items():
        if name.startswith("skip-"):
            tensor = names.tensor(shape.id, name)
            lines.append(_auto(None, tensor, size, "identity", f"{shape.id}/{name}"))
    return lines


# --- what never changes -------------------------------------------------------------------------


def may_change(spec: Spec, names: Names) -> str | None:
    """A function that gives the masks of the parameters; None when all of them may change."""
    lines = [line for shape in spec.shapes for line in _masks(shape, names)]
    if not lines:
        return None
    return "\n".join(
        [
            "@torch.no_grad()",
            "def may_change(model):",
            '    """By parameter: where training may change it. The rest keeps its value."""',
            "    masks = {}",
            *(f"    {line}" for line in lines),
            "    return masks",
            "",
        ]
    )


def _masks(shape: LayerShape, names: Names) -> list[str]:
    layer = shape.layer
    tensors = {name: names.tensor(shape.id, name) for name in shape.tensors}
    if isinstance(layer, Trainable) and layer.frozen:
        wiring = isinstance(layer, Weighted) and layer.density < 1
        lines = [_wired(shape, tensors["weight"], "")] if wiring else []
        return lines + [
            f"masks[{each}] = torch.zeros_like({each}, dtype=bool)" for each in tensors.values()
        ]
    if not isinstance(layer, Weighted):
        return []
    lines = []
    if layer.density < 1:
        lines.append(_wired(shape, tensors["weight"], f"masks[{tensors['weight']}] = "))
    for name in ("weight", "bias"):
        places = _frozen_places(shape, layer, name)
        if places:
            here = f"masks[{tensors[name]}]"
            if not (name == "weight" and layer.density < 1):
                lines.append(f"{here} = torch.ones_like({tensors[name]}, dtype=bool)")
            lines += [f"{here}{place} = False" for place in places]
    return lines


def _wired(shape: LayerShape, tensor: str, target: str) -> str:
    layer: Any = shape.layer
    kept = max(1, round(layer.density * math.prod(shape.tensors["weight"])))
    return f'{target}wired({tensor}, {kept}, "{shape.id}/wiring")'


def _frozen_places(shape: LayerShape, layer: Weighted, name: str) -> list[str]:
    """Indices into the mask of "weight" or "bias"."""
    size = shape.tensors[name]
    units = sorted({unit for unit in layer.frozen_units if unit < size[0]})
    places = [f"[{units}]"] if units else []
    width = math.prod(size[1:])
    pairs = sorted(
        {
            (unit, 0 if position == BIAS else position)
            for unit, position in layer.frozen_weights
            if (position == BIAS) == (name == "bias") and unit < size[0] and position < width
        }
    )
    if pairs and name == "bias":
        places.append(f"[{[unit for unit, _ in pairs]}]")
    elif pairs:
        rows, columns = [unit for unit, _ in pairs], [column for _, column in pairs]
        flat = ".flatten(1)" if len(size) > 2 else ""
        places.append(f"{flat}[{rows}, {columns}]")
    return places
