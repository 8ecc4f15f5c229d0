"""What people and addresses may take, over HTTP. Addresses come by a trusted proxy's header."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import httpx
import pytest

from fakes import FakeEngine
from playground.__main__ import main
from playground.api.limits import Limits
from playground.api.settings import Settings
from playground.engine import contract
from support.web import Made, Page, Web, until, web

PROXY = ("127.0.0.1",)
SCHOOL, HOME = "198.51.100.7", "203.0.113.9"


def limited(**limits: Any) -> Any:
    return web(trusted_proxies=PROXY, limits=Limits(**limits))


class Person:
    """A browser: it keeps its cookie, and comes from one address."""

    def __init__(self, running: Web, address: str) -> None:
        self.web = running
        self.headers = {"X-Forwarded-For": address}
        given = running.http.get("/api/presets", headers=self.headers).headers["set-cookie"]
        self.headers["Cookie"] = given.partition(";")[0]

    def post(self, path: str, **body: Any) -> httpx.Response:
        headers = self.headers | body.pop("headers", {})
        return self.web.http.post(path, json=body, headers=headers)

    def begin(self, **body: Any) -> httpx.Response:
        return self.post("/api/sessions", **{"play": False, **body})

    def made(self, **body: Any) -> Made:
        answer = self.begin(**body)
        assert answer.status_code == 201, answer.text
        return Made(self.web, answer.json())


def is_refused(answer: httpx.Response, code: str, status: int = 429) -> dict[str, Any]:
    document: dict[str, Any] = answer.json()
    assert (answer.status_code, document["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert document["detail"].endswith(".")
    if status == 429:
        assert 1 <= int(answer.headers["retry-after"]) <= 3600
    return document


# --- who asks ------------------------------------------------------------------------------------


def test_an_address_is_what_a_trusted_proxy_says(served: Web) -> None:
    with limited(address_sessions_per_minute=2) as running:

        def begin(*forwarded: str) -> int:
            headers = [("X-Forwarded-For", each) for each in forwarded]
            return running.http.post("/api/sessions", json={}, headers=headers).status_code

        assert [begin(SCHOOL) for _ in range(3)] == [201, 201, 429]
        assert begin(f"{HOME}, {SCHOOL}") == 429, "what stands further left is hearsay"
        assert begin(HOME, SCHOOL) == 429
        assert begin(f"{SCHOOL}:4711") == 429
        assert begin(f"{SCHOOL}, 127.0.0.1") == 429, "a proxy behind the proxy"
        assert begin(HOME) == 201
        assert [begin("2001:db8::1"), begin("2001:db8::2"), begin("2001:db8::3")] == [201, 201, 429]
        assert begin("2001:db8:0:1::1") == 201


def test_nobody_is_believed_without_being_trusted() -> None:
    with web(limits=Limits(address_sessions_per_minute=1)) as running:
        forged = [{"X-Forwarded-For": f"198.51.100.{n}"} for n in range(3)]
        answers = [running.http.post("/api/sessions", json={}, headers=each) for each in forged]
        assert [answer.status_code for answer in answers] == [201, 429, 429]
        assert all(running.create() for _ in range(3)), "this machine's own user is no address"


# --- sessions ------------------------------------------------------------------------------------


def test_a_person_begins_sessions_at_some_rate_and_others_are_not_in_their_way() -> None:
    with limited(sessions_per_minute=3) as running:
        person, other = Person(running, SCHOOL), Person(running, SCHOOL)
        assert [person.begin().status_code for _ in range(3)] == [201] * 3
        assert is_refused(person.begin(), "too_fast")["params"]["seconds"] >= 1
        assert other.begin().status_code == 201
        other_made = other.made()
        forked = person.post(
            f"/api/sessions/{other_made.id}/commands",
            type="fork",
            headers={"Authorization": f"Bearer {other_made.view}"},
        )
        is_refused(forked, "too_fast")


def test_a_person_has_so_many_sessions_awake() -> None:
    with limited(awake_sessions=2) as running:
        person = Person(running, SCHOOL)
        for _ in range(2):
            person.made()
        document = is_refused(person.begin(), "too_many_sessions")
        assert document["params"] == {"most": 2}
        assert Person(running, SCHOOL).begin().status_code == 201


def test_of_a_persons_sessions_the_one_left_alone_makes_room() -> None:
    with web(trusted_proxies=PROXY, limits=Limits(awake_sessions=2), sleep_s=0.0) as running:
        person = Person(running, SCHOOL)
        looked_at, alone = person.made(), person.made()
        run = alone.run
        with looked_at.page() as page:
            page.greeted()
            person.made()
            assert running.engine.wait_for(contract.Close).run == run


def test_whoever_opened_a_class_pays_for_its_pupils_by_address() -> None:
    with limited(address_awake_sessions=4) as running:
        teacher = Person(running, SCHOOL)
        lesson = opened_by(teacher)
        for address in (SCHOOL, HOME, HOME):
            lesson.join(Person(running, address))
        is_refused(lesson.ask(Person(running, HOME)), "class_places")
        is_refused(Person(running, SCHOOL).begin(), "too_many_here")
        for _ in range(4):
            Person(running, HOME).made()


def units(count: int) -> dict[str, Any]:
    return {"network": {"layers": [{"id": "h1", "units": count}]}}


def test_parameters_of_a_network_and_of_a_persons_networks() -> None:
    """Two inputs and one output: 4 parameters a unit, and one."""
    with limited(session_parameters=500, person_parameters=800) as running:
        person = Person(running, SCHOOL)
        document = is_refused(person.begin(spec=units(200)), "too_many_parameters", 422)
        assert document["params"] == {"count": 801, "most": 500}
        first = person.made(spec=units(100))
        is_refused(person.begin(spec=units(120)), "too_many_parameters_together")
        second = person.made(spec=units(50))
        grow = {"op": "replace", "path": "/network/layers/0/units", "value": 110}
        is_refused(second.patch(1, grow), "too_many_parameters_together")
        assert second.patch(1, grow | {"value": 60}).status_code == 200
        assert first.patch(1, grow | {"value": 10}).status_code == 200
        assert second.patch(2, grow).status_code == 200
        is_refused(second.patch(3, grow | {"value": 130}), "too_many_parameters", 422)


def test_memory_of_a_network_and_of_a_persons_networks() -> None:
    with limited(session_memory=3, person_memory=3) as running:
        person = Person(running, SCHOOL)
        wide = {"network": {"layers": [{"id": f"h{n}", "units": 200} for n in range(3)]}}
        is_refused(person.begin(spec=wide), "too_much_memory", 422)
        square = {"network": {"layers": [{"id": f"h{n}", "units": 200} for n in range(2)]}}
        person.made(spec=square)
        is_refused(person.begin(spec=square), "too_much_memory_together")
        assert Person(running, SCHOOL).begin(spec=square).status_code == 201


def test_no_run_is_faster_than_this_server_allows() -> None:
    with limited(steps_per_second=1000) as running:
        made = running.create(play=True, pace=20_000)
        assert running.engine.wait_for(contract.Open, run=made.run).pace == 1000
        for asked, given in ((5.0, 5.0), (None, 1000), (5000, 1000)):
            before = len(running.engine.asked(contract.Pace))
            made.command(type="pace", steps_per_second=asked)
            paced = running.engine.wait_for(contract.Pace, before + 1)
            assert paced.steps_per_second == given


def test_a_person_and_an_address_part_their_steps_among_what_they_play() -> None:
    with limited(person_steps_per_second=900, address_steps_per_second=1200) as running:
        person, other = Person(running, SCHOOL), Person(running, SCHOOL)
        mine = [person.made(play=True), person.made(play=True, pace=100)]

        def paces(made: Made) -> tuple[float | None, float | None]:
            newest = running.engine.asked(contract.Pace, made.run)[-1:]
            return (newest[0].steps_per_second, newest[0].most) if newest else (None, None)

        until(lambda: [paces(each) for each in mine] == [(450, 450), (100, 450)])
        theirs = other.made(play=True)
        until(lambda: [paces(each)[1] for each in (*mine, theirs)] == [400, 400, 400])
        elsewhere = Person(running, HOME).made(play=True)
        until(lambda: paces(elsewhere) == (900, 900))
        mine[0].command(type="pause")
        until(lambda: paces(theirs) == (600, 600))
        mine[1].command(type="pause")
        until(lambda: paces(theirs) == (900, 900))


def test_parameters_and_memory_of_all_networks_from_one_address() -> None:
    with limited(address_parameters=800) as running:
        Person(running, SCHOOL).made(spec=units(100))
        is_refused(Person(running, SCHOOL).begin(spec=units(120)), "too_many_parameters_here")
        assert Person(running, HOME).begin(spec=units(120)).status_code == 201
        second = Person(running, SCHOOL).made(spec=units(50))
        grow = {"op": "replace", "path": "/network/layers/0/units", "value": 110}
        is_refused(second.patch(1, grow), "too_many_parameters_here")
    with limited(address_memory=3) as running:
        square = {"network": {"layers": [{"id": f"h{n}", "units": 200} for n in range(2)]}}
        Person(running, SCHOOL).made(spec=square)
        is_refused(Person(running, SCHOOL).begin(spec=square), "too_much_memory_here")


# --- classes, streams, pictures ------------------------------------------------------------------


def test_who_tries_out_codes_is_stopped_and_others_join() -> None:
    with limited(wrong_codes_per_minute=3) as running:
        teacher = Person(running, SCHOOL)
        mine = teacher.made()
        token = {"Authorization": f"Bearer {mine.edit}"}
        code = teacher.post("/api/classes", session=mine.id, headers=token).json()["code"]

        def join(person: Person, code: str) -> httpx.Response:
            return person.post("/api/classes/join", code=code, nickname="Ada")

        assert [join(Person(running, HOME), "XXXXXX").status_code for _ in range(3)] == [404] * 3
        is_refused(join(Person(running, HOME), "XXXXXX"), "too_many_codes")
        is_refused(join(Person(running, HOME), code), "too_many_codes")
        assert join(Person(running, SCHOOL), code).status_code == 201


def test_codes_that_are_tried_at_once_are_counted_too() -> None:
    with limited(wrong_codes_per_minute=3) as running, ThreadPoolExecutor(12) as pool:
        people = [Person(running, HOME) for _ in range(12)]
        answers = pool.map(
            lambda person: person.post("/api/classes/join", code="XXXXXX", nickname="Ada"), people
        )
        assert sorted(answer.status_code for answer in answers) == [404] * 3 + [429] * 9


def test_set_ups_are_given_to_pupils_at_some_rate() -> None:
    with limited(pushes_per_minute=1) as running:
        teacher = Person(running, SCHOOL)
        mine = teacher.made()
        token = {"Authorization": f"Bearer {mine.edit}"}
        made = teacher.post("/api/classes", session=mine.id, headers=token).json()
        headers = {"Authorization": f"Bearer {made['token']}"}

        def command(**body: Any) -> httpx.Response:
            return teacher.post(f"/api/classes/{made['id']}/commands", headers=headers, **body)

        assert command(type="push", keep=True).status_code == 202
        is_refused(command(type="push", keep=True), "too_fast")
        is_refused(command(type="begin_challenge"), "too_fast")
        assert command(type="eyes_here", on=True).status_code == 202


def test_classes_are_opened_at_some_rate() -> None:
    with limited(classes_per_hour=1) as running:
        teacher = Person(running, SCHOOL)
        mine = teacher.made()
        token = {"Authorization": f"Bearer {mine.edit}"}
        assert teacher.post("/api/classes", session=mine.id, headers=token).status_code == 201
        is_refused(teacher.post("/api/classes", session=mine.id, headers=token), "too_fast")


def test_streams_are_opened_at_some_rate_and_are_so_many() -> None:
    with limited(streams_per_minute=3, person_streams=2) as running:
        person = Person(running, SCHOOL)
        made = person.made()
        with made.socket(additional_headers=person.headers) as first:
            Page(first).send(type="hello", token=made.view).greeted()
            with made.socket(additional_headers=person.headers) as second:
                Page(second).send(type="hello", token=made.view).greeted()
                with made.socket(additional_headers=person.headers) as third:
                    code, reason = Page(third).closed()
                    assert code == 4429
                    assert reason.startswith("2 pages")
        with made.socket(additional_headers=person.headers) as fourth:
            assert Page(fourth).closed()[0] == 4429
        with made.socket(additional_headers=Person(running, SCHOOL).headers) as other:
            Page(other).send(type="hello", token=made.view).greeted()


def test_a_narrow_line_gets_fewer_pictures_and_stays_open() -> None:
    with limited(viewer_bandwidth=100) as running:
        person = Person(running, SCHOOL)
        made = person.made()
        probes = [{"probe": "metrics"}]
        with made.socket(additional_headers=person.headers) as connection:
            page = Page(connection)
            page.send(type="hello", token=made.view, max_fps=60, probes=probes)
            page.greeted()
            sent = made.frame("metrics", step=0, size=100_000)
            running.engine.emit(sent)
            number, frames = page.bundle()
            began = frames["metrics"].step
            page.send(type="ack", frame=number)
            for step in range(1, 40):
                running.engine.emit(made.frame("metrics", step=step, size=100_000))
            number, frames = page.bundle()
            assert (began, frames["metrics"].step) == (0, 39), "the newest, and none between"


# --- uploads -------------------------------------------------------------------------------------


def test_uploads_of_one_person_are_so_much() -> None:
    with limited(person_uploads=3) as running:
        person = Person(running, SCHOOL)
        lines = "".join(f"{number / 7},{number % 2}\n" for number in range(80_000))
        rows = f"a,b\n{lines}".encode()

        def put(person: Person) -> httpx.Response:
            return running.http.put(
                "/api/uploads", content=rows, headers=person.headers, timeout=60
            )

        assert put(person).status_code == 201
        is_refused(put(person), "upload_own_quota", 422)
        assert put(Person(running, SCHOOL)).status_code == 201


def test_files_are_uploaded_at_some_rate() -> None:
    with limited(uploads_per_hour=1) as running:
        person = Person(running, SCHOOL)
        for status in (422, 429):
            answer = running.http.put("/api/uploads", content=b"", headers=person.headers)
            assert answer.status_code == status


# --- the budget of a class -----------------------------------------------------------------------


class Lesson:
    """A class, and how people come into it."""

    def __init__(self, teacher: Person, session: Made) -> None:
        self.teacher, self.session = teacher, session
        self.token = {"Authorization": f"Bearer {session.edit}"}
        answer = teacher.post("/api/classes", session=session.id, headers=self.token)
        assert answer.status_code == 201, answer.text
        self.opened = answer.json()

    def ask(self, pupil: Person) -> httpx.Response:
        return pupil.post("/api/classes/join", code=self.opened["code"], nickname="Ada")

    def join(self, pupil: Person) -> Made:
        answer = self.ask(pupil)
        assert answer.status_code == 201, answer.text
        return Made(pupil.web, answer.json()["made"])

    def told(self) -> dict[str, Any]:
        headers = self.teacher.headers | {"Authorization": f"Bearer {self.opened['token']}"}
        found: dict[str, Any] = self.teacher.web.http.get(
            f"/api/classes/{self.opened['id']}", headers=headers
        ).json()
        return found

    def command(self, **command: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.opened['token']}"}
        path = f"/api/classes/{self.opened['id']}/commands"
        return self.teacher.post(path, headers=headers, **command)


def opened_by(teacher: Person, **session: Any) -> Lesson:
    return Lesson(teacher, teacher.made(**session))


def test_the_classes_of_one_person_have_so_many_sessions_and_the_teacher_sees_who_is_not_in() -> (
    None
):
    with limited(class_awake_sessions=3) as running:
        teacher = Person(running, SCHOOL)
        first, second = opened_by(teacher), opened_by(teacher)
        assert first.told()["turned_away"] is None
        first.join(Person(running, HOME))
        second.join(Person(running, HOME))
        second.join(Person(running, SCHOOL))
        document = is_refused(first.ask(Person(running, HOME)), "class_places")
        told = first.told()
        assert len(told["pupils"]) == 1
        assert told["turned_away"] == {
            "count": 1,
            "code": "class_places",
            "detail": document["detail"],
            "params": {"most": 3},
        }
        opened_by(Person(running, SCHOOL)).join(Person(running, HOME))


def test_a_pupil_who_was_left_alone_makes_room_in_the_class() -> None:
    limits = Limits(class_awake_sessions=1)
    with web(trusted_proxies=PROXY, limits=limits, sleep_s=0.0) as running:
        lesson = opened_by(Person(running, SCHOOL))
        lesson.join(Person(running, HOME))
        lesson.join(Person(running, HOME))


def test_parameters_and_memory_of_a_class() -> None:
    """Two inputs and one output: 4 parameters a unit, and one."""
    with limited(class_parameters=900) as running:
        lesson = opened_by(Person(running, SCHOOL), spec=units(100))
        pupil = lesson.join(Person(running, HOME))
        lesson.join(Person(running, HOME))
        is_refused(lesson.ask(Person(running, HOME)), "too_many_parameters_in_class")
        grow = {"op": "replace", "path": "/network/layers/0/units", "value": 130}
        is_refused(pupil.patch(1, grow), "too_many_parameters_in_class")
        assert pupil.patch(1, grow | {"value": 10}).status_code == 200
        assert lesson.session.patch(1, grow | {"value": 200}).status_code == 200
        is_refused(lesson.command(type="push", keep=False), "too_many_parameters_in_class")
    wide = {"layers": [{"id": id, "units": 256} for id in ("h1", "h2")]}
    with limited(class_memory=5) as running:
        lesson = opened_by(Person(running, SCHOOL), spec={"network": wide})
        lesson.join(Person(running, HOME))
        is_refused(lesson.ask(Person(running, HOME)), "too_much_memory_in_class")


def test_pupils_of_a_class_and_classes_of_a_person_and_an_address_are_bounded() -> None:
    with limited(class_pupils=2, person_classes=1, address_classes=2) as running:
        teacher = Person(running, SCHOOL)
        lesson = opened_by(teacher)
        is_refused(
            teacher.post("/api/classes", session=lesson.session.id, headers=lesson.token),
            "too_many_classes_open",
        )
        opened_by(Person(running, SCHOOL))
        third = Person(running, SCHOOL)
        mine = third.made()
        headers = {"Authorization": f"Bearer {mine.edit}"}
        is_refused(
            third.post("/api/classes", session=mine.id, headers=headers), "too_many_classes_open"
        )
        opened_by(Person(running, HOME))
        for _ in range(2):
            lesson.join(Person(running, HOME))
        is_refused(lesson.ask(Person(running, HOME)), "class_full", 403)


def test_a_code_makes_nobody_faster() -> None:
    with limited(address_sessions_per_minute=3) as running:
        lesson = opened_by(Person(running, SCHOOL))
        for _ in range(2):
            lesson.join(Person(running, SCHOOL))
        is_refused(lesson.ask(Person(running, SCHOOL)), "too_fast")
        assert lesson.told()["turned_away"]["code"] == "too_fast"
        lesson.join(Person(running, HOME))


def test_all_classes_together_leave_places_to_who_is_in_none() -> None:
    with web(trusted_proxies=PROXY, max_sessions=8, max_waiting=4) as running:
        lessons = [opened_by(Person(running, f"198.51.100.{n}")) for n in range(2)]
        joined = [lessons[n % 2].join(Person(running, HOME)) for n in range(9)]
        places = [pupil.call("GET", "").json()["status"]["state"] == "queued" for pupil in joined]
        assert places == [False] * 6 + [True] * 3
        is_refused(lessons[0].ask(Person(running, HOME)), "classes_full", 503)
        alone = Person(running, HOME).made()
        assert alone.call("GET", "").json()["status"]["state"] == "queued"


# --- the defaults --------------------------------------------------------------------------------


def test_a_class_of_sixty_behind_one_address_is_not_hindered() -> None:
    with web(FakeEngine(), trusted_proxies=PROXY) as running:
        teacher = Person(running, SCHOOL)
        mine = teacher.made()
        token = {"Authorization": f"Bearer {mine.edit}"}
        code = teacher.post("/api/classes", session=mine.id, headers=token).json()["code"]
        with ExitStack() as pages:
            for number in range(60):
                pupil = Person(running, SCHOOL)
                assert pupil.begin().status_code == 201, "the page that they came by"
                joined = pupil.post("/api/classes/join", code=code, nickname=f"P{number}")
                assert joined.status_code == 201, joined.text
                made = Made(running, joined.json()["made"])
                page = Page(pages.enter_context(made.socket(additional_headers=pupil.headers)))
                page.send(type="hello", token=made.edit).greeted()


def test_every_limit_is_an_option_of_the_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[Settings] = []
    monkeypatch.setattr("playground.__main__.serve", served.append)
    main(["serve"])
    assert served.pop().limits == Limits()
    main(
        [
            *("serve", "--sessions-per-minute", "7", "--steps-per-second", "5000"),
            *("--max-sessions", "50", "--trusted-proxy", "10.0.0.0/8", "--log-json"),
        ]
    )
    (settings,) = served
    assert settings.limits == Limits(sessions_per_minute=7, steps_per_second=5000)
    assert (settings.max_sessions, settings.trusted_proxies) == (50, ("10.0.0.0/8",))
    assert settings.log_json
    for wrong in (
        ["--sessions-per-minute", "-1"],
        ["--max-sessions", "0"],
        ["--trusted-proxy", "proxy.example"],
        ["--operator-token", "short"],
    ):
        with pytest.raises(SystemExit):
            main(["serve", *wrong])


# --- edits ---------------------------------------------------------------------------------------

RENAME = {"op": "replace", "path": "/name", "value": "anew"}


def test_edits_and_commands_have_a_rate_by_person() -> None:
    with limited(edits_per_minute=3) as running:
        person, other = Person(running, SCHOOL), Person(running, SCHOOL)
        made = person.made()
        path = f"/api/sessions/{made.id}"

        def edit(by: Person) -> httpx.Response:
            headers = by.headers | {"Authorization": f"Bearer {made.edit}", "If-Match": "1"}
            return running.http.patch(f"{path}/spec", json={"patch": [RENAME]}, headers=headers)

        def step(by: Person) -> httpx.Response:
            headers = {"Authorization": f"Bearer {made.edit}"}
            return by.post(f"{path}/commands", type="step", headers=headers)

        assert [edit(person).status_code for _ in range(2)] == [200, 200]
        assert step(person).status_code == 202
        is_refused(edit(person), "too_fast")
        is_refused(step(person), "too_fast")
        assert edit(other).status_code == 200


def test_edits_have_a_rate_by_address() -> None:
    with limited(address_edits_per_minute=2) as running:
        made = Person(running, HOME).made()
        path = f"/api/sessions/{made.id}/spec"

        def edit(address: str) -> httpx.Response:
            headers = {
                "X-Forwarded-For": address,
                "Authorization": f"Bearer {made.edit}",
                "If-Match": "1",
            }
            return running.http.patch(path, json={"patch": [RENAME]}, headers=headers)

        assert [edit(SCHOOL).status_code for _ in range(2)] == [200, 200]
        is_refused(edit(SCHOOL), "too_fast")
        assert edit(HOME).status_code == 200


def test_a_minute_of_dragging_is_within_the_rates() -> None:
    limits = Limits()
    assert limits.edits_per_minute >= 3 * 60 * 15
    assert limits.address_edits_per_minute >= 4 * limits.edits_per_minute
