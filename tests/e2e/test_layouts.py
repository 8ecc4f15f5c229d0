"""Nothing is cut off, lies over something else or leaves the window, in any window or language."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from support.browser import Bench
from support.serving import Server

FOREIGN = (
    "#activation=relu&dataset=xor&networkShape=5,3&noise=0&problem=classification"
    "&showTestData={shown}&discretize={discrete}"
)
KOREAN = "localStorage.setItem('language', 'ko')"
PROJECTOR = "localStorage.setItem('projector', 'on')"
ROUNDING = 1.0
"""Pixels: what a browser rounds."""

Box = dict[str, float]


def box(of: Locator) -> Box:
    found = of.bounding_box()
    assert found is not None
    return {name: found[name] for name in ("x", "y", "width", "height")}


def inside(inner: Box, outer: Box) -> bool:
    return (
        inner["x"] >= outer["x"] - ROUNDING
        and inner["y"] >= outer["y"] - ROUNDING
        and inner["x"] + inner["width"] <= outer["x"] + outer["width"] + ROUNDING
        and inner["y"] + inner["height"] <= outer["y"] + outer["height"] + ROUNDING
    )


def meet(one: Box, other: Box) -> bool:
    return all(
        one[start] + ROUNDING < other[start] + other[size]
        and other[start] + ROUNDING < one[start] + one[size]
        for start, size in (("x", "width"), ("y", "height"))
    )


def shown(page: Page, selector: str) -> list[tuple[str, Box]]:
    """What matches and is seen: a name of each, and its box."""
    found: list[dict[str, Any]] = page.locator(selector).evaluate_all(
        """all => all.filter(one => one.checkVisibility()).map(one => {
          const {x, y, width, height} = one.getBoundingClientRect();
          return {name: one.dataset.testid ?? one.textContent, box: {x, y, width, height}};
        })"""
    )
    return [(one["name"], one["box"]) for one in found]


def window(page: Page) -> Box:
    size = page.viewport_size
    assert size is not None
    return {"x": 0, "y": 0, "width": float(size["width"]), "height": float(size["height"])}


# --- names of a table's columns -------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize(("dataset", "inputs"), [("iris", 4), ("breast_cancer", 30)])
def test_each_column_has_its_whole_name_or_an_ellipsis(
    page: Page, server: Server, dataset: str, inputs: int, language: str
) -> None:
    page.add_init_script(f"localStorage.setItem('language', '{language}')")
    bench = Bench(page, server).open()
    bench.choose_data(dataset)
    names = page.locator(".feature[data-long=true]")
    expect(names).to_have_count(inputs)
    diagram = box(page.locator(".diagram-scroll"))
    boxes = shown(page, ".feature[data-long=true]")
    assert [name for name, at in boxes if not inside(at, diagram)] == []
    assert [(one[0], two[0]) for one, two in combinations(boxes, 2) if meet(one[1], two[1])] == []
    assert [name for name, at in boxes if meet(at, box(bench.at("neuron-input-0")))] == []
    cut = names.evaluate_all(
        """all => all.filter(one => one.scrollWidth > one.clientWidth &&
          (getComputedStyle(one).textOverflow !== 'ellipsis' || one.title !== one.textContent))
          .map(one => one.textContent)"""
    )
    assert cut == []


def test_short_names_are_whole(bench: Bench) -> None:
    bench.choose_data("iris")
    names = bench.page.locator(".feature[data-long=true]")
    expect(names).to_have_text(["sepal length", "sepal width", "petal length", "petal width"])
    assert names.evaluate_all("all => all.filter(one => one.scrollWidth > one.clientWidth)") == []


# --- the result and its curves --------------------------------------------------------------------


SHOWN_BY = {"plane": ".picture", "samples": ".gallery", "confusion": ".confusion"}
"""The picture of each way to look at the result."""


@pytest.mark.parametrize(
    ("dataset", "tabs"),
    [
        ("spiral", ("",)),
        ("iris", ("plane", "confusion")),
        ("breast_cancer", ("plane",)),
        ("digits", ("plane", "samples", "confusion")),
    ],
)
@pytest.mark.parametrize("size", [(1440, 900), (1280, 800)])
def test_result_and_curves_share_their_column(
    page: Page, server: Server, dataset: str, tabs: tuple[str, ...], size: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    bench = Bench(page, server).open()
    bench.choose_data(dataset)
    for tab in tabs:
        if tab:
            bench.at(f"result-{tab}").click()
            # Until it comes, the column is laid out without it.
            expect(page.locator(SHOWN_BY[tab]).first).to_be_visible()
        column = box(page.locator("#outcome"))
        figures, curves = (box(page.locator(name)) for name in (".figures", ".run-curves"))
        assert inside(curves, column), tab
        assert box(bench.at("curves"))["height"] > 80, tab
        assert not meet(figures, curves), tab
        for name in (".result .head", ".plot", ".legend", ".gallery", ".confusion"):
            for part, at in shown(page, name):
                assert inside(at, column), (tab, part)
                assert not meet(at, figures), (tab, part)
        picture = page.locator(".picture, .confusion")
        if picture.count():
            assert box(picture.first)["width"] > 180, tab
            assert box(picture.first)["width"] == pytest.approx(box(picture.first)["height"], abs=2)


@pytest.mark.parametrize("size", [(1440, 900), (1280, 720), (390, 844)])
def test_numbers_beside_the_curves_do_not_lie_on_each_other(
    page: Page, server: Server, size: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    bench = Bench(page, server).open()
    for least in (20, 300, 1500):
        bench.play()
        bench.wait_for_steps(least)
        bench.pause()
        chart = bench.at("curves")
        chart.scroll_into_view_if_needed()
        chart.hover()
        expect(chart.locator(".ytick text").first).to_be_visible()
        numbers = shown(page, "[data-testid=curves] .ytick text")
        over = [(one[0], two[0]) for one, two in combinations(numbers, 2) if meet(one[1], two[1])]
        assert over == [], least
        assert len(numbers) > 1, least


# --- the top bar ----------------------------------------------------------------------------------


@pytest.mark.parametrize("look", ["", KOREAN, PROJECTOR])
def test_the_top_bar_fits_every_window(page: Page, server: Server, look: str) -> None:
    page.add_init_script(look)
    Bench(page, server).open()
    for width in (1920, 1440, 1280, 1024, 1000, 900, 860, 780, 701, 390):
        page.set_viewport_size({"width": width, "height": 844})
        parts = shown(page, ".topbar :is(button, select, input, dd)")
        assert [name for name, at in parts if not inside(at, window(page))] == [], width
        over = [(one[0], two[0]) for one, two in combinations(parts, 2) if meet(one[1], two[1])]
        assert [pair for pair in over if "reset-menu" not in pair] == [], width
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert {"play", "step", "lessons", "help"} <= {name for name, _ in parts}, width


@pytest.mark.parametrize("look", ["", KOREAN], ids=["en", "ko"])
def test_the_ways_to_others_have_their_names_where_there_is_room(
    page: Page, server: Server, look: str
) -> None:
    page.add_init_script(look)
    bench = Bench(page, server).open()
    bench.pause()
    bench.at("steps").evaluate("one => { one.textContent = '9,999,999'; }")
    for width in (1920, 1440, 1401, 1366, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        for name in ("share", "class"):
            expect(bench.at(name).locator("span")).to_be_visible(visible=width > 1400)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        tools, transport = (box(page.locator(f".topbar .{one}")) for one in ("tools", "transport"))
        assert tools["y"] < transport["y"] + transport["height"], width
        assert inside(tools, window(page)), width
        assert not meet(tools, transport), width


def refuse(bench: Bench) -> None:
    """A convolutional net that is given points of a plane."""
    bench.page.expected_complaints.append("422")  # type: ignore[attr-defined]
    bench.at("presets").click()
    bench.at("preset-digits").click()
    expect(bench.at("neuron-input-0")).to_have_count(1)
    expect(bench.page.locator(".card")).to_have_count(9)


@pytest.mark.parametrize("language", ["", KOREAN], ids=["en", "ko"])
def test_on_a_phone_millions_of_steps_are_seen(page: Page, server: Server, language: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.add_init_script(language)
    bench = Bench(page, server).open()
    bench.pause()
    steps = bench.at("steps")
    # Text as long as it gets, in place of waiting for it.
    right = steps.evaluate(
        """one => {
          one.textContent = "9,999,999";
          const range = document.createRange();
          range.selectNodeContents(one);
          return range.getBoundingClientRect().right;
        }"""
    )
    assert right <= 390


def test_on_a_phone_a_refusal_leaves_the_transport_free(page: Page, server: Server) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    bench = Bench(page, server).open()
    refuse(bench)
    page.locator(".drawer-button").click()
    bench.choose_data("circle")
    page.keyboard.press("Escape")
    expect(bench.at("refused")).to_be_visible()
    assert not meet(box(bench.at("refused")), box(page.locator(".transport")))
    assert inside(box(bench.at("refused")), window(page))
    bench.pause()


def test_while_an_edit_is_refused_it_says_what_trains(bench: Bench) -> None:
    refuse(bench)
    bench.play()
    bench.choose_data("circle")
    expect(bench.at("refused-meanwhile")).to_be_visible()
    bench.pause()
    expect(bench.at("refused-meanwhile")).to_have_count(0)


def test_while_an_edit_is_refused_no_old_picture_is_drawn(bench: Bench) -> None:
    refuse(bench)
    drawn = """() => {
      const canvas = document.querySelectorAll('.stage canvas.layer')[1];
      const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      return data.some((value, place) => place % 4 === 3 && value > 0);
    }"""
    bench.page.wait_for_function(drawn)
    bench.choose_data("circle")
    expect(bench.at("refused")).to_be_visible()
    bench.page.wait_for_function(f"() => !({drawn})()")


# --- links from elsewhere -------------------------------------------------------------------------


@pytest.mark.parametrize(("shown", "discrete"), [(True, False), (False, True)])
def test_a_foreign_link_sets_the_view(
    page: Page, server: Server, shown: bool, discrete: bool
) -> None:
    bench = Bench(page, server).open(
        FOREIGN.format(shown=str(shown).lower(), discrete=str(discrete).lower())
    )
    expect(bench.at("show-test")).to_be_checked(checked=shown)
    expect(bench.at("discretize")).to_be_checked(checked=discrete)


def test_the_notes_on_a_foreign_link_take_one_line(page: Page, server: Server) -> None:
    bench = Bench(page, server).open(FOREIGN.format(shown="true", discrete="true"))
    notes = bench.at("import-notes")
    assert box(notes)["height"] < 45
    expect(bench.at("import-list")).to_have_count(0)
    bench.at("import-differences").click()
    expect(bench.at("import-list").locator("li")).to_have_count(4)
    page.keyboard.press("Escape")
    expect(bench.at("import-list")).to_have_count(0)
    expect(bench.at("import-differences")).to_be_focused()
    bench.at("import-notes-close").click()
    expect(notes).to_have_count(0)


# --- keys alone -----------------------------------------------------------------------------------

OPENS = (
    *("lessons", "presets", "export", "import", "reset-menu", "help"),
    *("save-diagram", "save-boundary", "save-curves"),
    *("curves-h1", "details-h1", "details-output", "add-layer-1", "handle-h1"),
)


@pytest.mark.parametrize("name", OPENS)
def test_what_opens_takes_the_focus_and_gives_it_back(bench: Bench, name: str) -> None:
    bench.pause()
    bench.at(name).focus()
    bench.page.keyboard.press("Enter")
    opened = bench.page.locator("[role=dialog], dialog[open]")
    expect(opened).to_have_count(1)
    bench.page.wait_for_function(
        "() => document.querySelector('[role=dialog], dialog[open]').matches(':focus-within')"
    )
    bench.page.keyboard.press("Escape")
    expect(opened).to_have_count(0)
    expect(bench.at(name)).to_be_focused()


def test_the_painting_sheet_gives_the_focus_back(bench: Bench) -> None:
    bench.open_data("own")
    bench.at("dataset-painted").focus()
    bench.page.keyboard.press("Enter")
    expect(bench.at("paint-surface")).to_be_focused()
    bench.page.keyboard.press("Escape")
    expect(bench.at("painting")).to_have_count(0)
    expect(bench.at("dataset-painted")).to_be_focused()


def test_the_drawer_takes_the_keys_along(page: Page, server: Server) -> None:
    page.set_viewport_size({"width": 1024, "height": 768})
    Bench(page, server).open()
    button = page.locator(".drawer-button")
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelector('#setup').matches(':focus-within')")
    page.keyboard.press("Escape")
    expect(button).to_be_focused()


def test_a_refusal_is_mended_by_keys(bench: Bench) -> None:
    refuse(bench)
    bench.open_data("points")
    bench.at("dataset-circle").focus()
    bench.page.keyboard.press("Space")
    expect(bench.at("refused").get_by_role("button").first).to_be_focused()
    bench.page.keyboard.press("Escape")
    expect(bench.at("refused")).to_have_count(0)
    expect(bench.at("dataset-digits")).to_be_checked()


# --- a class --------------------------------------------------------------------------------------


def open_class(page: Page, server: Server) -> Bench:
    bench = Bench(page, server).open()
    bench.at("class").click()
    bench.at("open-class").click()
    expect(bench.at("class-code")).to_be_visible()
    return bench


@pytest.mark.parametrize("look", ["", KOREAN, PROJECTOR])
def test_the_code_for_the_back_row_is_whole(page: Page, server: Server, look: str) -> None:
    page.add_init_script(look)
    bench = open_class(page, server)
    expect(bench.at("only-here")).to_contain_text("HOST=0.0.0.0")
    bench.at("show-code").click()
    # The widest code that there is.
    page.locator(".projection").get_by_test_id("large-code").evaluate(
        "one => { one.textContent = 'WWM WWM'; }"
    )
    for size in ((1024, 768), (1366, 768), (1440, 900), (1920, 1080), (390, 844)):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        around = box(page.locator(".projection-body"))
        around |= {"x": around["x"] + 8, "width": around["width"] - 16}
        parts = page.locator(
            ".projection :is(.qr, .invitation-words > p:not(.visually-hidden), .projection-count)"
        )
        boxes = parts.evaluate_all(
            """all => all.filter(one => one.checkVisibility()).map(one => {
              const range = document.createRange();
              range.selectNodeContents(one);
              const {x, y, width, height} = (one.matches('svg') ? one : range)
                .getBoundingClientRect();
              return {name: one.className.baseVal ?? one.className, x, y, width, height};
            })"""
        )
        assert {"qr", "invitation-code"} <= {one["name"] for one in boxes}
        assert [one for one in boxes if not inside(one, around)] == [], size
        assert [
            (one["name"], two["name"]) for one, two in combinations(boxes, 2) if meet(one, two)
        ] == [], size


def test_a_challenge_that_cannot_be_is_not_begun(page: Page, server: Server) -> None:
    bench = open_class(page, server)
    bench.at("challenge").click()
    bench.at("limit-parameters").fill("abc")
    bench.at("target").fill("150")
    expect(bench.at("limit-parameters-wrong")).to_contain_text("1 to 500,000")
    expect(bench.at("target-wrong")).to_contain_text("0 to 100")
    expect(bench.at("challenge-begin")).to_be_disabled()
    bench.at("target").press("Enter")
    bench.at("limit-parameters").fill("200")
    expect(bench.at("challenge-begin")).to_be_disabled()
    bench.at("target").fill("95")
    expect(bench.page.locator(".join-why:visible")).to_have_count(0)
    bench.at("challenge-begin").click()
    expect(bench.at("board")).to_contain_text("95.0%")
