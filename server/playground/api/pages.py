"""The built page and Plotly's own script, from the package that brings it."""

from __future__ import annotations

import gzip
import hashlib
from functools import cache
from importlib import resources
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.responses import FileResponse, HTMLResponse
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

STATIC = Path(__file__).resolve().parent.parent / "static"
FOR_EVER = "public, max-age=31536000, immutable"
NOT_BUILT = "<!doctype html><title>Neural Playground</title><p>The page is not built yet: run <code>make setup</code>."


@cache
def plotly() -> tuple[bytes, str]:
    """plotly.min.js, gzipped once (1.5 MB), and its tag."""
    script = (resources.files("plotly") / "package_data" / "plotly.min.js").read_bytes()
    return gzip.compress(script, 6, mtime=0), f'"{hashlib.sha256(script).hexdigest()[:32]}"'


def install(app: FastAPI, static: Path = STATIC) -> None:
    """Call last: what no other route answers may be a file."""

    @app.get("/vendor/plotly.min.js", include_in_schema=False)
    def plotly_script(request: Request) -> Response:
        packed, tag = plotly()
        headers = {"ETag": tag, "Cache-Control": "public, max-age=3600", "Vary": "Accept-Encoding"}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
            return Response(packed, media_type="text/javascript", headers=headers)
        return Response(gzip.decompress(packed), media_type="text/javascript", headers=headers)

    @app.get("/", include_in_schema=False)
    def index() -> Response:
        page = static / "index.html"
        if not page.is_file():
            return HTMLResponse(NOT_BUILT, 503)
        return FileResponse(page, headers={"Cache-Control": "no-cache"})

    if static.is_dir():
        files = Files(directory=static)
        nothing = app.router.default

        async def file_or_nothing(scope: Scope, receive: Receive, send: Send) -> None:
            await (files if scope["type"] == "http" else nothing)(scope, receive, send)

        # Not a mount: one at "/" would answer for a route that is asked in a wrong way.
        app.router.default = file_or_nothing


class Files(StaticFiles):
    """Files under assets/ carry a hash of their content in their name."""

    def file_response(self, full_path, stat_result, scope, status_code=200):  # type: ignore[no-untyped-def]
        response = super().file_response(full_path, stat_result, scope, status_code)
        if "/assets/" in str(full_path):
            response.headers["Cache-Control"] = FOR_EVER
        return response
