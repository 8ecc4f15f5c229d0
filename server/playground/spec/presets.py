"""Set-ups to begin with, by name; the first is what a page without a link shows.

Their titles are in the page's catalogues.
"""

from __future__ import annotations

from playground.spec.activations import ActivationName
from playground.spec.base import SpecProblem
from playground.spec.data import DataSpec
from playground.spec.layers.batch_norm import BatchNormLayer
from playground.spec.layers.conv2d import Conv2dLayer
from playground.spec.layers.dense import DenseLayer
from playground.spec.layers.dropout import DropoutLayer
from playground.spec.layers.flatten import FlattenLayer
from playground.spec.layers.layer_norm import LayerNormLayer
from playground.spec.layers.max_pool import MaxPoolLayer
from playground.spec.losses import CrossEntropy, MeanSquaredError
from playground.spec.network import Block, NetworkSpec
from playground.spec.optimizers.sgd import Sgd
from playground.spec.project import Spec
from playground.spec.training import TrainingSpec


def _layers(*units: int, activation: ActivationName = "tanh") -> NetworkSpec:
    return NetworkSpec(
        layers=tuple(
            DenseLayer(id=f"h{number}", units=count, activation=activation)
            for number, count in enumerate(units, 1)
        )
    )


PRESETS: dict[str, Spec] = {
    "spiral": Spec(network=_layers(8, 8, 6)),
    "xor": Spec(
        data=DataSpec(dataset="xor"),
        network=_layers(4, 2),
        training=TrainingSpec(optimizer=Sgd(), learning_rate=0.1),
    ),
    "linear": Spec(
        data=DataSpec(dataset="xor"),
        network=_layers(),
        training=TrainingSpec(optimizer=Sgd(), learning_rate=0.1),
    ),
    "circle": Spec(
        data=DataSpec(dataset="circle"),
        network=_layers(4),
        training=TrainingSpec(optimizer=Sgd(), learning_rate=0.1),
    ),
    "three_classes": Spec(
        data=DataSpec(dataset="gaussians", classes=3, noise=0.3),
        network=_layers(6, 4, activation="relu"),
        training=TrainingSpec(loss=CrossEntropy(), learning_rate=0.005),
    ),
    "three_arms": Spec(
        data=DataSpec(dataset="spiral", classes=3, samples=900),
        network=_layers(12, 12, 8),
        training=TrainingSpec(loss=CrossEntropy()),
    ),
    "curve": Spec(
        data=DataSpec(dataset="curve", samples=200, noise=0.3, features=("x1",)),
        network=_layers(12, 12),
        training=TrainingSpec(loss=MeanSquaredError(), learning_rate=0.005),
    ),
    "surface": Spec(
        data=DataSpec(dataset="multi_gauss", samples=800),
        network=_layers(10, 8),
        training=TrainingSpec(loss=MeanSquaredError(), learning_rate=0.005),
    ),
    "vanishing": Spec(
        network=_layers(*[6] * 8, activation="sigmoid"),
        training=TrainingSpec(optimizer=Sgd(), learning_rate=0.1),
    ),
    "digits": Spec(
        data=DataSpec(dataset="digits", classes=10, samples=1500, noise=0.0),
        network=NetworkSpec(
            layers=(
                Conv2dLayer(id="c1", units=8),
                BatchNormLayer(id="n1"),
                MaxPoolLayer(id="p1"),
                Conv2dLayer(id="c2", units=12),
                FlattenLayer(id="f1"),
                DenseLayer(id="h1", units=24, activation="relu"),
                DropoutLayer(id="d1"),
            )
        ),
        training=TrainingSpec(loss=CrossEntropy(), learning_rate=0.005),
    ),
    "residual": Spec(
        network=NetworkSpec(
            layers=(
                DenseLayer(id="h1", units=6),
                Block(
                    id="b1",
                    repeat=3,
                    skip="add",
                    layers=(DenseLayer(id="h2", units=6), LayerNormLayer(id="n1")),
                ),
            )
        ),
    ),
    "iris": Spec(
        data=DataSpec(dataset="iris", classes=3, samples=150, noise=0.0),
        network=_layers(6),
        training=TrainingSpec(loss=CrossEntropy()),
    ),
}
DEFAULT = "spiral"


def preset(name: str) -> Spec:
    """Find a preset. Raises `SpecProblem` when there is none of this name."""
    if name not in PRESETS:
        raise SpecProblem(
            "no_such_preset",
            f"There is no example “{name}”. Choose one from the list.",
            "/preset",
            {"preset": name},
        )
    return PRESETS[name]
