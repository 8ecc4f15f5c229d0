"""The picture of a session that the preview of a link shows, where it is public."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Response

from playground.api.dependencies.authorization import declared
from playground.api.dependencies.grant import GrantDependency
from playground.api.dependencies.json_body import JsonRoute
from playground.api.dependencies.services import PreviewsDependency, RegistryDependency
from playground.wire import sharing

router = APIRouter(route_class=JsonRoute, dependencies=[Depends(declared)])


@router.put("/api/sessions/{id}/preview")
async def set_preview(
    body: sharing.Preview, granted: GrantDependency, sessions: RegistryDependency
) -> sharing.Preview:
    """Whether anybody may see a picture of the session and its name."""
    granted.session.show_preview(body.on)
    await sessions.flush()
    return sharing.Preview(on=granted.session.preview)


@router.get("/api/sessions/{id}/picture.png", response_class=Response)
async def get_picture(id: str, previews: PreviewsDependency) -> Response:
    """1200 × 630 pixels, as it was at most a minute ago; 404 unless it is public."""
    picture = await previews.picture(id)
    return Response(
        picture, media_type="image/png", headers={"Cache-Control": "public, max-age=60"}
    )
