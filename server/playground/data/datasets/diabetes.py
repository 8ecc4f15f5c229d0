"""The patients with diabetes that ship with scikit-learn."""

from __future__ import annotations

from playground.data.datasets._table import table
from playground.data.sklearn_files import read_numbers

SOURCE = table(lambda: read_numbers("diabetes_data_raw.csv.gz", "diabetes_target.csv.gz"))
