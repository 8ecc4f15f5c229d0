"""Whether the network learns, and what keeps it from it."""

from __future__ import annotations

import numpy as np

from playground.observe.health import health_of
from playground.observe.probes.base import at_once
from playground.observe.view import Observation, View
from playground.spec.faults import Finding, findings
from playground.spec.probes.health import HealthProbe
from playground.wire.problems import FindingMessage, FixMessage


def observe(view: View, _: HealthProbe) -> Observation:
    """Measure `dead`, `saturated` and `arriving` f32 [layers], as `spec.faults.Health` has them.

    `findings` are messages in JSON, the gravest first.
    """
    health = health_of(view)
    arrays = {
        name: np.array(getattr(health, name), dtype=np.float32)
        for name in ("dead", "saturated", "arriving")
    }
    return arrays, {
        "layers": [shape.id for shape in view.program.shapes],
        "loss": health.loss,
        "constant": health.constant,
        "findings": [_written(each) for each in findings(view.spec, health)],
    }


def _written(finding: Finding) -> str:
    return FindingMessage.model_validate(
        {
            "code": finding.code,
            "level": finding.level,
            "detail": finding.sentence,
            "layer": None if finding.layer is None else finding.layer.id,
            "params": dict(finding.params),
            "mends": FixMessage.all_of(finding.fixes),
        }
    ).model_dump_json()


OBSERVER = at_once(observe)
