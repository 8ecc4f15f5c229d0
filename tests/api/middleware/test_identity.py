"""Who a browser is: a signed cookie that grants nothing, and the address that limits count by."""

from __future__ import annotations

import re
import stat
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.exceptions import InvalidStatus

from playground.api.identity import LASTS_S, SECRET, Identities, SecretProblem, secret_key
from playground.data import storage
from support.web import Made, Page, Web, web

BEHIND = {"trusted_proxies": ("127.0.0.1",)}


def cookie_of(answer: httpx.Response) -> str:
    """NAME=VALUE."""
    return answer.headers["set-cookie"].partition(";")[0]


def test_the_page_and_the_interface_give_a_cookie_to_whoever_has_none(served: Web) -> None:
    for path in ("/", "/docs", "/api/presets", "/api/nothing"):
        given = served.http.get(path).headers["set-cookie"]
        name, *attributes = re.split(r"=|; ?", given)
        assert name == "playground"
        assert {"HttpOnly", "Path", "SameSite", "Lax"} <= set(attributes)
        assert f"Max-Age={LASTS_S}" in given
        assert "Secure" not in given
        assert "Domain" not in given
    kept = {"Cookie": cookie_of(served.http.get("/"))}
    assert "set-cookie" not in served.http.get("/api/presets", headers=kept).headers
    assert "set-cookie" not in served.http.get("/vendor/plotly.min.js").headers


@pytest.mark.parametrize(
    "value", ["", "x", "playground=", "playground=a.b.c", 'playground="\\', "="]
)
def test_a_cookie_that_is_not_ours_is_replaced(served: Web, value: str) -> None:
    answer = served.http.get("/api/presets", headers={"Cookie": value})
    assert answer.status_code == 200
    assert answer.headers["set-cookie"].startswith("playground=")
    forged = Identities(b"another secret key").cookie("somebody", secure=False).partition(";")[0]
    assert "set-cookie" in served.http.get("/api/presets", headers={"Cookie": forged}).headers


def test_a_cookie_is_of_this_very_server_where_the_page_comes_by_tls() -> None:
    origin = "https://class.example"
    with web(origins=(origin,), **BEHIND) as running:
        told = {"X-Forwarded-Proto": "https", "Host": "class.example"}
        given = running.http.get("/", headers=told).headers["set-cookie"]
        assert given.startswith("__Host-playground=")
        assert given.endswith("; Secure")
        kept = told | {"Cookie": given.partition(";")[0]}
        assert "set-cookie" not in running.http.get("/", headers=kept).headers
    with web(origins=(origin,)) as running:
        by_host = running.http.get("/", headers={"Host": "class.example"}).headers["set-cookie"]
        assert by_host.startswith("__Host-playground=")
        plain = running.http.get("/", headers={"X-Forwarded-Proto": "https"}).headers["set-cookie"]
        assert plain.startswith("playground="), "nobody's word is taken for it"


ELSEWHERE = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}


def test_a_visit_from_another_site_replaces_no_cookie(served: Web) -> None:
    for kind in ("document", "iframe", "image", "empty"):
        came = {**ELSEWHERE, "Sec-Fetch-Dest": kind}
        for path in ("/", "/s/abc", "/docs", "/api/presets", "/api/nothing"):
            assert "set-cookie" not in served.http.get(path, headers=came).headers, (kind, path)
    for near in ("none", "same-origin", "same-site"):
        came = {"Sec-Fetch-Site": near, "Sec-Fetch-Dest": "document"}
        assert "set-cookie" in served.http.get("/", headers=came).headers, near


def test_a_frame_on_another_sites_page_has_a_cookie_of_its_own() -> None:
    frame = {**ELSEWHERE, "Sec-Fetch-Dest": "iframe"}
    tls = {"X-Forwarded-Proto": "https"}
    with web(**BEHIND) as running:
        http = running.http
        given = http.get("/s/abc?embed=1", headers=frame | tls).headers["set-cookie"]
        assert given.startswith("__Host-playground-frame=")
        assert given.endswith("; SameSite=None; Secure; Partitioned")
        kept = {"Cookie": given.partition(";")[0]}
        inside = tls | kept | {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "empty"}
        assert "set-cookie" not in http.get("/api/presets", headers=inside).headers
        assert "set-cookie" not in http.get("/", headers=frame | tls | kept).headers
        asked = http.get("/api/presets", headers=ELSEWHERE | tls | {"Sec-Fetch-Dest": "empty"})
        assert "set-cookie" not in asked.headers, "with the frame's document alone"
        assert "set-cookie" not in http.get("/", headers=frame).headers, "by HTTPS alone"


def test_of_several_cookies_ours_is_found(served: Web) -> None:
    mine = cookie_of(served.http.get("/"))
    for told in (f"a=b; playground=x; {mine}", f'{mine}; playground="', f"x;;=;{mine} ;"):
        answer = served.http.get("/api/presets", headers={"Cookie": told})
        assert "set-cookie" not in answer.headers, told
    parted = [("Cookie", "a=b"), ("Cookie", mine)]
    assert "set-cookie" not in served.http.get("/api/presets", headers=parted).headers


def test_a_cookie_grants_nothing(served: Web, made: Made) -> None:
    kept = {"Cookie": cookie_of(served.http.get("/"))}
    mine = Made(served, served.http.post("/api/sessions", json={}, headers=kept).json())
    answer = served.http.get(f"/api/sessions/{mine.id}", headers=kept)
    assert answer.status_code == 401


def people(page: Page, count: int) -> list[dict[str, Any]]:
    while True:
        presence = page.next("presence")
        if presence["viewers"] == count:
            found: list[dict[str, Any]] = presence["people"]
            return found


def test_a_persons_pages_are_one_person(served: Web, made: Made) -> None:
    mine = {"Cookie": cookie_of(served.http.get("/"))}
    with (
        made.socket(additional_headers=mine) as first,
        made.socket(additional_headers=mine) as second,
        made.socket() as other,
    ):
        pages = [Page(each) for each in (first, second, other)]
        for page in pages:
            page.send(type="hello", token=made.view)
        assert len(people(pages[0], 3)) == 2
    another = served.create()
    with another.socket(additional_headers=mine) as connection:
        page = Page(connection).send(type="hello", token=another.view)
        (elsewhere,) = people(page, 1)
    with made.socket(additional_headers=mine) as connection:
        page = Page(connection).send(type="hello", token=made.view)
        (here,) = people(page, 1)
    assert here["id"] != elsewhere["id"], "nobody is followed from session to session"
    assert here["id"] not in mine["Cookie"]


# --- the secret ----------------------------------------------------------------------------------


def test_the_secret_is_made_once_and_nobody_else_reads_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(SECRET, raising=False)
    monkeypatch.setenv(storage.FOLDER, str(tmp_path / "new"))
    secret = secret_key()
    assert len(secret) == 32
    assert secret_key() == secret
    (file,) = (tmp_path / "new").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.write_bytes(b"")
    with pytest.raises(SecretProblem, match="cut off"):
        secret_key()


def test_the_environment_may_give_the_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(storage.FOLDER, str(tmp_path))
    monkeypatch.setenv(SECRET, "correct horse battery staple")
    assert secret_key() == b"correct horse battery staple"
    assert not any(tmp_path.iterdir())
    monkeypatch.setenv(SECRET, "short")
    with pytest.raises(SecretProblem, match=SECRET):
        secret_key()


def test_an_identity_lasts_over_a_restart(monkeypatch: pytest.MonkeyPatch) -> None:
    with web() as running:
        kept = {"Cookie": cookie_of(running.http.get("/"))}
    with web() as running:
        assert "set-cookie" not in running.http.get("/", headers=kept).headers


# --- other people's pages ------------------------------------------------------------------------


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_browser_that_hides_its_origin_is_refused(served: Web, made: Made, site: str) -> None:
    headers = {"Sec-Fetch-Site": site}
    refused = served.http.post("/api/sessions", json={}, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (403, "foreign_origin")
    with pytest.raises(InvalidStatus):
        made.socket(additional_headers=headers)
    assert served.http.get("/", headers=headers).status_code == 200, "a link from elsewhere"
    own = {"Sec-Fetch-Site": "same-origin"}
    assert served.http.post("/api/sessions", json={}, headers=own).status_code == 201
