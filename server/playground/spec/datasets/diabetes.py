"""Patients, and how far their disease went in a year."""

from __future__ import annotations

from playground.spec.datasets._table import TableKind

KIND = TableKind(
    place=4,
    regression=True,
    given=(442,),
    targets_within_one=False,
    columns=(
        "age",
        "sex",
        "bmi",
        "bp",
        "s1",
        "s2",
        "s3",
        "s4",
        "s5",
        "s6",
    ),
)
