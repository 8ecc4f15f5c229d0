"""The tables of one-line kinds: data sets, columns, features, limits, close codes, export formats."""

from __future__ import annotations

from typing import Any

from playground.api.routes.exports import KINDS
from playground.session.refusals import Refusal
from playground.spec.data import FEATURES, FEATURES_OF_X1, MAX_PAINTED
from playground.spec.datasets import DATASETS
from playground.spec.datasets.base import DOMAIN, STANDARD_DOMAIN
from playground.spec.datasets.painted import FEW as FEW_PAINTED
from playground.spec.edit import MAX_OPERATIONS
from playground.spec.layers.base import MAX_UNITS
from playground.spec.network import MAX_EXPANDED, MAX_LAYERS, MAX_SKIPS
from playground.spec.project import MAX_PARAMETERS, VERSION
from playground.wire.classroom import CODE_LENGTH, MAX_CLASS_FPS, MAX_PUPILS
from playground.wire.close_codes import CloseCode
from playground.wire.names import MAX_LENGTH_OF_A_NAME
from playground.wire.sharing import MAX_LENGTH_OF_A_LABEL
from playground.wire.stream import MAX_FPS, SUBPROTOCOL


def datasets() -> dict[str, dict[str, Any]]:
    """Return the facts of each data set, in the order in which the page offers them."""
    return {
        name: {
            "group": kind.group,
            "form": kind.form,
            "regression": kind.regression,
            "maxClasses": kind.max_classes,
            "usualClasses": kind.usual_classes,
            "given": list(kind.given),
            "formula": "formula" in kind.options,
            "columns": list(kind.columns),
            "options": sorted(kind.options),
            "side": kind.side,
        }
        for name, kind in DATASETS.items()
    }


def features() -> dict[str, dict[str, bool]]:
    """Return for each feature whether it is made of x₁ alone."""
    return {name: {"ofX1": name in FEATURES_OF_X1} for name in FEATURES}


def limits() -> dict[str, Any]:
    """Return what is bounded beyond a single field."""
    return {
        "version": VERSION,
        "layers": MAX_LAYERS,
        "expandedLayers": MAX_EXPANDED,
        "units": MAX_UNITS,
        "skips": MAX_SKIPS,
        "parameters": MAX_PARAMETERS,
        "operations": MAX_OPERATIONS,
        "painted": MAX_PAINTED,
        "fewPainted": FEW_PAINTED,
        "domain": list(DOMAIN),
        "standardDomain": list(STANDARD_DOMAIN),
        "name": MAX_LENGTH_OF_A_NAME,
        "label": MAX_LENGTH_OF_A_LABEL,
        "fps": MAX_FPS,
        "classFps": MAX_CLASS_FPS,
        "pupils": MAX_PUPILS,
        "codeLength": CODE_LENGTH,
        "subprotocol": SUBPROTOCOL,
    }


def _camel(name: str) -> str:
    """Return a constant's name as the page writes it."""
    first, *others = name.lower().split("_")
    return first + "".join(map(str.capitalize, others))


CLOSE_CODES = {_camel(code.name): code.value for code in CloseCode}


def exports() -> dict[str, str]:
    """Return how the name of each kind of file ends that a session can be taken away as."""
    return {name: f".{kind.ending}" for name, kind in KINDS.items()}


def refusals() -> list[str]:
    """Return the codes of all refusals, by which the page's texts are keyed."""
    return [refusal.name.lower() for refusal in Refusal]
