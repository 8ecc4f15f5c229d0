"""The main job: open the page, build a network, watch it learn."""

from __future__ import annotations

from playwright.sync_api import expect

from support.browser import Bench


def test_the_page_opens_on_a_network_in_training(bench: Bench) -> None:
    bench.wait_for_steps(100)
    assert bench.playing()
    expect(bench.at("neuron-h1-0")).to_be_visible()
    expect(bench.at("layer-h1")).to_be_visible()
    assert bench.page.locator("canvas").count() >= 2
    assert bench.number("loss-train") > 0


def test_the_boundary_learns_the_spiral(bench: Bench) -> None:
    bench.choose("speed", "max")
    bench.wait_for("score-train", "value >= 97")
    bench.wait_for("score-test", "value >= 90")
    bench.wait_for_both_shades()


def test_a_network_is_built_with_the_mouse(bench: Bench) -> None:
    bench.reset_paused()
    bench.at("dataset-circle").click()
    bench.at("remove-h3").click()
    bench.at("remove-h2").click()
    expect(bench.at("layer-h2")).to_have_count(0)
    bench.at("add-layer-1").click()
    bench.at("add-dense").click()
    expect(bench.page.locator('[data-testid^="layer-h"]')).to_have_count(2)
    for _ in range(4):
        bench.at("fewer-h1").click()
    expect(bench.at("neuron-h1-3")).to_be_visible()
    expect(bench.at("neuron-h1-4")).to_have_count(0)
    bench.choose("activation-h1", "relu")
    bench.choose("speed", "max")
    bench.play()
    bench.wait_for("score-test", "value >= 97")


def test_a_network_is_built_with_the_keyboard(bench: Bench) -> None:
    page = bench.page
    bench.pause()
    bench.at("layer-h1").focus()
    page.keyboard.press("Delete")
    expect(bench.at("layer-h1")).to_have_count(0)
    bench.at("layer-h2").focus()
    page.keyboard.press("+")
    expect(bench.at("neuron-h2-8")).to_be_visible()
    bench.at("layer-h2").focus()
    page.keyboard.press("Alt+ArrowRight")
    order = page.locator('[data-testid^="layer-h"]')
    expect(order.nth(0)).to_have_attribute("data-testid", "layer-h3")
    expect(order.nth(1)).to_have_attribute("data-testid", "layer-h2")
    before = bench.step
    page.locator("body").click(position={"x": 5, "y": 5})
    page.keyboard.press("Space")
    bench.wait_for_steps(before + 50)
    page.keyboard.press("Control+z")
    expect(order.nth(0)).to_have_attribute("data-testid", "layer-h2")


def test_one_step_and_one_epoch(bench: Bench) -> None:
    bench.reset_paused()
    bench.at("step").click()
    bench.wait_for("steps", "value === 1")
    bench.at("epoch").click()
    bench.wait_for("steps", "value === 11")
    bench.wait_for("epochs", "value === 1")


def test_reset_with_the_same_seed_repeats_and_a_new_seed_does_not(bench: Bench) -> None:
    def first_loss() -> float:
        bench.wait_for("steps", "value === 0")
        bench.wait_until_still()
        return bench.number("loss-train")

    bench.reset_paused()
    begun = first_loss()
    bench.at("epoch").click()
    bench.wait_for("steps", "value === 11")
    bench.wait_until_still()
    trained = bench.number("loss-train")
    assert trained != begun
    bench.at("reset").click()
    bench.wait_for("loss-train", f"Math.abs(value - {begun}) < 1e-9")
    bench.at("reset-menu").click()
    bench.at("reset-new-seed").click()
    bench.wait_for("loss-train", f"Math.abs(value - {begun}) > 1e-9")


def test_every_data_set_trains(bench: Bench) -> None:
    for name in ("xor", "gaussians", "moons", "checkerboard", "plane", "multi_gauss", "curve"):
        bench.choose_data(name)
        before = bench.step
        bench.wait_for_steps(before + 100)
        expect(bench.at("problem")).to_have_count(0)


def test_more_classes(bench: Bench) -> None:
    bench.type_number("classes", 3)
    expect(bench.at("neuron-output-2")).to_be_visible()
    before = bench.step
    bench.wait_for_steps(before + 200)
    expect(bench.at("problem")).to_have_count(0)
