"""The size of a document in bytes of JSON, and what each operation of a JSON Patch adds to it."""

from __future__ import annotations

import json
from typing import Any

from jsonpointer import JsonPointer

MAX_BYTES = 384 * 1024
"""Of one spec. A thousand painted points, each with all its digits, take 45 kB; a table of 4,096 columns 330."""


def size_of(value: Any) -> int:
    """Count the bytes of a value as JSON, without spaces."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


class PatchedSize:
    """The size of a document while operations are made on it, never less than what it is.

    Only what an operation adds or takes away is measured, so a byte is measured once when it comes
    and once when it goes: all operations together take time for the document, the patch and its copies.
    """

    def __init__(self, start: int) -> None:
        self.bytes = start
        self.copied = 0
        """Bytes that operations have copied so far."""

    def count(self, document: Any, op: str, path: str, source: str | None, value: Any) -> None:
        """Count an operation that is made next.

        Raises what jsonpointer and look-ups raise where there is nothing at a pointer.
        """
        match op:
            case "add" | "replace":
                self.bytes += size_of(value) - _replaced(document, path, op)
            case "copy":
                copied = size_of(JsonPointer(source or "").resolve(document))
                self.copied += copied
                self.bytes += copied - _replaced(document, path, op)
            case "remove":
                self.bytes -= _replaced(document, path, op)
        if op in ("add", "copy", "move"):
            # Of what is moved the name may be longer; in a list a comma is all that comes with it.
            self.bytes += size_of(path) + 2


def _replaced(document: Any, path: str, op: str) -> int:
    """Measure the value whose place another one takes: in a list, what is added moves others on."""
    parent, part = JsonPointer(path).to_last(document)
    if part is None:
        return size_of(document)
    if op in ("add", "copy") and not (isinstance(parent, dict) and part in parent):
        return 0
    return size_of(parent[part])
