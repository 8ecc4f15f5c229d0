"""The order of samples."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.train.batches import Cursor, following, order


@given(st.integers(0, 2**31 - 1), st.integers(1, 300), st.integers(1, 400), st.integers(1, 60))
@settings(max_examples=80, deadline=None)
def test_each_sample_comes_once_an_epoch(seed, samples, batch, count):
    batches = following(seed, samples, batch, Cursor(), count)
    sizes = np.diff(batches.starts)
    assert len(sizes) == count
    assert (sizes > 0).all()
    assert (sizes <= batch).all()
    assert batches.after == Cursor(*divmod(len(batches.indices), samples))
    for epoch in range(batches.after.epoch):
        seen = batches.indices[epoch * samples : (epoch + 1) * samples]
        assert np.array_equal(np.sort(seen), np.arange(samples))


@given(st.integers(1, 100), st.lists(st.integers(1, 120), min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_a_changing_batch_size_misses_and_repeats_none(samples, sizes):
    cursor, seen = Cursor(), []
    for batch in sizes:
        batches = following(1, samples, batch, cursor, 1)
        seen.append(batches.indices)
        cursor = batches.after
    flat = np.concatenate(seen)
    for epoch in range(-(-len(flat) // samples)):
        part = flat[epoch * samples : (epoch + 1) * samples]
        assert len(np.unique(part)) == len(part)


@given(st.integers(1, 50), st.integers(1, 60), st.integers(0, 20), st.integers(0, 20))
@settings(max_examples=40, deadline=None)
def test_two_chunks_are_one(samples, batch, first, second):
    whole = following(1, samples, batch, Cursor(), first + second)
    left = following(1, samples, batch, Cursor(), first)
    right = following(1, samples, batch, left.after, second)
    assert np.array_equal(whole.indices, np.concatenate([left.indices, right.indices]))
    assert np.array_equal(whole.starts[first:] - whole.starts[first], right.starts)
    assert whole.after == right.after


def test_epochs_and_seeds_differ():
    assert not np.array_equal(order(1, 0, 100), order(1, 1, 100))
    assert not np.array_equal(order(1, 0, 100), order(2, 0, 100))
