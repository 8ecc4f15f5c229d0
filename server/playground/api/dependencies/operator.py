"""Admission of whoever runs the server, by their token only."""

from __future__ import annotations

import hmac

from fastapi import HTTPException

from playground.api.dependencies.authorization import DeclaredDependency, TokenDependency
from playground.api.dependencies.services import SettingsDependency
from playground.api.settings import Settings
from playground.session.links import digest
from playground.session.refusals import Refusal, Refused
from playground.wire.rights import Role


def check(settings: Settings, token: str | None) -> None:
    """Raise 404 where there is no operator, and `NO_OPERATOR_TOKEN`."""
    if settings.operator_token is None:
        raise HTTPException(404)
    if not hmac.compare_digest(digest(settings.operator_token), digest(token or "")):
        raise Refused(Refusal.NO_OPERATOR_TOKEN)


async def operating(
    settings: SettingsDependency, needed: DeclaredDependency, token: TokenDependency
) -> None:
    """Let the operator pass. Raises as `check`."""
    if needed is not Role.OPERATOR:
        raise Refused(Refusal.FORBIDDEN)
    check(settings, token)
