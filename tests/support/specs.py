"""Valid specs of every kind, for Hypothesis."""

from __future__ import annotations

from typing import Any, get_args

from hypothesis import strategies as st

from playground.data import toys
from playground.spec.data import DATASETS, FEATURES, FEATURES_OF_X1
from playground.spec.network import ActivationName
from playground.spec.project import Spec, parse
from playground.train.schedule import SCHEDULES

OPTIMIZERS = ("sgd", "adam", "adamw", "rmsprop")
LOSSES = {
    "binary": ("binary_cross_entropy", "cross_entropy", "mse", "huber"),
    "multiclass": ("cross_entropy", "mse", "huber"),
    "regression": ("mse", "huber"),
}


@st.composite
def specs(draw: st.DrawFn) -> Spec:
    """Any data set, network and training that fit together."""
    dataset = draw(st.sampled_from([*toys.DATASETS]))
    kind = DATASETS[dataset]
    classes = draw(st.integers(2, kind.most_classes))
    task = "regression" if kind.regression else "binary" if classes == 2 else "multiclass"
    allowed = sorted(FEATURES_OF_X1) if kind.dimensions == 1 else list(FEATURES)
    units = draw(st.lists(st.integers(1, 12), max_size=6))
    document: dict[str, Any] = {
        "name": draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=20)),
        "seed": draw(st.integers(0, 2**31 - 1)),
        "data": {
            "dataset": dataset,
            "samples": draw(st.integers(20, 300)),
            "noise": draw(st.floats(0, 1)),
            "train_fraction": draw(st.floats(0.1, 0.9)),
            "classes": classes,
            "features": draw(st.lists(st.sampled_from(allowed), min_size=1, unique=True)),
        },
        "network": {
            "layers": [
                {
                    "id": f"h{number}",
                    "units": count,
                    "activation": draw(st.sampled_from(get_args(ActivationName))),
                }
                for number, count in enumerate(units)
            ]
        },
        "training": {
            "loss": {"kind": draw(st.sampled_from(LOSSES[task]))},
            "optimizer": {"kind": draw(st.sampled_from(OPTIMIZERS))},
            "schedule": {"kind": draw(st.sampled_from(sorted(SCHEDULES)))},
            "learning_rate": draw(st.floats(1e-6, 10)),
            "batch_size": draw(st.integers(1, 100)),
            "l1": draw(st.floats(0, 1)),
            "l2": draw(st.floats(0, 1)),
        },
    }
    return parse(document)
