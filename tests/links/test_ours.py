"""The set-up link: opens what it made, refuses all else with one problem, and opens for ever."""

from __future__ import annotations

import base64
import json
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.links.ours import MAX_JSON, MAX_TEXT, PREFIX, decode, encode
from playground.spec.base import SpecProblem
from playground.spec.presets import PRESETS
from playground.spec.project import Spec, parse
from support.specs import specs

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "links.json").read_text("utf-8"))


def link_of(plain: bytes, extra: bytes = b"") -> str:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(plain) + packer.flush() + extra
    return PREFIX + base64.urlsafe_b64encode(packed).decode().rstrip("=")


@given(specs())
def test_a_link_holds_the_whole_spec(spec: Spec) -> None:
    assert decode(encode(spec)) == spec


@pytest.mark.parametrize("name", PRESETS)
def test_a_presets_link_is_short_enough_to_paste(name: str) -> None:
    assert len(encode(PRESETS[name])) < 1000


@pytest.mark.parametrize("golden", GOLDEN, ids=range(len(GOLDEN)))
def test_old_links_open_for_ever(golden: dict[str, object]) -> None:
    assert decode(str(golden["link"])) == parse(golden["spec"])


@given(st.text() | st.text().map(lambda text: PREFIX + text))
def test_any_other_text_is_a_broken_link(text: str) -> None:
    with pytest.raises(SpecProblem) as caught:
        decode(text)
    assert caught.value.code == "broken_link"


@given(st.binary(max_size=200))
def test_any_other_bytes_are_a_broken_link(plain: bytes) -> None:
    with pytest.raises(SpecProblem, match="broken or was cut off"):
        decode(link_of(b"!" + plain))


@given(st.integers(1, 200), specs())
def test_a_cut_link_is_broken(cut: int, spec: Spec) -> None:
    with pytest.raises(SpecProblem, match="broken or was cut off"):
        decode(encode(spec)[:-cut])


@pytest.mark.parametrize(
    "link",
    [
        link_of(b" " * (MAX_JSON + 1)),
        link_of(b"{}" + b" " * 10_000_000),
        link_of(b"[" * 60_000),
        link_of(b"{}", extra=b"more"),
        link_of(b'{"version":2}'),
        link_of(b'{"seed":NaN}'),
        PREFIX + "A" * MAX_TEXT,
        "2." + encode(PRESETS["xor"])[2:],
    ],
    ids=["too large", "bomb", "deep", "followed", "version", "nan", "long", "prefix"],
)
def test_traps_are_broken_links(link: str) -> None:
    with pytest.raises(SpecProblem) as caught:
        decode(link)
    assert caught.value.code == "broken_link"
