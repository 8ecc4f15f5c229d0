"""The probes, one module each: how they are observed."""

from __future__ import annotations

from playground.observe.probes.base import Observer
from playground.spec.folder import read_folder

OBSERVERS: dict[str, Observer] = read_folder(__name__, __path__, Observer, "OBSERVER")
