"""The server still makes of the shared cases what is written of them; the page's suite reads the
same files."""

from __future__ import annotations

import base64
import json
from typing import Any

import msgspec
import numpy as np
import pytest

from golden.cases.frames import listed
from golden.write_shared import FILES, FOLDER, stale
from playground.spec.base import SpecProblem
from playground.spec.data import DataSpec
from playground.spec.edit import Operation, apply
from playground.spec.expand import expand
from playground.spec.merge import changes, merge
from playground.spec.network import NetworkSpec
from playground.spec.project import parse
from playground.wire.frame import Array, Bundle, array, bundle, decode, encode, to_numpy
from playground.wire.sessions import LayerShapeMessage

Case = dict[str, Any]
FEWEST = {"merge": 30, "expand": 15, "shapes": 30, "frames": 10, "data": 30, "patches": 20}


def cases(name: str) -> Any:
    """Each case of a file, by its name."""
    read = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return pytest.mark.parametrize("case", read, ids=[case["name"] for case in read])


def test_the_files_are_those_that_the_script_writes() -> None:
    assert stale() == [], "python tests/golden/write_shared.py writes them"
    assert {path.stem for path in FOLDER.glob("*.json")} == set(FILES)


@pytest.mark.parametrize(("name", "fewest"), FEWEST.items())
def test_there_are_many_of_each_and_no_name_twice(name: str, fewest: int) -> None:
    names = [case["name"] for case in json.loads((FOLDER / f"{name}.json").read_text("utf-8"))]
    assert len(set(names)) == len(names) >= fewest


@cases("merge")
def test_two_edits_are_put_together(case: Case) -> None:
    merged = merge(case["base"], case["theirs"], case["mine"])
    assert merged.document == case["document"]
    assert list(merged.conflicts) == case["conflicts"]


@cases("changes")
def test_what_has_changed_is_pointed_to(case: Case) -> None:
    assert list(changes(case["before"], case["after"])) == case["changes"]


@cases("expand")
def test_blocks_are_written_out(case: Case) -> None:
    network = NetworkSpec.model_validate(case["network"])
    if "problem" in case:
        with pytest.raises(SpecProblem) as caught:
            expand(network)
        assert (caught.value.code, caught.value.pointer) == (case["problem"], case["pointer"])
        return
    placed, skips = expand(network)
    assert [(at.id, at.kind, at.pointer) for at in placed] == [
        (layer["id"], layer["kind"], layer["pointer"]) for layer in case["layers"]
    ]
    assert [skip.model_dump(mode="json") for skip in skips] == case["skips"]


@cases("shapes")
def test_shapes_are_inferred_and_counted(case: Case) -> None:
    spec = parse(case["spec"])
    assert list(spec.data.input_shape) == case["input"]
    assert (spec.outputs, spec.parameters_in_use) == (case["outputs"], case["parameters"])
    assert [each.model_dump(mode="json") for each in LayerShapeMessage.all_of(spec)] == case[
        "layers"
    ]


@cases("data")
def test_a_data_set_has_its_facts(case: Case) -> None:
    data = DataSpec.model_validate(case["data"])
    assert (data.form, data.task, data.class_count) == (case["form"], case["task"], case["classes"])
    assert (data.size, data.train_samples) == (case["size"], case["train"])
    assert data.tests_what_it_trains == case["testsWhatItTrains"]
    assert list(data.input_shape) == case["inputs"]
    assert list(data.input_names) == case["names"]


@cases("patches")
def test_a_patch_is_applied_or_refused(case: Case) -> None:
    before = parse(case["before"])
    patch = [Operation.model_validate(each) for each in case["patch"]]
    if "problem" in case:
        with pytest.raises(SpecProblem) as caught:
            apply(before, patch)
        assert caught.value.code == case["problem"]
        return
    assert apply(before, patch).model_dump(mode="json") == case["after"]


@cases("frames")
def test_a_message_is_read_as_it_was_written(case: Case) -> None:
    message = base64.b64decode(case["bytes"])
    read = msgspec.msgpack.decode(message, type=Bundle)
    bodies = [bytes(each) for each in read.frames]
    assert (read.frame, len(bodies)) == (case["frame"], len(case["frames"]))
    for body, told in zip(bodies, case["frames"], strict=True):
        frame = decode(body)
        for name in ("probe", "key", "step", "epoch", "revision", "time", "values"):
            assert getattr(frame, name) == told[name]
        assert {name: described(each) for name, each in frame.arrays.items()} == told["arrays"]
        again = {name: array(np.array(to_numpy(each))) for name, each in frame.arrays.items()}
        assert encode(msgspec.structs.replace(frame, arrays=again)) == body
    assert bundle(read.frame, bodies) == message


def described(values: Array) -> Case:
    numbers = listed(to_numpy(values))
    return {"dtype": values.dtype, "shape": list(values.shape), "data": numbers}
