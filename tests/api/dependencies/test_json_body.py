"""JSON bodies: nested without end, broken off, with numbers without end."""

from __future__ import annotations

import pytest

from support.problems import is_a_problem
from support.web import Made, Web

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
