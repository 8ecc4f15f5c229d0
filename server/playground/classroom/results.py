"""The results of a class, as a table for a spreadsheet."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

from playground.classroom.classroom import Classroom

COLUMNS = (
    "nickname",
    "joined",
    "state",
    "step",
    "test_loss",
    "score",
    "parameters",
    "challenge",
    "challenge_score",
    "challenge_step",
    "challenge_parameters",
    "challenge_reached",
)

FORMULAS = "=+-@\t\r＝＋－＠"
"""First characters by which a spreadsheet takes a text for a formula."""


def results(classroom: Classroom) -> str:
    """Return CSV, a row a pupil who is in the class, in the order in which they came."""
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(COLUMNS)
    challenge = classroom.challenge
    for pupil in classroom.pupils:
        figures = pupil.look(classroom.awake(pupil.session))
        best = challenge.best.get(pupil.id) if challenge else None
        joined = datetime.fromtimestamp(pupil.joined, UTC)
        writer.writerow(
            (
                text(pupil.nickname),
                joined.isoformat(timespec="seconds"),
                figures.state,
                figures.step,
                _cell(figures.test_loss),
                _cell(figures.score),
                figures.parameters,
                challenge.board if challenge else "",
                _cell(best.score if best else None),
                _cell(best.step if best else None),
                _cell(best.parameters if best else None),
                _cell(challenge.reached(pupil.id) if challenge and challenge.target else None),
            )
        )
    return table.getvalue()


def text(value: str) -> str:
    """Return a text that stays one: an apostrophe tells a spreadsheet so."""
    return f"'{value}" if value.startswith(tuple(FORMULAS)) else value


def _cell(value: float | bool | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
