"""A trained network as ONNX: from the raw inputs, features included, to outputs and classes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from playground.export.names import input_text
from playground.spec.activations import ACTIVATIONS, SLOPE
from playground.spec.data import FEATURES_OF_X1, FeatureName
from playground.spec.layers import LAYERS
from playground.spec.losses import kind_of
from playground.spec.project import Spec, canonical_json
from playground.spec.shapes import INPUT, Join, LayerShape, Shape

OPSET = 17
IR_VERSION = 8
"""The versions of early 2022, which every current runtime reads."""

Floats = NDArray[np.float32]


def to_onnx(spec: Spec, tensors: Mapping[str, Floats], step: int = 0) -> bytes:
    """Write the network as a model, with `tensors` by key, buffers included.

    The batch axis is free. The graph's `input` is [batch, D]: x₁ (and x₂), or a table's standardized columns; or
    [batch, 1, H, W]. It gives `output` [batch, outputs], for classes `class` int64 [batch], and
    with a cross-entropy `probabilities` [batch, classes].
    """
    graph = _Graph(tensors)
    shape = spec.data.input_shape
    signal = INPUT
    raw = shape
    if spec.data.has_features:
        raw = (spec.data.kind.dimensions,)
        signal = _features(graph, spec.data.features, raw[0])
    result = _network(graph, spec, signal)
    outputs = _answers(graph, spec, result)
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "network",
            [helper.make_tensor_value_info(INPUT, TensorProto.FLOAT, ["batch", *raw])],
            outputs,
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
        producer_name="neural-playground",
        doc_string=f"{INPUT}: {input_text(spec)}.",
    )
    helper.set_model_props(model, {"spec": canonical_json(spec), "step": str(step)})
    onnx.checker.check_model(model, full_check=True)
    return bytes(model.SerializeToString())


class _Graph:
    """Nodes as they are added; a value's name tells where it comes from."""

    def __init__(self, tensors: Mapping[str, Floats]) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []
        self._tensors = tensors
        self._count = 0
        self._named: set[str] = set()

    def add(self, operator: str, *inputs: str, **attributes: Any) -> str:
        """Add a node and return the name of its one output."""
        self._count += 1
        name = f"{operator.lower()}_{self._count}"
        self.nodes.append(helper.make_node(operator, inputs, [name], name=name, **attributes))
        return name

    def tensor(self, key: str) -> str:
        """Name a parameter or buffer by its key."""
        if key not in self._named:
            self._named.add(key)
            self.constants.append(numpy_helper.from_array(self._tensors[key], key))
        return key

    def floats(self, values: Any) -> str:
        """Add a constant, float32."""
        return self._constant(values, np.float32)

    def integers(self, values: Any) -> str:
        """Add a constant, int64."""
        return self._constant(values, np.int64)

    def _constant(self, values: Any, kind: type[np.generic]) -> str:
        self._count += 1
        name = f"constant_{self._count}"
        self.constants.append(numpy_helper.from_array(np.asarray(values, dtype=kind), name))
        return name

    def call(self, signal: str, name: str) -> str:
        """Give the signal a name of its own."""
        self.nodes.append(helper.make_node("Identity", [signal], [name], name=name))
        return name


def _features(graph: _Graph, features: tuple[FeatureName, ...], dimensions: int) -> str:
    if features == ("x1", "x2")[:dimensions]:
        return INPUT
    axes = {
        axis: graph.add("Gather", INPUT, graph.integers([axis]), axis=1)
        for axis in range(dimensions)
    }
    columns = [_feature(graph, name, axes) for name in features]
    return graph.add("Concat", *columns, axis=1)


def _feature(graph: _Graph, name: FeatureName, axes: Mapping[int, str]) -> str:
    if name == "x1x2":
        return graph.add("Mul", axes[0], axes[1])
    x = axes[0 if name in FEATURES_OF_X1 else 1]
    if name.endswith("_squared"):
        return graph.add("Mul", x, x)
    if name.startswith(("sin_", "cos_")):
        return graph.add(name[:3].capitalize(), x)
    return x


def _network(graph: _Graph, spec: Spec, signal: str) -> str:
    given = {INPUT: (signal, spec.data.input_shape)}
    now = given[INPUT]
    for shape in spec.shapes:
        if shape.flatten:
            now = graph.add("Flatten", now[0], axis=1), (math.prod(now[1]),)
        for how in shape.joins:
            now = _join(graph, shape.id, how, now, given[how.source])
        name = now[0]
        if shape.lifted:
            name = graph.add("Unsqueeze", name, graph.integers([1]))
        name = _activated(graph, shape, LAYERS[shape.kind].onnx(graph, shape, name))
        now = given[shape.id] = name, shape.outputs
    return now[0]


def _activated(graph: _Graph, shape: LayerShape, z: str) -> str:
    learned = [graph.tensor(f"{shape.id}.{SLOPE}")] if SLOPE in shape.tensors else []
    return ACTIVATIONS[shape.activation].onnx(graph, z, *learned)


def _answers(graph: _Graph, spec: Spec, result: str) -> list[onnx.ValueInfoProto]:
    graph.call(result, "output")
    floats, whole = TensorProto.FLOAT, TensorProto.INT64
    outputs = [helper.make_tensor_value_info("output", floats, ["batch", spec.outputs])]
    if spec.data.task == "regression":
        return outputs
    likelihood = kind_of(spec.training.loss).likelihood
    if likelihood == "sigmoid":
        second = graph.add("Sigmoid", "output")
        first = graph.add("Sub", graph.floats(1.0), second)
        graph.call(graph.add("Concat", first, second, axis=1), "probabilities")
    elif likelihood == "softmax":
        graph.call(graph.add("Softmax", "output", axis=1), "probabilities")
    if spec.outputs == 1:
        flat = graph.add("Squeeze", "output", graph.integers([1]))
        positive = graph.add("Greater", flat, graph.floats(0.0))
        graph.call(graph.add("Cast", positive, to=whole), "class")
    else:
        graph.call(graph.add("ArgMax", "output", axis=1, keepdims=0), "class")
    if likelihood is not None:
        classes = spec.data.class_count
        outputs.append(helper.make_tensor_value_info("probabilities", floats, ["batch", classes]))
    outputs.append(helper.make_tensor_value_info("class", whole, ["batch"]))
    return outputs


# --- skips --------------------------------------------------------------------------------------


def _join(
    graph: _Graph, layer: str, how: Join, now: tuple[str, Shape], source: tuple[str, Shape]
) -> tuple[str, Shape]:
    (signal, shape), (other, size) = now, source
    if how.flatten:
        other, size = graph.add("Flatten", other, axis=1), (math.prod(size),)
    if how.pool is not None:
        other, size = _resized(graph, other, size[1:], how.pool), (size[0], *how.pool)
    if how.projection is not None:
        kernel = graph.tensor(f"{layer}.{how.projection}")
        if len(size) == 1:
            other = graph.add("Gemm", other, kernel, transB=1)
        else:
            other = graph.add("Conv", other, kernel)
    if how.reshape is not None:
        other = graph.add("Reshape", other, graph.integers([-1, *how.reshape]))
    if how.mode == "concat":
        return graph.add("Concat", signal, other, axis=1), (shape[0] + size[0], *shape[1:])
    return graph.add("Add", signal, other), shape


def _resized(graph: _Graph, signal: str, sizes: Shape, wanted: Shape) -> str:
    """Pool [batch, C, *sizes] to [batch, C, *wanted] by adaptive averages."""
    if all(size % part == 0 for size, part in zip(sizes, wanted, strict=True)):
        kernel = [size // part for size, part in zip(sizes, wanted, strict=True)]
        return graph.add("AveragePool", signal, kernel_shape=kernel, strides=kernel)
    signal = graph.add("MatMul", signal, graph.floats(_averages(sizes[-1], wanted[-1]).T))
    if len(sizes) == 2:
        signal = graph.add("MatMul", graph.floats(_averages(sizes[0], wanted[0])), signal)
    return signal


def _averages(size: int, wanted: int) -> Floats:
    """Make the matrix [wanted, size]: row i is the mean from ⌊i size/wanted⌋ to ⌈(i+1) size/wanted⌉."""
    matrix = np.zeros((wanted, size), dtype=np.float32)
    for i in range(wanted):
        first, end = i * size // wanted, -(-(i + 1) * size // wanted)
        matrix[i, first:end] = 1 / (end - first)
    return matrix
