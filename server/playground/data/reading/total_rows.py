"""Rows that sum a table up and are no samples: totals and means, at its end or at its top.

Such a row begins with a word for it where the other rows have numbers, dates or names, or has the
sums of all that stands above it. Behind it may stand where the table comes from.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from playground.data.reading.number_shapes import read_shape, shape_of
from playground.data.reading.survey import FEW, ColumnSurvey

HELD = 12
"""Rows at the end that are looked at one by one."""
FEW_ABOVE = 5
"""Of fewer rows, the last may be the sum of the others by chance."""
ALWAYS = 0.9
"""The share of cells that are filled in a column that is hardly ever empty."""
LONGEST = 60

_TOTALS = (
    "total totals|grand total|sub total|subtotal|sub-total|sum|sums|sum total|overall total|total sum|total overall"
    "|summe|gesamt|gesamtsumme|insgesamt|zwischensumme|endsumme|total général|total general|totaux|somme|suma|soma"
    "|suma total|total geral|totale|totali|totale generale|totaal|eindtotaal|summa|totalt|i alt|yhteensä|razem"
    "|ogółem|łącznie|celkem|součet|összesen|итого|всего|сумма|toplam|genel toplam|tổng|tổng cộng"
    "|합계|총계|소계|총합|총합계|누계|계|合計|総計|総合計|小計|計|合计|总计|小计|总和|總計|總和"
)
_SUMMARIES = (
    "overall|all|mean|means|average|averages|avg|median|std|sd|stdev|std dev|st dev|standard deviation|variance|min"
    "|minimum|max|maximum|count|25%|50%|75%|mittelwert|mittel|durchschnitt|standardabweichung|moyenne|médiane"
    "|écart-type|ensemble|media|mediana|promedio|média|gemiddelde|medel|medelvärde|keskiarvo|średnia|průměr|átlag"
    "|среднее|ortalama|평균|평균값|전체|전체평균|중앙값|중간값|표준편차|분산|최대|최댓값|최대값|최소|최솟값|최소값"
    "|平均|平均値|平均值|中央値|中位数|標準偏差|标准差|最大|最小|最大値|最小値|最大值|最小值"
)
TOTALS = frozenset(_TOTALS.replace("total totals", "total|totals").split("|"))
"""Words that hardly ever name anything else."""
SUMMARIES = frozenset(_SUMMARIES.split("|"))
"""Words that may as well be a class: small, average, large."""
BEYOND_WORD = re.compile(r"[(（\[:：=].*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class LooseRow:
    """A row that may be no sample: its number, and its cells as texts, "" where nothing stands."""

    number: int
    cells: tuple[str, ...]

    @property
    def label(self) -> str:
        """What it calls itself: its first text, or its first cell."""
        filled = [cell for cell in self.cells if cell]
        return next((cell for cell in filled if _is_text(cell)), filled[0] if filled else "")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Samples are the rows from `first` to `last`. `rows` sum them up, and `lines` hold none of its values.

    `doubtful` is a row that was kept, and may be a total.
    """

    first: int = 0
    last: int = 2**62
    rows: tuple[LooseRow, ...] = ()
    lines: int = 0
    doubtful: LooseRow | None = None


def begins_a_total(cells: Sequence[str]) -> bool:
    """Whether the first cell of a row is a word for what a table sums up to."""
    word = _plain(next(filter(None, cells), ""))
    return word in TOTALS or word in SUMMARIES


def sums_up(row: LooseRow, surveys: Sequence[ColumnSurvey]) -> bool | None:
    """Whether a row sums up those of which the surveys are; None where it may and may not."""
    place = next((at for at, cell in enumerate(row.cells) if _is_word_or_text(cell)), None)
    if place is None:
        return False
    word = _plain(row.cells[place])
    if word not in TOTALS and word not in SUMMARIES:
        return False
    if not any(_is_number(cell) for at, cell in enumerate(row.cells) if at != place):
        return False
    survey = surveys[place]
    if not survey.is_text and survey.shapes[shape_of(row.cells[place])]:
        # Other rows have it, too: it is one of the column's values.
        return False
    if _is_foreign(survey) or word in TOTALS:
        return True
    return None


def is_line_below(row: LooseRow, surveys: Sequence[ColumnSurvey], rows: int) -> bool:
    """Whether a row of a single text stands below the table: a source, a remark."""
    filled = [at for at, cell in enumerate(row.cells) if cell]
    if len(filled) != 1 or len(row.cells) < 3 or not _is_text(row.cells[filled[0]]):
        return False
    survey, cell = surveys[filled[0]], row.cells[filled[0]]
    others = [each for at, each in enumerate(surveys) if at != filled[0]]
    alone = all(each.filled >= ALWAYS * rows for each in others if each.filled)
    return alone and (survey.is_text or not survey.shapes[shape_of(cell)])


def looks_loose(row: LooseRow) -> bool:
    """Whether a row, by itself, may sum others up or stand below them."""
    filled = [cell for cell in row.cells if cell]
    first = next((cell for cell in filled if _is_word_or_text(cell)), "")
    return len(filled) == 1 or _plain(first) in TOTALS or _plain(first) in SUMMARIES


def _is_foreign(survey: ColumnSurvey) -> bool:
    """Whether a word is none of a column's kind: it has numbers or dates, nothing, or a name a row."""
    if survey.is_text or not survey.filled:
        return True
    if survey.count("text") < 0.1 * survey.filled:
        return True
    return len(survey.different) >= min(FEW, survey.filled) and survey.filled >= FEW_ABOVE


def _plain(cell: str) -> str:
    if len(cell) > LONGEST:
        return ""
    word = " ".join(BEYOND_WORD.sub("", cell).split()).strip(" .*-–—_#'\"").casefold()
    # 합 계, 総 計
    return word.replace(" ", "") if word[:1] > "\u2e7f" else word


def _is_word_or_text(cell: str) -> bool:
    return bool(cell) and (_is_text(cell) or _plain(cell) in SUMMARIES)


def _is_text(cell: str) -> bool:
    return read_shape(shape_of(cell[:64])).kind == "text"


def _is_number(cell: str) -> bool:
    return bool(cell) and read_shape(shape_of(cell[:64])).is_number
