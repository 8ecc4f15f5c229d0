"""Problem documents (RFC 9457): a refusal as the browser is told it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any, Literal, Self

from pydantic import Field

from playground.spec.base import Fix, Model, Scalar
from playground.spec.cautions import Caution
from playground.spec.project import Spec


class FixMessage(Model):
    """A way to fix a spec that was refused: operations to make after those of the edit.

    `code` keys the catalogue ("fix.CODE"). Layers in `fresh` have their weights drawn again after it.
    """

    code: str
    patch: list[dict[str, Any]]
    params: dict[str, Scalar] = Field(default_factory=dict)
    fresh: tuple[str, ...] = ()

    @classmethod
    def all_of(cls, fixes: Iterable[Fix]) -> tuple[Self, ...]:
        return tuple(
            cls(code=fix.code, patch=list(fix.patch), params=dict(fix.params), fresh=fix.fresh)
            for fix in fixes
        )


class CautionMessage(Model):
    """What a set-up can never do, whatever its weights become, at the layer that keeps it from it.

    `code` and `params` key the catalogue ("caution.CODE"); `detail` is the English sentence.
    """

    code: str
    detail: str
    pointer: str
    params: dict[str, Scalar] = Field(default_factory=dict)
    mends: tuple[FixMessage, ...] = ()

    @classmethod
    def all_of(cls, cautions: Iterable[Caution]) -> tuple[Self, ...]:
        return tuple(
            cls(
                code=each.code,
                detail=each.sentence,
                pointer=each.pointer,
                params=dict(each.params),
                mends=FixMessage.all_of(each.fixes),
            )
            for each in cautions
        )


class FindingMessage(Model):
    """What goes wrong while a network learns, at the layer where it begins; null for all of it.

    `code` and `params` key the catalogue ("finding.CODE"); `detail` is the English sentence. One of
    level 2 is told, one of level 1 goes on being told.
    """

    code: str
    level: Literal[1, 2]
    detail: str
    layer: str | None
    params: dict[str, Scalar] = Field(default_factory=dict)
    mends: tuple[FixMessage, ...] = ()


class Problem(Model):
    """RFC 9457. `code` and `params` key the catalogues; `detail` is the English sentence."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    pointer: str | None = None
    params: dict[str, Scalar] = Field(default_factory=dict)
    mends: tuple[FixMessage, ...] = ()

    @classmethod
    def of(
        cls,
        status: int,
        code: str,
        sentence: str,
        pointer: str | None = None,
        params: Mapping[str, Scalar] | None = None,
        mends: Iterable[Fix] = (),
    ) -> Self:
        """Return the document of a refusal, with what RFC 9457 derives from status and code."""
        return cls(
            type=f"/problems/{code}",
            title=HTTPStatus(status).phrase,
            status=status,
            detail=sentence,
            code=code,
            pointer=pointer,
            params=dict(params or {}),
            mends=FixMessage.all_of(mends),
        )


class ConflictProblem(Problem):
    """A conflict of an edit with what `author` ("" for nobody known) has changed since.

    `pointers` say where in `spec`, which is the newest, at `revision`.
    """

    revision: int
    spec: Spec
    author: str
    pointers: tuple[str, ...]
