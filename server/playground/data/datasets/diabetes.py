"""The patients with diabetes that ship with scikit-learn."""

from __future__ import annotations

from playground.data.datasets._table import table
from playground.data.sklearn_files import valued

SOURCE = table(lambda: valued("diabetes_data_raw.csv.gz", "diabetes_target.csv.gz"))
