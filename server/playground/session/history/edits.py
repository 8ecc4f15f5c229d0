"""A session's latest edits, its newest state, and with them its curves and its tree."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from playground.session.history.curves import Curves
from playground.session.history.tree import Tree
from playground.spec.base import SpecProblem
from playground.spec.delta import delta, follow
from playground.spec.project import Spec, parse
from playground.spec.size import MAX_BYTES

MAX_EDITS = 500
MAX_EDIT_BYTES = 4 * MAX_BYTES
"""Of the ways back, all together; of a slider's each takes about 40."""
STALE_EDITS = MAX_EDITS // 10


@dataclass(frozen=True, slots=True)
class Edit:
    """A spec came into force with this revision, and who made it so ("" for nobody).

    `back` is the way to the document of the edit before (`spec.delta`), None where that is not known.
    `time` is seconds since 1970. `request` is the fingerprint of what was asked, "" where it had no id.
    """

    revision: int
    time: float
    author: str = ""
    back: bytes | None = None
    request: str = ""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A run's state; `spec` is the one that it had then, at `revision`. `state` numbers its bytes in the tree."""

    step: int
    revision: int
    spec: Spec
    data: bytes
    state: int = 0


class History:
    """Only the newest spec is kept whole: of the others there is the way back to each."""

    def __init__(
        self,
        spec: Spec,
        curves: Curves | None = None,
        checkpoint: Checkpoint | None = None,
        edits: Iterable[Edit] = (),
        tree: Tree | None = None,
    ) -> None:
        self.spec = spec
        self.tree = Tree() if tree is None else tree
        self.curves = Curves() if curves is None else curves
        self.checkpoint = checkpoint
        self.edits: deque[Edit] = deque(edits)
        self._bytes = sum(len(edit.back or b"") for edit in self.edits)
        self._stale_edits = self._stale_bytes = 0
        self._trim()

    def record(
        self, revision: int, spec: Spec, time: float, author: str = "", request: str = ""
    ) -> Edit:
        """Take in the spec that comes into force."""
        way = None
        if self.edits:
            way = delta(*(each.model_dump(mode="json") for each in (spec, self.spec)))
        edit = Edit(revision, time, author, way, request)
        self.spec = spec
        self.edits.append(edit)
        self._bytes += len(way or b"")
        self._trim()
        return edit

    def made_by(self, request: str) -> int | None:
        """Return the revision that a request made, if it is not too long ago."""
        edits = reversed(self.edits) if request else ()
        return next((edit.revision for edit in edits if edit.request == request), None)

    def names(self, word: str) -> bool:
        """Whether a word stands in what Undo can bring back; it has no signs that JSON would escape."""
        return any(edit.back is not None and word.encode() in edit.back for edit in self.edits)

    def forget_stale(self) -> int | None:
        """Return the oldest revision known, once enough of those before are forgotten to clear them away."""
        if self._stale_edits < STALE_EDITS and self._stale_bytes < MAX_BYTES:
            return None
        self._stale_edits = self._stale_bytes = 0
        return self.edits[0].revision

    @property
    def place(self) -> dict[str, int]:
        """Where the newest checkpoint stands, in fields of a status: its step, and the epoch of the last point before."""
        if self.checkpoint is None:
            return {"step": 0, "epoch": 0}
        step = self.checkpoint.step
        points = self.curves.rows_until(step)
        epochs = self.curves.columns.get("epoch", ())[:points]
        return {"step": step, "epoch": int(epochs[-1] or 0) if epochs else 0}

    def documents(self) -> Iterator[tuple[Edit, Any]]:
        """Give the edits with their specs as JSON, newest first, as they are now."""
        return _documents(self.spec, tuple(self.edits))

    def document_at(self, revision: int) -> Any | None:
        """Return the spec of a revision as JSON, if it is not too long ago."""
        found = (document for edit, document in self.documents() if edit.revision == revision)
        return next(found, None)

    def spec_at(self, revision: int) -> Spec | None:
        """Return the spec of a revision, if it is not too long ago."""
        if self.edits and revision == self.edits[-1].revision:
            return self.spec
        document = self.document_at(revision)
        try:
            return None if document is None else parse(document)
        except SpecProblem:
            return None

    def _trim(self) -> None:
        """Forget the oldest edits while there are too many of them or they take too much."""
        while len(self.edits) > MAX_EDITS or (self._bytes > MAX_EDIT_BYTES and len(self.edits) > 1):
            self._stale_edits += 1
            self._drop_way(self.edits.popleft())
            # Nothing is known any more to which its way leads.
            self._drop_way(self.edits[0])
            self.edits[0] = replace(self.edits[0], back=None)

    def _drop_way(self, edit: Edit) -> None:
        length = len(edit.back or b"")
        self._bytes -= length
        self._stale_bytes += length


def _documents(spec: Spec, edits: tuple[Edit, ...]) -> Iterator[tuple[Edit, Any]]:
    document = spec.model_dump(mode="json")
    for edit in reversed(edits):
        yield edit, document
        if edit.back is None:
            return
        try:
            document = follow(document, edit.back)
        except (LookupError, TypeError, ValueError, AttributeError):
            # A row that no version of this program has written.
            return
