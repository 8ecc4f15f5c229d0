"""The edits that were made to a session, and by whom."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Annotated, Any

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
    # Hundreds of large set-ups to compare take longer than the event loop may wait.
    return await asyncio.to_thread(edit_messages, granted.session.history.documents(), newest)


def edit_messages(
    edits: Iterator[tuple[Edit, Any]], newest: int | None
) -> list[sharing.EditMessage]:
    """Describe the edits, newest first; of the oldest one known the changes are not known."""
    messages: list[sharing.EditMessage] = []
    after: tuple[Edit, Any] | None = None
    for edit, document in edits:
        if after is not None:
            messages.append(edit_message(after[0], changes(document, after[1])))
            if len(messages) == MAX_HISTORY:
                return messages
        if newest is None or edit.revision <= newest:
            after = edit, document
    if after is not None:
        messages.append(edit_message(after[0], ()))
    return messages


def edit_message(edit: Edit, what: tuple[str, ...]) -> sharing.EditMessage:
    return sharing.EditMessage(
        revision=edit.revision, author=edit.author, time=edit.time, what=what
    )
