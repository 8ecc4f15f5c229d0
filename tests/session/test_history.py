"""What a session remembers."""

from __future__ import annotations

from playground.session.history import MAX_EDIT_BYTES, MAX_EDITS, Curves, History
from playground.spec.project import Spec, parse


def test_columns_have_one_length_whatever_is_named() -> None:
    curves = Curves()
    curves.append({"step": [0, 1], "loss": [0.5, None]})
    curves.append({"step": [2], "gradient:h1": [3.0]})
    assert curves.columns == {
        "step": [0, 1, 2],
        "loss": [0.5, None, None],
        "gradient:h1": [None, None, 3.0],
    }
    assert curves.since(2) == {"step": (2,), "loss": (None,), "gradient:h1": (3.0,)}


def test_a_cut_keeps_what_is_at_or_before_the_step() -> None:
    curves = Curves()
    curves.cut(5)
    curves.append({"step": [0, 1, 2, 50]})
    curves.cut(2)
    assert curves.columns["step"] == [0, 1, 2]
    curves.cut(-1)
    assert len(curves) == 0


def test_edits_are_bounded() -> None:
    history = History(Spec())
    for revision in range(1, 2 * MAX_EDITS):
        history.record(revision, Spec(seed=revision), 0.0)
    assert len(history.edits) == MAX_EDITS
    for revision in (2 * MAX_EDITS - 1, MAX_EDITS + 7):
        found = history.spec_at(revision)
        assert found is not None
        assert found.seed == revision
    assert history.spec_at(1) is None


def painted(number: int, points: int = 1000) -> Spec:
    """As many points as there may be, all of them others for another number."""
    drawn = [[-1 / (at + number + 3), 1 / (at + number + 3), at % 2] for at in range(points)]
    return parse({"data": {"dataset": "painted", "painted": drawn}})


def test_the_past_takes_few_bytes_whatever_was_edited() -> None:
    small, large = History(painted(0)), History(painted(0))
    for revision in range(1, 200):
        renamed = small.spec.model_copy(update={"name": f"name {revision}"})
        small.record(revision, renamed, 0.0)
        large.record(revision, painted(revision), 0.0)

    def size(history: History) -> int:
        return sum(len(edit.back or b"") for edit in history.edits)

    assert len(small.edits) == 199
    assert size(small) < 199 * 100
    assert 10 < len(large.edits) < 199
    assert size(large) <= MAX_EDIT_BYTES
    oldest = large.edits[0]
    assert oldest.back is None
    assert large.spec_at(oldest.revision) == painted(oldest.revision)


def test_what_is_stale_is_told_once_there_is_enough_of_it() -> None:
    history = History(Spec())
    told = []
    for revision in range(1, MAX_EDITS + 120):
        history.record(revision, Spec(seed=revision), 0.0)
        told.append(history.forget_stale())
    assert [each for each in told if each is not None] == [51, 101]
