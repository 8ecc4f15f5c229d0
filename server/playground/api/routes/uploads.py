"""Files that users give: written to the disk as they come, then taken in by a process of their own."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import secrets
import shutil
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, BinaryIO

from fastapi import APIRouter, Body, Depends, Query, Request
from starlette.requests import ClientDisconnect

from playground.api.dependencies.authorization import declared
from playground.api.dependencies.caller import CallerDependency
from playground.api.dependencies.json_body import JsonRoute
from playground.api.dependencies.services import LimiterDependency
from playground.api.problems import problem
from playground.api.services import services_of
from playground.api.settings import Settings
from playground.data import metadata as files
from playground.data import storage, upload
from playground.data.refused_file import refused
from playground.engine.process import environment
from playground.spec.base import Model, SpecProblem
from playground.spec.upload import Upload

WITHIN_S = 1800.0
FORGOTTEN_S = 24 * 3600.0
"""What an upload that broke off has left is removed after a day, should it be there at all."""
SPARE = 64 * 2**20
"""Bytes that stay free on the disk."""
PART = ".part-"
OWNER = ".owner"
"""In an upload's folder: the digest of whose it is."""

router = APIRouter(route_class=JsonRoute, dependencies=[Depends(declared)])


class Uploaded(Model):
    """`preview` are the first rows as texts, a text a column in the order of the file."""

    upload: Upload
    preview: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Room:
    """The `bytes` that are left of `most`; `code` refuses what does not fit."""

    bytes: int
    most: int
    code: str

    def check(self, count: int) -> None:
        """Raise `SpecProblem` for more bytes than are left."""
        if count > self.bytes:
            raise refused(self.code, limit=_size(self.most))


class TooBig(Exception):
    """The answer to it is 413."""


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
    caller: CallerDependency,
    name: Annotated[str, Query(max_length=300)] = "",
) -> Any:
    """Take a CSV, Parquet or NPZ file as the body; answers how its columns can be used."""
    limiter.upload(caller)
    settings = services_of(request).settings
    folder = storage.uploads()
    id = secrets.token_urlsafe(16)
    part = folder / f"{PART}{id}"
    try:
        room = await asyncio.to_thread(_make_room, request, settings, part, caller.owner)
        await _store(request, part / "source", settings, room)
        async with _turn(request):
            await _run("take", str(part / "source"), str(part), f"--name={_shown(name)}")
            (part / "source").unlink()
            part.rename(folder / id)
            try:
                return await _prepared(await asyncio.to_thread(upload.propose, id))
            except BaseException:
                await asyncio.to_thread(shutil.rmtree, folder / id, True)
                raise
    except TooBig:
        limit = _size(settings.max_upload_bytes)
        refusal = refused("upload_too_big", limit=limit)
        return problem(413, refusal.code, refusal.sentence, refusal.pointer, refusal.params)
    except OSError:
        raise refused("upload_disk_full") from None
    finally:
        await asyncio.to_thread(shutil.rmtree, part, True)


@router.post("/api/uploads/{file}")
async def change(
    file: str, document: Annotated[dict[str, Any], Body()], request: Request
) -> Uploaded:
    """Take an `Upload` with other roles, kinds or treatment of empty cells; counts its rows anew."""
    async with _turn(request):
        counted = await asyncio.to_thread(upload.recount, document | {"id": file})
        return await _prepared(counted)


async def _prepared(chosen: Upload) -> Uploaded:
    """Give the answer, once its rows lie ready: who opens a session on them must not wait for that."""
    if await asyncio.to_thread(upload.is_large, chosen):
        await _run("prepare", chosen.model_dump_json())
    else:
        await asyncio.to_thread(upload.prepare, chosen)
    metadata = await asyncio.to_thread(files.read, chosen.id)
    return Uploaded(upload=chosen, preview=metadata.preview)


def _make_room(request: Request, settings: Settings, part: Path, owner: str) -> Room:
    """Make the folder `part`; give the bytes that other uploads leave.

    Raises `TooBig`, or `SpecProblem` when uploads fill their share or the disk.
    """
    length = request.headers.get("content-length", "0")
    coming = int(length) if length.isdecimal() and len(length) < 20 else 0
    if coming > settings.max_upload_bytes:
        raise TooBig
    part.parent.mkdir(parents=True, exist_ok=True)
    _forget_parts(part.parent)
    most = settings.max_uploads_bytes
    room = Room(most - storage.used_bytes(part.parent), most, "upload_quota")
    if own := settings.limits.person_uploads * 10**6:
        mine = Room(own - _used_by(owner, part.parent), own, "upload_own_quota")
        room = min(room, mine, key=lambda each: each.bytes)
    room.check(max(coming, 1))
    # The file itself, and its rows beside it.
    if shutil.disk_usage(part.parent).free < 2 * coming + SPARE:
        raise refused("upload_disk_full")
    part.mkdir()
    (part / OWNER).write_text(owner)
    return room


def _used_by(owner: str, folder: Path) -> int:
    """Bytes of what this person has uploaded."""
    total = 0
    for file in folder.glob(f"*/{OWNER}"):
        with contextlib.suppress(OSError):
            if file.read_text() == owner:
                total += storage.used_bytes(file.parent)
    return total


def _forget_parts(folder: Path) -> None:
    for part in folder.glob(f"{PART}*"):
        with contextlib.suppress(OSError):
            if time.time() - part.stat().st_mtime > FORGOTTEN_S:
                shutil.rmtree(part, ignore_errors=True)


async def _store(request: Request, path: Path, settings: Settings, room: Room) -> None:
    """Write the body as it comes. Raises `TooBig`, `OSError`, or `SpecProblem` if it breaks off."""
    count = 0
    with await asyncio.to_thread(open, path, "xb") as file:
        try:
            async for piece in request.stream():
                count += len(piece)
                if count > settings.max_upload_bytes:
                    raise TooBig
                room.check(count)
                await asyncio.to_thread(file.write, piece)
        except ClientDisconnect:
            raise refused("upload_broken_off") from None
        await asyncio.to_thread(_to_disk, file)
    if not count:
        raise refused("upload_empty")


def _to_disk(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


@asynccontextmanager
async def _turn(request: Request) -> AsyncIterator[None]:
    async with services_of(request).upload_slots:
        yield


async def _run(*arguments: str) -> None:
    """Run a task of `data.ingest` in a process of its own. Raises `SpecProblem` for what it refuses."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "playground.data.ingest", *arguments),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        env=environment(),
    )
    try:
        async with asyncio.timeout(WITHIN_S):
            output, _ = await child.communicate()
    except TimeoutError:
        raise refused("upload_damaged") from None
    finally:
        if child.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                child.kill()
            await child.wait()
    if child.returncode:
        raise _refusal(output)


def _refusal(output: bytes) -> SpecProblem:
    """Return what the child said; one that was killed or crashed said nothing."""
    try:
        answer = json.loads(output)
        return refused(answer["code"], **answer["params"])
    except (ValueError, KeyError, TypeError):
        return refused("upload_damaged")


def _shown(name: str) -> str:
    """Return the file's name without its folder, as a user knows it."""
    last = re.split(r"[/\\]", name)[-1]
    return "".join(letter for letter in last if letter.isprintable())[:80].strip()


def _size(count: int) -> str:
    return f"{count / 10**9:g} GB" if count >= 10**9 else f"{count / 10**6:g} MB"
