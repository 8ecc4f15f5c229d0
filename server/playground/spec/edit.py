"""Edits: JSON Patch (RFC 6902) on a spec. The engine is jsonpatch; the limits are ours."""

from __future__ import annotations

from typing import Any, Literal

import jsonpatch
from jsonpointer import JsonPointerException
from pydantic import Field

from playground.spec.base import Model, SpecProblem
from playground.spec.project import Spec, parse

MAX_OPERATIONS = 200

MAX_PARTS = 100_000
"""Values that a document may hold between two operations; the largest spec has about 20,000."""


class Operation(Model):
    """One operation of a JSON Patch. `path` and `from` are JSON pointers into the spec."""

    op: Literal["add", "remove", "replace", "move", "copy", "test"]
    path: str = Field(max_length=200)
    value: Any = None
    from_: str | None = Field(default=None, alias="from", max_length=200)


Patch = list[Operation]


def apply(spec: Spec, patch: Patch) -> Spec:
    """Apply the patch, whole or not at all.

    Raises `SpecProblem` when an operation does not fit the document or the result is no valid spec.
    """
    if len(patch) > MAX_OPERATIONS:
        raise SpecProblem(
            "patch_too_long",
            f"An edit has at most {MAX_OPERATIONS} operations.",
            "",
            {"most": MAX_OPERATIONS},
        )
    document = spec.model_dump(mode="json")
    for position, operation in enumerate(patch):
        plain: dict[str, Any] = {"op": operation.op, "path": operation.path}
        if operation.op in ("move", "copy"):
            plain["from"] = operation.from_
        if operation.op in ("add", "replace", "test"):
            plain["value"] = operation.value
        try:
            document = jsonpatch.apply_patch(document, [plain], in_place=True)
        except (
            jsonpatch.JsonPatchException,
            JsonPointerException,
            TypeError,
            ValueError,
            KeyError,
        ):
            raise SpecProblem(
                "patch_does_not_fit",
                f"Step {position + 1} of this edit does not fit the set-up: there is nothing at"
                f" “{operation.path}” that it can {operation.op}.",
                operation.path,
                {"position": position + 1, "path": operation.path},
            ) from None
        if operation.op == "copy" and _parts(document) > MAX_PARTS:
            raise SpecProblem(
                "patch_too_large",
                "This edit copies the set-up into itself until it is far too large.",
                operation.path,
            )
    return parse(document)


def _parts(document: Any) -> int:
    """Count the values in a document; counting ends above MAX_PARTS."""
    waiting, found = [document], 0
    while waiting and found <= MAX_PARTS:
        here = waiting.pop()
        found += 1
        if isinstance(here, dict):
            waiting.extend(here.values())
        elif isinstance(here, list):
            waiting.extend(here)
    return found
