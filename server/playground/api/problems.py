"""Problem documents (RFC 9457): every refusal is a sentence, with the field's JSON pointer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from playground.session import refusal
from playground.spec.base import Mend, Scalar, SpecProblem
from playground.spec.invalid import first_problem
from playground.wire.messages import Problem

STATUS: dict[type[refusal.Refusal], int] = {
    refusal.Unknown: 404,
    refusal.NoToken: 401,
    refusal.Forbidden: 403,
    refusal.Full: 503,
    refusal.Conflict: 409,
}

LOGGING = (
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso"),
    structlog.processors.format_exc_info,
    structlog.processors.LogfmtRenderer(),
)

SENTENCES: dict[int, tuple[str, str]] = {
    400: ("not_readable", "This request cannot be read: send JSON in UTF-8."),
    404: ("not_found", "There is nothing at this address."),
    405: ("method_not_allowed", "This address cannot be used in this way."),
    413: ("too_big", "This is too big to send: the limit is 256 kB."),
    415: ("wrong_content_type", "Send this as JSON."),
    428: ("revision_needed", "Say with If-Match which revision of the set-up you are changing."),
}


def problem(
    status: int,
    code: str,
    sentence: str,
    pointer: str | None = None,
    params: Mapping[str, Scalar] | None = None,
    mends: Iterable[Mend] = (),
    **more: Any,
) -> JSONResponse:
    document = Problem.of(status, code, sentence, pointer, params, mends)
    return JSONResponse(
        document.model_dump(mode="json") | more,
        status,
        media_type="application/problem+json",
        headers={"WWW-Authenticate": "Bearer"} if status == 401 else None,
    )


def of_spec(error: SpecProblem) -> JSONResponse:
    return problem(422, error.code, error.sentence, error.pointer, error.params, error.mends)


def install(app: FastAPI) -> None:
    """Every exception that a route can raise becomes a problem document."""
    # structlog's own default prints every local variable, which took 10 s of the event loop for
    # one error in a route, and tokens are among them.
    structlog.configure(processors=LOGGING)
    log = structlog.get_logger()

    @app.exception_handler(SpecProblem)
    async def _(request: Request, error: SpecProblem) -> JSONResponse:
        return of_spec(error)

    @app.exception_handler(refusal.Refusal)
    async def _(request: Request, error: refusal.Refusal) -> JSONResponse:
        more: dict[str, Any] = {}
        if isinstance(error, refusal.Conflict):
            more = {"revision": error.revision, "spec": error.spec.model_dump(mode="json")}
        return problem(STATUS[type(error)], error.code, error.sentence, params=error.params, **more)

    @app.exception_handler(RequestValidationError)
    async def _(request: Request, error: RequestValidationError) -> JSONResponse:
        if error.errors()[0]["type"] == "json_invalid":
            return problem(400, "not_json", "This is not JSON: check its brackets and commas.")
        return of_spec(first_problem(error.errors(), error.body, skip=1))

    @app.exception_handler(HTTPException)
    async def _(request: Request, error: HTTPException) -> JSONResponse:
        code, sentence = SENTENCES.get(error.status_code, ("refused", str(error.detail)))
        answer = problem(error.status_code, code, sentence)
        answer.headers.update(error.headers or {})
        return answer

    @app.exception_handler(Exception)
    async def _(request: Request, error: Exception) -> JSONResponse:
        log.exception("unexpected", path=request.url.path)
        return problem(
            500,
            "server_error",
            "Something went wrong on the server; your session goes on. Try again.",
        )
