"""Lessons: opened from the list, and a lesson's set-ups beside each other, run by common buttons."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Frame, Page, Route, expect

from support.browser import LEARNS_WITHIN_MS, Bench
from support.serving import Server

SESSIONS = ("linear", "hidden")


class Abreast:
    """The page that shows the sessions of XOR beside each other."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def frame(self, session: str) -> Frame:
        found = self.page.frame(name=f"xor/{session}")
        assert found is not None
        return found

    def press(self, name: str) -> None:
        self.page.get_by_test_id(f"side-{name}").click()

    def wait_until_ready(self) -> None:
        expect(self.page.get_by_test_id("side-play")).to_be_enabled(timeout=LEARNS_WITHIN_MS)

    def wait_for_steps(self, condition: str) -> None:
        """Until the steps of each frame, as `value`, meet the condition."""
        for session in SESSIONS:
            self.frame(session).wait_for_function(
                f"""() => {{
                  const shown = document.querySelector('[data-testid="steps"]');
                  const value = Number(shown?.textContent.replaceAll(',', '') || NaN);
                  return {condition};
                }}""",
                timeout=LEARNS_WITHIN_MS,
            )

    def expect_playing(self, on: bool) -> None:
        for session in SESSIONS:
            expect(self.frame(session).get_by_test_id("play")).to_have_attribute(
                "data-playing", str(on).lower(), timeout=LEARNS_WITHIN_MS
            )

    def drawn(self, session: str) -> str:
        """The picture of the boundary, once there is one."""
        picture = self.frame(session).wait_for_function(
            """() => {
              const holder = document.querySelector('[data-testid="boundary"]');
              const canvas = holder?.querySelector('canvas') ?? holder;
              if (canvas?.getContext === undefined) return null;
              const { data } = canvas.getContext('2d')
                .getImageData(0, 0, canvas.width, canvas.height);
              return data.some((byte) => byte !== 0) ? canvas.toDataURL() : null;
            }""",
            timeout=LEARNS_WITHIN_MS,
        )
        return str(picture.json_value())

    def session_ids(self) -> list[str]:
        """Of the server's sessions, as each frame keeps its own for a reload."""
        handle = self.page.wait_for_function(
            """(names) => {
              const kept = names.map((name) => sessionStorage.getItem(`session xor/${name}`));
              return kept.includes(null) ? null : kept.map((each) => JSON.parse(each).id);
            }""",
            arg=list(SESSIONS),
            timeout=LEARNS_WITHIN_MS,
        )
        found: list[str] = handle.json_value()
        return found


@pytest.fixture
def abreast(page: Page, server: Server) -> Abreast:
    page.goto(f"{server.url}/#lesson=xor")
    opened = Abreast(page)
    opened.wait_until_ready()
    return opened


@pytest.fixture
def narrow(chromium: Browser, server: Server) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, locale="ko-KR")
    page = context.new_page()
    page.goto(f"{server.url}/#lesson=xor")
    Abreast(page).wait_until_ready()
    yield page
    context.close()


def kept_id(page: Page) -> str:
    found: str = page.evaluate("JSON.parse(sessionStorage.getItem('session')).id")
    return found


def wait_for_another_session(page: Page, id: str) -> None:
    page.wait_for_function(
        "(before) => JSON.parse(sessionStorage.getItem('session')).id !== before", arg=id
    )


def arrive(page: Page, before: str) -> str:
    """The id of the session that is opened in place of another, once it is in the address."""
    wait_for_another_session(page, before)
    page.wait_for_function("() => location.hash.startsWith('#s=1.')")
    return kept_id(page)


def go_back(page: Page) -> str:
    """The id of the session to which the browser's Back button leads."""
    opened = kept_id(page)
    page.go_back()
    wait_for_another_session(page, opened)
    return kept_id(page)


def test_a_lesson_opens_from_the_list_and_the_session_before_is_safe(bench: Bench) -> None:
    bench.page.wait_for_function("() => location.hash.startsWith('#s=1.')")
    before = kept_id(bench.page)
    bench.choose("activation-h1", "relu")
    bench.at("lessons").click()
    bench.at("lesson-search").fill("XOR")
    expect(bench.at("lesson-xor")).to_be_visible()
    expect(bench.at("lesson-adam")).to_have_count(0)
    bench.at("lesson-xor-linear").click()
    expect(bench.at("lesson-list")).to_have_count(0)
    expect(bench.at("name")).to_have_value("XOR, linear")
    expect(bench.at("neuron-h1-0")).to_have_count(0)
    expect(bench.at("play")).to_have_attribute("data-playing", "false")
    arrive(bench.page, before)

    assert go_back(bench.page) == before
    expect(bench.at("activation-h1")).to_have_value("relu")


def test_an_edit_just_before_a_lesson_stays_in_the_session_that_back_leads_to(
    bench: Bench,
) -> None:
    bench.page.wait_for_function("() => location.hash.startsWith('#s=1.')")
    before = kept_id(bench.page)
    asked: list[Route] = []
    bench.page.route("**/api/sessions", lambda route: asked.append(route))
    bench.choose("activation-h1", "relu")
    bench.page.evaluate("location.hash = 'lesson=xor/linear'")
    # Longer than the page takes to write an edit into its address, while the lesson is not there yet.
    bench.page.wait_for_timeout(1000)
    asked[0].continue_()
    arrive(bench.page, before)

    assert go_back(bench.page) == before
    expect(bench.at("activation-h1")).to_have_value("relu")


def test_back_tells_two_sessions_of_one_set_up_apart(bench: Bench) -> None:
    opened = []
    for _ in range(2):
        shown = kept_id(bench.page)
        bench.at("lessons").click()
        bench.at("lesson-xor-linear").click()
        opened.append(arrive(bench.page, shown))
    assert go_back(bench.page) == opened[0]


def test_the_list_closes_by_key_and_gives_the_focus_back(bench: Bench) -> None:
    bench.at("lessons").focus()
    bench.page.keyboard.press("Enter")
    expect(bench.at("lesson-search")).to_be_focused()
    bench.page.keyboard.press("Escape")
    expect(bench.at("lesson-list")).to_have_count(0)
    expect(bench.at("lessons")).to_be_focused()


def test_a_search_that_finds_nothing_says_so(bench: Bench) -> None:
    bench.at("lessons").click()
    expect(bench.at("lesson-xor")).to_be_visible()
    bench.at("lesson-search").fill("unheard-of")
    expect(bench.at("lesson-list").get_by_role("status")).to_contain_text("unheard-of")


def test_play_all_trains_both(abreast: Abreast) -> None:
    before = {session: abreast.drawn(session) for session in SESSIONS}
    abreast.wait_for_steps("value === 0")
    abreast.expect_playing(False)
    abreast.press("play")
    abreast.wait_for_steps("value >= 100")
    for session in SESSIONS:
        abreast.frame(session).wait_for_function(
            """(before) => {
              const holder = document.querySelector('[data-testid="boundary"]');
              return (holder.querySelector('canvas') ?? holder).toDataURL() !== before;
            }""",
            arg=before[session],
            timeout=LEARNS_WITHIN_MS,
        )
    abreast.press("pause")
    abreast.expect_playing(False)
    abreast.press("reset")
    abreast.wait_for_steps("value === 0")
    abreast.expect_playing(False)


def test_the_keys_run_both(abreast: Abreast) -> None:
    abreast.page.keyboard.press("Space")
    abreast.expect_playing(True)
    expect(abreast.page.get_by_test_id("side-play")).to_be_disabled()
    abreast.page.keyboard.press("Space")
    abreast.expect_playing(False)
    expect(abreast.page.get_by_test_id("side-pause")).to_be_disabled()
    abreast.page.keyboard.press("r")
    abreast.wait_for_steps("value === 0")


def test_a_reload_finds_both_sessions_where_they_were(abreast: Abreast) -> None:
    abreast.press("play")
    abreast.wait_for_steps("value >= 20")
    abreast.press("pause")
    abreast.expect_playing(False)
    before = abreast.session_ids()
    assert len(set(before)) == len(SESSIONS)
    abreast.page.reload()
    abreast.wait_until_ready()
    abreast.wait_for_steps("value >= 20")
    abreast.expect_playing(False)
    assert abreast.session_ids() == before


def test_frames_look_as_the_page_around(abreast: Abreast) -> None:
    abreast.page.get_by_test_id("language").click()
    expect(abreast.page.get_by_test_id("side-play")).to_have_text("모두 학습 시작")
    for session in SESSIONS:
        expect(abreast.frame(session).locator("html")).to_have_attribute("lang", "ko")
        expect(abreast.frame(session).get_by_test_id("lessons")).to_be_hidden()


def test_frames_have_names_for_who_hears_the_page(abreast: Abreast) -> None:
    titles = [
        abreast.page.get_by_test_id(f"beside-{session}").get_attribute("title")
        for session in SESSIONS
    ]
    assert titles == ["No hidden layer, 1 of 2", "One hidden layer, 2 of 2"]


def test_a_frame_obeys_the_page_around_it_alone(abreast: Abreast) -> None:
    """Not itself, and no sibling: only its parent is listened to."""
    for sender in SESSIONS:
        abreast.frame(sender).evaluate(
            """() => {
              for (let at = 0; at < parent.length; at += 1)
                parent[at].postMessage({ order: 'play' }, location.origin);
            }"""
        )
    for session in SESSIONS:
        abreast.frame(session).get_by_test_id("step").click()
    abreast.wait_for_steps("value > 0")
    abreast.wait_for_steps("value === 1")


def test_the_way_back_leads_to_the_same_session(bench: Bench) -> None:
    bench.page.wait_for_function("() => location.hash.startsWith('#s=1.')")
    before = kept_id(bench.page)
    bench.at("lessons").click()
    bench.at("lesson-xor-side").click()
    Abreast(bench.page).wait_until_ready()
    bench.at("side-back").click()
    expect(bench.at("neuron-h1-0")).to_be_visible()
    assert kept_id(bench.page) == before


def test_a_lesson_of_one_set_up_has_the_whole_page(page: Page, server: Server) -> None:
    bench = Bench(page, server)
    page.goto(f"{server.url}/#lesson=two-by-two")
    expect(bench.at("neuron-h1-1")).to_be_visible()
    expect(bench.at("side-play")).to_have_count(0)


def test_an_unknown_lesson_says_so(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/#lesson=nothing")
    expect(page.get_by_role("alert")).to_contain_text("nothing")
    page.expected_complaints = ["422"]  # type: ignore[attr-defined]
    page.goto(f"{server.url}/#lesson=xor/nothing")
    expect(page.get_by_test_id("problem")).to_contain_text("xor/nothing")
    expect(page.get_by_test_id("neuron-h1-0")).to_be_visible()


def test_a_telephone_has_them_under_each_other(narrow: Page) -> None:
    first, second = (
        narrow.get_by_test_id(f"beside-{session}").bounding_box() for session in SESSIONS
    )
    assert first is not None
    assert second is not None
    assert second["y"] >= first["y"] + first["height"]
    assert first["width"] == second["width"] == 390
    assert narrow.evaluate("document.documentElement.scrollWidth") == 390
    expect(narrow.get_by_role("heading", level=1)).to_have_text("직선 하나로는 XOR을 풀 수 없다")
