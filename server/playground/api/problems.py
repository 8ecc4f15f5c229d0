"""Problem documents (RFC 9457): every refusal is a sentence, with the field's JSON pointer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from playground.api.dependencies.json_body import Unreadable
from playground.api.logs import route_of
from playground.session.refusals import Refused
from playground.spec.base import Fix, Scalar, SpecProblem
from playground.spec.validation_errors import first_problem
from playground.wire.problems import Problem

SENTENCES: dict[int, tuple[str, str]] = {
    400: ("not_readable", "This request can’t be read. Send JSON in UTF-8."),
    404: ("not_found", "There is nothing at this address."),
    405: ("method_not_allowed", "This address cannot be used in this way."),
    413: ("too_big", "This is too big to send. The limit is 384 kB."),
    414: ("address_too_long", "This address is too long; the limit is 8 kB. Use a shorter one."),
    415: ("wrong_content_type", "Send this as JSON."),
    428: ("revision_needed", "Say with If-Match which revision of the set-up you are changing."),
    431: (
        "headers_too_big",
        "The browser sends too much with this request; the limit is 8 kB per header."
        " Delete this site’s cookies, then try again.",
    ),
}


def problem(
    status: int,
    code: str,
    sentence: str,
    pointer: str | None = None,
    params: Mapping[str, Scalar] | None = None,
    mends: Iterable[Fix] = (),
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
    return problem(422, error.code, error.sentence, error.pointer, error.params, error.fixes)


def install(app: FastAPI) -> None:
    """Every exception that a route can raise becomes a problem document."""
    log = structlog.get_logger()

    @app.exception_handler(SpecProblem)
    async def _(request: Request, error: SpecProblem) -> JSONResponse:
        return of_spec(error)

    @app.exception_handler(Refused)
    async def _(request: Request, error: Refused) -> JSONResponse:
        answer = problem(
            error.status, error.code, error.sentence, params=error.params, **error.details
        )
        if error.retry_after is not None:
            answer.headers["Retry-After"] = str(error.retry_after)
        return answer

    @app.exception_handler(RequestValidationError)
    async def _(request: Request, error: RequestValidationError) -> JSONResponse:
        errors = error.errors()
        if errors[0]["type"] == "json_invalid":
            return problem(400, "not_json", "This isn’t JSON. Check its brackets and commas.")
        if errors[0]["loc"][0] != "body":
            # A part of the address or a header, where no JSON pointer leads.
            found = first_problem(errors, {}, skip=1)
            return problem(422, found.code, found.sentence, params=found.params)
        if isinstance(error.body, bytes):
            return problem(415, *SENTENCES[415])
        return of_spec(first_problem(errors, error.body, skip=1, whole="request"))

    @app.exception_handler(Unreadable)
    async def _(request: Request, error: Unreadable) -> JSONResponse:
        return of_spec(error.problem)

    @app.exception_handler(HTTPException)
    async def _(request: Request, error: HTTPException) -> JSONResponse:
        code, sentence = SENTENCES.get(error.status_code, ("refused", str(error.detail)))
        answer = problem(error.status_code, code, sentence)
        answer.headers.update(error.headers or {})
        return answer

    @app.exception_handler(Exception)
    async def _(request: Request, error: Exception) -> JSONResponse:
        log.exception("unexpected", route=route_of(request.scope))
        return problem(
            500,
            "server_error",
            "Something went wrong on the server, but your session is still running. Try again.",
        )
