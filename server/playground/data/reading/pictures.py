"""Pictures in a table of text: a label, and n × n whole numbers from 0 to 255, as MNIST is spread."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.data.reading.index_columns import names_rows
from playground.data.reading.survey import ColumnSurvey

SIDES = range(4, 65)
SURE_SIDE = 8
"""Smaller pictures are only those whose columns are called pixels."""
BRIGHTEST = 255
LABEL = re.compile(r"label|class|target|y|digit|letter|category|정답|라벨|클래스", re.IGNORECASE)
PIXEL = re.compile(r"(?:pixel|px|p|x|attr|v)?[_ .-]?\d+(?:[x×_-]\d+)?|\d+x\d+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Picture:
    """Each row is one: `label` is the place of its label among the columns, the first or the last.

    The first `skipped` columns only number the rows.
    """

    label: int
    side: int
    skipped: int = 0

    @property
    def size(self) -> tuple[int, int]:
        return self.side, self.side

    def pixels(self, cells: Sequence[Any]) -> NDArray[np.uint8]:
        """Give the pixels [n, side × side] of rows."""
        import pyarrow as pa

        columns = [
            column for at, column in enumerate(cells) if at >= self.skipped and at != self.label
        ]
        found = np.empty((len(cells[0]), len(columns)), np.uint8)
        for at, column in enumerate(columns):
            found[:, at] = column.cast(pa.int64()).to_numpy(zero_copy_only=False)
        return found


def find_pictures(surveys: Sequence[ColumnSurvey], names: Sequence[str]) -> Picture | None:
    """Find whether each row may be a picture with its label. `names` are "" where there are none."""
    if len(surveys) > 2 and _side(len(surveys) - 2) and _numbers_rows(surveys[0], names[0]):
        found = find_pictures(surveys[1:], names[1:])
        return found and Picture(found.label + 1, found.side, 1)
    side = _side(len(surveys) - 1)
    if side is None:
        return None
    rows = max(survey.filled for survey in surveys)
    pixels = [_are_pixels(survey, rows) for survey in surveys]
    if not all(pixels[1:-1]):
        return None
    able = [at for at in (0, -1) if pixels[-1 - at] and _can_label(surveys[at])]
    if not able:
        return None
    named = [at for at in able if LABEL.fullmatch(names[at])]
    # Labels are fewer than shades of gray are.
    label = (named or sorted(able, key=lambda at: _spread(surveys[at])))[0] % len(surveys)
    others = [name for at, name in enumerate(names) if at != label]
    if side < SURE_SIDE and not all(
        PIXEL.fullmatch(name) and not name.isdigit() and "pix" in name.lower() for name in others
    ):
        return None
    return Picture(label, side)


def unlabeled_side(surveys: Sequence[ColumnSurvey]) -> int | None:
    """Give the side of the pictures that rows may be, of which nothing says what they show."""
    side = _side(len(surveys))
    if side is None or side < SURE_SIDE:
        return None
    rows = max(survey.filled for survey in surveys)
    shades = max(survey.high for survey in surveys) - min(survey.low for survey in surveys)
    pictured = shades > 1 and all(_are_pixels(survey, rows) for survey in surveys)
    return side if pictured else None


def _side(pixels: int) -> int | None:
    side = math.isqrt(max(0, pixels))
    return side if side in SIDES and side**2 == pixels else None


def _numbers_rows(survey: ColumnSurvey, name: str) -> bool:
    counted = (
        survey.whole and survey.low in (0, 1) and survey.high - survey.low + 1 == survey.filled
    )
    return counted and names_rows(name)


def _spread(survey: ColumnSurvey) -> float:
    return survey.high - survey.low if survey.whole else 0.0


def _are_pixels(survey: ColumnSurvey, rows: int) -> bool:
    return survey.whole and survey.filled == rows and survey.low >= 0 and survey.high <= BRIGHTEST


def _can_label(survey: ColumnSurvey) -> bool:
    """Whether it can be a label: texts or whole numbers, and more than one of them."""
    return len(survey.different) > 1 and (survey.whole or not survey.count("number"))
