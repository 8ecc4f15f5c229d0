"""Hands without a mouse: a newcomer's ten tasks by keys alone and by touch, and a focus that is never lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from support.browser import Bench
from support.hands import Hands
from support.serving import Server


@pytest.fixture
def hands(bench: Bench) -> Hands:
    return Hands(bench)


def test_play_and_pause(hands: Hands) -> None:
    hands.pause()
    hands.skip_to("transport")
    hands.waits_on("play")
    hands.press("Enter")
    expect(hands.bench.at("play")).to_have_attribute("data-playing", "true")
    hands.press("Enter")
    expect(hands.bench.at("play")).to_have_attribute("data-playing", "false")
    assert hands.keys <= 8


def test_one_step(hands: Hands) -> None:
    hands.pause()
    hands.bench.page.keyboard.press("r")
    hands.bench.wait_for("steps", "value === 0")
    hands.skip_to("transport")
    hands.press("Tab", "Enter")
    hands.bench.wait_for("steps", "value === 1")
    assert hands.keys <= 8


def test_a_layer_is_added_and_its_units_take_the_focus(hands: Hands) -> None:
    hands.skip_to("diagram")
    hands.press("ArrowUp", "ArrowRight", "Enter", "Enter")
    hands.waits_on("units-h4")
    assert hands.keys <= 6
    hands.type("5")
    hands.press("Enter")
    expect(hands.bench.at("neuron-h4-4")).to_be_visible()


def test_a_layer_is_removed_and_the_next_takes_the_focus(hands: Hands) -> None:
    hands.skip_to("diagram")
    hands.press("ArrowRight", "Tab", "Delete")
    expect(hands.bench.at("layer-h1")).to_have_count(0)
    hands.waits_on("layer-h2")
    assert hands.keys <= 5
    hands.press("Delete")
    hands.waits_on("layer-h3")
    hands.press("Delete")
    hands.waits_on("layer-output")


def test_an_activation_is_changed(hands: Hands) -> None:
    hands.skip_to("diagram")
    hands.press("ArrowRight", "Tab")
    hands.tab_to("activation-h1", 8)
    hands.type("re")
    expect(hands.bench.at("activation-h1")).to_have_value("relu")
    assert hands.keys <= 14


def test_units_are_changed(hands: Hands) -> None:
    hands.skip_to("diagram")
    hands.press("ArrowRight", "Tab", "+")
    expect(hands.bench.at("neuron-h1-8")).to_be_visible()
    hands.waits_on("layer-h1")
    hands.press("-")
    expect(hands.bench.at("neuron-h1-8")).to_have_count(0)
    assert hands.keys <= 6


def test_the_learning_rate_is_typed(hands: Hands) -> None:
    hands.skip_to("training")
    if hands.on != "learning-rate":
        hands.tab_to("learning-rate", 6)
    hands.press("Control+a")
    hands.type("0,3")
    hands.press("Enter")
    expect(hands.bench.at("learning-rate")).to_have_value("0.3")
    assert hands.keys <= 15


def test_a_data_set_is_chosen(hands: Hands) -> None:
    hands.skip_to("data")
    hands.press("Tab", "ArrowUp", "ArrowUp")
    expect(hands.bench.at("dataset-xor")).to_have_attribute("data-chosen", "true")
    expect(hands.bench.at("dataset-xor").get_by_role("radio")).to_be_focused()
    assert hands.keys <= 7


def test_a_unit_is_selected_and_its_numbers_are_read(hands: Hands) -> None:
    hands.pause()
    hands.skip_to("diagram")
    hands.press("ArrowRight")
    unit = "Layer 1, unit 4"
    assert hands.name.startswith(f"{unit}: bias "), hands.name
    assert ", mean " in hands.name
    hands.press("Enter")
    hands.bench.page.wait_for_function("() => document.activeElement.matches('.selected')")
    assert hands.name.startswith(f"{unit}: bias ")
    assert hands.keys <= 5
    expect(hands.bench.page.locator(".row-name").first).to_be_visible()
    hands.press("Tab", "Tab", "Tab")
    assert hands.name.startswith("x₁: weight "), hands.name
    assert "gradient " in hands.name
    hands.press("Enter")
    hands.bench.page.wait_for_function("() => document.activeElement.matches('.selected.edge')")
    assert hands.name.startswith(f"x₁ → {unit}: weight ")
    hands.press("Escape")
    hands.waits_on("neuron-h1-3")


def test_a_skip_connection_is_made_by_enter(hands: Hands) -> None:
    hands.skip_to("diagram")
    hands.press("ArrowUp", "Enter", "ArrowDown", "ArrowDown")
    expect(hands.bench.page.locator(".arc")).to_have_count(0)
    hands.press("Enter")
    expect(hands.bench.at("skip-input-h2")).to_be_focused()
    assert hands.keys <= 7
    hands.press("Delete")
    expect(hands.bench.page.locator(".arc")).to_have_count(0)
    assert hands.on != ""


def test_a_link_is_shared(hands: Hands) -> None:
    hands.skip_to("transport")
    hands.tab_to("share", 14)
    hands.press("Enter")
    expect(hands.bench.at("sharing")).to_be_visible()
    assert hands.keys <= 20


def test_arrows_walk_through_the_diagram(hands: Hands) -> None:
    hands.skip_to("diagram")
    hands.waits_on("neuron-input-0")
    hands.press("ArrowDown")
    hands.waits_on("neuron-input-1")
    hands.press("End")
    hands.waits_on("neuron-output-0")
    hands.press("ArrowLeft")
    assert hands.on.startswith("neuron-h3-")
    hands.press("Home")
    hands.waits_on("neuron-input-0")
    hands.press("ArrowUp")
    hands.waits_on("handle-input")
    hands.press("ArrowRight")
    hands.waits_on("add-layer-0")
    hands.press("ArrowRight", "ArrowDown")
    hands.waits_on("neuron-h1-0")
    hands.press("Tab")
    hands.waits_on("layer-h1")
    hands.press("ArrowRight")
    hands.waits_on("layer-h2")
    hands.press("ArrowUp")
    assert hands.on.startswith("neuron-h2-")
    # One stop before it and one card after it: the whole diagram is not in the way.
    hands.press("Shift+Tab")
    assert not hands.on.startswith("neuron-")


def test_what_can_do_no_more_and_what_goes_away_does_not_drop_the_focus(hands: Hands) -> None:
    bench = hands.bench
    hands.pause()
    hands.skip_to("diagram")
    # A menu that closes with what opened it gone.
    hands.press("ArrowRight", "Tab")
    hands.tab_to("details-h1", 10)
    hands.press("Enter")
    hands.waits_on("units-of-h1")
    hands.tab_to("delete-h1", 20)
    hands.press("Enter")
    expect(bench.at("layer-h1")).to_have_count(0)
    hands.waits_on("layer-h2")
    # A button at the end of its range.
    hands.tab_to("fewer-h2", 5)
    hands.press(*["Enter"] * 8)
    expect(bench.at("units-h2")).to_have_value("1")
    expect(bench.at("fewer-h2")).to_be_disabled()
    bench.page.wait_for_function("() => document.activeElement !== document.body")
    # Undo, until there is nothing to undo.
    while hands.on != "undo":
        hands.press("Shift+Tab")
    hands.press("Enter", "Enter", "Enter")
    expect(bench.at("layer-h1")).to_be_visible()
    expect(bench.at("undo")).to_have_attribute("aria-disabled", "true")
    hands.waits_on("undo")


def test_space_in_a_field_is_typed_and_does_not_play(hands: Hands) -> None:
    hands.pause()
    hands.skip_to("training")
    if hands.on != "learning-rate":
        hands.tab_to("learning-rate", 6)
    hands.type(" s e r ")
    expect(hands.bench.at("play")).to_have_attribute("data-playing", "false")
    step = hands.bench.step
    hands.press("Escape")
    assert hands.bench.step == step


@pytest.fixture
def phone(chromium: Browser, server: Server) -> Iterator[Bench]:
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, locale="en-US", has_touch=True, is_mobile=True
    )
    yield Bench(context.new_page(), server).open()
    context.close()


def test_a_newcomer_by_touch(phone: Bench) -> None:
    phone.at("play").tap()
    expect(phone.at("play")).to_have_attribute("data-playing", "false")
    handle = phone.at("handle-input")
    handle.tap()
    phone.at("connect-input-h2").tap()
    expect(phone.at("skip-input-h2")).to_be_visible()
    phone.at("undo").tap()
    expect(phone.at("skip-input-h2")).to_have_count(0)
    phone.at("add-layer-1").tap()
    phone.at("add-dense").tap()
    expect(phone.at("layer-h4")).to_be_visible()
    # A finger is not followed by the focus: no keyboard unfolds over the picture.
    assert phone.page.evaluate("() => document.activeElement.tagName") not in {"INPUT", "SELECT"}
    phone.at("neuron-h1-0").tap()
    expect(phone.at("neuron-h1-0")).to_have_attribute("aria-pressed", "true")
    phone.at("play").tap()
    expect(phone.at("play")).to_have_attribute("data-playing", "true")


def test_single_keys_can_be_switched_off(hands: Hands) -> None:
    bench = hands.bench
    hands.pause()
    step = bench.step
    bench.page.keyboard.press("?")
    bench.at("single-keys").uncheck()
    bench.page.keyboard.press("Escape")
    for key in ("s", "e", "r", "Shift+r", "?"):
        bench.page.keyboard.press(key)
    assert bench.step == step
    expect(bench.page.locator("[role=dialog]")).to_have_count(0)
    # Keys that nobody says by chance stay.
    bench.page.keyboard.press("Space")
    expect(bench.at("play")).to_have_attribute("data-playing", "true")


def test_with_reduced_motion_nothing_starts_by_itself(chromium: Browser, server: Server) -> None:
    context = chromium.new_context(locale="en-US", reduced_motion="reduce")
    page = context.new_page()
    page.goto(server.url)
    bench = Bench(page, server)
    expect(bench.at("play")).to_be_enabled()
    expect(bench.at("loss-train")).not_to_have_text("–")
    bench.wait_until_still()
    assert bench.step == 0
    expect(bench.at("play")).to_have_attribute("data-playing", "false")
    bench.at("play").click()
    bench.wait_for_steps(1)
    context.close()


COLORS = """(name) => {
  const style = getComputedStyle(document.querySelector(`[data-testid="${name}"]`));
  return [style.backgroundColor, style.color, style.outlineStyle + style.outlineWidth].join();
}"""


def test_forced_colors_keep_what_is_pressed_and_marked_apart(
    chromium: Browser, server: Server
) -> None:
    context = chromium.new_context(
        viewport={"width": 1440, "height": 900}, locale="en-US", forced_colors="active"
    )
    bench = Bench(context.new_page(), server).open()
    bench.pause()

    def look(name: str) -> str:
        found: str = bench.page.evaluate(COLORS, name)
        return found

    assert look("tab-gradients") != look("tab-distributions")
    assert look("dataset-spiral") != look("dataset-xor")
    bench.at("neuron-h1-0").click()
    bench.page.mouse.move(5, 5)
    bench.page.evaluate("() => document.activeElement.blur()")
    assert look("neuron-h1-0") != look("neuron-h1-1")
    paused = look("play")
    bench.play()
    assert look("play") != paused
    # The ramp of the legend still goes from one color to another.
    ramp = bench.page.evaluate(
        "() => getComputedStyle(document.querySelector('.ramp i')).backgroundImage"
    )
    assert ramp.count("rgb") >= 3
    context.close()
