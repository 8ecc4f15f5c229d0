"""Losses, scores, learning rate and gradient norms at this very step."""

from __future__ import annotations

from playground.observe.probes.base import Observer
from playground.observe.scores import gradient_norms, learning_rate, measure, penalty, score_name
from playground.observe.view import Observation, View
from playground.spec.probes.metrics import MetricsProbe
from playground.train.cooperative import Cooperative


def observe(view: View, _: MetricsProbe) -> Cooperative[Observation]:
    """Measure all parts of the data: scores as values, and `gradient_norms` f32 [layers]."""
    scores = yield from measure(view)
    return {"gradient_norms": gradient_norms(view)}, {
        "train_loss": scores.train_loss,
        "test_loss": scores.test_loss,
        "train_score": scores.train_score,
        "test_score": scores.test_score,
        "score": score_name(view.spec),
        "penalty": penalty(view),
        "learning_rate": learning_rate(view),
        "layers": [shape.id for shape in view.program.shapes],
    }


OBSERVER = Observer(observe)
