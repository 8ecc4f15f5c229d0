"""Edits: JSON Patch (RFC 6902) on a spec. The engine is jsonpatch; the limits are ours."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import jsonpatch
from jsonpointer import JsonPointerException
from pydantic import BeforeValidator, Field

from playground.spec.base import Model, SpecProblem
from playground.spec.project import Spec, parse, too_large
from playground.spec.size import MAX_BYTES, PatchedSize

MAX_OPERATIONS = 200


class Operation(Model):
    """One operation of a JSON Patch. `path` and `from` are JSON pointers into the spec."""

    op: Literal["add", "remove", "replace", "move", "copy", "test"]
    path: str = Field(max_length=200)
    value: Any = None
    from_: str | None = Field(default=None, alias="from", max_length=200)


def _check_length(patch: Any) -> Any:
    """Raise `SpecProblem` for too many operations, before any of them is read."""
    if isinstance(patch, list) and len(patch) > MAX_OPERATIONS:
        raise SpecProblem(
            "patch_too_long",
            f"Too many changes at once; the limit is {MAX_OPERATIONS}. Make them in smaller groups.",
            "",
            {"most": MAX_OPERATIONS},
        )
    return patch


Patch = Annotated[list[Operation], BeforeValidator(_check_length), Field(max_length=MAX_OPERATIONS)]


def apply(spec: Spec, patch: Patch) -> Spec:
    """Apply the patch, whole or not at all.

    Raises `SpecProblem` when an operation does not fit the document or the result is no valid spec.
    """
    _check_length(patch)
    document = spec.model_dump(mode="json")
    size = PatchedSize(spec.json_bytes)
    for position, operation in enumerate(patch):
        document = _applied(document, operation, position, size)
    return parse(document)


def _applied(document: Any, operation: Operation, position: int, size: PatchedSize) -> Any:
    """Apply one operation. Raises `SpecProblem`, also where the document would become too large."""
    plain: dict[str, Any] = {"op": operation.op, "path": operation.path}
    if operation.op in ("move", "copy"):
        plain["from"] = operation.from_
    if operation.op in ("add", "replace", "test"):
        plain["value"] = operation.value
    try:
        size.count(document, operation.op, operation.path, operation.from_, operation.value)
        if size.bytes > MAX_BYTES:
            raise too_large(size.bytes, operation.path)
        if size.copied > MAX_BYTES:
            raise SpecProblem(
                "patch_too_large",
                "This edit would copy the set-up into itself and make it far too large. Make a"
                " smaller change.",
                operation.path,
            )
        return jsonpatch.apply_patch(document, [plain], in_place=True)
    except SpecProblem:
        raise
    except (
        jsonpatch.JsonPatchException,
        JsonPointerException,
        TypeError,
        ValueError,
        LookupError,
    ):
        raise SpecProblem(
            "patch_does_not_fit",
            f"Step {position + 1} of this edit does not fit the set-up: there is nothing at"
            f" “{operation.path}” that it can {operation.op}.",
            operation.path,
            {"position": position + 1, "path": operation.path},
        ) from None
