"""A session's past: its edits, its branches with the states that are kept of them, and its curves. Pure."""

from __future__ import annotations

from playground.session.history.curves import PIECE, Columns, Curves
from playground.session.history.edits import MAX_EDIT_BYTES, MAX_EDITS, Checkpoint, Edit, History
from playground.session.history.thinning import REACH
from playground.session.history.tree import FIRST, Branch, Change, Kept, Spot, Tree

__all__ = [
    "FIRST",
    "MAX_EDITS",
    "MAX_EDIT_BYTES",
    "PIECE",
    "REACH",
    "Branch",
    "Change",
    "Checkpoint",
    "Columns",
    "Curves",
    "Edit",
    "History",
    "Kept",
    "Spot",
    "Tree",
]
