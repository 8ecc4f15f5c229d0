"""A network as others get it: the module of its script, and its ONNX file in onnxruntime."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnxruntime
import torch
from numpy.testing import assert_allclose
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from playground.data.features import network_inputs
from playground.export.onnx import to_onnx
from playground.export.pytorch.network import Names, helpers, network_class
from playground.nn.program import Program
from playground.spec.project import Spec
from support.nets import random_tensors


def raw_inputs(spec: Spec, rows: int) -> NDArray[np.float32]:
    """What the data set's inputs may be, before features are made of them."""
    data = spec.data
    shape = (data.kind.dimensions,) if data.form in ("line", "plane") else data.input_shape
    return np.random.default_rng(3).normal(0, 2, (rows, *shape)).astype(np.float32)


def compared(spec: Spec) -> dict[str, NDArray[np.generic]]:
    """All outputs of a batch in onnxruntime, after the first has been compared with the program's."""
    parameters, buffers, tensors = random_tensors(spec)
    session = onnxruntime.InferenceSession(to_onnx(spec, tensors))
    names = [output.name for output in session.get_outputs()]
    for rows in (1, 7):
        inputs = raw_inputs(spec, rows)
        x = torch.from_numpy(network_inputs(spec.data, inputs))
        expected = Program.build(spec).forward(parameters, x, buffers).activations[-1]
        found = dict(zip(names, session.run(None, {"input": inputs}), strict=True))
        assert_allclose(found["output"], expected.numpy(), rtol=1e-5, atol=1e-5)
    return found


def module_of(spec: Spec, noise: torch.Generator | None = None) -> tuple[nn.Module, Names]:
    """The script's module with its own first weights; what draws in training draws from `noise`."""
    names = Names(spec.shapes)
    namespace: dict[str, Any] = {"torch": torch, "nn": nn, "F": functional, "noise": noise}
    source = "\n\n".join([*helpers(spec), network_class(spec, names)])
    exec(source, namespace)  # noqa: S102
    module: nn.Module = namespace["Network"]()
    return module, names


def parameters_of(module: nn.Module, names: Names, spec: Spec) -> dict[str, Tensor]:
    """The module's parameters by their keys in the flat vector."""
    by_path = dict(module.named_parameters())
    return {
        f"{shape.id}.{name}": by_path[names.tensor(shape.id, name).removeprefix("model.")]
        for shape in spec.shapes
        for name in shape.tensors
    }


def buffers_of(module: nn.Module, names: Names, spec: Spec) -> dict[str, Tensor]:
    """The module's buffers by their keys, in the order in which torch and the layer have them."""
    return {
        f"{shape.id}.{name}": buffer
        for shape in spec.shapes
        if shape.buffers
        for name, buffer in zip(
            shape.buffers,
            (each for each in module.get_submodule(names.of(shape.id)).buffers() if each.ndim),
            strict=True,
        )
    }
