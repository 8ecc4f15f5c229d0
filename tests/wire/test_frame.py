"""Frames travel without loss, and the page reads the very bytes that the server wrote."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from playground.wire.frame import (
    NUMPY_NAMES,
    Bundle,
    Frame,
    array,
    bundle,
    decode,
    eight_bit,
    encode,
    to_numpy,
)
from playground.wire.schema import ROOTS, UNIONS, wire_schema
from playground.wire.stream import MAX_FPS, client_message


def frame(step: int = 1) -> Frame:
    map_ = array(np.arange(6, dtype=np.float32).reshape(2, 3))
    return Frame("weights", "weights", step, 0, 1, 0.5, {"h1": map_}, {"names": ["a", "b"]})


@given(
    st.sampled_from(list(NUMPY_NAMES)).flatmap(
        lambda name: arrays.arrays(np.dtype(name), arrays.array_shapes(min_dims=0, min_side=0))
    ),
    st.booleans(),
)
def test_arrays_come_back_bit_for_bit(values: np.ndarray, turned: bool) -> None:
    given_ = values.T if turned else values
    back = to_numpy(array(given_))
    assert (back.dtype, back.shape) == (given_.dtype, given_.shape)
    np.testing.assert_array_equal(back, given_)


def test_byte_order_is_little_whatever_the_array_has() -> None:
    big = np.array([1, 2], dtype=">u4")
    assert array(big).data == b"\x01\0\0\0\x02\0\0\0"


def test_a_dtype_that_the_wire_does_not_carry_is_refused() -> None:
    with pytest.raises(KeyError):
        array(np.zeros(2, dtype=np.complex64))


def test_a_bundle_holds_encoded_frames_as_they_are() -> None:
    bodies = [encode(frame(step)) for step in (1, 2)]
    read = msgspec.msgpack.decode(bundle(7, bodies), type=Bundle)
    assert read.frame == 7
    assert [bytes(each) for each in read.frames] == bodies
    assert [decode(bytes(each)).step for each in read.frames] == [1, 2]


def test_eight_bits_span_the_range() -> None:
    values = np.array([-9.0, -1.0, 0.0, 1.0, 9.0, np.nan])
    assert eight_bit(values, -1, 1).tolist() == [0, 0, 128, 255, 255, 128]
    assert eight_bit(np.zeros(2), 3, 3).tolist() == [0, 0]


def test_every_message_has_its_schema() -> None:
    definitions = wire_schema()["$defs"]
    assert {root.__name__ for root in ROOTS} | UNIONS.keys() <= set(definitions)


@pytest.mark.parametrize("fps", [-1, MAX_FPS + 1, float("nan")])
def test_a_rate_has_limits(fps: float) -> None:
    with pytest.raises(ValueError, match="max_fps"):
        client_message.validate_python({"type": "watch", "probes": [], "max_fps": fps})
