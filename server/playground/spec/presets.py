"""Set-ups to begin with. The first is what a page without a link shows."""

from __future__ import annotations

from playground.spec.base import SpecProblem
from playground.spec.data import DataSpec
from playground.spec.network import ActivationName, DenseLayer, NetworkSpec
from playground.spec.project import Spec
from playground.spec.training import CrossEntropy, MeanSquaredError, Sgd, TrainingSpec


def layers(units: list[int], activation: ActivationName = "tanh") -> NetworkSpec:
    return NetworkSpec(
        layers=tuple(
            DenseLayer(id=f"h{number}", units=count, activation=activation)
            for number, count in enumerate(units, 1)
        )
    )


PRESETS: dict[str, Spec] = {
    "spiral": Spec(name="Spiral", data=DataSpec(dataset="spiral"), network=layers([8, 8])),
    "xor": Spec(name="XOR", data=DataSpec(dataset="xor"), network=layers([4, 2])),
    "circle": Spec(name="Circle", data=DataSpec(dataset="circle"), network=layers([4])),
    "gaussians3": Spec(
        name="Three clouds",
        data=DataSpec(dataset="gaussians", classes=3, noise=0.3),
        network=layers([6]),
        training=TrainingSpec(loss=CrossEntropy()),
    ),
    "curve": Spec(
        name="Curve",
        data=DataSpec(dataset="curve", features=("x1",)),
        network=layers([16, 16]),
        training=TrainingSpec(loss=MeanSquaredError()),
    ),
    "surface": Spec(
        name="Surface",
        data=DataSpec(dataset="multi_gauss", samples=1000),
        network=layers([16, 8]),
        training=TrainingSpec(loss=MeanSquaredError()),
    ),
    "deep-sigmoid": Spec(
        name="Eight sigmoid layers",
        data=DataSpec(dataset="circle"),
        network=layers([6] * 8, "sigmoid"),
        training=TrainingSpec(optimizer=Sgd(), learning_rate=0.1),
    ),
    "linear": Spec(
        name="No hidden layer", data=DataSpec(dataset="xor"), network=NetworkSpec(layers=())
    ),
}
DEFAULT = "spiral"


def preset(name: str) -> Spec:
    """Raises `SpecProblem` when there is none of this name."""
    if name not in PRESETS:
        choices = ", ".join(PRESETS)
        raise SpecProblem(
            "not_a_choice",
            f"There is no set-up called “{name}”. There are: {choices}.",
            "/preset",
            {"field": "preset", "choices": choices},
        )
    return PRESETS[name]
