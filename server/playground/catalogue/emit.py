"""The whole catalogue in one JSON document: each key becomes one constant of the page's module."""

from __future__ import annotations

from typing import Any

from playground.catalogue import kinds, tables
from playground.catalogue.activations import activation_rows, curves


def catalogue() -> dict[str, Any]:
    """Return every table, by the name of its constant."""
    return {
        **kinds.spec_tables(),
        "activations": activation_rows(),
        "curves": curves(),
        "datasets": tables.datasets(),
        "features": tables.features(),
        "probes": kinds.probes(),
        "messages": kinds.messages(),
        "limits": tables.limits(),
        "close_codes": tables.CLOSE_CODES,
        "exports": tables.exports(),
        "refusals": tables.refusals(),
    }
