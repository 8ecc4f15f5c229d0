"""A session's past as a tree: branches, and the states that are kept of them. Append only; pure.

The states of a session have one order, by revision and step: revisions ascend over all branches, and
within one the steps do. So the state just before a revision is the last one of a lower revision.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from operator import attrgetter

from playground.session.history.thinning import (
    MAX_TRAINED,
    REACH,
    last_of_revisions,
    least_missed,
    must_stay,
)

FIRST = "b1"
MAX_BYTES = 12 * 2**20
"""Of the states of one session."""
MAX_BRANCHES = 200
"""Of those more the oldest that nothing goes on from are forgotten."""
MAX_DEPTH = 500
"""Branches of which each goes on from the one before; from the last of so many none does."""
AT_ONCE = 8
"""States that come before it is thinned again."""
BLOWN_UP = 30.0
"""How many times larger than at its smallest a run's largest weight is when it is on its way to infinity."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A state of the past, whether it is kept or not."""

    branch: str
    step: int
    revision: int


@dataclass(frozen=True, slots=True)
class Branch:
    """`origin` is where it goes on from, None where it begins at step 0. `made` is seconds since 1970."""

    id: str
    why: str = "start"
    made: float = 0.0
    origin: Spot | None = None

    @property
    def first_step(self) -> int:
        return self.origin.step if self.origin else 0


@dataclass(frozen=True, slots=True)
class Kept:
    """A state that is kept. Several may be the same: `state` numbers its bytes, which are `bytes` long.

    `largest` is its largest weight.
    """

    branch: str
    step: int
    revision: int
    why: str
    state: int
    bytes: int
    largest: float = 0.0

    @property
    def order(self) -> tuple[int, int]:
        return self.revision, self.step

    @property
    def spot(self) -> Spot:
        return Spot(self.branch, self.step, self.revision)


_order = attrgetter("order")


@dataclass(slots=True)
class Change:
    """What the store has to write: states kept or altered, states gone, and numbers of bytes that are free."""

    put: list[Kept] = field(default_factory=list)
    gone: list[Kept] = field(default_factory=list)
    free: list[int] = field(default_factory=list)
    branches: list[str] = field(default_factory=list)
    """Those that are forgotten."""


class Tree:
    """`present` is the branch that trains; `reach` the oldest revision that can still be taken back."""

    def __init__(
        self,
        branches: Iterable[Branch] = (),
        kept: Iterable[Kept] = (),
        present: str = FIRST,
        reach: int = 0,
        max_bytes: int = MAX_BYTES,
    ) -> None:
        self.branches = {branch.id: branch for branch in branches} or {FIRST: Branch(FIRST)}
        self.kept = sorted(kept, key=_order)
        self.present = present if present in self.branches else next(reversed(self.branches))
        self.reach = reach
        self.max_bytes = max_bytes
        self._uses = Counter(each.state for each in self.kept)
        self._bytes = sum({each.state: each.bytes for each in self.kept}.values())
        self._begun: list[tuple[int, str]] = []
        self._next = max(self._uses, default=0) + 1
        self._thin_from = 0
        """So many states may there be before it is looked for some that may go."""

    @property
    def bytes(self) -> int:
        """What the states take together."""
        return self._bytes

    def holds(self, state: int) -> bool:
        """Whether the bytes with this number are kept."""
        return state in self._uses

    # --- looking up ---------------------------------------------------------------------------

    def before(self, revision: int, newest: int) -> Kept | None:
        """Return the state just before a revision came into force, if it is kept."""
        if revision < max(self.reach, newest - REACH + 1):
            return None
        at = bisect_left(self.kept, (revision, -1), key=_order)
        return self.kept[at - 1] if at else None

    def tip(self, branch: str) -> Kept | None:
        """Return the last state of a branch, that where it begins if it has none of its own."""
        for each in reversed(self.kept):
            if each.branch == branch:
                return each
        origin = self.branches[branch].origin
        return (
            None if origin is None else self._nearest(origin.branch, origin.step, origin.revision)
        )

    def nearest(self, branch: str, step: int) -> tuple[Kept, bool] | None:
        """Return the state nearest at or before a step of a branch, and whether one can train from it to there."""
        found = self._nearest(branch, step)
        if found is None:
            return None
        later = (
            each
            for each in self.kept
            if each.order > found.order and each.branch == found.branch and each.step > found.step
        )
        after = next(later, None)
        replays = after is None or (after.revision == found.revision and after.why != "gap")
        return found, replays and found.branch == self.holder(branch, step)

    def holder(self, branch: str, step: int) -> str:
        """Return the branch of which this step is one of its own: this, or one that it comes from."""
        for name, until in self.lineage(branch):
            if step <= until:
                return name
        return branch

    def lineage(self, branch: str) -> list[tuple[str, float]]:
        """Return the branches that it comes from, oldest first, each with its last step that counts, and itself."""
        line: list[tuple[str, float]] = [(branch, float("inf"))]
        while (origin := self.branches[line[-1][0]].origin) is not None:
            line.append((origin.branch, min(line[-1][1], origin.step)))
        return line[::-1]

    def is_full(self, branch: str) -> bool:
        """Whether no other may go on from a branch, for it comes from so many."""
        return len(self.lineage(branch)) >= MAX_DEPTH

    def common(self, one: str, other: str) -> int:
        """Return the last step that two branches share, -1 where there is none."""
        shared = -1.0
        for (a, until_a), (b, until_b) in zip(self.lineage(one), self.lineage(other), strict=False):
            if a != b:
                break
            shared = min(until_a, until_b)
        return -1 if shared < 0 else int(min(shared, 2**53))

    def along(self, branch: str) -> Iterator[Kept]:
        """Give the states of a branch and of those that it comes from, oldest first."""
        until = dict(self.lineage(branch))
        origins = {name: self.branches[name].origin for name in until}
        limits = {each.branch: each.revision for each in origins.values() if each is not None}
        for each in self.kept:
            counts = each.branch == branch or each.revision <= limits.get(each.branch, -1)
            if counts and each.step <= until[each.branch]:
                yield each

    def sought(self, step: int) -> str:
        """Return the branch along which one goes back and forth, from this step of the present.

        Where one has only looked around it is that which was left.
        """
        branch = self.branches[self.present]
        if branch.origin is not None and self.is_empty(branch.id) and step == branch.first_step:
            return branch.origin.branch
        return branch.id

    def steps(self, step: int, below: int | None = None) -> tuple[int, ...]:
        """Return the steps that the run, which is at `step`, can be taken back to.

        Of one that diverged at a step, those `below` it, but for the last whose weights had begun to grow
        without end: they would break again.
        """
        line = [
            each for each in self.along(self.sought(step)) if below is None or each.step < below
        ]
        if below is not None:
            most = BLOWN_UP * min((each.largest for each in line), default=0.0)
            while len(line) > 1 and line[-1].largest > most:
                line.pop()
        return tuple(sorted({each.step for each in line}))

    def last_step(self, branch: str) -> int:
        """Return the last step of a branch, as far as its states tell."""
        steps = [each.step for each in self.kept if each.branch == branch]
        return max([self.branches[branch].first_step, *steps])

    def branch_at(self, revision: int) -> str:
        """Return the branch on which a revision came into force, as far as this process has seen."""
        began = [name for first, name in self._begun if first <= revision]
        return began[-1] if began else self.present

    # --- growing ------------------------------------------------------------------------------

    def begin(self, revision: int, why: str, made: float, origin: Spot | None = None) -> Change:
        """Begin a branch with a revision, which trains from now on."""
        number = max(int(name[1:]) for name in self.branches) + 1
        branch = Branch(f"b{number}", why, made, origin)
        self.branches[branch.id] = branch
        self.go_to(branch.id, revision)
        return self._forget_branches()

    def go_to(self, branch: str, revision: int) -> None:
        """Train on at the end of a branch, from this revision on."""
        if not self._begun:
            self._begun = [(0, self.present)]
        self._begun = [*self._begun[-REACH:], (revision, branch)]
        self.present = branch

    def take(
        self,
        spot: Spot,
        why: str,
        length: int,
        newest: int,
        largest: float = 0.0,
        same: int | None = None,
    ) -> tuple[Kept, Change]:
        """Keep a state, in place of one of the same revision and step; `same` is the number of equal bytes.

        `newest` is the newest revision of the session. What is too much goes.
        """
        change = Change()
        at = bisect_left(self.kept, (spot.revision, spot.step), key=_order)
        if at < len(self.kept) and self.kept[at].order == (spot.revision, spot.step):
            old = self.kept[at]
            why = old.why if why == "train" else why
            self._drop(at, change)
        number = same
        if number is None:
            number, self._next = self._next, self._next + 1
        kept = Kept(spot.branch, spot.step, spot.revision, why, number, length, largest)
        insort(self.kept, kept, key=_order)
        self._uses[number] += 1
        self._bytes += length if self._uses[number] == 1 else 0
        change.put.append(kept)
        self._thin(newest, change)
        return kept, self._settled(change)

    def forget_before(self, revision: int) -> Change:
        """Forget the states whose spec is no longer known, but for the one from which the run would go on."""
        change, tip = Change(), self.tip(self.present)
        for at in reversed(range(len(self.kept))):
            if self.kept[at].revision < revision and self.kept[at] is not tip:
                self._drop(at, change)
        self.reach = max(self.reach, revision + 1)
        return self._settled(change)

    def is_empty(self, branch: str) -> bool:
        """Whether nothing was trained on a branch since it was begun to look around in the past."""
        begun = self.branches[branch]
        untouched = begun.why == "continue" and branch not in self._parents
        return untouched and self.last_step(branch) == begun.first_step

    def forget_empty(self, branch: str) -> Change:
        """Forget a branch that is left with nothing on it."""
        change = Change()
        if branch != self.present and branch in self.branches and self.is_empty(branch):
            self._forget(branch, change)
        return self._settled(change)

    # --- inside -------------------------------------------------------------------------------

    def _nearest(self, branch: str, step: int, revision: int | None = None) -> Kept | None:
        found = [
            each
            for each in self.along(branch)
            if each.step <= step and (revision is None or each.revision <= revision)
        ]
        return max(found, key=lambda each: (each.step, each.order), default=None)

    def _thin(self, newest: int, change: Change) -> None:
        if self._bytes <= self.max_bytes and len(self.kept) < self._thin_from:
            return
        origins = {
            (origin.branch, origin.step, origin.revision)
            for branch in self.branches.values()
            if (origin := branch.origin) is not None
        }
        present = {name for name, _ in self.lineage(self.present)}
        while True:
            stays = must_stay(self.kept, newest, origins)
            others = set(range(len(self.kept))) - stays
            if self._bytes <= self.max_bytes and len(others) <= MAX_TRAINED:
                self._thin_from = len(self.kept) + AT_ONCE
                return
            # The first of a revision is where something was changed.
            first = {at + 1 for at in last_of_revisions(self.kept)} & others
            at = least_missed(self.kept, others - first, present)
            if at is None and others:
                at = min(others)
            if at is None:
                tip = self.tip(self.present)
                may_go = [place for place in sorted(stays) if self.kept[place] is not tip]
                if not may_go:
                    return
                at = may_go[0]
                if at + 1 < len(self.kept):
                    self.reach = max(self.reach, self.kept[at + 1].revision + 1)
            self._drop(at, change)

    def _drop(self, at: int, change: Change) -> None:
        gone = self.kept.pop(at)
        change.gone.append(gone)
        self._uses[gone.state] -= 1
        if not self._uses[gone.state]:
            del self._uses[gone.state]
            self._bytes -= gone.bytes
            change.free.append(gone.state)
        if gone.why in ("weights", "gap"):
            self._mark_gap(at, gone, change)

    def _mark_gap(self, at: int, gone: Kept, change: Change) -> None:
        """Note at the next state that no training leads to it from before the weights were set by hand."""
        after = self.kept[at] if at < len(self.kept) else None
        if after is not None and after.revision == gone.revision and after.why != "weights":
            self.kept[at] = replace(after, why="gap")
            change.put.append(self.kept[at])

    def _settled(self, change: Change) -> Change:
        """Leave out what was kept and went in the same breath."""
        there = {each.order: each for each in self.kept}
        change.put = [each for each in change.put if there.get(each.order) is each]
        change.gone = [each for each in change.gone if each.order not in there]
        change.free = [number for number in change.free if number not in self._uses]
        return change

    def _forget_branches(self) -> Change:
        change = Change()
        while len(self.branches) > MAX_BRANCHES:
            needed = {name for name, _ in self.lineage(self.present)} | self._parents
            name = next((name for name in self.branches if name not in needed), None)
            if name is None:
                break
            self._forget(name, change)
        return self._settled(change)

    def _forget(self, name: str, change: Change) -> None:
        del self.branches[name]
        change.branches.append(name)
        for at in reversed(range(len(self.kept))):
            if self.kept[at].branch == name:
                self._drop(at, change)

    @property
    def _parents(self) -> set[str]:
        return {each.origin.branch for each in self.branches.values() if each.origin}
