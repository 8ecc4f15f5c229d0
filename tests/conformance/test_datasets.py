"""Every data set: facts that agree, samples that follow from the spec alone, options that it obeys
and no others, a step of training, what a viewer is sent of it, and the page's words.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from playground.data.datasets import SOURCES
from playground.data.features import network_inputs
from playground.data.loader import load
from playground.data.points import Points
from playground.nn.program import Program
from playground.session.points import points_frame
from playground.session.preview.picture import Seen, picture
from playground.spec.data import DataSpec
from playground.spec.datasets import DATASETS
from playground.spec.project import Spec, parse
from playground.spec.upload import MAX_CLASSES
from playground.train.backends import Trainer
from playground.train.state import begin
from playground.wire.frame import decode, to_numpy
from support.data_sets import PAINTED, any_upload, spec
from support.strings import missing

NAMES = list(DATASETS)
CLASSIFIED = [name for name, kind in DATASETS.items() if not kind.regression]
FOUND = frozenset({"painted", "upload"})
"""Options of sets whose samples come from the user."""

every_set = pytest.mark.parametrize("name", NAMES)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYGROUND_DATA_DIR", str(tmp_path))


def chosen(name: str, **fields: Any) -> DataSpec:
    own = any_upload() if "upload" in DATASETS[name].options else {}
    return spec(name, **own | fields)


def of_session(data: DataSpec) -> Spec:
    loss = {"regression": "mse", "binary": "binary_cross_entropy", "multiclass": "cross_entropy"}
    flat = [{"kind": "flatten", "id": "f"}] if data.is_image else []
    return parse(
        {
            "data": data.model_dump(mode="json"),
            "network": {"layers": [*flat, {"kind": "dense", "id": "h", "units": 3}]},
            "training": {"loss": {"kind": loss[data.task]}, "batch_size": 16},
        }
    )


def seen_by_network(data: DataSpec) -> tuple[bytes, bytes]:
    points = load(data)
    return network_inputs(data, points.inputs).tobytes(), points.labels.tobytes()


# --- facts ------------------------------------------------------------------------------------


def test_every_name_of_the_spec_has_its_source() -> None:
    assert set(SOURCES) == set(DATASETS)


@every_set
def test_facts_agree_with_each_other(name: str) -> None:
    kind = DATASETS[name]
    assert 2 <= kind.usual_classes <= kind.max_classes <= MAX_CLASSES
    assert ("columns" in kind.options) is bool(kind.columns)
    assert ("features" in kind.options) is (kind.form in ("line", "plane"))
    assert kind.can_be_drawn_anew is not (bool(kind.given) or bool(kind.options & FOUND))
    if kind.given:
        assert len(kind.given) == (1 if kind.regression else kind.max_classes)
    if kind.side is not None:
        assert "image_size" not in kind.options
    if "classes" in kind.options:
        assert kind.max_classes > 2


@every_set
def test_the_page_has_words_for_it(name: str) -> None:
    assert missing(f"dataset.{name}", f"dataset.{name}.tip", f"sets.{DATASETS[name].group}") == []


# --- samples ----------------------------------------------------------------------------------


@pytest.mark.parametrize("noise", [0.0, 1.0])
@every_set
def test_points_have_the_form_of_their_spec(name: str, noise: float) -> None:
    given = chosen(name, noise=noise)
    points = load(given)
    seen = network_inputs(given, points.inputs)
    assert points.inputs.dtype == seen.dtype == np.float32
    assert seen.shape == (given.size, *given.input_shape)
    if given.has_features:
        assert points.inputs.shape == (given.size, given.kind.dimensions)
    assert points.labels.shape == (given.size,)
    assert points.labels.dtype == (np.float32 if given.task == "regression" else np.int64)
    assert np.isfinite(points.inputs).all()
    assert np.isfinite(points.labels).all()
    assert points.train == given.train_samples == round(0.7 * given.size)
    if given.is_image:
        assert 0 <= points.inputs.min() < points.inputs.max() <= 1


@every_set
def test_the_same_spec_gives_the_same_points(name: str) -> None:
    given = chosen(name, noise=0.2)
    one, two = load(given), load(given)
    assert one.inputs.tobytes() == two.inputs.tobytes()
    assert one.labels.tobytes() == two.labels.tobytes()
    other = load(given.model_copy(update={"seed": 2}))
    assert one.inputs.shape == other.inputs.shape
    assert not np.array_equal(one.inputs, other.inputs)


@pytest.mark.parametrize("name", [name for name in NAMES if DATASETS[name].form != "table"])
def test_the_split_changes_no_point(name: str) -> None:
    few, many = load(chosen(name, train_fraction=0.3)), load(chosen(name, train_fraction=0.8))
    assert few.train < many.train
    assert np.array_equal(few.inputs, many.inputs)
    assert np.array_equal(few.labels, many.labels)


@pytest.mark.parametrize("name", [n for n in CLASSIFIED if not DATASETS[n].options & FOUND])
def test_every_class_has_its_share_in_training_and_test(name: str) -> None:
    for classes in range(2, DATASETS[name].max_classes + 1):
        given = chosen(name, classes=classes)
        points = load(given)
        counts = np.bincount(points.labels)
        assert len(counts) == classes
        shares = np.array(DATASETS[name].given[:classes] or [1] * classes, dtype=float)
        # Each point of tf_xor falls to a class by chance.
        chance = 3 * np.sqrt(given.size) / 2 if name == "tf_xor" else 1
        assert np.abs(counts - given.size * shares / shares.sum()).max() <= chance
        for part in (points.labels[: points.train], points.labels[points.train :]):
            assert (
                np.bincount(part, minlength=classes).min()
                > 0.4 * len(part) * shares.min() / shares.sum()
            )


@pytest.mark.parametrize("name", CLASSIFIED)
def test_labels_are_classes_of_the_spec(name: str) -> None:
    given = chosen(name)
    labels = load(given).labels
    assert labels.min() >= 0
    assert labels.max() < given.class_count


# --- options ----------------------------------------------------------------------------------


def altered(name: str) -> dict[str, Any]:
    """Another value of each option that any set has and that this one may be given."""
    kind = DATASETS[name]
    line = kind.form == "line"
    values: dict[str, Any] = {
        "samples": 37,
        "noise": 0.5,
        "features": ("x1", "sin_x1") if line else ("x2", "x1x2"),
        "formula": "cos(x1) / 3",
        "image_size": 28,
        "shift": 0.9,
        "rotation": 0.6,
    }
    if kind.regression or kind.max_classes > 2:
        values["classes"] = kind.max_classes if kind.max_classes > 2 else 5
    if kind.form != "table" or kind.columns:
        values["columns"] = (kind.columns or ("age",))[-1:]
    values["painted"] = PAINTED[:21]
    if kind.options & FOUND:
        del values["features"]
    return values


@every_set
def test_it_obeys_its_options_and_no_others(name: str) -> None:
    base = chosen(name, noise=0.1)
    first = seen_by_network(base)
    for field, value in altered(name).items():
        changed = seen_by_network(base.model_copy(update={field: value}))
        assert (changed != first) is (field in base.kind.options), field


# --- use --------------------------------------------------------------------------------------


@every_set
def test_a_network_takes_a_step_on_it(name: str) -> None:
    whole = of_session(chosen(name, noise=0.1))
    program = Program.build(whole)
    trainer = Trainer(whole, program, load(whole.data))
    state = begin(whole, program)
    before = state.parameters.clone()
    outcome = trainer.advance(state, 1)
    assert outcome.diverged_at is None
    assert state.step == 1
    assert not before.equal(state.parameters)


@every_set
def test_a_viewer_is_sent_its_samples_and_its_picture_is_drawn(name: str) -> None:
    whole = of_session(chosen(name, noise=0.1))
    points: Points = load(whole.data)
    frame = decode(points_frame(whole, 1))
    labels = to_numpy(frame.arrays["labels"])
    assert np.allclose(labels, points.labels)
    assert frame.values["train"] == points.train
    assert frame.values["form"] == whole.data.form
    shown = to_numpy(frame.arrays["images" if whole.data.is_image else "inputs"])
    assert shown.shape[1:] == points.inputs.shape[-2 if whole.data.is_image else 1 :]
    bound = frame.values["label_bound"]
    assert (bound == 1) or whole.data.task == "regression"
    assert picture(Seen(whole, frame, None, {})).startswith(b"\x89PNG")
