"""Names are composed, and without what cannot be seen."""

from __future__ import annotations

import time

import pytest

from playground.spec.names import clean_name, visible
from playground.spec.project import Spec
from playground.wire.names import shown_name

KEPT = (
    "Ada Lovelace",
    "한글 이름",
    "ㅋㅋㅋ",
    "김민준😀",
    "👩\u200d🔬",
    "👨\u200d👩\u200d👧\u200d👦",
    "👍🏽",
    "❤️",
    "🏳️\u200d🌈",
    "1️⃣",
    "🇰🇷",
    "\U0001faef",
    "Nguyễn Thị Ánh",
    "محمد",
    "ക്\u200d",
    "क्\u200dष",
    "ليلى 2",
    "O'Neill-Ng",
)
CLEANED = {
    "  Ada \t Lovelace\n": "Ada Lovelace",
    "e\u0301": "é",
    "\u1112\u1161\u11ab": "한",
    "A\u0000d\u202ea\u200b": "Ada",
    "A\u200ed\u200f\u061ca": "Ada",
    "\u2066Ada\u2069": "Ada",
    "A\u00add\u2060\ufeffa": "Ada",
    "Ad\u200da": "Ada",
    "A\ufe0fda": "Ada",
    "A\U000e0041\U000e007fda": "Ada",
    "A\ue000da\ud800": "Ada",
    "A\u3000d\u2800a": "A d a",
    "A" + "\u0300\u0316" * 20: "À\u0316\u0300\u0316\u0300",
}
NOTHING = (
    "",
    " ",
    "\u0007",
    "\u200b\u200d",
    "\u3164",
    "\u115f\u1160",
    "\u2800",
    "\u00ad",
    "\u0301",
)


@pytest.mark.parametrize("name", KEPT)
def test_what_people_write_stays(name: str) -> None:
    shown = clean_name(name)
    assert shown == (name if name != "ക്\u200d" else "ക്")
    assert clean_name(shown) == shown


@pytest.mark.parametrize("given", CLEANED)
def test_what_cannot_be_seen_goes(given: str) -> None:
    shown = clean_name(given)
    assert len(shown) <= 5 if "\u0316" in given else shown == CLEANED[given]
    assert clean_name(shown) == shown


@pytest.mark.parametrize("given", NOTHING)
def test_a_name_that_cannot_be_seen_is_none(given: str) -> None:
    assert clean_name(given) == visible(given) == ""
    assert Spec(name=given).name == ""


def test_a_session_and_a_person_are_named_alike() -> None:
    assert Spec(name="My\u200b net ").name == "My net ", "somebody may still be typing"
    assert Spec(name="\u1112\u1161\u11ab" * 30).name == "한" * 30
    assert shown_name("\u1112\u1161\u11ab" * 20) == "한" * 20
    assert shown_name(" Mi\u200bn\u00adjun ") == "Minjun"


def test_a_long_name_is_refused_before_it_is_composed() -> None:
    began = time.perf_counter()
    with pytest.raises(ValueError, match="80"):
        Spec(name="a" + "\u0301\u0316" * 100_000)
    assert time.perf_counter() - began < 0.2
