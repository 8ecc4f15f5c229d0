"""The iris flowers that ship with scikit-learn."""

from __future__ import annotations

from playground.data.datasets._table import table
from playground.data.sklearn_files import classified

SOURCE = table(lambda: classified("iris.csv"))
