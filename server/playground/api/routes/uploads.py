"""Files that users give: taken in, described anew, listed, and deleted by whoever gave them."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Query, Request
from pydantic import StringConstraints

from playground.api.dependencies.authorization import declared
from playground.api.dependencies.caller import CallerDependency
from playground.api.dependencies.json_body import JsonRoute
from playground.api.dependencies.services import (
    LimiterDependency,
    SettingsDependency,
    UploadsDependency,
)
from playground.api.problems import problem
from playground.api.uploading.ledger import size
from playground.api.uploading.uploads import TooBig
from playground.data.refused_file import refused
from playground.wire.sessions import MAX_FIELDS
from playground.wire.table_reading import Asked, Decimal, Encoding, Separator
from playground.wire.uploads import OwnUploads, Uploaded

MAX_SKIP, MAX_WORDS = 1000, 20
DRAFT = r"^[A-Za-z0-9_-]{16,40}$"
Word = Annotated[str, StringConstraints(max_length=80)]

router = APIRouter(route_class=JsonRoute, dependencies=[Depends(declared)])


@router.put(
    "/api/uploads",
    status_code=201,
    response_model=Uploaded,
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/octet-stream": {"schema": {"type": "string"}}},
        }
    },
)
async def take(
    request: Request,
    limiter: LimiterDependency,
    uploads: UploadsDependency,
    settings: SettingsDependency,
    caller: CallerDependency,
    name: Annotated[str, Query(max_length=300)] = "",
    encoding: Encoding | None = None,
    separator: Separator | None = None,
    decimal: Decimal | None = None,
    header: bool | None = None,
    skip: Annotated[int | None, Query(ge=0, le=MAX_SKIP)] = None,
    empty: Annotated[tuple[Word, ...], Query(max_length=MAX_WORDS)] = (),
    pictures: bool = False,
    total: bool | None = None,
    draft: Annotated[str | None, Query(pattern=DRAFT)] = None,
) -> Any:
    """Take a CSV, Parquet or NPZ file as the body; answers how its columns can be used.

    How a file of text is read is guessed, but for what is asked for: its encoding, what separates
    its cells (a space: runs of blanks), its decimal mark, whether its first row has names, how many
    lines above it are left out, which more words count as empty, whether each row is a picture, and whether the last row is a total.

    A file sent again with the same `draft`, a name of the sender's making, takes the place of what
    came before, unless a session uses that.
    """
    asked = Asked(
        encoding=encoding,
        separator=separator,
        decimal=decimal,
        header=header,
        skip=skip,
        empty=empty,
        pictures=pictures,
        total=total,
    )
    limiter.upload(caller)
    length = request.headers.get("content-length", "0")
    coming = int(length) if length.isdecimal() and len(length) < 20 else 0
    try:
        return await uploads.take(caller, request.stream(), coming, name, asked, draft)
    except TooBig:
        refusal = refused("upload_too_big", limit=size(settings.max_upload_bytes))
        return problem(413, refusal.code, refusal.sentence, refusal.pointer, refusal.params)


@router.get("/api/uploads")
async def list_own(uploads: UploadsDependency, caller: CallerDependency) -> OwnUploads:
    """List what this browser's person has uploaded."""
    return await uploads.list_own(caller)


@router.post("/api/uploads/{file}")
async def change(
    file: str,
    document: Annotated[dict[str, Any], Body(max_length=MAX_FIELDS)],
    uploads: UploadsDependency,
    caller: CallerDependency,
) -> Uploaded:
    """Take an `Upload` with other roles, kinds or treatment of empty cells; counts its rows anew."""
    return await uploads.change(caller, file, document)


@router.delete("/api/uploads/{file}", status_code=204)
async def delete(file: str, uploads: UploadsDependency, caller: CallerDependency) -> None:
    """Delete a file that this browser's person has uploaded, if no session uses it."""
    await uploads.delete(caller, file)
