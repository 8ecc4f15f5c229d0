"""Signs of life, for what watches over the server."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from playground.api import metrics
from playground.api.dependencies.authorization import TokenDependency, declared
from playground.api.dependencies.caller import CallerDependency
from playground.api.dependencies.operator import check
from playground.api.dependencies.services import ServicesDependency

router = APIRouter(dependencies=[Depends(declared)])


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    return {"status": "ok"}


@router.get("/readyz")
async def readyz(services: ServicesDependency, response: Response) -> dict[str, str]:
    """503 while no trainer is ready, or the store cannot write; `status` says why."""
    reason = await services.readiness.reason()
    response.status_code = 200 if reason is None else 503
    return {"status": reason or "ready"}


@router.get("/metrics")
async def get_metrics(
    services: ServicesDependency, caller: CallerDependency, token: TokenDependency
) -> Response:
    """For Prometheus. Other machines than the server's own need the operator's token."""
    if caller.networks:
        check(services.settings, token)
    metrics.export(await metrics.server_status(services.registry, services.classrooms))
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
