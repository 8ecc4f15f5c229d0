"""Whatever link is pasted, the right reader gets it."""

from __future__ import annotations

import pytest

from playground.links import ours, tensorflow
from playground.links.any_link import read
from playground.spec.presets import PRESETS

XOR = PRESETS["xor"]


@pytest.mark.parametrize("before", ["", "#", "http://localhost:8000/#", "  https://example.org/#"])
def test_our_own_with_and_without_its_address(before: str) -> None:
    assert read(before + ours.encode(XOR)) == (XOR, ())


@pytest.mark.parametrize("link", ["#dataset=xor", "https://playground.tensorflow.org/#dataset=xor"])
def test_one_of_tensorflow_playground(link: str) -> None:
    assert read(link) == tensorflow.decode(link)
    assert read(link)[0].data.dataset == "tf_xor"
