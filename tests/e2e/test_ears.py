"""Ears without eyes: what is said by itself, what can be read when it is asked for, and by what names."""

from __future__ import annotations

import re
from itertools import pairwise
from textwrap import dedent
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from support.browser import Bench
from support.serving import Server

LISTEN = """() => {
  window.heard = [];
  const region = document.querySelector('[data-testid="said"]');
  new MutationObserver(() => window.heard.push([performance.now(), region.textContent]))
    .observe(region, {childList: true, subtree: true, characterData: true});
}"""


class Ears:
    """Hears what the page's live region says."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        bench.page.evaluate(LISTEN)

    @property
    def heard(self) -> list[tuple[float, str]]:
        return [(at, text) for at, text in self.bench.page.evaluate("() => window.heard")]

    def hears(self, words: str, times: int = 1) -> None:
        self.bench.page.wait_for_function(
            """([words, times]) =>
              window.heard.filter(([, text]) => text.includes(words)).length >= times""",
            arg=[words, times],
        )


def test_each_edit_is_said_and_the_second_of_the_same_outcome_too(bench: Bench) -> None:
    bench.pause()
    ears = Ears(bench)
    bench.type_number("learning-rate", 0.1)
    ears.hears("Learning rate: 0.1")
    ears.hears("Kept everything it had learned")
    bench.type_number("learning-rate", 0.2)
    ears.hears("Learning rate: 0.2")
    ears.hears("Kept everything it had learned", 2)
    bench.at("remove-h1").click()
    ears.hears("Removed: Layer 1")
    bench.at("undo").click()
    ears.hears("Added: Layer 1")
    bench.at("reset").click()
    ears.hears("Reset to step 0.")
    bench.at("reset").click()
    ears.hears("Reset to step 0.", 2)


def test_a_drag_and_a_run_are_no_flood(bench: Bench) -> None:
    bench.play()
    ears = Ears(bench)
    slider = bench.at("learning-rate-slider")
    slider.focus()
    for _ in range(40):
        slider.press("ArrowRight")
    bench.wait_for_steps(bench.step + 200)
    ears.hears("Learning rate")
    heard = ears.heard
    assert len(heard) <= 8
    gaps = [later - at for (at, _), (later, _) in pairwise(heard)]
    assert all(gap > 400 for gap in gaps), gaps


def test_a_weight_s_slider_says_the_weight(bench: Bench) -> None:
    bench.pause()
    bench.at("neuron-h1-0").click()
    bench.page.locator(".row-name").first.click()
    slider = bench.at("edge-weight-slider")
    slider.focus()
    slider.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", "−5.00")


TOLD = {
    "boundary": r"Class 1: \d+\.\d% of the plane\. |Class 2: \d+\.\d% of the plane\.",
    "curves": r"evaluated on all training samples: from \S+ to \S+ at step [\d,]+, lowest \S+\. .*evaluated on all test samples: from ",
    "gradient-curves": r"Layer 1: mean from \S+ to .* Output: mean from ",
    "gradient-norms": r"Layer 1: \S+\. .* Output: \S+\.",
    "histogram-weights": r"From \S+ to \S+, most often near \S+ \(\d+\.\d%\)\.",
}


def test_pictures_tell_their_numbers_when_they_are_asked(bench: Bench) -> None:
    bench.wait_for_steps(200)
    bench.pause()
    for name, told in TOLD.items():
        if name.startswith("histogram"):
            bench.at("tab-distributions").click()
        picture = bench.at(name)
        at_rest = picture.get_attribute("aria-label") or ""
        assert re.search(r"\d", at_rest) is None
        bench.page.wait_for_function(
            """([name, told]) => {
              const picture = document.querySelector(`[data-testid="${name}"]`);
              picture.blur();
              picture.focus();
              return new RegExp(told).test(picture.getAttribute('aria-label'));
            }""",
            arg=[name, told],
        )
        picture.blur()
        expect(picture).to_have_attribute("aria-label", at_rest)


def told_by(bench: Bench, name: str, told: str) -> str:
    """Asks a picture for its numbers until they are of that form, and gives them."""
    bench.page.wait_for_function(
        """([name, told]) => {
          const picture = document.querySelector(`[data-testid="${name}"]`);
          picture?.blur();
          picture?.focus();
          return new RegExp(told).test(picture?.getAttribute('aria-label') ?? '');
        }""",
        arg=[name, told],
    )
    return bench.at(name).get_attribute("aria-label") or ""


IMAGES_TELL = {
    "en": (
        r"[\d,]+ of [\d,]+ samples are predicted correctly \((\S+%)\)\. Most frequent mistake: true",
        r"8 kernels of 3 × 3\. Weights from −\S+ to \S+\. Strongest: Conv 1, channel \d",
        r"0\.005\d* at step 0, \S+ at step [\d,]+, highest 0\.005\d* at step 0;",
    ),
    "ko": (
        r"샘플 [\d,]+개 중 [\d,]+개를 맞게 예측했어요\((\S+%)\)\. 가장 잦은 실수: 실제 클래스",
        r"3 × 3 커널 8개\. 가중치는 −\S+에서 \S+까지예요\. 가장 강한 것: 합성곱 1, 채널 \d",
        r"스텝 0에서 0\.005\d*, 스텝 [\d,]+에서 \S+, 가장 높을 때는 스텝 0에서 0\.005",
    ),
}


@pytest.mark.parametrize("language", ["en", "ko"])
def test_matrix_kernels_and_schedule_tell_their_numbers(
    page: Page, server: Server, language: str
) -> None:
    page.add_init_script(f"localStorage.setItem('language', '{language}')")
    bench = Bench(page, server).open()
    bench.at("presets").click()
    bench.at("preset-digits").click()
    expect(page.locator(".card")).to_have_count(9)
    bench.pause()
    matrix, kernels, schedule = IMAGES_TELL[language]
    bench.at("result-confusion").click()
    told = re.search(matrix, told_by(bench, "confusion", matrix))
    assert told
    assert told[1] == bench.at("score-test").inner_text()
    bench.at("tab-kernels").click()
    told_by(bench, "kernels", kernels)
    bench.at("fold-schedule").click()
    bench.at("schedule-cosine").click()
    told_by(bench, "schedule-curve", schedule)


def test_what_a_picture_tells_is_true(bench: Bench) -> None:
    bench.reset_paused()
    bench.wait_until_still()
    bench.at("curves").focus()
    loss = bench.at("loss-train").inner_text()
    told = f"evaluated on all training samples: from {loss} to {loss} at step 0, lowest {loss}."
    assert told in (bench.at("curves").get_attribute("aria-label") or "")


NAMES = {
    "en": {
        "#diagram": """
          - toolbar "Network diagram":
            - button "x₁"
            - button "x₂"
            - button "Layer 1, unit 1"
        """,
        ".cards": """
          - group "Input"
          - 'group "Layer 1: 8 units, Tanh"':
            - button "Layer 1"
            - button "Remove Layer 1"
            - button "Remove a unit"
            - textbox "Units"
            - button "Add a unit"
        """,
        "#outcome": """
          - region "Result":
            - checkbox "Test" [checked]
            - checkbox "Decision only"
            - img "The network’s output over the input plane, with the data points"
          - region:
            - tablist:
              - tab "Loss" [selected]
            - tabpanel "Loss":
              - img "Loss by step"
        """,
        "#inside": """
          - tabpanel "Gradient flow":
            - img "Gradient norm of each layer by step"
            - img "At this step"
        """,
    },
    "ko": {
        "#diagram": """
          - toolbar "신경망 그림":
            - button "x₁"
            - button "x₂"
            - button "층 1, 뉴런 1"
        """,
        ".cards": """
          - group "입력"
          - 'group "층 1: 뉴런 8개, Tanh"':
            - button "층 1"
        """,
        "#outcome": """
          - region "결과":
            - img
          - region:
            - tablist:
              - tab "손실" [selected]
            - tabpanel "손실":
              - img
        """,
        "#inside": """
          - tabpanel:
            - img
            - img
        """,
    },
}


@pytest.mark.parametrize("language", ["en", "ko"])
def test_diagram_result_and_charts_have_roles_and_names(bench: Bench, language: str) -> None:
    bench.pause()
    if language == "ko":
        bench.at("language").click()
        expect(bench.page.locator("html")).to_have_attribute("lang", "ko")
    for part, tree in NAMES[language].items():
        expect(bench.page.locator(part)).to_match_aria_snapshot(dedent(tree))


CONTROLS = {"button", "link", "textbox", "slider", "combobox", "checkbox", "radio", "tab"}


def heard(page: Page) -> list[tuple[str, str, str]]:
    """Role, name and description of all that a listener comes to, in its order."""
    session = page.context.new_cdp_session(page)
    nodes: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()

    def value(node: dict[str, Any], field: str) -> str:
        return str(node.get(field, {}).get("value", ""))

    return [
        (value(node, "role"), value(node, "name"), value(node, "description"))
        for node in nodes
        if not node["ignored"]
    ]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_each_control_has_a_name_and_none_says_it_twice(
    page: Page, server: Server, language: str
) -> None:
    page.add_init_script(f"localStorage.setItem('language', '{language}')")
    bench = Bench(page, server).open()
    bench.pause()
    for opens in (None, "details-h1", "lessons", "help", "presets", "reset-menu", "share"):
        if opens is not None:
            bench.at(opens).click()
            expect(page.locator("[role=dialog], dialog[open]").first).to_be_visible()
        if opens == "details-h1":
            bench.at("more-of-h1").click()
        elif opens == "lessons":
            expect(bench.at("lesson-xor-side")).to_be_visible()
        elif opens == "share":
            expect(bench.at("delete-session")).to_be_visible()
            expect(bench.at("revoke")).to_have_count(2)
        found = heard(page)
        assert len(found) > 20, opens
        twice = [name for _, name, description in found if name and name == description]
        assert twice == [], opens
        nameless = [
            (opens, role, found[at - 3 : at + 4])
            for at, (role, name, _) in enumerate(found)
            if role in CONTROLS and not name.strip()
        ]
        assert nameless == []
        page.keyboard.press("Escape")
        expect(page.locator("[role=dialog], dialog[open]")).to_have_count(0)
