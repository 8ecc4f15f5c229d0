"""Links of TensorFlow Playground: every value of that page is read, and trains as it does there."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.links.any_link import read
from playground.links.tensorflow import DEFAULTS, FEATURES, IDLE, Note, decode
from playground.nn.program import Program
from playground.spec.base import SpecProblem
from playground.spec.project import Spec, parse

ADDRESS = "https://playground.tensorflow.org/"
FULL = (
    "#activation=tanh&regularization=L2&batchSize=10&dataset=spiral&regDataset=reg-plane"
    "&learningRate=0.03&regularizationRate=0.1&noise=25&networkShape=4,2&seed=0.12345"
    "&showTestData=false&discretize=false&percTrainData=50&x=true&y=true&xTimesY=false"
    "&xSquared=false&ySquared=false&cosX=false&sinX=true&cosY=false&sinY=true"
    "&collectStats=false&problem=classification&initZero=false&hideText=false"
)
VALUES: dict[str, tuple[str, ...]] = {
    "activation": ("relu", "tanh", "sigmoid", "linear"),
    "regularization": ("none", "L1", "L2"),
    "batchSize": tuple(map(str, range(1, 31))),
    "dataset": ("circle", "xor", "gauss", "spiral"),
    "regDataset": ("reg-plane", "reg-gauss"),
    "learningRate": ("0.00001", "0.0001", "0.001", "0.003", "0.01", "0.03", "0.1", "0.3", "1", "3", "10"),
    "regularizationRate": ("0", "0.001", "0.003", "0.01", "0.03", "0.1", "0.3", "1", "3", "10"),
    "noise": tuple(map(str, range(0, 51, 5))),
    "networkShape": ("", "1", "4,2", "8,8,8,8,8,8"),
    "seed": ("0.12345", "0.99999"),
    "percTrainData": tuple(map(str, range(10, 91, 10))),
    "problem": ("classification", "regression"),
    **dict.fromkeys(
        (
            *FEATURES, *IDLE, "showTestData", "discretize", "collectStats", "initZero", "hideText",
            "noise_hide", "x_hide",
        ),
        ("true", "false"),
    ),
}  # fmt: skip


def codes(notes: tuple[Note, ...]) -> list[str]:
    return [note.code for note in notes]


def noted(link: str, code: str) -> dict[str, Any]:
    """The parameters of the one note with this code."""
    (found,) = [dict(note.params) for note in decode(link)[1] if note.code == code]
    return found


def test_a_whole_link() -> None:
    spec, notes = decode(ADDRESS + FULL)
    data, training = spec.data, spec.training
    assert (data.dataset, data.samples, data.train_samples) == ("tf_spiral", 500, 250)
    assert (data.noise, data.features) == (0.25, ("x1", "x2", "sin_x1", "sin_x2"))
    layers = [layer.model_dump() for layer in spec.network.layers]
    assert [(layer["units"], layer["activation"]) for layer in layers] == [(4, "tanh"), (2, "tanh")]
    assert all(layer["init"] == {"kind": "uniform", "bound": 0.5} for layer in layers)
    assert all(layer["initial_bias"] == 0.1 for layer in layers)
    assert spec.network.output.activation == "tanh"
    assert (training.loss.kind, training.optimizer.kind) == ("mse", "sgd")
    assert (training.learning_rate, training.l1, training.l2) == (0.015, 0, 0.2)
    assert codes(notes) == ["other_draws", "loss_twice"]


@pytest.mark.parametrize(
    "link", [ADDRESS, "#x=true", "noise=0", "  http://playground.tensorflow.org "]
)
def test_missing_parameters_take_that_pages_defaults(link: str) -> None:
    written_out = "#" + "&".join(f"{name}={value}" for name, value in DEFAULTS.items())
    assert decode(link) == decode(written_out)


def test_a_regression() -> None:
    spec, _ = decode("#problem=regression&regDataset=reg-gauss&dataset=xor&percTrainData=70")
    assert (spec.data.dataset, spec.data.samples) == ("tf_multi_gauss", 1200)
    assert spec.data.train_samples == 840
    assert spec.network.output.activation == "identity"


def test_zeros_to_begin_with() -> None:
    spec, _ = decode("#initZero=true")
    assert not Program.build(spec).init(spec.seed).any()


def test_the_seed_is_a_text_and_decides_both_draws() -> None:
    one, two, again = (decode(f"#seed={seed}")[0] for seed in ("0.1", "0.2", "0.1"))
    assert one == again
    assert one.seed != two.seed
    assert one.data.seed != two.data.seed


@pytest.mark.parametrize("problem", VALUES["problem"])
@given(st.data())
def test_every_value_of_that_page_makes_a_spec(problem: str, data: st.DataObject) -> None:
    chosen = {name: data.draw(st.sampled_from(values)) for name, values in VALUES.items()}
    chosen["problem"] = problem
    spec, notes = decode("#" + "&".join(f"{name}={value}" for name, value in chosen.items()))
    assert parse(spec.model_dump(mode="json")) == spec
    assert "adjusted" not in codes(notes)
    assert "unknown" not in codes(notes)
    on = {name for name in FEATURES if chosen[name] == "true"}
    seen = on - ({"x"} if chosen["x_hide"] == "true" else set())
    assert set(spec.data.features) == {FEATURES[name] for name in seen or {"x"}}
    assert ("no_features" in codes(notes)) == (not seen)
    assert ("idle" in codes(notes)) == any(chosen[name] == "true" for name in IDLE)
    assert ("last_points" in codes(notes)) == (
        spec.data.train_samples % spec.training.batch_size != 0
    )
    assert ("dead_weights" in codes(notes)) == (
        chosen["regularization"] == "L1" and chosen["regularizationRate"] != "0"
    )


@given(
    st.lists(
        st.tuples(
            st.sampled_from([*DEFAULTS, "x_hide", "other", ""]),
            st.text(max_size=30)
            | st.floats().map(str)
            | st.lists(st.integers(-5, 10**6), max_size=50).map(
                lambda sizes: ",".join(map(str, sizes))
            ),
        ),
        min_size=1,
    )
)
def test_whatever_is_made_of_its_parameters_is_read(pairs: list[tuple[str, str]]) -> None:
    text = "#x=true&" + "&".join(f"{name}={value}" for name, value in pairs)
    spec, notes = decode(text)
    assert parse(spec.model_dump(mode="json")) == spec
    assert all(len(str(value)) <= 60 for note in notes for value in note.params.values())


@given(st.data())
def test_a_mutated_link_is_read_or_refused(data: st.DataObject) -> None:
    text = list(ADDRESS + FULL)
    for _ in range(data.draw(st.integers(1, 20))):
        place = data.draw(st.integers(0, len(text) - 1))
        text[place] = data.draw(st.sampled_from([*"=&#,%.-19eE_ ", "", "é", "\x00", "\ud800"]))
    try:
        spec, _ = read("".join(text))
    except SpecProblem as problem:
        assert problem.code == "broken_link"
    else:
        assert isinstance(spec, Spec)


@pytest.mark.parametrize(
    "text", ["", "#", "hello", "#a=b", "https://example.org/#a=b", "x" * 20_001]
)
def test_what_is_no_such_link_is_refused(text: str) -> None:
    with pytest.raises(SpecProblem) as caught:
        read(text)
    assert caught.value.code == "broken_link"


@pytest.mark.parametrize(
    ("name", "given", "taken"),
    [
        ("noise", "-3", "0"),
        ("noise", "90", "50"),
        ("percTrainData", "5", "10"),
        ("percTrainData", "100", "90"),
        ("batchSize", "0", "1"),
        ("batchSize", "10.4", "10"),
        ("batchSize", "100000", "250"),
        ("learningRate", "0", "1e-09"),
        ("learningRate", "abc", "0.03"),
        ("learningRate", "1e999", "200"),
        ("regularizationRate", "-1", "0"),
        ("activation", "swish", "tanh"),
        ("networkShape", "4,0", "4,1"),
        ("networkShape", "300", "256"),
    ],
)
def test_what_is_out_of_range_is_brought_to_the_nearest(name: str, given: str, taken: str) -> None:
    assert noted(f"#{name}={given}", "adjusted") == {"name": name, "given": given, "taken": taken}


def test_a_network_beyond_all_bounds_is_made_to_fit() -> None:
    spec, notes = decode("#networkShape=" + ",".join(["9999"] * 99))
    assert len(spec.network.layers) == 32
    assert "adjusted" in codes(notes)


@pytest.mark.parametrize(
    ("link", "code"),
    [
        ("#showTestData=true", "show_test_data"),
        ("#discretize=true", "discretize"),
        ("#collectStats=true", "collect_stats"),
        ("#regularization=L1&regularizationRate=1", "dead_weights"),
    ],
)
def test_what_is_said_elsewhere_is_told(link: str, code: str) -> None:
    assert noted(link, code) == {}


def test_an_input_that_the_link_hides_is_none_of_the_network() -> None:
    """That page takes a hidden input out, switched on or not."""
    link = "#x=true&x_hide=true&y=true&sinX=true&sinX_hide=false&xSquared=false&xSquared_hide=true"
    spec, _ = decode(link)
    assert spec.data.features == ("x2", "sin_x1")
    assert noted(link, "hidden_inputs") == {"names": "x"}
    assert noted(link, "hidden") == {"names": "xSquared_hide"}
    assert decode("#x=true&x_hide=true&y_hide=true")[0].data.features == ("x1",)
    assert noted("#x=true&x_hide=true&y_hide=true", "no_features") == {}


def test_parameters_that_do_nothing_there_do_nothing_here() -> None:
    spec, _ = decode("#cosX=true&cosY=true")
    assert spec.data.features == ("x1", "x2")
    assert noted("#cosX=true&cosY=true&cosX_hide=true", "idle") == {"names": "cosX, cosY"}
    assert "idle" not in codes(decode("#cosX=false&cosY=false")[1])


def test_points_that_fill_no_batch_are_told() -> None:
    """That page carries their gradients over into the next epoch."""
    link = "#percTrainData=70&batchSize=30"
    assert noted(link, "last_points") == {"batch": "30", "rest": "20"}
    assert "last_points" not in codes(decode("#percTrainData=60&batchSize=30")[1])


@pytest.mark.parametrize("problem", VALUES["problem"])
@pytest.mark.parametrize("percent", [*range(10, 91), 33.3])
def test_as_many_points_train(problem: str, percent: float) -> None:
    spec, _ = decode(f"#problem={problem}&percTrainData={percent}")
    assert spec.data.train_samples == int(spec.data.samples * percent / 100)


def test_hidden_controls_and_unknown_parameters_are_listed() -> None:
    link = "#showTestData_hide=true&x_hide=false&hideText=true&color=red&x=true"
    assert noted(link, "hidden") == {"names": "showTestData_hide, hideText"}
    assert noted(link, "unknown") == {"names": "color"}
    assert noted("#tutorial=dp&x=true", "tutorial") == {"name": "dp"}
