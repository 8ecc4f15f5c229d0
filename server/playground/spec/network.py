"""The network of a spec: layers from input to output, and connections that skip some of them.

A layer sees the output of the one before it, joined with those of its skips. The output layer is
always there, and its size follows from the task.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from playground.spec.base import Model
from playground.spec.layers import PlainLayer
from playground.spec.layers.base import LayerId
from playground.spec.layers.dense import DenseLayer, OutputLayer
from playground.spec.shapes import SkipMode

MAX_LAYERS = 32
MAX_EXPANDED = 64
"""Layers with every block written out."""
MAX_IN_BLOCK = 8
MAX_SKIPS = 64

ExpandedId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,19}$")]


class Block(Model):
    """Layers repeated `repeat` times; the copies of layer `c` are `c-1`, `c-2` and so on.

    `skip` leads each repetition's input around it.
    """

    kind: Literal["block"] = "block"
    id: LayerId
    repeat: Annotated[int, Field(ge=1, le=16)] = 2
    skip: Literal["none", "add", "concat"] = "none"
    layers: Annotated[
        tuple[Annotated[PlainLayer, Field(discriminator="kind")], ...],
        Field(min_length=1, max_length=MAX_IN_BLOCK),
    ]


LayerSpec = Annotated[PlainLayer | Block, Field(discriminator="kind")]


class Skip(Model):
    """The output of `source` joins the input of the later layer `target`.

    Added, through a projection where the shapes differ, or concatenated. The name of a block is
    its last layer as a source and its first as a target.
    """

    source: ExpandedId
    target: ExpandedId
    mode: SkipMode = "add"


class NetworkSpec(Model):
    layers: Annotated[tuple[LayerSpec, ...], Field(max_length=MAX_LAYERS)] = (
        DenseLayer(id="h1"),
        DenseLayer(id="h2"),
    )
    skips: Annotated[tuple[Skip, ...], Field(max_length=MAX_SKIPS)] = ()
    output: OutputLayer = OutputLayer()
