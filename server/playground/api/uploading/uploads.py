"""The uploads of this server: taken in, described anew, listed, deleted, and forgotten in time."""

from __future__ import annotations

import asyncio
import hmac
import json
import re
import secrets
import shutil
from collections.abc import AsyncGenerator, Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from playground.api.accounts import in_order
from playground.api.caller import Caller
from playground.api.limits import MB
from playground.api.settings import Settings
from playground.api.uploading import reader, receiving
from playground.api.uploading.drafts import Drafts, Reading
from playground.api.uploading.ledger import Giver, Ledger
from playground.api.uploading.slots import Slots
from playground.data import metadata, storage, upload, upload_records
from playground.data.refused_file import refused
from playground.data.upload_records import Record
from playground.session.refusals import Refusal, Refused
from playground.session.registry import Registry
from playground.spec.base import SpecProblem
from playground.spec.upload import Upload
from playground.store.contract import StoreProblem
from playground.wire.table_reading import Asked
from playground.wire.uploads import OwnUpload, OwnUploads, Uploaded

SPARE = 64 * 2**20
"""Bytes that stay free on the disk."""


class TooBig(Exception):
    """The answer to it is 413."""


class Uploads:
    """All that is uploaded. One web process at a time has the folder."""

    def __init__(self, settings: Settings, registry: Registry) -> None:
        self._settings, self._registry = settings, registry
        self.ledger = Ledger(settings.limits, settings.max_uploads_bytes)
        self._reception, self._slots = receiving.Reception(), Slots()
        self._drafts = Drafts()
        self._counting: asyncio.Task[None] | None = None

    def giver(self, caller: Caller) -> Giver:
        """Return under what a caller's files count."""
        return Giver(caller.owner, caller.networks)

    async def take(
        self,
        caller: Caller,
        body: AsyncGenerator[bytes, None],
        coming: int,
        name: str,
        asked: Asked,
        draft: str | None = None,
    ) -> Uploaded:
        """Take a file of which `coming` bytes are announced, to be read as asked.

        It takes the place of what came before with the same draft. Raises `TooBig`, a `Refused`, or
        `SpecProblem`.
        """
        giver = self.giver(caller)
        await self.counted()
        id = secrets.token_urlsafe(16)
        part = storage.uploads() / f"{upload_records.PART}{id}"
        kept = False
        reading = self._drafts.begin(giver.owner, draft)
        if reading.before is not None:
            # What is about to go does not take the room of what comes for it.
            self.ledger.drop(reading.before)
        try:
            with self._reception.place(giver):
                self._check(id, giver, coming)
                await asyncio.to_thread(_begin, part, giver, coming)
                count = await receiving.receive(
                    body, part / "source", lambda count: self._check(id, giver, count)
                )
            proposed = await reading.do(self._read(id, giver, part, count, _shown(name), asked))
            kept = True
            return proposed
        except OSError:
            raise refused("upload_disk_full") from None
        finally:
            await asyncio.shield(self._settle(id, part, kept, reading))

    async def change(self, caller: Caller, id: str, document: Mapping[str, Any]) -> Uploaded:
        """Describe an upload anew, with other roles, kinds or treatment of empty cells. Raises as `take`."""
        await self.counted()
        rows = await asyncio.to_thread(lambda: storage.used_bytes(metadata.folder_of(id)))
        async with self._slots.turn(self.giver(caller), reader.is_long(rows)):
            return await self._describe(id, dict(document) | {"id": id})

    async def list_own(self, caller: Caller) -> OwnUploads:
        """List what this person has uploaded."""
        await self.counted()
        giver = self.giver(caller)
        ids = self.ledger.of(giver.owner)
        found = await asyncio.to_thread(lambda: [one for id in ids if (one := _own(id))])
        found.sort(key=lambda each: each.made, reverse=True)
        most = self._settings.limits.person_uploads * MB
        return OwnUploads(uploads=tuple(found), bytes=self.ledger.used(giver), most=most)

    async def delete(self, caller: Caller, id: str) -> None:
        """Delete what this person has uploaded.

        Raises `NO_SUCH_UPLOAD`, `NOT_YOUR_UPLOAD`, `UPLOAD_IN_USE` or `NOT_SAVED`.
        """
        record = await asyncio.to_thread(upload_records.read, id)
        if record is None:
            raise Refused(Refusal.NO_SUCH_UPLOAD)
        if not hmac.compare_digest(record.owner, caller.owner):
            raise Refused(Refusal.NOT_YOUR_UPLOAD)
        try:
            using = await self._users_of(id)
        except StoreProblem:
            raise Refused(Refusal.NOT_SAVED) from None
        if using:
            shown = ", ".join(using[:3]) + (" …" if len(using) > 3 else "")
            raise Refused(Refusal.UPLOAD_IN_USE, count=len(using), sessions=shown)
        await self.remove(id)

    async def remove(self, id: str) -> None:
        await asyncio.to_thread(upload_records.remove, id)
        self.ledger.drop(id)

    async def users(self) -> dict[str, list[str]]:
        """Give the sessions, awake and parked, that use each upload. Raises `StoreProblem`."""
        using: dict[str, set[str]] = {}
        for id, file in await self._registry.store.sessions_with_uploads():
            using.setdefault(file, set()).add(id)
        for session in self._registry.sessions.values():
            if (chosen := session.spec.data.upload) is not None:
                using.setdefault(chosen.id, set()).add(session.id)
        return {file: sorted(sessions) for file, sessions in using.items()}

    async def named_by_edits(self, ids: Collection[str]) -> set[str]:
        """Return those of these uploads that Undo can bring back in some session. Raises `StoreProblem`."""
        if not ids:
            return set()
        return await self._registry.store.named_by_edits(ids) | {
            id for id in ids if self.is_named_now(id)
        }

    def is_named_now(self, id: str) -> bool:
        """Whether a session that is awake uses an upload, or can by Undo."""
        return any(
            (session.spec.data.upload is not None and session.spec.data.upload.id == id)
            or session.history.names(id)
            for session in self._registry.sessions.values()
        )

    async def counted(self) -> None:
        """Wait until what lay there before this start is counted."""
        failed = self._counting is not None and self._counting.done() and self._counting.exception()
        if self._counting is None or failed:
            self._counting = asyncio.create_task(self._count())
        await asyncio.shield(self._counting)

    async def look(self, id: str) -> Record | None:
        """Count an upload as it lies on the disk now: others may have stored its rows once more."""
        record = await asyncio.to_thread(upload_records.read, id)
        if record is None:
            self.ledger.drop(id)
        else:
            self.ledger.set(id, giver_of(record), record.bytes)
        return record

    # --- inside -------------------------------------------------------------------------------

    async def _users_of(self, id: str) -> list[str]:
        """Give the sessions, awake and parked, that use an upload. Raises `StoreProblem`."""
        saved = await self._registry.store.sessions_that_name(id)
        awake = self._registry.sessions
        chosen = {each.id: each.spec.data.upload for each in awake.values()}
        using = [session for session, upload in chosen.items() if upload and upload.id == id]
        return sorted([*using, *(session for session in saved if session not in awake)])

    async def _count(self) -> None:
        for id in await asyncio.to_thread(upload_records.found):
            await self.look(id)

    def _check(self, id: str, giver: Giver, count: int) -> None:
        """Count what has come of a file, or is to come. Raises `TooBig` or `SpecProblem`."""
        if count > self._settings.max_upload_bytes:
            raise TooBig
        self.ledger.grow(id, giver, max(count, 1))

    async def _read(
        self, id: str, giver: Giver, part: Path, size: int, name: str, asked: Asked
    ) -> Uploaded:
        async with self._slots.turn(giver, reader.is_long(size)):
            await self._ingest(id, giver, part, size, name, asked)
            return await self._describe(id, None)

    async def _ingest(
        self, id: str, giver: Giver, part: Path, size: int, name: str, asked: Asked
    ) -> None:
        room = self.ledger.room(giver)
        bounds = reader.bounds_of(size, room)
        try:
            await reader.read(
                *("take", str(part / "source"), str(part), f"--name={name}"),
                f"--asked={msgspec.json.encode(asked).decode()}",
                bounds=bounds,
                folder=part,
                grown=lambda count: self.ledger.grow(id, giver, count),
            )
        except SpecProblem as problem:
            if problem.code == "upload_unpacks" and bounds.bytes == room:
                self.ledger.refuse(giver)
            raise
        await asyncio.to_thread(_finish, part, id)

    async def _describe(self, id: str, document: Mapping[str, Any] | None) -> Uploaded:
        """Propose roles, or take those of the document; then its rows lie ready.

        Who opens a session on them must not wait for that. They count against whoever gave the file.
        """
        found = await self.look(id)
        if found is None:
            raise refused("upload_gone")
        try:
            if await asyncio.to_thread(upload.is_large, id):
                chosen = await self._read_large(found, document)
            else:
                chosen = await self._read_small(found, document)
        finally:
            await self.look(id)
        facts = await asyncio.to_thread(metadata.read, id)
        reading = facts.reading
        if reading is not None:
            notes = (*reading.notes, *upload.notes_of(chosen, facts))
            reading = replace(reading, notes=notes)
        return Uploaded(upload=chosen, preview=facts.preview, reading=reading)

    async def _read_small(self, found: Record, document: Mapping[str, Any] | None) -> Upload:
        if document is None:
            chosen = await asyncio.to_thread(upload.propose, found.id)
        else:
            chosen = await asyncio.to_thread(upload.recount, document)
        more = await asyncio.to_thread(upload.bytes_to_store, chosen)
        self.ledger.grow(found.id, giver_of(found), found.bytes + more)
        await asyncio.to_thread(upload.prepare, chosen)
        return chosen

    async def _read_large(self, found: Record, document: Mapping[str, Any] | None) -> Upload:
        giver = giver_of(found)
        said = await reader.read(
            *(("propose", found.id) if document is None else ("recount",)),
            bounds=reader.bounds_of(found.bytes, self.ledger.room(giver)),
            folder=metadata.folder_of(found.id),
            grown=lambda count: self.ledger.grow(found.id, giver, count),
            document=b"" if document is None else json.dumps(document).encode(),
        )
        return Upload.model_validate_json(said)

    async def _settle(self, id: str, part: Path, kept: bool, reading: Reading) -> None:
        """Count what is kept, and remove what is not, and what this was read in place of."""
        await asyncio.to_thread(shutil.rmtree, part, True)
        if kept:
            await self.look(id)
        else:
            await self.remove(id)
        before = self._drafts.end(reading, id if kept else None)
        if before is not None and not await self._is_wanted(before):
            await self.remove(before)
        elif reading.before is not None:
            await self.look(reading.before)

    async def _is_wanted(self, id: str) -> bool:
        """Whether a session uses an upload, or can by Undo; where that is not known, yes."""
        try:
            return bool(await self._users_of(id) or await self.named_by_edits([id]))
        except StoreProblem:
            return True


def giver_of(record: Record) -> Giver:
    """Return who gave what lies there."""
    return Giver(record.owner, in_order(*record.networks))


def _begin(part: Path, giver: Giver, coming: int) -> None:
    part.parent.mkdir(parents=True, exist_ok=True)
    # The file itself, and its rows beside it.
    if shutil.disk_usage(part.parent).free < 2 * coming + SPARE:
        raise refused("upload_disk_full")
    part.mkdir()
    upload_records.write_owner(part, giver.owner, *(each.key for each in giver.networks))


def _finish(part: Path, id: str) -> None:
    (part / "source").unlink()
    part.rename(part.with_name(id))


def _own(id: str) -> OwnUpload | None:
    record = upload_records.read(id)
    if record is None:
        return None
    try:
        facts = metadata.read(id)
    except SpecProblem:
        return None
    return OwnUpload(id=id, name=facts.name, rows=facts.rows, bytes=record.bytes, made=record.made)


def _shown(name: str) -> str:
    """Return the file's name without its folder, as a user knows it."""
    last = re.split(r"[/\\]", name)[-1]
    return "".join(letter for letter in last if letter.isprintable())[:80].strip()
