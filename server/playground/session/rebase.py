"""Rebasing: an edit made on an older revision is merged with the edits that came since."""

from __future__ import annotations

from playground.session.history import History
from playground.session.refusals import Conflict
from playground.spec.base import SpecProblem
from playground.spec.edit import Patch, apply
from playground.spec.merge import merge
from playground.spec.project import Spec, parse


def rebase(history: History, patch: Patch, base: int) -> Spec:
    """Apply a patch that was made on revision `base` to the newest spec, by a three-way merge.

    Raises `SpecProblem` when the patch is wrong by itself, and `Conflict` when somebody else has
    changed the same field since, when both edits together make no valid spec, or when revision
    `base` is too old to be known.
    """
    newest = history.edits[-1]
    if base == newest.revision:
        return apply(history.spec, patch)
    since = [edit for edit in history.edits if edit.revision > base]
    before = history.spec_at(base)
    if before is None:
        raise Conflict(newest.revision, history.spec, newest.author)
    ours = apply(before, patch)
    merged, conflicts = merge_specs(before, history.spec, ours)
    if merged is not None:
        return merged
    # The patch fits on revision `base` and not on the newest one: bisect for the first edit with
    # which it conflicts, to name its author.
    first, last = 0, len(since) - 1
    while first < last:
        middle = (first + last) // 2
        theirs = history.spec_at(since[middle].revision)
        if theirs is None or merge_specs(before, theirs, ours)[0] is None:
            last = middle
        else:
            first = middle + 1
    raise Conflict(newest.revision, history.spec, since[first].author, conflicts)


def merge_specs(base: Spec, theirs: Spec, ours: Spec) -> tuple[Spec | None, tuple[str, ...]]:
    """Merge two people's versions of `base`; return None and the conflicting pointers if they clash."""
    result = merge(*(spec.model_dump(mode="json") for spec in (base, theirs, ours)))
    if result.conflicts:
        return None, result.conflicts
    try:
        return parse(result.document), ()
    except SpecProblem as problem:
        return None, (problem.pointer,)
