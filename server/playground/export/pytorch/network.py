"""The script's `nn.Module`: a line a layer, and the names of its attributes."""

from __future__ import annotations

import keyword
from collections.abc import Iterator

from playground.spec.activations import ACTIVATIONS, SLOPE
from playground.spec.layers import LAYERS
from playground.spec.project import Spec
from playground.spec.shapes import INPUT, Join, LayerShape, Shape
from playground.spec.torch_text import Module

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
        """Name the attribute of a layer, or of a part that is a module of its own."""
        return self._given[layer, part]

    def tensor(self, layer: str, name: str) -> str:
        """Write one tensor as an expression, such as `model.h1.weight`."""
        if name in ("weight", "bias"):
            return f"model.{self.of(layer)}.{name}"
        return f"model.{self.of(layer, name)}.weight"

    def kept(self, source: str) -> str:
        """Name the variable in `forward` that keeps a skip's source."""
        return "from_input" if source == INPUT else f"from_{self.of(source)}"


def network_class(spec: Spec, names: Names) -> str:
    """Write the class `Network`."""
    lines = ["class Network(nn.Module):", "    def __init__(self):", "        super().__init__()"]
    for shape in spec.shapes:
        lines += [f"        self.{line}" for line in _modules(spec, shape, names)]
    lines += ["", "    def forward(self, x):"]
    lines += [f"        {line}" for line in _forward(spec.shapes, names)]
    return "\n".join(lines) + "\n"


def helpers(spec: Spec) -> list[str]:
    """List the classes that the network needs besides torch's own, each once."""
    sources = (module.helper for shape in spec.shapes for _, module in _parts(spec, shape))
    return [*dict.fromkeys(filter(None, sources))]


def weighted_classes(spec: Spec) -> Iterator[str]:
    """List the classes of the modules that regularization acts on, such as "nn.Linear"."""
    for shape in spec.shapes:
        write = LAYERS[shape.kind].module
        if write is not None and LAYERS[shape.kind].weighted:
            yield write(shape, _may_be_lone(spec)).text.partition("(")[0]


def _identifier(layer: str, part: str) -> str:
    text = layer if not part else f"{layer}_{part}"
    if part.startswith("skip-"):
        text = f"{layer}_from_{part.removeprefix('skip-')}"
    text = text.replace("-", "_")
    return f"layer_{text}" if text[0].isdigit() else text


# --- what __init__ makes ------------------------------------------------------------------------


def _modules(spec: Spec, shape: LayerShape, names: Names) -> list[str]:
    return [f"{names.of(shape.id, part)} = {module.text}" for part, module in _parts(spec, shape)]


def _parts(spec: Spec, shape: LayerShape) -> Iterator[tuple[str, Module]]:
    """List the modules of a layer by the part that they are: projections, itself, its activation."""
    for join in shape.joins:
        if join.projection is not None:
            yield join.projection, Module(_projection(shape.tensors[join.projection]))
    write = LAYERS[shape.kind].module
    if write is not None:
        yield "", write(shape, _may_be_lone(spec))
    learned = ACTIVATIONS[shape.activation].learned
    if learned is not None:
        yield SLOPE, learned


def _may_be_lone(spec: Spec) -> bool:
    """Tell whether a batch may hold one sample only."""
    samples, size = spec.data.train_samples, spec.training.batch_size
    return samples % size == 1 or size == 1 or samples == 1


def _projection(kernel: Shape) -> str:
    to, source = kernel[:2]
    if len(kernel) == 2:
        return f"nn.Linear({source}, {to}, bias=False)"
    return f"nn.Conv{len(kernel) - 2}d({source}, {to}, 1, bias=False)"


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
    kind = LAYERS[shape.kind]
    if kind.module is None:
        return x if kind.expression is None else kind.expression(shape, x)
    return f"self.{names.of(shape.id)}({f'{x}.unsqueeze(1)' if shape.lifted else x})"


def _activated(shape: LayerShape, x: str, names: Names) -> str:
    row = ACTIVATIONS[shape.activation]
    return row.text(x) if row.learned is None else f"self.{names.of(shape.id, SLOPE)}({x})"


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
