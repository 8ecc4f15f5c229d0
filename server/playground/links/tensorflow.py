"""Links of TensorFlow Playground, read into a spec: the same network, data and steps.

That page's loss is ½ (output − target)², ours (output − target)², whose gradient is twice as
long: its learning rate is halved here and its penalties are doubled, so that each step is the same.
What a link says and a spec cannot is told in notes.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Literal
from urllib.parse import unquote

from playground.links.ours import MAX_TEXT, broken
from playground.links.unwrapped import PAGE
from playground.spec.activations import ActivationName
from playground.spec.base import Scalar
from playground.spec.data import DataSpec, FeatureName
from playground.spec.datasets import DatasetName
from playground.spec.initializers import Uniform, Zeros
from playground.spec.layers.base import MAX_UNITS
from playground.spec.layers.dense import DenseLayer, OutputLayer
from playground.spec.losses import MeanSquaredError
from playground.spec.network import MAX_LAYERS, NetworkSpec
from playground.spec.optimizers.sgd import Sgd
from playground.spec.project import MAX_PARAMETERS, Spec
from playground.spec.training import TrainingSpec

ACTIVATIONS: dict[str, ActivationName] = {
    "relu": "relu",
    "tanh": "tanh",
    "sigmoid": "sigmoid",
    "linear": "identity",
}
CLASSIFICATION: dict[str, DatasetName] = {
    "circle": "tf_circle",
    "xor": "tf_xor",
    "gauss": "tf_gauss",
    "spiral": "tf_spiral",
}
REGRESSION: dict[str, DatasetName] = {"reg-plane": "tf_plane", "reg-gauss": "tf_multi_gauss"}
SAMPLES = {"classification": 500, "regression": 1200}
FEATURES: dict[str, FeatureName] = {
    "x": "x1",
    "y": "x2",
    "xSquared": "x1_squared",
    "ySquared": "x2_squared",
    "xTimesY": "x1x2",
    "sinX": "sin_x1",
    "sinY": "sin_x2",
}
IDLE = ("cosX", "cosY")
"""Inputs that its links name and its networks do not have, whatever a link says of them."""

CHOICES: dict[str, tuple[str, ...]] = {
    "activation": tuple(ACTIVATIONS),
    "regularization": ("none", "L1", "L2"),
    "dataset": tuple(CLASSIFICATION),
    "regDataset": tuple(REGRESSION),
    "problem": tuple(SAMPLES),
}
DEFAULTS: dict[str, str] = {
    "activation": "tanh",
    "regularization": "none",
    "batchSize": "10",
    "dataset": "circle",
    "regDataset": "reg-plane",
    "learningRate": "0.03",
    "regularizationRate": "0",
    "noise": "0",
    "networkShape": "4,2",
    "seed": "",
    "showTestData": "false",
    "discretize": "false",
    "percTrainData": "50",
    **{name: "true" if name in ("x", "y") else "false" for name in (*FEATURES, *IDLE)},
    "collectStats": "false",
    "tutorial": "",
    "problem": "classification",
    "initZero": "false",
    "hideText": "false",
}
"""Every parameter of that page, with the text that stands for its default."""

NOISE = (0.0, 80.0)
NOISE_ABOVE = 50.0
"""That page stretches its slider up to 80, and takes this for more."""

RATE = (1e-9, 200.0)
PENALTY = (0.0, 10.0)
WEIGHTS_WITHIN = 0.5
FIRST_BIAS = 0.1

HIDE = "_hide"
SHOWN = 60
"""Characters of what a note quotes."""


NoteCode = Literal[
    "other_draws",
    "loss_twice",
    "dead_weights",
    "no_features",
    "hidden_inputs",
    "idle",
    "last_points",
    "show_test_data",
    "discretize",
    "collect_stats",
    "tutorial",
    "hidden",
    "unknown",
    "adjusted",
]


@dataclass(frozen=True, slots=True)
class Note:
    """Something that could not be carried over as it stands; `code` keys the catalogue ("import.CODE")."""

    code: NoteCode
    params: Mapping[str, Scalar] = field(default_factory=dict)


def is_link(text: str) -> bool:
    """Tell whether the text is an address of that page, or names at least one of its parameters."""
    return len(text) <= MAX_TEXT and (_is_address(text) or bool(_pairs(text).keys() & DEFAULTS))


def decode(text: str) -> tuple[Spec, tuple[Note, ...]]:
    """Read a link, or raise `SpecProblem` "broken_link" for what is no such link, and only for that."""
    if not is_link(text):
        raise broken()
    return _Reader(_pairs(text)).read()


def _is_address(text: str) -> bool:
    rest = text.strip().partition("#")[0].lower()
    host = rest.removeprefix("https://").removeprefix("http://")
    return host.partition("/")[0].partition("?")[0] == PAGE


def _pairs(text: str) -> dict[str, str]:
    """Name → value; of one given twice the last, as on that page."""
    _, hash, tail = text.strip().partition("#")
    parts = (tail if hash else text.strip()).split("&")
    pairs = (unquote(part).partition("=") for part in parts)
    return {name: value for name, equals, value in pairs if equals}


class _Reader:
    """Reads one link's parameters and gathers notes."""

    def __init__(self, given: dict[str, str]) -> None:
        self._given = given
        self._notes: list[Note] = [Note("other_draws"), Note("loss_twice")]

    def read(self) -> tuple[Spec, tuple[Note, ...]]:
        seed = self._seed()
        data = self._data(seed)
        spec = Spec(
            seed=seed, data=data, network=self._network(data), training=self._training(data)
        )
        self._note_the_rest()
        return spec, tuple(self._notes)

    # --- the parts of the spec -----------------------------------------------------------------

    def _data(self, seed: int) -> DataSpec:
        problem = self._choice("problem")
        sets = CLASSIFICATION if problem == "classification" else REGRESSION
        name = self._choice("dataset" if problem == "classification" else "regDataset")
        samples = SAMPLES[problem]
        percent = self._number("percTrainData", 10, 90)
        return DataSpec(
            dataset=sets[name],
            samples=samples,
            noise=self._noise() / 100,
            train_fraction=math.floor(samples * percent / 100) / samples,
            seed=seed,
            features=self._features(),
        )

    def _network(self, data: DataSpec) -> NetworkSpec:
        zero = self._flag("initZero")
        first: dict[str, Any] = {
            "init": Zeros() if zero else Uniform(bound=WEIGHTS_WITHIN),
            "initial_bias": 0.0 if zero else FIRST_BIAS,
        }
        activation = ACTIVATIONS[self._choice("activation")]
        return NetworkSpec(
            layers=tuple(
                DenseLayer(id=f"h{number}", units=units, activation=activation, **first)
                for number, units in enumerate(self._units(len(data.features)), 1)
            ),
            output=OutputLayer(
                activation="identity" if data.task == "regression" else "tanh", **first
            ),
        )

    def _training(self, data: DataSpec) -> TrainingSpec:
        penalty = 2 * self._number("regularizationRate", *PENALTY)
        kind = self._choice("regularization")
        if kind == "L1" and penalty:
            self._note("dead_weights")
        batch = self._whole("batchSize", 1, data.train_samples)
        if rest := data.train_samples % batch:
            self._note("last_points", batch=str(batch), rest=str(rest))
        return TrainingSpec(
            loss=MeanSquaredError(),
            optimizer=Sgd(),
            learning_rate=self._number("learningRate", *RATE) / 2,
            batch_size=batch,
            l1=penalty if kind == "L1" else 0.0,
            l2=penalty if kind == "L2" else 0.0,
        )

    def _seed(self) -> int:
        """Make a number of that page's seed, a text; a link without one means a new one each time."""
        text = self._text("seed")
        if not text:
            return 1
        digest = hashlib.blake2b(text.encode(errors="replace"), digest_size=4).digest()
        return int.from_bytes(digest, "little") >> 1

    def _noise(self) -> float:
        text = self._text("noise")
        noise = self._float("noise")
        taken = NOISE_ABOVE if noise > NOISE[1] else max(NOISE[0], noise)
        if taken != noise:
            self._adjusted("noise", text, taken)
        return taken

    def _features(self) -> tuple[FeatureName, ...]:
        """Read the inputs; that page takes one that the link hides out of the network, on or not."""
        chosen = [name for name in FEATURES if self._flag(name)]
        left = [name for name in chosen if not self._hides(name)]
        self._list("hidden_inputs", [name for name in chosen if name not in left])
        self._list("idle", [name for name in IDLE if self._flag(name)])
        if not left:
            self._note("no_features")
        return tuple(FEATURES[name] for name in left) or ("x1",)

    def _units(self, inputs: int) -> list[int]:
        """Units of each hidden layer, as many as fit."""
        text = self._given.get("networkShape", DEFAULTS["networkShape"])
        written = text.split(",") if text.strip() else []
        sizes = [_number(part) for part in written]
        units = [
            1 if size is None or size < 1 else round(min(size, MAX_UNITS))
            for size in sizes[:MAX_LAYERS]
        ]
        most = MAX_UNITS
        while _parameters(inputs, units) > MAX_PARAMETERS:
            most -= 1
            units = [min(count, most) for count in units]
        if sizes != units:
            self._adjusted("networkShape", text, ",".join(map(str, units)))
        return units

    def _note_the_rest(self) -> None:
        given = self._given
        if self._flag("showTestData"):
            self._note("show_test_data")
        if self._flag("discretize"):
            self._note("discretize")
        if self._flag("collectStats"):
            self._note("collect_stats")
        if self._text("tutorial"):
            self._note("tutorial", name=self._text("tutorial"))
        named = [name.removesuffix(HIDE) for name in given if name.endswith(HIDE)]
        hidden = [
            f"{name}{HIDE}"
            for name in named
            if self._hides(name) and not (name in FEATURES and self._flag(name))
        ]
        if self._flag("hideText"):
            hidden.append("hideText")
        self._list("hidden", hidden)
        unknown = [name for name in given if name not in DEFAULTS and not name.endswith(HIDE)]
        self._list("unknown", unknown)

    # --- one parameter --------------------------------------------------------------------------

    def _text(self, name: str) -> str:
        given = self._given.get(name, "")
        return given if given.strip() else DEFAULTS[name]

    def _flag(self, name: str) -> bool:
        """On that page whatever is not “false” is true."""
        return self._text(name) != "false"

    def _hides(self, name: str) -> bool:
        return self._given.get(f"{name}{HIDE}") == "true"

    def _choice(self, name: str) -> str:
        text = self._text(name)
        if text in CHOICES[name]:
            return text
        self._adjusted(name, text, DEFAULTS[name])
        return DEFAULTS[name]

    def _float(self, name: str) -> float:
        text = self._text(name)
        found = _number(text)
        if found is None:
            self._adjusted(name, text, DEFAULTS[name])
            return float(DEFAULTS[name])
        return found

    def _number(self, name: str, least: float, most: float) -> float:
        found = self._float(name)
        taken = min(max(found, least), most)
        if taken != found:
            self._adjusted(name, self._text(name), taken)
        return taken

    def _whole(self, name: str, least: int, most: int) -> int:
        found = self._float(name)
        taken = round(min(max(found, least), most))
        if taken != found:
            self._adjusted(name, self._text(name), taken)
        return taken

    def _adjusted(self, name: str, given: str, taken: float | str) -> None:
        shown = taken if isinstance(taken, str) else f"{taken:g}"
        self._note("adjusted", name=name, given=given, taken=shown)

    def _list(self, code: NoteCode, names: list[str]) -> None:
        if names:
            self._note(code, names=", ".join(names))

    def _note(self, code: NoteCode, **params: str) -> None:
        short = {
            name: text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
            for name, text in params.items()
        }
        self._notes.append(Note(code, short))


def _number(text: str) -> float | None:
    """None for what is no number, or for a NaN; infinities are numbers."""
    try:
        found = float(text)
    except ValueError:
        return None
    return None if math.isnan(found) or "_" in text else found


def _parameters(inputs: int, units: list[int]) -> int:
    sizes = [inputs, *units, 1]
    return sum((before + 1) * after for before, after in pairwise(sizes))
