"""A class of 60 on one server: they are in soon, nobody falls out, and pictures are fresh."""

from __future__ import annotations

import asyncio

import numpy as np
import pytest

from support.pupils import ClassOf
from support.serving import serve

JOINED_WITHIN_S = 10.0
OLDEST_FRAME_S = 0.5


@pytest.mark.parametrize(
    ("pupils", "seconds"),
    [
        pytest.param(12, 10.0, id="a small class"),
        pytest.param(
            60, 300.0, id="a class of 60", marks=[pytest.mark.slow, pytest.mark.timeout(600)]
        ),
    ],
)
def test_a_class_joins_and_stays(pupils: int, seconds: float) -> None:
    with serve("--device", "cpu") as server:
        school = ClassOf(server.url, pupils)
        asyncio.run(school.run(seconds))
    ages = np.array([age for seen in school.pupils for age in seen.ages])
    grid = np.array(school.teacher.ages)
    print(
        f"{pupils} pupils joined in {school.joined_within_s:.1f} s; {len(ages) / seconds:.0f} frames"
        f" a second, age median {np.median(ages):.3f} s, p99 {np.quantile(ages, 0.99):.3f} s;"
        f" grid {len(grid) / seconds:.0f} a second, p99 {np.quantile(grid, 0.99):.3f} s"
    )
    assert school.joined_within_s <= JOINED_WITHIN_S
    assert school.shown == pupils
    assert [seen.ended for seen in (*school.pupils, school.teacher)] == [None] * (pupils + 1)
    assert min(seen.steps for seen in school.pupils) > 0
    assert np.quantile(ages, 0.99) <= OLDEST_FRAME_S
    assert np.quantile(grid, 0.99) <= OLDEST_FRAME_S
