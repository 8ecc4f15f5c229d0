"""Numbers as people type them, in every kind of field: a comma is a point, and what is not taken is told."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from support.browser import Bench


def type_in(bench: Bench, name: str, text: str) -> None:
    """As fingers do it, key by key."""
    field = bench.at(name)
    field.click()
    bench.page.keyboard.press("Control+A")
    bench.page.keyboard.press("Delete")
    bench.page.keyboard.type(text)
    bench.page.keyboard.press("Enter")


@pytest.mark.parametrize(
    ("typed", "value"), [("0,03", "0.03"), ("3e−3", "0.003"), ("0.5", "0.5"), (",02", "0.02")]
)
def test_a_comma_is_a_decimal_point(bench: Bench, typed: str, value: str) -> None:
    type_in(bench, "learning-rate", typed)
    expect(bench.at("learning-rate")).to_have_value(value)
    expect(bench.at("learning-rate-told")).to_have_count(0)


def test_what_is_no_number_is_told_and_changes_nothing(bench: Bench) -> None:
    before = bench.at("learning-rate").input_value()
    type_in(bench, "learning-rate", "fast")
    told = bench.at("learning-rate-told")
    expect(told).to_have_text(f"“fast” isn’t a number. The value stays {before}.")
    expect(told).to_be_visible()
    expect(bench.at("learning-rate")).to_have_value(before)
    type_in(bench, "learning-rate", "")
    expect(told).to_contain_text("Nothing was entered")
    bench.at("learning-rate").fill("0.1")
    expect(told).to_have_count(0)


def test_what_is_out_of_bounds_is_told(bench: Bench) -> None:
    type_in(bench, "learning-rate", "5000")
    most = bench.at("learning-rate").input_value()
    expect(bench.at("learning-rate-told")).to_have_text(
        f"The highest value here is {most}, so it is now {most}."
    )
    assert float(most) < 5000
    type_in(bench, "units-h1", "2,5")
    expect(bench.at("units-h1")).to_have_value("3")
    expect(bench.at("units-h1-told")).to_contain_text("Only whole numbers")


def test_a_setting_of_a_layer_reads_the_same(bench: Bench) -> None:
    bench.at("details-h1").click()
    bench.at("more-of-h1").click()
    type_in(bench, "rate_factor-of-h1", "0,25")
    expect(bench.at("rate_factor-of-h1")).to_have_value("0.25")
    bench.at("rate_factor-of-h1").press("ArrowUp")
    expect(bench.at("rate_factor-of-h1")).to_have_value("1.25")
    type_in(bench, "density-of-h1", "7")
    expect(bench.at("density-of-h1")).to_have_value("1")
    expect(bench.at("density-of-h1-told")).to_be_visible()


def test_what_is_told_goes_with_its_field(bench: Bench) -> None:
    bench.page.set_viewport_size({"width": 1440, "height": 560})
    type_in(bench, "learning-rate", "fast")
    expect(bench.at("learning-rate-told")).to_be_visible()
    between = """() => {
      const [told, field] = ['learning-rate-told', 'learning-rate'].map((name) =>
        document.querySelector(`[data-testid="${name}"]`).getBoundingClientRect());
      return [Math.round(told.top - field.bottom), Math.round(field.top)];
    }"""
    gap, before = bench.page.evaluate(between)
    bench.page.evaluate("() => { document.querySelector('#setup').scrollTop += 60; }")
    bench.page.wait_for_function(f"() => ({between})()[1] !== {before}")
    bench.page.wait_for_function(f"() => ({between})()[0] === {gap}")
