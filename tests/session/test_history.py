"""What a session remembers."""

from __future__ import annotations

from playground.session.history import MAX_EDITS, Curves, Edit, History
from playground.spec.project import Spec


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
    history = History()
    for revision in range(1, 2 * MAX_EDITS):
        history.edits.append(Edit(revision, Spec(seed=revision), 0.0))
    assert len(history.edits) == MAX_EDITS
    newest = history.spec_at(2 * MAX_EDITS - 1)
    assert newest is not None
    assert newest.seed == 2 * MAX_EDITS - 1
    assert history.spec_at(1) is None
