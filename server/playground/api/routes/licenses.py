"""The parts by others that this server and its page consist of, and their licenses."""

from __future__ import annotations

from fastapi import APIRouter, Depends
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException

from playground import __version__
from playground.api.dependencies.authorization import declared
from playground.api.dependencies.json_body import JsonRoute
from playground.licenses.parts import Index, parts

router = APIRouter(route_class=JsonRoute, dependencies=[Depends(declared)])


class LicensedPart(BaseModel):
    """A package by others; `license` is an SPDX expression where the package gives one."""

    model_config = ConfigDict(from_attributes=True)

    index: Index
    name: str
    version: str
    license: str


class Licenses(BaseModel):
    """The playground's version, and all parts, those of the page first."""

    version: str
    parts: list[LicensedPart]


@router.get("/api/licenses")
def all_licenses() -> Licenses:
    """List what the playground consists of; a part's place in the list is its number."""
    found = [LicensedPart.model_validate(part) for part in parts()]
    return Licenses(version=__version__, parts=found)


@router.get("/api/licenses/{number}", response_class=PlainTextResponse)
def license_text(number: int) -> str:
    """Give the license files of the part at this place of the list, from 0, one after the other."""
    if not 0 <= number < len(parts()):
        raise HTTPException(404)
    return parts()[number].text
