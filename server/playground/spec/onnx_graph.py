"""The ONNX graph as layers and activations see it when they write their nodes."""

from __future__ import annotations

from typing import Any, Protocol


class OnnxGraph(Protocol):
    """A graph to which nodes are added; a value goes by its name."""

    def add(self, operator: str, *inputs: str, **attributes: Any) -> str:
        """Add a node and return the name of its one output."""
        ...

    def tensor(self, key: str) -> str:
        """Name a parameter or buffer by its key, such as "h1.weight"."""
        ...

    def floats(self, values: Any) -> str:
        """Add a constant, float32: a number or a list."""
        ...

    def integers(self, values: Any) -> str:
        """Add a constant, int64: a number or a list."""
        ...
