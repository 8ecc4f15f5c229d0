"""What a chat shows of a link: nothing of the session, unless who may edit it allowed it."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from PIL import Image

from playground.api.routes import pages
from playground.engine import contract
from playground.session.preview.previews import RESOLUTION
from playground.wire import frame
from support.web import Made, Web, web

PAGE = "<!doctype html><html><head><title>Neural Playground</title></head><body></body></html>"
KEY = f"boundary:{RESOLUTION}"
NAME = 'Mine"><script>alert(1)</script>&'


@pytest.fixture
def running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    (tmp_path / "index.html").write_text(PAGE)
    monkeypatch.setattr(pages, "STATIC", tmp_path)
    with web(origins=("https://class.example",)) as served:
        yield served


def preview(made: Made, on: bool, token: str | None = None) -> httpx.Response:
    return made.call("PUT", "/preview", token, json={"on": on})


def picture(made: Made, color: int = 255) -> httpx.Response:
    """Asked for while the trainer answers with a map of one color."""
    answers: list[httpx.Response] = []
    path = f"/api/sessions/{made.id}/picture.png"
    asking = threading.Thread(target=lambda: answers.append(made.web.http.get(path)))
    before = len(glances(made))
    asking.start()
    made.web.engine.wait_for(contract.Watch, run=made.run)
    while asking.is_alive():
        if len(glances(made)) > before:
            made.web.engine.emit(contract.Frame(made.run, key=KEY, body=mapped(color)))
        asking.join(0.05)
    return answers[0]


def glances(made: Made) -> list[contract.Watch]:
    watches = made.web.engine.asked(contract.Watch, made.run)
    return [each for each in watches if any(p["probe"] == "boundary" for p in each.probes)]


def mapped(color: int) -> bytes:
    pixels = np.full((RESOLUTION, RESOLUTION), color, np.uint8)
    arrays = {"map": frame.array(pixels)}
    return frame.encode(frame.Frame("boundary", KEY, 3, 0, 1, 0.0, arrays, {"kind": "signed"}))


@pytest.mark.parametrize("path", ["/s/{id}", "/s/none", "/join/ABC234", "/class/0123"])
def test_the_page_is_at_the_addresses_that_people_share(running: Web, path: str) -> None:
    made = running.create(spec={"name": "Secret plan"})
    answer = running.http.get(path.format(id=made.id))
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-cache"
    assert "</title>" in answer.text
    assert '<meta property="og:title" content="Neural Playground">' in answer.text
    assert "og:image" not in answer.text
    assert "Secret" not in answer.text


def test_nobody_sees_a_picture_unless_it_is_allowed(running: Web) -> None:
    made = running.create()
    path = f"/api/sessions/{made.id}/picture.png"
    nowhere = running.http.get("/api/sessions/none/picture.png")
    refused = running.http.get(path)
    assert (refused.status_code, refused.json()) == (404, nowhere.json())
    assert (
        running.http.get(path, headers={"Authorization": f"Bearer {made.edit}"}).status_code == 404
    )
    assert preview(made, True, made.view).status_code == 403
    assert preview(made, True).json() == {"on": True}
    assert made.call("GET", "").json()["preview"] is True
    assert picture(made).status_code == 200
    assert preview(made, False).json() == {"on": False}
    assert running.http.get(path).status_code == 404
    assert running.http.get(f"/s/{made.id}").text.count("og:image") == 0


def test_a_copy_is_as_private_as_it_was(running: Web) -> None:
    made = running.create()
    preview(made, True)
    copy = Made(running, made.command(type="fork").json())
    assert copy.call("GET", "").json()["preview"] is False


def test_the_picture_is_of_what_the_trainer_shows_now(running: Web) -> None:
    made = running.create(preset="xor")
    preview(made, True)
    answer = picture(made, 255)
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["cache-control"] == "public, max-age=60"
    image = Image.open(io.BytesIO(answer.content))
    assert image.size == (1200, 630)
    red, _, blue = image.getpixel((44, 44))  # type: ignore[misc]
    assert red > blue + 40
    # Nobody was here, and nobody looks any more.
    watches = running.engine.asked(contract.Watch, made.run)
    assert watches[-1].probes == []
    # For a minute it is the same one, however often it is asked for.
    asked = len(watches)
    again = running.http.get(f"/api/sessions/{made.id}/picture.png")
    assert again.content == answer.content
    assert len(running.engine.asked(contract.Watch, made.run)) == asked


def test_a_glance_changes_nothing_for_who_is_here(running: Web) -> None:
    made = running.create(preset="xor")
    preview(made, True)
    with made.page(probes=[{"probe": "weights"}], max_fps=20) as page:
        page.greeted()
        page.pong()
        picture(made)
        assert page.pong() == []
    watched = [each.probes for each in running.engine.asked(contract.Watch, made.run)]
    assert [{"probe": "weights"}] in watched


def test_without_an_answer_of_the_trainer_there_is_a_picture_too(running: Web) -> None:
    made = running.create(preset="xor")
    preview(made, True)
    answer = running.http.get(f"/api/sessions/{made.id}/picture.png")
    assert Image.open(io.BytesIO(answer.content)).size == (1200, 630)


def test_the_card_names_and_shows_the_session_and_nothing_in_it_is_markup(running: Web) -> None:
    made = running.create(spec={"name": NAME})
    preview(made, True)
    text = running.http.get(f"/s/{made.id}").text
    assert "<script" not in text
    assert "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;" in text
    image = f"{running.origin}/api/sessions/{made.id}/picture.png"
    assert f'<meta property="og:image" content="{image}">' in text
    assert "og:description" in text
    assert made.edit not in text


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("class.example", "https://class.example"),
        ("evil.example", ""),
        ('"><script>', ""),
    ],
)
def test_the_host_header_is_believed_only_for_an_own_address(
    running: Web, host: str, origin: str
) -> None:
    made = running.create()
    preview(made, True)
    text = running.http.get(f"/s/{made.id}", headers={"Host": host}).text
    assert f'content="{origin}/api/sessions/{made.id}/picture.png"' in text
    assert "evil" not in text
    assert "<script" not in text


@pytest.mark.parametrize("id", ["%3Cscript%3E", "%22%3E", "..%2f..", "a" * 2000])
def test_any_address_of_a_session_is_only_the_page(running: Web, id: str) -> None:
    answer: Any = running.http.get(f"/s/{id}")
    assert answer.status_code in (200, 404)
    assert "<script" not in answer.text.lower()
