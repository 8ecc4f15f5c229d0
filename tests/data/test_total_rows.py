"""Rows that sum a table up are no samples: left out, told with their count, and kept when asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from playground.data import storage
from playground.spec.base import SpecProblem
from playground.spec.upload import Upload
from support.uploading import reading_of, rows_of, uploaded

ROWS = 30
MEASURED = [(at * 7 % 13 + 1, at * 3 % 17 + 2) for at in range(ROWS)]
SUMS = sum(a for a, _ in MEASURED), sum(b for _, b in MEASURED)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(storage.FOLDER, str(tmp_path))


def table(label: str, *ending: str, header: str = "k,a,b") -> str:
    """A column that `label` writes with the number of the row, and two of numbers."""
    rows = [f"{label.format(at)},{a},{b}" for at, (a, b) in enumerate(MEASURED)]
    return "\n".join([header, *rows, *ending]) + "\n"


def notes_of(found: Upload) -> dict[str, dict[str, Any]]:
    return {note.code: note.params for note in reading_of(found).notes}


LAST = f"{{}},{SUMS[0]},{SUMS[1]}"


@pytest.mark.parametrize("label", ["{}", "n{}", "2024-01-{:02}", "kind"])
@pytest.mark.parametrize(
    "word",
    ["Total", "total:", "TOTALS", "Summe", "Gesamt", "합계", "합 계", "총계", "合计", "Suma"],
)
def test_a_total_at_the_end_is_left_out_and_told(label: str, word: str) -> None:
    found = uploaded(table(label, LAST.format(word)))
    assert found.rows == ROWS
    assert [row[-2:] for row in rows_of(found)] == [list(row) for row in MEASURED]
    assert notes_of(found)["read_totals"] == {
        "used": ROWS,
        "rows": ROWS + 1,
        "row": ROWS + 2,
        "cell": word,
    }
    assert reading_of(found).total


def test_a_total_makes_no_class_and_no_text_of_a_column() -> None:
    assert uploaded(table("kind", LAST.format("Total"))).columns[0].categories == ("kind",)
    few = "n,v,y\n" + "".join(f"{at},{at % 3},{at * 5 % 7}\n" for at in range(6))
    found = uploaded(few + "Total,6,15\n")
    assert [column.kind for column in found.columns[:2]] == ["number", "number"]
    assert found.rows == 6


@pytest.mark.parametrize(
    "ending",
    [
        ("", "Total,202,287"),
        ("Total,202,287", "", "Source: office,,"),
        ("Total,202,287", "Mean,6.73,9.57", "SD,3.1,4.2"),
        ("Mean,6.73,9.57", "Total,202,287"),
        ("Total,202",),
        ("Total (30),202,287", "출처: 통계청"),
    ],
)
def test_what_stands_around_a_total_is_left_out_with_it(ending: tuple[str, ...]) -> None:
    found = uploaded(table("{}", *ending))
    assert found.rows == ROWS
    assert "read_totals" in notes_of(found)
    assert found.columns[0].kind == "number"


def test_sums_without_a_word_are_a_total() -> None:
    found = uploaded(table("kind", LAST.format("")))
    assert (found.rows, notes_of(found)["read_totals"]["used"]) == (ROWS, ROWS)
    money = [round(at * 1.37 + 0.11, 2) for at in range(ROWS)]
    german = "\n".join(f"{at % 3};{value:.2f}".replace(".", ",") for at, value in enumerate(money))
    total = f"{sum(money):.2f}".replace(".", ",")
    text = f"art;preis\n{german}\n;{total}\n"
    assert uploaded(text).rows == ROWS
    assert uploaded(text.replace(total, "600,01")).rows == ROWS
    assert "read_totals" not in notes_of(uploaded(text.replace(total, "600,01")))


def test_a_total_at_the_top_is_left_out() -> None:
    head, *rows = table("구{}").splitlines()
    found = uploaded("\n".join([head, LAST.format("합계"), *rows]) + "\n")
    assert (found.rows, rows_of(found)[0][-2:]) == (ROWS, list(MEASURED[0]))
    assert notes_of(found)["read_totals"]["row"] == 2


def test_a_total_is_kept_when_asked_for() -> None:
    found = uploaded(table("kind", LAST.format("Total")), total=False)
    assert (found.rows, rows_of(found)[-1]) == (ROWS + 1, ["Total", *SUMS])
    assert (reading_of(found).given, reading_of(found).total) == (("total",), False)
    assert "read_totals" not in notes_of(found)
    # Among numbers it is a cell that cannot be read, as any other word there.
    with pytest.raises(SpecProblem) as caught:
        uploaded(table("{}", LAST.format("Total")), total=False)
    assert caught.value.code == "upload_bad_cell"


def test_any_last_row_is_left_out_when_asked_for() -> None:
    found = uploaded(table("kind", "rest,1,2"), total=True)
    assert (found.rows, found.columns[0].categories) == (ROWS, ("kind",))
    assert notes_of(found)["read_totals"]["cell"] == "rest"


@pytest.mark.parametrize(
    ("label", "ending"),
    [
        # One of the column's own values.
        ("average", ("average,3,4",)),
        ("Total", ("Total,3,4",)),
        # The sum of two rows, by chance.
        ("kind", ("kind,9,9",)),
    ],
)
def test_a_sample_stays_one(label: str, ending: tuple[str, ...]) -> None:
    found = uploaded(table(label, *ending))
    assert (found.rows, reading_of(found).total) == (ROWS + 1, False)


def test_a_word_that_may_be_a_class_is_kept_and_told() -> None:
    rows = "".join(f"{['small', 'large'][at % 2]},{at % 7},{at % 5}\n" for at in range(ROWS))
    found = uploaded("size,a,b\n" + rows + "average,3,4\n")
    assert found.columns[0].categories == ("average", "large", "small")
    assert notes_of(found)["read_total_row"] == {"row": ROWS + 2, "word": "average"}
    assert reading_of(found).others["total"] == ("true",)
    assert uploaded("size,a,b\n" + rows + "average,3,4\n", total=True).rows == ROWS


@pytest.mark.parametrize(
    "text",
    [
        "x1,x2,y\n0,0,0\n0,1,1\n1,0,1\n1,1,1\n",
        "x1,x2,y\n0,0,0\n0,1,1\n1,0,1\n1,1,2\n",
        "n,f\n1,1\n2,1\n3,2\n",
        "stat,a,b\nmean,1,2\nmedian,2,3\nmax,5,8\n",
    ],
)
def test_a_small_table_keeps_all_its_rows(text: str) -> None:
    assert uploaded(text).rows == text.count("\n") - 1


def test_a_total_behind_many_rows_is_found_in_the_last_piece() -> None:
    count = 400_000
    rows = "".join(f"{at % 9},{at % 1000}.25,{'ab'[at % 2]}\n" for at in range(count))
    found = uploaded("n,v,y\n" + rows + "Total,12345,\n")
    assert (found.rows, notes_of(found)["read_totals"]["rows"]) == (count, count + 1)
