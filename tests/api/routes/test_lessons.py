"""Lessons over HTTP: complete in both languages, and each of their set-ups opens."""

from __future__ import annotations

import pytest

from playground.lessons import FOLDER, LANGUAGES, lessons
from support.web import Json, Web

ADDRESSES = [
    pytest.param(each.id, session.id, id=f"{each.id}/{session.id}")
    for each in lessons()
    for session in each.sessions
]


@pytest.fixture(scope="module")
def listed(served: Web) -> list[Json]:
    answer = served.http.get("/api/lessons")
    assert answer.status_code == 200
    found: list[Json] = answer.json()
    return found


def refusal(served: Web, **body: object) -> Json:
    answer = served.http.post("/api/sessions", json=body)
    assert answer.status_code == 422
    problem: Json = answer.json()
    return problem


def test_every_folder_is_a_lesson_and_no_two_share_a_place(listed: list[Json]) -> None:
    folders = [path.parent.name for path in FOLDER.glob("*/lesson.toml")]
    assert sorted(each["id"] for each in listed) == sorted(folders)
    lines = [
        line
        for path in FOLDER.glob("*/lesson.toml")
        for line in path.read_text("utf-8").splitlines()
        if line.startswith("position")
    ]
    assert len(set(lines)) == len(folders)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_lesson_is_told_in_each_language(listed: list[Json], language: str) -> None:
    for each in listed:
        told = each["texts"][language]
        assert told["title"], each["id"]
        assert not told["title"].startswith("#"), each["id"]
        assert len(told["text"]) > 60, each["id"]
        titles = [session["title"][language] for session in each["sessions"]]
        assert all(titles), each["id"]
        assert len(set(titles)) == len(titles), each["id"]


def test_a_korean_text_is_korean(listed: list[Json]) -> None:
    for each in listed:
        text = each["texts"]["ko"]["text"]
        hangul = sum("가" <= letter <= "힣" for letter in text)
        assert hangul > 0.4 * len(text), each["id"]


def test_sessions_of_a_lesson_have_ids_of_their_own(listed: list[Json]) -> None:
    for each in listed:
        ids = [session["id"] for session in each["sessions"]]
        assert len(set(ids)) == len(ids), each["id"]
        # They stand in addresses as they are.
        assert all(part.replace("-", "").isalnum() for part in [each["id"], *ids])


@pytest.mark.parametrize(("lesson", "session"), ADDRESSES)
def test_each_set_up_opens(served: Web, listed: list[Json], lesson: str, session: str) -> None:
    (told,) = [each for each in listed if each["id"] == lesson]
    (expected,) = [each["spec"] for each in told["sessions"] if each["id"] == session]
    made = served.create(lesson=f"{lesson}/{session}")
    assert made.answer["spec"] == expected
    assert made.answer["shapes"]


@pytest.mark.parametrize(("lesson", "session"), ADDRESSES)
def test_a_set_up_is_named_in_the_language_asked_for(
    served: Web, listed: list[Json], lesson: str, session: str
) -> None:
    found = next(each for each in listed if each["id"] == lesson)
    titles = {each["id"]: each["title"]["ko"] for each in found["sessions"]}
    alone = len(titles) == 1
    made = served.http.post(
        "/api/sessions", json={"lesson": f"{lesson}/{session}", "language": "ko", "play": False}
    ).json()
    assert made["spec"]["name"] == (found["texts"]["ko"]["title"] if alone else titles[session])
    same = {**made["spec"], "name": ""}
    sessions = {each["id"]: each["spec"] for each in found["sessions"]}
    assert same == {**sessions[session], "name": ""}, "nothing else is another"


def test_a_lesson_alone_opens_its_first_set_up(served: Web, listed: list[Json]) -> None:
    first = listed[0]
    made = served.create(lesson=first["id"])
    assert made.answer["spec"] == first["sessions"][0]["spec"]


@pytest.mark.parametrize(
    ("address", "missing"),
    [
        ("nothing", "nothing"),
        ("nothing/linear", "nothing"),
        ("xor/nothing", "xor/nothing"),
        ("", ""),
        ("../xor", ".."),
        ("a" * 80, "a" * 40),
    ],
)
def test_an_unknown_lesson_is_refused(served: Web, address: str, missing: str) -> None:
    problem = refusal(served, lesson=address)
    assert problem["code"] == "no_such_lesson"
    assert problem["params"] == {"lesson": missing}
    assert missing in problem["detail"]


def test_a_lesson_is_one_beginning_of_several(served: Web) -> None:
    assert refusal(served, lesson="xor", preset="xor")["code"] == "one_beginning"


def test_a_page_may_frame_its_own_server_and_no_other_may(served: Web) -> None:
    policy = served.http.get("/").headers["content-security-policy"].split("; ")
    assert "frame-src 'self'" in policy
    assert "frame-ancestors 'self'" in policy
