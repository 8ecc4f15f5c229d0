"""Links to a session, edits by several people, who is here, and what was done."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from typing import Any
from urllib.parse import quote

import pytest
from websockets.exceptions import ConnectionClosed

from playground.session.links import MAX_LINKS
from playground.wire.problems import ConflictProblem
from support.web import Json, Made, Page, Web

UNITS = "/network/layers/0/units"


def links(made: Made, token: str | None = None) -> list[Json]:
    answer = made.call("GET", "/links", token)
    assert answer.status_code == 200, answer.text
    return list(answer.json())


def new_link(made: Made, right: str, **more: Any) -> Json:
    answer = made.call("POST", "/links", json={"right": right, **more})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def revoke(made: Made, link: str, token: str | None = None) -> Any:
    return made.call("DELETE", f"/links/{link}", token)


def rights_of(made: Made, token: str) -> str:
    answer = made.call("GET", "", token)
    return str(answer.json()["rights"]) if answer.status_code == 200 else answer.json()["code"]


# --- links ----------------------------------------------------------------------------------------


def test_a_session_begins_with_a_link_to_view_and_one_to_edit(made: Made) -> None:
    listed = links(made)
    assert [each["right"] for each in listed] == ["view", "edit"]
    assert [each["yours"] for each in listed] == [False, True]
    assert made.edit not in str(listed)


@pytest.mark.parametrize("right", ["view", "fork", "edit"])
def test_a_new_link_grants_its_right_until_it_is_switched_off(made: Made, right: str) -> None:
    end = time.time() + 3600
    given = new_link(made, right, label="For Ada <b>", until=end)
    link, token = given["link"], given["token"]
    assert (link["right"], link["label"], link["until"]) == (right, "For Ada <b>", end)
    assert (link["revoked"], link["yours"]) == (None, False)
    assert links(made)[-1] == link
    assert rights_of(made, token) == right
    assert revoke(made, link["id"]).status_code == 204
    assert rights_of(made, token) == "link_revoked"
    (off,) = (each for each in links(made) if each["id"] == link["id"])
    assert abs(off["revoked"] - time.time()) < 60
    assert revoke(made, link["id"]).status_code == 204


def test_tokens_are_long_and_all_different(made: Made) -> None:
    tokens = {new_link(made, "view")["token"] for _ in range(20)}
    assert len(tokens) == 20
    # 6 bits a character.
    assert all(len(token) * 6 >= 128 for token in tokens)


def test_an_end_that_is_past_is_refused(made: Made) -> None:
    answer = made.call("POST", "/links", json={"right": "view", "until": time.time() - 1})
    assert (answer.status_code, answer.json()["code"]) == (422, "link_over_already")
    assert answer.json()["pointer"] == "/until"


@pytest.mark.parametrize("label", ["a" * 61, "a\nb", "\ud800", "a\u202eb"])
def test_a_label_that_cannot_be_shown_is_refused(made: Made, label: str) -> None:
    body = json.dumps({"right": "view", "label": label})
    answer = made.call("POST", "/links", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (422, "unusable_name")
    assert answer.json()["pointer"] == "/label"


def test_there_are_so_many_links_and_no_more(made: Made) -> None:
    have = len(links(made))
    made_links = [new_link(made, "view")["link"]["id"] for _ in range(MAX_LINKS - have)]
    refused = made.call("POST", "/links", json={"right": "view"})
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_links")
    revoke(made, made_links[0])
    new_link(made, "view")


def test_links_that_work_no_more_are_forgotten_in_the_end(made: Made) -> None:
    """Making and switching off for ever does not fill the store."""
    for _ in range(310):
        revoke(made, new_link(made, "view")["link"]["id"])
    assert len(links(made)) <= 301
    assert {rights_of(made, made.view), rights_of(made, made.edit)} == {"view", "edit"}


def test_nobody_locks_themselves_out(made: Made) -> None:
    (own,) = (each["id"] for each in links(made) if each["yours"])
    refused = revoke(made, own)
    assert (refused.status_code, refused.json()["code"]) == (409, "last_edit_link")
    # One that ends some day does not do.
    new_link(made, "edit", until=time.time() + 3600)
    assert revoke(made, own).status_code == 409
    other = new_link(made, "edit")
    assert revoke(made, own).status_code == 204
    assert rights_of(made, made.edit) == "link_revoked"
    assert revoke(made, other["link"]["id"], other["token"]).status_code == 409


def test_another_sessions_link_is_not_switched_off(served: Web, made: Made) -> None:
    foreign = links(served.create())[0]["id"]
    for id in (foreign, "none", "%2e%2e"):
        answer = revoke(made, id)
        assert answer.status_code == 404
    assert revoke(made, foreign).json()["code"] == "no_such_link"


def test_who_came_by_a_link_is_sent_away_with_it(made: Made) -> None:
    given = new_link(made, "edit")
    with made.page(given["token"]) as guest, made.page() as owner:
        guest.greeted()
        owner.greeted()
        revoke(made, given["link"]["id"])
        code, reason = guest.closed()
        assert code == 4403
        assert "turned off" in reason
        assert owner.next("presence")["viewers"] == 1
        owner.pong()
    with made.page(given["token"]) as again:
        assert again.closed()[0] == 4403


def test_by_a_link_to_fork_one_sees_and_makes_a_copy_of_ones_own(made: Made) -> None:
    token = new_link(made, "fork")["token"]
    with made.page(token) as page:
        assert page.next("spec")["rights"] == "fork"
    assert made.call("PATCH", "/spec", token, json=[], headers={"If-Match": "1"}).status_code == 403
    assert made.command(token, type="play").status_code == 403
    forked = made.command(token, type="fork")
    assert forked.status_code == 202
    copy = Made(made.web, forked.json())
    assert copy.id != made.id
    assert rights_of(copy, copy.edit) == "edit"
    assert rights_of(copy, token) == "no_token"


# --- edits by several people ---------------------------------------------------------------------


def patch(made: Made, revision: int, path: str, value: Any, name: str | None = None) -> Any:
    headers = {"If-Match": str(revision)}
    if name is not None:
        headers["Playground-Name"] = quote(name, safe="")
    operation = {"op": "replace", "path": path, "value": value}
    return made.call("PATCH", "/spec", json={"patch": [operation]}, headers=headers)


def test_two_people_edit_different_fields_of_one_revision(made: Made) -> None:
    with made.page() as page:
        page.greeted()
        assert patch(made, 1, UNITS, 7, "Ada").json()["revision"] == 2
        answer = patch(made, 1, "/training/batch_size", 5, "지수 ♥")
        assert answer.status_code == 200
        both = answer.json()
        assert both["revision"] == 3
        assert both["spec"]["network"]["layers"][0]["units"] == 7
        assert both["spec"]["training"]["batch_size"] == 5
        assert both["shapes"][0]["outputs"] == [7]
        told = [page.next("spec") for _ in range(2)]
        assert [(each["revision"], each["author"]) for each in told] == [(2, "Ada"), (3, "지수 ♥")]
        assert told[1]["spec"] == both["spec"]


def test_two_people_edit_one_field(made: Made) -> None:
    patch(made, 1, UNITS, 7, "Ada")
    newest = patch(made, 2, "/seed", 9, "Bo").json()
    refused = patch(made, 1, UNITS, 6, "Chae")
    assert refused.status_code == 409
    document = ConflictProblem.model_validate(refused.json())
    assert (document.author, document.pointers) == ("Ada", (UNITS,))
    assert (document.code, document.params) == ("conflict_with", {"author": "Ada"})
    assert refused.json()["spec"] == newest["spec"]
    assert document.revision == 3
    again = patch(made, document.revision, UNITS, 6, "Chae")
    assert again.json()["spec"]["network"]["layers"][0]["units"] == 6


def test_the_same_edit_twice_is_one(made: Made) -> None:
    first = patch(made, 1, UNITS, 7).json()
    assert patch(made, 1, UNITS, 7).json() == first


def test_two_people_add_layers_at_two_places(made: Made) -> None:
    def added(place: str, id: str) -> Any:
        layer = {"kind": "dense", "id": id, "units": 3}
        operation = {"op": "add", "path": f"/network/layers/{place}", "value": layer}
        return made.patch(1, operation)

    added("0", "first")
    answer = added("-", "last").json()
    ids = [layer["id"] for layer in answer["spec"]["network"]["layers"]]
    assert (ids[0], ids[-1]) == ("first", "last")


def test_new_data_are_drawn_and_put_together_with_what_came_since(made: Made) -> None:
    patch(made, 1, UNITS, 7)
    with made.page() as page:
        page.greeted()
        answer = patch(made, 1, "/data/samples", 60)
        assert answer.json()["spec"]["network"]["layers"][0]["units"] == 7
        assert page.next("spec")["revision"] == 3
        _, frames = page.bundle()
        assert len(frames["points"].arrays["labels"].data) == 60 * 4


@pytest.mark.parametrize("name", ["a" * 41, "a\nb", "\x00", "a\u202eb", "\u2028"])
def test_a_name_that_cannot_be_shown_is_refused(made: Made, name: str) -> None:
    answer = patch(made, 1, UNITS, 7, name)
    assert (answer.status_code, answer.json()["code"]) == (422, "unusable_name")
    with made.page() as page:
        page.greeted().send(type="name", name=name)
        assert page.next("error")["problem"]["code"] == "unusable_name"
    with made.page(name=name) as page:
        assert page.closed()[0] == 4400


@pytest.mark.parametrize("header", ["%ff", "%80abc"])
def test_a_header_that_is_no_utf8_is_refused(made: Made, header: str) -> None:
    headers = {"If-Match": "1", "Playground-Name": header}
    answer = made.call("PATCH", "/spec", json=[], headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "unreadable_name")


# --- history -------------------------------------------------------------------------------------


def test_the_history_says_who_changed_what(made: Made) -> None:
    patch(made, 1, UNITS, 7, "Ada")
    layer = {"op": "add", "path": "/network/layers/0", "value": {"kind": "dense", "id": "new"}}
    made.patch(2, layer, {"op": "replace", "path": "/name", "value": "<b>"})
    before = time.time()
    told = made.call("GET", "/history", made.view).json()
    assert [(each["revision"], each["author"], each["what"]) for each in told] == [
        (3, "", ["/name", "/network/layers/0"]),
        (2, "Ada", [UNITS]),
        (1, "", []),
    ]
    assert all(abs(each["time"] - before) < 60 for each in told)
    older = made.call("GET", "/history?from=2", made.view).json()
    assert older == told[1:]
    assert made.call("GET", "/history?from=0").json() == []
    for wrong in ("-1", "x", "1e9", "9" * 400):
        assert made.call("GET", f"/history?from={wrong}").status_code == 422


def test_a_long_history_comes_in_parts(made: Made) -> None:
    for revision in range(1, 205):
        assert patch(made, revision, "/seed", revision + 1).status_code == 200
    told = made.call("GET", "/history").json()
    assert [each["revision"] for each in told] == list(range(205, 5, -1))
    assert all(each["what"] == ["/seed"] for each in told)
    rest = made.call("GET", "/history?from=5").json()
    assert [each["revision"] for each in rest] == [5, 4, 3, 2, 1]


# --- who is here ---------------------------------------------------------------------------------


def here(page: Page, viewers: int) -> list[tuple[str, str, bool]]:
    """Names, rights and who of them one is, once so many pages are here."""
    while (told := page.next("presence"))["viewers"] != viewers:
        pass
    return sorted((each["name"], each["rights"], each["you"]) for each in told["people"])


def test_people_see_each_other_come_rename_themselves_and_leave(made: Made) -> None:
    with made.page(name="Ada") as first:
        assert here(first, 1) == [("Ada", "edit", True)]
        with made.page(made.view, name=" Bo ") as second:
            assert here(second, 2) == [("Ada", "edit", False), ("Bo", "view", True)]
            assert here(first, 2) == [("Ada", "edit", True), ("Bo", "view", False)]
            second.send(type="name", name="보")
            assert here(second, 2) == [("Ada", "edit", False), ("보", "view", True)]
            assert here(first, 2) == [("Ada", "edit", True), ("보", "view", False)]
        assert here(first, 1) == [("Ada", "edit", True)]


def test_people_keep_their_ids_while_they_are_here(made: Made) -> None:
    with made.page(name="Ada") as first, made.page(name="Ada") as second:
        ids = {each["id"] for each in second.next("presence")["people"]}
        assert len(ids) == 2
        second.send(type="name", name="Bo")
        first.next("presence")
        here(first, 2)
        second.send(type="name", name="Chae")
        assert {each["id"] for each in first.next("presence")["people"]} == ids


def test_who_renames_themselves_all_the_time_is_sent_away(made: Made) -> None:
    with made.page() as page:
        page.greeted()
        with suppress(ConnectionClosed):
            for number in range(30):
                page.send(type="name", name=str(number))
        assert page.closed()[0] == 4429
