"""An edit that was made on an older revision, put together with what came since."""

from __future__ import annotations

from playground.session.history import History
from playground.session.refusals import Conflict
from playground.spec.base import SpecProblem
from playground.spec.edit import Patch, apply
from playground.spec.merge import merge
from playground.spec.project import Spec, parse


def edited(history: History, patch: Patch, base: int) -> Spec:
    """Return what a patch on revision `base` makes of the newest spec.

    Raises `SpecProblem` when the patch is wrong by itself, and `Conflict` when somebody else has
    changed the same since, when both edits together make no valid spec, or when nobody remembers
    that revision.
    """
    newest = history.edits[-1]
    if base == newest.revision:
        return apply(newest.spec, patch)
    since = [edit for edit in history.edits if edit.revision > base]
    before = history.spec_at(base)
    if before is None:
        raise Conflict(newest.revision, newest.spec, newest.author)
    wished = apply(before, patch)
    merged, pointers = together(before, newest.spec, wished)
    if merged is not None:
        return merged
    # Before the first of these the edit fits and after the last one it does not: between two
    # neighbours it ceases to, and the later of them is whose edit is in the way.
    first, last = 0, len(since) - 1
    while first < last:
        middle = (first + last) // 2
        if together(before, since[middle].spec, wished)[0] is None:
            last = middle
        else:
            first = middle + 1
    raise Conflict(newest.revision, newest.spec, since[first].author, pointers)


def together(base: Spec, theirs: Spec, ours: Spec) -> tuple[Spec | None, tuple[str, ...]]:
    """Return what two people have made of one spec, or None and where they are in each other's way."""
    found = merge(*(spec.model_dump(mode="json") for spec in (base, theirs, ours)))
    if found.conflicts:
        return None, found.conflicts
    try:
        return parse(found.document), ()
    except SpecProblem as problem:
        return None, (problem.pointer,)
