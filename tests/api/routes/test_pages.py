"""The page itself, and Plotly's script from the package that brings it."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

import pytest

from playground.api.routes import pages
from support.web import Web, web


def test_plotly_comes_from_its_package_gzipped_once(served: Web) -> None:
    answer = served.http.get("/vendor/plotly.min.js")
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-type"].startswith("text/javascript")
    script = resources.files("plotly") / "package_data" / "plotly.min.js"
    assert answer.content == script.read_bytes()
    again = served.http.get(
        "/vendor/plotly.min.js", headers={"If-None-Match": answer.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    plain = served.http.get("/vendor/plotly.min.js", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    static = tmp_path / "static"
    (static / "assets").mkdir(parents=True)
    (static / "index.html").write_text("<!doctype html>page")
    (static / "icon.svg").write_text("<svg/>")
    (static / "assets" / "main-1a2b.js").write_text("1;")
    (tmp_path / "secret.txt").write_text("secret")
    monkeypatch.setattr(pages, "STATIC", static)
    return static


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip;q=0.5, br;q=1.0", "br"),
        ("gzip", "gzip"),
        ("deflate", None),
        ("identity", None),
        ("brotli, x-gzip", None),
    ],
)
def test_a_script_goes_out_compressed_once(
    built: Path, accepted: str, encoding: str | None
) -> None:
    script = built / "assets" / "main-1a2b.js"
    for ending in ("br", "gz"):
        script.with_name(f"{script.name}.{ending}").write_bytes(ending.encode())
    with web() as running:
        with running.http.stream(
            "GET", "/assets/main-1a2b.js", headers={"Accept-Encoding": accepted}
        ) as answer:
            content = b"".join(answer.iter_raw())
        assert answer.headers.get("content-encoding") == encoding
        assert content == {None: b"1;", "br": b"br", "gzip": b"gz"}[encoding]
        assert answer.headers["content-type"].startswith("text/javascript")
        assert answer.headers["vary"] == "Accept-Encoding"
        assert "immutable" in answer.headers["cache-control"]


def test_what_is_not_there_compressed_goes_out_as_it_is(built: Path) -> None:
    with web() as running:
        answer = running.http.get("/assets/main-1a2b.js", headers={"Accept-Encoding": "br"})
        assert (answer.text, answer.headers.get("content-encoding")) == ("1;", None)


def first_files(static: Path) -> set[Path]:
    """What a visit needs before it sees anything: from the page, and what that imports at once."""
    names = re.findall(r"assets/([\w.-]+)", (static / "index.html").read_text())
    found: set[Path] = set()
    while names:
        file = static / "assets" / names.pop()
        if file not in found:
            found.add(file)
            if file.suffix == ".js":
                names += re.findall(r"(?:from|import)\s*\"\./([\w.-]+\.js)\"", file.read_text())
    return found


def test_a_first_visit_takes_160_kilobytes_at_most() -> None:
    """The page's own script and style, with the texts of the longer language."""
    static = pages.STATIC
    texts = max(
        (path for name in ("en", "ko") for path in (static / "assets").glob(f"{name}-*.js.br")),
        key=lambda path: path.stat().st_size,
    )
    files = first_files(static)
    assert {file.suffix for file in files} == {".js", ".css"}
    packed = [Path(f"{file}.br") for file in files]
    size = sum((br if br.is_file() else br.with_suffix("")).stat().st_size for br in packed)
    assert size + texts.stat().st_size <= 160_000
    assert len(files) <= 10, "each is a request of its own"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nothing", 404),
        ("/s/", 404),
        ("/a/b", 404),
        ("/../secret.txt", 404),
        ("/" + "a" * 5000, 404),
        ("/%00", 404),
        ("/%23s=1.abc", 200),
        ("/s/a1b2%23token", 200),
        ("/class/a1b2%23token", 200),
    ],
)
def test_a_visit_to_an_unknown_address_is_answered_with_the_page(
    built: Path, path: str, status: int
) -> None:
    with web() as running:
        answer = running.http.get(path, headers={"Accept": "text/html,*/*;q=0.8"})
        assert answer.status_code == status
        assert "page" in answer.text
        assert answer.headers["content-type"].startswith("text/html")
        program = running.http.get(path, headers={"Accept": "application/json"})
        if path.startswith("/s/a") or path.startswith("/class"):
            assert program.status_code == 200
        else:
            assert program.headers["content-type"].startswith("application/problem")
        for part in ("/api/nothing", "/assets/none.js"):
            other = running.http.get(part, headers={"Accept": "text/html"})
            assert other.headers["content-type"].startswith("application/problem")


def test_a_built_page_is_served_with_its_caching(built: Path) -> None:
    with web() as running:
        page = running.http.get("/")
        assert (page.status_code, page.text) == (200, "<!doctype html>page")
        assert page.headers["cache-control"] == "no-cache"
        asset = running.http.get("/assets/main-1a2b.js")
        assert "immutable" in asset.headers["cache-control"]
        assert running.http.get("/icon.svg").status_code == 200
        assert running.http.get("/assets/none.js").status_code == 404
        for path in ("/../secret.txt", "/..%2fsecret.txt", "/assets/..%2f..%2fsecret.txt"):
            assert running.http.get(path).status_code == 404
        assert (
            running.http.get("/api/nothing")
            .headers["content-type"]
            .startswith("application/problem")
        )
        wrong_way = running.http.get("/api/sessions")
        assert (wrong_way.status_code, wrong_way.json()["code"]) == (405, "method_not_allowed")


def test_an_unbuilt_page_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "STATIC", tmp_path / "static")
    with web() as running:
        page = running.http.get("/")
        assert page.status_code == 503
        assert "make setup" in page.text


def test_the_interface_can_be_read(served: Web) -> None:
    page = served.http.get("/docs")
    assert page.status_code == 200
    for path in served.http.get("/api/openapi.json").json()["paths"]:
        assert path in page.text
    assert "playground.v1" in page.text
    assert "<script" not in page.text
