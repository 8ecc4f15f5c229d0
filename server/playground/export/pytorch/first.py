"""The script's first weights, drawn as the session draws them, and what of them never changes."""

from __future__ import annotations

import math

from playground.export.pytorch.network import Names
from playground.spec.initializers import INITIALIZERS, Target, write_auto
from playground.spec.layers.base import BIAS, Trainable, Weighted
from playground.spec.project import Spec
from playground.spec.shapes import LayerShape
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


def first_weights(spec: Spec, names: Names) -> str:
    """Write the function that draws each layer's weights and sets its biases."""
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
    return float(shape.layer.initial_bias)


def _drawn(shapes: tuple[LayerShape, ...], position: int, names: Names) -> list[str]:
    shape = shapes[position]
    lines: list[str] = []
    if isinstance(shape.layer, Weighted):
        init = shape.layer.init
        activation = activation_after(shapes, position)
        tensor = names.tensor(shape.id, "weight")
        target = Target(tensor, shape.tensors["weight"], activation, shape.id)
        lines.append(INITIALIZERS[init.kind].write(init, target))
    for name, size in shape.tensors.items():
        if name.startswith("skip-"):
            tensor = names.tensor(shape.id, name)
            lines.append(write_auto(None, Target(tensor, size, "identity", f"{shape.id}/{name}")))
    return lines


# --- what never changes -------------------------------------------------------------------------


def may_change(spec: Spec, names: Names) -> str | None:
    """Write the function that gives the masks of the parameters; None when all may change."""
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
        has_mask = isinstance(layer, Weighted) and layer.density < 1
        lines = [_wired(shape, tensors["weight"], "")] if has_mask else []
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
    return f'{target}wired({tensor}, {shape.connections}, "{shape.id}/wiring")'


def _frozen_places(shape: LayerShape, layer: Weighted, name: str) -> list[str]:
    """Write indices into the mask of "weight" or "bias"."""
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
