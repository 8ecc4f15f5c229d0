"""The table of what a class has done."""

from __future__ import annotations

import pytest

from playground.classroom.results import text


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@x", "＝1"])
def test_no_nickname_is_a_formula(name: str) -> None:
    assert text(name) == f"'{name}"
    assert text("Ada = 1") == "Ada = 1"
