"""Points that stay as links once showed them, and painted points; what holds for every set is in
`conformance`.
"""

import subprocess
import sys

import numpy as np
import pytest

from playground.data.loader import load
from playground.spec.datasets.painted import FEW as FEW_PAINTED
from support.data_sets import PAINTED, spec


def test_drawing_points_on_the_plane_needs_no_large_library():
    code = (
        "import sys; from playground.data.loader import load; from playground.spec.data import"
        " DataSpec; load(DataSpec());"
        " print({'torch', 'sklearn', 'scipy', 'pyarrow'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


FIRST_POINTS = {
    "xor": ([-4.37657642, -4.16302967], [1, 0, 0, 0]),
    "circle": ([-0.75680453, 1.09469914], [1, 0, 0, 0]),
    "spiral": ([1.56746554, 0.18475862], [1, 0, 0, 0]),
    "gaussians": ([-2.04537964, -2.04482150], [1, 0, 0, 0]),
    "moons": ([-0.23422566, -1.60412598], [1, 0, 0, 0]),
    "checkerboard": ([-0.92671984, 1.32095051], [1, 0, 0, 0]),
    "plane": ([4.79808092, 3.35235643], [0.67678773, -0.05114031, -0.92556757, 0.12687811]),
    "multi_gauss": ([4.79808092, 3.35235643], [0.50332266, 0.02908916, -0.04757223, -0.08186616]),
    "curve": ([-2.59801102], [-0.54971641, -0.67149091, -0.33617293, 0.69008887]),
}


@pytest.mark.parametrize("name", FIRST_POINTS)
def test_what_a_link_once_showed_it_shows_for_ever(name):
    inputs, labels = FIRST_POINTS[name]
    points = load(spec(name, samples=500, noise=0.1))
    assert np.allclose(points.inputs[0], inputs, atol=1e-6)
    assert np.allclose(points.labels[:4], labels, atol=1e-6)


# --- painted points ---------------------------------------------------------------------------


def rows(points, part=slice(None)):
    return {
        (*row, label)
        for row, label in zip(
            points.inputs[part].tolist(), points.labels[part].tolist(), strict=True
        )
    }


def painted(count, **fields):
    return load(spec("painted", painted=PAINTED[:count], **fields))


def test_painted_points_are_as_painted_whatever_the_noise():
    want = {(*np.float32([x, y]).tolist(), label) for x, y, label in PAINTED}
    assert rows(painted(30)) == rows(painted(30, noise=1.0)) == want


def test_few_painted_points_test_what_they_train():
    few = painted(FEW_PAINTED - 1)
    assert (len(few.inputs), few.train) == (18, 9)
    assert np.array_equal(few.inputs[:9], few.inputs[9:])
    assert np.array_equal(few.labels[:9], few.labels[9:])
    assert len(rows(few)) == 9


def test_enough_painted_points_are_split():
    enough = painted(FEW_PAINTED)
    assert (len(enough.inputs), enough.train) == (10, 7)
    assert len(rows(enough)) == 10


@pytest.mark.parametrize("count", range(FEW_PAINTED, 30))
def test_one_more_painted_point_changes_the_side_of_one_other_at_most(count):
    before, after = painted(count), painted(count + 1)
    moved = rows(before, slice(before.train)) ^ rows(after, slice(after.train))
    new = rows(after) - rows(before)
    assert len(new) == 1
    assert len(moved - new) <= 1
