"""What is read from scikit-learn's files is what its own loaders give, and takes no import of it."""

import subprocess
import sys

import numpy as np
import pytest
from sklearn import datasets

from playground.data import sklearn_files

READERS = {
    "iris": lambda: sklearn_files.read_classes("iris.csv"),
    "wine": lambda: sklearn_files.read_classes("wine_data.csv"),
    "breast_cancer": lambda: sklearn_files.read_classes("breast_cancer.csv"),
    "diabetes": lambda: sklearn_files.read_numbers(
        "diabetes_data_raw.csv.gz", "diabetes_target.csv.gz"
    ),
}


@pytest.mark.parametrize("name", READERS)
def test_tables(name):
    options = {"scaled": False} if name == "diabetes" else {}
    expected = getattr(datasets, f"load_{name}")(**options)
    values, targets = READERS[name]()
    np.testing.assert_array_equal(values, expected.data)
    np.testing.assert_array_equal(targets, expected.target)


def test_digits():
    expected = datasets.load_digits()
    images, digits = sklearn_files.digits()
    np.testing.assert_array_equal(images, expected.images)
    np.testing.assert_array_equal(digits, expected.target)


def test_scikit_learn_itself_is_not_imported():
    code = (
        "import sys; from playground.data.loader import load; from playground.spec.data import DataSpec\n"
        "for name in ('digits', 'iris', 'wine', 'breast_cancer', 'diabetes'):\n"
        "    load(DataSpec(dataset=name))\n"
        "print('sklearn' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
