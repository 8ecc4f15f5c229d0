"""Whatever link is pasted, the right reader gets it."""

from __future__ import annotations

import time
from urllib.parse import quote

import pytest

from playground.links import ours, tensorflow
from playground.links.any_link import read
from playground.spec.base import SpecProblem
from playground.spec.presets import PRESETS

XOR = PRESETS["xor"]


@pytest.mark.parametrize("before", ["", "#", "http://localhost:8000/#", "  https://example.org/#"])
def test_our_own_with_and_without_its_address(before: str) -> None:
    assert read(before + ours.encode(XOR)) == (XOR, ())


@pytest.mark.parametrize("link", ["#dataset=xor", "https://playground.tensorflow.org/#dataset=xor"])
def test_one_of_tensorflow_playground(link: str) -> None:
    assert read(link) == tensorflow.decode(link)
    assert read(link)[0].data.dataset == "tf_xor"


THEIRS = (
    "https://playground.tensorflow.org/#activation=relu&regularization=L1&batchSize=10"
    "&dataset=spiral&noise=5&networkShape=6,4&seed=0.1234&x=true&y=true&problem=classification"
)
OURS = f"https://example.org/#s={ours.encode(XOR)}"


def broken_over_lines(link: str, every: int, margin: str = "") -> str:
    return f"\n{margin}".join(link[at : at + every] for at in range(0, len(link), every))


WAYS = {
    "HTML": lambda link: link.replace("&", "&amp;"),
    "HTML in HTML": lambda link: link.replace("&", "&amp;amp;"),
    "lines": lambda link: broken_over_lines(link, 60),
    "lines of a quoted mail": lambda link: broken_over_lines(link, 37, "   ").replace("\n", "\r\n"),
    "a blank after each field": lambda link: link.replace("&", "& "),
    "a soft hyphen": lambda link: link[:40] + "\u00ad\u200b" + link[40:],
    "an encoded #": lambda link: link.replace("#", "%23"),
    "encoded whole": lambda link: quote(link, safe=""),
    "encoded twice": lambda link: quote(quote(link, safe=""), safe=""),
    "Safe Links": lambda link: (
        f"https://eu01.safelinks.protection.example/?url={quote(link, safe='')}&data=05&reserved=0"
    ),
    "a search engine": lambda link: f"https://www.example.com/url?q={quote(link, safe='')}&sa=D",
    "a full stop": lambda link: f"{link}.",
    "brackets": lambda link: f"({link}).",
    "quotes": lambda link: f"“{link}”",
    "angle brackets": lambda link: f"<{link}>",
    "a sentence": lambda link: f"Look at this: {link}, please",
    "a line of text before it": lambda link: f"Hello\n{link}",
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("link", [THEIRS, OURS], ids=["theirs", "ours"])
def test_a_link_is_read_however_it_was_sent(way: str, link: str) -> None:
    assert read(WAYS[way](link)) == read(link)


def test_what_was_read_is_what_the_link_says() -> None:
    spec, notes = read(THEIRS)
    assert spec.data.dataset == "tf_spiral"
    assert [getattr(layer, "units", None) for layer in spec.network.layers] == [6, 4]
    assert "unknown" not in {note.code for note in notes}


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "hello",
        "https://example.org/",
        "#s=",
        "s=1.",
        "#s=1.abc.",
        "#s=1.%%%",
        "1.",
        "%23" * 5000,
        "%25" * 6000 + "23",
        " " * 20_000,
        "\n" * 20_000,
        "& " * 10_000,
        "&amp;" * 4000,
        "#s=1." * 4000,
    ],
)
def test_what_is_no_link_is_refused_at_once(text: str) -> None:
    began = time.process_time()
    with pytest.raises(SpecProblem) as caught:
        read(text)
    assert caught.value.code == "broken_link"
    assert time.process_time() - began < 0.2
