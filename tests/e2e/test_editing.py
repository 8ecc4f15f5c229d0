"""Surgery on a training network: what was learned stays, undo reaches everything."""

from __future__ import annotations

from playwright.sync_api import expect

from support.browser import Bench


def test_an_edit_while_training_keeps_what_was_learned(bench: Bench) -> None:
    bench.choose("speed", "max")
    bench.wait_for("score-train", "value >= 97")
    bench.pause()
    learned, step = bench.number("loss-train"), bench.step
    bench.choose("optimizer", "sgd")
    expect(bench.at("carried")).to_be_visible()
    assert bench.step == step
    assert bench.number("loss-train") == learned


def test_a_unit_added_keeps_the_others(bench: Bench) -> None:
    bench.wait_for_steps(500)
    bench.pause()
    step = bench.step
    bench.at("more-h1").click()
    expect(bench.at("neuron-h1-8")).to_be_visible()
    expect(bench.at("carried")).to_contain_text("157")
    assert bench.step == step


def test_undo_and_redo_reach_every_edit(bench: Bench) -> None:
    bench.choose("activation-h1", "relu")
    bench.type_number("learning-rate", 0.003)
    bench.at("dataset-moons").click()
    bench.at("undo").click()
    expect(bench.at("dataset-spiral")).to_be_checked()
    bench.at("undo").click()
    expect(bench.at("learning-rate")).to_have_value("0.01")
    bench.at("undo").click()
    expect(bench.at("activation-h1")).to_have_value("tanh")
    for _ in range(3):
        bench.at("redo").click()
    expect(bench.at("dataset-moons")).to_be_checked()
    expect(bench.at("learning-rate")).to_have_value("0.003")
    expect(bench.at("activation-h1")).to_have_value("relu")


def test_a_drag_of_a_slider_is_one_undo(bench: Bench) -> None:
    slider = bench.at("noise-slider")
    box = slider.bounding_box()
    assert box is not None
    mouse = bench.page.mouse
    mouse.move(box["x"] + 5, box["y"] + box["height"] / 2)
    mouse.down()
    for part in (0.3, 0.5, 0.7, 0.9):
        mouse.move(box["x"] + box["width"] * part, box["y"] + box["height"] / 2)
    mouse.up()
    expect(bench.at("noise")).not_to_have_value("0.1")
    bench.at("undo").click()
    expect(bench.at("noise")).to_have_value("0.1")
    expect(bench.at("undo")).to_be_disabled()


def test_a_schedule_is_previewed_and_used(bench: Bench) -> None:
    bench.at("fold-schedule").click()
    bench.at("schedule-cosine").hover()
    expect(bench.at("schedule-curve")).to_be_visible()
    bench.at("schedule-cosine").click()
    before = bench.step
    bench.wait_for_steps(before + 100)
    expect(bench.at("problem")).to_have_count(0)


def test_features_can_be_added_while_training(bench: Bench) -> None:
    bench.at("feature-x1_squared").click()
    expect(bench.at("neuron-input-2")).to_be_visible()
    before = bench.step
    bench.wait_for_steps(before + 100)
    expect(bench.at("carried")).to_be_visible()


def test_back_in_time(bench: Bench) -> None:
    bench.wait_for_steps(3000)
    bench.pause()
    end = bench.step
    time = bench.at("time")
    time.focus()
    bench.page.keyboard.press("Home")
    bench.wait_for("steps", "value === 0")
    bench.page.keyboard.press("End")
    bench.wait_for("steps", f"value === {end}")


def test_a_weight_is_set_by_hand(bench: Bench) -> None:
    bench.reset_paused()
    start, end = bench.at("neuron-input-0"), bench.at("neuron-h1-0")
    from_box, to_box = start.bounding_box(), end.bounding_box()
    assert from_box is not None
    assert to_box is not None
    # Near its end an edge lies alone, on the height of its neuron.
    bench.page.mouse.click(to_box["x"] - 4, to_box["y"] + to_box["height"] / 2)
    field = bench.at("weight-input")
    expect(field).to_be_visible()
    before = bench.number("loss-train")
    field.fill("3.5")
    field.press("Enter")
    bench.wait_for("loss-train", f"Math.abs(value - {before}) > 1e-6")
    expect(bench.at("edge-value")).to_contain_text("3.5")


def test_a_weight_set_by_hand_and_a_new_seed_are_undone(bench: Bench) -> None:
    bench.reset_paused()
    bench.at("fold-start").click()
    begun = bench.at("seed").input_value()
    bench.at("reset-menu").click()
    bench.at("reset-new-seed").click()
    expect(bench.at("seed")).not_to_have_value(begun)
    bench.at("undo").click()
    expect(bench.at("seed")).to_have_value(begun)
    end = bench.at("neuron-h1-0").bounding_box()
    assert end is not None
    bench.page.mouse.click(end["x"] - 4, end["y"] + end["height"] / 2)
    field = bench.at("weight-input")
    expect(field).to_be_visible()
    found = bench.at("edge-value").inner_text()
    field.fill("3.5")
    field.press("Enter")
    expect(bench.at("edge-value")).to_contain_text("3.5")
    bench.at("undo").click()
    expect(bench.at("edge-value")).to_have_text(found)


def test_back_from_one_input_both_are_there(bench: Bench) -> None:
    bench.choose_data("curve")
    expect(bench.at("neuron-input-1")).to_have_count(0)
    bench.choose_data("spiral")
    expect(bench.at("neuron-input-1")).to_be_visible()
    expect(bench.at("loss")).to_have_value("binary_cross_entropy")


def test_a_layer_is_dragged_to_another_place_and_keeps_its_weights(bench: Bench) -> None:
    bench.wait_for_steps(500)
    bench.pause()
    grip = bench.at("layer-h1").locator(".grip").bounding_box()
    last = bench.at("layer-h3").bounding_box()
    assert grip is not None
    assert last is not None
    mouse = bench.page.mouse
    mouse.move(grip["x"] + 5, grip["y"] + 5)
    mouse.down()
    mouse.move(last["x"] + last["width"] / 2, grip["y"] + 5, steps=6)
    mouse.move(last["x"] + last["width"], grip["y"] + 5, steps=3)
    mouse.up()
    order = bench.page.locator('[data-testid^="layer-h"]')
    for place, layer in enumerate(("h2", "h3", "h1")):
        expect(order.nth(place)).to_have_attribute("data-testid", f"layer-{layer}")
    expect(bench.at("carried")).to_contain_text("Kept")
