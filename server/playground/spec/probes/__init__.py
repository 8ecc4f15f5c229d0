"""The probes, one module each: what a viewer may ask to see, and how often the eye gains from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Union

from pydantic import Field

from playground.spec.folder import read_folder
from playground.spec.probes.base import Probe, ProbeKind

PROBES: dict[str, ProbeKind] = read_folder(__name__, __path__, ProbeKind, "KIND")

if TYPE_CHECKING:
    ProbeSpec = Probe
else:
    _models = tuple(kind.model for kind in PROBES.values())
    ProbeSpec = Annotated[Union[_models], Field(discriminator="probe")]  # noqa: UP007
