"""The HTTP interface as its public contract says."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fakes import FakeEngine
from playground.data.loader import load
from playground.engine import contract
from playground.links.ours import encode
from playground.spec.data import DataSpec
from playground.spec.presets import PRESETS
from playground.spec.project import parse
from playground.spec.training import TrainingSpec
from playground.train.schedules import rates
from support.web import Made, Web, web

SPIRAL = next(iter(PRESETS.values()))


def test_a_session_from_nothing_is_the_first_preset(served: Web) -> None:
    made = served.create()
    assert parse(made.answer["spec"]) == SPIRAL
    assert made.answer["revision"] == 1
    opened = served.engine.wait_for(contract.Open, run=made.run)
    assert parse(opened.spec) == SPIRAL
    assert (opened.playing, opened.pace, opened.checkpoint) == (False, None, None)


def test_a_session_from_each_beginning(served: Web) -> None:
    xor = PRESETS["xor"]
    for body in (
        {"preset": "xor"},
        {"link": encode(xor)},
        {"spec": xor.model_dump(mode="json")},
    ):
        assert parse(served.create(**body).answer["spec"]) == xor


def test_it_plays_at_the_pace_asked_for(served: Web) -> None:
    made = served.create(play=True, pace=1500)
    opened = served.engine.wait_for(contract.Open, run=made.run)
    assert (opened.playing, opened.pace) == (True, 1500)


@pytest.mark.parametrize(
    ("body", "code", "pointer"),
    [
        ({"preset": "nothing"}, "no_such_preset", "/preset"),
        ({"link": "1.AAAA"}, "broken_link", None),
        ({"link": "x" * 20_001}, "too_long", "/link"),
        ({"preset": "xor", "link": "1.AAAA"}, "one_beginning", None),
        ({"spec": {"seed": -1}}, "too_small", "/seed"),
        ({"spec": {"seed": 2**31}}, "too_large", "/seed"),
        ({"spec": {"data": {"noise": "loud"}}}, "not_a_number", "/data/noise"),
        ({"spec": {"data": {"dataset": "cats"}}}, "not_a_choice", "/data/dataset"),
        ({"spec": {"colour": "red"}}, "unknown_field", "/colour"),
        ({"spec": {"name": "n" * 81}}, "too_long", "/name"),
        ({"spec": {"data": {"features": []}}}, "too_short", "/data/features"),
        ({"spec": {"network": {"layers": [{}]}}}, "missing_field", "/network/layers/0/id"),
        (
            {"spec": {"network": {"layers": [{"id": f"h{n}"} for n in range(33)]}}},
            "too_long",
            "/network/layers",
        ),
        (
            {"spec": {"network": {"layers": [{"id": "h1", "units": 257}]}}},
            "too_large",
            "/network/layers/0/units",
        ),
        (
            {"spec": {"network": {"layers": [{"id": f"h{n}", "units": 256} for n in range(9)]}}},
            "too_many_parameters",
            "/network/layers",
        ),
        (
            {"spec": {"training": {"loss": {"kind": "huber", "delta": 0}}}},
            "not_above",
            "/training/loss/delta",
        ),
        (
            {"spec": {"data": {"dataset": "plane"}}},
            "loss_needs_classes",
            "/training/loss/kind",
        ),
        ({"pace": 0}, "not_above", "/pace"),
        ({"play": "perhaps"}, "wrong_type", "/play"),
        ({"spec": 5}, "wrong_type", "/spec"),
    ],
)
def test_what_cannot_be_made_is_explained(
    served: Web, body: dict[str, Any], code: str, pointer: str | None
) -> None:
    answer = served.http.post("/api/sessions", json=body)
    document = is_a_problem(answer, 422)
    assert document["code"] == code
    assert document["pointer"] in (pointer, pointer or "")


def is_a_problem(answer: Any, status: int) -> dict[str, Any]:
    """RFC 9457, with a sentence that ends and names no class of Python."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    document: dict[str, Any] = answer.json()
    assert document["status"] == status
    assert document["type"]
    assert document["title"]
    assert document["code"]
    sentence = document["detail"]
    assert sentence.endswith((".", ".”"))
    assert not any(word in sentence.lower() for word in ("input should", "pydantic", "tuple"))
    return document


def test_a_full_server_says_so() -> None:
    with web(max_sessions=2, max_waiting=1) as small:
        for _ in range(3):
            small.create()
        document = is_a_problem(small.http.post("/api/sessions", json={}), 503)
        assert (document["code"], document["params"]) == ("server_full", {"most": 2})


def test_who_finds_no_place_is_told_of_theirs_in_the_queue() -> None:
    with web(max_sessions=1) as small:
        first, second, third = (small.create() for _ in range(3))
        states = [each.call("GET", "").json()["status"] for each in (first, second, third)]
        assert [each["state"] for each in states] == ["loading", "queued", "queued"]
        assert [each["place"] for each in states] == [None, 1, 2]
        with third.page() as page:
            assert page.next("status")["place"] == 2


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing/here", 404),
        ("GET", "/api/nothing", 404),
        ("GET", "/api/sessions/none", 404),
        ("POST", "/api/sessions/none/commands", 404),
        ("GET", "/api/sessions", 405),
        ("DELETE", "/api/presets", 405),
        ("GET", "/..%2f..%2fetc/passwd", 404),
    ],
)
def test_wrong_addresses_are_problems(served: Web, method: str, path: str, status: int) -> None:
    body = {"json": {"type": "play"}} if method == "POST" else {}
    answer = served.http.request(method, path, headers={"Authorization": "Bearer x"}, **body)
    is_a_problem(answer, status)
    if status == 405:
        assert answer.headers["allow"]


def test_what_is_no_json_is_a_problem(served: Web, made: Made) -> None:
    headers = {"Content-Type": "application/json"}
    answer = served.http.post("/api/sessions", content=b"{", headers=headers)
    assert is_a_problem(answer, 400)["code"] == "not_json"
    answer = served.http.post("/api/sessions", content=b"[" * 100_000, headers=headers)
    assert answer.status_code in (400, 422)
    is_a_problem(answer, answer.status_code)
    answer = served.http.post("/api/sessions", content=b"\xff\xfe", headers=headers)
    assert answer.status_code in (400, 422)
    is_a_problem(answer, answer.status_code)


JSON_BODY = {"Content-Type": "application/json"}


def nested(depth: int, before: str = "", after: str = "", opened: str = "[") -> bytes:
    closed = "]" if opened == "[" else "}"
    inner = "" if opened == "[" else "1"
    return f"{before}{opened * depth}{inner}{closed * depth}{after}".encode()


@pytest.mark.parametrize("depth", [70, 300, 900, 5000])
@pytest.mark.parametrize(
    ("before", "after", "opened", "pointer"),
    [
        ("", "", "[", ""),
        ('{"spec":{"data":', "}}", "[", "/spec/data"),
        ('{"pace":1,"spec":{"name":"[\\"{","a/b~":[0,', "]}}", "[", "/spec/a~1b~0"),
        ('{"spec":', "}", '{"a":', "/spec" + 63 * "/a"),
    ],
)
def test_json_within_json_without_end_is_a_problem(
    served: Web, depth: int, before: str, after: str, opened: str, pointer: str
) -> None:
    body = nested(depth, before, after, opened)
    answer = served.http.post("/api/sessions", content=body, headers=JSON_BODY)
    document = is_a_problem(answer, 422)
    assert (document["code"], document["pointer"]) == ("nested_too_deep", pointer)
    assert document["params"] == {"most": 64}


@pytest.mark.parametrize("depth", [70, 300, 5000])
@pytest.mark.parametrize("op", ["add", "replace", "test"])
def test_an_edits_value_is_not_nested_without_end(made: Made, depth: int, op: str) -> None:
    operation = f'{{"op":"{op}","path":"/data","value":'
    for before, after, pointer in (
        (f'{{"patch":[{operation}', "}]}", "/patch/0/value"),
        (f"[{operation}", "}]", "/0/value"),
    ):
        answer = made.call(
            "PATCH",
            "/spec",
            content=nested(depth, before, after),
            headers=JSON_BODY | {"If-Match": "1"},
        )
        document = is_a_problem(answer, 422)
        assert (document["code"], document["pointer"]) == ("nested_too_deep", pointer)


def test_json_that_breaks_off_is_told_as_that(served: Web) -> None:
    for body in (b"[" * 60, b'{"a":' + b"[0]," * 500, b'"' + rb"\"" * 100_000, b"]" * 100):
        answer = served.http.post("/api/sessions", content=body, headers=JSON_BODY)
        assert is_a_problem(answer, 400)["code"] == "not_json"


def test_the_largest_set_up_is_not_nested_too_deep(served: Web) -> None:
    inner = {"kind": "dense", "id": "d", "units": 2, "frozen_weights": [[0, 0]] * 100}
    block = {"kind": "block", "id": "b", "layers": [inner]}
    assert served.create(spec={"network": {"layers": [block]}})


@pytest.mark.parametrize("digits", [30, 400, 5000, 100_000])
@pytest.mark.parametrize("sign", ["", "-"])
@pytest.mark.parametrize(
    ("before", "after", "pointer"),
    [
        ('{"spec":{"seed":', "}}", "/seed"),
        ('{"spec":{"data":{"noise":', "}}}", "/data/noise"),
        ('{"pace":', "}", "/pace"),
    ],
)
def test_a_number_without_end_is_too_large_or_too_small(
    served: Web, digits: int, sign: str, before: str, after: str, pointer: str
) -> None:
    body = f"{before}{sign}{'9' * digits}{after}".encode()
    answer = served.http.post("/api/sessions", content=body, headers=JSON_BODY)
    document = is_a_problem(answer, 422)
    assert document["code"] in ({"too_small", "not_above"} if sign else {"too_large"})
    assert document["pointer"] == pointer


@pytest.mark.parametrize("number", ["1e999", "9" * 400 + ".5", "1" * 100_000 + "e9"])
def test_a_fraction_without_end_is_too_large(served: Web, number: str) -> None:
    body = f'{{"spec":{{"data":{{"noise":{number}}}}}}}'.encode()
    document = is_a_problem(served.http.post("/api/sessions", content=body, headers=JSON_BODY), 422)
    assert (document["code"], document["pointer"]) == ("too_large", "/data/noise")


def test_a_number_without_end_in_an_edit_a_command_and_a_version(made: Made) -> None:
    number = "9" * 5000
    for method, path, body, code, pointer in (
        (
            "PATCH",
            "/spec",
            f'[{{"op":"add","path":"/seed","value":{number}}}]',
            "too_large",
            "/seed",
        ),
        ("POST", "/commands", f'{{"type":"seek","step":{number}}}', "too_large", "/step"),
        (
            "PATCH",
            "/spec",
            f'[{{"op":"add","path":"/version","value":{number}}}]',
            "unknown_version",
            "/version",
        ),
    ):
        answer = made.call(method, path, content=body, headers=JSON_BODY | {"If-Match": "1"})
        document = is_a_problem(answer, 422)
        assert (document["code"], document["pointer"]) == (code, pointer)
        assert len(document["detail"]) < 200


def test_a_number_in_a_text_without_end_is_a_problem(served: Web) -> None:
    answer = served.http.post("/api/sessions", json={"spec": {"seed": "9" * 5000}})
    document = is_a_problem(answer, 422)
    assert (document["code"], document["pointer"]) == ("not_whole", "/seed")


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b"5", b'"text"'])
def test_a_body_that_is_no_object_is_called_the_request(served: Web, body: bytes) -> None:
    answer = served.http.post("/api/sessions", content=body, headers=JSON_BODY)
    document = is_a_problem(answer, 422)
    assert document["params"]["field"] == "request"
    assert "“request”" in document["detail"]
    assert document["pointer"] == ""


def test_what_was_not_sent_as_json_is_told_so(served: Web) -> None:
    headers = {"Content-Type": "text/plain"}
    answer = served.http.post("/api/sessions", content=b"{}", headers=headers)
    assert is_a_problem(answer, 415)["code"] == "wrong_content_type"


def test_what_is_too_big_is_a_problem(served: Web) -> None:
    big = b" " * (256 * 1024 + 1)
    headers = {"Content-Type": "application/json"}
    is_a_problem(served.http.post("/api/sessions", content=big, headers=headers), 413)
    in_pieces = (big[at : at + 50_000] for at in range(0, len(big), 50_000))
    is_a_problem(served.http.post("/api/sessions", content=in_pieces, headers=headers), 413)


def test_an_unexpected_error_is_a_problem_too(monkeypatch: pytest.MonkeyPatch) -> None:
    from playground.api.routes import openapi

    def broken() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(openapi, "wire_schema", broken)
    with web() as own:
        document = is_a_problem(own.http.get("/api/schema"), 500)
        assert document["code"] == "server_error"
        assert httpx.get(f"{own.origin}/healthz").status_code == 200


# --- edits ---------------------------------------------------------------------------------------


def units(count: int) -> dict[str, Any]:
    return {"op": "replace", "path": "/network/layers/0/units", "value": count}


def test_an_edit_makes_a_revision(served: Web, made: Made) -> None:
    answer = made.patch(1, units(5))
    assert answer.status_code == 200
    assert answer.json()["revision"] == 2
    edit = served.engine.wait_for(contract.Edit, run=made.run)
    assert edit.revision == 2
    assert parse(edit.spec).network.layers[0].units == 5
    assert made.call("GET", "").json()["revision"] == 2


def test_a_bare_patch_and_a_quoted_revision_will_do(made: Made) -> None:
    answer = made.call(
        "PATCH",
        "/spec",
        content=json.dumps([units(5)]),
        headers={"If-Match": '"1"', "Content-Type": "application/json-patch+json"},
    )
    assert (answer.status_code, answer.json()["revision"]) == (200, 2)


def test_an_edit_on_an_older_revision_learns_the_newest(made: Made) -> None:
    newest = made.patch(1, units(5)).json()
    document = is_a_problem(made.patch(1, units(6)), 409)
    assert document["code"] == "conflict"
    assert (document["revision"], document["spec"]) == (newest["revision"], newest["spec"])
    is_a_problem(made.patch(3, units(6)), 409)


def test_an_edit_says_its_revision(made: Made) -> None:
    answer = made.call("PATCH", "/spec", json={"patch": []})
    assert is_a_problem(answer, 428)["code"] == "revision_needed"
    for wrong in ("x", "-1", "*", "1.0", "١", "9" * 30):
        answer = made.call(
            "PATCH", "/spec", json={"patch": []}, headers={"If-Match": wrong.encode()}
        )
        is_a_problem(answer, 422)


@pytest.mark.parametrize(
    ("operations", "code"),
    [
        ([units(0)], "too_small"),
        ([{"op": "replace", "path": "/nothing", "value": 1}], "patch_does_not_fit"),
        ([{"op": "remove", "path": "/data/-5"}], "patch_does_not_fit"),
        ([{"op": "test", "path": "/seed", "value": 99}], "patch_does_not_fit"),
        ([{"op": "dance", "path": "/seed"}], "not_a_choice"),
        ([units(5)] * 201, "patch_too_long"),
        ([{"op": "replace", "path": "", "value": None}], "not_a_spec"),
        ([{"op": "move", "path": "/seed"}], None),
        ([{"op": "remove", "path": ""}], None),
    ],
)
def test_an_edit_that_does_not_fit_changes_nothing(
    made: Made, operations: list[dict[str, Any]], code: str | None
) -> None:
    document = is_a_problem(made.patch(1, *operations), 422)
    assert code in (None, document["code"])
    assert made.call("GET", "").json()["revision"] == 1


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4)
    ),
    max_leaves=8,
)
pointers = st.lists(
    st.sampled_from(["data", "network", "layers", "0", "-", "seed", "training", "loss", "~", ""])
).map(lambda parts: "".join(f"/{part}" for part in parts))
operations = st.fixed_dictionaries(
    {
        "op": st.sampled_from(["add", "remove", "replace", "move", "copy", "test"]),
        "path": pointers | st.text(max_size=30),
    },
    optional={"value": json_values, "from": pointers},
)


@settings(max_examples=300, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.lists(operations, max_size=4))
def test_no_patch_breaks_the_server(served: Web, patch: list[dict[str, Any]]) -> None:
    made = _shared(served)
    body = json.dumps({"patch": patch}, allow_nan=True)
    revision = made.call("GET", "").json()["revision"]
    answer = made.call(
        "PATCH",
        "/spec",
        content=body,
        headers={"If-Match": str(revision), "Content-Type": "application/json"},
    )
    assert answer.status_code in (200, 400, 422)
    if answer.status_code != 200:
        is_a_problem(answer, answer.status_code)


_made: dict[int, Made] = {}


def _shared(served: Web) -> Made:
    return _made.setdefault(served.port, served.create())


# --- commands ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "request_"),
    [
        ({"type": "play"}, contract.Play("")),
        ({"type": "pause"}, contract.Pause("")),
        ({"type": "step", "count": 7}, contract.Step("", count=7, epochs=False)),
        ({"type": "step", "unit": "epoch"}, contract.Step("", count=1, epochs=True)),
        ({"type": "seek", "step": 40}, contract.Seek("", step=40)),
        ({"type": "pace", "steps_per_second": 2.5}, contract.Pace("", steps_per_second=2.5)),
        ({"type": "pace"}, contract.Pace("", steps_per_second=None)),
        (
            {"type": "set_parameter", "layer": "h1", "unit": 2, "input": 1, "value": -3.5},
            contract.SetParameter("", layer="h1", unit=2, input=1, value=-3.5),
        ),
        (
            {"type": "set_parameter", "layer": "h1", "unit": 2, "value": 1.0},
            contract.SetParameter("", layer="h1", unit=2, input=None, value=1.0),
        ),
    ],
)
def test_a_command_reaches_the_trainer(
    served: Web, made: Made, command: dict[str, Any], request_: contract.Request
) -> None:
    assert made.command(**command).status_code == 202
    got = served.engine.wait_for(type(request_), run=made.run)
    assert contract.encoder.encode(got) == contract.encoder.encode(
        type(request_)(**{**_fields(request_), "run": made.run})
    )


def _fields(request: contract.Request) -> dict[str, Any]:
    return {name: getattr(request, name) for name in request.__struct_fields__}


def test_reset_keeps_the_seed_or_draws_one(served: Web, made: Made) -> None:
    made.command(type="reset")
    assert served.engine.wait_for(contract.Reset, run=made.run).revision == 1
    made.command(type="reset", new_seed=True)
    reset = served.engine.wait_for(contract.Reset, count=2, run=made.run)
    assert reset.revision == 2
    assert reset.spec["seed"] != 1


@pytest.mark.parametrize(
    ("command", "code", "pointer"),
    [
        ({"type": "dance"}, "not_a_choice", None),
        ({}, "missing_kind", None),
        ({"type": "step", "count": 0}, "too_small", "/count"),
        ({"type": "step", "count": 1_000_001}, "too_large", "/count"),
        ({"type": "seek", "step": -1}, "too_small", "/step"),
        ({"type": "pace", "steps_per_second": 0}, "not_above", "/steps_per_second"),
        (
            {"type": "set_parameter", "layer": "h1", "unit": 0, "value": 2000},
            "too_large",
            "/value",
        ),
        ({"type": "play", "loudly": True}, "unknown_field", "/loudly"),
    ],
)
def test_a_wrong_command_is_explained(
    made: Made, command: dict[str, Any], code: str, pointer: str | None
) -> None:
    document = is_a_problem(made.command(**command), 422)
    assert document["code"] == code
    assert pointer in (None, document["pointer"])


def test_a_fork_begins_where_the_session_is(served: Web, made: Made) -> None:
    engine = served.engine
    engine.emit(
        contract.Curves(
            made.run, keep_until=None, columns={"step": [0, 1], "train_loss": [0.7, None]}
        ),
        contract.Checkpoint(made.run, step=1, revision=1, data=b"state"),
    )
    made.patch(1, units(5))
    answer = made.command(made.view, type="fork")
    fork = Made(served, answer.json())
    assert fork.id != made.id
    assert fork.call("GET", "").json()["spec"]["network"]["layers"][0]["units"] == 5
    opened = engine.wait_for(contract.Open, run=fork.run)
    assert opened.checkpoint == b"state"
    assert parse(opened.spec) == SPIRAL, "a checkpoint goes with the spec it was taken under"
    assert engine.wait_for(contract.Edit, run=fork.run).spec["network"]["layers"][0]["units"] == 5
    assert fork.call("GET", "/export/csv").text == made.call("GET", "/export/csv").text
    assert fork.command(made.edit, type="play").status_code == 401


# --- previews ---------------------------------------------------------------------------------


def test_presets_and_schema(served: Web) -> None:
    presets = served.http.get("/api/presets").json()
    assert [each["name"] for each in presets] == list(PRESETS)
    assert all(parse(each["spec"]) == PRESETS[each["name"]] for each in presets)
    assert "Spec" in served.http.get("/api/schema").json()["$defs"]


@pytest.mark.parametrize("steps", [2, 499, 10_000_000])
def test_a_schedule_preview_is_what_training_would_use(served: Web, steps: int) -> None:
    training = TrainingSpec.model_validate({"schedule": {"kind": "cosine", "period": 300}})
    answer = served.http.post(
        "/api/previews/schedule", json={"training": training.model_dump(), "steps": steps}
    ).json()
    assert len(answer["steps"]) == len(answer["rates"]) <= 500
    assert (answer["steps"][0], answer["steps"][-1]) == (0, steps - 1)
    for step, rate in zip(answer["steps"], answer["rates"], strict=True):
        assert rate == rates(training, step, 1)[0]


def test_a_data_preview_is_what_the_session_draws(served: Web) -> None:
    data = DataSpec(dataset="gaussians", classes=4, samples=2000)
    answer = served.http.post("/api/previews/data", json={"data": data.model_dump()}).json()
    points = load(data)
    assert answer["inputs"] == points.inputs[:500].tolist()
    assert answer["labels"] == points.labels[:500].tolist()
    assert (answer["train"], answer["task"], answer["classes"]) == (500, "multiclass", 4)


def test_previews_refuse_what_a_spec_would(served: Web) -> None:
    answer = served.http.post("/api/previews/data", json={"data": {"samples": 10**9}})
    assert is_a_problem(answer, 422)["pointer"] == "/data/samples"
    answer = served.http.post("/api/previews/schedule", json={"training": {}, "steps": 10**9})
    assert is_a_problem(answer, 422)["pointer"] == "/steps"


# --- health --------------------------------------------------------------------------------------


def test_the_page_does_not_wait_for_trainers() -> None:
    engine = FakeEngine(ready=False)
    with web(engine) as early:
        assert early.http.get("/healthz").status_code == 200
        assert early.http.get("/readyz").status_code == 503
        made = early.create(play=True)
        assert made.call("GET", "").json()["status"]["state"] == "loading"
        made.patch(1, units(5))
        assert engine.requests == []
        engine.become_ready()
        engine.wait_for(contract.Edit)
        kinds = [type(request) for request in engine.requests]
        assert kinds.index(contract.Open) < kinds.index(contract.Edit)
        assert early.http.get("/readyz").status_code == 200


def test_metrics_count_sessions_viewers_and_frames(served: Web, made: Made) -> None:
    with made.page() as page:
        page.greeted()
        text = served.http.get("/metrics").text
    for name in ("sessions", "viewers", "messages_sent_total", "frames_dropped_total"):
        assert f"playground_{name}" in text
