"""The table of refusals: each row has its texts in both languages, and says what it is about."""

from __future__ import annotations

import json
import re
from pathlib import Path
from string import Formatter

import pytest

from playground.data.refused_file import SENTENCES
from playground.session.refusals import Conflict, Refusal, Refused
from playground.spec.presets import PRESETS
from playground.wire.close_codes import CloseCode

LANGUAGES = Path(__file__).parents[2] / "frontend" / "src" / "i18n"
TEXT = re.compile(r'"problem\.(\w+)":\s*("(?:[^"\\]|\\.)*")')
SPEC = PRESETS["xor"]

CLOSES = {
    CloseCode.UNKNOWN: {"no_such_session", "no_such_class"},
    CloseCode.SENT_AWAY: {"link_revoked", "link_ended", "class_forbidden"},
    CloseCode.OVER: {"class_over"},
    CloseCode.TOO_SLOW: {"too_slow"},
    CloseCode.TRY_LATER: {
        "server_full",
        "not_saved",
        "admissions_paused",
        "parked",
        "classes_full",
    },
    CloseCode.TOO_MANY: {
        "too_fast",
        "too_many_streams",
        "too_many_here",
        "class_places",
        "too_many_parameters_in_class",
        "too_much_memory_in_class",
    },
}
"""Any other refusal ends a stream as a missing token does."""


def texts(language: str) -> dict[str, str]:
    """The page's sentences, by the code of the problem."""
    found = TEXT.findall((LANGUAGES / language / "problems.ts").read_text("utf-8"))
    return {code: json.loads(text) for code, text in found}


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("refusal", Refusal)
def test_every_refusal_has_its_text(refusal: Refusal, language: str) -> None:
    told = texts(language)[refusal.code]
    assert fields(told) <= fields(refusal.value.sentence)
    assert told.strip()


def test_the_server_and_the_page_say_the_same() -> None:
    """What a program reads and what a student reads is one sentence."""
    told = texts("en")
    for code, sentence in [(each.code, each.value.sentence) for each in Refusal]:
        assert told[code] == sentence
    for code, sentence in SENTENCES.items():
        assert told[code] == sentence


@pytest.mark.parametrize("refusal", Refusal)
def test_every_row_is_whole(refusal: Refusal) -> None:
    row = refusal.value
    assert row.status in {401, 403, 404, 409, 410, 423, 429, 503}
    assert row.sentence.endswith(".")
    others = set().union(*CLOSES.values())
    expected = next((code for code, of in CLOSES.items() if refusal.code in of), None)
    assert row.close is (expected if refusal.code in others else CloseCode.NO_TOKEN)


def test_a_sentence_is_filled_in() -> None:
    refused = Refused(Refusal.TOO_MANY_LINKS, most=7)
    assert refused.sentence == "A session can have at most 7 active links. Turn one off first."
    assert (refused.code, refused.status) == ("too_many_links", 409)
    assert refused.params == {"most": 7}
    with pytest.raises(KeyError):
        Refused(Refusal.TOO_MANY_LINKS)


def test_a_refusal_says_when_to_try_again() -> None:
    assert Refused(Refusal.NO_TOKEN).retry_after is None
    assert Refused(Refusal.SERVER_FULL, most=1).retry_after == 60
    assert Refused(Refusal.TOO_FAST, seconds=7).retry_after == 7
    assert Refused(Refusal.TOO_MANY_CODES, seconds=8).retry_after == 8


def test_a_conflict_tells_with_whom() -> None:
    assert Conflict(3, SPEC).code == "conflict"
    conflict = Conflict(3, SPEC, "Ada", ("/seed",))
    assert (conflict.code, conflict.params) == ("conflict_with", {"author": "Ada"})
    assert conflict.sentence.startswith("Ada changed this first")
    assert conflict.details == {
        "revision": 3,
        "spec": SPEC.model_dump(mode="json"),
        "author": "Ada",
        "pointers": ("/seed",),
    }
