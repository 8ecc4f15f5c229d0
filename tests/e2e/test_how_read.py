"""The upload dialog says how a file was read, and reads it another way while one looks."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from support.browser import LEARNS_WITHIN_MS, Bench
from support.uploading import parquet_of


@pytest.fixture
def refusing(page: Page) -> None:
    """The browser writes each refused request to its console."""
    page.expected_complaints.append("status of 422")  # type: ignore[attr-defined]


def rows(separator: str = ",", count: int = 60) -> str:
    """Two measures that tell two kinds apart."""
    draw = random.Random(1)
    lines = [
        separator.join(
            [
                f"{5 + 2 * (at % 2) + draw.random():.2f}",
                f"{3 + at % 2 + draw.random():.2f}",
                "rosa" if at % 2 else "kama",
            ]
        )
        for at in range(count)
    ]
    return "\n".join([separator.join(["length", "width", "kind"]), *lines]) + "\n"


def look_at(bench: Bench, file: Path) -> None:
    bench.open_data("own")
    bench.at("dataset-upload-file").set_input_files(file)
    expect(bench.at("upload")).to_be_visible(timeout=LEARNS_WITHIN_MS)


def given(tmp_path: Path, text: str, name: str = "seeds.csv") -> Path:
    file = tmp_path / name
    file.write_text(text)
    return file


def test_the_row_says_what_was_detected(bench: Bench, tmp_path: Path) -> None:
    look_at(bench, given(tmp_path, rows()))
    expect(bench.at("how-read")).to_contain_text("How this file was read")
    for name, text in (
        ("encoding", "UTF-8 (detected)"),
        ("separator", "comma , (detected)"),
        ("decimal", "point: 3.14 (detected)"),
        ("header", "column names (detected)"),
    ):
        expect(bench.at(f"reading-{name}").locator("option:checked")).to_have_text(text)
    expect(bench.at("reading-skip")).to_have_value("0")


def test_another_way_of_reading_shows_at_once_and_replaces_the_first(
    bench: Bench, tmp_path: Path
) -> None:
    look_at(bench, given(tmp_path, rows()))
    expect(bench.at("upload-sum")).to_contain_text("60 rows. From 2 inputs")
    bench.at("column-2-role").select_option("ignored")
    expect(bench.at("upload-sum")).to_contain_text("From 1 input")
    bench.at("reading-header").select_option("true")
    expect(bench.at("upload-progress")).to_have_count(0, timeout=LEARNS_WITHIN_MS)
    # What was chosen of the columns holds.
    expect(bench.at("column-2-role")).to_have_value("ignored")
    expect(bench.at("upload-sum")).to_contain_text("From 1 input")
    bench.at("upload-use").click()
    expect(bench.at("upload")).to_have_count(0)
    bench.at("own-files-open").click()
    expect(bench.at("own-file")).to_have_count(1)


@pytest.mark.usefixtures("refusing")
def test_a_wrong_separator_is_changed_back(bench: Bench, tmp_path: Path) -> None:
    look_at(bench, given(tmp_path, rows()))
    bench.at("reading-separator").select_option(";")
    expect(bench.at("upload-problem")).to_be_visible(timeout=LEARNS_WITHIN_MS)
    expect(bench.at("upload-use")).to_be_disabled()
    expect(bench.at("column-1")).to_have_count(0)
    bench.at("reading-separator").select_option("guess")
    expect(bench.at("upload-sum")).to_contain_text("60 rows", timeout=LEARNS_WITHIN_MS)
    expect(bench.at("upload-problem")).to_have_count(0)
    # Or at one click, for the first reading is still there.
    bench.at("reading-separator").select_option("|")
    bench.at("reading-back").click(timeout=LEARNS_WITHIN_MS)
    expect(bench.at("reading-separator")).to_have_value("guess")
    bench.at("upload-use").click()
    expect(bench.at("upload-chosen")).to_contain_text("60 rows")


def test_a_reading_under_way_can_be_given_up(bench: Bench, tmp_path: Path) -> None:
    look_at(bench, given(tmp_path, rows()))
    held: list[Route] = []
    bench.page.route("**/api/uploads?*", lambda route: held.append(route))
    bench.at("reading-skip").fill("1")
    bench.at("reading-skip").press("Enter")
    expect(bench.at("upload-progress")).to_be_visible()
    expect(bench.at("upload-use")).to_be_disabled()
    bench.page.get_by_test_id("upload").get_by_test_id("upload-cancel").click()
    expect(bench.at("upload-progress")).to_have_count(0)
    expect(bench.at("reading-skip")).to_have_value("0")
    expect(bench.at("upload-use")).to_be_enabled()
    assert len(held) == 1


def test_a_file_opened_again_shows_how_it_was_read(bench: Bench, tmp_path: Path) -> None:
    file = given(tmp_path, rows())
    look_at(bench, file)
    bench.at("reading-separator").select_option(",")
    expect(bench.at("upload-progress")).to_have_count(0, timeout=LEARNS_WITHIN_MS)
    bench.at("upload-use").click()
    bench.at("upload-columns").click()
    # The page still has the file.
    expect(bench.at("reading-separator")).to_have_value(",")
    bench.at("upload-close").click()
    expect(bench.at("saved-state")).to_have_count(0)
    bench.page.reload()
    bench.at("upload-columns").click()
    expect(bench.at("read-separator")).to_have_text("Separatorcomma ,")
    expect(bench.at("read-decimal")).to_contain_text("detected")
    bench.at("reading-file-file").set_input_files(file)
    expect(bench.at("reading-separator")).to_have_value(",", timeout=LEARNS_WITHIN_MS)


def test_each_note_is_told_once_with_what_can_be_done(bench: Bench, tmp_path: Path) -> None:
    """The notes are put into a real answer: which come when is the reader's matter."""
    notes = [
        {"code": "read_lines_above", "params": {"count": 2}},
        {"code": "read_unit", "params": {"column": "width", "cell": "3 cm", "value": 3}},
        {"code": "read_pictures", "params": {"height": 28, "width": 28}},
    ]

    bench.page.evaluate(
        """told => {
          const own = Object.getOwnPropertyDescriptor(XMLHttpRequest.prototype, 'responseText');
          Object.defineProperty(XMLHttpRequest.prototype, 'responseText', {
            get() {
              const document = JSON.parse(own.get.call(this));
              Object.assign(document.reading, told);
              return JSON.stringify(document);
            },
          });
        }""",
        {"notes": notes, "others": {"decimal": [","]}},
    )
    look_at(bench, given(tmp_path, rows()))
    expect(bench.at("reading-notes").first).to_contain_text("left out: 2")
    expect(bench.at("column-2-notes")).to_contain_text("“3 cm” was read as 3")
    expect(bench.at("how-read").get_by_text("not certain")).to_have_count(1)
    expect(bench.at("reading-decimal-other")).to_have_text("Or: comma: 3,14")
    with bench.page.expect_request("**/api/uploads?*") as asked:
        bench.at("offer-pictures").click()
    assert "pictures=true" in asked.value.url
    with bench.page.expect_request("**/api/uploads?*") as asked:
        bench.at("reading-decimal-other").click()
    assert "decimal=%2C" in asked.value.url


def test_a_korean_table_with_its_own_encoding(bench: Bench, tmp_path: Path) -> None:
    file = tmp_path / "수업.csv"
    text = rows().replace("length,width,kind", "길이,너비,품종").replace("rosa", "장미")
    file.write_bytes(text.encode("cp949"))
    look_at(bench, file)
    expect(bench.at("column-3")).to_contain_text("품종")
    expect(bench.at("reading-encoding").locator("option:checked")).to_have_text(
        "Korean (CP949) (detected)"
    )
    bench.at("upload-use").click()
    expect(bench.at("legend-classes")).to_contain_text("장미")
    expect(bench.at("output-name-1")).to_have_text("장미")


def test_decimal_commas_behind_a_line_that_names_the_separator(
    bench: Bench, tmp_path: Path
) -> None:
    text = "sep=;\n" + rows(";").replace(".", ",")
    look_at(bench, given(tmp_path, text))
    expect(bench.at("upload-sum")).to_contain_text("60 rows. From 2 inputs")
    for name, checked in (("separator", "semicolon ; (detected)"), ("decimal", "comma: 3,14")):
        chosen = bench.at(f"reading-{name}").locator("option:checked")
        expect(chosen).to_contain_text(checked)


def test_a_wrong_guess_of_the_first_row_is_mended_by_the_switch(
    bench: Bench, tmp_path: Path
) -> None:
    """Years are names as well as numbers: here they are names."""
    lines = ["2019,2020,2021", *(f"{20 + at % 7},{30 + at % 5},{40 + at % 9}" for at in range(40))]
    look_at(bench, given(tmp_path, "\n".join(lines) + "\n"))
    bench.at("reading-header").select_option("false")
    expect(bench.at("upload-sum")).to_contain_text("41 rows", timeout=LEARNS_WITHIN_MS)
    expect(bench.at("column-1")).not_to_contain_text("2019")
    bench.at("reading-header").select_option("true")
    expect(bench.at("upload-sum")).to_contain_text("40 rows", timeout=LEARNS_WITHIN_MS)
    expect(bench.at("column-1")).to_contain_text("2019")


def test_rows_of_pixels_are_read_as_images_at_a_click(bench: Bench, tmp_path: Path) -> None:
    draw = random.Random(3)
    names = ["label", *(f"pixel{at}" for at in range(64))]
    lines = [
        ",".join([str(at % 3), *(str(draw.randrange(256)) for _ in range(64))]) for at in range(60)
    ]
    look_at(bench, given(tmp_path, "\n".join([",".join(names), *lines]) + "\n", "digits.csv"))
    bench.at("offer-pictures").click()
    expect(bench.at("offer-table")).to_be_visible(timeout=LEARNS_WITHIN_MS)
    expect(bench.at("upload-sum")).to_contain_text("which of 3 classes “label” is")
    bench.at("upload-use").click()
    expect(bench.at("layer-input")).to_contain_text("1 × 8 × 8")


def test_twenty_six_letters_are_told_apart_everywhere(bench: Bench, tmp_path: Path) -> None:
    draw = random.Random(4)
    letters = [chr(65 + at) for at in range(26)]
    lines = [
        f"{at % 6 + draw.gauss(0, 0.1):.3f},{at // 6 + draw.gauss(0, 0.1):.3f},{letter}"
        for _ in range(8)
        for at, letter in enumerate(letters)
    ]
    look_at(bench, given(tmp_path, "\n".join(["x,y,letter", *lines]) + "\n", "letters.csv"))
    expect(bench.at("upload-sum")).to_contain_text("which of 26 classes “letter” is")
    bench.at("upload-use").click()
    keys = bench.at("legend-classes").locator("li")
    expect(keys).to_have_text(letters)
    signs = keys.locator("path").evaluate_all(
        "paths => paths.map(path => path.getAttribute('d') + getComputedStyle(path).fill)"
    )
    assert len(set(signs)) == 26
    expect(bench.at("neuron-output-25")).to_have_attribute("aria-label", "Output: Z")


def test_a_total_is_left_out_and_taken_back(bench: Bench, tmp_path: Path) -> None:
    look_at(bench, given(tmp_path, rows() + "360.1,210.2,Total\n"))
    expect(bench.at("read_totals")).to_contain_text("60 of 61 rows are used as samples")
    expect(bench.at("reading-total").locator("option:checked")).to_have_text(
        "a total, left out (detected)"
    )
    expect(bench.at("upload-sum")).to_contain_text("60 rows")
    bench.at("offer-total").click()
    expect(bench.at("upload-sum")).to_contain_text("61 rows", timeout=LEARNS_WITHIN_MS)
    expect(bench.at("read_totals")).to_have_count(0)
    bench.at("reading-total").select_option("true")
    expect(bench.at("upload-sum")).to_contain_text("60 rows", timeout=LEARNS_WITHIN_MS)


def test_a_file_with_types_tells_what_became_of_its_columns(bench: Bench, tmp_path: Path) -> None:
    numbers = [at * 7 % 11 / 2 for at in range(60)]
    columns = {
        "id": list(range(60)),
        "length": numbers,
        "wet": [at % 3 == 0 for at in range(60)],
        "kind": ["rosa" if at % 2 else "kama" for at in range(60)],
    }
    file = tmp_path / "seeds.parquet"
    file.write_bytes(parquet_of(columns))
    look_at(bench, file)
    expect(bench.at("reading-encoding")).to_have_count(0)
    expect(bench.at("read_truth_values")).to_contain_text("“wet” holds true and false")
    expect(bench.at("read_index_column")).to_contain_text("“id” only numbers the rows")
    expect(bench.at("column-1-role")).to_have_value("ignored")
    bench.at("column-1-role").select_option("input")
    expect(bench.at("upload-sum")).to_contain_text("From 4 inputs", timeout=LEARNS_WITHIN_MS)
    expect(bench.at("read_index_column")).to_have_count(0)
