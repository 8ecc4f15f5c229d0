"""A row of the table of probes, and what the models of all probes share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from playground.spec.base import Model
from playground.spec.planes import ColumnsPlane, PrincipalPlane

LayerRef = Annotated[str, Field(max_length=20)]
Resolution = Annotated[int, Field(ge=8, le=160)]
Bins = Annotated[int, Field(ge=8, le=100)]
SampleIndex = Annotated[int, Field(ge=0, lt=1 << 31)]
"""Counted through the samples that train and then those that test."""


class Probe(Model):
    """A question of a viewer, named by `probe`; the fields of each kind are its parameters."""

    probe: str

    @property
    def key(self) -> str:
        """Name and parameters: of two frames with one key the newer wins.

        So two viewers of one session may look at two neurons.
        """
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class ProbeKind:
    """`max_per_second` is how often the eye gains from a newer one."""

    model: type[Probe]
    max_per_second: float


def plane_key(plane: ColumnsPlane | PrincipalPlane | None) -> str:
    """Give the part of a key that tells the plane; none of the data's own."""
    return "" if plane is None else f":{plane.model_dump_json()}"


def sample_key(sample: int) -> str:
    """Give the part of a key that tells the sample; none of the first."""
    return f":{sample}" if sample else ""
