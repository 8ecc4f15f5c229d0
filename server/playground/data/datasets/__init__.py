"""The data sets, one module each: how their samples are drawn or read."""

from __future__ import annotations

from playground.data.datasets.base import Source
from playground.spec.folder import read_folder

SOURCES: dict[str, Source] = read_folder(__name__, __path__, Source, "SOURCE")
