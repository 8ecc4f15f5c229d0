"""Bodies of the HTTP calls that make, change and describe sessions."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field

from playground.spec.base import Model, Scalar
from playground.spec.edit import Patch
from playground.spec.project import Spec
from playground.wire.problems import CautionMessage

MAX_FIELDS = 40
"""Of an object that is read only in part at first; what is unknown in it is named in the answer."""


class CreateSession(Model):
    """A session from a spec, a preset's name, a lesson or a set-up link, or none for the default.

    `lesson` is its id, or ID/SESSION for one that is not its first; it is named in the `language`.
    """

    spec: Annotated[dict[str, Any], Field(max_length=MAX_FIELDS)] | None = None
    preset: Annotated[str, Field(max_length=40)] | None = None
    lesson: Annotated[str, Field(max_length=80)] | None = None
    language: Literal["en", "ko"] = "en"
    link: Annotated[str, Field(max_length=20_000)] | None = None
    play: bool = True
    pace: Annotated[float, Field(gt=0, le=1_000_000)] | None = None


class EditBody(Model):
    """A JSON Patch on the spec."""

    patch: Patch


class Links(Model):
    """Tokens of the session; `edit` is given to its maker only."""

    view: str
    edit: str | None


class LayerShapeMessage(Model):
    """One layer, blocks written out, the output included: what it takes and gives for one sample.

    `skips` are the ids of the layers whose output joins its input. `pointer` leads to it in the
    spec: the copies of a block's layer share one.
    """

    id: str
    kind: str
    pointer: str
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    parameters: int
    activation: str
    skips: tuple[str, ...]

    @classmethod
    def all_of(cls, spec: Spec) -> tuple[Self, ...]:
        return tuple(
            cls(
                id=shape.id,
                kind=shape.kind,
                pointer=shape.pointer,
                inputs=shape.inputs,
                outputs=shape.outputs,
                parameters=shape.parameters_in_use,
                activation=shape.activation,
                skips=tuple(join.source for join in shape.joins),
            )
            for shape in spec.shapes
        )


class ImportNote(Model):
    """Something that a link from elsewhere says, and how it was taken: `code` keys the catalogue."""

    code: str
    params: dict[str, Scalar] = Field(default_factory=dict)


class SessionMade(Model):
    """`notes` tell what of a link from elsewhere could not be carried over."""

    id: str
    revision: int
    links: Links
    spec: Spec
    shapes: tuple[LayerShapeMessage, ...]
    notes: tuple[ImportNote, ...] = ()
    cautions: tuple[CautionMessage, ...] = ()


class Revision(Model):
    revision: int
    spec: Spec
    shapes: tuple[LayerShapeMessage, ...]
    cautions: tuple[CautionMessage, ...] = ()


class Revised(Revision):
    """A revision that a command made: where the run stands by it, and whether steps were left behind as a branch."""

    step: int
    kept: bool
