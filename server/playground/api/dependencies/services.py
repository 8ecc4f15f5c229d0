"""The services of the server, each as the parameter of a route."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from playground.api.limiter.limiter import Limiter
from playground.api.services import Services, services_of
from playground.api.settings import Settings
from playground.api.uploading.uploads import Uploads
from playground.classroom.classroom_registry import ClassroomRegistry
from playground.session.preview.previews import Previews
from playground.session.registry import Registry


async def services(request: Request) -> Services:
    """Return all services of the server that answers this request."""
    return services_of(request)


ServicesDependency = Annotated[Services, Depends(services)]


async def registry(services: ServicesDependency) -> Registry:
    """Return the sessions."""
    return services.registry


async def classrooms(services: ServicesDependency) -> ClassroomRegistry:
    """Return the classes."""
    return services.classrooms


async def limiter(services: ServicesDependency) -> Limiter:
    """Return what bounds people and addresses."""
    return services.limiter


async def previews(services: ServicesDependency) -> Previews:
    """Return the pictures of sessions."""
    return services.previews


async def uploads(services: ServicesDependency) -> Uploads:
    """Return what people have uploaded."""
    return services.uploads


async def settings(services: ServicesDependency) -> Settings:
    """Return what the server was started with."""
    return services.settings


RegistryDependency = Annotated[Registry, Depends(registry)]
ClassroomRegistryDependency = Annotated[ClassroomRegistry, Depends(classrooms)]
LimiterDependency = Annotated[Limiter, Depends(limiter)]
PreviewsDependency = Annotated[Previews, Depends(previews)]
UploadsDependency = Annotated[Uploads, Depends(uploads)]
SettingsDependency = Annotated[Settings, Depends(settings)]
