"""A session's past as a tree: what is never thinned, what the budget holds, and what leads where."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from playground.session.history import FIRST, REACH, Kept, Spot, Tree
from playground.session.history.thinning import MAX_TRAINED
from playground.session.history.tree import AT_ONCE

LENGTH = 100
ROOM = 10**9


@dataclass
class Life:
    """A session that trains, is edited, begun again, taken back and gone on with, and what it should know."""

    tree: Tree
    revision: int = 1
    step: int = 0
    before: dict[int, Kept] = field(default_factory=dict)
    tips: dict[str, Kept] = field(default_factory=dict)
    rows: dict[tuple[int, int], Kept] = field(default_factory=dict)

    def keep(self, why: str, same: int | None = None) -> Kept:
        spot = Spot(self.tree.present, self.step, self.revision)
        kept, change = self.tree.take(spot, why, LENGTH, self.revision, same=same)
        for each in change.gone:
            del self.rows[each.order]
        self.rows |= {each.order: each for each in change.put}
        assert not {each.state for each in self.rows.values()} & set(change.free)
        self.tips[self.tree.present] = kept
        return kept

    def train(self, steps: int) -> None:
        self.step += steps
        self.keep("train")

    def edit(self) -> None:
        self.before[self.revision + 1] = self.keep("edit")
        self.revision += 1
        self.keep("edit")

    def reset(self) -> None:
        self.before[self.revision + 1] = self.keep("reset")
        self.revision += 1
        self.step = 0
        self.tree.begin(self.revision, "reset", 0.0)
        self.keep("reset")

    def undo(self, back: int) -> None:
        revision = self.revision - back
        found = self.tree.before(revision, self.revision)
        if found is None:
            return
        self.before[self.revision + 1] = self.keep("branch")
        self.revision += 1
        tip = self.tree.tip(found.branch)
        if tip is not None and tip.order == found.order:
            self.tree.go_to(found.branch, self.revision)
        else:
            self.tree.begin(self.revision, "undo", 0.0, found.spot)
        self.step = found.step
        self.keep("branch", same=found.state)


Act = tuple[str, int]
ACTS = st.lists(
    st.tuples(st.sampled_from(["train", "train", "edit", "reset", "undo"]), st.integers(1, 400)),
    max_size=120,
)


def live(acts: list[Act], max_bytes: int) -> Life:
    life = Life(Tree(max_bytes=max_bytes))
    life.keep("train")
    for act, number in acts:
        match act:
            case "train":
                life.train(number)
            case "edit":
                life.edit()
            case "reset":
                life.reset()
            case _:
                life.undo(number % 3)
    return life


@settings(max_examples=150, deadline=None)
@given(ACTS)
def test_within_its_bytes_undo_reaches_every_revision_and_every_tip_stays(acts: list[Act]) -> None:
    life = live(acts, ROOM)
    tree = life.tree
    for revision in range(max(2, life.revision - REACH + 1), life.revision + 1):
        found = tree.before(revision, life.revision)
        assert found is not None
        due = life.before[revision]
        assert (found.order, found.branch, found.state) == (due.order, due.branch, due.state)
    for branch, kept in life.tips.items():
        tip = tree.tip(branch)
        assert tip is not None
        assert (tip.order, tip.state) == (kept.order, kept.state)
    assert sorted(life.rows.values(), key=lambda each: each.order) == tree.kept


@settings(max_examples=150, deadline=None)
@given(ACTS, st.integers(1, 20))
def test_the_bytes_hold_and_what_undo_no_longer_reaches_is_told(
    acts: list[Act], states: int
) -> None:
    life = live(acts, states * LENGTH)
    tree = life.tree
    assert tree.bytes == LENGTH * len({each.state for each in tree.kept})
    assert tree.bytes <= states * LENGTH
    assert tree.tip(tree.present) == life.tips[tree.present]
    for revision in range(2, life.revision + 1):
        found = tree.before(revision, life.revision)
        assert found is None or found.order == life.before[revision].order
    assert sorted(life.rows.values(), key=lambda each: each.order) == tree.kept


@settings(max_examples=50, deadline=None)
@given(ACTS)
def test_a_branch_comes_from_what_was_there_and_its_steps_ascend(acts: list[Act]) -> None:
    tree = live(acts, ROOM).tree
    for name, branch in tree.branches.items():
        line = tree.lineage(name)
        assert line[-1] == (name, float("inf"))
        assert [until for _, until in line] == sorted(until for _, until in line)
        steps = [each.step for each in tree.along(name)]
        assert steps == sorted(steps)
        if branch.origin is not None:
            assert branch.origin.branch in tree.branches
            assert tree.common(name, branch.origin.branch) == branch.origin.step


def test_an_hours_training_is_dense_lately_and_thin_at_first() -> None:
    life = Life(Tree())
    for _ in range(12_000):
        life.train(50)
    steps = list(life.tree.steps(life.step))
    assert len(steps) <= MAX_TRAINED + AT_ONCE + 1
    assert (steps[0], steps[-1]) == (50, 600_000)
    gaps = [after - before for before, after in pairwise(steps)]
    assert max(gaps[-10:]) <= 500
    assert max(gaps) <= 120_000


def test_undo_reaches_two_hundred_revisions_and_no_more() -> None:
    life = Life(Tree())
    life.keep("train")
    for _ in range(2 * REACH):
        life.train(3)
        life.edit()
    tree, newest = life.tree, life.revision
    assert tree.before(newest - REACH, newest) is None
    oldest = tree.before(newest - REACH + 1, newest)
    assert oldest is not None
    assert oldest.order == life.before[newest - REACH + 1].order


def test_weights_set_by_hand_are_not_trained_across() -> None:
    life = Life(Tree())
    for step in (10, 10, 10):
        life.train(step)
    life.keep("weights")
    life.train(10)
    tree = life.tree
    assert tree.nearest(FIRST, 29) == (tree.kept[1], True)
    found = tree.nearest(FIRST, 35)
    assert found is not None
    assert (found[0].why, found[0].step, found[1]) == ("weights", 30, True)


def test_what_diverged_goes_back_to_before_its_weights_began_to_grow() -> None:
    tree = Tree()
    for number, (step, largest) in enumerate([(0, 1.0), (10, 2.0), (20, 900.0), (30, 1e9)], 1):
        tree.take(Spot(FIRST, step, 1), "train", 1, 1, largest=largest)
        assert len(tree.kept) == number
    assert tree.steps(30) == (0, 10, 20, 30)
    assert tree.steps(30, below=30) == (0, 10)
