"""The built page and Plotly's own script, from the package that brings it."""

from __future__ import annotations

import gzip
import hashlib
from functools import cache
from html import escape
from importlib import resources
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import quote

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.responses import FileResponse, HTMLResponse
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from playground.api.dependencies.price import paid
from playground.api.dependencies.services import PreviewsDependency
from playground.api.services import services_of
from playground.session.preview.picture import HEIGHT, WIDTH

STATIC = Path(__file__).resolve().parents[2] / "static"
HELP = STATIC.parent / "help"
"""The documentation as a site, made by `server/build_help.py`."""
FRESH = {"Cache-Control": "no-cache"}
ENCODINGS = {"br": ".br", "gzip": ".gz"}
"""Encodings in which the build leaves its files, the smaller first, and the ends of their names."""
FOR_EVER = "public, max-age=31536000, immutable"
TITLE = "Neural Playground"
DESCRIPTION = "Build a small neural network, press Play, and watch every weight learn."
NOT_BUILT = "<!doctype html><title>Neural Playground</title><p>The page is not built yet: run <code>make setup</code>."


@cache
def plotly() -> tuple[bytes, str]:
    """plotly.min.js, gzipped once (1.5 MB), and its tag."""
    script = (resources.files("plotly") / "package_data" / "plotly.min.js").read_bytes()
    return gzip.compress(script, 6, mtime=0), f'"{hashlib.sha256(script).hexdigest()[:32]}"'


def card_of(name: str = "", picture: str = "") -> str:
    """Return what a link's preview shows, as Open Graph properties. `picture` is an absolute URL."""
    properties = {
        "og:type": "website",
        "og:site_name": TITLE,
        "og:title": name.strip() or TITLE,
        "og:description": DESCRIPTION,
    }
    if picture:
        size = {"og:image:width": str(WIDTH), "og:image:height": str(HEIGHT)}
        properties |= {"og:image": picture, "og:image:type": "image/png", **size}
    tags = [
        f'<meta property="{key}" content="{escape(value)}">' for key, value in properties.items()
    ]
    if picture:
        tags.append('<meta name="twitter:card" content="summary_large_image">')
    return "".join(tags)


def own_origin(request: Request) -> str:
    """Return the address by which the page was asked for, if it is one of this server's; else ""."""
    allowed: frozenset[str] = services_of(request).settings.allowed_origins
    host = request.headers.get("host", "").lower()
    # Behind a proxy that ends TLS the request itself came by HTTP.
    named = (f"{scheme}://{host}" for scheme in (request.url.scheme, "https"))
    return next((origin for origin in named if origin in allowed), "")


router = APIRouter(include_in_schema=False, dependencies=[Depends(paid)])


@router.get("/vendor/plotly.min.js")
def plotly_script(request: Request) -> Response:
    packed, tag = plotly()
    headers = {"ETag": tag, "Cache-Control": "public, max-age=3600", "Vary": "Accept-Encoding"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(packed, media_type="text/javascript", headers=headers)
    return Response(gzip.decompress(packed), media_type="text/javascript", headers=headers)


def page(card: str = "") -> Response:
    """Answer with the built page, and what a link's preview shows in its head."""
    file = STATIC / "index.html"
    if not file.is_file():
        return HTMLResponse(NOT_BUILT, 503)
    if not card:
        return FileResponse(file, headers=FRESH)
    text = file.read_text(encoding="utf-8").replace("</head>", f"{card}</head>", 1)
    return HTMLResponse(text, headers=FRESH)


@router.get("/")
def index() -> Response:
    return page()


@router.get("/s/{session}")
async def shared(session: str, request: Request, previews: PreviewsDependency) -> Response:
    """Answer with the session's name and picture for a link's preview, where they are public."""
    name = await previews.name(session)
    if name is None:
        return page(card_of())
    picture = f"{own_origin(request)}/api/sessions/{quote(session, safe='')}/picture.png"
    return page(card_of(name, picture))


@router.get("/join")
@router.get("/join/{code}")
@router.get("/class/{classroom}")
def classroom() -> Response:
    return page(card_of())


def install_files(app: FastAPI) -> None:
    """Answer with the documentation, and with a file of the built page where no route does."""
    if HELP.is_dir():
        app.mount("/help", StaticFiles(directory=HELP, html=True))
    if STATIC.is_dir():
        files = Files(directory=STATIC)
        nothing = app.router.default

        async def file_or_nothing(scope: Scope, receive: Receive, send: Send) -> None:
            try:
                await (files if scope["type"] == "http" else nothing)(scope, receive, send)
            except HTTPException as problem:
                if problem.status_code != 404 or not _is_visit(scope):
                    raise
                # The page says that there is nothing, and leads home; it also mends a link that was
                # changed on its way, whose "#" came here as a part of the path.
                answer = page()
                answer.status_code = 200 if "#" in scope["path"] else 404
                await answer(scope, receive, send)

        # Not a mount: one at "/" would answer for a route that is asked in a wrong way.
        app.router.default = file_or_nothing


def _is_visit(scope: Scope) -> bool:
    """Tell whether a browser asks for a page, and not for a part of one."""
    return "text/html" in Headers(scope=scope).get("accept", "") and not scope["path"].startswith(
        ("/api/", "/assets/", "/vendor/")
    )


class Files(StaticFiles):
    """Files under assets/ carry a hash of their content in their name, and are there compressed too."""

    def file_response(self, full_path, stat_result, scope, status_code=200):  # type: ignore[no-untyped-def]
        if "/assets/" not in str(full_path):
            return super().file_response(full_path, stat_result, scope, status_code)
        accepted = {
            each.partition(";")[0].strip()
            for each in Headers(scope=scope).get("accept-encoding", "").split(",")
        }
        headers = {"Cache-Control": FOR_EVER, "Vary": "Accept-Encoding"}
        for encoding, ending in ENCODINGS.items():
            packed = Path(f"{full_path}{ending}")
            if encoding in accepted and packed.is_file():
                media_type = guess_type(str(full_path))[0]
                headers["Content-Encoding"] = encoding
                return FileResponse(packed, status_code, headers, media_type=media_type)
        return FileResponse(full_path, status_code, headers, stat_result=stat_result)
