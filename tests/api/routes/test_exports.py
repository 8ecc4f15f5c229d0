"""What a session gives to take home, and weights that come in, over HTTP."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import numpy as np
import onnx
import pyarrow as pa
import pytest
from pyarrow import parquet
from safetensors.numpy import load, save

from playground.engine import contract
from playground.export.weights import flat
from playground.links.tensorflow import NoteCode
from playground.nn.program import Program
from playground.spec.project import Spec, parse
from playground.train.state import begin
from playground.wire.rights import Right
from support.web import Made, Web

COLUMNS = {"step": [0.0, 1.0], "train_loss": [0.1 + 0.2, None]}
FORMATS = {
    "json": ("json", "application/json"),
    "csv": ("csv", "text/csv; charset=utf-8"),
    "parquet": ("parquet", "application/vnd.apache.parquet"),
    "columns": ("columns.json", "application/json"),
    "safetensors": ("safetensors", "application/octet-stream"),
    "pytorch": ("py", "text/x-python; charset=utf-8"),
    "onnx": ("onnx", "application/octet-stream"),
}


def spec_of(made: Made) -> Spec:
    return parse(made.answer["spec"])


def saved(made: Made, step: int = 7) -> Made:
    """The session after its run has sent curves and a snapshot."""
    spec = spec_of(made)
    data = begin(spec, Program.build(spec)).to_bytes()
    made.web.engine.emit(
        contract.Curves(made.run, keep_until=None, columns=dict(COLUMNS)),
        contract.Checkpoint(made.run, step=step, revision=1, data=data),
    )
    return made


@pytest.mark.parametrize("format", FORMATS)
def test_each_file_has_a_sensible_name_and_type(served: Web, format: str) -> None:
    made = saved(served.create(spec={"name": "Zwei Spiralen: Übung 2!"}))
    ending, media_type = FORMATS[format]
    answer = made.call("GET", f"/export/{format}", made.view)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_type
    name = f'attachment; filename="zwei-spiralen-bung-2.{ending}"'
    assert answer.headers["content-disposition"] == name


def test_a_session_without_a_name_is_called_by_its_data(made: Made) -> None:
    answer = made.call("GET", "/export/json")
    assert answer.headers["content-disposition"] == 'attachment; filename="spiral.json"'
    assert parse(answer.json()) == spec_of(made)


def test_curves_are_exact(made: Made) -> None:
    saved(made)
    assert made.call("GET", "/export/csv").text.split() == [
        "step,train_loss",
        "0,0.30000000000000004",
        "1,",
    ]
    table = parquet.read_table(pa.BufferReader(made.call("GET", "/export/parquet").content))
    assert table.to_pydict() == COLUMNS


def test_the_network_is_the_newest_snapshot(made: Made) -> None:
    spec = spec_of(saved(made))
    program = Program.build(spec)
    expected = program.layout.views(program.init(spec.seed))
    found = load(made.call("GET", "/export/safetensors").content)
    assert found.keys() == expected.keys()
    assert all(np.array_equal(found[key], expected[key].numpy()) for key in expected)
    model = onnx.load_model_from_string(made.call("GET", "/export/onnx").content)
    assert {each.key: each.value for each in model.metadata_props}["step"] == "7"


@pytest.mark.parametrize("format", ["safetensors", "onnx"])
def test_a_network_without_weights_is_told(made: Made, format: str) -> None:
    answer = made.call("GET", f"/export/{format}")
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_to_take")


@pytest.mark.parametrize("format", ["safetensors", "onnx"])
def test_the_network_is_asked_for_as_it_is_now(served: Web, made: Made, format: str) -> None:
    saved(made, step=7)
    served.engine.emit(made.status(step=40))
    made.call("GET", f"/export/{format}")
    served.engine.wait_for(contract.Save, run=made.run)


@pytest.mark.parametrize("format", ["json", "csv", "pytorch"])
def test_what_holds_no_weights_asks_no_trainer(served: Web, made: Made, format: str) -> None:
    made.call("GET", f"/export/{format}")
    assert not served.engine.asked(contract.Save, run=made.run)


def test_the_script_is_python_and_retraces_the_session(served: Web, made: Made) -> None:
    served.engine.emit(made.status(step=4321))
    script = made.call("GET", "/export/pytorch").text
    compile(script, "network.py", "exec")
    assert "\nSTEPS = 4321\n" in script


def test_an_unknown_format_is_refused(made: Made) -> None:
    answer = made.call("GET", "/export/pickle")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["detail"] == f"“format” must be one of: {', '.join(FORMATS)}."
    assert (problem["code"], problem["pointer"]) == ("not_a_choice", None)
    assert problem["params"] == {"field": "format", "choices": ", ".join(FORMATS)}


# --- weights in ----------------------------------------------------------------------------------


def tensors(made: Made) -> dict[str, Any]:
    spec = spec_of(made)
    program = Program.build(spec)
    views = program.layout.views(program.init(5))
    return {key: view.numpy() for key, view in views.items()}


def test_weights_go_to_the_trainer(served: Web, made: Made) -> None:
    file = save(tensors(made))
    answer = made.call("POST", "/weights", content=file)
    assert (answer.status_code, answer.json()) == (202, {})
    asked = served.engine.wait_for(contract.SetParameters, run=made.run)
    assert asked.values == flat(spec_of(made), file)
    assert asked.revision == 1


def test_weights_without_a_run_are_refused(served: Web, made: Made) -> None:
    served.engine.emit(
        contract.Failed(made.run, code="device_memory", sentence="Too large.", fatal=True)
    )
    answer = made.call("POST", "/weights", content=save(tensors(made)))
    assert (answer.status_code, answer.json()["code"]) == (409, "no_run")
    assert not served.engine.asked(contract.SetParameters, made.run)


def test_weights_that_do_not_fit_are_refused_by_name(served: Web, made: Made) -> None:
    given = tensors(made) | {"h1.bias": np.zeros(3, np.float32)}
    answer = made.call("POST", "/weights", content=save(given))
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "weights_shape")
    assert problem["params"] == {"tensor": "h1.bias", "expected": "8", "got": "3"}
    assert made.call("POST", "/weights", content=b"no such file").status_code == 422
    assert not served.engine.asked(contract.SetParameters, made.run)


def test_only_an_editor_puts_weights_in(served: Web, made: Made) -> None:
    file = save(tensors(made))
    by = {
        token: made.call("POST", "/weights", token, content=file).status_code
        for token in (made.edit, made.view, served.create().edit)
    }
    assert [*by.values()] == [202, 403, 401]
    assert Right.VIEW < Right.EDIT


# --- links of elsewhere --------------------------------------------------------------------------


def test_a_link_of_tensorflow_playground_begins_a_session(served: Web) -> None:
    link = "https://playground.tensorflow.org/#dataset=xor&networkShape=3&discretize=true"
    answer = served.create(link=link).answer
    assert answer["spec"]["data"]["dataset"] == "tf_xor"
    assert [layer["units"] for layer in answer["spec"]["network"]["layers"]] == [3]
    codes = [note["code"] for note in answer["notes"]]
    assert codes == ["other_draws", "loss_twice", "discretize"]


def test_any_other_beginning_has_no_notes(made: Made) -> None:
    assert made.answer["notes"] == []


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_note_has_its_text(language: str) -> None:
    folder = Path(__file__).parents[3] / "frontend" / "src" / "i18n" / language
    catalogue = (folder / "imports.ts").read_text("utf-8")
    assert not [code for code in get_args(NoteCode) if f'"import.{code}"' not in catalogue]
