"""Nothing is lost when the web process, a trainer or both are killed at any instant."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from support.storm import Storm

MAX_REPEATED_S = 1.0


@pytest.mark.parametrize(
    ("kills", "sessions"),
    [
        pytest.param(3, 6, id="a few"),
        pytest.param(200, 20, id="200", marks=[pytest.mark.slow, pytest.mark.timeout(4 * 60 * 60)]),
    ],
)
def test_nothing_is_lost_when_processes_are_killed(
    tmp_path: Path, kills: int, sessions: int, record_property: pytest.RecordProperty
) -> None:
    storm = Storm(sessions, str(tmp_path), seed=kills)
    asyncio.run(storm.run(kills))
    accepted = sum(len(each.accepted) for each in storm.sessions)
    record_property("accepted edits", accepted)
    record_property("longest repeated, s", round(storm.longest_repeated_s, 3))
    print(f"{storm.kills}, {accepted} edits, {storm.longest_repeated_s:.3f} s repeated at most")
    assert accepted >= kills * sessions / 2, "edits did not flow"
    assert any(each.repeated_s for each in storm.sessions), "no run was ever taken up again"
    assert not storm.missing
    assert storm.longest_repeated_s <= MAX_REPEATED_S
