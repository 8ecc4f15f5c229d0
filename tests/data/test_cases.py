"""Tables as people have them, each read for what it says: the inputs lie in `cases/`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from playground.data import storage, upload
from playground.data.metadata import read
from playground.spec.base import SpecProblem
from playground.spec.project import parse
from playground.spec.upload import Upload
from support.uploading import reading_of, rows_of, spec_of, uploaded

CASES = Path(__file__).parent / "cases"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(storage.FOLDER, str(tmp_path))


def case(name: str, **asked: Any) -> Upload:
    return uploaded((CASES / name).read_bytes(), name, **asked)


def names(found: Upload) -> list[str]:
    return [column.name for column in found.columns]


def kinds(found: Upload) -> str:
    """n for a number, c for a category, - for what is ignored; the target as a capital."""
    return "".join(
        "-" if c.role == "ignored" else c.kind[0].upper() if c.role == "target" else c.kind[0]
        for c in found.columns
    )


def told(found: Upload) -> list[str]:
    notes = [*reading_of(found).notes, *upload.notes_of(found, read(found.id))]
    return [note.code for note in notes]


# Name, names of columns, kinds, rows, first row, what is told.
CASES_READ: list[tuple[str, list[str], str, int, list[Any], list[str]]] = [
    (
        "06-pandas-index.csv",
        ["c1", "0", "1", "2", "target"],
        "-nnnC",
        60,
        [0, 0.819, 0.816, 0.468, "dog"],
        ["read_header_numbers", "read_names_made", "read_index_column"],
    ),
    (
        "06b-pandas-numeric.csv",
        ["0", "1", "2", "3"],
        "nnnC",
        60,
        [0.152, 0.016, 0.005, 0],
        ["read_header_numbers"],
    ),
    ("02-de-headerless.csv", ["c1", "c2", "c3"], "nnN", 40, [4.32, 3.48, 1.31], []),
    (
        "03-thousands-us.csv",
        ["area", "price", "rooms"],
        "nnC",
        60,
        [500, 659, 1],
        ["read_decimal"],
    ),
    (
        "03c-thousands-de-int.csv",
        ["flaeche", "zimmer", "preis"],
        "nnN",
        60,
        [500, 1, 323],
        ["read_decimal"],
    ),
    (
        "03d-percent.csv",
        ["rate", "growth", "class"],
        "nnC",
        60,
        [81.6, 129, "a"],
        ["read_unit", "read_unit"],
    ),
    ("02d-tab-decimalcomma.txt", ["A", "B", "C"], "nnN", 40, [3.30, 0.33, 3.68], []),
    ("04-sep-line.csv", ["A", "B", "C"], "nnC", 40, [3.48, 4.23, "nein"], []),
    (
        "05b-comment.csv",
        ["temp", "hum", "state"],
        "nnC",
        40,
        [3.8, 51, "off"],
        ["read_lines_above"],
    ),
    ("12b-pipe.csv", ["a", "b", "y"], "nnC", 40, [0.78, 0.05, 0], []),
    ("12c-space.csv", ["x", "y", "label"], "nnC", 40, [0.83, 0.71, 0], []),
    (
        "11g-none.csv",
        ["a", "b", "y"],
        "nnC",
        30,
        [None, 0.45, 0],
        ["read_empty_words", "read_rows_left_out"],
    ),
    (
        "11h-dash.csv",
        ["a", "b", "y"],
        "nnC",
        30,
        [None, 0.14, 0],
        ["read_empty_words", "read_rows_left_out"],
    ),
    ("09d-c2.csv", ["c2", "c2 (2)", "pass"], "nnC", 40, [0.24, 0.17, 0], ["read_names_made"]),
    (
        "01-cp949.csv",
        ["온도", "습도", "지역", "쾌적도"],
        "nncC",
        40,
        [19.9, 48, "서울", "좋음"],
        ["read_encoding"],
    ),
    (
        "01c-utf8bom.csv",
        ["온도", "습도", "지역", "쾌적도"],
        "nncC",
        40,
        [19.9, 48, "서울", "좋음"],
        [],
    ),
    (
        "01d-latin1.csv",
        ["Größe", "Gewicht", "Klasse"],
        "nnC",
        40,
        [156.7, 54.7, "groß"],
        ["read_encoding"],
    ),
    ("14-xor.csv", ["x1", "x2", "y"], "nnC", 4, [0, 0, 0], ["read_few_rows"]),
    ("18-ragged.csv", ["a", "b", "y"], "nnC", 40, [0.68, 0.42, 0], ["read_trailing_cells"]),
]


@pytest.mark.parametrize(
    ("name", "columns", "roles", "rows", "first", "notes"),
    CASES_READ,
    ids=[name for name, *_ in CASES_READ],
)
def test_a_table_is_read_for_what_it_says(
    name: str, columns: list[str], roles: str, rows: int, first: list[Any], notes: list[str]
) -> None:
    found = case(name)
    assert (names(found), kinds(found), found.rows) == (columns, roles, rows)
    row = rows_of(found)[0]
    assert row == [pytest.approx(cell) if isinstance(cell, float) else cell for cell in first]
    assert told(found) == notes


def test_thousands_are_told_with_what_they_could_mean_else() -> None:
    found = case("03c-thousands-de-int.csv")
    assert [row[2] for row in rows_of(found)[:4]] == [323, 1887, 2472, 314]
    (note,) = reading_of(found).notes
    assert note.params == {"column": "preis", "cell": "1.887", "value": "1887", "other": "1.887"}
    assert reading_of(found).others == {"decimal": (".",)}
    pointed = case("03c-thousands-de-int.csv", decimal=".")
    assert rows_of(pointed)[1][2] == pytest.approx(1.887)
    assert (told(pointed), reading_of(pointed).given) == ([], ("decimal",))
    american = case("03-thousands-us.csv")
    assert [row[1] for row in rows_of(american)[:3]] == [659, 2852, 1934]
    assert [row[1] for row in rows_of(case("03-thousands-us.csv", decimal=","))[:2]] == [
        659,
        pytest.approx(2.852),
    ]


def test_the_first_row_is_names_or_not_as_asked() -> None:
    numeric = case("06b-pandas-numeric.csv", header=False)
    assert (names(numeric), numeric.rows) == (["c1", "c2", "c3", "c4"], 61)
    assert reading_of(case("06b-pandas-numeric.csv")).others == {"header": ("false",)}
    assert names(case("02-de-headerless.csv", header=True)) == ["4,32", "3,48", "1,31"]


def test_long_names_that_differ_at_their_ends_stay_apart() -> None:
    found = case("09-forms.csv")
    assert kinds(found) == "-nnC"
    _, fun, fast, _ = names(found)
    assert len(fun) == 80
    assert fast == f"{fun[:76]} (2)"
    assert "read_dates" in told(found)


def test_four_rows_all_train_and_all_test() -> None:
    spec = spec_of(case("14-xor.csv"))
    points = upload.load_upload(spec)
    assert (spec.tests_what_it_trains, spec.train_samples, points.train) == (True, 4, 4)
    np.testing.assert_array_equal(points.inputs[:4], points.inputs[4:])
    np.testing.assert_array_equal(points.labels[:4], points.labels[4:])
    assert sorted(points.labels.tolist()) == [0, 0, 0, 0, 1, 1, 1, 1]


@pytest.mark.parametrize(
    ("name", "code"),
    [("23b-data.json", "upload_is_json"), ("23e-login.html", "upload_is_web_page")],
)
def test_what_is_no_table_is_told_for_what_it_is(name: str, code: str) -> None:
    with pytest.raises(SpecProblem) as caught:
        case(name)
    assert caught.value.code == code


# --- MNIST as it is spread -----------------------------------------------------------------------


def digits(
    rows: int, side: int, header: str, label: str, dark: int = 1
) -> tuple[str, np.ndarray[Any, Any]]:
    rng = np.random.default_rng(12)
    pixels = rng.integers(0, 256, (rows, side * side))
    pixels[:, :dark] = 0
    labels = np.arange(rows) % 10
    first = label == "first"
    table = np.column_stack([labels, pixels] if first else [pixels, labels])
    lines = [",".join(map(str, row)) for row in table]
    cells = [f"pixel{at}" for at in range(side * side)]
    if header:
        lines.insert(0, ",".join([header, *cells] if first else [*cells, header]))
    return "\n".join(lines) + "\n", pixels


@pytest.mark.parametrize("header", ["", "label"])
@pytest.mark.parametrize("label", ["first", "last"])
@pytest.mark.parametrize("side", [8, 28])
def test_digits_are_read_as_a_table_and_offered_as_pictures(
    header: str, label: str, side: int
) -> None:
    text, pixels = digits(40, side, header, label)
    table = uploaded(text)
    assert (len(table.columns), table.image, table.rows) == (side * side + 1, None, 40)
    assert "read_pictures" in told(table)
    assert (table.target.name, table.classes) == (
        table.columns[0 if label == "first" else -1].name,
        10,
    )
    assert ("read_label_target" in told(table)) == (label == "first")
    assert reading_of(table).others["pictures"] == ("true",)
    pictures = uploaded(text, pictures=True)
    assert (pictures.image, pictures.classes, pictures.rows) == ((side, side), 10, 40)
    points = upload.load_upload(spec_of(pictures, train_fraction=0.5))
    assert points.inputs.shape == (40, 1, side, side)
    shown = np.sort(points.inputs.sum(axis=(1, 2, 3)))
    np.testing.assert_allclose(shown, np.sort(pixels.sum(axis=1) / pixels.max()), rtol=1e-5)


def test_a_table_of_other_numbers_is_no_pictures() -> None:
    text, _ = digits(40, 8, "label", "first")
    assert "read_pictures" not in told(uploaded(text.replace(",255", ",256")))
    with pytest.raises(SpecProblem) as caught:
        uploaded("a,b,y\n" + "1,2,0\n3,4,1\n" * 20, pictures=True)
    assert caught.value.code == "upload_no_pictures"


def test_the_column_of_few_values_is_the_label_where_all_are_shades_of_gray() -> None:
    text, _ = digits(40, 8, "", "last", dark=0)
    assert uploaded(text).target.name == "c65"
    assert uploaded(text, pictures=True).classes == 10


def test_letters_of_an_alphabet_are_classes() -> None:
    rows = [[at % 26 + 1, *([at % 250] * 63), 7] for at in range(60)]
    found = uploaded("".join(",".join(map(str, row)) + "\n" for row in rows))
    assert (found.target.name, found.classes) == ("c1", 26)


@pytest.mark.parametrize("header", ["", "label"])
def test_pictures_behind_the_numbers_of_their_rows_are_offered(header: str) -> None:
    text, pixels = digits(40, 28, header, "first")
    lines = text.splitlines()
    first = ["" if header else "0", *range(not header, 40)]
    numbered = "\n".join(f"{at},{line}" for at, line in zip(first, lines, strict=True)) + "\n"
    table = uploaded(numbered)
    assert (kinds(table)[:3], "read_pictures" in told(table)) == ("-Cn", True)
    found = uploaded(numbered, pictures=True)
    assert (found.image, found.classes) == ((28, 28), 10)
    points = upload.load_upload(spec_of(found, train_fraction=0.5))
    np.testing.assert_allclose(
        np.sort(points.inputs.sum(axis=(1, 2, 3))),
        np.sort(pixels.sum(axis=1) / pixels.max()),
        rtol=1e-5,
    )


@pytest.mark.parametrize("side", [8, 28])
def test_pictures_of_which_nothing_says_what_they_show_are_told(side: int) -> None:
    text, _ = digits(40, side, "", "last")
    bare = "\n".join(line.rsplit(",", 1)[0] for line in text.splitlines()) + "\n"
    assert "read_no_label" in told(uploaded(bare))
    assert "read_pictures" not in told(uploaded(bare))


@pytest.mark.parametrize("label", ["first", "last"])
def test_pictures_of_64_pixels_a_side_have_a_label_besides(label: str) -> None:
    text, _ = digits(20, 64, "label", label)
    table = uploaded(text)
    assert (len(table.columns), table.width, table.classes) == (4097, 4096, 10)
    assert uploaded(text, pictures=True).image == (64, 64)
    data = spec_of(table).model_dump(mode="json")
    spec = parse({"data": data, "training": {"loss": {"kind": "cross_entropy"}}})
    assert len(spec.data.input_names) == 4096


def test_a_table_of_4096_columns_is_a_set_up() -> None:
    cells = ",".join(["1.5", "2.5"] * 2048)
    other = ",".join(["2.5", "1.5"] * 2048)
    names = ",".join(f"column_{at}" for at in range(4096))
    found = uploaded(f"{names}\n" + f"{cells}\n{other}\n" * 12)
    data = spec_of(found).model_dump(mode="json")
    spec = parse({"data": data, "training": {"loss": {"kind": "mse"}}})
    assert len(spec.data.input_names) == 4095
