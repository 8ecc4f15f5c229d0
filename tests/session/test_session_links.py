"""The links to a session: what a token grants, and who goes when a link ends."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from playground.session.refusals import Refusal
from playground.store.memory import MemoryStore
from playground.store.rows import LinkRow
from playground.wire.rights import Right
from support.desk import desk
from support.refusals import refused
from support.session_desk import SPEC


class SlowStore(MemoryStore):
    """One that is slow to find a single link."""

    async def find(self, kind: type[Any], **where: Any) -> list[Any]:
        found = await super().find(kind, **where)
        if kind is LinkRow and "id" in where:
            await asyncio.sleep(0.05)
        return found


def test_rights_by_token() -> None:
    with desk() as (_, registry):
        session = registry.create(SPEC, play=False, pace=None)
        other = registry.create(SPEC, play=False, pace=None)
        view, edit = session.links.issue(Right.VIEW), session.links.issue(Right.EDIT)

        def right(token: str | None, needed: Right, id: str = session.id) -> Right:
            return asyncio.run(registry.authorize(id, token, needed)).right

        assert right(edit, Right.EDIT) is Right.EDIT
        assert right(view, Right.VIEW) is Right.VIEW
        with refused(Refusal.FORBIDDEN):
            right(view, Right.EDIT)
        for wrong in (None, "", "x", other.links.issue(Right.EDIT)):
            with refused(Refusal.NO_TOKEN):
                right(wrong, Right.VIEW)
        with refused(Refusal.NO_SUCH_SESSION):
            right(edit, Right.VIEW, "none")


def test_a_link_that_is_switched_off_or_over_opens_nothing_and_sends_its_viewers_away() -> None:
    with desk() as (_, registry):
        session = registry.create(SPEC, play=False, pace=None)
        off, over, lasting = (
            session.links.issue(Right.VIEW),
            session.links.issue(Right.EDIT, until=time.time() - 1),
            session.links.issue(Right.VIEW, until=time.time() + 60),
        )
        link = next(iter(session.links))
        viewer = session.enter(Right.VIEW, (), 30, link.id)
        session.links.revoke(link.id)

        def opened(token: str) -> Right:
            return asyncio.run(registry.authorize(session.id, token, Right.VIEW)).right

        with refused(Refusal.LINK_REVOKED):
            opened(off)
        with refused(Refusal.LINK_ENDED):
            opened(over)
        assert opened(lasting) is Right.VIEW
        with refused(Refusal.LINK_REVOKED):
            asyncio.run(viewer.outbox.take())
        with refused(Refusal.NO_SUCH_LINK):
            session.links.revoke("another's")


def test_a_link_that_is_switched_off_while_its_session_wakes_opens_nothing() -> None:
    with desk() as (engine, registry):
        registry.store = SlowStore()
        session = registry.create(SPEC, play=False, pace=None)
        token = session.links.issue(Right.VIEW)
        link = next(iter(session.links)).id
        engine.now += 301
        registry.tidy()

        async def race() -> None:
            await asyncio.gather(registry.revoke(session.id, link), registry.find(session.id))
            with refused(Refusal.LINK_REVOKED):
                await registry.authorize(session.id, token, Right.VIEW)

        asyncio.run(race())
