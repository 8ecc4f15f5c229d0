"""Data of one's own: painted points, a formula, a table uploaded; and many a setting of training."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from support.browser import LEARNS_WITHIN_MS, Bench

Stroke = Sequence[tuple[float, float]]
ABOVE: Stroke = ((-4, 3), (0, 4), (4, 3))
BELOW: Stroke = ((-4, -3), (0, -4), (4, -3))
MIDDLE: Stroke = ((-3, 0), (3, 0))


@pytest.fixture
def refusing(page: Page) -> None:
    """The browser writes each refused request to its console."""
    page.expected_complaints.append("status of 422")  # type: ignore[attr-defined]


def paint(bench: Bench, stroke: Stroke) -> None:
    """Draws the brush over the plane, from place to place."""
    box = bench.at("paint-surface").bounding_box()
    assert box is not None
    mouse = bench.page.mouse

    def go(x: float, y: float, steps: int = 10) -> None:
        left = box["x"] + (x + 6) / 12 * box["width"]
        mouse.move(left, box["y"] + (6 - y) / 12 * box["height"], steps=steps)

    go(*stroke[0], steps=1)
    mouse.down()
    for place in stroke[1:]:
        go(*place)
    mouse.up()


def painted(bench: Bench) -> int:
    """How many points there are, by the count beneath the surface.

    A stroke is painted once a drawn frame, and its count shown by the next one.
    """
    bench.page.evaluate(
        "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )
    return int(bench.at("paint-count").inner_text().split(" ")[0].replace(",", ""))


def open_painting(bench: Bench) -> None:
    bench.choose_data("painted")
    expect(bench.at("painting")).to_be_visible()


# --- painting -----------------------------------------------------------------------------------


def test_painted_points_are_learned_while_one_paints(bench: Bench) -> None:
    open_painting(bench)
    paint(bench, ABOVE)
    expect(bench.at("paint-standing")).to_contain_text("two classes are needed")
    expect(bench.at("dataset-painted")).to_have_attribute("aria-pressed", "false")
    bench.at("paint-class-2").click()
    paint(bench, BELOW)
    expect(bench.at("paint-standing")).to_contain_text("trains on these points")
    expect(bench.at("dataset-painted")).to_have_attribute("aria-pressed", "true")
    bench.wait_for("score-test", "value >= 95")
    bench.wait_for_both_shades()
    bench.at("paint-class-3").click()
    paint(bench, MIDDLE)
    expect(bench.at("neuron-output-2")).to_be_visible()
    expect(bench.at("problem")).to_have_count(0)


def test_a_stroke_is_one_undo_and_the_last_class_waits(bench: Bench) -> None:
    open_painting(bench)
    paint(bench, ABOVE)
    above = painted(bench)
    bench.at("paint-class-2").click()
    paint(bench, BELOW)
    assert painted(bench) > above > 10
    bench.at("paint-undo").click()
    assert painted(bench) == above
    expect(bench.at("dataset-spiral")).to_be_checked()
    bench.page.keyboard.press("Control+Shift+Z")
    expect(bench.at("dataset-painted")).to_have_attribute("aria-pressed", "true")
    bench.at("paint-clear").click()
    assert painted(bench) == 0
    expect(bench.at("paint-standing")).to_contain_text("Paint points of one class")
    before = bench.step
    bench.wait_for_steps(before + 50)
    bench.at("paint-undo").click()
    assert painted(bench) > above


def test_painting_begins_from_points_and_is_wiped(bench: Bench) -> None:
    open_painting(bench)
    bench.at("paint-begin").click()
    expect(bench.at("paint-standing")).to_contain_text("trains on these points")
    assert painted(bench) == 500
    bench.at("paint-eraser").click()
    paint(bench, MIDDLE)
    assert 300 < painted(bench) < 500


def test_one_paints_by_keys(bench: Bench) -> None:
    open_painting(bench)
    surface = bench.at("paint-surface")
    expect(surface).to_be_focused()
    for key in ("ArrowUp", "ArrowUp", "Space", "2", "Shift+ArrowDown", "Space"):
        surface.press(key)
    expect(bench.at("paint-standing")).to_contain_text("trains on these points")
    assert painted(bench) == 6
    surface.press("Escape")
    expect(bench.at("painting")).to_have_count(0)
    expect(bench.at("dataset-painted")).to_have_attribute("aria-pressed", "true")


# --- formulas -----------------------------------------------------------------------------------


@pytest.mark.usefixtures("refusing")
def test_a_formula_is_tried_while_it_is_typed(bench: Bench) -> None:
    bench.choose_data("formula_curve")
    bench.at("formula").fill("sin(x1) + foo")
    expect(bench.at("formula-said")).to_contain_text("“foo”, at character 11 of the formula")
    expect(bench.at("formula-place").locator("mark")).to_have_text("f")
    expect(bench.at("problem")).to_have_count(0)
    bench.at("formula").fill("x1 / 6")
    expect(bench.at("formula-said")).to_contain_text("Numbers, x1")
    bench.at("undo").click()
    expect(bench.at("formula")).to_have_value("sin(x1)")
    bench.at("redo").click()
    expect(bench.at("formula")).to_have_value("x1 / 6")
    bench.wait_for("loss-test", "value < 0.2")


@pytest.mark.usefixtures("refusing")
def test_a_formula_of_both_inputs_becomes_a_surface(bench: Bench) -> None:
    bench.choose_data("formula_curve")
    bench.at("formula").fill("x1 * x2 / 18")
    bench.at("formula-surface").click()
    expect(bench.at("dataset-formula_surface")).to_have_attribute("aria-pressed", "true")
    expect(bench.at("formula")).to_have_value("x1 * x2 / 18")
    expect(bench.at("neuron-input-1")).to_be_visible()
    expect(bench.at("problem")).to_have_count(0)


# --- uploads ------------------------------------------------------------------------------------


def table(folder: Path, cell: str = "2.5") -> Path:
    """Two numbers, a color and an origin; row 12 of the file has `cell` for a width."""
    rows = [
        f"{at % 10 + 20 * (at % 2)},{cell if at == 10 else at % 7},{'red' if at % 3 else 'blue'},"
        + ("north" if at % 2 else "south")
        for at in range(60)
    ]
    path = folder / "seeds.csv"
    path.write_text("\n".join(["length,width,color,origin", *rows]) + "\n")
    return path


def test_a_table_is_uploaded_looked_at_and_learned(bench: Bench, tmp_path: Path) -> None:
    bench.open_data("own")
    bench.at("dataset-upload-file").set_input_files(table(tmp_path, ""))
    # A file is read in a process of its own, which begins for it.
    expect(bench.at("upload-sum")).to_contain_text(
        "59 rows. From 4 inputs", timeout=LEARNS_WITHIN_MS
    )
    expect(bench.at("column-2")).to_contain_text("width")
    expect(bench.at("upload-rows").locator("tbody tr")).to_have_count(8)
    bench.at("upload-missing").select_option("mean")
    expect(bench.at("upload-sum")).to_contain_text("60 rows")
    bench.at("column-3-role").select_option("ignored")
    expect(bench.at("upload-sum")).to_contain_text("From 2 inputs")
    bench.at("upload-use").click()
    expect(bench.at("upload")).to_have_count(0)
    expect(bench.at("upload-chosen")).to_contain_text("60 rows")
    bench.wait_for("score-test", "value >= 95")
    bench.at("undo").click()
    expect(bench.at("upload-chosen")).to_have_count(0)
    expect(bench.at("dataset-spiral")).to_be_checked()


def test_one_deletes_what_one_uploaded_once_no_session_uses_it(
    bench: Bench, tmp_path: Path
) -> None:
    bench.page.expected_complaints.append("status of 409")  # type: ignore[attr-defined]
    bench.open_data("own")
    bench.at("dataset-upload-file").set_input_files(table(tmp_path))
    bench.at("upload-use").click()
    expect(bench.at("upload-chosen")).to_contain_text("60 rows")
    bench.at("own-files-open").click()
    expect(bench.at("own-file")).to_contain_text("seeds.csv")
    expect(bench.at("own-files-sum")).to_contain_text("of 8 GB")
    press_twice(bench)
    expect(bench.at("own-files-problem")).to_contain_text("Sessions that use this file: 1")
    expect(bench.at("own-file")).to_have_count(1)
    bench.at("own-files-close").click()
    # Another file takes its place in the session.
    other = tmp_path / "others.csv"
    other.write_text(table(tmp_path).read_text())
    bench.at("upload-another-file").set_input_files(other)
    bench.at("upload-use").click()
    expect(bench.at("upload-chosen")).to_contain_text("others.csv")
    bench.at("own-files-open").click()
    expect(bench.at("own-file")).to_have_count(2)
    press_twice(bench)
    expect(bench.at("own-file")).to_have_count(1)
    expect(bench.at("own-file")).to_contain_text("others.csv")
    expect(bench.at("own-files-list")).to_be_focused()


def press_twice(bench: Bench) -> None:
    """Delete the last of the list, and say that it is meant."""
    button = bench.at("own-file-delete").last
    button.click()
    expect(button).to_have_text("Delete this file?")
    button.click()


@pytest.mark.usefixtures("refusing")
def test_a_table_that_cannot_be_read_names_row_and_column(bench: Bench, tmp_path: Path) -> None:
    bench.open_data("own")
    bench.at("dataset-upload-file").set_input_files(table(tmp_path, "tall"))
    expect(bench.at("upload-problem")).to_contain_text("Row 12 has “tall” in the column “width”")
    expect(bench.at("upload-use")).to_be_disabled()
    # What is wrong may be how it is read, which can be changed here.
    expect(bench.at("how-read")).to_contain_text("How to read this file")
    bench.at("offer-word").click()
    expect(bench.at("upload-sum")).to_contain_text("59 rows", timeout=LEARNS_WITHIN_MS)
    expect(bench.at("reading-empty")).to_have_value("tall")
    expect(bench.at("upload-problem")).to_have_count(0)


@pytest.mark.usefixtures("refusing")
def test_a_target_is_needed(bench: Bench, tmp_path: Path) -> None:
    bench.open_data("own")
    bench.at("dataset-upload-file").set_input_files(table(tmp_path))
    bench.at("column-4-role").select_option("ignored")
    expect(bench.at("upload-problem")).to_contain_text("target")
    expect(bench.at("upload-use")).to_be_disabled()
    bench.at("column-1-role").select_option("target")
    expect(bench.at("upload-sum")).to_contain_text(
        "predicts the number “length”", timeout=LEARNS_WITHIN_MS
    )
    expect(bench.at("upload-use")).to_be_enabled()


# --- training -----------------------------------------------------------------------------------


def test_every_optimizer_trains(bench: Bench) -> None:
    kinds = (
        bench.at("optimizer").locator("option").evaluate_all("all => all.map((one) => one.value)")
    )
    assert len(kinds) == 16
    for kind in kinds:
        bench.choose("optimizer", kind)
        before = bench.step
        bench.wait_for_steps(before + 20)
        expect(bench.at("problem")).to_have_count(0)
        bench.at("reset").click()


def test_a_chain_of_schedules_is_put_together(bench: Bench) -> None:
    bench.at("fold-schedule").click()
    bench.at("schedule-chain").click()
    bench.at("chain-add").click()
    bench.choose("part-3-kind", "polynomial")
    bench.at("part-3-up").click()
    expect(bench.at("part-2-kind")).to_have_value("polynomial")
    expect(bench.at("schedule-curve")).to_be_visible()
    bench.at("part-1-remove").click()
    expect(bench.at("part-1-kind")).to_have_value("polynomial")
    expect(bench.at("part-3")).to_have_count(0)
    bench.at("schedule-plateau").click()
    expect(bench.at("schedule-unforeseen")).to_be_visible()
    expect(bench.at("problem")).to_have_count(0)
