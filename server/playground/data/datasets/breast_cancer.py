"""The tumours that ship with scikit-learn."""

from __future__ import annotations

from playground.data.datasets._table import table
from playground.data.sklearn_files import read_classes

SOURCE = table(lambda: read_classes("breast_cancer.csv"))
