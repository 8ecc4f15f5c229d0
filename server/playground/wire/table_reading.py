"""How a file is read: what was asked for of a text, what was decided, and what is told of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from playground.spec.base import Scalar

Encoding = Literal[
    "utf-8",
    "utf-16-le",
    "utf-16-be",
    "cp949",
    "shift_jis",
    "euc_jp",
    "gb18030",
    "big5",
    "windows-1251",
    "windows-1252",
]
Separator = Literal[",", ";", "\t", "|", " "]
"""A space stands for runs of spaces and tabs."""
Decimal = Literal[".", ","]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What whoever gave the file asked for; None is to be guessed.

    `skip` are lines above the table that are left out, `empty` words that count as empty besides
    the usual ones, `pictures` whether a row of whole numbers and a label is a picture, `total`
    whether the last row sums the others up and is no sample.
    """

    encoding: Encoding | None = None
    separator: Separator | None = None
    decimal: Decimal | None = None
    header: bool | None = None
    skip: int | None = None
    empty: tuple[str, ...] = ()
    pictures: bool = False
    total: bool | None = None

    @property
    def given(self) -> tuple[str, ...]:
        """The names of what was asked for."""
        chosen = {
            "encoding": self.encoding is not None,
            "separator": self.separator is not None,
            "decimal": self.decimal is not None,
            "header": self.header is not None,
            "skip": self.skip is not None,
            "empty": bool(self.empty),
            "pictures": self.pictures,
            "total": self.total is not None,
        }
        return tuple(name for name, was in chosen.items() if was)


@dataclass(frozen=True, slots=True)
class Note:
    """Something that would else happen silently: a sentence of the page's, and what it mentions."""

    code: str
    params: dict[str, Scalar]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a file was read. `given` names what was asked for; all else was guessed.

    A file whose columns have types, Parquet or NPZ, has no encoding, separator and the like.

    `others` are other values that are possible where the file leaves it open, by name, as they are
    asked for. `empty` are the words, beside the empty cell, that were found and counted as empty.
    `total`: rows that sum the others up were left out.
    """

    encoding: Encoding | None = None
    separator: Separator | None = None
    decimal: Decimal | None = None
    header: bool | None = None
    skip: int | None = None
    empty: tuple[str, ...] = ()
    pictures: bool = False
    total: bool = False
    given: tuple[str, ...] = ()
    others: dict[str, tuple[str, ...]] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
