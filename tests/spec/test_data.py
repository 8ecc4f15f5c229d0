"""What a data spec says of its set, and which it refuses, with ways out."""

import math

import pytest
from pydantic import ValidationError

from playground.spec.base import SpecProblem
from playground.spec.data import DataSpec
from playground.spec.datasets import DATASETS
from playground.spec.datasets.painted import FEW as FEW_PAINTED
from playground.spec.edit import Operation, apply
from playground.spec.project import Spec, parse

TABLES = {name: kind.columns for name, kind in DATASETS.items() if kind.columns}
TWO = ((0.0, 0.0, 0), (1.0, 1.0, 1))


def refused(**fields):
    with pytest.raises(ValidationError) as caught:
        DataSpec(**fields)
    found = caught.value.errors()[0]["ctx"]["error"]
    assert isinstance(found, SpecProblem)
    assert found.sentence.endswith(".")
    return found


# --- signature --------------------------------------------------------------------------------

PLANE = {"dataset": "spiral"}
IRIS = {"dataset": "iris", "classes": 3}
COLUMNS = (
    {"name": "length", "kind": "number"},
    {"name": "note", "kind": "number", "role": "ignored"},
    {"name": "kind", "kind": "category", "role": "target", "categories": ("x", "y")},
    {"name": "twin", "kind": "category", "role": "ignored", "categories": ("u", "v")},
)
UPLOAD = {"dataset": "upload", "upload": {"id": "a" * 16, "rows": 200, "columns": COLUMNS}}


def columns(**roles):
    """The upload with other roles, and under another id."""
    changed = tuple(each | {"role": roles.get(each["name"], each.get("role", "input"))}
                    for each in COLUMNS)  # fmt: skip
    return {"dataset": "upload", "upload": {"id": "b" * 16, "rows": 90, "columns": changed}}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (PLANE, {"dataset": "moons", "noise": 0.7, "samples": 90, "seed": 4}),
        (PLANE, PLANE | {"features": ("x1", "x2", "sin_x1")}),
        ({"dataset": "plane"}, {"dataset": "multi_gauss", "classes": 3}),
        ({"dataset": "edges", "classes": 4}, {"dataset": "bars", "classes": 4, "shift": 0.0}),
        (IRIS, IRIS | {"columns": ("petal_width",)}),
        (UPLOAD, columns()),
        (UPLOAD, columns(note="input")),
    ],
)
def test_the_signature_of_data_is_the_same_whatever_its_details(one, other):
    assert DataSpec(**one).data_signature == DataSpec(**other).data_signature


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (PLANE, {"dataset": "digits"}),
        (PLANE, {"dataset": "plane"}),
        (PLANE, PLANE | {"classes": 3}),
        (PLANE, {"dataset": "breast_cancer"}),
        ({"dataset": "curve", "features": ("x1",)}, {"dataset": "plane", "features": ("x1",)}),
        (IRIS, {"dataset": "wine", "classes": 3}),
        ({"dataset": "bars"}, {"dataset": "bars", "image_size": 28}),
        (UPLOAD, columns(kind="ignored", twin="target")),
        (UPLOAD, columns(kind="ignored", note="target")),
    ],
)
def test_the_signature_of_data_is_what_inputs_and_targets_are(one, other):
    assert DataSpec(**one).data_signature != DataSpec(**other).data_signature


# --- sizes and shapes -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "size", "train"),
    [
        ({"dataset": "xor", "samples": 33}, 33, 23),
        ({"dataset": "iris", "classes": 3}, 150, 105),
        ({"dataset": "iris", "classes": 2}, 100, 70),
        ({"dataset": "wine", "classes": 3, "samples": 40}, 40, 28),
        ({"dataset": "breast_cancer", "samples": 5000}, 569, 398),
        ({"dataset": "diabetes", "samples": 5000}, 442, 309),
        ({"dataset": "digits", "classes": 10, "samples": 5000}, 1797, 1258),
        ({"dataset": "digits", "classes": 2, "samples": 5000}, 360, 252),
        ({"dataset": "painted", "painted": TWO}, 2, 2),
        ({"dataset": "painted", "painted": TWO * (FEW_PAINTED // 2)}, 10, 7),
    ],
)
def test_a_set_has_as_many_samples_as_asked_for_or_as_there_are(fields, size, train):
    spec = DataSpec(**fields)
    assert (spec.size, spec.train_samples) == (size, train)


@pytest.mark.parametrize(
    ("fields", "form", "task", "shape"),
    [
        ({"dataset": "rings", "classes": 6}, "plane", "multiclass", (2,)),
        ({"dataset": "formula_curve", "features": ("x1",)}, "line", "regression", (1,)),
        ({"dataset": "iris"}, "table", "binary", (4,)),
        ({"dataset": "iris", "classes": 3}, "table", "multiclass", (4,)),
        ({"dataset": "wine", "columns": ("hue", "ash")}, "table", "binary", (2,)),
        ({"dataset": "diabetes"}, "table", "regression", (10,)),
        ({"dataset": "digits", "classes": 10}, "image", "multiclass", (1, 8, 8)),
        ({"dataset": "bars", "image_size": 28}, "image", "binary", (1, 28, 28)),
    ],
)
def test_what_the_network_sees_and_says(fields, form, task, shape):
    spec = DataSpec(**fields)
    assert (spec.form, spec.task, spec.input_shape) == (form, task, shape)
    assert spec.inputs == math.prod(shape)


@pytest.mark.parametrize("name", sorted(TABLES))
def test_columns_are_named_in_the_tables_order_or_ones_own(name):
    classes = DATASETS[name].max_classes
    assert DataSpec(dataset=name, classes=classes).input_names == TABLES[name]
    backwards = TABLES[name][::-1]
    assert DataSpec(dataset=name, classes=classes, columns=backwards).input_names == backwards


def test_unused_fields_are_kept_for_when_the_set_changes_back():
    fields = {"classes": 6, "formula": "nonsense(", "painted": TWO, "columns": ("hue",)}
    assert DataSpec(dataset="plane", **fields).formula == "nonsense("
    assert DataSpec(dataset="plane", **fields).task == "regression"
    assert DataSpec(dataset="spiral", **fields).class_count == 6


# --- refusals ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", [name for name, kind in DATASETS.items() if not kind.regression and name != "upload"]
)
def test_no_set_has_more_classes_than_it_can_have(name):
    most = DATASETS[name].max_classes
    if most < 10:
        found = refused(dataset=name, classes=most + 1, painted=TWO)
        assert (found.code, found.pointer) == ("too_many_classes", "/data/classes")
        assert found.params == {"dataset": name, "most": most}
    assert DataSpec(dataset=name, classes=most, painted=TWO).class_count == most


@pytest.mark.parametrize(
    ("fields", "code", "pointer"),
    [
        ({"dataset": "painted"}, "too_few_painted", "/data/painted"),
        ({"dataset": "painted", "painted": TWO[:1] * 5}, "too_few_painted", "/data/painted"),
        (
            {"dataset": "painted", "painted": (*TWO, (0, 0, 3))},
            "painted_class_missing",
            "/data/classes",
        ),
        ({"dataset": "iris", "columns": ("hue",)}, "no_such_column", "/data/columns"),
        ({"dataset": "wine", "columns": ("hue", "hue")}, "column_twice", "/data/columns"),
        ({"dataset": "upload"}, "nothing_uploaded", "/data/upload"),
        ({"dataset": "curve", "features": ("x1", "x2")}, "feature_of_x2", "/data/features"),
        ({"dataset": "formula_surface", "formula": "2 +"}, "formula_cut_off", "/data/formula"),
        (
            {"dataset": "formula_surface", "formula": "sqrt(-1 - x^2)"},
            "formula_not_finite",
            "/data/formula",
        ),
        ({"dataset": "formula_surface", "formula": "1/0"}, "formula_not_finite", "/data/formula"),
        (
            {"dataset": "formula_surface", "formula": "exp(x y)"},
            "formula_too_large",
            "/data/formula",
        ),
        ({"dataset": "formula_surface", "formula": "1001"}, "formula_too_large", "/data/formula"),
    ],
)
def test_what_does_not_fit_is_refused(fields, code, pointer):
    found = refused(**fields)
    assert (found.code, found.pointer) == (code, pointer)


@pytest.mark.parametrize("formula", ["x2", "y", "sin(x1) + 0 x2"])
def test_a_curve_has_no_second_input(formula):
    found = refused(dataset="formula_curve", features=("x1",), formula=formula)
    assert (found.code, found.pointer) == ("formula_of_x2", "/data/formula")
    assert DataSpec(dataset="formula_surface", formula=formula).task == "regression"


@pytest.mark.parametrize("formula", ["sqrt(x1 - 0.5)", "log(-x1 - 0.5)", "0 / 0"])
def test_a_formula_has_values_at_half_of_the_places(formula):
    found = refused(dataset="formula_curve", features=("x1",), formula=formula)
    assert (found.code, found.pointer) == ("formula_not_finite", "/data/formula")


@pytest.mark.parametrize(
    ("formula", "part", "instead"),
    [
        ("2 + log(x1 - 1)", "log(x1 - 1)", "log(abs(x1 - 1))"),
        ("sqrt(x1 - 1)", "sqrt(x1 - 1)", "sqrt(abs(x1 - 1))"),
        ("sin(sqrt(log(x1)))", "log(x1)", "log(abs(x1))"),
        ("(x1 - 2)^(1/3)", "(x1 - 2)^(1 / 3)", "abs(x1 - 2)^(1 / 3)"),
        ("1/step(x1 - 1) + x1", "1 / step(x1 - 1)", "1 / (abs(step(x1 - 1)) + 1)"),
        ("log(-7 - x1) + sqrt(x1)", "log(-7 - x1)", "log(abs(-7 - x1))"),
        ("log(0)", "log(0)", "log(abs(0) + 1)"),
        ("0^-1", "0^-1", "(abs(0) + 1)^-1"),
    ],
)
def test_the_part_of_a_formula_that_lacks_values_is_named(formula, part, instead):
    found = refused(dataset="formula_curve", features=("x1",), formula=formula)
    assert found.code == "formula_not_finite"
    assert found.params == {"part": part, "instead": instead}
    assert found.sentence.endswith(f"because of {part}. Write {instead} instead.")


def test_a_part_of_a_formula_is_shown_shortened():
    long = " + ".join(["x1"] * 30)
    found = refused(dataset="formula_curve", features=("x1",), formula=f"log({long} - 9)")
    assert len(found.sentence) < 250
    assert found.params["instead"] == f"log(abs({found.params['part'][4:-1]}))"


@pytest.mark.parametrize(
    "formula", ["exp(exp(exp(x1^2)))", "10^400", "1e * 10^308 * 10", "(x1-9)^999"]
)
def test_a_formula_whose_values_are_no_numbers_any_more_is_too_large(formula):
    found = refused(dataset="formula_curve", features=("x1",), formula=formula)
    assert (found.code, found.pointer) == ("formula_too_large", "/data/formula")
    assert found.params == {"largest": "∞", "most": 1000}


@pytest.mark.parametrize("formula", ["log(x1)", "1/x1", "1000", "sqrt(x1)", "tan(x1)", "x1^3"])
def test_a_formula_may_lack_values_at_up_to_half_of_the_places(formula):
    spec = DataSpec(dataset="formula_curve", features=("x1",), formula=formula)
    assert spec.checked_formula.spread > 0


@pytest.mark.parametrize(
    "data",
    [
        {"dataset": "xor", "classes": 4},
        {"dataset": "curve", "features": ["x2", "x1_squared"]},
        {"dataset": "curve", "features": ["x2"]},
        {"dataset": "painted", "painted": [[0, 0, 0], [1, 1, 4]]},
        {"dataset": "iris", "columns": ["hue"]},
        {"dataset": "formula_curve", "formula": "x1 x2", "features": ["x1"]},
    ],
)
def test_every_way_out_leads_to_a_spec(data):
    loss = {"kind": "mse"}
    document = Spec().model_dump(mode="json") | {"training": {"loss": loss}}
    document["data"] |= data
    with pytest.raises(SpecProblem) as caught:
        parse(document)
    assert caught.value.fixes
    before = Spec.model_validate(document | {"data": {}})
    edit = [Operation(op="add", path="/data", value=document["data"])]
    for fix in caught.value.fixes:
        fixed = apply(before, [*edit, *(Operation(**each) for each in fix.patch)])
        assert fixed.data.samples == 500
