"""The edits that were made to a session, and by whom."""

from __future__ import annotations

import asyncio
from itertools import chain, pairwise, starmap
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from playground.api.dependencies.authorization import declared
from playground.api.dependencies.grant import GrantDependency
from playground.api.dependencies.json_body import JsonRoute
from playground.session.history import Edit
from playground.spec.merge import changes
from playground.wire import sharing

MAX_HISTORY = 200

router = APIRouter(route_class=JsonRoute, dependencies=[Depends(declared)])

From = Annotated[int | None, Query(alias="from", ge=0, le=2**53)]


@router.get("/api/sessions/{id}/history")
async def get_history(granted: GrantDependency, newest: From = None) -> list[sharing.EditMessage]:
    """Up to 200 edits, newest first; `from` is the revision to begin with, going back."""
    known = [
        edit for edit in granted.session.history.edits if newest is None or edit.revision <= newest
    ]
    # Hundreds of large set-ups to compare take longer than the event loop may wait.
    return await asyncio.to_thread(edit_messages, known)


def edit_messages(edits: list[Edit]) -> list[sharing.EditMessage]:
    """Describe the edits, newest first; of the oldest one known the changes are not known."""
    shown = edits[-MAX_HISTORY - 1 :]
    documents = [edit.spec.model_dump(mode="json") for edit in shown]
    changed = chain([()], starmap(changes, pairwise(documents)))
    messages = [
        sharing.EditMessage(revision=edit.revision, author=edit.author, time=edit.time, what=what)
        for edit, what in zip(shown, changed, strict=False)
    ]
    return messages[::-1][:MAX_HISTORY]
